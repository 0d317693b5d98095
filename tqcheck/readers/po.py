"""Gettext PO: the translated messages of a catalogue, with their contexts and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tqcheck.document import Span
from tqcheck.errors import ReadError
from tqcheck.readers.base import Prose
from tqcheck.readers.units import Piece, Unit, plain, prose

_LINE = re.compile(r"[^\n]*+\n?+")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?+)[ \t]*+(?=\"|$)", re.MULTILINE)
_STRING = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"')
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))")
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "a": " ", "b": " ", "f": " ", "v": " "}
_HEADER = re.compile(r"^(Language|X-Source-Language):[ \t]*+([\w@-]{1,40})", re.MULTILINE)
OURS = "# tqcheck: "
"""What a comment of ours begins with."""


class Place(NamedTuple):
    """Where the comments of an entry belong."""

    entry: Span
    at: int
    old: tuple[Span, ...]
    """The lines that an earlier run left."""


@dataclass(slots=True)
class _Entry:
    start: int
    end: int = 0
    at: int = -1
    """The line below the translators' comments."""
    fields: dict[str, list[Piece]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    old: list[Span] = field(default_factory=list)
    fuzzy: bool = False


class Po:
    """Reads ``.po``; offsets are into the file, through its escapes and the breaks between its strings."""

    markup = "po"
    suffixes = (".po",)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block a translated message or plural form, named by its context and the message itself.

        Left out: fuzzy, obsolete and untranslated entries, which gettext does not use either. Notes are the comments
        of translators and developers. Raises ReadError, with the line, where a line is none of a catalogue's.
        """
        units: list[Unit] = []
        languages: dict[str, str] = {}
        for entry in _entries(text, name):
            message = plain(text, entry.fields.get("msgid", ()))
            if not message and "msgctxt" not in entry.fields:
                header = "".join(text[s:e] if shown is None else shown for s, e, shown in _strings(entry))
                languages.update((match[1], match[2]) for match in _HEADER.finditer(header))
                continue
            if entry.fuzzy:
                continue
            context = plain(text, entry.fields.get("msgctxt", ()))
            units.extend(_units(entry, f"{context}: {message}" if context else message))
        return prose(text, units, languages.get("X-Source-Language"), languages.get("Language"))


def places(text: str, name: str) -> list[Place]:
    """Where comments on each entry belong."""
    return [
        Place(Span(entry.start, entry.end), entry.at, tuple(entry.old))
        for entry in _entries(text, name)
        if "msgid" in entry.fields
    ]


def _strings(entry: _Entry) -> list[Piece]:
    return next((pieces for key, pieces in entry.fields.items() if key.startswith("msgstr")), [])


def _units(entry: _Entry, name: str) -> Iterator[Unit]:
    note = "\n".join(entry.notes)
    single, plural = entry.fields.get("msgid", []), entry.fields.get("msgid_plural", [])
    for key, pieces in entry.fields.items():
        if not key.startswith("msgstr"):
            continue
        number = key.removeprefix("msgstr")
        # With one form for all numbers, as in Japanese, the plural is what it has to say.
        several = "msgstr[1]" in entry.fields
        source = plural if plural and (number != "[0]" or not several) else single
        yield Unit(f"{name[:70]}{number if several else ''}", source, pieces, note)


def _entries(text: str, name: str) -> Iterator[_Entry]:
    entry = _Entry(0)
    current: list[Piece] | None = None
    at = 0
    for number, match in enumerate(_LINE.finditer(text), 1):
        start, end = match.span()
        if start == end:
            break
        bare = match[0].strip()
        at = start + len(match[0]) - len(match[0].lstrip())
        comment = bare.startswith("#")
        key = _KEYWORD.match(text, at, start + len(match[0].rstrip())) if bare[:3] == "msg" else None
        begins = comment or (key is not None and key[1] in ("msgctxt", "msgid"))
        if not bare or (begins and any(one.startswith("msgstr") for one in entry.fields)):
            if entry.fields:
                yield entry
                entry = _Entry(start)
            current = None
            if not bare:
                if not entry.fields and not entry.end:
                    entry = _Entry(end)
                continue
        entry.end = end
        if comment:
            _comment(entry, bare, Span(start, end))
            current = None
            continue
        if entry.at < 0:
            entry.at = start
        if key is not None:
            current = entry.fields.setdefault(key[1], [])
            at = key.end()
        if current is None or (string := _STRING.fullmatch(text, at, start + len(match[0].rstrip()))) is None:
            if key is not None and at == start + len(match[0].rstrip()):
                continue
            raise ReadError(f"{name} is not a PO file: line {number:,} is neither a comment, a keyword nor a string")
        current.extend(_pieces(text, string.start() + 1, string.end() - 1))
    if entry.fields:
        yield entry


def _comment(entry: _Entry, line: str, span: Span) -> None:
    if entry.at < 0 and line[1:2] not in ("", " "):
        entry.at = span.start
    if line.startswith("#,"):
        entry.fuzzy = entry.fuzzy or "fuzzy" in re.split(r"[,\s]+", line[2:])
    elif line.startswith(OURS):
        entry.old.append(span)
    elif line[1:2] in (" ", "."):
        entry.notes.append(line[2:].strip()[:500])


def _pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    at = start
    for match in _ESCAPE.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start(), None
        hexadecimal, octal, short = match.groups()
        if short is not None:
            shown = _SHORT.get(short, short)
        else:
            shown = chr(int(hexadecimal, 16) if hexadecimal else int(octal, 8))
        at = match.end()
        yield match.start(), at, shown
    if at < end:
        yield at, end, None
