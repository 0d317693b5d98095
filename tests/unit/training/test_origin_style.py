"""The style of a machine, learnt from made-up pairs in which a machine has one habit."""

from collections.abc import Sequence

from tqcheck.engines.base import Pair, Refusal, Translation
from tqcheck.training.data import Row
from tqcheck.training.origin_style import draw, fit, translate

NAMES = [f"{first} {last}" for first in ("Anna", "Ben", "Carla", "Denis", "Eva", "Fred") for last in "ABCDEFGHIJ"]


def rows(weight: float, tag: str, number: int) -> list[Row]:
    return [
        Row(f"{tag} {at} fr", f"{tag} sentence number {at} has just enough words here", weight) for at in range(number)
    ]


def test_the_same_pairs_are_drawn_whatever_their_order() -> None:
    every = rows(1.0, "a", 500)
    assert draw(every, 50) == draw(every[::-1], 50)
    assert len(draw(every, 50)) == 50


def test_heavier_pairs_are_drawn_more_often() -> None:
    found = draw(rows(0.1, "light", 500) + rows(1.0, "heavy", 500), 200)
    heavy = sum(source.startswith("heavy") for source, _ in found)
    assert heavy > 150
    assert draw(rows(0.0, "never", 10), 10) == []


def test_short_long_and_repeated_sentences_are_left_out() -> None:
    target = "the very same eight words are in here"
    every = [Row("a", target), Row("b", target), Row("c", "too short"), Row("d", "word " * 61)]
    assert len(draw(every, 10)) == 1


class Habit:
    """An engine that refuses some, and says of all others that they are indeed so."""

    def identity(self, pair: Pair) -> str:
        return "habit"

    def translate(self, texts: Sequence[str], pair: Pair) -> list[Translation | Refusal]:
        assert pair == Pair("fr", "en")
        return [Refusal("no words") if text == "..." else Translation(f"It is indeed {text}", -0.1) for text in texts]


def test_the_habit_of_the_machine_weighs_for_it_and_what_both_have_does_not() -> None:
    pairs = [(f"que {name} est là.", f"I think that {name} is there and that all is well.") for name in NAMES]
    weights = fit(translate([*pairs, ("...", "Nothing at all.")], Habit()))  # type: ignore[arg-type]
    assert weights["indeed"][0] > 0
    assert weights["i"][0] < 0
    assert abs(weights["."][0]) < weights["indeed"][0]
