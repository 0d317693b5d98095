"""Word lists that patterns refer to by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tqcheck.errors import ConfigError

if TYPE_CHECKING:
    from tqcheck.rules.pattern import Node


class Classes:
    """Word lists by name, which patterns call ``@name``; an entry is a pattern of its own."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]], shared: Classes | None = None) -> None:
        """`lists` go before those of `shared`."""
        self._lists = lists
        self._shared = shared
        self._nodes: dict[str, Node] = {}
        self._open: set[str] = set()

    def names(self) -> tuple[str, ...]:
        """The names of the lists, those of `shared` left out."""
        return tuple(self._lists)

    def lists(self) -> dict[str, tuple[str, ...]]:
        """The lists themselves, those of `shared` left out."""
        return dict(self._lists)

    def node(self, name: str) -> Node:
        """The choice that ``@name`` stands for; raises ConfigError where there is none or it is malformed."""
        if name not in self._lists:
            if self._shared is None:
                raise ConfigError(f"no class is called @{name}")
            return self._shared.node(name)
        if name not in self._nodes:
            from tqcheck.rules.pattern import Choice, whole

            if name in self._open:
                raise ConfigError(f"the class @{name} holds itself")
            self._open.add(name)
            try:
                entries = tuple(whole(entry, self) for entry in self._lists[name])
            finally:
                self._open.discard(name)
            self._nodes[name] = Choice(entries)
        return self._nodes[name]
