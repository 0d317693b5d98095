"""Rules for markdown-it-py that note where each piece of text stands, which the library tells by line only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from tqcheck.document import Run
from tqcheck.readers.base import OBJECT

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    BlockRule = Callable[[StateBlock, int, int, bool], bool]
    InlineRule = Callable[[StateInline, bool], bool]

COPY = "copy"
GAP = "gap"
"""What an inline token's ``meta["place"]``, (start, end, what), says of its stretch of the block's content: that it
is text as it stands, or shows as a space; any other string is what it shows as."""

_LITERAL = re.compile(r"[^\n!&*<\[\]\\_`~]++")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,80}\]")
_BREAK_TAG = re.compile(r"<br[ \t\n/>]", re.IGNORECASE)
_MOST_BRACKETS = 200
"""A paragraph with more is no prose, and the time to look for the end of each link grows with their square."""


def placing(rule: BlockRule) -> BlockRule:
    """`rule`, noting in ``meta["places"]`` of inline tokens the runs that lead from their content to the source."""

    def placed(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start_line, end_line, silent):
            return False
        opened = state.tokens[before] if len(state.tokens) > before else None
        cells: Iterator[tuple[int, int]] = iter(())
        for token in state.tokens[before:]:
            if not opened or not token.map:
                continue
            lines = [(state.bMarks[i] + state.tShift[i], state.eMarks[i]) for i in range(*token.map)]
            if token.type == "tr_open":
                cells = _cells(state.src, *lines[0])
            elif token.type == "inline" and opened.type == "table_open":
                token.meta["places"] = _cell(token.content, state.src, *next(cells, (0, 0)))
            elif token.type == "inline":
                marks = len(opened.markup) if opened.markup.startswith("#") else 0
                token.meta["places"] = _lines(token.content, state.src, lines, marks)
        return True

    return placed


def _lines(content: str, source: str, lines: list[tuple[int, int]], marks: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    rest = iter(lines)
    for line in content.split("\n"):
        bare = line.lstrip(" \t")
        # A first line of odd white space alone is trimmed from the content, but not from the source.
        start = next((found for s, e in rest if (found := source.find(bare, s + marks, e)) >= 0), -1)
        if start < 0:
            return ()
        begin = at + len(line) - len(bare)
        if runs:
            last = runs[-1]
            end, raw_end = last.start + last.length, last.raw + last.raw_length
            runs.append(Run(end, begin - end, raw_end, start - raw_end))
        runs.append(Run(begin, len(bare), start, len(bare)))
        at += len(line) + 1
    return tuple(runs)


def _cells(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bars = [at for at in range(start, end) if source[at] == "|" and source[at - 1 : at] != "\\"]
    edges = [*([] if bars[:1] == [start] else [start - 1]), *bars, end]
    return ((left + 1, right) for left, right in pairwise(edges))


def _cell(content: str, source: str, start: int, end: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    at, size = start, 0
    # In a cell, and only there, "\|" is written for "|" before anything else is read.
    for part in re.split(r"(\\\|)", source[start:end]):
        length = 1 if part == "\\|" else len(part)
        if part:
            runs.append(Run(size, length, at, len(part)))
        size += length
        at += len(part)
    shown = "".join("|" if run.length < run.raw_length else source[run.raw : run.raw + run.raw_length] for run in runs)
    trimmed = shown.find(content)
    if not content or trimmed < 0:
        return ()
    moved = [
        Run(max(run.start - trimmed, 0), run.length - cut, run.raw + cut, run.raw_length - cut)
        for run in runs
        if (cut := max(0, min(trimmed - run.start, run.length))) < run.length
    ]
    return tuple(moved)


def _pushed(state: StateInline, place: tuple[int, int, str]) -> None:
    token = state.push("text", "", 0)
    token.content = state.src[place[0] : place[1]]
    token.meta["place"] = place


def literal(_: InlineRule) -> InlineRule:
    """Text up to the next character that may mean something."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = _LITERAL.match(state.src, state.pos, state.posMax)
        if not match:
            return False
        if not silent:
            _pushed(state, (match.start(), match.end(), COPY))
        state.pos = match.end()
        return True

    return rule


def rest(state: StateInline, silent: bool) -> bool:
    """One character that turned out to mean nothing; two tildes, which strike text out, are left out."""
    if state.src.startswith("~~", state.pos) and state.pos + 2 <= state.posMax:
        state.pos += 2
        return True
    if not silent:
        _pushed(state, (state.pos, state.pos + 1, COPY))
    state.pos += 1
    return True


def footnote(state: StateInline, silent: bool) -> bool:
    """A footnote's number in the text or before the note itself, which is left out."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match:
        at_line_start = match.start() == 0 or state.src[match.start() - 1] == "\n"
        state.pos = match.end() + (at_line_start and state.src.startswith(":", match.end()))
    return bool(match)


def _noting(what: Callable[[Token], str | None]) -> Callable[[InlineRule], InlineRule]:
    def wrap(rule: InlineRule) -> InlineRule:
        def noted(state: StateInline, silent: bool) -> bool:
            start, before = state.pos, len(state.tokens)
            if not rule(state, silent):
                return False
            if silent:
                return True
            if state.pending:
                state.pending = ""
                _pushed(state, (start, state.pos, COPY))
            elif len(state.tokens) > before and (shown := what(state.tokens[-1])):
                state.tokens[-1].meta["place"] = (start, state.pos, shown)
            return True

        return noted

    return wrap


def _delimiters(rule: InlineRule) -> InlineRule:
    def noted(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        for index, token in enumerate(state.tokens[before:] if done else ()):
            token.meta["place"] = (start + index, start + index + 1, COPY)
        return done

    return noted


def _if_sane(rule: InlineRule) -> InlineRule:
    def guarded(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "![":
            return False
        counted, brackets = state.env.get("brackets", ("", 0))
        if counted is not state.src:
            brackets = state.src.count("[")
            state.env["brackets"] = (state.src, brackets)
        return brackets <= _MOST_BRACKETS and rule(state, silent)

    return guarded


def _escaped(token: Token) -> str:
    if token.type == "hardbreak":
        return GAP
    return COPY if token.content == token.markup else token.content


INLINE_RULES: dict[str, Callable[[InlineRule], InlineRule]] = {
    "text": literal,
    "escape": _noting(_escaped),
    "entity": _noting(lambda token: token.content),
    "newline": _noting(lambda token: GAP),
    "backticks": _noting(lambda token: OBJECT),
    "autolink": _noting(lambda token: OBJECT),
    "html_inline": _noting(lambda token: GAP if _BREAK_TAG.match(token.content) else None),
    "emphasis": _delimiters,
    "link": _if_sane,
    "image": _if_sane,
}
