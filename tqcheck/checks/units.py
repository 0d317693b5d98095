"""Sentences of a translation together with the sentences of the source that they translate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tqcheck.checks.base import Context
from tqcheck.checks.passages import Passage, passages
from tqcheck.document import Segment


@dataclass(frozen=True, slots=True)
class Unit:
    """One or several neighbouring segments of a passage, with the source text that they share."""

    passage: Passage
    segments: tuple[Segment, ...]
    source: str

    @property
    def start(self) -> int:
        """Where the first segment begins in the passage's text."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Where the last segment ends."""
        return self.segments[-1].end

    @property
    def text(self) -> str:
        """The translation."""
        return self.passage.text[self.start : self.end]


def units(context: Context) -> Iterator[Unit]:
    """What has a source, in order; sentences that the translator split are put together again.

    Where a sentence was split over two paragraphs it makes no unit, since neither part can be compared alone.
    """
    shared: dict[object, set[int]] = {}
    for each in context.segments:
        if each.source_spans:
            shared.setdefault(each.source_spans, set()).add(each.block)
    for passage in passages(context):
        group: list[Segment] = []
        for segment in (*passage.segments, None):
            if group and (segment is None or not segment.source_spans or segment.source_spans != group[0].source_spans):
                if len(shared.get(group[0].source_spans, ())) < 2:
                    yield Unit(passage, tuple(group), group[0].source_text or "")
                group = []
            if segment is not None and segment.source_text:
                group.append(segment)
