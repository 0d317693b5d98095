"""Which sentence pairs are fit to learn from, and why the others are not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import StrEnum

from tqcheck.engines.base import Pair
from tqcheck.engines.normalise import is_plain, normalise
from tqcheck.function_words import FUNCTION_WORDS

_LONGEST = 1500
_NOT_LETTERS = re.compile(r"[\W_]+")


class Fault(StrEnum):
    """Why a pair is left out, in words that finish the sentence "so many pairs are ..."."""

    EMPTY = "empty on one side"
    BROKEN = "in a broken encoding"
    LONG = "longer than a model can learn"
    SAME = "the same on both sides"
    LENGTHS = "too unlike in length"
    SIGNS = "mostly numbers and signs"
    NUMBERS = "at odds in their numbers"
    LANGUAGE = "in the wrong language"
    DUPLICATE = "there twice"
    TAGGED = "carrying a language tag of the model in the text"


def straightened(text: str, straighten: bool = True) -> str:
    """The text that `normalise` gives, without its offsets and so in a fraction of the time for most texts."""
    if straighten and is_plain(text):
        return text
    return normalise(text, straighten).text if straighten else normalise(text, False).text.strip()


def key(text: str) -> str:
    """The letters and digits alone, in one case: equal for texts that differ in signs and spaces only."""
    return _NOT_LETTERS.sub("", text.casefold())


def fault(source: str, target: str, languages: Pair) -> Fault | None:
    """Why a normalised pair is left out; None where it may stay. Linear in both texts."""
    if not source or not target:
        return Fault.EMPTY
    if "\N{REPLACEMENT CHARACTER}" in source or "\N{REPLACEMENT CHARACTER}" in target:
        return Fault.BROKEN
    if max(len(source), len(target)) > _LONGEST:
        return Fault.LONG
    if source.casefold() == target.casefold():
        return Fault.SAME
    shorter, longer = sorted((_breadth(source), _breadth(target)))
    if longer > 2.5 * shorter + 12:
        return Fault.LENGTHS
    if not (_wordy(source) and _wordy(target)):
        return Fault.SIGNS
    if _numbers_disagree(source, target):
        return Fault.NUMBERS
    if _foreign(source, languages) or _foreign(target, languages.back):
        return Fault.LANGUAGE
    return None


def _breadth(text: str) -> float:
    if text.isascii():
        return len(text)
    return sum(2.5 if sign > "\u1100" and unicodedata.east_asian_width(sign) in "WF" else 1.0 for sign in text)


def _wordy(text: str) -> bool:
    return 3 * sum(sign.isalpha() or unicodedata.combining(sign) > 0 for sign in text) >= len(text.replace(" ", ""))


def _numbers_disagree(source: str, target: str) -> bool:
    """Whether each side has digits that the other lacks, or one has a whole number more.

    Separators and the order do not count, nor does a digit or two that one side alone has: "2" may be "two", and
    "12.07." may be "12 July".
    """
    here, there = (Counter(sign for sign in text if sign.isdecimal()) for text in (source, target))
    more, less = (here - there).total(), (there - here).total()
    return bool(more and less) or more + less > 2


def _foreign(text: str, languages: Pair) -> bool:
    """Whether a text of `languages.source` reads as one of `languages.target`, by its function words."""
    own, other = (FUNCTION_WORDS.get(language) for language in languages)
    if own is None or other is None or languages.source == languages.target:
        return False
    words = [word.strip(".,;:!?()\"'") for word in text.casefold().replace("'", "' ").split()]
    staying, missing = (sum(word in which for word in words) for which in (other - own, own - other))
    return staying >= 3 and staying > 2 * missing
