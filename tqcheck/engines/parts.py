"""A sentence translated in parts: cut at clauses, or around what the model cannot read, and put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tqcheck.engines.base import Pair, Refusal, Translation
from tqcheck.engines.model import Model
from tqcheck.engines.tokens import Tokeniser
from tqcheck.segment import clauses

_UNSPACED = frozenset({"ja", "th", "zh"})


@dataclass(frozen=True, slots=True)
class Part:
    """The translation of one part, with the number of tokens that its score is the mean of."""

    translation: Translation
    length: int


def joined(parts: Sequence[Part | Refusal], pair: Pair) -> Part | Refusal:
    """The parts as one translation, or the first refusal among them."""
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Refusal):
            return part
        made.append(part)
    if len(made) == 1:
        return made[0]
    text = ("" if pair.target in _UNSPACED else " ").join(part.translation.text for part in made)
    length = sum(part.length for part in made)
    return Part(Translation(text, sum(part.translation.score * part.length for part in made) / max(1, length)), length)


def between(text: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The pieces of `text` in order, without the spaces around them; False for those that `stretches` names."""
    pieces, at = [], 0
    for start, end in stretches:
        pieces += [(text[at:start].strip(), True), (text[start:end], False)]
        at = end
    pieces.append((text[at:].strip(), True))
    return [piece for piece in pieces if piece[0]]


def split(tokeniser: Tokeniser, text: str, length: int, model: Model) -> list[str]:
    """The clauses of `text`, which has `length` tokens, each short enough for `model`; none is left out."""
    # A fifth less than the mean would allow: tokens are not spread evenly.
    limit = max(20, len(text) * model.longest * 4 // (length * 5))
    parts = [text[start:end] for start, end in clauses(text, limit, model.pair.source)]
    if len(parts) < 2:
        return [text]
    lengths = [len(source) for source in tokeniser.source(parts)]
    return [
        clause
        for part, length in zip(parts, lengths, strict=True)
        for clause in ([part] if length <= model.longest else split(tokeniser, part, length, model))
    ]
