"""What a reader is, and the pen with which each writes blocks whose offsets stay exact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from tqcheck.document import Block, Kind, Run

OBJECT = "\ufffc"
"""Stands in a block for something that the reader sees but nobody translates, such as code inside a sentence.

Leaving nothing there would make two words neighbours that are not.
"""

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_BROKEN = "\x80-\x9f\ud800-\udfff"
_VERBATIM = re.compile(f"[{_CONTROL}{_BROKEN}\xad]")
_COLLAPSE = re.compile(f"[ \t\n\r{_CONTROL}]{{2,}}|[\t\n\r{_CONTROL}{_BROKEN}\xad]")
_BLANK = frozenset(" \t\n\r\f\v")


def _shown(match: re.Match[str]) -> str:
    char = match[0][0]
    if char == "\xad":
        return ""
    return " " if char <= " " or char == "\x7f" else "\ufffd"


@dataclass(frozen=True, slots=True)
class Prose:
    """What a reader takes from a text: its blocks in order, and the language that the file declares."""

    blocks: tuple[Block, ...]
    language: str | None = None
    source: Prose | None = None
    """In a bilingual format, what is translated: blocks of the same text, paired with `blocks` by their names."""


class Reader(Protocol):
    """Finds the prose in one format."""

    @property
    def markup(self) -> str:
        """The name that ``--markup`` takes and ``Document.markup`` holds."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file suffixes of the format, in lower case."""

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """The prose of `text`; `name` is for messages, `pointers` (RFC 6901) pick the fields where there are any.

        Raises ReadError where the text is malformed beyond what the format forgives.
        """


@runtime_checkable
class Multilingual(Protocol):
    """A reader whose format holds several languages, so that it has to be told which."""

    def between(self, origin: str | None, to: str | None) -> Reader:
        """The reader that takes `to` for the text and `origin` for its source; ``None`` leaves it to the file."""


@runtime_checkable
class Packed(Protocol):
    """A reader whose files are archives, not text."""

    def unpack(self, data: bytes, name: str, limit: int) -> tuple[str, Prose]:
        """The text of the file, at most `limit` code points, and the prose in it.

        Raises ReadError where the archive is damaged, hostile or too large.
        """


class Pen:
    """Writes the blocks of one text, piece by piece and in its order.

    Control characters become a space: they are invisible in an editor, so that nobody could find what to
    mend if they stopped the check. Halves of a surrogate pair and the C1 range, which are what is left of a
    character that broke, become U+FFFD. Soft hyphens are left out, as a reader does not see them.
    With `collapse`, white space shows as in HTML: one space for any stretch, none at either end.
    """

    __slots__ = ("_collapse", "_copying", "_gap", "_parts", "_runs", "_size", "_text")

    def __init__(self, text: str, collapse: bool) -> None:
        self._text = text
        self._collapse = collapse
        self._start()

    def _start(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._size = 0
        self._copying = False
        self._gap: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """How many code points the block has so far, a space at its end not counted."""
        return self._size

    def copy(self, start: int, end: int) -> None:
        """Go on with the text's own ``[start:end]``."""
        at = start
        for match in (_COLLAPSE if self._collapse else _VERBATIM).finditer(self._text, start, end):
            self._copy(at, match.start())
            at = match.end()
            shown = _shown(match)
            if shown == " ":
                self.gap(match.start(), at - match.start())
            elif shown:
                self._unit(shown, match.start(), 1)
        self._copy(at, end)

    def put(self, text: str, raw: int, raw_length: int) -> None:
        """Go on with `text`, which stands for ``[raw:raw + raw_length]`` as one unit."""
        shown = _VERBATIM.sub(_shown, text)
        if self._collapse and shown in _BLANK:
            self.gap(raw, raw_length)
        elif shown:
            self._unit(shown, raw, raw_length)

    def gap(self, raw: int, raw_length: int) -> None:
        """Go on with one space that stands for ``[raw:raw + raw_length]``."""
        if not self._collapse:
            self._unit(" ", raw, raw_length)
        elif self._size and self._gap is None:
            self._gap = (raw, raw_length)

    def finish(self, kind: Kind = Kind.PARAGRAPH, name: str = "", language: str | None = None) -> Block | None:
        """The block written since the last call; ``None`` where it has neither letter nor digit."""
        text, runs = "".join(self._parts), tuple(self._runs)
        self._start()
        return Block(text, runs, kind, name, language) if any(map(str.isalnum, text)) else None

    def _copy(self, start: int, end: int) -> None:
        spaced = False
        if self._collapse:
            if start < end and self._text[start] == " ":
                self.gap(start, 1)
                start += 1
            if start < end and self._text[end - 1] == " ":
                spaced = True
                end -= 1
        if start < end:
            self._close_gap()
            self._append(self._text[start:end], start)
        if spaced:
            self.gap(end, 1)

    def _append(self, text: str, raw: int) -> None:
        self._parts.append(text)
        # A space that stands for one line break has the lengths of a copy too, and is none.
        last = self._runs[-1] if self._copying else None
        if last and last.raw + last.raw_length == raw:
            self._runs[-1] = Run(last.start, last.length + len(text), last.raw, last.length + len(text))
        else:
            self._runs.append(Run(self._size, len(text), raw, len(text)))
            self._copying = True
        self._size += len(text)

    def _unit(self, text: str, raw: int, raw_length: int) -> None:
        self._close_gap()
        self._parts.append(text)
        self._runs.append(Run(self._size, len(text), raw, raw_length))
        self._copying = False
        self._size += len(text)

    def _close_gap(self) -> None:
        if self._gap is None:
            return
        raw, raw_length = self._gap
        self._gap = None
        if raw_length == 1 and self._text[raw] == " ":
            self._append(" ", raw)
        else:
            self._unit(" ", raw, raw_length)


def through(runs: Sequence[Run], outer: Sequence[Run]) -> tuple[Run, ...]:
    """`runs`, which point into a text in between, made to point where the text in between comes from.

    `outer` are the runs of the text in between, over all of it.
    """
    result: list[Run] = []
    at = max(0, bisect_right(outer, runs[0].raw, key=lambda run: run.start) - 1) if runs else 0
    for run in runs:
        start, end = run.raw, run.raw + run.raw_length
        while outer[at].start + outer[at].length <= start:
            at += 1
        if not run.copied:
            first = outer[at]
            while outer[at].start + outer[at].length < end:
                at += 1
            last = outer[at]
            raw = first.raw + (start - first.start if first.copied else 0)
            raw_end = last.raw + (end - last.start if last.copied else last.raw_length)
            result.append(Run(run.start, run.length, raw, raw_end - raw))
            continue
        while True:
            piece = outer[at]
            stop = min(end, piece.start + piece.length)
            length, into = stop - start, run.start + start - run.raw
            if piece.copied:
                result.append(Run(into, length, piece.raw + start - piece.start, length))
            else:
                result.append(Run(into, length, piece.raw, piece.raw_length))
            start = stop
            if start == end:
                break
            at += 1
    return tuple(result)
