"""A report as the template of its page wants it: paragraphs with marks and notes, rows of sentences, pictures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from tqcheck.document import Kind
from tqcheck.render.doubts import Stretch, legend, omitted, source_of, text_of
from tqcheck.render.lines import Lines
from tqcheck.render.marks import Mark, Places, pieces
from tqcheck.render.origin import CAUTION, Sentence, basis, extremes, headline, sentences, shares, summary
from tqcheck.render.wording import against, count, counts, grouped, notes
from tqcheck.report import Finding, Judged, Outcome, Report, Severity

_WEAKEST = 3
_QUOTE = 160
_MANY = 150
"""Sentences from which the fidelity strip draws narrow bars."""
_WHOLE_NAME = 60
"""Characters of a message that stand in the name of its unit already."""
_LEANS = 0.5
"""Probability from which it is worth saying from which language."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What is said of one flaw, and where in the text it occurs."""

    number: int
    finding: Finding
    marks: tuple[int, ...]
    lines: tuple[int, ...]

    @property
    def quote(self) -> str:
        """The words, cut to a readable length."""
        words = " ".join(self.finding.quote.split())
        return words if len(words) <= _QUOTE else f"{words[:_QUOTE]} …"


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of text under the same marks."""

    text: str
    severity: Severity | None
    depth: int
    link: tuple[int, _Note] | None
    """Mark and note where the whole stretch links to one note."""
    refs: tuple[tuple[int, _Note], ...]
    """Marks that end here, with the notes that their numbers link to."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    kind: Kind
    name: str
    source: str
    """What a translation unit translates, where no sentence is shown with it further down."""
    language: str | None
    parts: tuple[_Part, ...]
    notes: tuple[_Note, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A sentence with what the engine made of it."""

    number: int
    outcome: Outcome
    score: float | None
    weak: bool
    back: str | None
    other: str | None
    skipped: str | None
    notes: tuple[_Note, ...]
    text: tuple[Stretch, ...]
    """The sentence, with what is doubted in it."""
    source: tuple[Stretch, ...]
    """The source sentence, with what is missed of it; nothing without one."""
    omitted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where the text seems to come from, as the template wants it."""

    headline: str
    reads: bool
    reason: str | None
    basis: str
    summary: str
    sentences: tuple[Sentence, ...]
    most: tuple[Sentence, ...]
    least: tuple[Sentence, ...]
    shares: tuple[tuple[str, float], ...]
    evidence: tuple[str, ...]
    caution: str = CAUTION

    @property
    def narrow(self) -> bool:
        """Whether the strip draws narrow bars."""
        return len(self.sentences) > _MANY


class View:
    """One document as the template wants it."""

    def __init__(self, report: Report, anchor: str):
        self.anchor = anchor
        self.title = report.document.title
        self.score = f"{report.fidelity.score:.0f}" if report.fidelity else ""
        self.counts = counts(report.findings)
        self.against = against(report)
        self.remarks = notes(report)
        self.notes, self._by_mark = _numbered(report)
        self.paragraphs, self.elsewhere = _paragraphs(report, self._by_mark)
        self.rows = _rows(report, self._by_mark)
        self.scores = [row.score for row in self.rows if row.score is not None]
        self.bins = [0] * 10
        for score in self.scores:
            self.bins[min(9, max(0, int(score // 10)))] += 1
        self.doubts = legend(report)
        self.narrow = len(self.rows) > _MANY
        self.origin = _origin(report)
        self.severities = [s for s in sorted(Severity, reverse=True) if any(f.severity is s for f in report.findings)]

    @property
    def spread(self) -> str:
        """The distribution of the sentences' fidelity, in words."""
        filled = [f"{10 * k} to {10 * k + 10}: {n}" for k, n in enumerate(self.bins) if n]
        return f"{count(len(self.scores), 'sentence')} judged. Sentences by fidelity: {'; '.join(filled)}."


def _origin(report: Report) -> _Origin | None:
    origin = report.origin
    if origin is None:
        return None
    every = sentences(report)
    most, least = extremes(every)
    return _Origin(
        headline(origin),
        origin.reads_translated,
        origin.reason if origin.translated is None else None,
        basis(origin),
        summary(every),
        tuple(every),
        tuple(most),
        tuple(least),
        tuple(shares(origin)) if origin.translated is not None and origin.translated >= _LEANS else (),
        origin.evidence,
    )


def _numbered(report: Report) -> tuple[list[_Note], dict[int, _Note]]:
    """The notes in reading order, and by the number of each finding the note that it belongs to."""
    lines = Lines(report.document.text)
    numbers = {id(finding): number for number, finding in enumerate(report.findings)}
    every, by_mark = [], {}
    for number, group in enumerate(grouped(report.findings), 1):
        marks = tuple(numbers[id(finding)] for finding in group)
        where = tuple(dict.fromkeys(lines.line(finding.span.start) for finding in group))
        note = _Note(number, group[0], marks, where)
        every.append(note)
        by_mark.update(dict.fromkeys(marks, note))
    return every, by_mark


def _paragraphs(report: Report, by_mark: dict[int, _Note]) -> tuple[list[_Paragraph], list[_Note]]:
    """The text in paragraphs, each with the notes that it is the first to need; and the notes without a place."""
    places = Places(report.document)
    marks: dict[int, list[Mark]] = {}
    last: dict[int, int] = {}
    for number, finding in enumerate(report.findings):
        for place in places.of(finding.span):
            marks.setdefault(place.block, []).append(Mark(place.start, place.end, number, finding.severity))
            last[number] = max(place.block, last.get(number, 0))
    document = report.document
    paired = document.source.blocks if document.source and document.paired and not report.outcomes else ()
    sources = {block.name: block.text for block in paired}
    shown: set[int] = set()
    paragraphs = []
    for block_number, block in enumerate(report.document.blocks):
        here = marks.get(block_number, [])
        parts = []
        for piece in pieces(len(block.text), here):
            refs = tuple((mark, by_mark[mark]) for mark in piece.closing if last[mark] == block_number)
            link = refs[0] if len(refs) == 1 and piece.only == refs[0][0] else None
            text = block.text[piece.start : piece.end]
            parts.append(_Part(text, piece.severity, piece.depth, link, () if link else refs))
        needed = dict.fromkeys(by_mark[mark.number].number for mark in sorted(here))
        new = tuple(by_mark[mark.number] for mark in sorted(here) if by_mark[mark.number].number not in shown)
        shown.update(needed)
        unique = {note.number: note for note in new}
        language = block.language or report.language.code
        source = sources.get(block.name, "")
        if document.markup == "po" and len(source) <= _WHOLE_NAME:
            source = ""
        paragraphs.append(_Paragraph(block.kind, block.name, source, language, tuple(parts), tuple(unique.values())))
    return paragraphs, [note for note in dict.fromkeys(by_mark.values()) if note.number not in shown]


def _rows(report: Report, by_mark: dict[int, _Note]) -> list[_Row]:
    judged = [o for o in report.outcomes if isinstance(o, Judged) and o.fidelity is not None]
    weakest = {o.segment.index for o in sorted(judged, key=lambda o: o.fidelity or 0.0)[:_WEAKEST]}
    touching = _touching(report, by_mark)
    rows = []
    for position, outcome in enumerate(report.outcomes):
        segment = outcome.segment
        good = outcome if isinstance(outcome, Judged) else None
        other = good.round_trip if good and good.round_trip is not None else segment.source_text
        rows.append(
            _Row(
                segment.index + 1,
                outcome,
                good.fidelity if good else None,
                len(judged) > _WEAKEST and segment.index in weakest,
                good.back_translation if good else None,
                other,
                None if isinstance(outcome, Judged) else outcome.reason,
                tuple(touching.get(position, {}).values()),
                text_of(report, outcome),
                source_of(outcome),
                tuple(omitted(outcome)),
            )
        )
    return rows


def _touching(report: Report, by_mark: dict[int, _Note]) -> dict[int, dict[int, _Note]]:
    """By the position of each outcome, the notes on its words; outcomes are in the order of the text."""
    starts = [outcome.segment.span.start for outcome in report.outcomes]
    ends = [outcome.segment.span.end for outcome in report.outcomes]
    found: dict[int, dict[int, _Note]] = {}
    for number, finding in enumerate(report.findings):
        first, stop = bisect_right(ends, finding.span.start), bisect_left(starts, max(finding.span.end, 1))
        for position in range(first, stop):
            found.setdefault(position, {})[by_mark[number].number] = by_mark[number]
    return found
