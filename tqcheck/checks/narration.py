"""The present tense for what is dated in the past: “In 2019, the group closes the site.”"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tqcheck import inflection
from tqcheck.checks.antecedents import LONGEST, Reader, places
from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.calendar import MONTHS
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.people import Word
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

PRESENT = RuleInfo(
    "narration/present",
    "fluency/tense",
    Severity.WARNING,
    "The present tense for an event with a date in the past.",
    "French, Spanish and Italian tell the past in the present tense; English news keeps the past tense.",
    bad=(
        "In 2019, the group closes the site.",
        "She left the club; eighteen months later, she wins the cup with another.",
        "In May 2017, three researchers publish a study of the bees.",
        "He lost his job. The following year, the family leaves the village.",
        "Back in 2011, the drivers stop work for a week; the strike then costs the firm two million.",
        "It all began in 2014. The director then decides to call the police.",
    ),
    good=(
        "In 2019, the group closed the site. In 2031, the group closes the site.",
        "In 2019, the film shows, the boys meet a spy; in 2016, the shop where he buys bread was shut.",
        "The novel is long: in 1950, the family leaves the village.",
        "In 2014, the rocket launches were watched by thousands.",
        "Two years later, the man who wins the prize was dead.",
        "Put the egg into sand; a week later, the chick leaves the nest.",
        "The winner then takes a bow. The law of 2014 is clear: the judge then decides.",
        "In 2012, sales rose and the costs of the group fell. In 2005, reports, studies and plans piled up.",
    ),
    languages=("en",),
)
_EVENTS = word_set(
    "abandon abolish accept acquire adopt announce appoint approve arrest arrive ban become begin buy cancel cease "
    "close collapse condemn convict cost create decide defeat demolish denounce destroy disappear discover dismiss "
    "dissolve divorce elect emigrate enter explode expel file find fire flee found give hire inaugurate inherit "
    "invade join kill launch lay leave lose marry merge move obtain open order pay promise propose publish purchase "
    "quit ratify receive refuse reject relocate rescue resign return reveal seize sell sentence settle sign sink start "
    "stop succeed suspend take unveil vote win withdraw"
)
"""What happens at one time."""
_ALSO_NOUNS = word_set(
    "bans buys costs fires files finds launches leaves moves opens orders quits returns sells sentences signs sinks "
    "starts stops takes votes wins ban buy cost fire file find launch leave move open order quit return sell sentence "
    "sign sink start stop take vote win close"
)
_MONTH = "|".join(month.capitalize() for month in MONTHS["en"])
_UNIT = "(?:day|morning|evening|night|week|month|year|summer|spring|autumn|winter)"
_COUNT = (
    "(?i:an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|several|a few"
    r"|\d{1,2})"
)
_ANCHOR = later(
    r"(?:^|(?<=[;:—–] )|(?<=, and )|(?<=, but ))(?:(?:But|And|Then) )?"
    r"(?:(?:[Bb]ack )?[Ii]n (?:the )?(?:early |late |mid-)?(?:(?:spring|summer|autumn|winter|fall)(?: of)? )?"
    rf"(?:(?:{_MONTH}) )?(?P<year>(?:19|20)\d\d)"
    rf"|[Oo]n (?:\d{{1,2}} (?:{_MONTH})|(?:{_MONTH}) \d{{1,2}},?) (?P<dated>(?:19|20)\d\d)"
    rf"|{_COUNT} (?:{_UNIT}|hour|minute)s? later"
    rf"|[Tt]he (?:next|following) {_UNIT}),? "
)
_YEAR = later(r"\b(?:in|of|since|from|by) (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b")
_TIMELESS = later(
    r"\b(?:[Ff]ilm|[Mm]ovie|[Nn]ovel|[Ss]tory|[Bb]ook|[Ss]eries|[Pp]lot|[Pp]lay|[Oo]pera|[Ee]pisode|[Cc]hapter|[Gg]ame|[Ll]aw"
    r"|[Bb]ill|[Rr]ule|[Pp]rocedure|[Uu]sually|[Oo]ften|[Aa]lways|[Ee]very|[Ee]ach|[Ii]f|[Oo]nce|[Ww]hen|[Ww]henever|will|would"
    r"|could|can|may|must)\b"
)
_LAST = 2024
"""The last year that is past whenever the text was written."""
_SUBJECTS = ("he", "she", "it")
_LEADS = word_set("the a an his her its their this that these those some several two three four five six ten many")
_BREAKS = word_set("who which that where when whose while as if because said says than to by of in on at for from with")
_BETWEEN = word_set("then also finally even thus therefore eventually suddenly immediately")
_OBJECTS = word_set(
    "a an the his her its their this that two three four five six seven eight nine ten several many more nearly about "
    "almost over all him them it to work down up out off for into"
)
_FARTHEST = 7


@cache
def _third_persons() -> dict[str, str]:
    """The third person of each verb, with its past."""
    return {inflection.form(verb, "s"): inflection.form(verb, "ed") for verb in _EVENTS}


class Narration:
    """Looks behind dates of the past, and at “then” beside them, for verbs of events in the present tense."""

    rules: tuple[RuleInfo, ...] = (PRESENT,)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a verb."""
        found = places(passages(context))
        reader = Reader()
        for at, place in enumerate(found):
            text = place.passage.text[place.start : place.end]
            if len(text) > LONGEST or ("then" not in text and _ANCHOR.search(text) is None):
                continue
            before = found[at - 1] if at else None
            lead = ""
            if before is not None and before.passage is place.passage:
                lead = before.passage.text[max(before.start, before.end - LONGEST) : before.end]
            for verb, past in _presents(text, lead, place.start, reader.sentence(place).words):
                yield from _found(place.passage, verb, past)


def _presents(text: str, lead: str, start: int, words: Sequence[Word]) -> Iterator[tuple[Word, str]]:
    """The verbs in the present, each with its past."""
    if _TIMELESS.search(text) or _TIMELESS.search(lead):
        return
    told: set[int] = set()
    for anchor in _ANCHOR.finditer(text):
        year = anchor["year"] or anchor["dated"]
        if year and int(year) > _LAST:
            continue
        if not year and not _past(text, lead) and not _told(f"{lead} {text[: anchor.start()]}"):
            continue
        first = next((at for at, word in enumerate(words) if word.start >= start + anchor.end()), len(words))
        at = _verb(text, start, words, first)
        if at is not None:
            told.add(at)
    if _past(text, lead):
        told.update(_then(text, start, words))
    for at in sorted(told):
        yield words[at], _third_persons().get(words[at].low) or inflection.form(words[at].low, "ed")


def _past(text: str, lead: str) -> bool:
    """Whether a year that is over stands in the sentence or in the one before."""
    years = [int(year) for year in _YEAR.findall(f"{lead} {text}")] + [
        int(match["year"]) for match in _ANCHOR.finditer(text) if match["year"]
    ]
    return bool(years) and max(years) <= _LAST


def _told(text: str) -> bool:
    """Whether something before is told in the past tense."""
    return any(inflection.tag_of(word, ()) == "ed" for word in text.lower().split())


def _verb(text: str, start: int, words: Sequence[Word], first: int) -> int | None:
    """The verb of the clause that begins with word `first`, if its subject is plain and it tells an event."""
    if first >= len(words):
        return None
    singular = _third_persons()
    opener = words[first]
    if opener.low not in (*_SUBJECTS, "they", *_LEADS) and not opener.text[0].isupper():
        return None
    for at in range(first + 1, min(first + _FARTHEST, len(words))):
        gap = text[words[at - 1].end - start : words[at].start - start]
        low = words[at].low
        if gap.strip() or low in _BREAKS:
            return None
        if low in _BETWEEN:
            continue
        before = words[at - 1].low if words[at - 1].low not in _BETWEEN else words[at - 2].low
        plural = before == "they" or (before.endswith("s") and not before.endswith(("ss", "us")) and at - first > 1)
        if low in singular and not plural and before not in _LEADS and _goes_on(text, start, words, at):
            return at
        if low in _EVENTS and plural and words[at].text[0].islower() and _goes_on(text, start, words, at):
            return at
    return None


def _goes_on(text: str, start: int, words: Sequence[Word], at: int) -> bool:
    """Whether what follows is an object or an end, so that the word is no noun."""
    end = words[at].end - start
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or text[end : after.start - start].strip():
        return words[at].low not in _ALSO_NOUNS and text[end : end + 1] in (".", ",", ";", "")
    joined = after.low in _OBJECTS or (after.text[0].isupper() and after.start == words[at].end + 1)
    digits = text[end : end + 2].strip().isdecimal()
    return joined or digits


def _then(text: str, start: int, words: Sequence[Word]) -> Iterator[int]:
    singular = _third_persons()
    for at in range(1, len(words) - 2):
        if words[at].low != "then":
            continue
        before, after = words[at - 1], words[at + 1]
        if after.low in singular and (before.low in _SUBJECTS or (at > 1 and words[at - 2].low in _LEADS)):
            if _goes_on(text, start, words, at + 1):
                yield at + 1
        elif before.low in singular and at > 1 and words[at - 2].low in _SUBJECTS:
            yield at - 1


def _found(passage: Passage, verb: Word, past: str) -> Iterator[Finding]:
    if not passage.shields.touch(verb.start, verb.end):
        message = f"This is past: write “{past}”."
        yield finding(PRESENT, passage.block, verb.start, verb.end, message, past)
