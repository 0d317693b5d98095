import json
import math
from pathlib import Path

import pytest

from tqcheck.origin.model import PATH, Head, Languages, at, load, logistic, phrase_odds


def test_the_file_is_small_and_says_what_it_was_fitted_with() -> None:
    assert PATH.stat().st_size < 3_000_000
    assert "en-fr" in load().fitted


def test_the_file_has_the_languages_that_are_promised() -> None:
    assert {"fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ar"} <= set(load().languages.names)
    assert len(load().biases) == 1 + len(load().languages.names)


def test_a_file_that_lacks_a_part_is_an_error(tmp_path: Path) -> None:
    raw = json.loads(PATH.read_text("utf-8"))
    del raw["full"]
    path = tmp_path / "model.json"
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(KeyError):
        load(path)


@pytest.mark.parametrize(("sentences", "value"), [(1, 2.0), (2, 2.0), (4, 3.0), (8, 4.0), (100, 4.0)])
def test_a_curve_goes_by_the_logarithm_and_ends_flat(sentences: int, value: float) -> None:
    assert at([(2, 2.0), (8, 4.0)], sentences) == pytest.approx(value)


def test_odds_are_linear_in_the_measures_and_grow_with_the_text() -> None:
    head = Head(("a", "b"), (1.0, 2.0), (0.5, 1.0), (2.0, -1.0), 0.25, [(1, 1.0), (10, 3.0)], [(1, 0.0)])
    assert head.odds({"a": 2.0, "b": 2.0}, 1) == pytest.approx(0.25 + 4.0)
    assert head.odds({"a": 2.0, "b": 2.0}, 10) == pytest.approx(3 * (0.25 + 4.0))
    assert head.odds({}, 1) == pytest.approx(0.25)


def test_phrases_speak_for_translation_and_their_absence_says_nothing() -> None:
    assert phrase_odds({}) == 0
    assert phrase_odds({"fr": 2, "de": 1}) == pytest.approx(math.log(8))
    assert phrase_odds({"fr": 6}) == phrase_odds({"fr": 60})


def test_shares_sum_to_one_and_follow_the_evidence() -> None:
    languages = Languages(("fr", "de"), [(1, 2.0)])
    shares = languages.shares([0.5, 0.0], {}, 5)
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["fr"] == pytest.approx(logistic(1.0))
    assert languages.shares([0.5, 0.0], {"de": 2}, 5)["de"] > 0.5


def test_extreme_odds_are_no_overflow() -> None:
    assert logistic(-1e9) == pytest.approx(0, abs=1e-12)
    assert logistic(1e9) == pytest.approx(1)
