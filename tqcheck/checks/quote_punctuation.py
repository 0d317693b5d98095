"""Commas and full stops at closing quotation marks, by the convention that the text itself follows.

American usage sets both inside whatever is quoted; British (logical) usage sets them inside only where they belong
to the quoted words. Both agree on a quoted sentence before its reporting clause: the comma stands inside
(Chicago Manual of Style 6.9, New Hart's Rules 9.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tqcheck.checks.base import RuleInfo, finding
from tqcheck.checks.conventions import CONVENTIONS
from tqcheck.checks.english import DETERMINERS, PRONOUNS, SPEECH, is_sentence
from tqcheck.checks.later import later
from tqcheck.checks.marks import Quotation
from tqcheck.checks.quoted import Quoted
from tqcheck.report import Finding, Severity

_CATEGORY = "typography/quotation"

REPORTING = RuleInfo(
    "quotes/comma-outside",
    _CATEGORY,
    Severity.WARNING,
    "The comma of a quoted sentence stands outside the quotation marks.",
    "Before “he said” American and British usage both set the comma inside; outside is the French and German way.",
    bad=(
        "“We have nothing to hide”, said the mayor.",
        '"The bridge will open in June", she added, smiling.',
        "“Who is going to pay for this?”, he asked.",
    ),
    good=(
        "“We have nothing to hide,” said the mayor.",
        "Known as “The Boy King”, he died young.",
        "They spoke of “high costs”, “delays” and “bad luck”.",
        "“The Old Man and the Sea”, he said, is his favourite.",
        "The talks were “not easy”, she added.",
        "“Hamlet”, he believed, was older.",
    ),
    languages=("en",),
    fix=True,
)
CONSISTENT = RuleInfo(
    "quotes/convention",
    _CATEGORY,
    Severity.WARNING,
    "A comma or full stop outside the quotation marks in a text that sets them inside.",
    "Two conventions in one text look like two hands, or like a sentence that was translated and not edited.",
    bad=(
        "He spoke of “a new start,” “a new team” and “a new plan.” She called it “old hat”.",
        "The “green line,” the “red line,” and the “blue line”, all closed on Monday.",
    ),
    good=(
        "He spoke of “a new start”, “a new team” and “a new plan”. She called it “old hat”.",
        "He spoke of “a new start,” “a new team” and “a new plan.” She called it “old hat.”",
        "“I will go,” she said, and called it “duty”.",
        "The “green line,” the “red line,” and the “blue line”: all closed.",
    ),
    languages=("en",),
)
DOUBLED_STOP = RuleInfo(
    "quotes/doubled-stop",
    _CATEGORY,
    Severity.WARNING,
    "The same full stop or comma on both sides of the closing quotation mark.",
    "One of the two belongs to the sentence; English never prints both.",
    bad=("“The case is closed.”. Nobody asked again.", "“The case is closed,”, said the judge."),
    good=("“The case is closed.” Nobody asked again.", "She works for “Widgets Inc.”, a maker of parts.", "“Why?”"),
    fix=True,
)
COMMA_INSIDE = RuleInfo(
    "quotes/comma-inside",
    _CATEGORY,
    Severity.WARNING,
    "A comma inside the closing quotation mark, as in English.",
    "French, German, Spanish, Portuguese, Polish and Russian set the comma that joins quotation and clause outside.",
    bad=("« Nous partirons demain, » a dit le maire.", "« C’est fini, » conclut-elle."),
    good=("« Nous partirons demain », a dit le maire.", "« Oui, dit-il, c’est fini. »"),
    languages=("fr", "de", "es", "pt", "pl", "ru"),
)
PUNCTUATION_RULES = (REPORTING, CONSISTENT, DOUBLED_STOP, COMMA_INSIDE)

_MONTH = "(?:January|February|March|April|June|July|August|September|October|November|December)"
_OUR = "(?:neighb|col|fav|hon|lab|behavi|rum|harb)"
_STEMS = (
    "(?:organ|real|recogn|mobil|special|final|critic|emphas|apolog|author|summar|modern|civil|central|general|minim"
    "|maxim|prior|privat|national|normal|stabil|util|symbol|character|digit|hospital|legal|neutral|penal|scrutin|capital)"
)
_US = later(
    rf"\b(?:{_OUR}or\w*|centers?|theaters?|(?:kilo|centi)?meters?|defense|offense|(?:travel|cancel|label|model)(?:ed|ing)"
    rf"|gray|percent|toward|{_STEMS}iz(?:e[ds]?|ing)\b|{_MONTH} \d{{1,2}}(?:, \d{{4}})?\b(?! [A-Z]?\d)|\d [ap]\.m\."
    r"|(?:Mr|Mrs|Ms|Dr)\. (?=[A-Z]))"
)
_UK = later(
    rf"\b(?:{_OUR}our\w*|centres?|theatres?|(?:kilo|centi)?metres?|defence|offence|(?:travell|cancell|labell|modell)(?:ed|ing)"
    rf"|grey|per cent|whilst|programmes?|{_STEMS}is(?:e[ds]?|ing|ations?)\b|\d{{1,2}} {_MONTH}"
    rf"|\d[ap]m|(?:Mr|Mrs|Ms|Dr) (?=[A-Z]))"
)


class Side(Enum):
    """Where a comma or full stop stands, seen from the closing mark."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Stop:
    """A comma or full stop at a closing quotation mark."""

    part: Quoted
    pair: Quotation
    side: Side
    sign: str
    whole: bool
    """Whether the quotation is a sentence of its own, so that the conventions agree."""

    @property
    def span(self) -> tuple[int, int]:
        """The sign with its mark."""
        close = self.pair.close
        return (close.start - 1, close.end) if self.side is Side.INSIDE else (close.start, close.end + 1)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a text shows of its own convention."""

    american: bool
    """Signs plainly stand inside, even at quoted fragments."""
    british: bool
    """The spelling or single marks are plainly British, and no quoted sentence has its comma inside."""
    inside: bool
    """At least one quoted sentence has its comma inside."""


def punctuation(parts: Sequence[Quoted]) -> Iterator[Finding]:
    """The findings about signs at closing marks, over all passages of a document."""
    english: list[Stop] = []
    for part in parts:
        for pair in part.quotations:
            yield from _doubled(part, pair)
            if part.passage.language == "en":
                english.extend(_stops(part, pair))
            elif CONVENTIONS.get(part.passage.language or "", CONVENTIONS["en"]).comma_outside:
                yield from _comma_inside(part, pair)
    if any(stop.side is Side.OUTSIDE for stop in english):
        usage = _usage(english, parts)
        for stop in english:
            if stop.side is Side.OUTSIDE:
                yield from _outside(stop, usage)


def _stops(part: Quoted, pair: Quotation) -> Iterator[Stop]:
    text = part.text
    inner = pair.tail(text, 40).rstrip("’'")
    whole = is_sentence(pair.head(text, 200))
    after, beyond = text[pair.close.end : pair.close.end + 1], text[pair.close.end + 1 : pair.close.end + 2]
    if inner[-1:] in (",", ".") and not inner.endswith("..") and after not in (",", "."):
        last = inner[-24:].split()[-1]
        if not (last.endswith(".") and ("." in last[:-1] or (last[0].isupper() and len(last) <= 5))):
            yield Stop(part, pair, Side.INSIDE, inner[-1], whole)
    elif after in (",", ".") and after and not beyond.isalnum() and beyond != "." and inner[-1:] not in (",", "."):
        yield Stop(part, pair, Side.OUTSIDE, after, whole)


def _usage(stops: Sequence[Stop], parts: Sequence[Quoted]) -> Usage:
    """The convention by the clear cases, helped out by spelling, dates and titles where these are few."""
    top = [stop for stop in stops if stop.pair.parent is None]
    partial = [stop.side for stop in top if not stop.whole]
    inside, outside = partial.count(Side.INSIDE), partial.count(Side.OUTSIDE)
    hints = sum(len(_US.findall(part.text)) - len(_UK.findall(part.text)) for part in parts)
    whole_inside = any(stop.whole and stop.sign == "," and stop.side is Side.INSIDE for stop in top)
    singles = sum(pair.open.text in "‘'" for part in parts for pair in part.quotations if pair.parent is None)
    total = sum(pair.parent is None for part in parts for pair in part.quotations)
    american = (inside >= 2 and inside >= 2 * outside) or (0 < inside >= outside and hints >= 1)
    return Usage(american, (hints < 0 or singles * 2 > total) and not whole_inside, whole_inside)


def _outside(stop: Stop, usage: Usage) -> Iterator[Finding]:
    text, pair = stop.part.text, stop.pair
    start, end = stop.span
    ends = text[pair.close.start - 1]
    report = stop.sign == "," and _reports(text, end)
    fresh = stop.sign == "," and _starts_afresh(text, pair)
    # French or German marks show where the comma comes from, whatever the text does elsewhere.
    tolerant = usage.british and CONVENTIONS["en"].fits(pair.pair, nested=False)
    mild = Severity.INFO if tolerant else None
    if report and fresh and ends in "?!…":
        message = "The question or exclamation mark already ends the quotation: no comma follows."
        yield finding(REPORTING, stop.part.passage.block, start, end, message, pair.close.text, severity=mild)
    elif ends in "?!…":
        return
    elif fresh and stop.whole and (report or usage.inside):
        message = "The comma that ends a quoted sentence stands before the closing quotation mark."
        yield _swap(stop, REPORTING, message, mild)
    elif usage.american:
        name = "comma" if stop.sign == "," else "full stop"
        yield _swap(stop, CONSISTENT, f"This text sets the {name} before the closing quotation mark elsewhere.")


def _swap(stop: Stop, rule: RuleInfo, message: str, severity: Severity | None = None) -> Finding:
    start, end = stop.span
    text, close = stop.part.text, stop.pair.close
    mark = close.text if CONVENTIONS["en"].fits(stop.pair.pair, nested=False) else "”"
    # A mark that closes right inside moves along: the sign goes before both.
    while start > stop.pair.open.end and text[start - 1] in "’”" and close.text in '”"’':
        start -= 1
    better = stop.sign + text[start : close.start].rstrip() + mark
    return finding(rule, stop.part.passage.block, start, end, message, better, severity=severity)


def _starts_afresh(text: str, pair: Quotation) -> bool:
    """Whether the quotation begins a sentence or follows a colon or comma."""
    before = text[max(0, pair.open.start - 12) : pair.open.start].rstrip()
    return not before or before[-1] in '.!?:…,;”"»–—-)'


def _reports(text: str, at: int) -> bool:
    """Whether a clause such as “he said” or “the minister told reporters” follows `at`."""
    for place, token in enumerate(text[at : at + 120].split()[:8]):
        word = token.rstrip(",.;:!?").lower()
        if word in SPEECH:
            return True
        if place == 0 and word in PRONOUNS:
            follower = text[at : at + 120].split()[1:2]
            if follower and follower[0].rstrip(",.;:").endswith("ed"):
                return True
        elif place == 0 and not (word in DETERMINERS or token[:1].isupper()):
            return False
        if token[-1] in ",;:!?" or (token[-1] == "." and len(token) > 4):
            return False
    return False


def _doubled(part: Quoted, pair: Quotation) -> Iterator[Finding]:
    text, close = part.text, pair.close
    inside, outside = text[close.start - 1 : close.start], text[close.end : close.end + 1]
    if inside != outside or inside not in (",", ".") or not inside or close.start - 1 < pair.open.end:
        return
    word = text[max(pair.open.end, close.start - 24) : close.start].split()[-1:]
    if inside == "." and (text[close.start - 2] == "." or not word or word[0][0].isupper() or "." in word[0][:-1]):
        return
    if text[close.end + 1 : close.end + 2] == ".":
        return
    message = "The sign stands on both sides of the quotation mark; one is enough."
    outside_fits = CONVENTIONS.get(part.passage.language or "", CONVENTIONS["en"]).comma_outside
    better = close.text + inside if outside_fits else inside + close.text
    yield finding(DOUBLED_STOP, part.passage.block, close.start - 1, close.end + 1, message, better)


def _comma_inside(part: Quoted, pair: Quotation) -> Iterator[Finding]:
    text = part.text
    tail = pair.tail(text, 4)
    trimmed = tail.rstrip()
    if not trimmed.endswith(",") or text[pair.close.end : pair.close.end + 1] == ",":
        return
    start = pair.close.start - len(tail) + len(trimmed) - 1
    better = text[start + 1 : pair.close.end] + ","
    message = "In this language the comma follows the closing quotation mark."
    yield finding(COMMA_INSIDE, part.passage.block, start, pair.close.end, message, better)
