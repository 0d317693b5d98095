"""The prose of plain text: paragraphs, headlines and list items, whether its lines are wrapped or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tqcheck.document import Block, Kind
from tqcheck.readers.base import Pen, Prose

_ITEM = re.compile(r"(?:[-*•‣▪◦●·]|(\d{1,3})[.)])[ \t\u00a0]+(?=\S)")
_CLOSING = "\"'”’»)]› \u00a0\u202f"
_STOPS = ".!?…:;。！？："
_WIDEST = 100
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    """Without white space at either side."""
    indent: int
    item: int
    """The length of its list marker."""
    number: int | None
    text: str

    @property
    def stops(self) -> bool:
        """Whether a sentence may end here."""
        return self.text.rstrip(_CLOSING)[-1:] in _STOPS


class Plain:
    """Reads ``.txt`` and whatever text has a suffix that no other reader knows."""

    markup = "text"
    suffixes = (".txt", ".text")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """One block a paragraph: between blank lines, or a line each unless the lines are hard-wrapped."""
        return Prose(tuple(paragraphs(text)))


def paragraphs(text: str) -> Iterator[Block]:
    """The blocks of plain text, in order."""
    groups = _groups(text)
    _clear_false_numbers(groups)
    wrapped = _looks_wrapped(groups)
    width = max((len(line.text) for group in groups for line in group), default=0)
    parts = [part for group in groups for part in (_split(group, width) if wrapped else [[line] for line in group])]
    pen = Pen(text, collapse=False)
    for index, part in enumerate(parts):
        previous: _Line | None = None
        for line in part:
            if previous and not _glued(previous.text, line.text):
                pen.gap(previous.end, line.start - previous.end)
            pen.copy(line.start + line.item, line.end)
            previous = line
        if block := pen.finish(_kind(part, parts[index + 1 : index + 2], index == 0)):
            yield block


def _groups(text: str) -> list[list[_Line]]:
    groups: list[list[_Line]] = [[]]
    at = 0
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        if bare:
            start = at + len(raw) - len(raw.lstrip())
            item = _ITEM.match(bare)
            number = int(item[1]) if item and item[1] else None
            groups[-1].append(
                _Line(start, start + len(bare), start - at, item.end() if item else 0, number, bare),
            )
        elif groups[-1]:
            groups.append([])
        at += len(raw)
    return groups if groups[-1] else groups[:-1]


def _clear_false_numbers(groups: list[list[_Line]]) -> None:
    """A number makes an item only beside its neighbour: "10. Januar" at the start of a line is a date."""
    numbered = [(group, i, line) for group in groups for i, line in enumerate(group) if line.number is not None]
    numbers = [line.number or 0 for _, _, line in numbered]
    for at, (group, i, line) in enumerate(numbered):
        before = at > 0 and numbers[at - 1] == numbers[at] - 1
        after = at + 1 < len(numbers) and numbers[at + 1] == numbers[at] + 1
        if not before and not after:
            group[i] = _Line(line.start, line.end, line.indent, 0, None, line.text)


def _looks_wrapped(groups: list[list[_Line]]) -> bool:
    """Whether line ends are the work of an editor's wrapping: full lines that break off within sentences."""
    pairs = [(line, after) for group in groups for line, after in pairwise(group) if not after.item]
    width = max((len(line.text) for group in groups for line in group), default=0)
    if not pairs or width > _WIDEST:
        return False
    full = sum(_is_full(line, after, width) for line, after in pairs)
    broken = sum(not line.stops and after.text[0].isalpha() and not after.text[0].isupper() for line, after in pairs)
    return full >= 0.6 * len(pairs) and broken >= 0.3 * len(pairs)


def _is_full(line: _Line, after: _Line, width: int) -> bool:
    word = 1 if _is_cjk(after.text[0]) else len(after.text.split(None, 1)[0])
    return len(line.text) + 1 + word > 0.8 * width


def _split(group: list[_Line], width: int) -> list[list[_Line]]:
    parts = [[group[0]]]
    for line, after in pairwise(group):
        indented = after.indent > line.indent and not parts[-1][0].item and len(parts[-1]) > 1
        ended = not _is_full(line, after, width) and (line.stops or after.text[0].isupper())
        if after.item or indented or ended:
            parts.append([after])
        else:
            parts[-1].append(after)
    return parts


def _kind(part: list[_Line], following: list[list[_Line]], first: bool) -> Kind:
    line = part[0]
    if line.item:
        return Kind.ITEM
    if len(part) > 1 or len(line.text) > _LONGEST_HEADING or not following:
        return Kind.PARAGRAPH
    last = line.text.rstrip(_CLOSING)[-1:]
    if first:
        return Kind.PARAGRAPH if last in ".。…:;" else Kind.HEADING
    # Further down a short question is as likely a paragraph, and lines that all end without a stop are verse.
    after = following[0]
    return Kind.HEADING if last not in _STOPS and (after[-1].stops or after[0].item) else Kind.PARAGRAPH


def _glued(before: str, after: str) -> bool:
    hyphenated = before.endswith("-") and before[-2:-1].isalpha() and after[0].islower()
    return hyphenated or (_is_cjk(before[-1]) and _is_cjk(after[0]))


def _is_cjk(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"
