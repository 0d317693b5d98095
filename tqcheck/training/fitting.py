"""Non-negative weights for features, fitted at once to judgements and to preferences between two translations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 1500
_PARTNERS = 12
"""Other rows that each judged row is compared with."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """Feature vectors (rows, features) with what people said of each, 0 to 1."""

    x: Floats
    human: Floats


@dataclass(frozen=True, slots=True)
class Preferences:
    """Feature vectors of the better and of the worse translation of each pair, with the weight of the pair."""

    better: Floats
    worse: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic model; weights are for the features as they are, not standardised."""

    intercept: float
    weight: Floats
    mean: Floats
    low: Floats
    high: Floats

    def predict(self, x: Floats) -> Floats:
        """The judgement to be expected of each row, 0 to 1."""
        return _logistic(self.intercept + (np.clip(x, self.low, self.high) - self.mean) @ self.weight)


def fit(judgements: Judgements, preferences: Sequence[tuple[float, Preferences]], ridge: float = 0.003) -> Fit:
    """Fit the direction to preferences of all kinds, then the scale to the judgements.

    Judgements count as preferences between their rows too, each weighing as much as the two differ, so that sets with
    scales of their own can be fitted together: Bradley and Terry's (1952) likelihood, each set with its share. Then
    a logistic curve of that one figure is fitted to the judgements. Features are cut off at their 0.5 and 99.5
    percentiles. No weight is negative: what speaks for a translation never counts against it. Deterministic.
    """
    every = np.concatenate([judgements.x, *(np.concatenate([one.better, one.worse]) for _, one in preferences)])
    low, high = np.percentile(every, [0.5, 99.5], axis=0)
    mean = np.clip(judgements.x, low, high).mean(0)
    scale = np.clip(every, low, high).std(0) + 1e-9

    def standard(x: Floats) -> Floats:
        made: Floats = (np.clip(x, low, high) - mean) / scale
        return made

    sets = [(1.0, _among(judgements)), *preferences]
    gaps = np.concatenate([standard(one.better) - standard(one.worse) for _, one in sets])
    mass = np.concatenate([share * one.weight / one.weight.sum() for share, one in sets])
    weight = directed(gaps, mass, ridge)
    slope, intercept = _scaled(standard(judgements.x) @ weight, judgements.human)
    return Fit(intercept, slope * weight / scale, mean, low, high)


def _among(judgements: Judgements) -> Preferences:
    """Each row against some others, in a fixed order."""
    count = len(judgements.human)
    random = np.random.default_rng(7)
    first = np.repeat(np.arange(count), _PARTNERS)
    second = random.integers(0, count, len(first))
    differ = judgements.human[first] - judgements.human[second]
    better, worse = np.where(differ > 0, first, second), np.where(differ > 0, second, first)
    return Preferences(judgements.x[better], judgements.x[worse], np.abs(differ))


def directed(gaps: Floats, mass: Floats, ridge: float) -> Floats:
    """Weights, none negative, for which rows of `gaps` (rows, features), each of some mass, come out above zero.

    The logistic likelihood, by accelerated projected gradient (Beck and Teboulle 2009) with the step that the
    curvature allows.
    """
    step = 1 / (float(np.linalg.eigvalsh((gaps * mass[:, None]).T @ gaps)[-1]) / 4 + 2 * ridge)
    weight = ahead = np.zeros(gaps.shape[1])
    pace = 1.0
    for _ in range(_STEPS):
        gradient = 2 * ridge * ahead - gaps.T @ (mass * _logistic(-(gaps @ ahead)))
        after = np.maximum(0.0, ahead - step * gradient)
        following = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        weight, ahead = after, after + (pace - 1) / following * (after - weight)
        pace = following
    return weight


def _scaled(figure: Floats, human: Floats) -> tuple[float, float]:
    """Slope and intercept of the logistic curve of least squares, by Gauss and Newton's method."""
    slope, intercept = 1.0, float(np.log(human.mean() / (1 - human.mean())))
    for _ in range(50):
        said = _logistic(intercept + slope * figure)
        bend = said * (1 - said)
        jacobian = np.stack([bend * figure, bend], 1)
        change = np.linalg.lstsq(jacobian, human - said, rcond=None)[0]
        slope, intercept = max(0.01, slope + float(change[0])), intercept + float(change[1])
    return slope, intercept


def _logistic(z: Floats) -> Floats:
    out: Floats = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    return out
