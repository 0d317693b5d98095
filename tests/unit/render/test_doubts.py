"""Doubted and missed words as stretches of their sentence, through markup and at odd offsets."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.document import Document, Segment, Span
from tqcheck.readers import read_bytes
from tqcheck.render.doubts import Stretch, legend, source_of, text_of
from tqcheck.report import (
    Doubt,
    Judged,
    Language,
    Mode,
    Omission,
    Provenance,
    Report,
    Severity,
    Skipped,
    Verdict,
)
from tqcheck.segment import segment


def report(document: Document, *outcomes: Judged | Skipped) -> Report:
    return Report(
        document,
        Language("en", 1.0),
        Mode.SOURCE,
        outcomes,
        (),
        Verdict.PASS,
        Provenance("0", None),
        source_language="fr",
    )


def test_markup_inside_doubted_words_is_left_out() -> None:
    document = read_bytes(b"<p>One. The <b>may</b>or &amp; his dog left.</p>", "a.html", markup="html")
    second = segment(document, "en")[1]
    raw = document.text
    span = Span(raw.index("may"), raw.index("&amp;") + 5)
    judged = Judged(second, doubts=(Doubt(span, Severity.WARNING),))
    assert text_of(report(document, judged), judged) == (
        Stretch("The "),
        Stretch("mayor &", Severity.WARNING),
        Stretch(" his dog left."),
    )


TEXT = "A sentence of some words."


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_the_stretches_are_the_sentence(places: list[tuple[int, int]]) -> None:
    document = Document.plain(TEXT)
    doubts = tuple(Doubt(Span(min(pair), max(pair)), Severity.INFO) for pair in places)
    missed = tuple(Omission(*pair, "x") for pair in places)
    sentence = Segment(0, 0, 0, len(TEXT), Span(0, len(TEXT)), TEXT, source_text=TEXT)
    judged = Judged(sentence, doubts=doubts, omissions=missed)
    assert "".join(part.text for part in text_of(report(document, judged), judged)) == TEXT
    assert "".join(part.text for part in source_of(judged)) == TEXT


def test_the_legend_names_what_the_words_should_follow_from() -> None:
    document = Document.plain(TEXT)
    sentence = Segment(0, 0, 0, len(TEXT), Span(0, len(TEXT)), TEXT)
    judged = Judged(sentence, doubts=(Doubt(Span(0, 1), Severity.INFO),))
    assert "from the back-translation" in legend(report(document, judged))
    assert source_of(judged) == ()
    aligned = replace(judged, segment=replace(sentence, source_text="Une phrase."))
    assert "from the source" in legend(report(document, aligned))
    assert legend(report(document, Skipped(sentence, "why"))) == ""
