"""Weekdays and dates that differ between a translation and its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.calendar import DAYS, MONTHS
from tqcheck.checks.later import later
from tqcheck.checks.units import Unit, units
from tqcheck.report import Finding, Severity

DATE = RuleInfo(
    "source/date",
    "accuracy/mistranslation",
    Severity.WARNING,
    "A weekday or a date that the source does not have, where one of the source is missing.",
    "A wrong day sends readers to a closed door.",
    bad=(
        "Le bureau ouvre lundi matin. → The office opens on Tuesday morning.",
        "La fête a lieu le 3 mai. → The party is on May 4.",
        "Il est né le 12 juillet 1990. → He was born on 12 June 1990.",
    ),
    good=(
        "Le bureau ouvre lundi 3 mai. → The office opens on Monday, May 3.",
        "Il est né en mars. → He was born in March.",
        "La fête a lieu le 3 mai. → The party is on the third of May.",
        "Il part demain, lundi. → He leaves tomorrow.",
        "Dans la nuit de lundi à mardi. → In the early hours of Tuesday.",
        "Marche 3 mois ! → March for 3 months!",
        "Du 5 au 7 mai, les 15 et 16 juin. → From May 5 to 7 and on June 15 and 16.",
    ),
)

_MOST = 50
_Entry = tuple[int, int, tuple[int, int]]
"""Start, end, and what it says: a weekday as ``(0, number)``, a date as ``(day, month)``."""


class SourceDates:
    """Compares the weekdays and the dates of each translated sentence with those of its source."""

    rules: tuple[RuleInfo, ...] = (DATE,)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a date; nothing without a source, or where a language's calendar is not known."""
        language = (context.language or "en").split("-")[0]
        origin = (context.origin or "fr").split("-")[0]
        if language in DAYS and origin in DAYS:
            for unit in units(context):
                yield from _compare(unit, _entries(unit.source, origin), _entries(unit.text, language))


def _compare(unit: Unit, source: list[_Entry], target: list[_Entry]) -> Iterator[Finding]:
    theirs, ours = {what for _, _, what in source}, {what for _, _, what in target}
    for weekday in (True, False):
        lost = [entry for entry in source if entry[2] not in ours and (entry[2][0] == 0) is weekday]
        new = [entry for entry in target if entry[2] not in theirs and (entry[2][0] == 0) is weekday]
        for (a, b, was_said), (start, end, said) in zip(lost[:_MOST], new[:_MOST], strict=False):
            # “du 5 au 7 mai” is “May 5 to 7”: the days stand in both, beside the month in one.
            if was_said[1] == said[1] and _has(unit.text, was_said[0]) and _has(unit.source, said[0]):
                continue
            was = unit.source[a:b]
            message = f"The source has “{was}”."
            first, last = unit.start + start, unit.start + end
            yield finding(DATE, unit.passage.block, first, last, message, None, was, unit.source)


def _entries(text: str, language: str) -> list[_Entry]:
    days, dates = _patterns(language)
    found = [(*match.span(), (0, _index(DAYS[language], match[1]))) for match in days.finditer(text)]
    for match in dates.finditer(text):
        month, day = (match[1], match[2]) if match[1] else (match[4], match[3])
        found.append((*match.span(), (int(day), _index(MONTHS[language], month))))
    return found


def _has(text: str, day: int) -> bool:
    return re.search(rf"(?<!\d){day}(?!\d)", text) is not None


def _index(names: tuple[str, ...], name: str) -> int:
    low = name.lower()
    return next(at for at, each in enumerate(names) if each.lower() == low)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    days = "|".join(DAYS[language])
    months = "|".join(MONTHS[language])
    day = r"([12]\d|3[01]|[1-9])"
    return (
        later(rf"\b({days})s?\b", re.IGNORECASE),
        later(
            rf"\b(?:({months}) (?:the )?{day}(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
            rf"|(?<![\d.,:]){day}(?:st|nd|rd|th|er|º|°|\.)?(?: of| de| di)? ({months}))\b",
            re.IGNORECASE,
        ),
    )
