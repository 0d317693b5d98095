"""Spaces that French sets before high marks, inside guillemets and in numbers; spaces before % and € elsewhere.

What the text itself does decides how much an exception matters: a text that never sets a space before ; ! and ? is
Swiss or Canadian, one that sets plain spaces throughout was typed on a plain keyboard. From the Unicode CLDR number
patterns and the Lexique des règles typographiques en usage à l'Imprimerie nationale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.locales import LOCALES
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.spacing_rules import FRENCH_RULES, FRENCH_SPACE, NO_BREAK, UNIT
from tqcheck.document import Kind
from tqcheck.report import Finding, Severity

_BLANK = " \u00a0\u202f\u2009"
_HIGH = later(
    rf"(?<=[\w)\]”’\"»%°])(?P<gap>[{_BLANK}]?)(?P<mark>:|;|[!?]{{1,3}}|»)(?=[\s)\]”\",.]|$)"
    rf"|(?P<open>«)(?P<after>[{_BLANK}]?)(?=[^\W_]|[-“(…])"
)
_GROUPS = later(r"(?<![\w.,:/+-])\d{1,3}(?P<space> )\d{3}(?:[ \u00a0\u202f]\d{3}){0,3}(?![\w/:-]|[ \u00a0\u202f]\d)")
_UNIT = later(
    rf"(?<![\w.,:/+%-])\d{{1,12}}(?:[.,]\d{{1,6}})?(?P<gap>[{_BLANK}]?)"
    r"(?P<unit>%|€|(?:km/h|km|kg|cm|mm|ha|GW|MW|kWh|°C)(?!\w))(?![\d(])"
)
_ROUND = later(r"\d{1,3}(?: \d{3}){0,3} 000\b|\d{1,3}(?: \d{3}){2,4}\b")
_MAJORITY = 3
"""How many places of one kind, and how many times as many as others, make a convention of the text."""


class Gap(Enum):
    """What stands where the language sets a space."""

    NO_BREAK = "no-break"
    PLAIN = "plain"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Place:
    passage: Passage
    start: int
    end: int
    kind: str
    """``colon``, ``guillemet``, ``mark``, ``unit`` or ``group``."""
    gap: Gap
    better: str

    @property
    def sort(self) -> tuple[str, str | None]:
        """What must be alike in two places for one to be a precedent of the other."""
        return self.kind, self.passage.language


class NoBreak:
    """Reads every place first, since what the text does elsewhere decides about each."""

    rules: tuple[RuleInfo, ...] = FRENCH_RULES

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings, in the order of the text."""
        places = [
            place
            for passage in passages(context)
            if passage.language in UNIT.languages and passage.block.kind is not Kind.CELL
            for place in _places(passage)
        ]
        if not places:
            return
        spaced = [place for place in places if place.gap is not Gap.NONE]
        no_break = sum(place.gap is Gap.NO_BREAK for place in places)
        plain = len(spaced) - no_break
        narrow = not no_break or any("\u202f" in text for text in {place.passage.text for place in places})
        with_space = Counter(place.sort for place in spaced)
        without = Counter(place.sort for place in places if place.gap is Gap.NONE)
        for place in places:
            if place.gap is Gap.NONE:
                yield from _missing(place, with_space[place.sort], without[place.sort], narrow)
            elif place.gap is Gap.PLAIN and place.passage.language == "fr":
                mixed = no_break >= _MAJORITY and no_break >= _MAJORITY * plain
                message = "A no-break space belongs here, so that no line starts with the mark."
                yield _found(NO_BREAK, place, message, Severity.WARNING if mixed else Severity.INFO, narrow)


def _missing(place: _Place, spaced: int, without: int, narrow: bool) -> Iterator[Finding]:
    mixed = spaced >= _MAJORITY and spaced >= _MAJORITY * without
    severity = Severity.WARNING if mixed else Severity.INFO
    if place.kind == "unit":
        if mixed or place.passage.language == "fr":
            yield _found(UNIT, place, "A space belongs between the number and its sign.", severity, narrow)
    elif spaced or place.kind != "mark":
        yield _found(FRENCH_SPACE, place, "French sets a no-break space here.", severity, narrow)


def _found(rule: RuleInfo, place: _Place, message: str, severity: Severity, narrow: bool) -> Finding:
    better = place.better if narrow else place.better.replace("\u202f", "\u00a0")
    return finding(rule, place.passage.block, place.start, place.end, message, better, severity=severity)


def _places(passage: Passage) -> Iterator[_Place]:
    if passage.language == "fr":
        yield from _marks(passage)
        for match in _GROUPS.finditer(passage.text):
            if _ROUND.fullmatch(match.group()) and not passage.shields.touch(*match.span()):
                at = match.start("space")
                yield _Place(passage, at, at + 1, "group", Gap.PLAIN, "\u202f")
    yield from _units(passage)


def _marks(passage: Passage) -> Iterator[_Place]:
    text = passage.text
    for match in _HIGH.finditer(text):
        if passage.shields.touch(*match.span()):
            continue
        if match["open"]:
            start, end = match.start(), match.end("after")
            yield _Place(passage, start, end, "guillemet", _gap(match["after"]), "«\u00a0")
            continue
        start, end, mark = match.start("gap"), match.end(), match["mark"]
        if _is_ratio(text, start, end) or (mark in (":", ";") and text[end : end + 1] == ")"):
            continue
        kind = {":": "colon", "»": "guillemet"}.get(mark, "mark")
        space = "\u202f" if kind == "mark" else "\u00a0"
        yield _Place(passage, start, end, kind, _gap(match["gap"]), space + mark)


def _is_ratio(text: str, start: int, end: int) -> bool:
    return text[start - 1].isdecimal() and text[end : end + 4].lstrip()[:1].isdecimal()


def _units(passage: Passage) -> Iterator[_Place]:
    locale = LOCALES[passage.language or ""]
    for match in _UNIT.finditer(passage.text):
        sign = match["unit"]
        if passage.shields.touch(*match.span()) or (sign == "%" and len(locale.percent) == 1):
            continue
        gap = _gap(match["gap"])
        if gap is Gap.NONE and sign not in "%€" and passage.language != "fr":
            continue
        space = locale.percent[0] if sign == "%" else "\u00a0"
        start, end = match.span("gap") if gap is Gap.PLAIN else (match.start("gap"), match.end())
        better = space if gap is Gap.PLAIN else space + sign
        yield _Place(passage, start, end, "unit", gap, better)


def _gap(space: str) -> Gap:
    return Gap.NONE if not space else Gap.PLAIN if space == " " else Gap.NO_BREAK
