"""What is learnt from and what is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.base import Pair
from tqcheck.engines.normalise import normalise
from tqcheck.training.cleaning import Fault, fault, key, straightened

EN_FR = Pair("en", "fr")


@given(st.text(st.sampled_from("ab é «»“”’…  \t\u00a0\u00ad\u200b\u0301\ud800中\n") | st.characters()))
def test_the_quick_way_gives_what_normalise_gives(text: str) -> None:
    assert straightened(text) == normalise(text).text


def test_without_straightening_the_marks_stay() -> None:
    assert straightened(" « l’eau »\n", straighten=False) == "« l’eau »"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The mayor opened the new bridge.", "Le maire a ouvert le nouveau pont."),
        ("Two days later the road was closed.", "2 jours plus tard, la route était fermée."),
        ("On 12 July 2021 it rained.", "Le 12.07.2021, il a plu."),
        ("It costs 1,500.50 euros.", "Cela coûte 1 500,50 euros."),
        ("Yes.", "Mais oui, bien sûr !"),
        ("The song is called 'La vie en rose'.", "La chanson s'appelle « La vie en rose »."),
        ("The water of the river is high.", "河水很高。"),
    ],
)
def test_good_pairs_stay(source: str, target: str) -> None:
    assert fault(straightened(source), straightened(target), EN_FR) is None


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        ("", "Bonjour.", Fault.EMPTY),
        ("Good \N{REPLACEMENT CHARACTER} day.", "Bonjour.", Fault.BROKEN),
        ("word " * 400, "mot " * 400, Fault.LONG),
        ("Paris", "PARIS", Fault.SAME),
        ("No.", "Le conseil municipal a refusé hier soir la demande des riverains.", Fault.LENGTHS),
        ("4 x 4 = 16 (!)", "4 * 4 = 16 (?)", Fault.SIGNS),
        ("There were 21 of us on the boat.", "Nous étions 22 sur le bateau.", Fault.NUMBERS),
        ("It was founded a long time ago.", "Il a été fondé en 1987, il y a longtemps.", Fault.NUMBERS),
        ("The train to the coast is late again.", "The train to Lyon is late for the day.", Fault.LANGUAGE),
        ("Le train de Lyon est en retard.", "Le train pour la côte est en retard.", Fault.LANGUAGE),
    ],
)
def test_bad_pairs_go(source: str, target: str, why: Fault) -> None:
    assert fault(source, target, EN_FR) is why


def test_languages_without_known_words_are_not_judged_by_them() -> None:
    assert fault("The train to the coast is late.", "The tram to the coast is late.", Pair("en", "xx")) is None


def test_the_key_knows_letters_and_digits_alone() -> None:
    assert key("L'Été, à 5 h !") == key("l été à 5h") == "létéà5h"


def test_long_texts_take_linear_time() -> None:
    start = time.perf_counter()
    for text in ("« " * 100_000, "1" * 200_000, "' " * 100_000, "a\u0301" * 100_000):
        straightened(text)
        key(text)
        fault(text[:1500], text[:1500] + "x", EN_FR)
    assert time.perf_counter() - start < 10
