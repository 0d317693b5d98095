"""The pattern language of phrase rules: text to a tree. docs/rules-writing.md describes it for authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tqcheck.errors import ConfigError
from tqcheck.inflection import TAGS
from tqcheck.rules.classes import Classes
from tqcheck.rules.tokens import APOSTROPHES, HYPHENS, QUOTES

MAX_GAP = 12
MAX_LENGTH = 600
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark as written; `text` with a capital letter in it must be written so."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins with `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Suffix:
    """Any word that ends with `text` and is longer."""

    text: str


@dataclass(frozen=True, slots=True)
class Lemma:
    """Any form of one of `lemmas`; English can be narrowed to some forms by `tags`."""

    lemmas: tuple[str, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Builtin:
    """A token told by its shape: ``number``, ``capital``, ``lower``, ``word``; or a quote, ``open`` or ``close``."""

    name: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words; with `marks` also quotation marks and commas."""

    most: int
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """The start or the end of the sentence."""

    start: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several. Compared by identity, so that the words of a long list are worked out only once."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """There or not; taken where it is there."""

    part: Node


@dataclass(frozen=True, slots=True)
class Not:
    """What must not follow here; takes up no token."""

    part: Node


@dataclass(frozen=True, slots=True)
class Capture:
    """A part that suggestions refer to by `name`; the name ``""`` is the part that is flagged."""

    name: str
    part: Node


Node = Word | Prefix | Suffix | Lemma | Builtin | Gap | Edge | Sequence | Choice | Optional | Not | Capture

BUILTINS = ("number", "capital", "lower", "word", "open", "close")
_LEXEME = re.compile(
    r"\s*(?:(?P<gap>\.\.\.(?P<most>\d+)(?P<marks>\+)?)|<(?P<lemma>[^<>\s]+)>|@(?P<cls>[\w-]+)|(?P<name>[a-z]\w*):(?=\S)"
    r"|\\(?P<escaped>\S)|\*(?P<suffix>[^\W\d_]+)|(?P<word>[^\W\d_\u0300-\u036f][^\W\d_]*)(?P<star>\*)?|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<op>[()\[\]{}|!^$])|(?P<mark>\S))"
)


class _Lexeme(NamedTuple):
    kind: str
    text: str
    at: int
    node: Node | None = None


def parse(pattern: str, classes: Classes) -> Node:
    """The tree of `pattern`; `classes` are the word lists that ``@name`` may name.

    Raises ConfigError, with the column, where the pattern is malformed, flags nothing or names an unknown class.
    """
    if len(pattern) > MAX_LENGTH:
        raise ConfigError(f"a pattern of more than {MAX_LENGTH} characters: split it into several")
    return whole(pattern, classes)


def whole(pattern: str, classes: Classes) -> Node:
    """The tree of `pattern`, however long it is. Raises as `parse`."""
    return _Parser(pattern, classes).whole()


class _Parser:
    def __init__(self, pattern: str, classes: Classes) -> None:
        self.pattern = pattern
        self.classes = classes
        self.depth = 0
        self.lexemes = list(self._lex())
        self.at = 0
        self.names: set[str] = set()

    def whole(self) -> Node:
        node = self.choice(end="")
        if self.at < len(self.lexemes):
            raise self.error(f"“{self.lexemes[self.at].text}” closes nothing")
        return node

    def error(self, what: str, at: int | None = None) -> ConfigError:
        if at is None:
            at = self.lexemes[min(self.at, len(self.lexemes) - 1)].at if self.lexemes else 0
        return ConfigError(f"pattern “{self.pattern}”, column {at + 1}: {what}")

    def _lex(self) -> Iterator[_Lexeme]:
        at, end = 0, len(self.pattern.rstrip())
        while at < end:
            found = _LEXEME.match(self.pattern, at)
            assert found is not None
            at = found.end()
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            text = found[0].strip()
            if found["gap"]:
                most = int(found["most"])
                if not 1 <= most <= MAX_GAP:
                    raise self.error(f"a gap is 1 to {MAX_GAP} words", start)
                yield _Lexeme("node", text, start, Gap(most, bool(found["marks"])))
            elif found["lemma"]:
                yield _Lexeme("node", text, start, self._lemma(found["lemma"], start))
            elif found["cls"]:
                yield _Lexeme("node", text, start, self._class(found["cls"], start))
            elif found["name"]:
                yield _Lexeme("name", found["name"], start)
            elif found["word"]:
                yield _Lexeme("node", text, start, (Prefix if found["star"] else Word)(found["word"]))
            elif found["suffix"]:
                yield _Lexeme("node", text, start, Suffix(found["suffix"]))
            elif found["op"]:
                yield _Lexeme(found["op"], text, start)
            else:
                mark = found["escaped"] or found["number"] or found["mark"]
                if found["mark"] in ("<", ">", "@", "*"):
                    raise self.error(f"“{mark}” means something here: write \\{mark} for the character", start)
                yield _Lexeme("node", text, start, Word(_normal(mark)))

    def _lemma(self, text: str, at: int) -> Lemma:
        names, _, tags = text.partition(":")
        chosen = tuple(tags.split(",")) if tags else ()
        for tag in chosen:
            if tag not in TAGS:
                raise self.error(f"the form “{tag}” is none of {', '.join(TAGS)}", at)
        lemmas = tuple(names.split("|"))
        if not all(lemmas):
            raise self.error("a lemma is missing", at)
        return Lemma(lemmas, chosen)

    def _class(self, name: str, at: int) -> Node:
        if name in BUILTINS:
            return Builtin(name)
        try:
            return self.classes.node(name)
        except ConfigError as error:
            raise self.error(str(error), at) from None

    def choice(self, end: str) -> Node:
        options = [self.sequence()]
        while self.at < len(self.lexemes) and self.lexemes[self.at].kind == "|":
            self.at += 1
            options.append(self.sequence())
        if end:
            if self.at == len(self.lexemes) or self.lexemes[self.at].kind != end:
                raise self.error(f"“{end}” is missing")
            self.at += 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.lexemes) and self.lexemes[self.at].kind not in ("|", ")", "]", "}"):
            parts.append(self.item())
        if not parts:
            raise self.error("nothing stands here")
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def item(self) -> Node:
        if self.at == len(self.lexemes):
            raise self.error("the pattern ends too early")
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.node is not None:
            return lexeme.node
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("too many brackets inside each other")
        try:
            return self._bracketed(lexeme)
        finally:
            self.depth -= 1

    def _bracketed(self, lexeme: _Lexeme) -> Node:
        match lexeme.kind:
            case "(":
                return self.choice(")")
            case "[":
                return Optional(self.choice("]"))
            case "{":
                self._once("", lexeme.at)
                return Capture("", self.choice("}"))
            case "!":
                if self.at == len(self.lexemes) or self.lexemes[self.at].kind in ("|", ")", "]", "}"):
                    raise self.error("“!” says what must not follow: write \\! for the mark", lexeme.at)
                return Not(self.item())
            case "^":
                return Edge(True)
            case "$":
                return Edge(False)
            case "name":
                self._once(lexeme.text, lexeme.at)
                return Capture(lexeme.text, self.item())
        raise self.error(f"“{lexeme.text}” opens nothing", lexeme.at)

    def _once(self, name: str, at: int) -> None:
        if name in self.names:
            raise self.error(f"“{name + ':' if name else '{'}” stands twice", at)
        self.names.add(name)


def _normal(mark: str) -> str:
    if mark in APOSTROPHES:
        return "'"
    if mark in HYPHENS:
        return "-"
    return '"' if mark in QUOTES else mark


def names(node: Node) -> Iterator[str]:
    """The names of the captures in `node`; ``""`` where a part is marked as the flagged one."""
    for part in walk(node):
        if isinstance(part, Capture):
            yield part.name


def lemmas(node: Node) -> Iterator[str]:
    """The lemmas that `node` asks for."""
    for part in walk(node):
        if isinstance(part, Lemma):
            yield from part.lemmas


def walk(node: Node) -> Iterator[Node]:
    """`node` and all that it holds."""
    yield node
    match node:
        case Sequence(parts) | Choice(parts):
            for part in parts:
                yield from walk(part)
        case Optional(part) | Not(part) | Capture(_, part):
            yield from walk(part)
