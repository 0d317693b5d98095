"""The engine without a model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.base import Engine, Forced, Pair, Refusal, Translation
from tqcheck.engines.fake import DICTIONARY, FakeEngine

EN_FR = Pair("en", "fr")


def text(outcome: Translation | Refusal) -> str:
    assert isinstance(outcome, Translation)
    return outcome.text


def test_is_an_engine() -> None:
    assert isinstance(FakeEngine(), Engine)


def test_translates_word_by_word() -> None:
    assert text(FakeEngine().translate(["The cat sleeps."], EN_FR)[0]) == "Le chat dort."
    assert text(FakeEngine().translate(["Le chat dort."], EN_FR.back)[0]) == "The cat sleeps."


def test_the_dictionary_is_one_to_one() -> None:
    assert len(set(DICTIONARY.values())) == len(DICTIONARY)
    assert not set(DICTIONARY) & set(DICTIONARY.values())


@given(st.text())
def test_a_round_trip_is_exact(given_text: str) -> None:
    engine = FakeEngine()
    there = text(engine.translate([given_text], EN_FR)[0])
    assert text(engine.translate([there], EN_FR.back)[0]) == given_text


@given(st.lists(st.text(), max_size=4))
def test_scores_have_exact_spans(targets: list[str]) -> None:
    sources = ["The cat sleeps."] * len(targets)
    for target, outcome in zip(targets, FakeEngine().score(sources, targets, EN_FR), strict=True):
        if isinstance(outcome, Forced):
            assert [target[token.start : token.end] for token in outcome.tokens] == target.split()
            assert all(token.logprob < 0 for token in outcome.tokens)
        else:
            assert outcome.harmless


def test_a_right_word_is_likelier_than_a_wrong_one() -> None:
    right, wrong = FakeEngine().score(["The cat sleeps."] * 2, ["Le chat dort.", "Le chien mange."], EN_FR)
    assert isinstance(right, Forced)
    assert isinstance(wrong, Forced)
    assert right.mean > wrong.mean + 1


def test_answers_refusals_and_alternatives() -> None:
    engine = FakeEngine(answers={"The dog eats.": "Autre chose."}, refusals={"river": "too deep"}, note="only a fake")
    answered, refused, plain = engine.translate(["The dog eats.", "The river is blue.", "The cat."], EN_FR, 3)
    assert text(answered) == "Autre chose."
    assert refused == Refusal("too deep")
    assert isinstance(plain, Translation)
    assert len({plain.text, *plain.alternatives}) == 3
    assert engine.score(["The river"], ["Le fleuve"], EN_FR) == [Refusal("too deep")]
    assert engine.notes(EN_FR) == ("only a fake",)
    assert engine.identity(EN_FR) != FakeEngine().identity(EN_FR)


def test_numbers_pass_through() -> None:
    assert FakeEngine().translate(["42", ""], EN_FR) == [Translation("42", 0.0), Translation("", 0.0)]


def test_uneven_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="1 sources for 2 targets"):
        FakeEngine().score(["a"], ["b", "c"], EN_FR)
