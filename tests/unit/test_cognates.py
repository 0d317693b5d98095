"""Numbers, dates, names and cognates that two languages share."""

from __future__ import annotations

import pytest

from tqcheck.cognates import features_of, names_in, weights


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("3.000 euros", "3,000 euros"),
        ("2,5 points", "2.5 points"),
        ("40\u00a0000 hommes", "40,000 men"),
        ("douze mardi", "twelve Tuesday"),
        ("am 3. März", "le 3 mars"),
        ("Genève", "Geneva"),
        ("investissement", "investment"),
        ("Quoi\u00a0?\u00a0»", "“What?”"),
    ],
)
def test_both_languages_have_the_feature(one: str, two: str) -> None:
    assert features_of(one) & features_of(two)


@pytest.mark.parametrize(
    ("one", "two"), [("1998", "1999"), ("chien", "dog"), ("due to this", "deux chiens"), ("", "!")]
)
def test_nothing_is_shared(one: str, two: str) -> None:
    assert not features_of(one) & features_of(two)


def test_a_name_has_a_capital_inside_a_sentence() -> None:
    assert names_in(["Yesterday Marlow left on Monday."]) == {"marl"}


def test_rare_features_numbers_and_names_weigh_most() -> None:
    source = [frozenset({"1998", "marl", "boat", "port"})] + [frozenset({"port"})] * 9
    worth = weights(source, source, frozenset({"marl"}))
    assert worth["1998"] > worth["marl"] > worth["boat"] > worth["port"] > 0
