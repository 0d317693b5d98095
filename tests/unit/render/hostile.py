"""Reports with texts that break careless output."""

from hypothesis import strategies as st

from tqcheck.document import Document, Segment, Span
from tqcheck.report import (
    Finding,
    Judged,
    Language,
    Mode,
    Origin,
    Provenance,
    Report,
    Severity,
    Skipped,
    Verdict,
)

NASTY = (
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><b>&amp;&#0;",
    "{{ 7 * 7 }}{% include 'x' %}",
    "=cmd|' /C calc'!A0",
    "\x00\x08\x0b\x1b[31m\x7f\x9b",
    "\ud800 lone \udfff",
    "\ufffe\uffff",
    "a\r\nb\rc\nd\u2028e\x85f\tg",
    "100%, a:b\n::error::c",
    "<v>marked</v>",
    "\u202etxet desrever\u202c",
    "e\u0301 👩‍🚀 𐐀",
    "](javascript:alert(1)) [x](y) {0}",
    "--> <!-- </style></title></textarea>",
)
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=30))


def report(text: str, spans: list[tuple[int, int]], word: str, verdict: Verdict = Verdict.UNDECIDED) -> Report:
    """A report in which every field that comes from outside holds `word`; spans are cut to the text."""
    document = Document.plain(text, word, path=word or None, language=word)
    cut = sorted((min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans)
    findings = tuple(
        Finding(
            f"{word}/{number % 2}",
            word,
            list(Severity)[number % 3],
            Span(start, end),
            text[start:end],
            word,
            [None, "", word][number % 3],
            word,
            word,
        )
        for number, (start, end) in enumerate(cut)
    )
    segments = [
        Segment(number, number, 0, len(block.text), block.span(0, len(block.text)), block.text, source_text=word)
        for number, block in enumerate(document.blocks)
    ]
    outcomes = tuple(
        Skipped(segment, word, harmless=segment.index % 4 == 1)
        if segment.index % 2
        else Judged(segment, word, word, 50.0, {"chrF++": 50.0})
        for segment in segments
    )
    return Report(
        document,
        Language(word or None, 0.5),
        Mode.ROUND_TRIP,
        outcomes,
        findings,
        verdict,
        Provenance(word, word, (word,), (word,), word, 1, (word,)),
        origin=Origin(0.5, word, {word: 0.5}, (word,)),
        source_language=word,
        reason=word,
    )


reports = st.builds(
    report,
    st.lists(texts, max_size=4).map("\n\n".join),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
    texts,
    st.sampled_from(Verdict),
)
