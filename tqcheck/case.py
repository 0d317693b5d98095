"""A document on its way to a report: its languages, its segments, and what has been said of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tqcheck import language
from tqcheck import segment as segmentation
from tqcheck.config import Config
from tqcheck.document import Document, Segment
from tqcheck.engines.base import Pair
from tqcheck.report import Language, Outcome, Skipped
from tqcheck.suppression import Directive, directives, without_comments

_PLAIN = 0.95
"""Certainty from which the language found goes over the one that a template declares."""


@dataclass(slots=True)
class Case:
    """A document on its way to a report."""

    document: Document
    language: Language
    segments: tuple[Segment, ...]
    source_language: str | None
    """The language of the source or, without one, the language to translate back into."""
    notes: list[str]
    comments: tuple[Directive, ...] = ()
    omitted: tuple[Segment, ...] = ()
    origin: str | None = None
    """The language that the text comes from, as far as it is known or stands out."""
    assumed: bool = False
    """Whether nobody named that language, and no source shows it."""
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def pair(self) -> Pair | None:
        """The direction of the back-translation."""
        if self.language.code is None or self.source_language is None:
            return None
        return Pair(self.language.code, self.source_language)

    @property
    def open(self) -> list[Segment]:
        """The segments that nothing has been said of yet."""
        return [segment for segment in self.segments if segment.index not in self.outcomes]


def prepare(document: Document, config: Config) -> Case:
    """Find the languages, cut into segments, align with the source. Says in `notes` what was assumed."""
    notes: list[str] = []
    comments = directives(document)
    document = without_comments(document, comments)
    found, paragraphs = language.detect_document(_undeclared(document))
    found = _language(document, found, config, notes)
    code = found.code
    blocks = tuple(
        replace(block, language=paragraph) for block, paragraph in zip(document.blocks, paragraphs, strict=True)
    )
    document = replace(document, blocks=blocks)
    segments = segmentation.segment(document, code)
    known = _origin(document, config)
    source_language = known or _partner(code)
    omitted: tuple[Segment, ...] = ()
    if document.source is not None:
        from tqcheck import align

        source = segmentation.segment(document.source, source_language)
        alignment = align.attach(document, segments, document.source, source)
        segments, omitted = alignment.segments, alignment.unmatched_source
    return Case(document, found, segments, source_language, notes, comments, omitted, known, known is None)


def _language(document: Document, found: Language, config: Config, notes: list[str]) -> Language:
    """What the user says, else what the file says unless the text plainly contradicts it, else what was found."""
    said = config.to or document.language
    if said is None or said == found.code:
        return found
    if config.to is None and found.code is not None and found.certainty >= _PLAIN:
        notes.append(f"The file says that it is in {said}; the text is in {found.code}, and was checked so.")
        return found
    return Language(said, 1.0)


def _origin(document: Document, config: Config) -> str | None:
    """The language of origin that the user named or the source is in."""
    if config.origin != "auto":
        return config.origin
    if document.source is None:
        return None
    return document.source.language or language.detect_document(document.source)[0].code


def _partner(code: str | None) -> str | None:
    """The language to translate back into where nothing says more: a model for it is in the package."""
    return None if code is None else "fr" if code == "en" else "en"


def _undeclared(document: Document) -> Document:
    """The document without the language that it declares for all of itself; that of single blocks stays."""
    blocks = (replace(b, language=None) if b.language == document.language else b for b in document.blocks)
    return replace(document, language=None, blocks=tuple(blocks))


def skip_unfit(case: Case) -> None:
    """Say of each segment that cannot be judged why not."""
    for segment in case.segments:
        if case.language.code is None:
            reason = "The language is unsure: the text is too short or mixes languages. Name it with --to."
            case.outcomes[segment.index] = Skipped(segment, reason)
        elif case.language.code == case.source_language:
            reason = f"The text is in {case.language.code}, the language that it should be translated back into."
            case.outcomes[segment.index] = Skipped(segment, reason)
        elif segment.language is not None and segment.language != case.language.code:
            reason = f"This paragraph is in {segment.language}, not {case.language.code}."
            case.outcomes[segment.index] = Skipped(segment, reason, harmless=True)
        elif case.document.source is not None and not segment.source_text:
            reason = "No sentence of the source matches this one."
            case.outcomes[segment.index] = Skipped(segment, reason, harmless=True)
