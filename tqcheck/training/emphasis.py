"""Which pairs are drawn more often: those with rare words, and those that read like the ones of the greatest weight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tqcheck.training.corpus import Corpus, Side

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RARE, _RAREST = 3000, 30
"""A piece counts as rare below the first; below the second it may be a slip of the pen, and counts no more."""
_WANTED = 2.0
"""From this weight on a pair is one of those that the others are measured by."""
_STRONGEST = 1.5


def emphasised(corpus: Corpus) -> Corpus:
    """The same pairs with other weights; those of equal weight keep their share among all.

    Where the pairs of weight 2 and more are a sample of what the model is for, the rest is drawn the more often the
    more its pieces are theirs (the ratio of unigrams; after Moore and Lewis 2010).
    """
    import numpy as np

    wanted = corpus.weights >= _WANTED
    strength = np.zeros(len(corpus))
    for side in (corpus.source, corpus.target):
        owner = np.repeat(np.arange(len(corpus)), side.lengths)
        size = int(side.ids.max(initial=0)) + 1
        counts = np.bincount(side.ids, minlength=size)
        rarity = np.clip(np.log(_RARE / np.maximum(counts, _RAREST)), 0, None)
        of_rare = np.bincount(owner, rarity[side.ids], len(corpus)) / np.sqrt(np.maximum(side.lengths, 1))
        strength += 0.3 * np.clip(_standard(of_rare), -1.5, 1.5)
        if wanted.any() and not wanted.all():
            strength += 0.4 * np.where(wanted, 0, _standard(_likeness(side, owner, wanted, size)))
    factors = np.exp(np.clip(strength, -2, _STRONGEST))
    for weight in np.unique(corpus.weights):
        same = corpus.weights == weight
        factors[same] /= factors[same].mean()
    return replace(corpus, weights=(corpus.weights * factors).astype(np.float32))


def _likeness(side: Side, owner: NDArray[np.int64], wanted: NDArray[np.bool_], size: int) -> NDArray[np.float64]:
    """The mean log-ratio of a pair's pieces between the wanted pairs and the others."""
    import numpy as np

    theirs = wanted[owner]
    here, there = (np.bincount(side.ids[mask], minlength=size) + 5.0 for mask in (theirs, ~theirs))
    ratio = np.clip(np.log(here / here.sum()) - np.log(there / there.sum()), -3, 3)
    return np.asarray(np.bincount(owner, ratio[side.ids], len(wanted)) / np.maximum(side.lengths, 1))


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray((values - values.mean()) / (values.std() or 1.0), np.float64)
