"""A block of a document with what the checks want to know about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from tqcheck.checks.base import Context
from tqcheck.checks.shields import Shields, shields
from tqcheck.document import Block, Segment


@dataclass(frozen=True, slots=True)
class Passage:
    """One block, its place and language, and the parts of it that are no prose."""

    index: int
    block: Block
    language: str | None
    """ISO 639-1, without a region."""
    segments: tuple[Segment, ...]
    shields: Shields
    source: str = ""
    """What the unit translates, in a document of translation units: what it has too is no slip of the translation."""

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text


def passages(context: Context) -> tuple[Passage, ...]:
    """The document's blocks, in order; the language is the block's own, else its segments', else the document's.

    Made once for all checks.
    """
    known = context.memo.get("passages")
    if known is None:
        known = context.memo["passages"] = tuple(_passages(context))
    return cast(tuple[Passage, ...], known)


def _passages(context: Context) -> Iterator[Passage]:
    of: defaultdict[int, list[Segment]] = defaultdict(list)
    for segment in context.segments:
        of[segment.block].append(segment)
    document = context.document
    paired = document.source.blocks if document.source and document.paired else ()
    sources = {block.name: block.text for block in paired}
    for index, block in enumerate(document.blocks):
        segments = tuple(of[index])
        declared = block.language or next((part.language for part in segments if part.language), context.language)
        language = declared.split("-")[0].lower() if declared else None
        yield Passage(index, block, language, segments, shields(block.text), sources.get(block.name, ""))
