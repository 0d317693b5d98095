"""Where findings stand in the text as a reader sees it: entities decoded, markup left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from tqcheck.document import Document, Run, Span
from tqcheck.report import Severity


class Place(NamedTuple):
    """A half-open range of one block's text."""

    block: int
    start: int
    end: int


class Places:
    """The way back from the document's offsets to its blocks; `Block.span` is the way there."""

    def __init__(self, document: Document):
        self._runs = sorted(
            ((run, number) for number, block in enumerate(document.blocks) for run in block.runs),
            key=lambda pair: (pair[0].raw, pair[0].raw + pair[0].raw_length),
        )
        self._starts = [run.raw for run, _ in self._runs]
        self._ends = [run.raw + run.raw_length for run, _ in self._runs]

    def of(self, span: Span) -> list[Place]:
        """What the span covers of each block it touches, in reading order; nothing where it is all markup.

        Of an entity that the span cuts, the whole is covered. An empty span gives an empty place.
        """
        found: dict[int, tuple[int, int]] = {}
        first = bisect_right(self._ends, span.start) if len(span) else bisect_left(self._ends, span.start)
        last = bisect_left(self._starts, span.end) if len(span) else bisect_right(self._starts, span.start)
        for run, number in self._runs[first:last]:
            start, end = _inside(run, span)
            if number in found:
                start, end = min(start, found[number][0]), max(end, found[number][1])
            found[number] = start, end
            if not len(span):
                break
        return [Place(number, start, end) for number, (start, end) in found.items()]


def _inside(run: Run, span: Span) -> tuple[int, int]:
    if not run.copied:
        at = run.start + run.length
        return (at, at) if not len(span) and span.start > run.raw else (run.start, at if len(span) else run.start)
    start = min(max(0, span.start - run.raw), run.length)
    return run.start + start, run.start + max(start, min(run.length, span.end - run.raw))


class Mark(NamedTuple):
    """What is to be marked of one block's text: finding `number`, of this severity."""

    start: int
    end: int
    number: int
    severity: Severity


class Piece(NamedTuple):
    """A stretch of text under the same marks."""

    start: int
    end: int
    depth: int
    """How many marks cover it."""
    severity: Severity | None
    """The worst of theirs."""
    only: int | None
    """The number of the mark that covers this piece and nothing else, where no other does."""
    closing: tuple[int, ...]
    """The marks that end with it, by number."""


def pieces(length: int, marks: Iterable[Mark]) -> list[Piece]:
    """Cut ``0..length`` at the edges of the marks; an empty mark gets an empty piece of its own.

    Linear in the marks, however they overlap.
    """
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    points: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.start < mark.end:
            opening.setdefault(mark.start, []).append(mark)
            closing.setdefault(mark.end, []).append(mark)
        else:
            points.setdefault(mark.start, []).append(mark)
    edges = sorted({0, length, *opening, *closing, *points})
    active: dict[int, Mark] = {}
    levels = dict.fromkeys(sorted(Severity, reverse=True), 0)
    cut = []
    for start, end in zip(edges, [*edges[1:], length], strict=True):
        for mark in closing.get(start, ()):
            del active[mark.number]
            levels[mark.severity] -= 1
        for mark in points.get(start, ()):
            cut.append(Piece(start, start, 1, mark.severity, mark.number, (mark.number,)))
        for mark in opening.get(start, ()):
            active[mark.number] = mark
            levels[mark.severity] += 1
        if start < end:
            worst = next((level for level, number in levels.items() if number), None)
            alone = next(iter(active.values())) if len(active) == 1 else None
            only = alone.number if alone and (alone.start, alone.end) == (start, end) else None
            ends = tuple(mark.number for mark in closing.get(end, ()))
            cut.append(Piece(start, end, len(active), worst, only, ends))
    return cut
