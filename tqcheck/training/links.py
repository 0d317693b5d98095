"""Which words of a pair are each other's translation, by how often they stand in pairs together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(r"\w+(?:-\w+)*|[^\w\s]")
_LEAST_SEEN = 3
_LEAST_KEPT = 0.15
_LEAST_LINKED = 0.2
_SAME = 0.9
"""How sure a word is that stands in both sentences, as a name does."""
_AT_ONCE = 10_000


class Word(NamedTuple):
    """A word or a mark at ``text[start:end]``."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words and marks of a text, in order."""
    return [Word(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


@dataclass(frozen=True, slots=True)
class Links:
    """Dice coefficients (Dice 1945) of words of two languages."""

    dice: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, sources: Sequence[Sequence[Word]], targets: Sequence[Sequence[Word]]) -> Links:
        """Counted over pairs of sentences; what was seen together once, or seldom, is left out."""
        import numpy as np

        sides = []
        for sentences in (sources, targets):
            seen = Counter(form for sentence in sentences for form in {word.text.lower() for word in sentence})
            sides.append({form: at for at, form in enumerate(f for f, n in seen.items() if n >= _LEAST_SEEN)})
        ours, theirs = sides
        alone = np.zeros(len(ours), np.int64), np.zeros(len(theirs), np.int64)
        keys, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
        for at in range(0, len(sources), _AT_ONCE):
            block = []
            for pair in zip(sources[at : at + _AT_ONCE], targets[at : at + _AT_ONCE], strict=True):
                ids = [
                    np.array(sorted({side[form] for word in sentence if (form := word.text.lower()) in side}), np.int64)
                    for side, sentence in zip(sides, pair, strict=True)
                ]
                for total, known in zip(alone, ids, strict=True):
                    total[known] += 1
                block.append((ids[0][:, None] * len(theirs) + ids[1]).ravel())
            new, often = np.unique(np.concatenate(block), return_counts=True)
            keys, back = np.unique(np.concatenate([keys, new]), return_inverse=True)
            counts = np.bincount(back, np.concatenate([counts, often]), len(keys)).astype(np.int64)
        first, second = np.divmod(keys, max(len(theirs), 1))
        dice = 2 * counts / np.maximum(alone[0][first] + alone[1][second], 1)
        names = list(ours), list(theirs)
        table: dict[str, dict[str, float]] = {}
        for k in np.flatnonzero((counts > 1) & (dice >= _LEAST_KEPT)).tolist():
            table.setdefault(names[0][first[k]], {})[names[1][second[k]]] = float(dice[k])
        return cls(table)

    def between(self, source: Sequence[Word], target: Sequence[Word]) -> dict[int, int]:
        """Places of words that are each other's best match, and the only best."""
        best: dict[int, tuple[float, int]] = {}
        taken: dict[int, tuple[float, int]] = {}
        for i, one in enumerate(source):
            row = self.dice.get(one.text.lower(), {})
            grades = [
                _SAME if one.text == other.text and len(one.text) > 2 else row.get(other.text.lower(), 0.0)
                for other in target
            ]
            top = max(grades, default=0.0)
            if top < _LEAST_LINKED or grades.count(top) > 1 or not one.text[0].isalpha():
                continue
            best[i] = (top, j := grades.index(top))
            if top > taken.get(j, (0.0, -1))[0]:
                taken[j] = (top, i)
        return {i: j for i, (_, j) in best.items() if taken[j][1] == i}
