"""Numbers written as another language writes them: separators, per cent signs, currency symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.locales import CURRENCIES, LOCALES, MAGNITUDES, MEASURES, PERCENT_WORDS, Locale
from tqcheck.checks.number_rules import (
    CURRENCY,
    DECIMAL,
    DECIMAL_POINT,
    GROUPING,
    GROUPING_COMMA,
    PERCENT,
    SYMBOL_FIRST,
)
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_NUMBER = later(
    r"(?<![\w.,:/+−–-])(?P<lead>[€£$¥](?P<gap>[ \u00a0\u202f]?))?"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d)){1,4}(?:[.,]\d{1,6})?|\d{1,12}(?:[.,]\d{1,12}){0,5})"
    r"(?![\w/:–-]|[.,]\d|[ \u00a0\u202f]\d)"
    r"(?=(?P<percent>[ \u00a0\u202f\u2009]?%(?![ \u00a0]?[\d(]))?)"
    r"(?=(?P<money>(?:[ \u00a0\u202f](?:[mb]illion|bn|m))?[ \u00a0\u202f]?[€£$¥](?!\w|[ \u00a0]?[=\d]))?)"
)
_GLUED = later(r"(?<![\w.,:/+−–-])\d{1,12}(?:[.,]\d{1,12}){0,4}(?=(?:m|km|kg|bn|m²|km²)\b)")
_FOLLOWER = later(r"[ \u00a0\u202f]{0,2}([^\W\d_][\w’'-]{0,30}|[%‰°][CF]?)")
_PER = later(r"\s*(?:/|per\b|a\b|an\b|the\b|le\b|la\b|pro\b|al\b|por\b|za\b)")
_SPACES = " \u00a0\u202f"
_SYMBOLS = "€£$¥"
_NO_COUNT = word_set(
    "version versions v release section sections chapter article no number page pages line figure table ip "
    "isbn tel phone fax room flight bus route highway part volume item grade average averaging averaged gpa rated "
    "rating coefficient odds ratio index scale"
)
"""Words before a figure that make it a name or a measure rather than a count."""
_COUNTED = word_set(
    "people men women children inhabitants police cattle sheep fish staff personnes hommes femmes gens Menschen "
    "Personen Leute Einwohner Frauen Männer Kinder Mitarbeiter personas habitantes persone abitanti pessoas mensen "
    "inwoners osób ludzi человек жителей"
)
_ADJECTIVE_GAP = 2
_FINE = word_set(
    "second seconds inch inches gram grams mg ml mm cm µm volt volts watt watts GHz MHz kHz V gpa average points point "
    "times ounces carats"
)
"""What is measured to the thousandth."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in a passage, with its surroundings."""

    passage: Passage
    match: re.Match[str]
    locale: Locale

    @property
    def digits(self) -> str:
        """The number as written."""
        return self.match["number"]

    @property
    def follower(self) -> str:
        """The word or sign behind the number."""
        found = _FOLLOWER.match(self.passage.text, self.match.end("number"))
        return found[1] if found else ""

    @property
    def before(self) -> str:
        """The word before the number, or ``""`` at a start."""
        text = self.passage.text[max(0, self.match.start() - 25) : self.match.start()]
        words = text.replace("(", " ( ").split()
        return words[-1] if words else ""

    def native(self, whole: str, fraction: str) -> str:
        """The same number in the language's own dress."""
        groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)][::-1]
        joined = self.locale.group.join(groups) if len(whole) > 3 else whole
        return joined + (self.locale.decimal + fraction if fraction else "")


class Numbers:
    """Looks at every number with separators, at per cent signs and at currency symbols."""

    rules: tuple[RuleInfo, ...] = (
        DECIMAL,
        DECIMAL_POINT,
        GROUPING,
        GROUPING_COMMA,
        PERCENT,
        CURRENCY,
        SYMBOL_FIRST,
    )

    def __call__(self, context: Context) -> Iterator[Finding]:
        """At most one finding a number: its separators first, then the sign beside it."""
        for passage in passages(context):
            locale = LOCALES.get(passage.language or "")
            if locale is None:
                continue
            for match in _NUMBER.finditer(passage.text):
                if not passage.shields.touch(match.start(), match.end()):
                    yield from _judge(_Figure(passage, match, locale))


def _judge(figure: _Figure) -> Iterator[Finding]:
    english = figure.locale.decimal == "."
    read = _separators(figure)
    if read is not None:
        rule, whole, fraction = read
        better = figure.native(whole, fraction)
        mark = "a point" if english else "a comma"
        message = (
            f"Decimals follow {mark} here: write “{better}”."
            if rule in (DECIMAL, DECIMAL_POINT)
            else f"Thousands are set off otherwise here: write “{better}”."
        )
        start, end = figure.match.span("number")
        severity = Severity.INFO if rule is DECIMAL_POINT and figure.locale.point_too else None
        percent = figure.match["percent"]
        if percent and percent != figure.locale.percent:
            end += len(percent)
            better += figure.locale.percent
        yield finding(rule, figure.passage.block, start, end, message, better, severity=severity)
    elif english:
        yield from _english_signs(figure)
    elif figure.locale.symbol_last and figure.match["lead"]:
        yield from _symbol(figure)


def _separators(figure: _Figure) -> tuple[RuleInfo, str, str] | None:
    """The rule that the number's separators break, with its whole and fractional digits; ``None`` if none is."""
    digits = figure.digits
    if any(space in digits for space in _SPACES):
        return _spaced(figure)
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return None
    native, foreign = figure.locale.decimal, "," if figure.locale.decimal == "." else "."
    grouping = GROUPING if native == "." else GROUPING_COMMA
    parts = re.split(r"[.,]", digits)
    thousands = 1 <= len(parts[0]) <= 3 and parts[0][0] != "0"
    if len(set(marks)) == 2:
        # Only “1.000,50” is foreign where “1,000.50” is native.
        ordered = marks[-1] == foreign and foreign not in marks[:-1] and all(len(part) == 3 for part in parts[1:-1])
        return (grouping, "".join(parts[:-1]), parts[-1]) if thousands and ordered else None
    mark = marks[0]
    if len(marks) > 1:
        whole = all(len(part) == 3 for part in parts[1:])
        if mark == native and thousands and whole and (len(parts) == 3 or parts[-1] == "000"):
            return grouping, "".join(parts), ""
        return None
    if mark == native:
        return (grouping, "".join(parts), "") if thousands and len(parts[1]) == 3 and _counts(figure) else None
    if len(parts[1]) == 3 and parts[0] != "0":
        return None
    if not _measures(figure, parts):
        return None
    return (DECIMAL if native == "." else DECIMAL_POINT), parts[0], parts[1]


def _spaced(figure: _Figure) -> tuple[RuleInfo, str, str] | None:
    if figure.locale.group in ("\u202f", "\u00a0") or figure.locale.decimal != ".":
        return None
    number, point, fraction = figure.digits.replace(",", ".").partition(".")
    groups = re.split(f"[{_SPACES}]", number)
    if groups[0].startswith("0"):
        return None
    if groups[-1] != "000" and not point and all(space == " " for space in number if space in _SPACES):
        # Two numbers may have met: “Apollo 11 100 years later”, “in May 12 300 people came”.
        before = figure.before
        if not figure.follower.islower() or not (before.islower() and before.isalpha()):
            return None
    if figure.before.lower().strip(".:(") in _NO_COUNT:
        return None
    return GROUPING, "".join(groups), fraction


def _counts(figure: _Figure) -> bool:
    """Whether what follows can only be counted, so that 3.000 of them are three thousand."""
    text, end = figure.passage.text, figure.match.end("number")
    if figure.before.lower().strip(".:(") in _NO_COUNT or figure.match["percent"]:
        return False
    if figure.before.isupper() and len(figure.before) > 1:
        return False
    words = text[end : end + 60].split()[: _ADJECTIVE_GAP + 1]
    if not words or (figure.match["lead"] and _PER.match(text, end)):
        return False
    zeros = figure.digits.endswith("000")
    if figure.match["lead"]:
        return zeros or not _PER.match(text, end)
    for place, raw in enumerate(words):
        word = raw.strip(".,;:!?…)]”\"’'»")
        if not word.replace("-", "").isalpha() or word in PERCENT_WORDS or word in MAGNITUDES or word in _FINE:
            return False
        if word in CURRENCIES:
            return _PER.match(text, text.index(raw, end) + len(raw)) is None
        if word in MEASURES or word.lower() in ("of", "to", "and", "or", "de", "in", "at", "à", "the"):
            return zeros and word in MEASURES
        if word in _COUNTED or (word.endswith("s") and not word.endswith(("ss", "ous", "us", "is")) and word.islower()):
            return True
        if raw != word or (place == 0 and not word.islower()):
            return False
    return False


def _measures(figure: _Figure, parts: list[str]) -> bool:
    """Whether the number can only have decimals: it measures, or starts with nought."""
    if len(parts[1]) > 3 or len(parts[0]) > 3 or (len(parts[0]) > 1 and parts[0][0] == "0"):
        return False
    if figure.before.lower().strip(".:(") in _NO_COUNT:
        return False
    if figure.match["percent"] or figure.match["lead"] or figure.match["money"]:
        return True
    follower = figure.follower
    if follower in MEASURES or follower in PERCENT_WORDS or follower in MAGNITUDES or follower in CURRENCIES:
        return True
    if follower == "per" and figure.passage.text[figure.match.end("number") :].lstrip().startswith("per cent"):
        return True
    return figure.locale.decimal == "." and parts[0] == "0" and len(parts[1]) <= 2 and figure.before[-1:].isalpha()


def _english_signs(figure: _Figure) -> Iterator[Finding]:
    block, match = figure.passage.block, figure.match
    start, end = match.span("number")
    percent, money = match["percent"], match["money"]
    if percent and percent != "%":
        better = figure.digits + "%"
        yield finding(
            PERCENT, block, start, end + len(percent), f"No space before the per cent sign: write “{better}”.", better
        )
    elif money and not match["lead"]:
        symbol = money[-1]
        scale = money[:-1].rstrip()
        # “2 $ signs”: a sign that is spoken of, not an amount.
        if not figure.passage.text[end + len(money) :].lstrip().startswith(("sign", "bill", "note", "symbol")):
            better = symbol + figure.digits + scale
            message = f"The currency symbol goes before the number: write “{better}”."
            yield finding(CURRENCY, block, start, end + len(money), message, better)


def _symbol(figure: _Figure) -> Iterator[Finding]:
    match = figure.match
    symbol = match["lead"][0]
    if symbol == "$" and figure.follower not in MAGNITUDES and len(figure.digits) < 2:
        return
    start, end = match.start(), match.end("number")
    scaled = figure.follower in MAGNITUDES
    better = None if scaled else f"{figure.digits}\u00a0{symbol}"
    message = "The currency symbol follows the number" + (f": write “{better}”." if better else ".")
    yield finding(SYMBOL_FIRST, figure.passage.block, start, end, message, better)
