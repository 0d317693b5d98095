"""Figures against hand-computed and published numbers; weights against items written out as often as they weigh."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tqcheck.evaluation import statistics
from tqcheck.evaluation.bootstrap import Bootstrap, Estimate

X = np.array([12, 2, 1, 12, 2, 5, 7, 3.5])
Y = np.array([1, 4, 7, 1, 0, 3, 3, 8.0])
ONE = np.ones((1, 8))


def test_pearson_is_that_of_the_formula() -> None:
    expected = np.corrcoef(X, Y)[0, 1]
    assert statistics.pearson(X, Y, ONE)[0] == pytest.approx(expected)
    assert statistics.pearson(X + 1e6, 3 * Y - 2, ONE)[0] == pytest.approx(expected)
    assert statistics.pearson(X * 1e-9, Y * 1e9, ONE)[0] == pytest.approx(expected)


def test_spearman_ranks_ties_by_their_mean() -> None:
    ranks_x, ranks_y = [7.5, 2.5, 1, 7.5, 2.5, 5, 6, 4], [2.5, 6, 7, 2.5, 1, 4.5, 4.5, 8]
    assert statistics.spearman(X, Y, ONE)[0] == pytest.approx(np.corrcoef(ranks_x, ranks_y)[0, 1])


def test_kendall_is_the_published_example() -> None:
    # The example of scipy's documentation of kendalltau.
    x, y = np.array([12, 2, 1, 12, 2.0]), np.array([1, 4, 7, 1, 0.0])
    assert statistics.kendall(x, y, np.ones((1, 5)))[0] == pytest.approx(-0.47140452079103173)


def test_the_area_counts_ties_half() -> None:
    scores, good = np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])
    assert statistics.auc(scores, good, np.ones((1, 4)))[0] == pytest.approx(0.75)
    assert statistics.auc(np.array([1.0, 1, 2]), np.array([True, False, True]), np.ones((1, 3)))[0] == 0.75


@pytest.mark.parametrize("name", ["pearson", "spearman", "kendall", "auc"])
def test_what_cannot_be_told_is_no_number(name: str) -> None:
    second = np.ones(8, bool) if name == "auc" else np.full(8, 0.1)
    assert np.isnan(getattr(statistics, name)(X, second, ONE)[0])


SMALL = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=12)


@pytest.mark.parametrize("name", ["pearson", "spearman", "kendall", "auc"])
@given(rows=SMALL)
@example(rows=[(0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 0, 2), (1, 1, 3), (3, 0, 0)])
def test_a_weight_is_as_many_items(name: str, rows: list[tuple[int, int, int]]) -> None:
    x, y, counts = (np.array(column, float) for column in zip(*rows, strict=True))
    if counts.sum() == 0:
        return
    statistic = getattr(statistics, name)
    second = y > 2 if name == "auc" else y
    weighted = statistic(x, second, counts[None, :])[0]
    many = counts.astype(int)
    written_out = statistic(np.repeat(x, many), np.repeat(second, many), np.ones((1, many.sum())))[0]
    assert weighted == pytest.approx(written_out, nan_ok=True, abs=1e-6)


def test_the_linearised_tau_is_near_the_exact_one(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=300).round(1)
    y = (x + random.normal(size=300)).round(1)
    bootstrap = Bootstrap([k // 2 for k in range(300)], 300)
    exact = bootstrap.kendall(x, y)
    monkeypatch.setattr(statistics, "_EXACT", 10)
    linear = bootstrap.kendall(x, y)
    assert linear.value == pytest.approx(exact.value, abs=1e-6)
    assert (linear.low, linear.high) == pytest.approx((exact.low, exact.high), abs=0.01)


def test_pairs_are_of_one_source_and_ties_of_ours_count_half() -> None:
    sources = ["a", "a", "a", "b", "b", "c"]
    human = np.array([3, 1, 1, 5, 9, 0.0])
    scores = np.array([0.9, 0.2, 0.9, 0.7, 0.1, 0.5])
    told, of = statistics.pairs_told(scores, human, sources)
    # a: right, tie, (equal to people); b: wrong; c has no partner.
    assert (told.sum(), of.sum()) == (1.5, 3)
    assert Bootstrap(sources).pairwise(scores, human, sources).value == 0.5


def test_equal_seeds_give_equal_intervals_and_groups_stay_together() -> None:
    values = np.repeat([0.0, 1.0], 50)
    alone, together = Bootstrap(range(100)), Bootstrap(["a"] * 50 + ["b"] * 50)
    assert alone.mean(values) == Bootstrap(range(100)).mean(values)
    assert together.mean(values).low == 0.0
    assert 0.35 < alone.mean(values).low < 0.45
    assert together.groups == 2


def test_the_interval_covers_what_theory_says() -> None:
    # The standard error of a mean of 400 normal deviates is 0.05.
    estimate = Bootstrap(range(400)).mean(np.random.default_rng(5).normal(size=400))
    assert estimate.high - estimate.low == pytest.approx(2 * 1.96 * 0.05, rel=0.1)


def test_figures_of_nothing_are_undefined_not_errors() -> None:
    nothing = Bootstrap([]).pearson([], [])
    assert np.isnan(nothing.value)
    assert str(nothing) == "–"
    assert str(Estimate(0.5, 0.25, 0.75, 4)) == "0.500 (0.250 to 0.750)"
    with pytest.raises(ValueError, match="differ in number"):
        Bootstrap([1, 2]).pearson([1, 2], [1])
