"""Pairs in a table: tab- or comma-separated, the columns named in a first row or taken by their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tqcheck.errors import ReadError
from tqcheck.languages import code_of
from tqcheck.readers.base import Prose
from tqcheck.readers.units import Piece, Unit, code, plain, prose

_SOURCE = frozenset({"source", "src", "source text", "source segment", "original", "msgid"})
_TARGET = frozenset({"target", "tgt", "target text", "target segment", "translation", "mt", "hypothesis", "msgstr"})
_ID = frozenset({"id", "key", "segment id", "segid", "seg_id", "location"})
_NOTE = frozenset({"note", "notes", "comment", "comments", "context", "description"})
_SYSTEM = frozenset({"system", "system id", "system_id", "engine", "mt system", "mt engine"})
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_COUNTRY = re.compile(r"\s*+[(\[][^()\[\]]*+[)\]]$")
_SEPARATOR = re.compile(r"sep=([,;\t])(?:\r\n|\n|\r)", re.IGNORECASE)
"""What Excel takes from the line before the table."""
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_DOUBLED = re.compile(r'"((?:[^"\t\r\n]++|"")*+)"')
_MOST_COLUMNS = 200

Cell = list[Piece]


class Columns:
    """Which column holds what; read from the first row where that names the columns."""

    __slots__ = ("id", "language", "named", "note", "source", "source_language", "system", "target")

    def __init__(self, names: Sequence[str], name: str, origin: str | None, to: str | None) -> None:
        low = [one.strip().lower() for one in names]
        self.id, self.note, self.system = _first(low, _ID), _first(low, _NOTE), _first(low, _SYSTEM)
        source, target = _first(low, _SOURCE), _first(low, _TARGET)
        self.source_language = self.language = None
        self.named = source is not None and target is not None
        if not self.named:
            tags = {at: _language(one) for at, one in enumerate(low) if at not in (self.id, self.note, self.system)}
            source, target = _by_language(tags, code(origin), code(to))
            if source is not None and target is not None:
                self.named, self.source_language, self.language = True, tags[source], tags[target]
        if not self.named:
            if len(names) < 2:
                raise ReadError(
                    f"{name} has one column; a table of pairs has the source in one and the text in another"
                )
            self.id = self.note = self.system = None
            source, target = 0, 1
        assert source is not None
        assert target is not None
        self.source, self.target = source, target


def units(text: str, columns: Columns, start: int, delimiter: str, first: int = 1) -> Iterator[Unit]:
    """The rows from `start` on; a row without an id is named by its number, from `first` on."""
    for number, cells in enumerate(rows(text, start, delimiter), first):
        if len(cells) <= max(columns.source, columns.target):
            continue
        id, note, system = (_plain(text, cells, at) for at in (columns.id, columns.note, columns.system))
        yield Unit(id or str(number), cells[columns.source], cells[columns.target], note, system=system)


def rows(text: str, start: int, delimiter: str) -> Iterator[list[Cell]]:
    """The cells of each row that is not blank.

    Comma-separated cells may be quoted as in RFC 4180 and then hold line breaks. In a tab-separated table a quotation
    mark is one, unless it encloses a cell that has doubled ones inside, as spreadsheets write it. Of a row with more
    cells than any table needs the rest is left out.
    """
    end = re.compile(f"[{re.escape(delimiter)}\r\n]")
    quoted = _DOUBLED if delimiter == "\t" else _QUOTED
    at, cells = start, list[Cell]()
    while at < len(text):
        match = quoted.match(text, at) if text[at] == '"' else None
        closed = match is not None and (match.end() == len(text) or end.match(text, match.end()) is not None)
        if match and closed and (delimiter != "\t" or '""' in match[1]):
            cell = _undoubled(match.start(1), match.end(1), text)
            at = match.end()
        else:
            found = end.search(text, at)
            stop = found.start() if found else len(text)
            cell = [(at, stop, None)] if stop > at else []
            at = stop
        if len(cells) < _MOST_COLUMNS:
            cells.append(cell)
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at < len(text):
                continue
        found = re.compile(r"\r\n|\n|\r").match(text, at) or re.compile(r"$").search(text, at)
        at = found.end() if found and found[0] else len(text) if at >= len(text) else at
        if any(cells):
            yield cells
        cells = []


def delimiter_of(line: str, suffix: str) -> str:
    """What separates the cells: a tab in ``.tsv``, otherwise the one of tab, semicolon and comma most in `line`."""
    if suffix in (".tsv", ".tab"):
        return "\t"
    bare = _QUOTED.sub("", line)
    return max("\t;,", key=lambda one: (bare.count(one), one == ","))


class _Table:
    def __init__(self, origin: str | None = None, to: str | None = None) -> None:
        self._wished = (origin, to)

    def _read(self, text: str, name: str, suffix: str) -> Prose:
        columns, start, delimiter = head(text, name, suffix, *self._wished)
        return prose(text, units(text, columns, start, delimiter), columns.source_language, columns.language)


def head(text: str, name: str, suffix: str, origin: str | None, to: str | None) -> tuple[Columns, int, str]:
    """The columns, where the rows of pairs begin, and the delimiter."""
    separator = _SEPARATOR.match(text) if suffix == ".csv" else None
    start = separator.end() if separator else 0
    line_end = min((at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0), default=len(text))
    delimiter = separator[1] if separator else delimiter_of(text[: min(line_end, 10_000)], suffix)
    first = next(rows(text, start, delimiter), [])
    columns = Columns([plain(text, cell)[:100] for cell in first], name, origin, to)
    if not columns.named:
        return columns, start, delimiter
    last = max((piece[1] for cell in first for piece in cell), default=0)
    break_ = re.compile(r"[\r\n]++").search(text, last)
    return columns, break_.end() if break_ else len(text), delimiter


class Tsv(_Table):
    """Reads ``.tsv``; offsets are into the file."""

    markup = "tsv"
    suffixes = (".tsv", ".tab")

    def between(self, origin: str | None, to: str | None) -> Tsv:
        """A reader for the columns of these two languages."""
        return Tsv(origin, to)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block a row, named by its id or its number; raises ReadError where there is one column."""
        return self._read(text, name, ".tsv")


class Csv(_Table):
    """Reads ``.csv``; offsets are into the file, through quoted cells."""

    markup = "csv"
    suffixes = (".csv",)

    def between(self, origin: str | None, to: str | None) -> Csv:
        """A reader for the columns of these two languages."""
        return Csv(origin, to)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block a row, named by its id or its number; raises ReadError where there is one column."""
        return self._read(text, name, ".csv")


def _plain(text: str, cells: Sequence[Cell], column: int | None) -> str:
    return plain(text, cells[column]) if column is not None and column < len(cells) else ""


def _first(names: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((at for at, one in enumerate(names) if one in wanted), None)


def _language(name: str) -> str | None:
    """The code of the language that heads a column, as a tag or as a word: ``fr-CA``, ``French (Canada)``."""
    return code(name) if _TAG.fullmatch(name) else code_of(_COUNTRY.sub("", name))


def _by_language(tags: Mapping[int, str | None], origin: str | None, to: str | None) -> tuple[int | None, int | None]:
    source = next((at for at, one in tags.items() if one and one == origin), None)
    target = next((at for at, one in tags.items() if one and one == to), None)
    if source is None:
        source = next((at for at, one in tags.items() if one and at != target), None)
    if target is None:
        target = next((at for at, one in tags.items() if one and at != source and one != tags.get(source or 0)), None)
    return source, target


def _undoubled(start: int, end: int, text: str) -> Cell:
    pieces: Cell = []
    at = start
    while (pair := text.find('""', at, end)) >= 0:
        if pair > at:
            pieces.append((at, pair, None))
        pieces.append((pair, pair + 2, '"'))
        at = pair + 2
    if at < end:
        pieces.append((at, end, None))
    return pieces
