"""JSON Lines: an object a line, with a text and, where it has one, its source, id and note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tqcheck.document import Run
from tqcheck.errors import ReadError
from tqcheck.readers.base import Prose
from tqcheck.readers.scanning import strings, unescape
from tqcheck.readers.units import Piece, Unit, prose

_TEXT = ("/text", "/target", "/translation", "/mt", "/hypothesis", "/body")
_SOURCE = ("/source", "/src", "/source_text", "/original")
_NOTE = ("/note", "/comment")
_SYSTEM = ("/system", "/engine", "/mt_system")
_LANGUAGE = ("/language", "/lang", "/target_language", "/target_lang", "/tgt_lang")
_SOURCE_LANGUAGE = ("/source_language", "/source_lang", "/src_lang")
_KNOWN = frozenset({*_SOURCE, *_NOTE, *_SYSTEM, *_LANGUAGE, *_SOURCE_LANGUAGE, "/id", "/key"})
_LINE = re.compile(r"[^\n]+")
_SHOWN = 5


class Jsonl:
    """Reads ``.jsonl``; offsets are into the file, through the escapes of its strings."""

    markup = "jsonl"
    suffixes = (".jsonl", ".ndjson")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block a line, named by its ``id`` or its number; the first of `pointers` that a line has is its text.

        Left out: lines whose text is null, or that have a source and nothing else that could be one. Raises ReadError,
        with the line, where one is no JSON object or has no text.
        """
        found = list(units(text, name, pointers))
        return prose(text, found, *languages(found))


def languages(found: Sequence[Unit]) -> tuple[str | None, str | None]:
    """The first languages that lines declare, of the source and of the text."""
    source = next((unit.source_language for unit in found if unit.source_language), None)
    return source, next((unit.language for unit in found if unit.language), None)


def units(text: str, name: str, pointers: Sequence[str] = (), first: int = 1) -> Iterator[Unit]:
    """The lines that are not blank; `first` is the number of the first one."""
    blanks = 0
    at = 0
    for match in _LINE.finditer(text):
        blanks += text.count("\n", at, match.start())
        at = match.start()
        if match[0].strip():
            yield _unit(match[0], match.start(), name, blanks + first, pointers)


def _unit(line: str, start: int, name: str, number: int, pointers: Sequence[str]) -> Unit:
    where = f"{name}: line {number:,}"
    if not line.lstrip().startswith("{"):
        raise ReadError(f"{where} is not a JSON object")
    values: dict[str, tuple[int, int]] = {}
    for value in strings(line, where):
        if len(value.path) <= 10:
            values.setdefault("".join(f"/{step}" for step in value.path), (value.start, value.end))
    text = next((key for key in (*pointers, *_TEXT) if key in values), None)
    if text is None and not _is_untranslated(line, values, pointers):
        there = ", ".join(sorted(values)[:_SHOWN]) or "no string"
        raise ReadError(f"{where} has no text at {', '.join(pointers) or ', '.join(_TEXT)}; there is {there[:200]}")

    def shown(keys: Sequence[str]) -> str:
        at = next((values[key] for key in keys if key in values), None)
        return unescape(line, *at)[0] if at else ""

    source = next((values[key] for key in _SOURCE if key in values), None)
    return Unit(
        shown(("/id", "/key")) or _number(line) or str(number),
        _pieces(line, source, start) if source else (),
        _pieces(line, values[text], start) if text else (),
        shown(_NOTE)[:2000],
        shown(_SOURCE_LANGUAGE) or None,
        shown(_LANGUAGE) or None,
        system=shown(_SYSTEM),
    )


def _is_untranslated(line: str, values: Mapping[str, object], pointers: Sequence[str]) -> bool:
    """Whether a line without a text is one that is yet to be translated, and not one that keeps it elsewhere."""
    there = _object(line)
    if any(there.get(key[1:], "") is None for key in (*pointers, *_TEXT)):
        return True
    return any(key in values for key in _SOURCE) and values.keys() <= _KNOWN


def _number(line: str) -> str:
    """An id that is a number."""
    id = _object(line).get("id") if '"id"' in line else None
    return str(id) if isinstance(id, int) else ""


def _object(line: str) -> dict[str, Any]:
    """The line as JSON; nothing where it is too deep for that."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _pieces(line: str, place: tuple[int, int], start: int) -> list[Piece]:
    content, runs = unescape(line, *place)
    return [_piece(content, run, start) for run in runs]


def _piece(content: str, run: Run, start: int) -> Piece:
    at = start + run.raw
    shown = None if run.copied else content[run.start : run.start + run.length]
    return at, at + run.raw_length, shown
