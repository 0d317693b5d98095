"""Figures of judged rows set against people: doubted words, what counts as bad, languages."""

from pathlib import Path

import pytest

from tqcheck.checker import Checker
from tqcheck.config import Config
from tqcheck.document import Span
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import UsageError
from tqcheck.evaluation.human import FIDELITY, Scored, _compared, evaluate, languages
from tqcheck.evaluation.judgements import Judgement, Judgements, Wanted, read
from tqcheck.evaluation.table import as_json, text
from tqcheck.report import Fidelity

TEXT = "The mayor hammered his ideas home."


def scored(row: int, human: float, people: tuple[Span, ...], ours: tuple[Span, ...]) -> Scored:
    judgement = Judgement(row, f"source {row // 2}", TEXT, -human, human, "", f"source {row // 2}", people)
    return Scored(judgement, Fidelity(50.0 + row, 40.0, 60.0), {FIDELITY: 50.0 + row}, ours)


HAMMERED, IDEAS = Span(10, 18), Span(23, 28)
ROWS = [
    scored(2, -2.0, (HAMMERED, IDEAS), (HAMMERED,)),
    scored(3, -1.0, (HAMMERED,), (HAMMERED, IDEAS)),
    scored(4, 0.0, (), ()),
    scored(5, -1.0, (IDEAS,), (IDEAS,)),
]
JUDGEMENTS = Judgements(
    "judged.tsv",
    tuple(one.judgement for one in ROWS),
    {"score": "penalty"},
    lower_is_better=True,
    labelled=False,
    per_word=True,
    skipped={},
)


def test_doubted_words_are_measured_against_error_spans() -> None:
    result = _compared(JUDGEMENTS, ("fr", "en"), ROWS, {}, None, ())
    assert result.by_word is not None
    assert result.by_word_all is not None
    # Three of four doubted words are errors, and three of the four errors are doubted.
    assert (result.by_word.precision.value, result.by_word.recall.value) == (0.75, 0.75)
    assert result.by_word_all.precision.value == pytest.approx(4 / 24)
    assert result.by_word_all.recall.value == 1.0
    assert "words marked as errors" in text(result)
    made = as_json(result)
    assert made["error_spans"]["by_word"]["f1"]["value"] == 0.75
    assert made["bad"] == {"means": "with error spans", "rows": 3}


def test_without_doubts_there_is_no_table_of_words() -> None:
    rows = [scored(k, -float(k), (HAMMERED,), ()) for k in range(4)]
    result = _compared(JUDGEMENTS, ("fr", "en"), rows, {}, None, ())
    assert result.by_word is None
    assert as_json(result)["error_spans"] == {"by_word": None, "by_word_all_marked": None, "by_character": None}


def test_a_limit_reads_as_the_column_does() -> None:
    result = _compared(JUDGEMENTS, ("fr", "en"), ROWS, {}, 1.5, ())
    assert result.bad == (True, False, False, False)
    assert result.bad_means == "penalty a word above 1.5"
    assert _compared(JUDGEMENTS, ("fr", "en"), ROWS, {}, 9.0, ()).bad is None


def table(folder: Path, *rows: tuple[str, str]) -> Judgements:
    path = folder / "judged.tsv"
    path.write_text("source\tmt\tscore\n" + "".join(f"{a}\t{b}\t1\n" for a, b in rows), encoding="utf-8")
    return read(path, Wanted())


FRENCH = "Le maire a annoncé hier que le pont serait fermé pendant trois mois à cause des travaux."
ENGLISH = "The mayor announced yesterday that the bridge would be closed for three months because of works."


def test_languages_are_found_over_the_rows(tmp_path: Path) -> None:
    assert languages(table(tmp_path, (FRENCH, ENGLISH)), "auto", None) == ("fr", "en")
    assert languages(table(tmp_path, ("Oui", "Yes")), "fr", "en") == ("fr", "en")
    with pytest.raises(UsageError, match="unsure; name it with --from"):
        languages(table(tmp_path, ("Oui", "Yes")), "auto", None)
    with pytest.raises(UsageError, match="both in en"):
        languages(table(tmp_path, (ENGLISH, ENGLISH)), "auto", None)


def test_rows_that_cannot_be_judged_are_left_out_everywhere(tmp_path: Path) -> None:
    judgements = table(tmp_path, (FRENCH, ENGLISH), (FRENCH, "The cat sleeps in the house near the river."))
    engine = FakeEngine(refusals={"river": "the model is on strike"})
    result = evaluate(judgements, Checker(Config(origin="fr", to="en"), engine, ()))
    assert [one.judgement.row for one in result.scored] == [2]
    assert result.skipped == {"the model is on strike": (1, 3)}
    assert "left out: 1 row, the first is 3: the model is on strike" in text(result)
    engine = FakeEngine(refusals={"e": "the model is on strike"})
    nothing = evaluate(judgements, Checker(Config(origin="fr", to="en"), engine, ()))
    assert nothing.rows == ()
    assert as_json(nothing)["rows"] == 0
