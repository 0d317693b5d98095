"""Reads the quotation marks of a text: which open, which close, which are apostrophes, inches or arrows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tqcheck.checks.conventions import CONVENTIONS
from tqcheck.checks.later import later
from tqcheck.checks.shields import Shields
from tqcheck.checks.wordlist import word_set

_MARK = later("''|``|[\"“”„‟«»‹›‘’‚']")
_QUOTES = frozenset("\"“”„‟«»‹›‘’‚'`")
_LEADS = frozenset("([{<-–—/=|¿¡_*#+~")
_TRAILS = frozenset(".,;:!?)]}>-–—/…=|*")
_CLOSERS = {
    '"': '"', "''": "''", "``": "''", "“": "”", "„": "“”", "‟": "”", "”": "”",
    "«": "»", "»": "«", "‹": "›", "›": "‹",
}  # fmt: skip
_SINGLE_CLOSERS = {"‘": "’'", "'": "'’", "‚": "‘’", "’": "’"}
_STRAIGHT = frozenset(('"', "''", "``"))
_ELISIONS = word_set(
    "tis twas twere twill til till em cause cos cuz bout round neath cept nuff n kay sup gainst mid tude ere s t k "
    "m r d ll re ve"
)
_PRIME = later(r"\d\s?['’′]\s?\d{1,2}(?:[.½¼¾]\d?)?")
_DEPTH = 8
"""How deep a closing mark is looked for: more levels than any text nests, few enough to stay linear."""
_ROW = 1000
_DENSE = 4
"""From one mark in so many characters on, and so many marks in all, a text is no prose."""


class Role(Enum):
    """What a mark does, as far as its neighbours tell."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark in a block's text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind the mark."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Quotation:
    """An opening mark and the one that closes it."""

    open: Mark
    close: Mark
    parent: Quotation | None = None
    """The quotation that this one stands in."""

    @property
    def pair(self) -> str:
        """Both marks, as in ``“”``."""
        return self.open.text + self.close.text

    @property
    def length(self) -> int:
        """How many characters are quoted."""
        return self.close.start - self.open.end

    def inner(self, text: str) -> str:
        """What is quoted: for short quotations only, since nested ones would add up to more than linear time."""
        return text[self.open.end : self.close.start]

    def head(self, text: str, length: int) -> str:
        """The first `length` quoted characters."""
        return text[self.open.end : min(self.close.start, self.open.end + length)]

    def tail(self, text: str, length: int) -> str:
        """The last `length` quoted characters."""
        return text[max(self.open.end, self.close.start - length) : self.close.start]


@dataclass(frozen=True, slots=True)
class Quoting:
    """All quotation marks of one text."""

    quotations: tuple[Quotation, ...]
    """By opening mark; an outer one stands before those inside it."""
    unclosed: tuple[Mark, ...]
    unopened: tuple[Mark, ...]


def read(text: str, language: str | None, shields: Shields) -> Quoting:
    """The quotations of `text`; linear in its length.

    Single marks quote only where both are found, so that apostrophes never count as unbalanced. A row of marks with
    hardly a word between them is no prose: its first mark stands for all, unopened.
    """
    if is_row_of_marks(text):
        first = _MARK.search(text)
        return Quoting((), (), (Mark(first.start(), first.group()),) if first else ())
    marks = [
        Mark(match.start(), match.group())
        for match in _MARK.finditer(text)
        if not shields.touch(match.start(), match.end()) and not _is_broken(text, match.start())
    ]
    doubles = [mark for mark in marks if mark.text in _CLOSERS]
    pairs, unclosed, unopened = _pair(text, list(_roles(text, doubles)))
    convention = CONVENTIONS.get(language or "")
    if convention is not None and convention.singles:
        singles = [mark for mark in marks if mark.text in _SINGLE_CLOSERS]
        pairs = pairs + list(_pair_singles(text, singles, pairs))
    return Quoting(tuple(_nested(pairs)), tuple(unclosed), tuple(unopened))


def is_row_of_marks(text: str) -> bool:
    """Whether a text is so full of quotation marks that no pair of them can be told from another."""
    found = sum(text.count(mark) for mark in _QUOTES)
    return found > _ROW and found * _DENSE > len(text)


def _is_broken(text: str, at: int) -> bool:
    """Whether the mark is the rest of a character in the wrong encoding (â€”, â„¢), which has a rule of its own."""
    return "â" in text[max(0, at - 2) : at] and text[at - 1] in "â€"


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and behind a mark, other quotation marks that touch it left out; ``""`` at an edge."""
    before, after = start - 1, end
    for _ in range(3):
        if before >= 0 and text[before] in _QUOTES:
            before -= 1
        if after < len(text) and text[after] in _QUOTES:
            after += 1
    return text[before : before + 1] if before >= 0 else "", text[after : after + 1]


def _role(before: str, after: str) -> Role:
    blank_before, blank_after = not before.strip(), not after.strip()
    if blank_before and blank_after:
        return Role.EITHER
    if blank_before or (before in _LEADS and (after.isalnum() or after in "([{¿¡$€£#@")):
        return Role.OPEN
    if blank_after or (after in _TRAILS and before not in _LEADS):
        return Role.CLOSE
    return Role.OPEN if before == ":" else Role.EITHER


def _roles(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Mark, Role]]:
    roles = [_role(*around(text, mark.start, mark.end)) for mark in marks]
    for at, (mark, role) in enumerate(zip(marks, roles, strict=True)):
        if mark.text in '"”' and mark.start and text[mark.start - 1].isdecimal():
            if any(match.end() == mark.start for match in _PRIME.finditer(text, max(0, mark.start - 9), mark.start)):
                continue
            follows = next((roles[other] for other in range(at + 1, min(at + 2, len(marks)))), None)
            wide = text[mark.end : mark.end + 2].lstrip(" -")[:1].isalpha()
            if wide and follows is Role.CLOSE and marks[at + 1].text == mark.text:
                continue
        yield mark, role


def _pair(text: str, roles: Iterable[tuple[Mark, Role]]) -> tuple[list[Quotation], list[Mark], list[Mark]]:
    pairs: list[Quotation] = []
    unclosed: list[Mark] = []
    unopened: list[Mark] = []
    stack: list[Mark] = []
    for mark, role in roles:
        if _opens(mark, role, stack, text):
            stack.append(mark)
            continue
        at = _opener(mark, stack)
        if at is None and stack and role is not Role.EITHER and not _is_measure(text, mark):
            at = _misfit(mark, stack)
        if at is None:
            if not _is_measure(text, mark):
                unopened.append(mark)
            continue
        unclosed.extend(stack[at + 1 :])
        pairs.append(Quotation(stack[at], mark))
        del stack[at:]
    unclosed.extend(stack)
    unclosed = [mark for mark in unclosed if not _is_arrow(text, mark)]
    unopened = [mark for mark in unopened if not _is_arrow(text, mark)]
    return pairs, sorted(unclosed, key=lambda mark: mark.start), unopened


def _opens(mark: Mark, role: Role, stack: list[Mark], text: str) -> bool:
    top = stack[-1].text if stack else ""
    match mark.text:
        case "“":
            return role is not Role.CLOSE and not (top == "„" and role is not Role.OPEN)
        case "”":
            return role is Role.OPEN and top not in ("“", "„", "”")
        case "«":
            return not (top == "»" and role is not Role.OPEN) and role is not Role.CLOSE
        case "»":
            return role is Role.OPEN and top != "«"
        case "„" | "‟" | "‹":
            return True
        case "›":
            return role is Role.OPEN and top != "‹"
        case "``":
            return True
        case _:
            return role is Role.OPEN or (role is Role.EITHER and mark.text not in (m.text for m in stack[-_DEPTH:]))


def _opener(mark: Mark, stack: list[Mark]) -> int | None:
    lowest = max(0, len(stack) - _DEPTH)
    for at in range(len(stack) - 1, lowest - 1, -1):
        if mark.text in _CLOSERS[stack[at].text] and (len(mark.text) == 1 or mark.text == _CLOSERS[stack[at].text]):
            return at
    return None


def _misfit(mark: Mark, stack: list[Mark]) -> int | None:
    """The last opening mark of whatever kind, as in ``“word"``; never for doubled apostrophes."""
    return None if "''" in (mark.text, _CLOSERS[stack[-1].text]) else len(stack) - 1


def _is_measure(text: str, mark: Mark) -> bool:
    """Inches and seconds: a mark behind a number that nothing opened."""
    return mark.text in ('"', "”", "''") and mark.start > 0 and text[mark.start - 1] in "0123456789½¼¾"


def _is_arrow(text: str, mark: Mark) -> bool:
    """A lone guillemet between spaces is an arrow or a breadcrumb; doubled apostrophes alone are no quotation."""
    if mark.text in "«»‹›":
        before = text[max(0, mark.start - 3) : mark.start]
        ends_sentence = mark.text in "»›" and before.rstrip()[-1:] in tuple(".!?…")
        return not before[-1:].strip() and not text[mark.end : mark.end + 1].strip() and not ends_sentence
    return mark.text in ("''", "``")


def _pair_singles(text: str, marks: Sequence[Mark], doubles: Sequence[Quotation]) -> Iterator[Quotation]:
    """Pairs of single marks within the same double quotation.

    A mark behind an s may be a plural possessive: it closes only where no surer mark follows.
    """
    levels = _levels(marks, doubles)
    pending: dict[int, Mark] = {}
    doubtful: dict[int, Mark] = {}
    for mark, level in zip(marks, levels, strict=True):
        opened = pending.get(level)
        # Only the mark itself counts beside it here: a letter on both sides makes an apostrophe.
        before = text[mark.start - 1 : mark.start] if mark.start else ""
        after = text[mark.end : mark.end + 1]
        if before.isalnum() and after.isalnum():
            continue
        role = _role(*around(text, mark.start, mark.end))
        if role is Role.OPEN and mark.text != "’" and not before.isalnum() and not _is_elision(text, mark.end):
            if opened and level in doubtful:
                yield Quotation(opened, doubtful.pop(level))
            doubtful.pop(level, None)
            pending[level] = mark
        elif opened and role is Role.CLOSE and mark.text in _SINGLE_CLOSERS[opened.text]:
            if before in "szxn" and after.isspace() and text[mark.end + 1 : mark.end + 2].isalnum():
                doubtful[level] = mark
                continue
            yield Quotation(opened, mark)
            del pending[level]
            doubtful.pop(level, None)
    for level, mark in doubtful.items():
        yield Quotation(pending[level], mark)


def _is_elision(text: str, at: int) -> bool:
    """Whether the word at `at` has lost its beginning: ’tis, ’90s, rock ’n’ roll."""
    if text[at : at + 2].isdecimal():
        return True
    end = at
    while end < len(text) and end < at + 8 and text[end].isalpha():
        end += 1
    return text[at:end].lower() in _ELISIONS


def _levels(marks: Sequence[Mark], doubles: Sequence[Quotation]) -> list[int]:
    """For each mark the offset of the innermost double quotation around it, -1 outside."""
    edges = sorted(
        [(pair.open.start, True) for pair in doubles] + [(pair.close.start, False) for pair in doubles],
    )
    levels, stack, at = [], [-1], 0
    for mark in marks:
        while at < len(edges) and edges[at][0] < mark.start:
            if edges[at][1]:
                stack.append(edges[at][0])
            else:
                stack.pop()
            at += 1
        levels.append(stack[-1])
    return levels


def _nested(pairs: Iterable[Quotation]) -> Iterator[Quotation]:
    stack: list[Quotation] = []
    for pair in sorted(pairs, key=lambda pair: pair.open.start):
        while stack and stack[-1].close.end <= pair.open.start:
            stack.pop()
        parent = stack[-1] if stack and stack[-1].close.start >= pair.close.end else None
        placed = Quotation(pair.open, pair.close, parent)
        yield placed
        stack.append(placed)


def is_straight(mark: Mark) -> bool:
    """Whether the mark is a typewriter's, not a printer's."""
    return mark.text in _STRAIGHT or mark.text == "'"
