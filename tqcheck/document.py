"""A text as published, its stretches of prose, and spans of code points into it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The part of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Kind(StrEnum):
    """What a block of prose is in its document; a heading needs no full stop."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTATION = "quotation"
    CELL = "cell"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Run:
    """`length` code points of a block that stand for `raw_length` of the document, from `raw` on.

    Where both lengths are equal the run is a copy, code point for code point; only a run of one may differ, such
    as a space that stands for a line break. Otherwise it is one unit (an entity, an escape, a line break with its
    indent): no offset inside it has a counterpart.
    """

    start: int
    length: int
    raw: int
    raw_length: int

    @property
    def copied(self) -> bool:
        """Whether the run is the document's own text, unchanged."""
        return self.length == self.raw_length


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of prose as a reader sees it: entities decoded, inline markup left out."""

    text: str
    runs: tuple[Run, ...]
    kind: Kind = Kind.PARAGRAPH
    name: str = ""
    """Where the block comes from when the format names it: a JSON pointer, a segment id."""
    language: str | None = None
    """The language that the markup declares for this block, if any."""
    note: str = ""
    """What the file says of the block to its translators, where the format has such notes."""
    system: str = ""
    """Who or what translated the block, where the file says so: a machine translation system, a tool, a person."""

    @classmethod
    def copy(cls, text: str, raw: int, kind: Kind = Kind.PARAGRAPH, name: str = "") -> Block:
        """A block that stands in the document exactly as `text`, from offset `raw` on."""
        return cls(text, (Run(0, len(text), raw, len(text)),), kind, name)

    def span(self, start: int, end: int) -> Span:
        """The document span behind ``text[start:end]``.

        Markup at either edge is left out, markup inside is covered. An offset inside an entity widens to
        the whole entity. An empty range gives an empty span.
        """
        if start >= end:
            at = self._raw(start)
            return Span(at, at)
        first = self._run(start)
        last = self._run(end - 1)
        raw_start = first.raw + (start - first.start if first.copied else 0)
        raw_end = last.raw + (end - last.start if last.copied else last.raw_length)
        return Span(raw_start, raw_end)

    def find(self, span: Span) -> tuple[int, int] | None:
        """The offsets in the block's text that stand for the document's `span`; ``None`` where none do.

        The inverse of `span`: markup inside is left out, a part of an entity widens to what it stands for.
        """
        touched = [run for run in self.runs if run.raw < span.end and span.start < run.raw + run.raw_length]
        if not touched:
            return None
        first, last = touched[0], touched[-1]
        start = first.start + (max(0, span.start - first.raw) if first.copied else 0)
        end = last.start + (min(last.length, span.end - last.raw) if last.copied else last.length)
        return start, end

    def _run(self, at: int) -> Run:
        return self.runs[max(0, bisect_right(self.runs, at, key=lambda run: run.start) - 1)]

    def _raw(self, at: int) -> int:
        if not self.runs:
            return 0
        run = self._run(at)
        if run.copied:
            return run.raw + min(at - run.start, run.length)
        return run.raw if at == run.start else run.raw + run.raw_length


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be checked. `text` is what was published, never altered; every offset points into it."""

    id: str
    text: str
    blocks: tuple[Block, ...]
    markup: str = "text"
    """The reader that made the blocks, as in ``text``, ``html`` or ``xliff``."""
    language: str | None = None
    """The language that the user or the file declares; ``None`` where it has to be found."""
    source: Document | None = None
    """The text that this one translates, where it is at hand."""
    path: str | None = None
    paired: bool = False
    """Whether the names of the blocks are those of translation units: a block of the source, where that is paired too,
    is translated by the block that has its name."""

    @property
    def title(self) -> str:
        """What to call it: its path, with the units where it is a part of a file, or else its id."""
        if self.path is None or self.id.startswith(f"{self.path}:"):
            return self.id
        return self.path

    @classmethod
    def plain(cls, text: str, id: str = "text", **fields: object) -> Document:
        """A document of paragraphs separated by blank lines, without a reader; for tests and small uses."""
        blocks, at = [], 0
        for part in text.split("\n\n"):
            if part.strip():
                lead = len(part) - len(part.lstrip())
                blocks.append(Block.copy(part.strip(), at + lead))
            at += len(part) + 2
        return cls(id, text, tuple(blocks), **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a headline or list item: what is translated and judged as one."""

    index: int
    """The number of the segment in its document, from 0."""
    block: int
    """The index of its block in ``Document.blocks``."""
    start: int
    end: int
    """Half-open offsets into the block's text."""
    span: Span
    """The same stretch in the document."""
    text: str
    """The block's text between `start` and `end`: decoded, without markup."""
    language: str | None = None
    """The paragraph's language where it is known; ``None`` means as the document."""
    source_spans: tuple[Span, ...] = field(default=())
    """Spans in the source document that this segment translates; several where sentences were merged."""
    source_text: str | None = None
    """The source sentences, joined by a space; ``None`` without a source, ``""`` where nothing matches."""
