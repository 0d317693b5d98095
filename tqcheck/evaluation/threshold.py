"""A limit of fidelity out of one's own judgements: where to put `fail-under`, and what it would block."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np
from numpy.typing import NDArray

from tqcheck.errors import UsageError
from tqcheck.evaluation import statistics
from tqcheck.evaluation.bootstrap import RESAMPLES, Bootstrap, Estimate
from tqcheck.evaluation.statistics import Floats

LEAST = 10
"""Good texts, and bad ones, without which no limit is proposed."""
_SEED = 12345


@dataclass(frozen=True, slots=True)
class Aim:
    """What the limit should keep to; one of the two is given."""

    false_blocks: float | None = None
    """At most this share of the good texts is blocked."""
    precision: float | None = None
    """At least this share of the blocked texts is bad."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A limit and what it does on the texts that it was chosen on."""

    fail_under: float | None
    """``None`` where no limit keeps to the aim and blocks anything."""
    low: float
    high: float
    """Where 95% of the limits lie that resamples of these texts would give."""
    blocked: Estimate
    """The share of all texts that it blocks."""
    caught: Estimate
    """The share of the bad texts that it blocks."""
    false_blocks: Estimate
    """The share of the good texts that it blocks."""
    precision: Estimate
    """The share of bad texts among those that it blocks."""
    unseen: float
    """The false blocks, or the precision, as the aim says, on texts that a limit was not chosen on."""


def suggest(fidelity: Sequence[float], bad: Sequence[bool], groups: Sequence[Hashable], aim: Aim) -> Suggestion:
    """The highest limit that keeps to the aim; a text is blocked where its fidelity is below the limit.

    The limit is the best for these texts, and does a little worse on others: `unseen` tells how much, by choosing it
    on resamples and trying it on the groups left out of them (Efron 1983). Raises UsageError with too few texts.
    """
    values, wrong = np.asarray(fidelity, np.float64), np.asarray(bad, bool)
    many_bad, many_good = int(wrong.sum()), int((~wrong).sum())
    if min(many_bad, many_good) < LEAST:
        raise UsageError(
            f"a limit needs at least {LEAST} good and {LEAST} bad texts; there are {many_good} good and {many_bad} bad"
        )
    limit = _choose(values, wrong, aim)
    bootstrap = Bootstrap(groups)
    ones = np.ones_like(values)
    blocked = (values < limit).astype(np.float64) if limit is not None else np.zeros_like(values)
    chosen, unseen = _again(values, wrong, groups, aim)
    low, high = np.percentile(chosen, [2.5, 97.5]) if len(chosen) else (nan, nan)
    return Suggestion(
        limit,
        float(low),
        float(high),
        bootstrap.estimate(partial(statistics.ratio, blocked, ones)),
        bootstrap.estimate(partial(statistics.ratio, blocked * wrong, ones * wrong), many_bad),
        bootstrap.estimate(partial(statistics.ratio, blocked * ~wrong, ones * ~wrong), many_good),
        bootstrap.estimate(partial(statistics.ratio, blocked * wrong, blocked), int(blocked.sum())),
        unseen,
    )


def _choose(values: Floats, bad: NDArray[np.bool_], aim: Aim) -> float | None:
    """The highest limit that keeps to the aim, one of the values; ``None`` where there is none that blocks any."""
    order = np.argsort(values, kind="stable")
    values, bad = values[order], bad[order]
    # A limit at the first of equal values blocks all before it.
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))[1:]
    if not len(starts):
        return None
    caught = np.concatenate(([0], np.cumsum(bad)))[starts]
    if aim.precision is not None:
        kept = caught >= aim.precision * starts
    else:
        kept = (starts - caught) <= (aim.false_blocks or 0.0) * (~bad).sum()
    best = np.flatnonzero(kept)
    return float(values[starts[best[-1]]]) if len(best) else None


def _again(values: Floats, bad: NDArray[np.bool_], groups: Sequence[Hashable], aim: Aim) -> tuple[list[float], float]:
    """The limits of resamples, and how they keep to the aim on what was left out."""
    numbers: dict[Hashable, int] = {}
    group = np.array([numbers.setdefault(one, len(numbers)) for one in groups], np.intp)
    random = np.random.default_rng(_SEED)
    chosen, hits, of = [], 0, 0
    for _ in range(RESAMPLES):
        counts = np.bincount(random.integers(0, len(numbers), len(numbers)), minlength=len(numbers))[group]
        limit = _choose(np.repeat(values, counts), np.repeat(bad, counts), aim)
        if limit is None:
            continue
        chosen.append(limit)
        blocked, left = values < limit, counts == 0
        if aim.precision is not None:
            hits += int((blocked & bad & left).sum())
            of += int((blocked & left).sum())
        else:
            hits += int((blocked & ~bad & left).sum())
            of += int((~bad & left).sum())
    return chosen, hits / of if of else nan
