"""Translation memories and tables of any size, as documents of so many units each: memory does not grow with them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import jsonl, table, tmx
from tqcheck.readers.base import Prose
from tqcheck.readers.decoding import refuse_nul
from tqcheck.readers.units import Piece, prose
from tqcheck.readers.xml import Scanner

STREAMED = {".tmx": "tmx", ".tsv": "tsv", ".tab": "tsv", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""The formats that can be read in parts, by suffix."""

_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)


def documents(
    path: Path,
    *,
    units: int = 1000,
    limit: int = 20_000_000,
    pointers: Sequence[str] = (),
    language: str | None = None,
    origin: str | None = None,
) -> Iterator[Document]:
    """The file in parts of at most `units` units, in order; each part is a document of its own.

    A part's text is its stretch of the file, its offsets count from there, and its id names the units, as in
    ``memory.tmx:1001-2000``. The languages are those of the first part. Parts without a word are left out. Raises
    ReadError where the file cannot be read, is malformed (at the place, so after the parts before it), holds no prose,
    or has a unit of more than `limit` characters, ValueError where `units` is below 1 or the format cannot be streamed.
    """
    if units < 1 or path.suffix.lower() not in STREAMED:
        raise ValueError(f"no parts of {units} units of {path.name}")
    markup = STREAMED[path.suffix.lower()]
    name = str(path).encode("utf-8", "replace").decode()
    empty = True
    try:
        with path.open("rb") as file:
            head = file.read(3)
            mark, encoding = next(((m, e) for m, e in _MARKS if head.startswith(m)), (b"", "utf-8"))
            file.seek(len(mark))
            with TextIOWrapper(file, encoding, newline="\n") as text:
                if markup == "tmx":
                    parts = _memory(text, name, units, limit, origin, language)
                elif markup == "jsonl":
                    parts = _objects(text, name, units, limit, pointers)
                else:
                    parts = _rows(text, name, units, limit, f".{markup}", origin, language)
                for part, first, last, found in parts:
                    if found.blocks:
                        empty = False
                        yield _document(part, f"{name}:{first}-{last}", name, found, markup, language, origin)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name} is not {error.encoding.upper()} throughout: {error.reason}; save it as UTF-8"
        ) from None
    except OSError as error:
        raise ReadError(f"{name} cannot be read: {error.strerror or error}") from None
    if empty:
        raise ReadError(f"{name} holds no prose: read as {markup}, nothing in it is text to be judged")


_Part = tuple[str, int, int, Prose]
"""The part's text, the numbers of its first and last unit, and what is in it."""


def _document(
    text: str, id: str, path: str, found: Prose, markup: str, language: str | None, origin: str | None
) -> Document:
    source = None
    if found.source is not None:
        code = origin or found.source.language
        source = Document(id, text, found.source.blocks, markup, code, path=path, paired=True)
    return Document(id, text, found.blocks, markup, language or found.language, source, path, paired=source is not None)


def _memory(
    file: TextIOWrapper, name: str, units: int, limit: int, origin: str | None, to: str | None
) -> Iterator[_Part]:
    memory = tmx.Memory(name)
    scanner = Scanner(memory, name)
    pending, base, count = "", 0, 0
    pair: tuple[str | None, str | None] | None = None
    ended = False
    while not ended:
        chunk = file.read(_CHUNK)
        ended = not chunk
        scanner.feed(chunk, last=ended)
        scanner.forget()
        pending += chunk
        while len(memory.entries) >= units or (ended and memory.entries):
            taken, memory.entries = memory.entries[:units], memory.entries[units:]
            pair = pair or tmx.languages(taken, memory.source_language, origin, to)
            start, end = taken[0].start, taken[-1].end
            part = pending[start - base : end - base]
            moved = [_moved(entry, start) for entry in taken]
            yield part, count + 1, count + len(taken), prose(part, tmx.units(part, moved, pair), *pair)
            count += len(taken)
            pending, base = pending[end - base :], end
        if not memory.entries:
            # What stands between entries, and before the first, is not needed again.
            done = memory.begun if memory.begun is not None else base + len(pending)
            pending, base = pending[done - base :], done
        if len(pending) > limit:
            raise ReadError(f"{name} has a part of {units:,} units or fewer that is larger than {limit / 1e6:,.3g} MB")


def _moved(entry: tmx.Entry, start: int) -> tmx.Entry:
    def moved(pieces: Sequence[Piece]) -> list[Piece]:
        return [(one - start, two - start, shown) for one, two, shown in pieces]

    sides = {tag: moved(pieces) for tag, pieces in entry.sides.items()}
    return replace(entry, sides=sides, notes=[moved(pieces) for pieces in entry.notes])


def _rows(
    file: TextIOWrapper, name: str, units: int, limit: int, suffix: str, origin: str | None, to: str | None
) -> Iterator[_Part]:
    columns: table.Columns | None = None
    delimiter = "\t"
    count = 0
    for part in _lines(file, name, units, limit, quoted=suffix == ".csv"):
        start = 0
        if columns is None:
            columns, start, delimiter = table.head(part, name, suffix, origin, to)
        found = list(table.units(part, columns, start, delimiter, count + 1))
        rows = sum(1 for _ in table.rows(part, start, delimiter))
        yield part, count + 1, count + rows, prose(part, found, columns.source_language, columns.language)
        count += rows


def _objects(file: TextIOWrapper, name: str, units: int, limit: int, pointers: Sequence[str]) -> Iterator[_Part]:
    count = 0
    languages: tuple[str | None, str | None] | None = None
    for part in _lines(file, name, units, limit, quoted=False):
        found = list(jsonl.units(part, name, pointers, count + 1))
        lines = part.count("\n") + (not part.endswith("\n"))
        languages = languages or jsonl.languages(found)
        yield part, count + 1, count + lines, prose(part, found, *languages)
        count += lines


def _lines(file: TextIOWrapper, name: str, units: int, limit: int, quoted: bool) -> Iterator[str]:
    """The text in stretches of `units` lines; where cells may be `quoted`, a line break inside one does not count."""
    lines: list[str] = []
    size = count = 0
    open_ = False
    while line := file.readline(limit + 1):
        refuse_nul(line, name)
        lines.append(line)
        size += len(line)
        if size > limit:
            raise ReadError(f"{name} has a part of {units:,} units or fewer that is larger than {limit / 1e6:,.3g} MB")
        open_ ^= quoted and line.count('"') % 2 == 1
        count += not open_
        if count >= units and not open_:
            yield "".join(lines)
            lines, size, count = [], 0, 0
    if lines:
        yield "".join(lines)
