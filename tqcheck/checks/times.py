"""Times of day written as another language writes them."""

from __future__ import annotations

from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "locale/time"

FORM = RuleInfo(
    "times/form",
    _CATEGORY,
    Severity.WARNING,
    "A time of day such as 19h45, 14h, “19.45 o’clock” or “at 19 hours”.",
    "English writes 7:45 p.m. or 7.45pm; “h” means hours of duration to its readers.",
    bad=(
        "Doors open at 19h45.",
        "The bus leaves at 14h sharp.",
        "The match begins at 15.30 o’clock.",
        "The talk begins at 17.30 hours in the town hall.",
        "It starts at 9 hours 30.",
        "The library is open from 10h to 18h.",
        "The gates close at 22 Uhr.",
        "It broke out around 4 hours in the morning.",
        "It is open from 9 hours to 18 hours.",
        "The strike ends on Thursday 8h.",
        "It was 8 hours 50 when the ground shook.",
        "The vote is set for 10 hours this Friday.",
    ),
    good=(
        "Doors open at 7:45 p.m., and the film lasts 2h30.",
        "The shop is open 24h a day; he ran it in 2h05.",
        "Samples were taken at 12h and 24h, and at 18 hours post infection.",
        "The 24h race: after 20h they led by 5 laps.",
        "It took 9 hours 30 minutes, or 17.30 hours in all. At 3 o’clock it ended.",
        "They worked from 9 hours to 18 hours a week, and for 10 hours this Friday.",
        "He slept about 4 hours in the morning; it was 8 hours 50 minutes long.",
        "The car does 130 km/h and 20h30m is a right ascension.",
    ),
    languages=("en",),
)

HALF = RuleInfo(
    "times/half",
    _CATEGORY,
    Severity.WARNING,
    "“Half eight” in a text from German or Dutch, where it means half past seven.",
    "British readers understand half past eight, an hour later.",
    bad=("The meeting begins at half eight.", "Come at half four, please."),
    good=(
        "The meeting begins at half past seven.",
        "He ate half of it at eight, and half nine tarts.",
        "She sold half a dozen at half four pounds each.",
    ),
    languages=("en",),
)

TWELVE = RuleInfo(
    "times/twelve-hours",
    _CATEGORY,
    Severity.WARNING,
    "A time with a.m. or p.m. where the language counts to twenty-four.",
    "The form comes from English.",
    bad=("Le spectacle commence à 8:30 p.m. ce soir.", "La boutique ouvre à 9 am."),
    good=("Le spectacle commence à 20 h 30.", "La longueur est de 120 pm.", "Le groupe 2 AM joue à 21 h."),
    languages=("fr", "de", "it", "nl", "pl"),
)

_H = later(
    r"(?<![\w.,:/+-])(?P<hour>[01]?\d|2[0-3])[ \u00a0\u202f]?[hH](?:[ \u00a0\u202f]?(?P<minute>[0-5]\d))?"
    r"(?![\w:’'/]|-\d|\.\d)"
)
_CLOCK = later(
    r"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-4])(?:[.:](?P<minute>[0-5]\d))? (?:o[’']clock|hours|Uhr)"
    r"(?: (?P<more>[0-5]\d))?\b"
)
_TIMELY = word_set(
    "at until till towards toward monday tuesday wednesday thursday friday saturday sunday tomorrow today"
)
_PART = later(r" (?:in|of) the (?P<part>morning|afternoon|evening|night)\b")
_SCHEDULED = later(r"\b(?:set|scheduled|planned|due|called|convened|expected|fixed) (?:for|at) $")
_THEN = later(r" (?:this|on|next) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b| (?:tomorrow|today|sharp|precisely)\b")
_HOURS_LATER = later(r" (?:to|and|until|till) (?:1[3-9]|2[0-4])(?:[.:][0-5]\d)? hours\b(?! (?:a|per|of|in)\b)")
_RANGED = later(r"\s?(?:to|and|until|till|-|–)\s?(?:1[3-9]|2[0-3])[hH]\b")
_EXPERIMENT = later(
    r"\s(?:post|after|of|an? (?:day|week|month|year)|and \d+\s?h|intervals?|per|old|later|before|from|prior|into)\b"
    r"|, \d+\s?h\b"
)
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HALF = later(
    rf"\b(?P<lead>at|until|around|about|from|before|after) half (?P<hour>{'|'.join(_HOURS)})\b"
    r"(?=[,.;:!?)”]|$| (?:in|on|o|the|at|when|tonight|tomorrow|sharp|this|and)\b)"
)
_TWELVE = later(
    r"(?<![\w.,:/-])(?P<hour>1[0-2]|[1-9])(?:[:.](?P<minute>[0-5]\d))?[ \u00a0\u202f]?(?P<half>[ap])(?:\.m\.|m\b)"
)


class Times:
    """Looks at figures with an h, at “o’clock” and “hours”, and at a.m. and p.m."""

    rules: tuple[RuleInfo, ...] = (FORM, HALF, TWELVE)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a time."""
        for passage in passages(context):
            if passage.language == "en":
                yield from _hours(passage)
                yield from _clocks(passage)
                yield from _halves(passage, context.origin)
            elif passage.language in TWELVE.languages:
                yield from _twelve(passage)


def _hours(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    last_range = -1
    for match in _H.finditer(text):
        before = _word_before(text, match.start())
        hour, minute = int(match["hour"]), match["minute"]
        opens = before in ("from", "between") and _RANGED.match(text, match.end()) is not None
        closes = match.start() <= last_range and hour > 12
        if minute is None:
            timely = (before in _TIMELY and not _EXPERIMENT.match(text, match.end())) or opens or closes
        else:
            timely = hour > 12 or before in _TIMELY or before in ("from", "before", "after", "by", "around", "since")
        if opens:
            last_range = match.end() + 6
        if timely and not passage.shields.touch(*match.span()):
            yield _found(passage, match.start(), match.end(), hour, minute)


def _clocks(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _CLOCK.finditer(text):
        hour, minute, more = int(match["hour"]), match["minute"], match["more"]
        before = _word_before(text, match.start())
        timely = before in ("at", "from", "until", "till", "before", "around", "to")
        end = match.end()
        part = _PART.match(text, end)
        if "clock" in match.group():
            wrong = minute is not None or hour > 12
            end = match.start() + match.group().index("clock") + len("clock")
        elif "Uhr" in match.group():
            wrong = True
        elif more is not None:
            wrong = (timely or before in ("was", "is")) and not text[end : end + 5].lstrip().startswith("min")
            minute = more
        elif part is not None and before in ("at", "around", "from", "until", "before") and hour <= 12:
            wrong, end = True, part.end()
            if part["part"] != "morning" and not (part["part"] == "night" and hour < 6) and hour < 12:
                hour += 12
        elif before == "from" and _HOURS_LATER.match(text, end):
            wrong = True
        elif before in ("for", "at") and _SCHEDULED.search(text, max(0, match.start() - 20), match.start()):
            wrong = hour > 12 or minute is not None or _THEN.match(text, end) is not None
        else:
            wrong = timely and (minute is not None or hour > 12) and not _EXPERIMENT.match(text, end)
        if wrong and hour < 24:
            yield _found(passage, match.start(), end, hour, minute)


def _halves(passage: Passage, origin: str | None) -> Iterator[Finding]:
    if origin not in (None, "de", "nl"):
        return
    for match in _HALF.finditer(passage.text):
        better = f"{match['lead']} half past {_HOURS[_HOURS.index(match['hour']) - 1]}"
        message = f"German “halb” looks forward, English “half” back: write “{better}” if the original says so."
        severity = None if origin else Severity.INFO
        yield finding(HALF, passage.block, *match.span(), message, better, severity=severity)


def _twelve(passage: Passage) -> Iterator[Finding]:
    for match in _TWELVE.finditer(passage.text):
        hour = int(match["hour"]) % 12 + (12 if match["half"] == "p" else 0)
        minute = match["minute"]
        better = f"{hour}\u00a0h{chr(160) + minute if minute else ''}" if passage.language == "fr" else None
        message = "Times count to twenty-four hours here" + (f": write “{better}”." if better else ".")
        yield finding(TWELVE, passage.block, *match.span(), message, better)


def _found(passage: Passage, start: int, end: int, hour: int, minute: str | None) -> Finding:
    minutes = f":{minute}" if minute and minute != "00" else ""
    better = (
        "midnight" if hour in (0, 24) and not minutes else f"{hour % 12 or 12}{minutes} {'p' if hour >= 12 else 'a'}.m."
    )
    if hour == 12 and not minutes:
        better = "noon"
    return finding(FORM, passage.block, start, end, f"English writes this time as “{better}”.", better)


def _word_before(text: str, at: int) -> str:
    return (text[max(0, at - 12) : at].split() or [""])[-1].lower()
