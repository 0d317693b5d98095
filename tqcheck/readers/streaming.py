"""Translation memories, catalogues and tables of any size, as documents of so many units each: memory stays flat."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers.base import Prose
from tqcheck.readers.cutting import Part, catalogue, elements, lines
from tqcheck.readers.decoding import encoding_of

STREAMED = {
    **{".tmx": "tmx", ".tsv": "tsv", ".tab": "tsv", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"},
    **{".xlf": "xliff", ".xliff": "xliff", ".sdlxliff": "xliff", ".mqxliff": "xliff", ".mxliff": "xliff"},
    **{".po": "po", ".parquet": "parquet"},
}
"""The formats that can be read in parts, by suffix."""
UNITS = 1000
"""How many units a part has."""
HEAD = 1 << 18
"""Bytes by which the encoding of a file is known."""


def is_huge(path: Path, limit: int) -> bool:
    """Whether a file is to be read as several documents: Parquet, and over the limit for one what can be cut."""
    suffix = path.suffix.lower()
    return suffix in STREAMED and path.is_file() and (suffix == ".parquet" or path.stat().st_size > limit)


def documents(
    path: Path,
    *,
    units: int = UNITS,
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
    empty = True
    for part in parts(path, units=units, limit=limit, pointers=pointers, language=language, origin=origin):
        document = read(path, part, pointers=pointers, language=language, origin=origin)
        if document.blocks:
            empty = False
            yield document
    if empty:
        markup = STREAMED[path.suffix.lower()]
        raise ReadError(f"{_shown(path)} holds no prose: read as {markup}, nothing in it is text to be judged")


def parts(
    path: Path,
    *,
    units: int = UNITS,
    limit: int = 20_000_000,
    pointers: Sequence[str] = (),
    language: str | None = None,
    origin: str | None = None,
) -> Iterator[Part]:
    """Where the file can be cut; raises as `documents`, though not for what only reading a part shows."""
    if units < 1 or path.suffix.lower() not in STREAMED:
        raise ValueError(f"no parts of {units} units of {path.name}")
    markup = STREAMED[path.suffix.lower()]
    with _opened(path) as (file, encoding, mark):
        languages: tuple[str | None, str | None] | None = None
        for part in _cut(file, encoding, mark, path, markup, units, limit, (origin, language)):
            if languages is None and markup in ("tmx", "jsonl", "parquet"):
                first = read(path, part, pointers=pointers, language=language, origin=origin)
                languages = (first.source.language if first.source else origin, first.language)
                if languages == (None, None) or not first.blocks:
                    languages = None
            yield replace(part, languages=languages)


def name(path: Path, part: Part) -> str:
    """What the part is called, as in ``memory.tmx:1001-2000``."""
    return f"{_shown(path)}:{part.first}-{part.last}"


def read(
    path: Path,
    part: Part,
    *,
    pointers: Sequence[str] = (),
    language: str | None = None,
    origin: str | None = None,
) -> Document:
    """The document in one of the `parts` of the file, which may be without prose. Raises ReadError."""
    markup, id = STREAMED[path.suffix.lower()], name(path, part)
    if markup == "parquet":
        from tqcheck.readers.parquet import rows

        text = rows(path, part.start, part.end)
        markup = "jsonl"
    else:
        with _opened(path) as (file, encoding, _):
            file.seek(part.start)
            text = file.read(part.end - part.start).decode(encoding)
    found = _prose(text, part, id, markup, pointers, language, origin)
    shown = _shown(path)
    source = None
    if found.source is not None:
        code = origin or found.source.language
        source = Document(id, text, found.source.blocks, markup, code, path=shown, paired=True)
    return Document(
        id, text, found.blocks, markup, language or found.language, source, shown, paired=source is not None
    )


def _prose(
    text: str, part: Part, id: str, markup: str, pointers: Sequence[str], language: str | None, origin: str | None
) -> Prose:
    whole = f"{part.before}{text}{part.after}"
    if markup == "tmx":
        from tqcheck.readers import tmx
        from tqcheck.readers.units import prose
        from tqcheck.readers.xml import scan

        memory = tmx.Memory(id, part.first)
        scan(whole, memory, id)
        pair = part.languages or tmx.languages(memory.entries, memory.source_language, origin, language)
        found = prose(whole, tmx.units(whole, memory.entries, pair), *pair)
    elif markup == "jsonl":
        from tqcheck.readers import jsonl
        from tqcheck.readers.units import prose

        units = list(jsonl.units(text, id, pointers, part.first))
        return prose(text, units, *(part.languages or jsonl.languages(units)))
    elif markup in ("tsv", "csv"):
        from tqcheck.readers import table
        from tqcheck.readers.units import prose

        columns, start, delimiter = table.head(whole, id, f".{markup}", origin, language)
        units = list(table.units(whole, columns, start, part.delimiter or delimiter, part.first))
        found = prose(whole, units, columns.source_language, columns.language)
    elif markup == "po":
        from tqcheck.readers.po import Po

        found = Po().read(whole, id)
    else:
        from tqcheck.readers.xliff import Xliff

        found = Xliff().read(whole, id)
    return _moved(found, len(part.before))


def _moved(prose: Prose, by: int) -> Prose:
    """The prose of the text without its first `by` code points, in which no block begins."""
    if not by:
        return prose
    blocks = tuple(
        replace(block, runs=tuple(replace(run, raw=run.raw - by) for run in block.runs)) for block in prose.blocks
    )
    return Prose(blocks, prose.language, _moved(prose.source, by) if prose.source else None)


def _cut(
    file: BinaryIO,
    encoding: str,
    mark: int,
    path: Path,
    markup: str,
    units: int,
    limit: int,
    pair: tuple[str | None, str | None],
) -> Iterator[Part]:
    shown = _shown(path)
    if markup in ("tmx", "xliff"):
        yield from elements(file, encoding, shown, markup, units, limit)
    elif markup == "parquet":
        from tqcheck.readers.parquet import stretches

        yield from stretches(path, units)
    elif markup == "jsonl":
        file.seek(mark)
        yield from lines(file, encoding, shown, units, limit)
    elif markup == "po":
        file.seek(mark)
        yield from catalogue(file, encoding, shown, units, limit)
    else:
        yield from _rows(file, encoding, mark, shown, markup, units, limit, pair)


def _rows(
    file: BinaryIO,
    encoding: str,
    mark: int,
    shown: str,
    markup: str,
    units: int,
    limit: int,
    pair: tuple[str | None, str | None],
) -> Iterator[Part]:
    """A first row that names the columns goes before each part; otherwise the table alone would tell the delimiter."""
    from tqcheck.readers import table

    file.seek(mark)
    beginning = codecs.getincrementaldecoder(encoding)().decode(file.read(1 << 18))
    _, start, delimiter = table.head(beginning, shown, f".{markup}", *pair)
    before = beginning[:start]
    file.seek(mark + len(before.encode(encoding)))
    blank = f"\r\n{delimiter}"
    for part in lines(file, encoding, shown, units, limit, blank, quoted=markup == "csv"):
        yield replace(part, before=before, delimiter=delimiter)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, str, int]]:
    """The file, its encoding, and how many bytes its mark has."""
    shown = _shown(path)
    try:
        with path.open("rb") as file:
            encoding, mark = encoding_of(file.read(HEAD), STREAMED[path.suffix.lower()])
            file.seek(0)
            yield file, encoding, mark
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{shown} is not {error.encoding.upper()} throughout: {error.reason}; save it as UTF-8"
        ) from None
    except OSError as error:
        raise ReadError(f"{shown} cannot be read: {error.strerror or error}") from None


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()
