"""Words of a translation that are probably wrong, and words of its source that it misses, by the losses of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tqcheck.engines.base import TokenLogProb
from tqcheck.fidelity.form import WORD
from tqcheck.report import Severity

UNLIKELY = -1.5
"""Log-probability of a word from which it is doubted; chosen on post-edited news (docs/fidelity.md)."""
HARDLY = -7.0
"""From which the doubt is a warning."""
MISSED = -8.0
"""Log-probability of a source word, given the translation, from which it seems to be left out."""
_JOINED = 2
"""Code points between two doubted words that belong to one stretch."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open offsets into a sentence, with the least log-probability of a word in them."""

    start: int
    end: int
    logprob: float

    @property
    def severity(self) -> Severity:
        """``WARNING`` for what is probably wrong, ``INFO`` for what is worth a look."""
        return Severity.WARNING if self.logprob <= HARDLY else Severity.INFO


def unlikely(
    text: str, tokens: Sequence[TokenLogProb], expected: frozenset[str], limit: float = UNLIKELY
) -> list[Stretch]:
    """The doubted words of `text`, neighbours as one stretch; `expected` are those of the model's own translations.

    A word's loss is the sum of its tokens' (Sarti et al. 2025 find such unsupervised figures hard to beat without
    training). One that the model writes itself, in whatever order, is not doubted.
    """
    return _merged([one for one in _words(text, tokens) if one.logprob <= limit and _plain(text, one) not in expected])


def missed(source: str, tokens: Sequence[TokenLogProb], back: frozenset[str]) -> list[Stretch]:
    """The words of `source` that hardly follow from the text; `back` are those of the back-translations.

    Short words come and go with grammar, so they never count.
    """
    return _merged(
        [
            one
            for one in _words(source, tokens)
            if one.logprob <= MISSED and one.end - one.start > 3 and _plain(source, one) not in back
        ]
    )


def words(texts: Sequence[str]) -> frozenset[str]:
    """The words of `texts`, lower-cased."""
    return frozenset(found[0].lower() for text in texts for found in WORD.finditer(text))


def _plain(text: str, word: Stretch) -> str:
    return text[word.start : word.end].lower()


def _words(text: str, tokens: Sequence[TokenLogProb]) -> list[Stretch]:
    """Each word with the sum of the losses of the tokens that begin in it."""
    made, at = [], 0
    for found in WORD.finditer(text):
        start, end = found.span()
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        loss, k = 0.0, at
        while k < len(tokens) and tokens[k].start < end:
            loss += tokens[k].logprob
            k += 1
        made.append(Stretch(start, end, loss))
    return made


def _merged(found: Sequence[Stretch]) -> list[Stretch]:
    out: list[Stretch] = []
    for one in found:
        if out and one.start - out[-1].end <= _JOINED:
            last = out.pop()
            one = Stretch(last.start, one.end, min(last.logprob, one.logprob))
        out.append(one)
    return out
