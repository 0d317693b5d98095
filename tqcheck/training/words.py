"""Fit how probably an editor leaves a word alone, on what post-editors did."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

from tqcheck.fidelity.form import WORD
from tqcheck.fidelity.words import WORD_FEATURES, Word, WordModel
from tqcheck.training.fitting import Floats, directed

_LIMITS = [k / 100 for k in range(40, 96)]


def changed(text: str, post_edit: str) -> list[bool]:
    """For each word of `text` whether the post-editor changed it, by the longest common parts."""
    ours, theirs = ([found[0].lower() for found in WORD.finditer(one)] for one in (text, post_edit))
    bad = [True] * len(ours)
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        bad[block.a : block.a + block.size] = [False] * block.size
    return bad


def labelled(text: str, words: Sequence[Word], post_edit: str) -> list[bool]:
    """The same for `words` of the text, each of which may hold several that stand apart in it, as in ``it 's``."""
    bad = dict(zip((found.start() for found in WORD.finditer(text)), changed(text, post_edit), strict=True))
    return [any(bad.get(at, False) for at in range(word.start, word.end)) for word in words]


def fit(name: str, words: Sequence[Sequence[Word]], bad: Sequence[Sequence[bool]], ridge: float = 1e-4) -> WordModel:
    """A model of words of sentences that were changed or not; the limit is that of the best F1 on them."""
    x = matrix([word for some in words for word in some])
    y = np.array([one for some in bad for one in some], bool)
    scale = x.std(0) + 1e-9
    mean = x.mean(0)
    # Both signs of a constant, since no weight is negative and the intercept may be.
    ones = np.ones((len(x), 1))
    standard = np.hstack([(x - mean) / scale, ones, -ones])
    weight = directed(np.where(y[:, None], -standard, standard), np.full(len(x), 1 / len(x)), ridge)
    slopes = weight[:-2] / scale
    intercept = float(weight[-2] - weight[-1] - mean @ slopes)
    model = WordModel(name, intercept, dict(zip(WORD_FEATURES, map(float, slopes), strict=True)), 0.0)
    return WordModel(name, intercept, model.weight, limit(kept(model, x), y))


def kept(model: WordModel, x: Floats) -> Floats:
    """The probability of being left alone of each row of features."""
    out: Floats = 1 / (1 + np.exp(-np.clip(model.intercept + x @ np.array(list(model.weight.values())), -30, 30)))
    return out


def matrix(words: Sequence[Word]) -> Floats:
    """The features as an array of (words, features)."""
    return np.array([word.features for word in words], np.float64).reshape(len(words), len(WORD_FEATURES))


def limit(probability: Floats, bad: np.ndarray) -> float:
    """The limit under which words are doubted that has the best F1 of the changed words."""

    def f1(one: float) -> float:
        doubted = probability < one
        return float(2 * (doubted & bad).sum() / max(1, doubted.sum() + bad.sum()))

    return max(_LIMITS, key=f1)
