"""The coefficients in the package, and what they make of features."""

import pytest

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.engines.base import Pair
from tqcheck.fidelity.calibration import Calibration, Head, calibration
from tqcheck.fidelity.doubts import HARDLY
from tqcheck.fidelity.features import ROUND_TRIP, SOURCE
from tqcheck.fidelity.words import WORD_FEATURES, WordModel

HEAD = Head(
    "source", "fr-en", False, 0.5, {"a": 1.0, "b": 0.0}, {"a": 0.2, "b": 0.0}, {"a": -1.0, "b": 0.0},
    {"a": 1.0, "b": 1.0}, 10.0, (4, 60), WordModel("source", 0.0, {}, 0.7),
)  # fmt: skip


def test_what_each_feature_added_sums_to_the_score() -> None:
    average = HEAD.expect({"a": 0.2, "b": 0.0}, 10).score
    one = HEAD.expect({"a": 0.9, "b": 1.0}, 10)
    assert one.score == pytest.approx(average + sum(one.added.values()))
    assert one.added["b"] == 0


def test_no_feature_counts_beyond_what_the_fit_has_seen() -> None:
    assert HEAD.expect({"a": 99.0, "b": 0.0}, 10).score == HEAD.expect({"a": 1.0, "b": 0.0}, 10).score


@pytest.mark.parametrize("words", [1, 300])
def test_an_unseen_length_widens_the_interval(words: int) -> None:
    usual, odd = HEAD.expect({"a": 0.0, "b": 0.0}, 20), HEAD.expect({"a": 0.0, "b": 0.0}, words)
    assert odd.score == usual.score
    assert odd.low < usual.low < usual.score < usual.high < odd.high


def test_models_that_were_not_fitted_have_no_head() -> None:
    made = Calibration("2026-01-01", "", ("m@1", "n@2"), (HEAD,))
    assert made.head("fr-en", True, False, ["x m@1", "x n@2"]) is HEAD
    assert made.head("fr-en", True, False, ["x m@1", "x other@3"]) is None
    assert made.head("fr-en", False, False, ["x m@1", "x n@2"]) is None
    assert made.head("de-en", True, False, ["x m@1", "x n@2"]) is None


def test_the_shipped_coefficients_are_those_of_the_shipped_models_and_rise_everywhere() -> None:
    engine = assemble(Config(offline=True, cache=False)).engine
    assert engine is not None
    fitted = calibration()
    identities = [engine.identity(pair) for pair in (Pair("fr", "en"), Pair("en", "fr"))]
    for pair in ("fr-en", "en-fr"):
        for given, names in ((True, SOURCE), (False, ROUND_TRIP)):
            head = fitted.head(pair, given, False, identities)
            assert head is not None
            assert tuple(head.weight) == names
            assert head.word_model.name == head.name
            assert tuple(head.word_model.weight) == tuple(WORD_FEATURES)
            assert all(weight >= 0 for weight in head.word_model.weight.values())
            assert HARDLY < head.word_model.doubted < 1
    assert all(weight >= 0 for head in fitted.heads for weight in head.weight.values())
