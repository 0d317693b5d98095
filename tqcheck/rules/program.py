"""Phrase patterns compiled to small programs, and the machine that runs them in time linear in the text.

The machine is a backtracking one that visits each (instruction, token) once at most, as RE2's BitState does
(Cox 2010, "Regular Expression Matching in the Wild"), so that no pattern can make it slow. Where to start it tells
an anchor: words of which each match holds one, at a bounded distance from its start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from tqcheck.errors import ConfigError
from tqcheck.rules import lemmas
from tqcheck.rules.pattern import (
    Builtin,
    Capture,
    Choice,
    Edge,
    Gap,
    Lemma,
    Node,
    Not,
    Optional,
    Prefix,
    Sequence,
    Word,
)
from tqcheck.rules.tokens import TokenKind, Tokens

MAX_INSTRUCTIONS = 4000
MAX_TOKENS = 80

# The commonest words make poor anchors; the figures are occurrences a million words, roughly.
_COMMON = {
    word: rate
    for rate, words in {
        50_000: "the , . \" ' - de la le",
        20_000: "of and to a in s et les des l d en un une",
        8_000: "is was for on that it with as he his by at be are from this have not but had has were an or who they"
        " you il que qui est pour dans du par sur au plus pas ne se ce",
        2_500: "we she her will all one which their there been if more when would said so no what up its out about than"
        " into them can only other time new some could these two may first then do any like over such our man i my"
        " me your him",
        800: "after before also made did many must through years where much way well down should because each just"
        " those people too how little state good very make world still own see men work long get here between"
        " both life under never day same another know while last might us great old year off come since against"
        " go came right used take three say says most now per even however during without within around among between",
    }.items()
    for word in words.split()
}


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


class Anchor(NamedTuple):
    """Words of which a match holds one, `low` to `high` tokens after its start."""

    words: frozenset[str]
    low: int
    high: int


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
    """Empty where the pattern has no fixed word; such a one serves for a source, where few are searched."""
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
        case Op.GAP:
            if kind is TokenKind.MARK:
                return bool(x) and raw == ","
            return kind is not TokenKind.QUOTE or bool(x)
        case _:
            if x == "number":
                return kind is TokenKind.NUMBER
            if kind is not TokenKind.WORD:
                return False
            return x == "word" or raw[:1].isupper() == (x == "capital")


def _opens(kinds: tuple[TokenKind, ...], at: int) -> bool:
    # A quotation mark or a dash before the first word leaves it the first; a long run of marks is no sentence.
    return at <= 4 and all(kind in (TokenKind.QUOTE, TokenKind.MARK) for kind in kinds[:at])


def _closes(kinds: tuple[TokenKind, ...], at: int) -> bool:
    return len(kinds) - at <= 4 and all(kind in (TokenKind.QUOTE, TokenKind.MARK) for kind in kinds[at:])


def compile_pattern(node: Node, language: str) -> Program:
    """The program for `node`, whose lemmas are of `language`.

    Raises ConfigError where it is too large, could match nothing at all, or asks for unknown forms.
    """
    shortest, longest = _width(node)
    if shortest == 0:
        raise ConfigError("the pattern matches an empty stretch: something in it has to be there")
    if longest > MAX_TOKENS:
        raise ConfigError(f"the pattern can take up more than {MAX_TOKENS} words")
    builder = _Builder(language)
    builder.add(node)
    builder.emit(Op.MATCH)
    anchors = _anchors(node, language)
    return Program(tuple(builder.code), tuple(builder.names), tuple(anchors or ()), longest)


class _Builder:
    def __init__(self, language: str) -> None:
        self.language = language
        self.code: list[Instruction] = []
        self.names: list[str] = []

    def emit(self, op: Op, x: object = None, y: object = None) -> int:
        if len(self.code) >= MAX_INSTRUCTIONS:
            raise ConfigError("the pattern is too large: split it into several")
        self.code.append((op, x, y))
        return len(self.code) - 1

    def add(self, node: Node) -> None:
        words = _words(node, self.language)
        if words is not None:
            exact, low = words
            if exact and low:
                self._choose([partial(self.emit, Op.EXACT, exact), partial(self.emit, Op.SET, low)])
            else:
                self.emit(Op.EXACT if exact else Op.SET, exact or low)
            return
        match node:
            case Prefix(text):
                self.emit(Op.PREFIX, text.lower())
            case Builtin(name):
                self.emit(Op.BUILTIN, name)
            case Edge(start):
                self.emit(Op.START if start else Op.END)
            case Sequence(parts):
                for part in parts:
                    self.add(part)
            case Choice(options):
                self._choose([partial(self.add, option) for option in _merged(options, self.language)])
            case Optional(part):
                split = self.emit(Op.SPLIT)
                self.add(part)
                self.code[split] = (Op.SPLIT, split + 1, len(self.code))
            case Gap(most, marks):
                self._gap(most, marks)
            case Not(part):
                inner = _Builder(self.language)
                inner.add(part)
                inner.emit(Op.MATCH)
                self.emit(Op.NOT, tuple(inner.code))
            case Capture(name, part):
                if name not in self.names:
                    self.names.append(name)
                index = self.names.index(name)
                self.emit(Op.SAVE, 2 * index)
                self.add(part)
                self.emit(Op.SAVE, 2 * index + 1)

    def _choose(self, options: list[Callable[[], object]]) -> None:
        jumps = []
        for option in options[:-1]:
            split = self.emit(Op.SPLIT)
            option()
            jumps.append(self.emit(Op.JUMP))
            self.code[split] = (Op.SPLIT, split + 1, len(self.code))
        options[-1]()
        for jump in jumps:
            self.code[jump] = (Op.JUMP, len(self.code), None)

    def _gap(self, most: int, marks: bool) -> None:
        # The shorter gap is tried first. NATO's and well-to-do count as one word: joiners come on top.
        splits = []
        for _ in range(most):
            splits.append(self.emit(Op.SPLIT))
            self.emit(Op.GAP, marks)
            for _ in range(2):
                split = self.emit(Op.SPLIT)
                self.emit(Op.SET, frozenset("'-"))
                self.emit(Op.GAP, marks)
                self.code[split] = (Op.SPLIT, split + 1, len(self.code))
        for split in splits:
            self.code[split] = (Op.SPLIT, len(self.code), split + 1)


def _words(node: Node, language: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The single words that `node` stands for, (as written, in any case); ``None`` where it is more than that."""
    match node:
        case Word(text):
            one = frozenset((text,))
            return (one, frozenset()) if text != text.lower() else (frozenset(), one)
        case Lemma(names, tags):
            exact: set[str] = set()
            low: set[str] = set()
            for name in names:
                found = lemmas.forms(language, name, tags)
                if name[0].isupper():
                    exact |= {word[:1].upper() + word[1:] for word in found} | {word.upper() for word in found}
                else:
                    low |= found
            return frozenset(exact), frozenset(low)
        case Choice(options):
            both = [_words(option, language) for option in options]
            if all(pair is not None for pair in both):
                return (
                    frozenset().union(*(pair[0] for pair in both if pair)),
                    frozenset().union(*(pair[1] for pair in both if pair)),
                )
    return None


def _merged(options: tuple[Node, ...], language: str) -> list[Node]:
    """`options` with the single words among them put into one choice, so that a list of words costs one step."""
    single = [option for option in options if _words(option, language) is not None]
    rest = [option for option in options if _words(option, language) is None]
    # A longer option goes first: of "the | the other" it is the one meant where both fit.
    return [*rest, Choice(tuple(single))] if single else rest


def _width(node: Node) -> tuple[int, int]:
    """The fewest and the most tokens of a match of `node`."""
    match node:
        case Sequence(parts):
            widths = [_width(part) for part in parts]
            return sum(low for low, _ in widths), sum(high for _, high in widths)
        case Choice(options):
            widths = [_width(option) for option in options]
            return min(low for low, _ in widths), max(high for _, high in widths)
        case Optional(part):
            return 0, _width(part)[1]
        case Gap(most, _):
            return 0, most * 5
        case Not() | Edge():
            return 0, 0
        case Capture(_, part):
            return _width(part)
    return 1, 1


def _anchors(node: Node, language: str) -> list[Anchor] | None:
    """The cheapest set of anchors such that every match of `node` holds one; ``None`` where there is none."""
    words = _words(node, language)
    if words is not None:
        return [Anchor(words[1] | frozenset(word.lower() for word in words[0]), 0, 0)]
    match node:
        case Sequence(parts):
            best: list[Anchor] | None = None
            low = high = 0
            for part in parts:
                found = _anchors(part, language)
                if found is not None and (best is None or _cost(found) < _cost(best)):
                    best = [Anchor(words, a + low, b + high) for words, a, b in found]
                width = _width(part)
                low, high = low + width[0], high + width[1]
            return best
        case Choice(options):
            all_found: list[Anchor] = []
            for option in options:
                found = _anchors(option, language)
                if found is None:
                    return None
                all_found += found
            return all_found
        case Capture(_, part):
            return _anchors(part, language)
    return None


def _cost(anchors: list[Anchor]) -> float:
    return sum(_rate(word) * (1 + high - low) for words, low, high in anchors for word in words)


def _rate(word: str) -> float:
    return _COMMON.get(word) or max(1.0, 200.0 / len(word) ** 1.5)
