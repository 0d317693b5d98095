"""Correlation, ranking and classification figures of weighted items, many sets of weights at once.

Each takes `weights` of shape (resamples, items) and gives an array of (resamples,): what the figure would be were item
i there ``weights[b, i]`` times. So one implementation serves the figure itself (weights of one) and its bootstrap.
Where a figure is undefined, as the correlation of a constant, it is NaN.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_EXACT = 2500
"""Items up to which each resample of Kendall's tau is counted pair by pair."""
_BLOCK = 512


def mean(x: Floats, weights: Floats) -> Floats:
    """The weighted mean."""
    return _divided(weights @ x, weights.sum(1))


def ratio(numerator: Floats, denominator: Floats, weights: Floats) -> Floats:
    """The quotient of two sums, such as pairs told right of all pairs."""
    return _divided(weights @ numerator, weights @ denominator)


def pearson(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Pearson's product-moment correlation."""
    # Standardised first, so that sums of squares lose no digits to a large mean or a small scale.
    x, y = ((one - one.mean()) / (one.std() or 1.0) for one in (x, y))
    return _correlation(np.broadcast_to(x, weights.shape), np.broadcast_to(y, weights.shape), weights)


def spearman(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank (ranked anew each time)."""
    one, other = _ranks(x, weights), _ranks(y, weights)
    total = np.maximum(weights.sum(1, keepdims=True), 1.0)
    return _correlation(one - (total + 1) / 2, other - (total + 1) / 2, weights)


def kendall(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Kendall's tau-b, which allows for ties (Kendall, “The treatment of ties in ranking problems”, 1945).

    Beyond 2,500 items the concordance of resamples is linearised about the items' own (Hájek's projection), which
    costs memory and time linear in the resamples; the figure itself is always exact.
    """
    untied = np.sqrt(_untied(x, weights) * _untied(y, weights))
    if len(x) <= _EXACT:
        signs = np.sign(x[:, None] - x[None, :]) * np.sign(y[:, None] - y[None, :])
        # Counts are small whole numbers: single precision is exact enough and twice as fast.
        products = weights.astype(np.float32) @ signs.astype(np.float32)
        concordance = np.einsum("bi,bi->b", products.astype(np.float64), weights)
    else:
        each = np.concatenate(
            [
                (np.sign(x[at : at + _BLOCK, None] - x) * np.sign(y[at : at + _BLOCK, None] - y)).sum(1)
                for at in range(0, len(x), _BLOCK)
            ]
        )
        # Groups drawn together change the total; the projection is about items drawn as often as on the mean.
        level = weights.mean(1)
        concordance = level * (2 * (weights @ each) - level * each.sum())
    return _divided(concordance, untied)


def auc(scores: Floats, good: NDArray[np.bool_], weights: Floats) -> Floats:
    """The area under the ROC curve: how probably a good item has a higher score than a bad one; ties count half."""
    order, starts = _levels(scores)
    above = np.add.reduceat((weights * good)[:, order], starts, axis=1)
    below = np.add.reduceat((weights * ~good)[:, order], starts, axis=1)
    wins = (above * (np.cumsum(below, 1) - below / 2)).sum(1)
    return _divided(wins, above.sum(1) * below.sum(1))


def f_score(hits: Floats, wrong: Floats, missed: Floats, weights: Floats) -> Floats:
    """F1, the harmonic mean of precision and recall, out of each item's counts."""
    right = 2 * (weights @ hits)
    return _divided(right, right + weights @ wrong + weights @ missed)


def pairs_told(scores: Floats, human: Floats, sources: Sequence[Hashable]) -> tuple[Floats, Floats]:
    """How many pairs of translations of one source the scores order as people do, and of how many: arrays by item.

    Both are higher for the better. Pairs that people hold to be equal are left out; equal scores where people differ
    count half. A pair is counted at its first item. The quotient of the sums is the pairwise accuracy (Kocmi et al.,
    “To ship or not to ship”, WMT 2021, with translations of a sentence in the place of systems).
    """
    members: dict[Hashable, list[int]] = {}
    for at, source in enumerate(sources):
        members.setdefault(source, []).append(at)
    told, of = np.zeros(len(scores)), np.zeros(len(scores))
    for group in members.values():
        for k, first in enumerate(group[:-1]):
            rest = np.array(group[k + 1 :])
            people = np.sign(human[rest] - human[first])
            differ = people != 0
            ours = np.sign(scores[rest] - scores[first])
            told[first] = float(((1 + people * ours) / 2)[differ].sum())
            of[first] = float(differ.sum())
    return told, of


def _divided(numerator: Floats, denominator: Floats) -> Floats:
    out = np.full(np.shape(denominator), np.nan)
    np.divide(numerator, denominator, out=out, where=denominator > 0)
    return out


def _correlation(x: Floats, y: Floats, weights: Floats) -> Floats:
    total = weights.sum(1)
    sum_x, sum_y = np.einsum("bi,bi->b", weights, x), np.einsum("bi,bi->b", weights, y)
    spread_x = _spread(total * np.einsum("bi,bi,bi->b", weights, x, x), sum_x**2)
    spread_y = _spread(total * np.einsum("bi,bi,bi->b", weights, y, y), sum_y**2)
    common = total * np.einsum("bi,bi,bi->b", weights, x, y) - sum_x * sum_y
    return np.clip(_divided(common, np.sqrt(spread_x * spread_y)), -1, 1)


def _spread(squares: Floats, square: Floats) -> Floats:
    """Their difference; 0 where it is what rounding leaves of a constant."""
    return np.where(squares - square > 1e-12 * squares, squares - square, 0.0)


def _levels(x: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The order of the items by value, and where in it each distinct value begins."""
    order = np.argsort(x, kind="stable")
    ordered = x[order]
    return order, np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))


def _ranks(x: Floats, weights: Floats) -> Floats:
    """Mean ranks from 1 of the items, each as often there as it weighs."""
    order, starts = _levels(x)
    many = np.add.reduceat(weights[:, order], starts, axis=1)
    ranks = np.cumsum(many, 1) - many / 2 + 0.5
    level = np.zeros(len(x), np.intp)
    level[starts[1:]] = 1
    out = np.empty_like(weights)
    out[:, order] = ranks[:, np.cumsum(level)]
    return out


def _untied(x: Floats, weights: Floats) -> Floats:
    """The ordered pairs of items with different values."""
    order, starts = _levels(x)
    many = np.add.reduceat(weights[:, order], starts, axis=1)
    out: Floats = weights.sum(1) ** 2 - (many**2).sum(1)
    return out
