"""Asks the model whether a back-translation with the phrase behind a rule would be about as likely as the one it made.

The beam holds a handful of back-translations; the phrase that a text was translated from may be one of the many that
it leaves out. So the phrase is put in the place of the words of the back-translation that stand where the flagged words
stand, give or take a few, and each variant is scored against the text by forced decoding. The engine thus chooses the
place itself, and no word alignment is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tqcheck.engines.base import Engine, Forced, Pair, Refusal
from tqcheck.errors import EngineError

LIKELY = -3.0
"""The log-probability that a variant may lose against the back-translation that the model prefers: odds of 1 to 20.

Chosen on the raw French articles of the corpora and the references of newstest 2008 to 2012, so no measure of new
texts: 8 of 17 phrases of flaws reach it, and 1 of 11 in the references.
"""
_REACH = 5
"""How far, in words, the place of the phrase may lie from that of the flagged words."""
_SLACK = range(-1, 3)
"""By how many words what the phrase replaces may be shorter or longer than it."""
_WORDS = re.compile(r"[^\W_]+(?:-[^\W_]+)*['’]?")
"""A word, with the apostrophe that cuts its end off: *d’œuvres* is two."""
_ELIDED = {"d": "de", "l": "le", "n": "ne", "s": "se", "m": "me", "t": "te", "j": "je", "c": "ce", "qu": "que"}
_CUT = re.compile(rf"\b({'|'.join(_ELIDED)})['’]$", re.IGNORECASE)
_UNCUT = re.compile(rf"\b({'|'.join(_ELIDED)})[ea] $", re.IGNORECASE)
_VOWELS = frozenset("aâàeéèêëiîïoôœuûy")
_EITHER = frozenset("hHyY")
"""Letters before which French elides some words and not others."""
_LONGEST = 120
"""Words of a back-translation beyond which nothing is asked."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A place in a text that a rule takes for a translation of one of its phrases."""

    text: str
    back_translation: str
    phrases: tuple[str, ...]
    start: int
    end: int
    """Half-open offsets of the flagged words in `text`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A back-translation with a phrase put in."""

    phrase: str
    sentence: str


class Plausibility:
    """Judges claims with one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, claims: Sequence[Claim], pair: Pair) -> list[Variant | None]:
        """For each claim the likeliest variant that is about as likely as the back-translation, if there is one.

        One call of the engine; where it fails or has no model for `pair`, nothing is plausible.
        """
        asked = [list(_variants(claim, pair.target)) for claim in claims]
        sources = [claim.text for claim, variants in zip(claims, asked, strict=True) for _ in (claim, *variants)]
        targets = [
            text
            for claim, variants in zip(claims, asked, strict=True)
            for text in (claim.back_translation, *(variant.sentence for variant in variants))
        ]
        try:
            scores = iter(self._engine.score(sources, targets, pair))
        except EngineError:
            return [None] * len(claims)
        found: list[Variant | None] = []
        for variants in asked:
            base = _total(next(scores))
            best, likeliest = base + LIKELY, None
            for variant in variants:
                total = _total(next(scores))
                if total >= best:
                    best, likeliest = total, variant
            found.append(likeliest)
        return found


def _total(score: Forced | Refusal) -> float:
    if isinstance(score, Refusal):
        return float("-inf")
    return sum(token.logprob for token in score.tokens) + score.end


def _variants(claim: Claim, language: str = "fr") -> Iterator[Variant]:
    back = claim.back_translation
    words = [match.span() for match in _WORDS.finditer(back)]
    if not claim.text or len(words) > _LONGEST:
        return
    middle = (claim.start + claim.end) / 2 / len(claim.text) * len(words)
    seen = {back}
    for phrase in claim.phrases:
        long = len(_WORDS.findall(phrase))
        for first in range(len(words)):
            if abs(first + long / 2 - middle) > _REACH:
                continue
            for more in _SLACK:
                last = first + long + more - 1
                if first <= last < len(words):
                    sentence = _put(back[: words[first][0]], phrase, back[words[last][1] :], language)
                    if sentence not in seen:
                        seen.add(sentence)
                        yield Variant(phrase, sentence)


def _put(before: str, phrase: str, after: str, language: str) -> str:
    """`phrase` between the two parts of a sentence, with no comma twice and, in French, *de* or *d’* as it needs."""
    if phrase.startswith(","):
        before = before.rstrip(" ,")
    elif language == "fr" and phrase and phrase[0] not in _EITHER:
        if phrase[0].lower() not in _VOWELS:
            before = _CUT.sub(lambda match: _ELIDED[match[1].lower()] + " ", before)
        else:
            before = _UNCUT.sub(r"\1’", before)
    if phrase.endswith(","):
        rest = after.lstrip(" ,")
        after = " " + rest if rest[:1].isalnum() else rest
    if after[:1].isalnum() and phrase[-1:].isalnum():
        after = " " + after
    return before + phrase + after
