"""The small programs that phrase patterns are compiled to, and the machine that runs them in time linear in the text.

The machine is a backtracking one that visits each (instruction, token) once at most, as RE2's BitState does
(Cox 2010, "Regular Expression Matching in the Wild"), so that no pattern can make it slow. Where to start it tells
an anchor: words of which each match holds one, at a bounded distance from its start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from tqcheck.rules.tokens import SIDES, TokenKind, Tokens

_MARKS = (*SIDES, TokenKind.MARK)


class Op(IntEnum):
    """What one instruction does."""

    SET = 1
    EXACT = 2
    PREFIX = 3
    BUILTIN = 4
    SPLIT = 5
    JUMP = 6
    SAVE = 7
    NOT = 8
    START = 9
    END = 10
    GAP = 11
    MATCH = 12
    SUFFIX = 13


class Need(NamedTuple):
    """Words of which a match holds one, `low` to `high` tokens after its start."""

    words: frozenset[str]
    low: int
    high: int


class Anchor(NamedTuple):
    """The same for the words that lead to a pattern, and what a match that holds one of them needs besides."""

    words: frozenset[str]
    low: int
    high: int
    need: Need | None = None
    """Looked for before the program is run: of the places with a word of the pattern few hold a second one."""


class Found(NamedTuple):
    """A match: half-open token ranges of the whole and of each capture."""

    start: int
    end: int
    captures: dict[str, tuple[int, int]]


Instruction = tuple[Op, object, object]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled pattern."""

    code: tuple[Instruction, ...]
    names: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    """Where to try it. Empty where the pattern has no fixed word; that serves for a source, where few are searched."""
    longest: int
    """The most tokens that a match can take up."""

    def at(self, tokens: Tokens, start: int) -> Found | None:
        """The match that begins at token `start`, if there is one."""
        end = _run(self.code, tokens, start)
        if end is None:
            return None
        stop, saved = end
        slots: dict[int, int] = {}
        while saved is not None:
            slot, at, saved = saved
            slots.setdefault(slot, at)
        captures = {
            name: (slots[2 * index], slots[2 * index + 1])
            for index, name in enumerate(self.names)
            if 2 * index in slots and 2 * index + 1 in slots
        }
        return Found(start, stop, captures)

    def search(self, tokens: Tokens, start: int = 0, end: int | None = None) -> Iterator[Found]:
        """The matches that begin at a token of ``start..end`` (half-open), from left to right, not overlapping."""
        stop = len(tokens) if end is None else min(end, len(tokens))
        while start < stop:
            found = self.at(tokens, start)
            if found is None:
                start += 1
            else:
                yield found
                start = max(found.end, start + 1)


_Saved = tuple[int, int, "_Saved | None"]


def _run(code: tuple[Instruction, ...], tokens: Tokens, start: int) -> tuple[int, _Saved | None] | None:
    lows, raws, kinds = tokens.lows, tokens.raws, tokens.kinds
    count = len(lows)
    stack: list[tuple[int, int, _Saved | None]] = [(0, start, None)]
    seen: set[tuple[int, int]] = set()
    while stack:
        pc, at, saved = stack.pop()
        while True:
            op, x, y = code[pc]
            if op is Op.SET:
                if at < count and lows[at] in x:  # type: ignore[operator]
                    pc, at = pc + 1, at + 1
                    continue
                break
            if op is Op.MATCH:
                return at, saved
            if op is Op.SPLIT:
                if (pc, at) in seen:
                    break
                seen.add((pc, at))
                stack.append((y, at, saved))  # type: ignore[arg-type]
                pc = x  # type: ignore[assignment]
                continue
            if op is Op.JUMP:
                pc = x  # type: ignore[assignment]
                continue
            if op is Op.SAVE:
                saved = (x, at, saved)  # type: ignore[assignment]
                pc += 1
                continue
            if op is Op.NOT:
                if _run(x, tokens, at) is not None:  # type: ignore[arg-type]
                    break
                pc += 1
                continue
            if op is Op.START or op is Op.END:
                if not (_opens(kinds, at) if op is Op.START else _closes(kinds, at)):
                    break
                pc += 1
                continue
            if at < count and _takes(op, x, lows[at], raws[at], kinds[at]):
                pc, at = pc + 1, at + 1
                continue
            break
    return None


def _takes(op: Op, x: object, low: str, raw: str, kind: TokenKind) -> bool:
    match op:
        case Op.EXACT:
            return raw in x  # type: ignore[operator]
        case Op.PREFIX:
            return low.startswith(x)  # type: ignore[arg-type]
        case Op.SUFFIX:
            return low.endswith(x) and len(low) > len(x)  # type: ignore[arg-type]
        case Op.GAP:
            if kind is TokenKind.MARK:
                return bool(x) and raw == ","
            return kind not in SIDES or bool(x)
        case _:
            if x == "number":
                return kind is TokenKind.NUMBER
            if x == "close" or x == "open":
                return kind is (TokenKind.CLOSING if x == "close" else TokenKind.OPENING)
            if kind is not TokenKind.WORD:
                return False
            return x == "word" or raw[:1].isupper() == (x == "capital")


def _opens(kinds: tuple[TokenKind, ...], at: int) -> bool:
    # A quotation mark or a dash before the first word leaves it the first; a long run of marks is no sentence.
    return at <= 4 and all(kind in _MARKS for kind in kinds[:at])


def _closes(kinds: tuple[TokenKind, ...], at: int) -> bool:
    return len(kinds) - at <= 4 and all(kind in _MARKS for kind in kinds[at:])
