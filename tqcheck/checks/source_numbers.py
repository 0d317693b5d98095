"""Numbers that differ between a translation and its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.number_words import compound, magnitude, number_words
from tqcheck.checks.ordinals import roman
from tqcheck.checks.units import Unit, units
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_WHY = "Figures are what readers check first and what an engine garbles without a trace."

DIFFERENT = RuleInfo(
    "source/number",
    "accuracy/number",
    Severity.WARNING,
    "A number that the source does not have, where one of the source is missing.",
    _WHY,
    bad=(
        "Le pont mesure 845 mètres. → The bridge is 854 metres long.",
        "La dette atteint 3,2 milliards d’euros. → The debt has reached 3.2 million euros.",
        "Il y avait 1 200 coureurs en 2019. → There were 12,000 runners in 2019.",
        "Le club est en 32es de finale. → The club is in the round of 16.",
    ),
    good=(
        "La dette atteint 3,2 milliards d’euros. → The debt has reached €3.2bn.",
        "Rendez-vous à 20h30 le 3 mars. → See you at 8:30 p.m. on March 3.",
        "Il y avait 12 coureurs et 1 500 curieux. → There were twelve runners and 1,500 onlookers.",
        "Une église du XIIe siècle, années 90. → A 12th-century church, 1990s.",
        "Les 15-20 ans sont 2,5 millions. → There are 2.5 million people aged 15 to 20.",
        "Une quinzaine de maires, soit 50 %. → Some 15 mayors, or half.",
        "Le club est en 32es de finale. → The club is in the round of 64.",
    ),
)

MISSING = RuleInfo(
    "source/number-missing",
    "accuracy/number",
    Severity.INFO,
    "A number of the source that the translation does not have.",
    _WHY,
    bad=(
        "Le pont mesure 845 mètres et il est neuf. → The bridge is long and it is new.",
        "En 1987, il partit. → He left.",
    ),
    good=(
        "Le pont mesure 845 mètres. → The bridge is 845 metres long.",
        "Les 2 sont là, à 100 %. → Both are there, all of them.",
        "Il part à 14 h. → He leaves at 2 p.m.",
    ),
)

ADDED = RuleInfo(
    "source/number-added",
    "accuracy/number",
    Severity.INFO,
    "A number that the source does not have.",
    _WHY,
    bad=("Le pont est long. → The bridge is 845 metres long.", "Il partit plus tard. → He left in 1987."),
    good=(
        "Le pont mesure 845 mètres. → The bridge is 845 metres long.",
        "Trente ans après, douze élus. → Some 30 years later, 12 councillors.",
        "Depuis Louis XIV, au XVIIe siècle. → Since Louis XIV, in the 17th century.",
    ),
)

_NUMBER = later(
    r"(?:(?<![\w.,#+])|(?<=\dh))"
    r"(\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?:[.,]\d{1,6})?|\d{1,20}(?:[.,]\d{1,20}){0,6})(?!\d)"
    r"(?:[ \u00a0\u202f-]?([^\W\d_]{1,12}\b))?(?:[ \u00a0\u202f]([^\W\d_]{2,12}))?"
)
_WORD = later(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN = later(r"\b([XVI]{1,6})(?:e|ème|er|th|st|nd|rd|º|\b)")
_HALF_DAY = later(r"\d\s?[ap]\.?\s?m\b|o[’']clock|noon|midnight", re.IGNORECASE)
_GROUPED = later(r"\d{1,3}(?:[.,]\d{3})+")
_CONVERTED = word_set("mph mile miles feet foot ft inch inches pounds lb lbs gallons ounces acres yards fahrenheit f")
"""Units that a translator may have turned metric ones into."""
_ROUND = later(
    r"(?:1/(?P<fraction>\d{1,3})(?:[eè]mes?|es?)?"
    r"|(?<![\d.,/])(?P<ordinal>\d{1,3})[ \u00a0]?(?:i?[eè]mes?|es?|esim[io]))"
    r"[ \u00a0](?:de|di)[ \u00a0]finale\b"
)
"""A round of a cup as a share of its final, *32es de finale*; English counts the players, two to a match."""
_CURRENCIES = "€£$"
_MOST_DIGITS = 5000
_MOST_FIGURES = 300
"""In one sentence; with more it is a table, whose cells cannot be told apart."""
_NEAR = 20
_SMALL = 12
"""Up to here numbers are so often words that a missing one proves nothing."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in figures: where it stands, as written, and the values that it may have."""

    start: int
    end: int
    written: str
    values: frozenset[Decimal]
    scale: Decimal | None
    """What a word such as “million” multiplies it with; already in `values` where there is one."""

    unit: str = ""
    """The word behind it, in lower case."""

    is_round: bool = False
    """Whether it names a round of a cup; then `values` are the matches of the round and its players."""

    @property
    def is_small(self) -> bool:
        """Whether it may well be written out on the other side."""
        return self.scale is None and (min if self.is_round else max)(self.values) <= _SMALL


class SourceNumbers:
    """Compares the numbers of each translated sentence with those of its source."""

    rules: tuple[RuleInfo, ...] = (DIFFERENT, MISSING, ADDED)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a number; nothing without a source."""
        language = (context.language or "en").split("-")[0]
        origin = (context.origin or "fr").split("-")[0]
        for unit in units(context):
            yield from _compare(unit, origin, language)


def _compare(unit: Unit, origin: str, language: str) -> Iterator[Finding]:
    source, target = _figures(unit.source, origin), _figures(unit.text, language)
    if (not source and not target) or max(len(source), len(target)) > _MOST_FIGURES:
        return
    lost = _unmatched(source, target, unit.text, language)
    new = _unmatched(target, source, unit.source, origin)
    new = [
        figure for figure in new if not unit.passage.shields.touch(unit.start + figure.start, unit.start + figure.end)
    ]
    block = unit.passage.block
    lost = [figure for figure in lost if not figure.is_small]
    for figure in new:
        start, end = unit.start + figure.start, unit.start + figure.end
        if lost and not figure.is_small:
            partner = min(lost[:_NEAR], key=partial(_distance, figure))
            lost.remove(partner)
            if figure.unit in _CONVERTED:
                continue
            message = f"The source has “{partner.written}”."
            yield finding(DIFFERENT, block, start, end, message, None, partner.written, unit.source)
        elif not figure.is_small:
            yield finding(ADDED, block, start, end, "The source does not have this number.", evidence=unit.source)
    for figure in lost:
        message = f"The source has “{figure.written}”, which is missing here."
        yield finding(MISSING, block, unit.start, unit.end, message, None, figure.written, unit.source)


def _distance(one: _Figure, other: _Figure) -> tuple[int, int]:
    """How unlike two figures are: by their digits, then by their length."""
    a, b = (sorted(filter(str.isdigit, figure.written)) for figure in (one, other))
    return sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b)), abs(
        len(one.written) - len(other.written)
    )


def _figures(text: str, language: str) -> list[_Figure]:
    found = []
    rounds = _rounds(text)
    for match in _NUMBER.finditer(text):
        number, after = match[1], match[2] or ""
        scale = _scale(text, match, language)
        end = match.end(1)
        unit = after.lower()
        if scale is not None:
            end = match.end(2)
            # “2 mil millones”: a thousand million.
            again = magnitude(match[3], language) if match[3] and scale == 1000 else None
            if again is not None:
                scale, end = scale * again, match.end(3)
        values = _values(number, language)
        if unit in ("am", "pm", "a", "p", "uhr", "h") and re.fullmatch(r"\d{1,2}\.\d\d", number):
            values |= {Decimal(part) for part in number.split(".")}
        if scale is not None:
            values = frozenset(value * scale for value in values)
        is_round = match.start(1) in rounds
        if is_round:
            end = rounds[match.start(1)]
            matches = Decimal(number)
            values = frozenset((matches, 2 * matches) if matches <= _SMALL else (2 * matches,))
        if values:
            found.append(_Figure(match.start(1), end, text[match.start(1) : end], values, scale, unit, is_round))
    return found


def _rounds(text: str) -> dict[int, int]:
    """Where the number of a round such as *32es de finale* starts, and where the round ends."""
    if "finale" not in text:
        return {}
    return {match.start(match.lastgroup or 0): match.end() for match in _ROUND.finditer(text)}


def _scale(text: str, match: re.Match[str], language: str) -> Decimal | None:
    """What the word behind a figure multiplies it with; “m” counts only beside a currency, as in €3m and 3 M€."""
    word = match[2] or ""
    money = text[match.start(1) - 1 : match.start(1)] in tuple(_CURRENCIES) or text[
        match.end() : match.end() + 1
    ] in tuple(_CURRENCIES)
    return Decimal(1_000_000) if word in ("m", "M") and money else magnitude(word, language)


def _values(number: str, language: str) -> frozenset[Decimal]:
    """What a number may mean: 1.234 is read in the way of the language and, since texts err, in the other."""
    plain = re.sub("[ \u00a0\u202f\u2009'’]", "", number)
    readings = set()
    if _GROUPED.fullmatch(plain):
        readings.add(plain.replace(".", "").replace(",", ""))
    marks = [char for char in plain if char in ".,"]
    if len(marks) == 1:
        readings.add(plain.replace(",", "."))
    elif len(set(marks)) == 2 and marks[-1] not in marks[:-1]:
        whole, _, fraction = plain.rpartition(marks[-1])
        readings.add(whole.replace(".", "").replace(",", "") + "." + fraction)
    elif not marks:
        readings.add(plain)
    values = set()
    for reading in readings:
        try:
            values.add(Decimal(reading).normalize())
        except InvalidOperation:
            continue
    return frozenset(values)


def _unmatched(ours: Sequence[_Figure], theirs: Sequence[_Figure], text: str, language: str) -> list[_Figure]:
    """Those of `ours` whose value the other side has neither in figures nor in words."""
    if not ours:
        return []
    known = {value for figure in theirs for value in figure.values}
    scales = {value / figure.scale: figure.scale for figure in theirs if figure.scale for value in figure.values}
    left = [figure for figure in ours if not figure.values & known and not _same_scaled(figure, scales)]
    if not left:
        return []
    spoken = _spoken(text, language)
    half_day = _HALF_DAY.search(text) is not None
    digits = "".join(filter(str.isdigit, text))
    return [figure for figure in left if not _is_said(figure, known, spoken, half_day, digits)]


def _same_scaled(figure: _Figure, scales: dict[Decimal, Decimal]) -> bool:
    """Whether the other side has the same figure before a large number, and ours lacks the word: “12 to 15 million”."""
    return figure.scale is None and any(value in scales for value in figure.values)


def _spoken(text: str, language: str) -> set[Decimal]:
    """The values of the number words and Roman numerals of a text."""
    words = number_words(language)
    found: set[Decimal] = set()
    previous: frozenset[int] = frozenset()
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        values = words.get(word, frozenset())
        found |= {Decimal(value) for value in values}
        parts = [words.get(part, frozenset()) for part in word.split("-")] if "-" in word else [previous, values]
        # “twenty-five”, “deux cents”: sums and products of neighbours.
        for one in parts[0]:
            for two in parts[-1] if len(parts) > 1 else ():
                found |= {Decimal(one + two), Decimal(one * two)}
        previous = values
        whole = compound(word, language)
        if whole is not None:
            found.add(Decimal(whole))
    for match in _ROMAN.finditer(text):
        value = roman(match[1])
        if value:
            found.add(Decimal(value))
    return found


def _is_said(figure: _Figure, known: set[Decimal], spoken: set[Decimal], half_day: bool, digits: str) -> bool:
    for value in figure.values:
        if value in spoken:
            return True
        if value <= 24 and ((half_day and (value - 12 in known or value - 12 in spoken)) or value + 12 in known):
            return True
        # “années 90” is “the 1990s”, and the other way round.
        if value < 100 and (value + 1900 in known or value + 2000 in known):
            return True
        if 1900 <= value < 2100 and (value % 100 in known or value % 100 in spoken):
            return True
        scaled = {value / 1000, value / 1000000, value / 1000000000, value * 1000, value * 1000000}
        if figure.scale is not None and (value / figure.scale in spoken or value in spoken or scaled & spoken):
            return True
        if figure.scale is None and value >= 1000 and {value / 1000, value / 1000000} & (known | spoken):
            return True
    bare = "".join(filter(str.isdigit, figure.written))
    # Telephone numbers, dates and scores are grouped otherwise on the other side.
    return len(bare) > 5 and figure.scale is None and len(digits) < _MOST_DIGITS and bare in digits
