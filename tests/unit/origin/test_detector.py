import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Document, Span
from tqcheck.origin.detector import Detector, calques
from tqcheck.report import Finding, Judged, Origin, Severity, TokenScore
from tqcheck.segment import segment

PLAIN = (
    "My grandmother kept bees at the bottom of her garden. She'd talk to them, mostly about the weather. "
    "We weren't allowed anywhere near the hives, so naturally we went. My cousin got stung twice and wouldn't own up. "
    "Years later he told the whole table over Sunday lunch, and she just laughed. She'd known all along, she said. "
    "The bees had told her. What became of the hives I couldn't say, though I do miss the honey."
)


def finding(rule: str, quote: str = "hammered", severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, "calque", severity, Span(0, 5), quote, "Write otherwise.", None, "a martelé")


def origin(text: str, language: str | None = "en", findings: int = 0, likely: float | None = None) -> Origin:
    segments = segment(Document.plain(text), "en")
    judged = {}
    if likely is not None:
        metrics = {"chrF++": 100.0, "BLEU": 100.0, "likelihood.text": likely, "likelihood.best": -0.1}
        for one in segments:
            tokens = (TokenScore(one.span, likely),)
            judged[one.index] = Judged(one, "Une phrase.", one.text, 100.0, metrics, tokens)
    return Detector().judge(language, segments, judged, [finding("from-fr/he-hammered")] * findings)


@pytest.mark.parametrize("language", ["fr", None, "tlh"])
def test_a_language_without_a_model_is_not_judged(language: str | None) -> None:
    found = origin(PLAIN, language)
    assert found.translated is None
    assert found.reason
    assert not found.reads_translated
    assert not found.languages


def test_a_short_text_is_not_judged() -> None:
    found = origin("Only a few words stand here. They are not enough to go by.")
    assert found.translated is None
    assert "13 words" in (found.reason or "")


def test_a_damaged_model_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{}", "utf-8")
    found = Detector(tmp_path / "model.json").judge("en", segment(Document.plain(PLAIN), "en"), {}, [])
    assert found.translated is None
    assert "cannot be read" in (found.reason or "")


def test_a_native_text_is_not_said_to_be_translated() -> None:
    found = origin(PLAIN)
    assert found.translated is not None
    assert not found.reads_translated
    assert found.level == "surface"


def test_languages_are_a_distribution_with_none() -> None:
    found = origin(PLAIN)
    assert sum(found.languages.values()) == pytest.approx(1)
    assert found.languages["none"] == pytest.approx(1 - (found.translated or 0))
    assert {"fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ar", "none"} == set(found.languages)


def test_phrases_of_one_language_raise_the_odds_and_name_it() -> None:
    without, few, many = origin(PLAIN), origin(PLAIN, findings=2), origin(PLAIN, findings=6)
    assert (without.translated or 0) < (few.translated or 0) < (many.translated or 0)
    assert many.language == "fr"
    assert many.evidence[0] == "“hammered” follows French “a martelé”."


def test_information_is_no_evidence() -> None:
    assert not calques([finding("from-fr/x", severity=Severity.INFO), finding("quotes/mixed")])


def test_every_sentence_has_its_place_and_its_share() -> None:
    found = origin(PLAIN)
    assert [one.span.of(PLAIN) for one in found.sentences] == [
        one.text for one in segment(Document.plain(PLAIN), "en") if len(one.text.split()) >= 4
    ]
    assert all(0 < one.translated < 1 for one in found.sentences)


def test_a_text_that_comes_back_unchanged_and_is_probable_reads_as_translated() -> None:
    likely, unlikely = origin(PLAIN, likely=-0.1), origin(PLAIN, likely=-5.0)
    assert likely.level == unlikely.level == "full"
    assert (likely.translated or 0) > (unlikely.translated or 0)
    assert any("come back almost word for word" in line for line in likely.evidence)
    assert any("would not have chosen" in line for line in likely.evidence)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    found = origin(f"{PLAIN}\n\n{text}")
    assert found.translated is None or math.isfinite(found.translated)
