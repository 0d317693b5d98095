"""What a sentence is made of apart from its topic: function words, endings, marks, and how they follow each other."""

from __future__ import annotations

import html
import re
from collections import Counter
from difflib import SequenceMatcher

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]")
_MARKS = str.maketrans("“”„«»’‘‐‑—\xa0\u202f", '"""""\'\'---  ')

# Closed classes, and the few open words that translators fall back on; nothing that tells a topic.
_CLOSED = (
    "a about above according across actually after afterwards again against ago all allow allowed allows almost "
    "alone along already also although always am among an and another any anyone anything approximately are area "
    "areas around as at away back be became because become been before began behind being below besides best better "
    "between beyond big both bring but by called came can cannot carried case cases certain come comes could "
    "currently day days despite did different do does doing done down due during each early either else end enough "
    "especially etc even ever every everyone everything example except famous far few fewer finally find first "
    "followed following for former found from further gave general get give given go going good got great group had "
    "half happened has have having he held help hence her here high him himself his how however i if important in "
    "including indeed inside instead into is it its itself just keep kind knew know known large largest last late "
    "later latter least led less let like likely little local long lot made main mainly make makes making man many "
    "may maybe me mean means might more moreover most mostly much must my namely near nearly need needs neither "
    "never new next no nobody none nor not nothing now number numerous occurred of off often old on once one ones "
    "only onto or order other others our out outside over own part particular particularly people per perhaps "
    "person place play possible probably provide put quite rather really reach reached related remain responsible "
    "result said same saw say saying says second see seems seen several shall she should show side similar simply "
    "since small so some someone something sometimes soon started still stated such take taken takes than that the "
    "their them themselves then there therefore these they thing things think third this those though three through "
    "throughout thus time times to today together too took top toward towards two type under unless unlike until up "
    "upon us use used uses using usually various very via want wanted was way ways we well went were what when "
    "where whereas whether which while who whole whom whose why will with within without would year years yet you "
    "your"
)
WORDS = frozenset(_CLOSED.split())
_SUFFIXES = (
    "ization isation ations ation ments ment nesses ness ities ity ships ship ings ing tions tion sions sion ically "
    "ally edly ingly ly ed ous ives ive ables able ibles ible als al ics ic ful less ers er ors or ists ist isms "
    "ism ences ence ances ance ants ant ents ent ies es s"
)
_ENDINGS = tuple(_SUFFIXES.split())
_SHORTEST_STEM = 3
_SHORT = 4
LONGEST = 200
"""Tokens of a sentence that are compared with its round trip."""


def clean(text: str) -> str:
    """The text with entities decoded, which some services leave in, and marks straightened: editors change these."""
    return html.unescape(html.unescape(text)).translate(_MARKS)


def tokens(text: str) -> list[str]:
    """The words, numbers and marks of a sentence."""
    return _TOKEN.findall(clean(text))


def shape(token: str) -> str:
    """The token itself where it tells no topic, else its class: its ending, a name, a number."""
    if token[0].isdigit():
        return "9" * min(len(token), 5) if token.isdigit() else "9" + "".join(c for c in token if not c.isdigit()) + "9"
    if not token[0].isalpha():
        return token
    lower = token.lower()
    if lower in WORDS or "'" in lower:
        return lower if lower in WORDS else "~" + lower.partition("'")[2]
    if token[0].isupper():
        return "ABC" if len(token) > 1 and token.isupper() else "Abc"
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) >= len(ending) + _SHORTEST_STEM:
            return "-" + ending
    return "*"


def patterns(text: str) -> Counter[str]:
    """How often each run of one to four shapes stands in a sentence, ``^`` and ``$`` being its edges."""
    shapes = ["^", *map(shape, tokens(text)), "$"]
    found: Counter[str] = Counter()
    for length in range(1, 5):
        found.update(" ".join(shapes[at : at + length]) for at in range(len(shapes) - length + 1))
    return found


def words(text: str) -> list[str]:
    """The words and numbers in lower case, without marks."""
    return [token.lower() for token in tokens(text) if token[0].isalnum()]


def open_words(text: str) -> Counter[str]:
    """How often each word that could tell a topic stands in a sentence, as ``=word``; for those of every topic."""
    return Counter(f"={word}" for word in words(text) if word[0].isalpha() and word not in WORDS)


def runs(text: str) -> Counter[str]:
    """How often each two or three words stand side by side in a sentence, as ``=word word``."""
    found: Counter[str] = Counter()
    side_by_side = words(text)
    for length in (2, 3):
        ends = range(length, len(side_by_side) + 1)
        found.update("=" + " ".join(side_by_side[end - length : end]) for end in ends)
    return found


def differences(text: str, other: str) -> tuple[Counter[str], float, float]:
    """What a second version changes: classes that went (``-``) and came (``+``) and short replacements of the one by
    the other; the share of the tokens of `text` kept in their order; and the number of kept runs a token.

    Compares the first `LONGEST` tokens, since the time is quadratic in them.
    """
    mine, theirs = tokens(text)[:LONGEST], tokens(other)[:LONGEST]
    matcher = SequenceMatcher(None, [t.lower() for t in mine], [t.lower() for t in theirs], autojunk=False)
    found: Counter[str] = Counter()
    kept = runs = 0
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            kept += i2 - i1
            runs += 1
            continue
        gone, come = [shape(t) for t in mine[i1:i2]], [shape(t) for t in theirs[j1:j2]]
        found.update("-" + one for one in gone)
        found.update("+" + one for one in come)
        if len(gone) < _SHORT and len(come) < _SHORT:
            found[f"{' '.join(gone)} > {' '.join(come)}"] += 1
    size = max(1, len(mine))
    return found, kept / size, runs / size
