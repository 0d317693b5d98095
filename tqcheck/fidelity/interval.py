"""The document's fidelity out of its segments', with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence

from tqcheck.report import Fidelity

LOW, HIGH, SPREAD, ADDED = "fidelity.low", "fidelity.high", "fidelity.spread", "fidelity.added."
"""Names of a segment's metrics: its interval, its standard deviation, and the points that each feature adds."""
RESAMPLES = 1000
_SEED = 12345


def weighted(
    scores: Sequence[float], weights: Sequence[float], spreads: Sequence[float] | None = None
) -> Fidelity | None:
    """The weighted mean of `scores` with the 95% percentile bootstrap over segments (Efron 1979).

    Weights are segment lengths. ``None`` without segments. Seeded: equal input gives an equal interval.
    `spreads` are the standard deviations of single scores about what people would say, where they are known: each
    draw then errs by as much. Without them the interval of one segment is the score itself and says nothing.
    """
    if not scores:
        return None
    # Imported here because `lint`, which has no scores, should not wait for it.
    import numpy as np

    values, mass = np.asarray(scores, float), np.asarray(weights, float)
    if not mass.sum():
        mass = np.ones_like(values)
    random = np.random.default_rng(_SEED)
    means = np.empty(RESAMPLES)
    # In slices, so that a document of 100,000 segments needs no array of a hundred million draws.
    step = max(1, 2_000_000 // len(values))
    for at in range(0, RESAMPLES, step):
        draw = random.integers(0, len(values), (min(step, RESAMPLES - at), len(values)))
        means[at : at + step] = (values[draw] * mass[draw]).sum(1) / np.maximum(mass[draw].sum(1), 1e-9)
    if spreads is not None:
        error = np.sqrt(((mass * np.asarray(spreads, float)) ** 2).sum()) / mass.sum()
        means = np.clip(means + error * random.standard_normal(RESAMPLES), 0, 100)
    low, high = np.percentile(means, [2.5, 97.5])
    score = float((values * mass).sum() / mass.sum())
    return Fidelity(round(score, 1), round(float(low), 1), round(float(high), 1))
