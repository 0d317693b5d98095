"""Patterns that are compiled once they are first searched for: a short run needs half of them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """Stands for the compiled pattern; its methods become the instance's own at the first use of any."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, when the pattern is first used."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
