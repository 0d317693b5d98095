"""Spaces around marks: those of another language's typography, doubled ones, missing ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.spacing_rules import (
    AFTER_MARK,
    APOSTROPHE,
    BEFORE_MARK,
    BRACKET,
    DOUBLED_SPACE,
    ELISION,
    FRENCH_BEFORE,
    HYPHEN,
    MARK_RULES,
)
from tqcheck.checks.wordlist import word_set
from tqcheck.document import Kind
from tqcheck.function_words import FUNCTION_WORDS
from tqcheck.report import Finding, Severity

_BLANK = " \t\u00a0\u2009\u202f"
_BEFORE = later(
    rf"(?<=[^\W_]|[)\]”’\"»%°])[{_BLANK}]{{1,2}}(?P<mark>[,;:]|\.(?!\.)|[!?]{{1,3}})(?=[\s\"”»]|$|(?<=[!?.,])\))"
)
_AFTER = later(r"(?<=[^\W\d_]{2})(?P<comma>[,;])(?=[^\W\d_]{2})|(?<=[^\W\d_]{3})(?P<stop>[.?!])(?=[^\W\d_]{2})")
_DOUBLE = later(r"(?<=\S) {2}(?=\S)")
_GAP = later(r"(?<=[.!?])[\"”»’)]?(?P<gap> {1,2})(?=[^\W\d_a-z])")
_OPEN = later(rf"(?<![^\s“«\"])\([{_BLANK}](?=[^\W\d_]{{2}})")
_CLOSE = later(rf"(?<=[^\W_]{{2}})[{_BLANK}]\)(?=[\s,.;:!?]|$)")
_HYPHEN = later(r"(?<=[^\W\d_]{3})- (?=(?P<next>[^\W\d_]{3,30})\b)")
_SPLIT = later(
    r"(?<=[^\W\d_]{2}) (?P<tail>['’](?:s|re|ve|ll|d|m))(?= [^\W_])"
    r"|\b(?P<verb>(?i:do|does|did|is|are|was|were|has|have|had|ca|wo|could|would|should|must|need|ai))"
    r"(?P<space> )(?P<not>n['’]t)(?!\w)"
)
_ELIDED = {
    "fr": later(r"(?<![\w'’])(?:[ldjnstmc]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?P<space> )(?=[^\W\d_]{2})", re.I),
    "it": later(
        r"(?<![\w'’])(?:[ldc]|un|dell|all|nell|sull|dall|quell|bell|sant)['’](?P<space> )(?=[aeiouhàèéìòù][^\W\d_])",
        re.I,
    ),
}
_SPOKEN_OF = word_set("a an the this that of or and sign mark type press as with into")
"""Words after which a lone mark is spoken of, not set."""
_SUSPENDED = word_set(
    "and or to nor but than rather through versus plus not instead over und oder bis et ou à puis y o e u hasta ed od "
    "sino ma as into the"
)
"""Words after a hyphen whose second half comes later: two- and three-year-olds."""
_LIST = 3
"""Commas without spaces in one token from which on it is a list of codes."""


class Spacing:
    """Looks at the spaces around marks, brackets and apostrophes; never in table cells."""

    rules: tuple[RuleInfo, ...] = MARK_RULES
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings of all rules, passage by passage."""
        parts = [part for part in passages(context) if part.block.kind is not Kind.CELL]
        for passage in parts:
            if passage.language in BEFORE_MARK.languages or passage.language == "fr":
                yield from _before(passage)
            yield from _after(passage)
            if "(" in passage.text:
                yield from _brackets(passage)
            if "- " in passage.text and passage.language in HYPHEN.languages:
                yield from _hyphens(passage)
            if passage.language == "en":
                yield from _contractions(passage)
            elif passage.language in _ELIDED:
                yield from _elisions(passage, _ELIDED[passage.language])
        yield from _doubles([part for part in parts if "  " in part.text], parts)


def _before(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _BEFORE.finditer(text):
        start, mark, end = match.start(), match["mark"], match.end()
        if passage.language == "fr" and mark[0] not in ",.":
            continue
        if passage.shields.touch(start, end) or _is_figure(text, start, end):
            continue
        begin = start
        while begin > max(0, start - 30) and text[begin - 1].isalnum():
            begin -= 1
        if text[begin:start].lower() in _SPOKEN_OF or (mark == "." and text[end : end + 2] == " ."):
            continue
        rule = FRENCH_BEFORE if passage.language == "fr" else BEFORE_MARK
        message = f"No space stands before “{mark}” in this language."
        if mark[0] in ";:!?" and passage.language == "en":
            message = f"English sets no space before “{mark}”; French does."
        mild = Severity.INFO if mark in ",." else None
        yield finding(rule, passage.block, begin, end, message, text[begin:start] + mark, severity=mild)


def _is_figure(text: str, start: int, end: int) -> bool:
    """Whether the mark stands between two numbers or single letters, as in 3 : 2 or f : A."""
    after = text[end : end + 8].lstrip()
    if text[start - 1].isdecimal() and after[:1].isdecimal():
        return True
    alone = start < 2 or not text[start - 2].isalnum()
    return alone and text[start - 1].isalpha() and (not after[1:2].strip() or not after[1:2].isalpha())


def _after(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    words = FUNCTION_WORDS.get(passage.language or "", frozenset())
    for match in _AFTER.finditer(text):
        at, sign = match.start(), match.group()
        if passage.shields.touch(at - 1, at + 2):
            continue
        begin, end = _token(text, at)
        token = text[begin:end]
        if match["comma"]:
            if token.count(",") + token.count(";") >= _LIST or "&" in token:
                continue
        else:
            word = _word(text, at + 1)
            if not (word[0].isupper() and word.lower() in words and text[at - 1].islower()):
                continue
            if any(one in token[:-1].replace(sign, "", 1) for one in "._/\\=&"):
                continue
        better = f"{sign} {text[at + 1]}"
        yield finding(AFTER_MARK, passage.block, at, at + 2, f"A space is missing after “{sign}”.", better)


def _token(text: str, at: int) -> tuple[int, int]:
    """The edges of the stretch without white space around `at`, as far as 60 characters reach."""
    begin, end = at, at
    while begin > max(0, at - 60) and not text[begin - 1].isspace():
        begin -= 1
    while end < min(len(text), at + 60) and not text[end].isspace():
        end += 1
    return begin, end


def _word(text: str, at: int) -> str:
    end = at
    while end < min(len(text), at + 30) and text[end].isalpha():
        end += 1
    return text[at:end]


def _brackets(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    message = "No space belongs between a bracket and the words in it."
    for match in _OPEN.finditer(text):
        stop = text.find(")", match.end(), match.end() + 300)
        if stop > 0 and not passage.shields.touch(*match.span()):
            yield finding(BRACKET, passage.block, *match.span(), message, "(")
    for match in _CLOSE.finditer(text):
        start = text.rfind("(", max(0, match.start() - 300), match.start())
        enclosed = text[start + 1 : match.start()] if start >= 0 else ")"
        if ")" in enclosed or not enclosed[:30].strip()[:2].isalpha() or passage.shields.touch(*match.span()):
            continue
        if text[start - 1 : start].strip() == "" or text[start - 1 : start] in '“«"':
            yield finding(BRACKET, passage.block, *match.span(), message, ")")


def _hyphens(passage: Passage) -> Iterator[Finding]:
    for match in _HYPHEN.finditer(passage.text):
        if match["next"].lower() in _SUSPENDED or passage.shields.touch(*match.span()):
            continue
        yield finding(HYPHEN, passage.block, *match.span(), "A hyphen ties two parts of a word, without a space.", "-")


def _contractions(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    if " '" not in text and " ’" not in text and " n" not in text:
        return
    message = "No space stands before the apostrophe here."
    for match in _SPLIT.finditer(text):
        if match["not"]:
            yield finding(APOSTROPHE, passage.block, *match.span(), message, match["verb"] + match["not"])
        elif not _quoted(text, match.start()):
            yield finding(APOSTROPHE, passage.block, *match.span(), message, match["tail"])


def _quoted(text: str, at: int) -> bool:
    """Whether a single mark opened shortly before, so that the apostrophe may be one as well."""
    before = text[max(0, at - 80) : at]
    return any(mark in before for mark in ("‘", " '", " ’")) or before.startswith(("'", "’"))


def _elisions(passage: Passage, elided: re.Pattern[str]) -> Iterator[Finding]:
    for match in elided.finditer(passage.text):
        if not passage.shields.touch(*match.span()):
            message = "The apostrophe ties the two words: no space follows it."
            yield finding(ELISION, passage.block, *match.span(), message, match.group()[:-1])


def _doubles(parts: Sequence[Passage], all_parts: Sequence[Passage]) -> Iterator[Finding]:
    if not parts:
        return
    gaps = [len(match["gap"]) for part in all_parts for match in _GAP.finditer(part.text)]
    typewriter = gaps.count(2) * 2 > len(gaps)
    for part in parts:
        for match in _DOUBLE.finditer(part.text):
            ends = part.text[max(0, match.start() - 2) : match.start()].rstrip('"”»’)')[-1:] in (".", "!", "?", ":")
            if (ends and typewriter) or part.shields.touch(*match.span()):
                continue
            yield finding(
                DOUBLED_SPACE, part.block, *match.span(), "Two spaces stand here.", " ", severity=Severity.INFO
            )
