"""Compiles phrase patterns: a tree to the program that matches it, and the words at which to try it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

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
    Suffix,
    Word,
)
from tqcheck.rules.program import Anchor, Instruction, Need, Op, Program

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


def compile_pattern(node: Node, language: str) -> Program:
    """The program for `node`, whose lemmas are of `language`.

    Raises ConfigError where it is too large, could match nothing at all, or asks for unknown forms.
    """
    longest = width(node)
    builder = _Builder(language)
    builder.add(node)
    builder.emit(Op.MATCH)
    anchors = _anchors(node, language)
    return Program(tuple(builder.code), tuple(builder.names), tuple(anchors or ()), longest)


def width(node: Node) -> int:
    """The most tokens that a match of `node` takes up.

    Raises ConfigError where that is too many, or none.
    """
    shortest, longest = _width(node)
    if shortest == 0:
        raise ConfigError("the pattern matches an empty stretch: something in it has to be there")
    if longest > MAX_TOKENS:
        raise ConfigError(f"the pattern can take up more than {MAX_TOKENS} words")
    return longest


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
            case Suffix(text):
                self.emit(Op.SUFFIX, text.lower())
            case Builtin(name):
                self.emit(Op.BUILTIN, name)
            case Edge(start):
                self.emit(Op.START if start else Op.END)
            case Sequence(parts):
                for part in parts:
                    self.add(part)
            case Choice():
                self._choose([partial(self.add, option) for option in _merged(node, self.language)])
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
        case Choice():
            return _choice_words(node, language)
    return None


@lru_cache(maxsize=1024)
def _choice_words(choice: Choice, language: str) -> tuple[frozenset[str], frozenset[str]] | None:
    both = [_words(option, language) for option in choice.options]
    if any(pair is None for pair in both):
        return None
    exact = frozenset().union(*(pair[0] for pair in both if pair))
    return exact, frozenset().union(*(pair[1] for pair in both if pair))


@lru_cache(maxsize=1024)
def _merged(choice: Choice, language: str) -> list[Node]:
    """The options with the single words among them put into one choice, so that a list of words costs one step."""
    options = choice.options
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
            return _anchors_of_sequence(parts, language)
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


def _anchors_of_sequence(parts: tuple[Node, ...], language: str) -> list[Anchor] | None:
    found: list[list[Anchor]] = []
    low = high = 0
    for part in parts:
        anchors = _anchors(part, language)
        if anchors is not None:
            found.append([_moved(anchor, low, high) for anchor in anchors])
        width = _width(part)
        low, high = low + width[0], high + width[1]
    if not found:
        return None
    best = min(found, key=_cost)
    others = [_union(anchors) for anchors in found if anchors is not best]
    return [anchor._replace(need=_rarest([*others, anchor.need])) for anchor in best]


def _moved(anchor: Anchor, low: int, high: int) -> Anchor:
    """`anchor` of a part that begins `low` to `high` tokens after the start of the whole."""
    words, first, last, need = anchor
    if need is not None:
        need = Need(need.words, need.low + low, need.high + high)
    return Anchor(words, first + low, last + high, need)


def _union(anchors: list[Anchor]) -> Need:
    """What a match holds that holds one of `anchors`."""
    words = frozenset().union(*(anchor.words for anchor in anchors))
    return Need(words, min(anchor.low for anchor in anchors), max(anchor.high for anchor in anchors))


def _rarest(needs: list[Need | None]) -> Need | None:
    known = [need for need in needs if need is not None]
    return min(known, key=lambda need: _cost([need]), default=None)


def _cost(places: Iterable[Anchor | Need]) -> float:
    return sum(_rate(word) * (1 + place.high - place.low) for place in places for word in place.words)


def _rate(word: str) -> float:
    return _COMMON.get(word) or max(1.0, 200.0 / len(word) ** 1.5)
