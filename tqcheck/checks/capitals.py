"""Headlines and sentences that start with a lower-case letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.document import Kind
from tqcheck.report import Finding, Severity

_CATEGORY = "typography/capitalisation"

START = RuleInfo(
    "capitals/start",
    _CATEGORY,
    Severity.WARNING,
    "A headline or paragraph that starts with a lower-case letter.",
    "Many originals start with an article in lower case, or the first words were cut off.",
    bad=(
        "the city council votes on a new tram\n\nThe vote is on Friday.",
        "les élus ont voté hier.\n\nThey voted on a new tram.",
    ),
    good=(
        "iPhone sales fall for the third quarter",
        "eBay opens an office in Lyon",
        "de Gaulle returns to the screen",
        "von der Leyen meets the press",
        "al-Sadr calls for calm",
        "bell hooks, the writer, has died",
        "p53 and mRNA, explained",
        "https://example.org is down",
        "“very good” news for farmers",
        "… and then it rained for a week.",
        "- milk\n- bread",
        "There are two ways:\n\nyou can walk, or take the tram.",
        "git_commit saves your work",
        "x-rays show a broken bone",
        "’tis the season to be late",
        "(see the map on page four)",
    ),
    fix=True,
)
SENTENCE = RuleInfo(
    "capitals/sentence",
    _CATEGORY,
    Severity.WARNING,
    "A sentence that starts with a lower-case letter.",
    "Either the capital is missing or the full stop before it is wrong.",
    bad=(
        "The vote was close. the mayor was not pleased at all.",
        "Nobody came to the meeting. it was raining hard that day.",
    ),
    good=(
        "They sell tea, coffee, etc. and the shop is open late.",
        "The firm (est. in 1902) closed. iPhone sales fell.",
        "It costs approx. the same as last year.",
        "He waited... and then he left. She works for Widgets Inc. in Lyon.",
        "“Is it over?” he asked. Yahoo! is back, e.g. in Spain, at 5 p.m. in summer.",
        "He thought... well. de Gaulle was right.",
    ),
    languages=("en",),
)

_TOKEN = later(r"\S{1,80}")
_BROKEN_START = later(r"\. {1,2}(?=[a-z])")
_PARTICLES = word_set(
    "de du des da das do dos di del della dello d’ d' la le las los van von vom zu zur zum der den ten ter te "
    "af av al el ul bin ibn bint ben abu ap mac y i"
)
_LOWER_NAMES = word_set(
    "bell adidas lululemon deadmau5 danah npm nginx systemd xkcd pandas numpy scikit macos easyjet lastminute "
    "thyssenkrupp ginger.sonny will.i.am amazon.com booking.com e.e. k.d. khaled vs via re aka tl dr pH"
)
_ABBREVIATIONS = word_set(
    "etc approx dept est incl excl max min fig vol eds spec tel ext seq ibid cit misc temp avg std prof gen resp "
    "ave blvd feat orig pub rev tech univ assn bros mgr corp inc ltd dist sec secs mins hrs wks yrs ref abbr adj "
    "adv anon appx app arr attrib bur cap cert chap comp cont contd def dept dir div doc edn encl esp figs govt "
    "illus ill intro lit loc mod mus nat neg obs occas opp orch org par penn perf phys pop pos prev prob pron qty "
    "quot rec reg rel repr sect ser sing sol subj suppl syn trad trans transl usu var viz abr jan feb mar apr jun "
    "jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun lat long alt deg mph kph lbs ft yds "
    "oz gal tbsp tsp pts qts nos pps vols cols rte hwy pkwy bldg apt"
)
_STARTERS = word_set(
    "the a an he she it they we you i this that these those there in on at for from with after before when while but "
    "and his her its their our my as if no not however according"
)
_CONTINUED = ",;:–—-…("


class Capitals:
    """Looks at the first word of every headline and paragraph, and of sentences inside English ones."""

    rules: tuple[RuleInfo, ...] = (START, SENTENCE)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings; none for first words where the text starts most of its paragraphs in lower case."""
        parts = list(passages(context))
        starts = list(_starts(parts))
        if len(parts) < 4 or len(starts) * 2 <= len(parts):
            yield from starts
        for passage in parts:
            if passage.language == "en":
                yield from _sentences(passage)


def _starts(parts: Sequence[Passage]) -> Iterator[Finding]:
    for at, passage in enumerate(parts):
        if passage.block.kind in (Kind.ITEM, Kind.CELL):
            continue
        if (at and _goes_on(parts[at - 1].text)) or passage.source.lstrip()[:1].islower():
            continue
        start = len(passage.text) - len(passage.text.lstrip())
        token = _TOKEN.match(passage.text, start)
        if token and _is_flaw(passage, token):
            word = token.group()
            better = word[0].upper() + word[1:]
            message = f"The first word starts with a small letter: write “{better}”."
            yield finding(START, passage.block, start, token.end(), message, better)


def _goes_on(text: str) -> bool:
    """Whether the paragraph before stops in mid-sentence, as above a list or a formula."""
    return text[-60:].rstrip()[-1:] in _CONTINUED


def _is_flaw(passage: Passage, token: re.Match[str]) -> bool:
    text, word = passage.text, token.group()
    bare = word.rstrip(".,;:!?…)]”\"’'»")
    if not bare or not bare[0].islower() or bare[0].upper() == bare[0] or len(bare[0].upper()) != 1:
        return False
    if (
        passage.shields.touch(token.start(), token.end())
        or not bare.replace("-", "").replace("’", "").replace("'", "").isalpha()
    ):
        return False
    if any(map(str.isupper, bare)) or bare in _LOWER_NAMES or (len(bare) == 1 and bare not in "aàyoeiu"):
        return False
    if "-" in bare and len(bare.split("-")[0]) <= 2:
        return False
    rest = text[token.end() : token.end() + 200].split()
    if len(rest) < 2 or rest[0][0] in "=({/" or "()" in word:
        return False
    return not _is_name(bare, rest)


def _is_name(word: str, rest: Sequence[str]) -> bool:
    """Whether particles lead up to a capital: de Gaulle, von der Leyen."""
    if word not in _PARTICLES:
        return False
    for follower in rest[:3]:
        if follower[:1].isupper():
            return True
        if follower not in _PARTICLES:
            return False
    return False


def _sentences(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _BROKEN_START.finditer(text):
        token = _TOKEN.match(text, match.end())
        before = text[max(0, match.start() - 30) : match.start()].split()
        if token is None or not before or passage.shields.touch(match.start(), token.end()):
            continue
        last = before[-1].lstrip("(“\"‘'[")
        word = token.group().rstrip(",;:")
        if len(last) < 3 or not last.isalpha() or not last.islower() or last in _ABBREVIATIONS or word not in _STARTERS:
            continue
        better = word[0].upper() + word[1:]
        message = f"A sentence starts with a small letter: write “{better}”."
        yield finding(SENTENCE, passage.block, token.start(), token.start() + len(word), message, better)
