"""A report made by hand, for the golden files."""

from dataclasses import replace

from tqcheck.document import Document, Segment, Span
from tqcheck.report import (
    Doubt,
    Fidelity,
    Finding,
    Judged,
    Language,
    Metric,
    Mode,
    Origin,
    Provenance,
    Report,
    SentenceOrigin,
    Severity,
    Skipped,
    TokenScore,
    Verdict,
)

TEXT = (
    "The mayor assured that the bridge would hold, “but we must wait”, she hammered. "
    "The two camps met on Monday March 4.\n\n"
    "The two camps part again after a very long night of talks that nobody had expected to last until the morning."
)
DOCUMENT = replace(Document.plain(TEXT, "bridge"), path="texts/bridge.txt")


def _segment(index: int, block: int, quote: str) -> Segment:
    start = TEXT.index(quote)
    lead = 0 if block == 0 else TEXT.index("\n\n") + 2
    span = Span(start, start + len(quote))
    return Segment(index, block, start - lead, start - lead + len(quote), span, quote)


def _finding(rule: str, severity: Severity, quote: str, at: int, message: str, **rest: str) -> Finding:
    start = -1
    for _ in range(at):
        start = TEXT.index(quote, start + 1)
    return Finding(rule, "style/awkward", severity, Span(start, start + len(quote)), quote, message, **rest)


FIRST, SECOND = TEXT.split("\n\n")[0].split(" The ", 1)
SEGMENTS = (_segment(0, 0, FIRST), _segment(1, 0, "The " + SECOND), _segment(2, 1, TEXT.split("\n\n")[1]))
REPORT = Report(
    document=DOCUMENT,
    language=Language("en", 0.9999),
    mode=Mode.ROUND_TRIP,
    outcomes=(
        Judged(
            SEGMENTS[0],
            "Le maire a assuré que le pont tiendrait, « mais il faut attendre », a-t-elle martelé.",
            "The mayor said the bridge would hold, “but we have to wait,” she insisted.",
            61.5,
            {"chrF++": 61.5, "BLEU": 33.2, "TER": 38.46},
            (TokenScore(Span(0, 3), -0.12345), TokenScore(Span(4, 9), -2.0)),
            doubts=(
                Doubt(Span(TEXT.index("assured"), TEXT.index("assured") + 7), Severity.INFO),
                Doubt(Span(TEXT.index("hammered"), TEXT.index("hammered") + 8), Severity.WARNING),
            ),
        ),
        Judged(
            SEGMENTS[1],
            "Les deux camps se sont rencontrés le lundi 4 mars.",
            "The two sides met on Monday, March 4.",
            80.25,
            {"chrF++": 80.25},
        ),
        Skipped(SEGMENTS[2], "The translation repeats itself."),
    ),
    findings=(
        _finding(
            "reporting/assure-that",
            Severity.WARNING,
            "assured that",
            1,
            "‘Assure’ needs somebody who is assured.",
            suggestion="said that",
            source_phrase="a assuré que",
            evidence="Le maire a assuré que le pont tiendrait",
        ),
        _finding(
            "politics/camps",
            Severity.INFO,
            "The two camps",
            1,
            "‘Camps’ are ‘sides’ in English politics.",
            suggestion="The two sides",
        ),
        _finding(
            "politics/camps",
            Severity.INFO,
            "The two camps",
            2,
            "‘Camps’ are ‘sides’ in English politics.",
            suggestion="The two sides",
        ),
        _finding("test/cut", Severity.ERROR, "a very long night of talks", 1, "Say it shorter.", suggestion=""),
    ),
    verdict=Verdict.BLOCK,
    provenance=Provenance(
        "0.0", "fake", ("fake en-fr", "fake fr-en"), ("en/from-fr",), "abc", 12, ("A note for the reader.",)
    ),
    fidelity=Fidelity(68.0, 61.5, 80.3),
    metrics=(Metric("chrF++", 68.4, "nrefs:1|version:0"),),
    origin=Origin(
        0.874,
        "fr",
        {"none": 0.126, "fr": 0.61, "es": 0.2, "it": 0.044, "ar": 0.02},
        ("“assured that” is the French “a assuré que”.", "The sentences come back from French almost unchanged."),
        reads_translated=True,
        sentences=tuple(SentenceOrigin(s.span, p) for s, p in zip(SEGMENTS, (0.93, 0.55, 0.08), strict=True)),
    ),
    source_language="fr",
    reason="1 error to mend before publication.",
)
EMPTY = replace(
    REPORT,
    mode=Mode.RULES_ONLY,
    outcomes=(),
    findings=(),
    verdict=Verdict.PASS,
    fidelity=None,
    metrics=(),
    origin=None,
    source_language=None,
    reason="Nothing was flagged.",
    provenance=Provenance("0.0", None, config="abc"),
)
