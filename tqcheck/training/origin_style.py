"""What tells the English of a translation engine from that of people, learnt from pairs and our own model.

Both sides of a pair say the same, one by a person and one by the model out of the French, so that topics cancel out and
the hand is left. Neither the engines nor the sentences that the detector is tested on have a part in it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from zlib import crc32

from tqcheck.engines.base import Engine, Pair, Translation
from tqcheck.origin.measures import styled
from tqcheck.training.data import Row
from tqcheck.training.origin_fit import table

FEWEST, MOST = 8, 60
"""Words of a sentence: shorter ones have no style, longer ones are lists."""
LEAST = 20
"""Pairs that a pattern must stand in."""
KEPT = 80_000
"""Patterns of the model file, those that weigh most."""
_PENALTY = 6000.0
"""The strength of the fit times the number of pairs: with more pairs a weight is not held back less."""
_AT_ONCE = 2000


def draw(rows: Iterable[Row], number: int) -> list[tuple[str, str]]:
    """At most `number` pairs, (source, target), each as probable as it weighs; the same ones in every run.

    In one pass and in the memory of the pairs drawn (Efraimidis and Spirakis 2006, "Weighted random sampling with a
    reservoir"); what stands for chance is a hash of the target, so a sentence that is repeated is drawn once.
    """
    best: list[tuple[float, str, str]] = []
    inside: set[str] = set()
    for source, target, weight in rows:
        if weight <= 0 or target in inside or not FEWEST <= len(target.split()) <= MOST:
            continue
        chance = (crc32(target.encode("utf-8", "replace")) + 1) / (2**32 + 1)
        one = (chance ** (1 / weight), source, target)
        if len(best) < number:
            heapq.heappush(best, one)
        elif one > best[0]:
            inside.discard(heapq.heapreplace(best, one)[2])
        else:
            continue
        inside.add(target)
    return [(source, target) for _, source, target in sorted(best)]


def translate(
    pairs: Sequence[tuple[str, str]], engine: Engine, told: Callable[[int, int], None] = lambda _done, _all: None
) -> list[tuple[str, str]]:
    """The target by a person and by the engine; pairs whose source the engine refuses are left out."""
    found = []
    for at in range(0, len(pairs), _AT_ONCE):
        some = pairs[at : at + _AT_ONCE]
        outcomes = engine.translate([source for source, _ in some], Pair("fr", "en"))
        found += [
            (target, outcome.text)
            for (_, target), outcome in zip(some, outcomes, strict=True)
            if isinstance(outcome, Translation)
        ]
        told(at + len(some), len(pairs))
    return found


class Counts:
    """The patterns of texts, made anew at each reading: those of 200,000 pairs at once would fill the memory."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        """A person's and the machine's text, in turn."""
        self._texts = texts

    def __iter__(self) -> Iterator[dict[str, int]]:
        return (styled(text) for pair in self._texts for text in pair)


def fit(texts: Sequence[tuple[str, str]]) -> dict[str, tuple[float, ...]]:
    """What each pattern speaks for the machine, from texts by a person and by the machine."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    matrix, names = table(Counts(texts), [str(at // 2) for at in range(2 * len(texts))], LEAST)
    model = LogisticRegression(C=_PENALTY / max(1, len(texts)), max_iter=60, tol=1e-4)
    weights = model.fit(matrix, np.arange(2 * len(texts)) % 2).coef_[0]
    heaviest = sorted(np.argsort(-np.abs(weights))[:KEPT])
    return {names[at]: (float(weights[at]),) for at in heaviest}
