"""Characters that a format or UTF-8 cannot hold, made visible."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """`text` with a replacement character for each control character and lone surrogate; the length stays."""
    return _ILLEGAL.sub("\ufffd", text)


def encodable(text: str) -> str:
    """`text` with lone surrogates, which UTF-8 cannot hold, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
