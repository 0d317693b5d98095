"""Words of a translation that are probably wrong, and words of its source that it misses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tqcheck.engines.base import Forced
from tqcheck.fidelity.form import WORD
from tqcheck.fidelity.words import lost
from tqcheck.report import Severity

HARDLY = 0.5
"""The probability of being left alone under which a doubt is a warning: more likely changed than not."""
MISSED = -8.0
"""Log-probability of a source word, given the translation, from which it seems to be left out."""
_SHORT = 3
"""Code points of a source word that comes and goes with grammar."""
_JOINED = 2
"""Code points between two doubted words that belong to one stretch."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open offsets into a text, with the least probability of a word in them of being left alone."""

    start: int
    end: int
    kept: float

    @property
    def severity(self) -> Severity:
        """``WARNING`` for what is probably wrong, ``INFO`` for what is worth a look."""
        return Severity.WARNING if self.kept < HARDLY else Severity.INFO


def doubted(words: Iterable[Stretch], limit: float) -> list[Stretch]:
    """The words, in the order of the text, that are less probably kept than `limit`; neighbours as one stretch."""
    out: list[Stretch] = []
    for word in words:
        if word.kept >= limit:
            continue
        if out and word.start - out[-1].end <= _JOINED:
            last = out.pop()
            word = Stretch(last.start, word.end, min(last.kept, word.kept))
        out.append(word)
    return out


def missed(source: str, forced: Forced, back: frozenset[str]) -> list[Stretch]:
    """The words of `source` that hardly follow from the text; `back` are those of the back-translations.

    Short words come and go with grammar, so they never count.
    """
    return doubted(
        [
            Stretch(found.start(), found.end(), 0.0)
            for found, loss in zip(WORD.finditer(source), lost(source, forced), strict=True)
            if loss <= MISSED and len(found[0]) > _SHORT and found[0].lower() not in back
        ],
        1.0,
    )


def words(texts: Sequence[str]) -> frozenset[str]:
    """The words of `texts`, lower-cased."""
    return frozenset(found[0].lower() for text in texts for found in WORD.finditer(text))
