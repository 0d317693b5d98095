"""What two languages write alike, or nearly: numbers, dates, names and cognates.

Cognates are words with the same first four letters: Simard, Foster and Isabelle, “Using cognates to align sentences in
bilingual corpora” (TMI 1992). Small numbers, weekdays and months are known by name in five languages, for they are what
news is full of.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

_NUMBER = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ’']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]{3,}")
# A line a language, a column a meaning; a bar where the word is a common one of this or another language: “due to”.
_NUMBERS = """
two three four five six seven eight nine ten eleven twelve
deux trois quatre cinq six sept huit neuf dix onze douze
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
dos tres cuatro cinco seis siete ocho nueve diez | doce
| tre quattro cinque | sette otto nove dieci undici dodici
"""
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday
lundi mardi mercredi jeudi vendredi samedi dimanche
montag dienstag mittwoch donnerstag freitag samstag sonntag
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
"""
_MONTHS = """
january february march april | june july august september october november december
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
januar februar märz april mai juni juli august september oktober november dezember
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
"""


@cache
def _named() -> dict[str, str]:
    """The word for each number, weekday and month to the feature that it stands for."""
    return {
        word: f"{prefix}{column}"
        for table, prefix, first in ((_NUMBERS, "", 2), (_DAYS, "day", 1), (_MONTHS, "month", 1))
        for line in table.splitlines()
        for column, word in enumerate(line.split(), first)
        if word != "|"
    }


def features_of(text: str) -> frozenset[str]:
    """What another language would write alike: digits alone, the first four letters of words, a question mark.

    Linear in the text.
    """
    found = {re.sub(r"\D", "", match.group()) for match in _NUMBER.finditer(text)}
    named = _named()
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        if word in named:
            found.add(named[word])
        elif len(word) > 3:
            found.add(_stem(word))
    if text.rstrip("”»\"'’“) \u00a0\u202f").endswith(("?", "？", "؟")):
        found.add("?")
    return frozenset(found)


def names_in(texts: Sequence[str]) -> frozenset[str]:
    """The features of what is written with a capital inside a sentence."""
    named = _named()
    return frozenset(
        _stem(word)
        for text in texts
        for match in _WORD.finditer(text, 2)
        if len(word := match.group()) > 3 and word[0].isupper() and word.casefold() not in named
    )


def weights(
    source: Sequence[frozenset[str]], target: Sequence[frozenset[str]], names: frozenset[str]
) -> dict[str, float]:
    """How much it tells that two sentences share a feature: more where it is rare, a number, a date or a name.

    `source` and `target` hold the features of each sentence, `names` those that are names in both texts. The weights
    are costs saved, in natural logarithms.
    """
    ours, theirs = (Counter(feature for found in side for feature in found) for side in (source, target))
    most = max(len(source), len(target), 2)
    worth = {}
    for feature in ours.keys() & theirs.keys():
        rarity = 0.2 + 0.8 * math.log(most / max(ours[feature], theirs[feature])) / math.log(most)
        number = 1.5 if len(feature) == 1 else 3.0
        word = 2.5 if feature in names or feature.startswith(("day", "month")) else 1.0
        worth[feature] = rarity * (number if feature.isdigit() else word)
    return worth


def _stem(word: str) -> str:
    letters = unicodedata.normalize("NFD", word[:5].casefold())
    return "".join(char for char in letters if not unicodedata.combining(char))[:4]
