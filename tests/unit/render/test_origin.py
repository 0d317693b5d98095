"""How the origin is told."""

import pytest

from tqcheck.document import Document, Span
from tqcheck.render.origin import Sentence, chance, extremes, headline, sentences, shares, step
from tqcheck.report import Language, Mode, Origin, Provenance, Report, SentenceOrigin, Verdict


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        (Origin(0.96, "fr", {}, reads_translated=True), "Reads as machine translation from French: 96%"),
        (
            Origin(0.96, None, {}, reads_translated=True),
            "Reads as machine translation, from which language cannot be told: 96%",
        ),
        (Origin(0.6, "fr", {}), "Cannot tell: leans towards machine translation, but not enough to say so: 60%"),
        (Origin(0.08, None, {}), "Does not read as machine translation: 8% probable that it is"),
        (Origin(None, None, {}), "Cannot tell whether it reads as machine translation"),
    ],
)
def test_the_headline_claims_no_more_than_the_figures(origin: Origin, says: str) -> None:
    assert headline(origin) == says


def test_nothing_is_certain() -> None:
    assert [chance(p) for p in (0.0, 0.004, 0.5, 0.994, 1.0)] == ["under 1%", "under 1%", "50%", "over 99%", "over 99%"]


def test_steps_span_the_scale() -> None:
    assert [step(p) for p in (0.0, 0.19, 0.2, 0.5, 0.8, 1.0)] == [0, 0, 1, 2, 4, 4]


def test_shares_are_of_the_foreign_languages_and_small_ones_go_together() -> None:
    told = shares(Origin(0.8, "fr", {"none": 0.2, "fr": 0.6, "es": 0.16, "ja": 0.02, "ru": 0.02}))
    assert [name for name, _ in told] == ["French", "Spanish", "others"]
    assert sum(share for _, share in told) == pytest.approx(1)
    assert shares(Origin(0.0, None, {"none": 1.0})) == []
    assert shares(Origin(None, None, {})) == []


@pytest.mark.parametrize("number", range(9))
def test_no_sentence_is_among_both_extremes(number: int) -> None:
    every = [Sentence(k + 1, "x", k / 10) for k in range(number)]
    most, least = extremes(every)
    assert not {one.number for one in most} & {one.number for one in least}
    assert len(most) == min(3, (number + 1) // 2)
    assert [one.number for one in most] == sorted((one.number for one in most), reverse=True)
    assert [one.number for one in least] == sorted(one.number for one in least)


def test_sentences_are_shown_without_markup_where_nothing_was_translated() -> None:
    document = Document.plain("One is here.\nTwo is\nthere.")
    spans = [Span(0, 12), Span(13, 26)]
    origin = Origin(0.5, None, {}, sentences=tuple(SentenceOrigin(span, 0.5) for span in spans))
    report = Report(
        document,
        Language("en", 1.0),
        Mode.RULES_ONLY,
        (),
        (),
        Verdict.PASS,
        Provenance("0", None),
        origin=origin,
    )
    assert [(one.number, one.text) for one in sentences(report)] == [(1, "One is here."), (2, "Two is there.")]
