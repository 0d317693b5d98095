"""A text as its source would have it written: capitals and spaces apart from what the words say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PART = re.compile(r"[-'’]")
_OPENING = " \t\n\"'“”‘’«»([—–-"
_STRAY = re.compile(r"(?<=\S) (?=[.,;:!?%)\]](?:\s|$))|(?<=[(\[]) (?=\S)|(?<=\S) (?='(?:s|re|ve|ll|d|m)\b|n't\b)")
_SPACED_COMMA = re.compile(r"\S ,(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with the capitals of its source; equal to the text where nothing was amiss."""

    text: str
    recased: int
    """Words whose capitals differ from those of the same word elsewhere."""
    words: int
    joints: tuple[int, ...] = ()
    """Offsets into `text` at which a space was taken out, in order."""

    def original(self, at: int) -> int:
        """The offset into the text as it stood of the code point at offset `at` of `text`."""
        return at + bisect_right(self.joints, at)


def restore(text: str, source: str, others: Iterable[str]) -> Restored:
    """`text` with the capitals that its words have in `source` or in `others`, its translations by a model.

    A model gives “canadian” a low probability though only the capital is wrong, and a lower-cased, tokenised text a
    low one throughout. Scored in this form, the words are judged by what they say; how much was to restore is a
    feature of its own. Linear in the texts.
    """
    forms = _forms([source, *others])
    capital = source.lstrip(_OPENING)[:1].isupper()
    first = next((found.start() for found in WORD.finditer(text)), -1)
    recased = words = 0
    # A text whose commas stand apart was tokenised by a program; French sets its “;:!?” apart by itself.
    tokenised = bool(_SPACED_COMMA.search(text))

    def fix(found: re.Match[str]) -> str:
        nonlocal recased, words
        word, made = found[0], found[0]
        words += 1
        known = forms.get(word.lower())
        if known and word not in known:
            usual = known.most_common(1)[0][0]
            made = usual if len(usual) == len(word) else word
        if found.start() == first and (capital or word[:1].isupper()):
            # “ß” becomes two letters, which would shift what follows.
            made = made[:1].upper() + made[1:] if len(made[:1].upper()) == 1 else made
        recased += made != word
        return made

    out = WORD.sub(fix, text)
    stray = [found.start() for found in _STRAY.finditer(out)] if tokenised else []
    joints = tuple(space - taken for taken, space in enumerate(stray))
    return Restored(_STRAY.sub("", out) if stray else out, recased, words, joints)


def _forms(texts: Iterable[str]) -> dict[str, Counter[str]]:
    """By lower-cased word the ways it is written; a capital that only the beginning of a text gives counts for none."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for number, found in enumerate(WORD.finditer(text)):
            word = found[0]
            if number == 0 and word[:1].isupper() and not word[1:].isupper():
                continue
            forms[word.lower()][word] += 1
            parts = _PART.split(word)
            for part in parts if len(parts) > 1 else ():
                forms[part.lower()][part] += 1
    return forms
