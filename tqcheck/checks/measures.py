"""Measures in English that keep the form of another language: *a three days visit*, *3 meters 50*, *120 kms/h*."""

from __future__ import annotations

from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "locale/number"

COMPOUND = RuleInfo(
    "measures/compound",
    "fluency/agreement",
    Severity.WARNING,
    "A measure before its noun in the plural.",
    "Before a noun English puts the unit in the singular and joins it to the number: a three-day visit.",
    bad=(
        "She came back from a three days visit to the coast.",
        "He sold a 10 hectares field behind the mill.",
        "They signed a five-years contract.",
        "An eight hours shift is long.",
    ),
    good=(
        "She came back from a three-day visit, after three days of rain.",
        "A ten minutes’ walk leads there; a ten minutes' walk leads back.",
        "A five years older friend helped him.",
        "In a few hours it was over, and a hundred miles north it was not.",
        "A 4 metres wide wall, a two years later film.",
        "It was a two hours of joy and noise.",
    ),
    languages=("en",),
    fix=True,
)
SPLIT = RuleInfo(
    "measures/split",
    _CATEGORY,
    Severity.WARNING,
    "A unit between a whole number and its decimals.",
    "French says “3 mètres 50”; English puts the unit behind the whole figure: 3.5 metres.",
    bad=(
        "The wall is 3 meters 50 high.",
        "A seat costs 15 euros 50.",
        "The tunnel, 2 kilometres 500 long, opens in May.",
        "He is 1 metre 85 tall.",
    ),
    good=(
        "The wall is 3.50 meters high and 12 meters long.",
        "He swam 100 meters 50 times that week.",
        "They paid 15 euros 20 years ago.",
        "Of these 300 euros 50 percent went to her.",
    ),
    languages=("en",),
    fix=True,
)
SPEED = RuleInfo(
    "measures/speed",
    _CATEGORY,
    Severity.WARNING,
    "A speed in a form that English does not use, as 120 kms/h or 90 km/heure.",
    "English writes km/h or kph.",
    bad=("The wind blew at 120 kms/h.", "Cars may do 90 km/heure there.", "They drove at 150 Km/H."),
    good=("The wind blew at 120 km/h.", "They drove at 90 kph, or 56 mph.", "The KM/H sign was gone."),
    languages=("en",),
    fix=True,
)

_LENGTHS = "centimet(?:er|re)s|met(?:er|re)s|kilomet(?:er|re)s|miles|feet|inches|hectares|acres"
_OTHERS = (
    "seconds|minutes|hours|days|nights|weeks|months|years|euros|dollars|pounds|tons|tonnes|kilos|grams|lit(?:er|re)s"
)
_NUMBER = (
    r"\d{1,3}(?:[.,]\d{1,3})?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty"
)
_COMPOUND = later(
    rf"\b(?:[Aa]n?)[ \u00a0](?P<measure>(?P<number>{_NUMBER})[ \u00a0-](?P<unit>{_LENGTHS}|{_OTHERS}))"
    r"[ \u00a0](?P<noun>[a-z]{3,})\b(?!['’-])"
)
# What may stand behind a measure that is no adjective: “a 4 metres wide wall” is another flaw, “two hours of” none.
_NO_NOUN = word_set(
    "ago after and are away back before behind below beyond but down for from had has have high in into is late later "
    "less long longer more near north off older old on only or over past per since south than that the then there "
    "to too tall under until up was were when where which while who wide with without worth younger deep east west "
    "earlier apart ahead each every its his her their this these those such both all any some not just about above "
    "across along among around as at between by during if inside like might must of onto out outside shall should "
    "so through throughout till toward towards upon via well what will would yet"
)
_SINGULAR = {"feet": "foot", "inches": "inch"}
_SPLIT = later(
    r"(?<![\d.,])(?P<whole>\d{1,3})[ \u00a0](?P<unit>met(?:er|re)s?|euros?|kilomet(?:er|re)s?|km|kilos?|lit(?:er|re)s?)"
    r"[ \u00a0](?P<part>\d{2,3})"
    r"(?=[.,;:!?)\"”’]*$|[.,;:!?)\"”](?!\d)|[ \u00a0](?:high|tall|deep|long|wide|thick|in height|per|a head|each)\b)"
)
_SPEED = later(r"(?<=\d)[ \u00a0]?(?P<unit>kms/h(?:our|eure)?|km/heures?|kms?/hour|Km/[hH]|KM/[hH])\b")


class Measures:
    """Looks at numbers with a unit, in English."""

    rules: tuple[RuleInfo, ...] = (COMPOUND, SPLIT, SPEED)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a measure."""
        for passage in passages(context):
            if passage.language == "en":
                yield from _compounds(passage)
                yield from _splits(passage)
                yield from _speeds(passage)


def _compounds(passage: Passage) -> Iterator[Finding]:
    for match in _COMPOUND.finditer(passage.text):
        noun = match["noun"]
        if noun in _NO_NOUN or noun.endswith(("ly", "est")) or passage.shields.touch(*match.span("measure")):
            continue
        unit = _SINGULAR.get(match["unit"]) or match["unit"].removesuffix("s")
        better = f"{match['number']}-{unit}"
        message = f"Before a noun the unit is singular and joined to the number: write “{better}”."
        yield finding(COMPOUND, passage.block, *match.span("measure"), message, better)


def _splits(passage: Passage) -> Iterator[Finding]:
    for match in _SPLIT.finditer(passage.text):
        if passage.shields.touch(*match.span()):
            continue
        unit = match["unit"]
        if unit != "km" and not unit.endswith("s"):
            unit += "s"
        part = match["part"] if unit == "euros" else match["part"].rstrip("0")
        better = f"{match['whole']}.{part} {unit}" if part else f"{match['whole']} {unit}"
        message = f"English puts the unit behind the whole figure: write “{better}”."
        yield finding(SPLIT, passage.block, *match.span(), message, better)


def _speeds(passage: Passage) -> Iterator[Finding]:
    for match in _SPEED.finditer(passage.text):
        message = "English writes this unit “km/h”."
        yield finding(SPEED, passage.block, *match.span("unit"), message, "km/h")
