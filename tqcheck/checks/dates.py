"""Dates written as another language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.calendar import DAYS, MONTHS
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "locale/date"

COMMA = RuleInfo(
    "dates/comma",
    _CATEGORY,
    Severity.WARNING,
    "A weekday, a month and a day without the comma after the weekday.",
    "English writes “Friday, August 3” (or “Friday 3 August”); other languages need no comma.",
    bad=("The vote is on Friday August 3.", "Thursday June 28, the port was closed again."),
    good=(
        "The vote is on Friday, August 3.",
        "The vote is on Friday 3 August, as the Friday August issue said.",
        "On Sunday April told us that May 5 was best.",
    ),
    languages=("en",),
)

FORM = RuleInfo(
    "dates/form",
    _CATEGORY,
    Severity.WARNING,
    "A date with an article, an “of” or a full stop that English does not put there.",
    "“The 3 of March” or “on the 9. May” is the original's way of writing it.",
    bad=(
        "The bridge will close on the 4 of October.",
        "It has been shut since the 1st April.",
        "The fair starts on the 8. June.",
        "The Friday August 3, everyone left.",
        "The 14 November, the strike ended.",
        "They met before the 22 of July of 2019.",
    ),
    good=(
        "The bridge will close on the 4th of October, or on 4 October.",
        "The 11 September attacks and the 9 May 1945 parade are remembered.",
        "The 1st April joke was bad. It rained on 5 of May’s 31 days.",
        "The Friday 3 August meeting is off. He was the 12. June came late.",
        "The 3 March of Dimes volunteers arrived.",
    ),
    languages=("en",),
)

YEAR = RuleInfo(
    "dates/year-comma",
    _CATEGORY,
    Severity.INFO,
    "A month, a day and a year without the comma before the year.",
    "American usage sets the year off by commas.",
    bad=("She was born on March 3 1984 in Lima.", "From July 14 1789 on, nothing was the same."),
    good=("She was born on March 3, 1984, in Lima.", "She was born on 3 March 1984.", "On May 5 2000 people came."),
    languages=("en",),
)

LOWER = RuleInfo(
    "dates/small-letter",
    _CATEGORY,
    Severity.WARNING,
    "A weekday or month in lower case in an English text.",
    "English writes both with a capital.",
    bad=(
        "The office is closed on monday.",
        "They left in the last week of january.",
        "She was born in march 1990 and died on 3 may 2020.",
    ),
    good=(
        "The office is closed on Mondays in January.",
        "They march in step, may win, and look august; in 2019 may 1000 people have left.",
        "Write to sunday-news or see monday.com for more; a june bug is a beetle.",
        "everything here is in small letters, even monday",
    ),
    languages=("en",),
)

CAPITAL = RuleInfo(
    "dates/capital",
    _CATEGORY,
    Severity.WARNING,
    "A weekday or month with a capital where the language writes a small letter.",
    "The capital comes from English or German.",
    bad=("Le vote aura lieu le Vendredi 3 août.", "Elle est née le 3 Mars 1984.", "Le 3 Janvier, il a démissionné."),
    good=(
        "Le vote aura lieu le vendredi 3 août. Vendredi, Robinson dort.",
        "Elle habite place du 8 Mai 1945.",
        "Il défile le 14 Juillet, puis le 11 Novembre.",
        "Mardi gras tombe un mardi ; le jeudi 3 mars 1984 était férié.",
    ),
    languages=("fr", "es", "it", "pt", "nl", "pl"),
)

DECADE = RuleInfo(
    "dates/decade",
    _CATEGORY,
    Severity.WARNING,
    "A decade as “the years 1990” or “the years 80”.",
    "English says “the 1990s” or “the eighties”.",
    bad=("The town grew in the years 1950.", "It is a song from the years 80."),
    good=(
        "The town grew in the 1950s and in the years 1950 to 1956.",
        "In the years 1990 and 1994 it was sold; the years 1980–85 were hard.",
        "Over the years 80 people have joined.",
    ),
    languages=("en",),
)

_DAY = "|".join(DAYS["en"])
_MONTH = "|".join(MONTHS["en"])
_COMMA = later(
    rf"(?P<the>\b[Tt]he )?\b(?P<day>{_DAY}) (?P<date>(?:{_MONTH}) (?:[12]?\d|3[01])(?:st|nd|rd|th)?)"
    r"(?![\w:]|,\d|\.\d|%)"
)
_OF = later(
    rf"(?P<the>\b[Tt]he (?:next |last |coming )?)?(?<![\d.,:/-])\b(?P<number>[12]?\d|3[01]) of (?P<month>{_MONTH})\b"
    r"(?P<year> of \d{4}\b)?(?!['’]s)"
)
_ARTICLE = later(
    rf"\b[Tt]he (?P<day>(?:{_DAY}) )?(?P<number>[12]?\d|3[01])(?P<suffix>st|nd|rd|th)? (?P<month>{_MONTH})"
    r"(?P<year> \d{4})?\b"
)
_POINT = later(
    rf"\b(?:[Oo]n|[Ss]ince|[Uu]ntil|[Ff]rom|[Bb]y|[Bb]efore|[Aa]fter)(?: the)?"
    rf" (?P<number>[12]?\d|3[01])\. (?P<month>{_MONTH})\b"
)
_PREPOSITIONS = word_set("on since until till from before after by to between for of")
_GOES_ON = word_set(
    "in at on by from with when while as after before but he she it they we was were is are will until to"
)
"""Words that show that the date stands alone, and is no attribute of a noun."""
_YEAR = later(
    rf"\b(?P<date>(?:{_MONTH}) (?:[12]?\d|3[01])) (?P<year>1[5-9]\d\d|20\d\d)\b"
    r"(?![-–/:]| [a-z]+s\b| (?:people|men|women)\b|\d)"
)
_LOWER = later(
    r"(?<![\w.@#/_’'-])(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july|september|october"
    r"|november|december)(?![\w@/_-]|\.\w)"
    r"|(?:(?<=[ (]\d )|(?<=[ (][0-3]\d )|(?<=\b(?:in|of|by) ))(?:march|may|august)(?= (?:1[5-9]|20)\d\d\b)"
)
_LOWER_PARTS = (
    "sday",
    "nday",
    "urday",
    "friday",
    "uary",
    "april",
    "june",
    "july",
    "ember",
    "october",
    "march",
    " may ",
    "august",
)
_DECADE = later(
    r"\b(?P<before>[Tt]he|of|from) years (?P<years>(?:1[5-9]|20)?\d0)(?P<s>['’]?s)?\b"
    r"(?=[,.;:!?)”\"]|$| (?:and the|when|were|was|the|in|at|that|he|she|it|they|we|with|by|as|on|saw)\b)"
    r"(?!, \d|, (?:1|2)\d)"
)
_STREETS = word_set(
    "rue place avenue boulevard square métro station lycée cité stade pont révolution mouvement école quai calle "
    "avenida plaza estadio via piazza viale ponte corso rua praça ulica ulicy aleja aleje konstytucja konstytucji "
    "straat plein loi"
)


class Dates:
    """Looks at days, months and decades."""

    rules: tuple[RuleInfo, ...] = (COMMA, FORM, YEAR, LOWER, CAPITAL, DECADE)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a date and rule."""
        for passage in passages(context):
            if passage.language == "en":
                yield from _english(passage)
            elif passage.language in CAPITAL.languages:
                yield from _capitals(passage)


def _english(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    if any(month in text for month in MONTHS["en"]):
        yield from _dated(passage)
    # Looking for a part of each word first spares most texts the slower pattern.
    if any(part in text for part in _LOWER_PARTS) and not text.islower():
        for match in _LOWER.finditer(text):
            if not passage.shields.touch(*match.span()) and not text.startswith(" bug", match.end()):
                better = match.group().capitalize()
                message = f"Days and months take a capital in English: write “{better}”."
                yield finding(LOWER, passage.block, *match.span(), message, better)
    for match in _DECADE.finditer(text) if " years " in text else ():
        if match["before"].lower() == "the" and len(match["years"]) == 2 and _over(text, match.start()):
            continue
        article = "" if match["before"].lower() == "the" else f"{match['before']} "
        better = f"{article}{'The' if match['before'] == 'The' else 'the'} {match['years']}s"
        yield finding(DECADE, passage.block, *match.span(), f"This is a decade: write “{better}”.", better)


def _dated(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _COMMA.finditer(text):
        better = f"{match['day']}, {match['date']}"
        if match["the"]:
            better = ("On " if match["the"][0] == "T" else "on ") + better
            if text[: match.start()].endswith(("on ", "On ")):
                better = better[3:]
        rule = FORM if match["the"] else COMMA
        message = f"English sets a comma after the weekday: write “{better}”."
        yield finding(rule, passage.block, match.start(), match.end(), message, better)
    yield from _forms(passage)
    for match in _YEAR.finditer(text):
        better = f"{match['date']}, {match['year']}"
        yield finding(
            YEAR, passage.block, *match.span(), f"A comma belongs between day and year: write “{better}”.", better
        )


def _over(text: str, at: int) -> bool:
    """Whether “over the years 80 people” is what stands here: a count after a span of time."""
    return text[max(0, at - 12) : at].lower().rstrip().endswith(("over", "through", "down", "throughout"))


def _forms(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    taken = -1
    for match in sorted((*_OF.finditer(text), *_POINT.finditer(text)), key=re.Match.start):
        if match.start() < taken:
            continue
        taken = match.end()
        at = match.start("number") if "." in match.group()[:20] else match.start()
        better = f"{match['number']} {match['month']}"
        if match.groupdict().get("year"):
            better += match["year"].replace(" of", "")
        message = f"English writes the date without article, “of” or full stop: “{better}”."
        yield finding(FORM, passage.block, at, match.end(), message, better)
    for match in _ARTICLE.finditer(text):
        after = text[match.end() : match.end() + 30]
        word = after.split()[0].strip(",.;:!?)”\"’'") if after.split() else ""
        attribute = after[:1] in (" ", "-", "’", "'", "–") and word not in _GOES_ON
        before = (text[max(0, match.start() - 15) : match.start()].split() or [""])[-1].lower()
        if attribute or (match["suffix"] and before not in _PREPOSITIONS):
            continue
        better = f"{match['day'] or ''}{match['number']} {match['month']}{match['year'] or ''}"
        if before not in _PREPOSITIONS:
            better = ("On " if match.group()[0] == "T" else "on ") + better
        message = f"English writes the date without the article: “{better}”."
        yield finding(FORM, passage.block, *match.span(), message, better)


def _capitals(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _pattern(passage.language or "").finditer(text):
        before = text[max(0, match.start() - 25) : match.start()].lower().split()
        if not _STREETS.isdisjoint(before[-3:]):
            continue
        name = match["day"] or match["month"]
        start = match.start("day") if match["day"] else match.start("month")
        message = f"Days and months take a small letter here: write “{name.lower()}”."
        yield finding(CAPITAL, passage.block, start, start + len(name), message, name.lower())


_LEADS = {
    "fr": r"(?:le|ce|du|au|chaque|dès)",
    "es": r"(?:el|del|al|este|cada)",
    "it": r"(?:il|lo|di|questo|ogni|dal|al)",
    "pt": r"(?:na|no|da|de|esta|este)",
    "nl": r"(?:op|van|vanaf|tot)",
    "pl": r"(?:w|we|od|do|na)",
}
_LATER = {
    "fr": "dernier|prochain|matin|soir",
    "es": "pasado|próximo|por",
    "it": "scorso|prossimo|mattina|sera",
    "pt": "passado|passada|próximo|próxima",
    "nl": "jongstleden|aanstaande",
    "pl": "wieczorem|rano",
}
# Without a year a capital may be that of a holiday: le 14 Juillet, le 1er Mai, the Portuguese 25 de Abril.
_DATED = {"fr": r"|(?<!\b14 Juillet)(?<!\b8 Mai)(?<!1er Mai)(?<!11 Novembre)(?<!4 Septembre)(?=[,.;)]|$)"}
_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(language: str) -> re.Pattern[str]:
    """Capitalised days between an article and a date, capitalised months between day and year; made on first use."""
    if language not in _PATTERNS:
        days = "|".join(day[0].upper() + day[1:] for day in DAYS[language])
        months = "|".join(month[0].upper() + month[1:] for month in MONTHS[language])
        joint = r" de " if language in ("es", "pt") else " "
        _PATTERNS[language] = later(
            rf"\b{_LEADS[language]} (?P<day>{days})(?= (?:\d|(?:{_LATER[language]})\b))"
            rf"|\b(?:[12]?\d|3[01])(?:er)?{joint}(?P<month>{months})(?={joint}\d{{4}}\b{_DATED.get(language, '')})"
        )
    return _PATTERNS[language]
