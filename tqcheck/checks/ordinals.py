"""Ordinal numbers and centuries in the spelling of another language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.report import Finding, Severity

_CATEGORY = "locale/number"

CENTURY = RuleInfo(
    "ordinals/century",
    _CATEGORY,
    Severity.WARNING,
    "A century in Roman numerals.",
    "English writes “the 19th century” or “the nineteenth century”.",
    bad=(
        "The mill dates from the XVIIe century.",
        "A painter of the XIXth century lived here.",
        "Few roads of the XII century remain.",
    ),
    good=(
        "The mill dates from the 17th century.",
        "Louis XIV and Henry VIII lived centuries apart.",
        "Malcolm X, century maker, and the Century XXI project.",
    ),
    languages=("en",),
)

ORDINAL = RuleInfo(
    "ordinals/suffix",
    _CATEGORY,
    Severity.WARNING,
    "An ordinal with the ending of another language, as 1er, 3ème, 2º or “the 27.”.",
    "English writes 1st, 2nd, 3rd, 4th.",
    bad=(
        "She came 1er in the race.",
        "It was the 3ème attempt in a week.",
        "The 25. edition of the fair opens on Friday.",
        "He lives on the 2º floor.",
        "The 14e edition was cancelled.",
    ),
    good=(
        "She came 1st in the race, for the 3rd time.",
        "The A380e and the 5e rules are different things.",
        "The water was at 2 ºC, at an angle of 40º north.",
        "He was born in the 70. He died in 2004.",
        "They counted 25. then they stopped.",
        "She works in the 11e, near the canal.",
    ),
    languages=("en",),
)

ENGLISH_SUFFIX = RuleInfo(
    "ordinals/english-suffix",
    _CATEGORY,
    Severity.WARNING,
    "An English ordinal such as 3rd or 20th in a text of another language.",
    "The ending was copied from the original.",
    bad=("C’est la 3rd fois cette année.", "Une maison du 19th siècle."),
    good=("C’est la 3e fois cette année.", "Un magasin de la 5th Avenue, filmé par 20th Century Fox."),
    languages=("fr", "de", "es", "it", "pt", "nl", "pl"),
)

_CENTURY = later(
    r"\b(?P<roman>[XVI]{1,5})[ \u00a0]?(?P<suffix>e|ème|eme|è|th|st|nd|rd|º|°)?[ \u00a0]"
    r"(?:(?P<to>(?:and|to|or|–|-)[ \u00a0][XVI]{1,5}(?:e|ème|th|st|nd|rd)?)[ \u00a0])?(?P<noun>centur(?:y|ies))\b"
)
_SUFFIX = later(r"(?<![\w.,:/°-])(?P<number>\d{1,3})(?P<suffix>er|ère|ème|eme|ième|º|ª)(?![\w°])")
_BARE_E = later(r"\b[Tt]he (?P<number>\d\d)(?P<suffix>e) (?=[a-z]{3})")
_GERMAN = later(r"\b[Tt]he (?P<number>\d{1,3})(?P<suffix>\.) (?!and\b|or\b)(?=[a-z]{2})")
_DEGREES = later(r"\s?(?:[CFNSEW]\b|celsius|fahrenheit|north|south|east|west|angle|slope)", re.IGNORECASE)
_ENGLISH = later(r"(?<![\w-])(?P<number>\d{0,2}(?:1st|2nd|3rd|[04-9]th|1[1-3]th))(?= [a-zà-ÿ]{3})")
_VALUES = {"X": 10, "V": 5, "I": 1}


class Ordinals:
    """Looks at figures with an ordinal's ending, and at Roman numerals before “century”."""

    rules: tuple[RuleInfo, ...] = (CENTURY, ORDINAL, ENGLISH_SUFFIX)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding an ordinal."""
        for passage in passages(context):
            if passage.language == "en":
                yield from _centuries(passage)
                yield from _suffixes(passage)
            elif passage.language in ENGLISH_SUFFIX.languages:
                yield from _english(passage)


def _centuries(passage: Passage) -> Iterator[Finding]:
    if "centur" not in passage.text:
        return
    for match in _CENTURY.finditer(passage.text):
        value = roman(match["roman"])
        if value is None:
            continue
        better = None if match["to"] else f"{ordinal(value)} {match['noun']}"
        message = "English counts centuries in Arabic figures" + (f": write “{better}”." if better else ".")
        yield finding(CENTURY, passage.block, match.start(), match.end(), message, better)


def _suffixes(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for pattern in (_SUFFIX, _BARE_E, _GERMAN):
        for match in pattern.finditer(text):
            start, end = match.start("number"), match.end("suffix")
            if passage.shields.touch(start, end):
                continue
            if match["suffix"] in ("º", "ª") and (_DEGREES.match(text, end) or not text[end : end + 2].strip(" ")):
                continue
            better = ordinal(int(match["number"]))
            message = f"This is not an English ordinal: write “{better}”."
            yield finding(ORDINAL, passage.block, start, end, message, better)


def _english(passage: Passage) -> Iterator[Finding]:
    for match in _ENGLISH.finditer(passage.text):
        message = f"“{match['number']}” is an English ordinal."
        yield finding(ENGLISH_SUFFIX, passage.block, match.start(), match.end(), message)


def ordinal(number: int) -> str:
    """The English ordinal in figures: 1st, 22nd, 113th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral of X, V and I up to 21; ``None`` for other strings and values."""
    total = 0
    for sign, after in zip(numeral, numeral[1:] + " ", strict=True):
        value = _VALUES[sign]
        total += -value if _VALUES.get(after, 0) > value else value
    tens, ones = divmod(total, 10)
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return total if 1 <= total <= 21 and "X" * tens + units[ones] == numeral else None
