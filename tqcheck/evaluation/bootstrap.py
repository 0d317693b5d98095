"""Figures with their 95% intervals: a seeded percentile bootstrap over groups of items."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike

from tqcheck.evaluation import statistics
from tqcheck.evaluation.statistics import Floats

RESAMPLES = 1000
_SEED = 12345
_AT_ONCE = 2_000_000

Statistic = Callable[[Floats], Floats]
"""From weights (resamples, items) to figures (resamples,)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its 95% interval, and the number of things it was counted on; NaN where it is undefined."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        if isnan(self.value):
            return "–"
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


class Bootstrap:
    """Estimates figures over the same items, with the same resamples, so that figures can be compared draw by draw.

    Items of one group (translations of one source, sentences of one document) are not independent; they are drawn
    together or not at all (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
    """

    def __init__(self, groups: Sequence[Hashable], resamples: int = RESAMPLES, seed: int = _SEED):
        """`groups` names the group of each item. Equal arguments give equal intervals."""
        numbers: dict[Hashable, int] = {}
        self._group = np.array([numbers.setdefault(group, len(numbers)) for group in groups], np.intp)
        self._groups = len(numbers)
        self._resamples = resamples
        self._seed = seed

    @property
    def groups(self) -> int:
        """How many groups there are; with one, an interval says nothing."""
        return self._groups

    def draws(self, statistic: Statistic) -> Floats:
        """The figure in each resample."""
        random = np.random.default_rng(self._seed)
        out = np.full(self._resamples, nan)
        step = max(1, _AT_ONCE // max(1, len(self._group)))
        for at in range(0, self._resamples, step):
            many = min(step, self._resamples - at)
            drawn = random.integers(0, self._groups, (many, self._groups)) + np.arange(many)[:, None] * self._groups
            counts = np.bincount(drawn.ravel(), minlength=many * self._groups).reshape(many, self._groups)
            out[at : at + many] = statistic(counts[:, self._group].astype(np.float64))
        return out

    def estimate(self, statistic: Statistic, n: int | None = None) -> Estimate:
        """The figure with its percentile interval; `n` is what it is counted on where that is not the items."""
        number = len(self._group) if n is None else n
        if not len(self._group):
            return Estimate(nan, nan, nan, number)
        value = float(statistic(np.ones((1, len(self._group))))[0])
        draws = self.draws(statistic)
        draws = draws[~np.isnan(draws)]
        if isnan(value) or not len(draws):
            return Estimate(value, nan, nan, number)
        low, high = np.percentile(draws, [2.5, 97.5])
        return Estimate(value, float(low), float(high), number)

    def pearson(self, x: ArrayLike, y: ArrayLike) -> Estimate:
        """See `statistics.pearson`."""
        return self.estimate(partial(statistics.pearson, *_floats(x, y)))

    def spearman(self, x: ArrayLike, y: ArrayLike) -> Estimate:
        """See `statistics.spearman`."""
        return self.estimate(partial(statistics.spearman, *_floats(x, y)))

    def kendall(self, x: ArrayLike, y: ArrayLike) -> Estimate:
        """See `statistics.kendall`."""
        return self.estimate(partial(statistics.kendall, *_floats(x, y)))

    def auc(self, scores: ArrayLike, good: ArrayLike) -> Estimate:
        """See `statistics.auc`; `good` are booleans."""
        return self.estimate(partial(statistics.auc, _floats(scores)[0], np.asarray(good, bool)))

    def pairwise(self, scores: ArrayLike, human: ArrayLike, sources: Sequence[Hashable]) -> Estimate:
        """Same-source pairwise accuracy, see `statistics.pairs_told`; counted on pairs that people tell apart."""
        ours, people = _floats(scores, human)
        told, of = statistics.pairs_told(ours, people, sources)
        return self.estimate(partial(statistics.ratio, told, of), int(of.sum()))

    def mean(self, x: ArrayLike) -> Estimate:
        """The mean; of booleans: the share."""
        return self.estimate(partial(statistics.mean, _floats(x)[0]))


def _floats(*arrays: ArrayLike) -> tuple[Floats, ...]:
    out = tuple(np.asarray(array, np.float64) for array in arrays)
    if any(one.shape != out[0].shape or one.ndim != 1 for one in out):
        raise ValueError("scores differ in number")
    return out
