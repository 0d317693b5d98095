"""An engine without a model, for tests: words are swapped or spelled backwards, so that a round trip is exact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tqcheck.engines.base import Forced, Pair, Refusal, TokenLogProb, Translation
from tqcheck.engines.guards import nothing_to_translate

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S+")
DICTIONARY = MappingProxyType(
    {
        "the": "le", "a": "un", "and": "et", "is": "est", "are": "sont", "was": "était", "of": "de", "in": "dans",
        "with": "avec", "for": "pour", "not": "pas", "but": "mais", "he": "il", "she": "elle", "they": "ils",
        "we": "nous", "you": "vous", "who": "qui", "very": "très", "more": "plus", "this": "ce",
        "his": "son", "their": "leur",
        "cat": "chat", "dog": "chien", "house": "maison", "city": "ville", "bridge": "pont", "river": "fleuve",
        "water": "eau", "school": "école", "child": "enfant", "man": "homme", "woman": "femme", "day": "jour",
        "night": "nuit", "year": "an", "world": "monde", "match": "rencontre", "team": "équipe",
        "player": "joueur", "coach": "entraîneur", "president": "président", "minister": "ministre", "law": "loi",
        "sleeps": "dort", "eats": "mange", "says": "dit", "new": "nouveau", "old": "vieux",
        "red": "rouge", "blue": "bleu", "yes": "oui", "no": "non", "yesterday": "hier",
    }
)  # fmt: skip
"""English to French, and back."""


class FakeEngine:
    """Deterministic and instant. Translating into the other language and back gives the text again, exactly."""

    def __init__(
        self,
        answers: Mapping[str, str] | None = None,
        refusals: Mapping[str, str] | None = None,
        note: str | None = None,
    ) -> None:
        """`answers` gives the translation of a text outright, in any direction.

        `refusals` gives for a stretch of text the reason why every text that holds it is refused.
        """
        self._answers = dict(answers or {})
        self._refusals = dict(refusals or {})
        self._note = note

    @property
    def name(self) -> str:
        """``fake``."""
        return "fake"

    def identity(self, pair: Pair) -> str:
        """The same for fakes with the same answers and refusals."""
        told = repr((sorted(self._answers.items()), sorted(self._refusals.items())))
        return f"fake/1 {pair} {_digest(told)[:8].hex()}"

    def notes(self, pair: Pair) -> tuple[str, ...]:
        """The note that the engine was made with."""
        return (self._note,) if self._note else ()

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        """See Engine. The k-th alternative is the translation followed by ``(k)``."""
        return [self._translate(text, pair, hypotheses) for text in texts]

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        """See Engine. Tokens are words; one that the source accounts for is likelier than one that it does not."""
        if len(sources) != len(targets):
            raise ValueError(f"{len(sources)} sources for {len(targets)} targets")
        return [self._score(source, target, pair) for source, target in zip(sources, targets, strict=True)]

    def _translate(self, text: str, pair: Pair, hypotheses: int) -> Translation | Refusal:
        refusal = self._refused(text)
        if refusal is not None:
            return refusal
        if text in self._answers:
            made = self._answers[text]
        elif nothing_to_translate(text) or pair.source == pair.target:
            return Translation(text, 0.0)
        else:
            made = _WORD.sub(lambda found: counterpart(found[0]), text)
        return Translation(made, -_share(str(pair), text), tuple(f"{made} ({k})" for k in range(1, hypotheses)))

    def _score(self, source: str, target: str, pair: Pair) -> Forced | Refusal:
        refusal = self._refused(source) or self._refused(target)
        if refusal is not None:
            return refusal
        if nothing_to_translate(target):
            return Refusal("there is no word to score", harmless=True)
        if not source.strip():
            return Refusal("there is no source text to score against")
        expected = set(_TOKEN.findall(_text(self._translate(source, pair, 1))))
        tokens = tuple(
            TokenLogProb(found.start(), found.end(), -_share(source, found[0]) - (0 if found[0] in expected else 4))
            for found in _TOKEN.finditer(target)
        )
        return Forced(tokens, -_share(source, target))

    def _refused(self, text: str) -> Refusal | None:
        return next((Refusal(reason) for stretch, reason in self._refusals.items() if stretch in text), None)


def counterpart(word: str) -> str:
    """The word that stands for `word`; its counterpart is `word` again."""
    made = _swap(word)
    return made if _swap(made) == word and _WORD.fullmatch(made) else word


def _swap(word: str) -> str:
    lower = word.lower()
    for cased in (str.lower, str.capitalize, str.upper):
        if cased(lower) == word:
            return cased(_BOTH_WAYS.get(lower, lower[::-1] if lower[::-1] not in _BOTH_WAYS else lower))
    return word[::-1]


_BOTH_WAYS = {word: other for pair in DICTIONARY.items() for word, other in (pair, pair[::-1])}


def _text(outcome: Translation | Refusal) -> str:
    return outcome.text if isinstance(outcome, Translation) else ""


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()


def _share(*parts: str) -> float:
    """A number from 0.05 to 1.05 that hangs on the parts alone."""
    return 0.05 + int.from_bytes(_digest(*parts)[:4]) / 2**32
