"""Doubted words, from made-up probabilities and losses."""

from tqcheck.engines.base import Forced, TokenLogProb
from tqcheck.fidelity.doubts import HARDLY, MISSED, Stretch, doubted, missed, words
from tqcheck.report import Severity

TEXT = "The green elephant sleeps."


def stretches(**kept: float) -> list[Stretch]:
    return [
        Stretch(TEXT.index(word), TEXT.index(word) + len(word), kept.get(word, 0.95))
        for word in TEXT.rstrip(".").split()
    ]


def test_neighbours_are_one_stretch_with_the_worst_severity() -> None:
    (found,) = doubted(stretches(green=0.69, elephant=HARDLY - 0.1), 0.7)
    assert TEXT[found.start : found.end] == "green elephant"
    assert found.severity is Severity.WARNING


def test_words_apart_are_stretches_of_their_own() -> None:
    found = doubted(stretches(The=0.6, elephant=0.6), 0.7)
    assert [TEXT[one.start : one.end] for one in found] == ["The", "elephant"]
    assert {one.severity for one in found} == {Severity.INFO}


def test_what_is_at_the_limit_is_not_doubted() -> None:
    assert doubted(stretches(elephant=0.7), 0.7) == []


def test_an_omission_is_a_long_word_that_does_not_come_back() -> None:
    tokens = [TokenLogProb(one.start, one.end, MISSED - 1) for one in stretches()]
    found = missed(TEXT, Forced(tuple(tokens), -0.1), words(["it sleeps, green"]))
    assert [TEXT[one.start : one.end] for one in found] == ["elephant"]
