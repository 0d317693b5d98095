"""The orchestrator, with an engine and checks of the test's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from tqcheck.checker import Checker
from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.engines.base import CHUNK, Forced, Pair, Refusal, Translation
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import ModelError, UsageError
from tqcheck.fidelity.surface import Surface
from tqcheck.readers import read_text
from tqcheck.report import Finding, Judged, Mode, Report, Severity, Skipped, Verdict

ENGLISH = (
    "The ferry left the harbour late in the evening. Nobody on board had expected such a storm. "
    "The captain turned back before midnight."
)


class Mirror:
    """Translates by marking the text with the direction; refuses what holds the word REFUSE."""

    name = "mirror"

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[str]]] = []

    def identity(self, pair: Pair) -> str:
        if "xx" in pair:
            raise ModelError(f"There is no model for {pair}.")
        return f"mirror {pair}"

    def notes(self, pair: Pair) -> tuple[str, ...]:
        return (f"note on {pair}",)

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        self.identity(pair)
        self.calls.append((str(pair), list(texts)))
        return [
            Refusal("It repeats itself.") if "REFUSE" in text else Translation(text, -0.5, ("other",)) for text in texts
        ]

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        return [Forced(()) for _ in sources]


class Storm:
    """Flags every storm, and captains at another severity."""

    rules = (
        RuleInfo("weather/storm", "style", Severity.WARNING, "storms", "why", (), ()),
        RuleInfo("people/captain", "style", Severity.INFO, "captains", "why", (), ()),
        RuleInfo("people/fatal", "style", Severity.ERROR, "sinking", "why", (), ()),
    )

    def __call__(self, context: Context) -> Iterable[Finding]:
        words = zip(("storm", "captain", "sank"), self.rules, strict=True)
        for word, rule in words:
            for block in context.document.blocks:
                for match in re.finditer(word, block.text):
                    yield finding(rule, block, match.start(), match.end(), f"A {word}.")


def check(*documents: Document, engine: Mirror | None = None, config: Config | None = None) -> list[Report]:
    return list(Checker(config or Config(), engine, [Storm()]).check(documents))


def test_rules_alone_need_no_engine() -> None:
    (report,) = check(Document.plain(ENGLISH))
    assert report.mode is Mode.RULES_ONLY
    assert report.fidelity is None
    assert report.outcomes == ()
    assert report.provenance.engine is None
    assert [f.rule for f in report.findings] == ["weather/storm", "people/captain"]
    assert report.verdict is Verdict.REVIEW


def test_a_round_trip_goes_there_and_back_in_one_call_each() -> None:
    engine = Mirror()
    (report,) = check(Document.plain(ENGLISH), engine=engine)
    assert [pair for pair, _ in engine.calls] == ["en-fr", "fr-en"]
    assert len(engine.calls[0][1]) == 3
    assert report.mode is Mode.ROUND_TRIP
    assert report.source_language == "fr"
    assert report.fidelity is not None
    assert report.fidelity.score == 100
    assert {metric.name: metric.value for metric in report.metrics} == {"chrF++": 100, "BLEU": 100, "TER": 0}
    assert report.provenance.models == ("mirror en-fr", "mirror fr-en")
    judged = report.outcomes[0]
    assert isinstance(judged, Judged)
    assert judged.hypotheses == ("other",)


def test_with_a_source_only_the_way_back_is_translated() -> None:
    engine = Mirror()
    source = Document.plain(
        "Le ferry a quitté le port tard dans la soirée. Personne à bord n'attendait une telle tempête. "
        "Le capitaine a fait demi-tour avant minuit."
    )
    (report,) = check(Document.plain(ENGLISH, source=source), engine=engine)
    assert [pair for pair, _ in engine.calls] == ["en-fr"]
    assert report.mode is Mode.SOURCE
    assert report.provenance.models == ("mirror en-fr", "mirror fr-en")
    assert [outcome.segment.source_text for outcome in report.outcomes][2].startswith("Le capitaine")
    assert report.fidelity is not None
    assert report.fidelity.score < 50


def test_each_word_has_its_probability_at_its_place_in_the_markup() -> None:
    text = "The &amp; sign: <b>the cat</b> sleeps in the old house. The dog eats."
    document = read_text(text, "page.html", markup="html")
    source = Document.plain("Le signe & : le chat dort dans le vieux maison. Le chien mange.")
    config = Config(to="en", origin="fr")
    (report,) = Checker(config, FakeEngine(), []).check([replace(document, source=source)])
    first, second = report.outcomes
    assert isinstance(first, Judged)
    assert isinstance(second, Judged)
    assert [token.span.of(text) for token in first.tokens][:5] == ["The", "&amp;", "sign:", "the", "cat"]
    assert [token.span.of(text) for token in second.tokens] == ["The", "dog", "eats."]
    assert {"likelihood.text", "likelihood.source", "likelihood.dual", "likelihood.worst"} <= set(first.metrics)
    assert "likelihood.best" not in first.metrics


def test_a_round_trip_tells_how_far_the_text_is_from_the_best_of_the_model() -> None:
    (report,) = Checker(Config(), FakeEngine(), []).check([Document.plain(ENGLISH)])
    for outcome in report.outcomes:
        assert isinstance(outcome, Judged)
        figures = outcome.metrics
        assert figures["likelihood.gap"] == pytest.approx(figures["likelihood.text"] - figures["likelihood.best"])
        assert outcome.tokens


def test_likelihood_can_be_left_out() -> None:
    (report,) = Checker(Config(likelihood=False), FakeEngine(), []).check([Document.plain(ENGLISH)])
    assert isinstance(report.outcomes[0], Judged)
    assert report.outcomes[0].tokens == ()
    assert not any(name.startswith("likelihood") for name in report.outcomes[0].metrics)


def test_without_a_model_of_the_other_direction_the_rest_is_judged_and_it_is_said() -> None:
    class OneWay(FakeEngine):
        def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
            if pair == Pair("fr", "en"):
                raise ModelError(f"There is no model for {pair}.")
            return super().score(sources, targets, pair)

    source = Document.plain("Le chat dort dans le vieux maison.")
    config = Config(to="en", origin="fr")
    text = Document.plain("The cat sleeps in the old house.", source=source)
    (report,) = Checker(config, OneWay(), []).check([text])
    assert isinstance(report.outcomes[0], Judged)
    assert report.outcomes[0].tokens == ()
    assert any("no model for fr-en" in note for note in report.provenance.notes)


def test_a_source_sentence_that_was_split_is_measured_as_a_whole() -> None:
    source = Document.plain(
        "The ferry left the harbour late in the evening, nobody on board had expected such a storm. "
        "The captain turned back before midnight."
    )
    (report,) = check(Document.plain(ENGLISH, source=source), engine=Mirror(), config=Config(to="en", origin="fr"))
    scores = [outcome.fidelity for outcome in report.outcomes if isinstance(outcome, Judged)]
    assert len(scores) == 3
    assert scores[0] == scores[1]
    assert scores[0] is not None
    assert scores[0] > 85
    assert scores[2] == 100


def test_a_refusal_is_a_skip_with_its_reason_and_nothing_passes_by_it() -> None:
    text = "The ferry left the harbour late in the evening. Then REFUSE came over the radio of the ship."
    (report,) = check(Document.plain(text), engine=Mirror())
    skipped = report.outcomes[1]
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "It repeats itself."
    assert report.verdict is Verdict.UNDECIDED
    assert "It repeats itself." in (report.reason or "")


def test_an_error_blocks_even_where_a_sentence_was_not_judged() -> None:
    (report,) = check(Document.plain("The old ship sank in the bay. REFUSE was heard all over town."), engine=Mirror())
    assert report.verdict is Verdict.BLOCK
    assert report.reason == "1 error to mend before publication. 1 sentence could not be judged: It repeats itself."


def test_a_missing_model_leaves_the_findings() -> None:
    (report,) = check(Document.plain(ENGLISH), engine=Mirror(), config=Config(origin="xx"))
    assert all(isinstance(outcome, Skipped) for outcome in report.outcomes)
    assert report.verdict is Verdict.UNDECIDED
    assert "no model for en-xx" in (report.reason or "")
    assert len(report.findings) == 2


def test_a_text_of_unsure_language_is_undecided() -> None:
    (report,) = check(Document.plain("Ok!"), engine=Mirror())
    assert report.verdict is Verdict.UNDECIDED
    assert "--to" in (report.reason or "")


def test_a_text_in_its_own_source_language_is_not_translated() -> None:
    engine = Mirror()
    (report,) = check(Document.plain(ENGLISH), engine=engine, config=Config(origin="en"))
    assert engine.calls == []
    assert report.verdict is Verdict.UNDECIDED


def test_a_paragraph_in_another_language_is_skipped_and_said() -> None:
    german = "Das Schiff verließ den Hafen erst spät am Abend, und niemand an Bord hatte mit dem Sturm gerechnet."
    (report,) = check(Document.plain(f"{ENGLISH}\n\n{ENGLISH}\n\n{german}"), engine=Mirror())
    assert isinstance(report.outcomes[-1], Skipped)
    assert "in de" in report.outcomes[-1].reason
    assert report.verdict is not Verdict.UNDECIDED


def test_a_template_with_the_wrong_language_does_not_mislead() -> None:
    (report,) = check(Document.plain(f"{ENGLISH} {ENGLISH}", language="de"), engine=Mirror())
    assert report.language.code == "en"
    assert any("says that it is in de" in note for note in report.provenance.notes)
    (report,) = check(Document.plain(ENGLISH), engine=Mirror(), config=Config(to="de", origin="fr"))
    assert report.language.code == "de"


def test_fidelity_below_the_limit_blocks() -> None:
    (report,) = check(Document.plain(ENGLISH), engine=Mirror(), config=Config(fail_under=100, ignore=("weather",)))
    assert report.verdict is Verdict.PASS
    source = Document.plain("Il pleuvait sur la ville depuis trois jours et personne ne sortait plus de chez soi.")
    (report,) = check(
        Document.plain("It had been raining on the town for three days.", source=source),
        engine=Mirror(),
        config=Config(fail_under=99),
    )
    assert report.verdict is Verdict.BLOCK
    assert "below the limit of 99" in (report.reason or "")


def test_rules_are_chosen_by_family_and_by_id() -> None:
    def rules(**settings: tuple[str, ...]) -> list[str]:
        (report,) = check(Document.plain(ENGLISH), config=Config(**settings))  # type: ignore[arg-type]
        return [found.rule for found in report.findings]

    assert rules(select=("weather",)) == ["weather/storm"]
    assert rules(ignore=("people/captain",)) == ["weather/storm"]
    with pytest.raises(UsageError, match="'wether'"):
        rules(ignore=("wether",))


def test_reports_come_in_order_and_small_documents_share_a_call() -> None:
    engine = Mirror()
    documents = [Document.plain(ENGLISH, f"d{number}") for number in range(5)]
    reports = check(*documents, engine=engine)
    assert [report.document.id for report in reports] == ["d0", "d1", "d2", "d3", "d4"]
    assert len(engine.calls) == 2


def test_long_documents_go_in_chunks_and_progress_is_told() -> None:
    told: list[tuple[str, int]] = []

    class Told:
        def planned(self, segments: int) -> None:
            told.append(("planned", segments))

        def done(self, segments: int) -> None:
            told.append(("done", segments))

    engine = Mirror()
    text = "\n\n".join([ENGLISH] * 100)
    list(Checker(Config(), engine, []).check([Document.plain(text)], Told()))
    assert told == [("planned", 300), ("done", CHUNK), ("done", 300 - CHUNK)]
    assert max(len(texts) for _, texts in engine.calls) == CHUNK


def test_reports_stream_as_their_group_is_done() -> None:
    engine = Mirror()
    long = Document.plain("\n\n".join([ENGLISH] * 100))
    reports = Checker(Config(), engine, []).check(iter([long, long]))
    next(reports)
    assert sum(len(texts) for _, texts in engine.calls) == 600


def test_what_two_checks_say_of_the_same_words_is_told_once() -> None:
    def info(id: str, category: str) -> RuleInfo:
        return RuleInfo(id, category, Severity.WARNING, "says so", "why", (), ())

    class Twice:
        rules = (info("form/captain", "style"), info("phrase/captain", "style"), info("name/captain", "name"))

        def __call__(self, context: Context) -> Iterable[Finding]:
            block, start = context.document.blocks[0], ENGLISH.index("captain")
            where = block, start, start + len("captain")
            yield finding(self.rules[0], *where, "bare")
            yield finding(self.rules[1], *where, "with its source", "skipper", "capitaine", "Le capitaine dort.")
            yield finding(self.rules[2], *where, "of another kind")

    (report,) = Checker(Config(engine="none"), None, [Twice()]).check([Document.plain(ENGLISH, language="en")])
    assert [one.rule for one in report.findings] == ["name/captain", "phrase/captain"]


def test_a_long_run_forgets_the_sentences_of_documents_that_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten = []
    monkeypatch.setattr(Surface, "forget", lambda self: forgotten.append(self))
    list(Checker(Config(), Mirror(), []).check([Document.plain(ENGLISH, language="en")]))
    assert len(forgotten) == 1
    list(Checker(Config(engine="none"), None, []).check([Document.plain(ENGLISH, language="en")]))
    assert len(forgotten) == 1
