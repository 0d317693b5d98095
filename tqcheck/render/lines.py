"""Lines and columns of the offsets of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\r|\n")
_STEP = 1024


class Position(NamedTuple):
    """A place in a text; both count from 1."""

    line: int
    column: int


class Lines:
    """The lines of a text, ended by LF, CRLF or CR as in editors; other separators of Unicode end no line."""

    def __init__(self, text: str):
        self._text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._bytes: list[int] = []

    def line(self, offset: int) -> int:
        """The number of the line that `offset` is in."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> Position:
        """Line and column in code points; a tab and a combining mark are one each."""
        line = self.line(offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def byte_position(self, offset: int) -> Position:
        """Line and column in bytes of UTF-8."""
        line = self.line(offset)
        return Position(line, self._byte(offset) - self._byte(self._starts[line - 1]) + 1)

    def _byte(self, offset: int) -> int:
        """The bytes before `offset`, from marks set every few code points: one long line must not cost its square."""
        if not self._bytes:
            self._bytes.append(0)
            for at in range(0, len(self._text), _STEP):
                self._bytes.append(self._bytes[-1] + _length(self._text[at : at + _STEP]))
        mark = offset // _STEP
        return self._bytes[mark] + _length(self._text[mark * _STEP : offset])


def _length(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
