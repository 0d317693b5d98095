"""The guess at the language of origin, and what the checker makes of it."""

from collections.abc import Iterable, Mapping, Sequence

import pytest

from tqcheck.assembly import assemble
from tqcheck.checker import Checker
from tqcheck.checks.base import Context
from tqcheck.config import Config
from tqcheck.document import Document, Segment, Span
from tqcheck.engines.base import Forced, Pair, Refusal, Translation
from tqcheck.errors import ModelError
from tqcheck.guess import guess
from tqcheck.report import Finding, Judged, Origin, Report, Severity

TEXT = (
    "The ferry left the harbour late in the evening. Nobody on board had expected such a storm. "
    "The captain turned back before midnight."
)


def finding(rule: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, "style/awkward", severity, Span(0, 1), "a", "A.")


def findings(**numbers: int) -> list[Finding]:
    return [finding(f"from-{code}/rule-{k}") for code, number in numbers.items() for k in range(number)]


def test_phrases_of_one_language_make_a_guess() -> None:
    assert guess(None, findings(de=3)) == "de"
    assert guess(None, findings(es=10, de=3, fr=1)) == "es"
    assert guess(None, findings(es=10, de=3, fr=1), 9_000) == "es"


def test_in_a_long_text_a_few_phrases_make_none() -> None:
    assert guess(None, findings(es=10), 11_000) is None


@pytest.mark.parametrize(
    "found",
    [
        [],
        findings(fr=2),
        findings(fr=3, de=3),
        [finding("quotes/unbalanced")] * 9,
        [finding("from-fr/x", Severity.INFO)] * 9,
    ],
    ids=["none", "few", "torn", "other rules", "only notes"],
)
def test_less_makes_none(found: list[Finding]) -> None:
    assert guess(None, found) is None


def test_the_figures_decide_where_no_phrase_does() -> None:
    clear = Origin(0.9, "it", {"it": 0.4, "fr": 0.2, "none": 0.4}, reads_translated=True)
    assert guess(clear, findings(fr=1)) == "it"
    assert guess(clear, findings(de=4)) == "de"
    assert guess(Origin(0.9, "it", {"it": 0.4, "fr": 0.3, "es": 0.2}, reads_translated=True), []) is None
    assert guess(Origin(0.3, "it", {"it": 0.7, "fr": 0.3}), []) is None
    assert guess(Origin(None, None, {}, reason="It is too short."), []) is None


class Mirror:
    """Translates by copying; has no model for German."""

    name = "mirror"

    def identity(self, pair: Pair) -> str:
        if "de" in pair:
            raise ModelError(f"no model for {pair} on this machine")
        return f"mirror {pair}"

    def notes(self, pair: Pair) -> tuple[str, ...]:
        return ()

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        self.identity(pair)
        return [Translation(text, -0.5) for text in texts]

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        return [Forced(()) for _ in sources]


class Seen:
    """A check that finds nothing and keeps what it was told."""

    rules = ()

    def __init__(self) -> None:
        self.contexts: list[Context] = []

    def __call__(self, context: Context) -> Iterable[Finding]:
        self.contexts.append(context)
        return ()


class Says:
    """A detector that always has the same answer."""

    def __init__(self, language: str | None) -> None:
        self.answer = Origin(0.9, language, {language: 0.8} if language else {}, reads_translated=True)
        self.asked: list[tuple[str | None, int, int]] = []

    def judge(
        self,
        text_language: str | None,
        segments: Sequence[Segment],
        judged: Mapping[int, Judged],
        findings: Sequence[Finding],
    ) -> Origin:
        self.asked.append((text_language, len(segments), len(judged)))
        return self.answer


def checked(language: str | None, config: Config | None = None, engine: Mirror | None = None) -> tuple[Report, Seen]:
    seen = Seen()
    checker = Checker(config or Config(), engine, [seen], detector=Says(language))
    (report,) = checker.check([Document.plain(TEXT)])
    return report, seen


def test_a_language_with_a_model_is_translated_back_into() -> None:
    report, seen = checked("es", engine=Mirror())
    assert report.source_language == "es"
    assert (seen.contexts[-1].origin, seen.contexts[-1].back, seen.contexts[-1].assumed) == ("es", "es", True)
    assert [note for note in report.provenance.notes if "Spanish" in note and "--from" in note]


def test_a_language_without_a_model_gives_the_rules_alone_and_says_so() -> None:
    report, seen = checked("de", engine=Mirror())
    assert report.source_language == "fr"
    assert (seen.contexts[-1].origin, seen.contexts[-1].back) == ("de", "fr")
    (note,) = (note for note in report.provenance.notes if "German" in note)
    assert "translated back into French: no model for en-de" in note


def test_where_no_language_stands_out_french_is_taken_and_said_to_be() -> None:
    report, seen = checked(None, engine=Mirror())
    assert report.source_language == "fr"
    assert (seen.contexts[-1].origin, seen.contexts[-1].assumed) == ("fr", True)
    assert [note for note in report.provenance.notes if "none stands out" in note]


def test_a_language_that_was_named_wins() -> None:
    report, seen = checked("de", Config(origin="es"), Mirror())
    assert report.source_language == "es"
    assert (seen.contexts[-1].origin, seen.contexts[-1].assumed) == ("es", False)
    assert not [note for note in report.provenance.notes if "--from" in note]


def test_a_source_shows_its_language() -> None:
    source = Document.plain("Le ferry a quitté le port tard dans la soirée. Le capitaine a fait demi-tour.")
    seen = Seen()
    checker = Checker(Config(), Mirror(), [seen], detector=Says("es"))
    (report,) = checker.check([Document.plain(TEXT, source=source)])
    assert (report.source_language, seen.contexts[-1].origin, seen.contexts[-1].assumed) == ("fr", "fr", False)
    assert report.origin is not None


def test_rules_alone_look_again_where_a_language_stands_out() -> None:
    surface = Config(detect_surface=True)
    report, seen = checked("de", surface)
    assert [context.origin for context in seen.contexts] == [None, "de"]
    assert [note for note in report.provenance.notes if "German" in note]
    report, seen = checked(None, surface)
    assert [context.origin for context in seen.contexts] == [None]
    assert report.provenance.notes == ()


def test_rules_alone_ask_the_detector_only_where_the_settings_do() -> None:
    report, seen = checked("de")
    assert report.origin is None
    assert [context.origin for context in seen.contexts] == [None]


def test_the_report_says_what_the_detector_says_of_the_judged_text() -> None:
    detector = Says("fr")
    (report,) = Checker(Config(), Mirror(), [], detector=detector).check([Document.plain(TEXT)])
    assert report.origin is detector.answer
    assert detector.asked == [("en", 3, 0), ("en", 3, 3)]


def test_without_a_detector_nothing_is_said() -> None:
    (report,) = Checker(Config(), Mirror(), []).check([Document.plain(TEXT)])
    assert report.origin is None


def test_a_german_text_keeps_its_german_flaws_when_translated_back_into_french() -> None:
    text = (
        "The mill lies in the near of the river and belongs since 1990 to the parish. "
        "After my meaning the roof will hold. She paid a fine in the height of 900 euros. "
        "The keeper died in the age of 90."
    )
    alone = next(assemble(Config(engine="none", origin="de", to="en")).check([Document.plain(text)]))
    german = {f.rule for f in alone.findings if f.rule.startswith("from-de/") and f.severity >= Severity.WARNING}
    assert german
    (report,) = assemble(Config(engine="fake", to="en")).check([Document.plain(text)])
    assert german <= {f.rule for f in report.findings}


def test_a_check_that_does_not_hang_on_the_origin_is_asked_once() -> None:
    class Steady(Seen):
        any_origin = True

    steady, wary = Steady(), Seen()
    list(Checker(Config(detect_surface=True), None, [steady, wary], detector=Says("de")).check([Document.plain(TEXT)]))
    assert (len(steady.contexts), len(wary.contexts)) == (1, 2)


def test_figures_of_another_way_back_are_not_shown_to_the_detector() -> None:
    detector = Says("es")
    list(Checker(Config(), Mirror(), [], detector=detector).check([Document.plain(TEXT)]))
    assert detector.asked == [("en", 3, 0), ("en", 3, 0)]
