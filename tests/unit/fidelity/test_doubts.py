"""Doubted words, from made-up losses."""

from tqcheck.engines.base import TokenLogProb
from tqcheck.fidelity.doubts import HARDLY, MISSED, UNLIKELY, Stretch, missed, unlikely, words
from tqcheck.report import Severity

TEXT = "The green elephant sleeps."


def tokens(text: str, **losses: float) -> list[TokenLogProb]:
    made, at = [], 0
    for word in text.rstrip(".").split():
        start = text.index(word, at)
        at = start + len(word)
        made.append(TokenLogProb(start, at, losses.get(word, -0.1)))
    return made


def test_neighbours_are_one_stretch_with_the_worst_severity() -> None:
    (found,) = unlikely(TEXT, tokens(TEXT, green=UNLIKELY - 0.1, elephant=HARDLY - 1), frozenset())
    assert TEXT[found.start : found.end] == "green elephant"
    assert found.severity is Severity.WARNING


def test_what_the_model_writes_itself_is_not_doubted() -> None:
    assert unlikely(TEXT, tokens(TEXT, elephant=-9.0), words(["An Elephant."])) == []


def test_the_tokens_of_a_word_add_up() -> None:
    parts = [TokenLogProb(0, 3, -0.1), TokenLogProb(4, 6, UNLIKELY * 0.6), TokenLogProb(6, 9, UNLIKELY * 0.6)]
    (found,) = unlikely("The green", parts, frozenset())
    assert (found.start, found.end) == (4, 9)


def test_an_omission_is_a_long_word_that_does_not_come_back() -> None:
    losses = tokens(TEXT, The=MISSED - 1, elephant=MISSED - 1, sleeps=MISSED - 1)
    assert [TEXT[one.start : one.end] for one in missed(TEXT, losses, words(["it sleeps"]))] == ["elephant"]


def test_a_small_doubt_is_a_note() -> None:
    assert Stretch(0, 1, HARDLY + 0.1).severity is Severity.INFO
