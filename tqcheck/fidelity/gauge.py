"""From translations to the features of their fidelity, by an engine, a dictionary and sentence embeddings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tqcheck.cache import Cache
from tqcheck.engines.base import Engine, Pair, Translation
from tqcheck.fidelity.evidence import Evidence, Question, gather
from tqcheck.fidelity.features import MEANING, features
from tqcheck.fidelity.semantic import Embedder, cosines
from tqcheck.fidelity.surface import Surface
from tqcheck.fidelity.words import Word, WordModel, described


@dataclass(frozen=True, slots=True)
class Gauged:
    """The features of one translation, and the engine's own translation that it was compared with."""

    features: dict[str, float]
    best: Translation
    words: tuple[Word, ...]
    """The words of the text, in order."""


class Gauge:
    """Makes the features of many translations, one batched call of the engine for each kind of question."""

    def __init__(
        self,
        engine: Engine,
        hypotheses: int,
        word_model: WordModel | None,
        embedder: Embedder | None = None,
        cache: Cache | None = None,
    ):
        """`hypotheses` of the engine's own translations are compared.

        Without `word_model`, which is yet to be fitted then, there is no ``kept``; without `embedder` no `MEANING`.
        In the `cache` is kept how near two texts are in meaning.
        """
        self._engine = engine
        self._hypotheses = hypotheses
        self._word_model = word_model
        self._embedder, self._cache = embedder, cache
        self._surface = Surface()

    def __call__(self, pair: Pair, questions: Sequence[Question]) -> list[Gauged | None]:
        """The features of each by name, ``None`` where the engine refuses; `pair` is the way back.

        Raises as the engine does.
        """
        evidence = gather(self._engine, pair, questions, self._hypotheses)
        known = dictionary(pair.source)
        made = [self._features(one, known, pair.source) for one in evidence]
        if self._embedder is not None:
            # Without a source the text is held against its back-translation, which is then its source.
            sides = [(one.text, one.source) for one in questions]
            # In one language: the back-translation and the source, or the round trip and the text.
            sides += [(one.trip.text, one.text) if one.trip else (one.back.text, one.source) for one in questions]
            ours, theirs = [one for one, _ in sides], [other for _, other in sides]
            near = cosines(self._embedder, ours, theirs, self._cache)
            for at, found in enumerate(made):
                if found is not None:
                    found.features.update(zip(MEANING, (near[at], near[at + len(made)]), strict=True))
        return made

    def _features(self, evidence: Evidence | None, known: Callable[[str], bool], language: str) -> Gauged | None:
        if evidence is None:
            return None
        made = features(evidence, self._surface, known, language)
        words = tuple(described(evidence, known))
        if self._word_model is not None:
            made["kept"] = share([self._word_model.kept(word) for word in words])
        return Gauged(made, evidence.best, words)


def share(kept: Sequence[float]) -> float:
    """The feature ``kept`` of a text, by what is expected of its words; 1 for a text without words."""
    return sum(kept) / len(kept) if len(kept) else 1.0


def dictionary(language: str) -> Callable[[str], bool]:
    """Whether simplemma's dictionary of `language` has a word; without a dictionary every word counts as known."""
    import simplemma

    @lru_cache(maxsize=50_000)
    def known(word: str) -> bool:
        try:
            return simplemma.is_known(word, lang=language)
        except ValueError:
            return True

    return known
