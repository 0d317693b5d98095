"""The words of a translation, and how probably an editor leaves each as it is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tqcheck.engines.base import Forced, TokenLogProb
from tqcheck.fidelity.evidence import Evidence
from tqcheck.fidelity.form import WORD

WORD_FEATURES = {
    "loss": "how probable the word is, given the source",
    "before": "the same of the word before it",
    "after": "the same of the word after it",
    "sure": "whether the model would hardly write another",
    "contrast": "how much of that is owed to the source",
    "own": "in how many of the model's own translations it stands",
    "best": "whether it stands in the best of them",
    "joined": "in how many it follows the same word",
    "joining": "in how many the same word follows it",
    "native": "whether it is no word of the source that the dictionary does not know",
}
"""What is known of a word, by name; each is the higher the better."""

_FLOOR = -8.0
_SURE = -0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word at half-open offsets into the text, with `WORD_FEATURES` in their order."""

    start: int
    end: int
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WordModel:
    """A logistic model of the features of a word, fitted on post-edited translations; no weight is negative."""

    name: str
    """``source`` or ``round-trip``."""
    intercept: float
    weight: Mapping[str, float]
    doubted: float
    """The probability of being left alone under which a word is doubted: the limit of the best F1."""

    def kept(self, word: Word) -> float:
        """How probably an editor leaves the word as it is, 0 to 1."""
        z = self.intercept + sum(
            weight * value for weight, value in zip(self.weight.values(), word.features, strict=True)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def described(evidence: Evidence, known: Callable[[str], bool]) -> list[Word]:
    """The words of the text with their features; `known` says whether a dictionary of its language has a word.

    Losses are those of the text in the form of its source, offsets those of the text as it stands. A word that the
    model writes itself, beside the same neighbours, is rarely changed (the confusion-network features of Luong et al.
    2015); its loss and what the source adds to it are those of `Forced`.
    """
    restored = evidence.restored
    text = restored.text
    found = list(WORD.finditer(text))
    words = [one[0].lower() for one in found]
    losses = [max(_FLOOR, one) for one in lost(text, evidence.adequate)]
    alone = [max(1.5 * _FLOOR, one) for one in lost(text, evidence.fluent)]
    own = [_words(one) for one in (evidence.best.text, *evidence.best.alternatives)]
    shares = _Shares(words, own)
    given = set(_words(evidence.question.source))
    made = []
    for at, (one, word) in enumerate(zip(found, words, strict=True)):
        foreign = word in given and word.isalpha() and not known(word)
        features = (
            losses[at],
            losses[at - 1] if at else 0.0,
            losses[at + 1] if at + 1 < len(words) else 0.0,
            float(losses[at] > _SURE),
            losses[at] - alone[at],
            *shares.of(at),
            float(not foreign),
        )
        made.append(Word(restored.original(one.start()), restored.original(one.end() - 1) + 1, features))
    return made


def lost(text: str, forced: Forced) -> list[float]:
    """For each word of `text` the log-probability of the tokens that begin in it."""
    tokens: Sequence[TokenLogProb] = forced.tokens
    made, at = [], 0
    for found in WORD.finditer(text):
        start, end = found.span()
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        loss, k = 0.0, at
        while k < len(tokens) and tokens[k].start < end:
            loss += tokens[k].logprob
            k += 1
        made.append(loss)
    return made


class _Shares:
    """In how many of the model's own translations the words of a text stand, alone and beside their neighbours."""

    def __init__(self, words: Sequence[str], own: Sequence[Sequence[str]]):
        self._words = ("", *words, "")
        self._often = Counter(words)
        self._counts = [Counter(one) for one in own]
        self._pairs = [{*zip(("", *one), (*one, ""), strict=True)} for one in own]

    def of(self, at: int) -> tuple[float, float, float, float]:
        """``own``, ``best``, ``joined`` and ``joining`` of the word at `at`."""
        before, word, after = self._words[at : at + 3]
        shares = [min(1.0, count[word] / self._often[word]) for count in self._counts]
        joined = sum((before, word) in pairs for pairs in self._pairs)
        joining = sum((word, after) in pairs for pairs in self._pairs)
        return sum(shares) / len(shares), shares[0], joined / len(shares), joining / len(shares)


def _words(text: str) -> list[str]:
    return [found[0].lower() for found in WORD.finditer(text)]
