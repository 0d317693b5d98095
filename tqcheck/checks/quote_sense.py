"""Quotation marks at odds with the English sentence around them, as when French order was kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tqcheck.checks.base import RuleInfo, finding
from tqcheck.checks.english import (
    AUXILIARIES,
    CLAUSE_BREAKS,
    CUT_OFF,
    DETERMINERS,
    FINITE,
    INFINITIVE_LEADS,
    METONYMS,
    OPENERS,
    is_adjective,
    words,
)
from tqcheck.checks.later import later
from tqcheck.checks.marks import Quotation
from tqcheck.checks.quoted import Quoted
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "typography/quotation"

CAPITAL = RuleInfo(
    "quotes/capital",
    _CATEGORY,
    Severity.WARNING,
    "A capital inside a quotation that continues the sentence.",
    "Where the quoted words complete the sentence, English prints them as part of it, in lower case.",
    bad=(
        "She said the plan was sound, but “They should have asked us first”.",
        "The director believes that “Our best days are still ahead of us.”",
        "He called on all sides to “Honour the agreement” without delay.",
    ),
    good=(
        "She said the plan was sound, but “they should have asked us first”.",
        "She said: “They should have asked us first.”",
        "He likes “The Birds” and “The Old Man and the Sea”.",
        "They chanted “We want bread” and “We want peace now”.",
        "He knew that “I” is a pronoun and that “I can wait” is a phrase.",
        "It turned out that “The Daily Crier” had closed.",
        "They danced to “Mind the gap” all night.",
    ),
    languages=("en",),
)
POSSESSOR = RuleInfo(
    "quotes/possessor",
    _CATEGORY,
    Severity.ERROR,
    "The owner stands behind the quotation instead of before it.",
    "French and Spanish name the owner after the thing; without its “of” or “’s” the English sentence falls apart.",
    bad=(
        "The minister repeated that the “zero waste plan” Italy would start in May.",
        "The “clean water act” Canada will be signed on Friday.",
        "The minister drew attention to the “open wound” Cuba: nobody spoke.",
    ),
    good=(
        "The minister repeated that Italy’s “zero waste plan” would start in May.",
        "The “weapons” Iraq was hiding were never found.",
        "They never found the “weapons” Iraq was hiding.",
        "She said that the “gift” France would send had been sold.",
        "The “zero waste plan” Italy adopted will start in May.",
        "They saw the “shoe king” Charles Berg, and the “lost city” of Ur.",
        "In the “rest of Europe,” France said, it is colder.",
    ),
    languages=("en",),
)
APPOSED = RuleInfo(
    "quotes/apposed",
    _CATEGORY,
    Severity.WARNING,
    "A quoted adjective left behind the quoted noun, in French order.",
    "French adds a second adjective behind the noun; English needs both before it.",
    bad=(
        "The firm expects “serious delays”, “endless”, for its clients.",
        "He admitted “heavy losses,” “unbearable,” for small shops.",
    ),
    good=(
        "The firm expects “serious”, even “endless”, delays for its clients.",
        "They called it “a bad joke”, “ridiculous”, of course, in their letter.",
        "He listed “big cars”, “loud”, “fast” and “red” among his likes.",
        "Critics used the words “dull plot”, “slow” and “endless”.",
        "She spoke of “serious delays”, “costs”, and “losses”.",
    ),
    languages=("en",),
)
CUT = RuleInfo(
    "quotes/cut",
    _CATEGORY,
    Severity.WARNING,
    "A quotation that ends in the middle of a phrase.",
    "The closing mark parts an article or possessive from its noun, as happens when words are reordered.",
    bad=(
        "He wants to “bring everyone back to the” table by Friday.",
        "She hopes that they “will look after their” children better.",
    ),
    good=(
        "He wants to “bring everyone back to the table” by Friday.",
        "The word “the” is the most common one.",
        "He stumbled over “a, an and the” in every lesson.",
        "It was “part of the” …",
    ),
    languages=("en",),
)
SENSE_RULES = (CAPITAL, POSSESSOR, APPOSED, CUT)

_CONNECTORS = word_set("that but because if when while although though whereas since whether unless until")
_LISTING = word_set("words word terms term phrases phrase labels label slogans titles title entitled called")
_SUBJECT_PLACE = later(
    r"(?:^|[.!?;:…]\s*|\b(?:that|because|while|whereas|although|if|when|but),?\s+)(the|this|that)\s+$", re.IGNORECASE
)
_NAME = later(r"\s+((?:[^\W\d_a-z][\w’'&-]{0,30}\s+){1,3})([a-z]{2,8})\b")
_ALONE = later(r"\s+([^\W\d_a-z][\w-]{1,30})(?=[.,:;!?]|$)")
_ARTICLE = later(r"\b(the)\s+$")
_BEHIND = later(r"[,”\"]?\s*(?:for|of|to|in|on|by|with|against|from|between|at|among|is|are|was|were|has|have|will)\b")
_BEFORE_VERB = word_set("not be been have also soon never still even now then")


def sense(part: Quoted) -> Iterator[Finding]:
    """The findings in one English passage."""
    top = [pair for pair in part.quotations if pair.parent is None]
    for pair in top:
        yield from _capital(part, pair)
        yield from _possessor(part, pair)
        yield from _cut(part, pair)
    for at, (first, second) in enumerate(pairwise(top)):
        yield from _apposed(part, first, second, at > 0 and _listed(part, top[at - 1], first))


def _capital(part: Quoted, pair: Quotation) -> Iterator[Finding]:
    text = part.text
    before = text[max(0, pair.open.start - 40) : pair.open.start]
    if not before[-1:].isspace():
        return
    *lead, connector = before.split() or [""]
    if (connector.lower() not in _CONNECTORS and connector != "to") or (lead and lead[-1][-1] in "”\"’'»"):
        return
    inner = words(pair.head(text, 80))
    if len(inner) < 3 or not inner[1].islower() or not inner[0].istitle():
        return
    if connector == "to":
        if inner[1] not in DETERMINERS or INFINITIVE_LEADS.isdisjoint(word.lower() for word in lead):
            return
    elif len(inner) < 4 or inner[0].lower() not in OPENERS or any(word.lower() in _LISTING for word in lead):
        return
    start = text.index(inner[0], pair.open.end)
    better = text[pair.open.start : start] + inner[0].lower()
    message = f"The quotation continues the sentence after “{connector}”: no capital."
    yield finding(CAPITAL, part.passage.block, pair.open.start, start + len(inner[0]), message, better)


def _possessor(part: Quoted, pair: Quotation) -> Iterator[Finding]:
    text = part.text
    inner = pair.head(text, 90)
    if len(inner) > 80 or not inner[:1].islower() or inner[-1:] in ",.;:!?":
        return
    reach = max(0, pair.open.start - 30)
    before = text[reach : pair.open.start]
    behind = _NAME.match(text, pair.close.end, pair.close.end + 140)
    loose = None if behind else _ALONE.match(text, pair.close.end, pair.close.end + 40)
    if behind and behind[2] in AUXILIARIES:
        lead = _SUBJECT_PLACE.search(before if reach == 0 else " " + before[1:])
        if not lead or not _lacks_verb(text[behind.end() : behind.end() + 200]):
            return
    elif loose and (loose[1] in METONYMS or loose[1].isupper()):
        behind, lead = loose, _ARTICLE.search(before)
        if not lead:
            return
    else:
        return
    name = behind[1].rstrip()
    apostrophe = "’" if "’" in text or pair.open.text == "“" else "'"
    owner = name + (apostrophe if name.endswith("s") else apostrophe + "s")
    start = reach + lead.start(1)
    quotation = text[pair.open.start : pair.close.end]
    message = f"“{name}” seems to be the owner of what is quoted: its possessive belongs before the quotation."
    end = pair.close.end + len(behind[0]) - len(behind[0].lstrip()) + len(name)
    yield finding(POSSESSOR, part.passage.block, start, end, message, f"{owner} {quotation}")


def _lacks_verb(rest: str) -> bool:
    """Whether no finite verb follows the one after the auxiliary, so that name and auxiliary are no relative clause."""
    main = beside = False
    for token in rest.split():
        word = token.rstrip(".,;:!?").lower()
        if main and word in CLAUSE_BREAKS:
            return True
        # “in May”, “Will”: a capital is no auxiliary.
        if (
            main
            and token[0].islower()
            and (word in FINITE or word.endswith("ed") or (beside and word[-1:] == "s" and word[-2:] != "ss"))
        ):
            return False
        beside = not main and word not in _BEFORE_VERB and not word.endswith("ly")
        main = main or beside
        if token[-1] in ".;:!?,":
            break
    return main


def _listed(part: Quoted, earlier: Quotation, later: Quotation) -> bool:
    between = part.text[earlier.close.end : later.open.start]
    return len(between) < 8 and between.strip() in ("", ",", "and", "or", ", and", ", or")


def _apposed(part: Quoted, first: Quotation, second: Quotation, listed: bool) -> Iterator[Finding]:
    text = part.text
    if listed or first.length > 60 or second.length > 40:
        return
    gap = text[first.close.end : second.open.start]
    noun, adjective = first.inner(text), second.inner(text)
    if (gap.strip(), noun[-1:]) not in ((",", noun[-1:]), ("", ",")) or not 1 <= len(gap) <= 2:
        return
    head, tail = words(noun), words(adjective)
    if not 2 <= len(head) <= 4 or not 1 <= len(tail) <= 2 or not head[0].islower() or not tail[0].islower():
        return
    if not is_adjective(head[0]) or is_adjective(head[-1]) or not is_adjective(tail[-1]):
        return
    lead = words(text[max(0, first.open.start - 40) : first.open.start])
    behind = _BEHIND.match(text, second.close.end, second.close.end + 40)
    if behind is None or (lead and lead[-1].lower() in _LISTING):
        return
    end = second.close.end + (1 if text[second.close.end : second.close.end + 1] == "," else 0)
    better = None
    if len(head) == 2:
        opening, closing = first.open.text, first.close.text
        said = " ".join(tail)
        better = f"{opening}{head[0]}{closing}, indeed {opening}{said}{closing}, {head[1]}"
    message = "The second quotation describes the noun of the first: English sets both adjectives before the noun."
    yield finding(APPOSED, part.passage.block, first.open.start, end, message, better)


def _cut(part: Quoted, pair: Quotation) -> Iterator[Finding]:
    text = part.text
    tail = pair.tail(text, 60).split()
    after = text[pair.close.end : pair.close.end + 2]
    if len(tail) < 4 or tail[-1].lower() not in CUT_OFF or tail[-1] != tail[-1].lower():
        return
    if tail[-2][-1] in ",;" or not (after[:1].isspace() and after[1:].islower()) or tail[-2] in ("and", "or"):
        return
    start = pair.close.start - len(tail[-1])
    message = f"The quotation ends after “{tail[-1]}”, in the middle of a phrase."
    yield finding(CUT, part.passage.block, start, pair.close.end, message)
