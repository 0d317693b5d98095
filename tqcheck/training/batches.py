"""Batches without much padding, drawn by weight, in an order that can be taken up again anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tqcheck.training.corpus import Corpus, Side

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DRAWN = 200_000
_FEWEST = 8


@dataclass(frozen=True, slots=True)
class Route:
    """One way through the corpus: which side is read, and the token that asks for the other."""

    backwards: bool
    tag: int | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Ids of sentences, padded at the end; one row a pair."""

    source: NDArray[np.int64]
    """(pairs, longest source): tag, pieces, end of sentence."""
    target: NDArray[np.int64]
    """(pairs, longest target): pieces, end of sentence."""


@dataclass(slots=True)
class Place:
    """How far a stream of batches has come."""

    round: int = 0
    batch: int = 0


class Batches:
    """An endless stream of batches, the same for the same seed, from `place` on."""

    def __init__(
        self, corpus: Corpus, routes: Sequence[Route], eos: int, pad: int, tokens: int, seed: int, place: Place
    ) -> None:
        """`tokens`: of one side of a batch, padding counted. `place` moves on with every batch."""
        import numpy as np

        self._corpus, self._routes, self._eos, self._pad = corpus, routes, eos, pad
        self._tokens, self._seed, self.place = tokens, seed, place
        weights = corpus.weights.astype(np.float64)
        self._even = bool((weights == weights[0]).all())
        self._ladder = np.cumsum(weights / weights.sum())

    def __iter__(self) -> Iterator[Batch]:
        import numpy as np

        while True:
            chance = np.random.default_rng((self._seed, self.place.round))
            drawn, cuts = self._cut(chance)
            order = chance.permutation(len(cuts))
            routes = chance.integers(len(self._routes), size=len(cuts))
            while self.place.batch < len(cuts):
                at = int(order[self.place.batch])
                self.place.batch += 1
                start, end = cuts[at]
                yield self.batch(drawn[start:end], self._routes[int(routes[at])])
            self.place.round, self.place.batch = self.place.round + 1, 0

    def all(self) -> list[Batch]:
        """Every pair once along every route."""
        import numpy as np

        drawn, cuts = self._cut(np.random.default_rng(self._seed))
        return [self.batch(drawn[start:end], route) for route in self._routes for start, end in cuts]

    def _cut(self, chance: np.random.Generator) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        """Rows sorted by both lengths, and where to cut them into batches."""
        import numpy as np

        if self._even and len(self._corpus) <= _DRAWN:
            drawn = chance.permutation(len(self._corpus))
        else:
            drawn = np.searchsorted(self._ladder, chance.random(min(_DRAWN, 4 * len(self._corpus))))
            drawn = np.minimum(drawn, len(self._corpus) - 1)
        here, there = self._corpus.source.lengths[drawn], self._corpus.target.lengths[drawn]
        # The target costs more, so it is the side that is kept even.
        drawn = drawn[np.argsort((there // 4) * 1000 + here + 3 * chance.random(len(drawn)), kind="stable")]
        longer = np.maximum(self._corpus.source.lengths[drawn], self._corpus.target.lengths[drawn]) + 2
        cuts, start = [], 0
        while start < len(drawn):
            end = start + max(_FEWEST, self._tokens // int(longer[start]))
            for _ in range(3):
                end = start + max(_FEWEST, self._tokens // int(longer[start:end].max()))
            cuts.append((start, min(end, len(drawn))))
            start = end
        return drawn, cuts

    def batch(self, rows: NDArray[np.int64], route: Route) -> Batch:
        """The batch of these rows of the corpus."""
        here, there = self._corpus.source, self._corpus.target
        if route.backwards:
            here, there = there, here
        tag = [] if route.tag is None else [route.tag]
        return Batch(self._padded(here, rows, tag), self._padded(there, rows, []))

    def _padded(self, side: Side, rows: NDArray[np.int64], tag: list[int]) -> NDArray[np.int64]:
        import numpy as np

        longest = int(side.lengths[rows].max()) + len(tag) + 1
        matrix = np.full((len(rows), longest), self._pad, np.int64)
        for at, row in enumerate(rows):
            ids = [*tag, *side[row].tolist(), self._eos]
            matrix[at, : len(ids)] = ids
        return matrix
