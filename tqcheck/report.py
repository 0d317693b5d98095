"""What a check of a document comes to: scores, findings, origin and the verdict."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from tqcheck.document import Document, Segment, Span


class Severity(IntEnum):
    """How much a finding matters; ordered, so that ``severity >= Severity.WARNING`` reads as it says."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name used in configuration and output."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """The severity called `label`; ``KeyError`` where there is none."""
        return cls[label.upper()]


class Verdict(StrEnum):
    """What an editor should do with the text."""

    PASS = "pass"
    REVIEW = "review"
    BLOCK = "block"
    UNDECIDED = "undecided"


class Mode(StrEnum):
    """What the document was judged against."""

    SOURCE = "source"
    ROUND_TRIP = "round-trip"
    RULES_ONLY = "rules-only"


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw, with what an editor needs to mend it."""

    rule: str
    """The id that ``--ignore`` and ``tqcheck explain`` take, as in ``quotes/unbalanced``."""
    category: str
    """The place in the MQM typology, as in ``style/awkward``."""
    severity: Severity
    span: Span
    """Offsets into the document's text."""
    quote: str
    """The words as the reader sees them, without markup."""
    message: str
    suggestion: str | None = None
    """What to write instead of the span; ``""`` means: delete it; ``None``: no one wording is right."""
    source_phrase: str | None = None
    """The phrase of the source language that the words come from."""
    evidence: str | None = None
    """Why we believe it: the source sentence or the back-translation that holds the phrase."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A document-level figure with the signature that makes it reproducible."""

    name: str
    value: float
    signature: str


@dataclass(frozen=True, slots=True)
class TokenScore:
    """The natural log-probability of one token of a segment, by forced decoding; the span is the document's."""

    span: Span
    logprob: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words of a segment that hardly follow from its source or, without one, its back-translation: perhaps an error."""

    span: Span
    """In the document's text."""
    severity: Severity
    """``WARNING`` for what is most improbable, ``INFO`` for what is worth a look."""


@dataclass(frozen=True, slots=True)
class Omission:
    """Words of the source that the translation hardly accounts for: perhaps left out."""

    start: int
    end: int
    """Half-open offsets into ``Segment.source_text``."""
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A segment that was translated back and scored."""

    segment: Segment
    back_translation: str | None = None
    """The segment in the source language."""
    round_trip: str | None = None
    """The back-translation in the segment's own language again; ``None`` where a source is given."""
    fidelity: float | None = None
    """0 to 100."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    tokens: tuple[TokenScore, ...] = ()
    hypotheses: tuple[str, ...] = ()
    """Further back-translations from the beam, best first, `back_translation` not among them."""
    doubts: tuple[Doubt, ...] = ()
    """In the order of the text, without overlaps."""
    omissions: tuple[Omission, ...] = ()
    """In the order of the source; none without a source."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A segment that could not be judged, and why; never counted as good or bad."""

    segment: Segment
    reason: str
    harmless: bool = False
    """Whether there was nothing to judge (a number, a URL), so that the verdict does not hang on it."""


Outcome = Judged | Skipped


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text; `code` is ``None`` where the text is too short or mixed to tell."""

    code: str | None
    certainty: float


@dataclass(frozen=True, slots=True)
class Fidelity:
    """The document's score, 0 to 100, with its 95% bootstrap interval over segments."""

    score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SentenceOrigin:
    """How much one sentence reads as machine translation, 0 to 1; the span is the document's."""

    span: Span
    translated: float


@dataclass(frozen=True, slots=True)
class Origin:
    """Whether the text reads as machine translation, and from which language; an estimate, never a proof."""

    translated: float | None
    """0 to 1, calibrated; ``None`` where the text gives too little to go by, which `reason` says."""
    language: str | None
    """The language of origin, where the evidence can tell."""
    languages: Mapping[str, float]
    """The probability of each language of origin, and of ``none``: the text was written in its own language."""
    evidence: tuple[str, ...] = ()
    """What weighed most, in sentences for an editor, the weightiest first."""
    level: str = "full"
    """``surface`` where the words alone were looked at, ``full`` where a model translated them back."""
    reads_translated: bool = False
    """Whether `translated` is past the threshold that 1 in 100 native documents of 10 sentences would pass."""
    sentences: tuple[SentenceOrigin, ...] = ()
    """In the order of the text."""
    reason: str | None = None
    """Why nothing is said of the text, in a sentence for an editor."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a report: enough to make it again."""

    version: str
    engine: str | None
    models: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    config: str | None = None
    elapsed_ms: int = 0
    notes: tuple[str, ...] = ()
    """What a reader of the figures must know, such as a model below publishable quality."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that tqcheck says of one document."""

    document: Document
    language: Language
    mode: Mode
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict
    provenance: Provenance
    fidelity: Fidelity | None = None
    metrics: tuple[Metric, ...] = ()
    origin: Origin | None = None
    source_language: str | None = None
    """The language of the source or, without one, the language that the text was translated back into."""
    reason: str | None = None
    """Why the verdict is what it is, in one sentence for an editor."""


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One stable key a finding: its rule, its words, and its place among findings with equal words.

    Edits elsewhere in the document leave the keys alone, so that a baseline file goes on to fit.
    """
    seen: Counter[tuple[str, str]] = Counter()
    keys = []
    for finding in findings:
        what = (finding.rule, finding.quote)
        seen[what] += 1
        text = "\x1f".join((*what, str(seen[what])))
        keys.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])
    return keys
