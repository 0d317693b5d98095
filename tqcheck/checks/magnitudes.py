"""Millions and billions behind a figure: left in another language, or in the wrong number."""

from __future__ import annotations

from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.locales import MAGNITUDES
from tqcheck.checks.passages import Passage, passages
from tqcheck.report import Finding, Severity

MAGNITUDE = RuleInfo(
    "magnitudes/word",
    "locale/number",
    Severity.WARNING,
    "A word for a large number that English does not have, or a plural that it does not put after a figure.",
    "English says “5 million euros”; a milliard is a billion.",
    bad=(
        "The dam cost 5 millions of euros.",
        "They borrowed 12 milliards last year.",
        "Sales reached 3.5 billions dollars.",
        "It will cost 40 millones.",
    ),
    good=(
        "The dam cost 5 million euros, and millions of people were glad.",
        "Tens of millions watched; two thousand billions would be too many.",
        "In 2012 millions of euros were lost.",
        "By 1990, thousands of them had left.",
    ),
    languages=("en",),
)

PLURAL = RuleInfo(
    "magnitudes/plural",
    "locale/number",
    Severity.WARNING,
    "A figure of two or more with “million” or “milliard” in the singular, in French.",
    "In French these words are nouns and take an s from two on; the bare form comes from English.",
    bad=("Le barrage a coûté 5 million d’euros.", "La ville doit 12 milliard de dollars."),
    good=("Le barrage a coûté 5 millions d’euros.", "La ville doit 1,9 million d’euros.", "Le prix est de 1 million."),
    languages=("fr",),
)

_FOREIGN = "|".join(sorted(set(MAGNITUDES) - {"million", "billion", "Million", "trillion", "trillions", "thousands"}))
_ENGLISH = later(
    r"(?<![\w.,])(?P<number>[€£$]?\d{1,12}(?:[.,]\d{1,6})?|two|three|four|five|six|seven|eight|nine|ten|several|some)"
    rf"[ \u00a0\u202f](?P<word>{_FOREIGN}|trillions|thousands(?= of [a-z]))\b(?P<of> of(?= [a-z]))?"
)
_FRENCH = later(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d{1,6})?)[ \u00a0\u202f](?P<word>million|milliard)\b"
    r"(?=[ \u00a0]d[e'’])"
)
_YEAR = later(r"(?:1[5-9]|20)\d\d")
_PLAIN = ("millions", "billions", "trillions", "thousands")


class Magnitudes:
    """Looks at the word behind each figure."""

    rules: tuple[RuleInfo, ...] = (MAGNITUDE, PLURAL)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a figure, over the figure and its word."""
        for passage in passages(context):
            if passage.language == "en":
                yield from _english(passage)
            elif passage.language == "fr":
                yield from _french(passage)


def _english(passage: Passage) -> Iterator[Finding]:
    for match in _ENGLISH.finditer(passage.text):
        number, word = match["number"], match["word"]
        figure = any(map(str.isdigit, number))
        # “In 2012 millions of people” is a year and a subject; “some millions” is English.
        if _YEAR.fullmatch(number) or (not figure and word in _PLAIN):
            continue
        better = f"{number} {MAGNITUDES[word]}"
        message = f"After a figure English says “{MAGNITUDES[word]}”, without “s” and “of”: write “{better}”."
        yield finding(MAGNITUDE, passage.block, match.start(), match.end(), message, better)


def _french(passage: Passage) -> Iterator[Finding]:
    for match in _FRENCH.finditer(passage.text):
        whole = match["number"].partition(",")[0]
        if whole not in ("0", "1"):
            better = f"{match['number']}\u00a0{match['word']}s"
            yield finding(
                PLURAL, passage.block, match.start(), match.end(), f"From two on, write “{match['word']}s”.", better
            )
