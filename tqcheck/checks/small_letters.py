"""Nationalities and titles before names in small letters, as French, Spanish and Italian write them."""

from __future__ import annotations

from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "typography/capitalisation"

NATIONALITY = RuleInfo(
    "capitals/nationality",
    _CATEGORY,
    Severity.WARNING,
    "A nationality or language in lower case in an English text.",
    "French, Spanish and Italian write such adjectives with a small letter, English with a capital.",
    bad=(
        "The french minister met her german counterpart.",
        "She speaks russian and a little ukrainian.",
        "Two belgian firms made an offer.",
    ),
    good=(
        "The French minister met her German counterpart.",
        "He eats french fries, danish pastry and swiss chard behind venetian blinds.",
        "Polish the table and turn the english off.",
        "Write to info@german.example or see #french and french_toast.",
        "everything is in small letters here, even german",
        "The band is called the american dolls.",
    ),
    languages=("en",),
)
TITLE = RuleInfo(
    "capitals/title",
    _CATEGORY,
    Severity.WARNING,
    "A title right before a name in lower case in an English text.",
    "English writes a title with a capital where it is part of the name: a letter to President Lund.",
    bad=("The letter to president Lund was lost.", "He was received by king Olav and by queen Sonja."),
    good=(
        "The letter to President Lund was lost. The president, Anna Lund, replied.",
        "The former president Anna Lund and the club president Paul Holm came.",
        "It is thanks to general Motors of progress that we are here, said general manager Holm.",
        "Norwegian president Anna Lund and vice president Paul Holm came.",
    ),
    languages=("en",),
)

_NATIONS = word_set(
    "russian ukrainian french german british english scottish irish italian spanish portuguese dutch belgian austrian "
    "czech hungarian romanian bulgarian greek serbian croatian swedish norwegian finnish icelandic estonian latvian "
    "lithuanian belarusian armenian azerbaijani iranian iraqi syrian lebanese israeli palestinian jordanian egyptian "
    "libyan tunisian algerian moroccan sudanese ethiopian kenyan nigerian senegalese congolese pakistani afghan "
    "chinese japanese korean taiwanese vietnamese indonesian malaysian australian canadian mexican brazilian "
    "argentinian chilean colombian peruvian venezuelan cuban european african asian american"
)
_NATION = later(rf"(?<![\w.@#/_’'“‘\"-])(?:{'|'.join(sorted(_NATIONS))})(?![\w@/_’'”\"-]|\.\w)")
_ENDINGS = ("an ", "sh ", "ch ", "ek ", "se ", "an.", "sh.", "ch.", "an,", "sh,", "se,", "li ", "ni ", "qi ")
_THINGS = word_set(
    "fries fry toast door doors window windows bread kiss horn horns beans bean press polish dressing doll dolls "
    "roulette oven shepherd muffin muffins breakfast cheese setter cabbage lantern lanterns whispers yoghurt yogurt "
    "salad terrier bulldog horse plait manicure cuff cuffs knot cricket off on fly seam"
)
"""What follows where the word has become a common one: french fries, a german shepherd."""
_BEFORE = "by to of with from and that for met between when while but than under like against"
_TITLES = "president chancellor senator general colonel king queen prince princess pope emperor sheikh"
_TITLED = later(
    rf"\b(?:{'|'.join(_BEFORE.split())}) (?P<title>{'|'.join(_TITLES.split())}) (?P<name>[A-ZÀ-Þ][\w’'-]{{1,30}})"
)
_NO_NAMES = word_set("Motors Electric Mills Assembly Council Secretary Staff Elizabeth’s")


class SmallLetters:
    """Looks for words that English always writes with a capital, in passages that have capitals at all."""

    rules: tuple[RuleInfo, ...] = (NATIONALITY, TITLE)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a word."""
        for passage in passages(context):
            if passage.language == "en" and not passage.text.islower():
                yield from _nations(passage)
                yield from _titles(passage)


def _nations(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    # Looking for an ending first spares most texts the slower pattern.
    if not any(ending in text for ending in _ENDINGS):
        return
    for match in _NATION.finditer(text):
        word = match.group()
        after = text[match.end() : match.end() + 20].split()
        if passage.shields.touch(*match.span()) or (after and after[0].rstrip(".,;:!?)") in _THINGS):
            continue
        better = word.capitalize()
        message = f"English writes nationalities and languages with a capital: “{better}”."
        yield finding(NATIONALITY, passage.block, *match.span(), message, better)


def _titles(passage: Passage) -> Iterator[Finding]:
    for match in _TITLED.finditer(passage.text):
        if match["name"] in _NO_NAMES or passage.shields.touch(match.start("title"), match.end()):
            continue
        better = match["title"].capitalize()
        message = f"Before a name English writes the title with a capital: “{better} {match['name']}”."
        yield finding(TITLE, passage.block, *match.span("title"), message, better)
