"""“In quotes” where the words themselves should be quoted: the aside «entre guillemets», translated word by word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from tqcheck.checks.base import RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.quoted import Quoted
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

IN_QUOTES = RuleInfo(
    "quotes/in-quotes",
    "calque/quotation",
    Severity.ERROR,
    "“In quotes” stands where the words themselves should be quoted.",
    "The French aside «entre guillemets» marks the word beside it; English puts that word in quotation marks.",
    bad=(
        "He wants to help ‘in quotes’ the farmers.",
        "The reform, between quotation marks, will cost a billion.",
        "They liberate “between quotes” the town.",
        "They want to protect in quotes the children of the town.",
    ),
    good=(
        "He wants to “help” the farmers.",
        "Put the file name in quotes.",
        "Please put in quotes the name of the file. She wrote in quotes the whole sentence.",
        "The phrase ‘in quotes’ is two words long.",
        "The text between quotes is copied as it stands.",
        "Her title appears in quotation marks.",
    ),
    languages=("en",),
)
_IN_QUOTES = later(
    r"([‘“\"'«]\s?)(?:in|between)\s(?:quotes|quotation marks|inverted commas|quote marks)(?:\s?[’”\"'»])"
    r"|(?<=,)\s(?:in between|between)\s(?:quotes|quotation marks|inverted commas)(?=,)",
    re.IGNORECASE,
)
_BARE = later(
    r"\b([a-z]{3,20}) in (?:quotes|quotation marks|inverted commas) "
    r"(?=(?:the|a|an|his|her|its|their|our|these|those|this|that) [a-z]|[A-Z])"
)
_SETTING = tuple(
    word_set(
        "put plac set wrap enclos surround writ wrote print show quot cit us typ mark includ mention add leav render "
        "display repeat giv contain not past cop word phras term text titl nam appear said say spell sentence line"
    )
)
"""Beginnings of verbs and nouns that really set something in quotation marks."""
_MENTIONS = word_set("phrase expression words word term says said reads wrote read")


def asides(part: Quoted) -> Iterator[Finding]:
    """The findings in one English passage."""
    yield from _in_quotes(part)
    yield from _bare_in_quotes(part)


def _in_quotes(part: Quoted) -> Iterator[Finding]:
    text = part.text
    for match in _IN_QUOTES.finditer(text):
        if part.passage.shields.touch(*match.span()):
            continue
        before = text[max(0, match.start() - 40) : match.start()].split()
        if match[1] is None:
            message = "“Between quotation marks” is a literal aside: put the word it means in quotation marks."
            yield finding(IN_QUOTES, part.passage.block, match.start() + 1, match.end(), message)
            continue
        if not before or before[-1].lower() in _MENTIONS or not before[-1][-1].isalpha():
            continue
        word = before[-1].lstrip("“‘\"'(")
        start = text.rindex(word, 0, match.start())
        closing = text[match.end() - 1]
        better = f"{match[1].strip()}{word}{closing}"
        message = f"“In quotes” was translated from an aside: put “{word}” itself in quotation marks."
        yield finding(IN_QUOTES, part.passage.block, start, match.end(), message, better)


def _bare_in_quotes(part: Quoted) -> Iterator[Finding]:
    top = [pair for pair in part.quotations if pair.parent is None]
    curly = "’" in part.text or any(pair.open.text in "“‘" for pair in top)
    for match in _BARE.finditer(part.text):
        word = match[1]
        if word.startswith(_SETTING) or part.passage.shields.touch(*match.span()):
            continue
        before = bisect_right(top, match.start(), key=lambda pair: pair.open.start)
        nested = before > 0 and match.start() < top[before - 1].close.start
        opening, closing = ("‘’" if nested else "“”") if curly else ("''" if nested else '""')
        message = f"“In quotes” was translated from an aside: put “{word}” itself in quotation marks."
        end = match.end() - 1
        yield finding(IN_QUOTES, part.passage.block, match.start(), end, message, f"{opening}{word}{closing}")
