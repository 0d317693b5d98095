"""Readers: from the bytes of a file to a Document, one file a format."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast

from tqcheck.document import Document, Run
from tqcheck.errors import NoProseError, ReadError, UsageError
from tqcheck.readers.base import OBJECT, Multilingual, Packed, Prose, Reader, through
from tqcheck.readers.decoding import decode, refuse_nul

__all__ = [
    "LIMIT",
    "MARKUPS",
    "OBJECT",
    "READERS",
    "Prose",
    "Reader",
    "decode",
    "read_bytes",
    "read_path",
    "read_text",
]

LIMIT = 20_000_000
"""How many bytes a document may have unless the caller says otherwise."""

_HOMES = {
    "text": ("plain", "Plain", ".txt .text"),
    "markdown": ("markdown", "Markdown", ".md .markdown .mdown .mkd"),
    "html": ("html", "Html", ".html .htm .xhtml .xht"),
    "json": ("json", "Json", ".json"),
    "xliff": ("xliff", "Xliff", ".xlf .xliff .sdlxliff .mqxliff .mxliff"),
    "tmx": ("tmx", "Tmx", ".tmx"),
    "po": ("po", "Po", ".po"),
    "tsv": ("table", "Tsv", ".tsv .tab"),
    "csv": ("table", "Csv", ".csv"),
    "jsonl": ("jsonl", "Jsonl", ".jsonl .ndjson"),
    "parquet": ("parquet", "Parquet", ".parquet"),
    "srt": ("subtitles", "Srt", ".srt"),
    "vtt": ("subtitles", "Vtt", ".vtt"),
    "docx": ("docx", "Docx", ".docx .docm .dotx"),
    "odt": ("odt", "Odt", ".odt .ott"),
    "epub": ("epub", "Epub", ".epub"),
}


@cache
def _made(markup: str) -> Reader:
    module, name, _ = _HOMES[markup]
    return cast(Reader, getattr(import_module(f"tqcheck.readers.{module}"), name)())


class _Readers(Mapping[str, Reader]):
    """Readers by a name of theirs; a format's module is imported when its reader is first asked for."""

    def __init__(self, markups: Mapping[str, str]) -> None:
        self._markups = markups

    def __getitem__(self, name: str) -> Reader:
        return _made(self._markups[name])

    def __contains__(self, name: object) -> bool:
        return name in self._markups

    def __iter__(self) -> Iterator[str]:
        return iter(self._markups)

    def __len__(self) -> int:
        return len(self._markups)


MARKUPS: Mapping[str, Reader] = _Readers({markup: markup for markup in _HOMES})
"""The readers by the name that ``--markup`` takes."""

READERS: Mapping[str, Reader] = _Readers({suffix: markup for markup in _HOMES for suffix in _HOMES[markup][2].split()})
"""The readers by file suffix, in lower case; any other suffix is read as plain text."""

# What has no suffix, standard input above all, is looked at: nobody means to have tags judged as prose.
_PAGE = re.compile(r"\ufeff?+\s*+<(?:!doctype\s++html|html[\s>])", re.IGNORECASE)
_PAYLOAD = re.compile(r"\ufeff?+\s*+\{\s*+\"")


def read_path(
    path: Path,
    *,
    limit: int = LIMIT,
    markup: str | None = None,
    pointers: Sequence[str] = (),
    language: str | None = None,
    origin: str | None = None,
) -> Document:
    """The document in a file of at most `limit` bytes; without `markup`, the suffix tells the format.

    Where there is no suffix, a page that begins as HTML and an object in JSON are known by their first words.
    Raises ReadError where the file is missing, a folder, unreadable or too large, and as `read_bytes`.
    """
    # A file name may hold what cannot be printed: bytes that are no UTF-8, line breaks.
    name = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", str(path))
    try:
        if path.is_dir():
            raise ReadError(f"{name} is a folder; name the files in it")
        size = path.stat().st_size
        if size > limit:
            raise _too_large(name, size, limit)
        with path.open("rb") as file:
            # A pipe or a device has no size before it is read.
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise ReadError(f"there is no file {name}") from None
    except PermissionError:
        raise ReadError(f"{name} may not be read: permission denied") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise ReadError("there is no file of that name: it is too long to be one") from None
        reason = error.strerror if isinstance(error, OSError) else error
        raise ReadError(f"{name} cannot be read: {reason}") from None
    return read_bytes(
        data, name, limit=limit, markup=markup, pointers=pointers, language=language, origin=origin, path=name
    )


def read_bytes(
    data: bytes,
    name: str,
    *,
    limit: int = LIMIT,
    markup: str | None = None,
    pointers: Sequence[str] = (),
    language: str | None = None,
    origin: str | None = None,
    path: str | None = None,
) -> Document:
    """The document in the bytes of a file or of standard input; `name` gives its id and, by suffix, its format.

    Raises ReadError where `data` is over `limit`, binary, in an encoding that `decode` does not know, or as
    `read_text`.
    """
    if len(data) > limit:
        raise _too_large(name, len(data), limit)
    if not data:
        raise ReadError(f"{name} is empty")
    reader = _reader(name, markup, "")
    if isinstance(reader, Packed):
        text, prose = reader.unpack(data, name, limit)
        return _document(text, name, prose, reader.markup, language, origin, path)
    text = decode(data, name, reader.markup)
    return read_text(
        text, name, limit=limit, markup=markup, pointers=pointers, language=language, origin=origin, path=path
    )


def read_text(
    text: str,
    name: str = "text",
    *,
    limit: int = LIMIT,
    markup: str | None = None,
    pointers: Sequence[str] = (),
    language: str | None = None,
    origin: str | None = None,
    path: str | None = None,
) -> Document:
    """The document in a decoded text, which `Document.text` keeps as given: offsets are code points into it.

    `language` goes before the one that the text itself declares, as does `origin` for the source that a bilingual
    format holds; in a memory of many languages they choose the two. Raises ReadError where the text is empty,
    longer than `limit` code points, malformed or without prose, UsageError where `markup` is unknown or a
    pointer is none.
    """
    reader = _reader(name, markup, text)
    if isinstance(reader, Packed):
        raise UsageError(f"{reader.markup} is no text; give the file itself")
    if isinstance(reader, Multilingual):
        reader = reader.between(origin, language)
    if len(text) > limit:
        raise _too_large(name, len(text), limit)
    # A mark that the caller's decoding has left in is no part of the first word.
    marked = text.startswith("\ufeff")
    bare = text[1:] if marked else text
    if not bare.strip():
        raise NoProseError(f"{name} is empty" if not bare else f"{name} holds nothing but white space")
    refuse_nul(bare, name)
    prose = reader.read(bare, name, pointers)
    if marked:
        prose = _moved(prose, len(bare))
    return _document(text, name, prose, reader.markup, language, origin, path)


def _document(
    text: str, name: str, prose: Prose, markup: str, language: str | None, origin: str | None, path: str | None
) -> Document:
    if not prose.blocks:
        raise NoProseError(f"{name} holds no prose: read as {markup}, nothing in it is text to be judged")
    source = None
    if prose.source is not None:
        code = origin or prose.source.language
        source = Document(name, text, prose.source.blocks, markup, code, path=path, paired=True)
    paired = source is not None
    return Document(name, text, prose.blocks, markup, language or prose.language, source, path, paired)


def _reader(name: str, markup: str | None, text: str) -> Reader:
    if markup is not None:
        if markup not in MARKUPS:
            raise UsageError(f"unknown markup {markup!a}; there are {', '.join(MARKUPS)}")
        return MARKUPS[markup]
    suffix = Path(name).suffix.lower()
    if not suffix and _PAGE.match(text):
        return MARKUPS["html"]
    if not suffix and _PAYLOAD.match(text) and text.rstrip().endswith("}"):
        return MARKUPS["json"]
    return READERS.get(suffix, MARKUPS["text"])


def _moved(prose: Prose, length: int) -> Prose:
    blocks = tuple(replace(block, runs=through(block.runs, (Run(0, length, 1, length),))) for block in prose.blocks)
    return Prose(blocks, prose.language, _moved(prose.source, length) if prose.source else None)


def _too_large(name: str, size: int, limit: int) -> ReadError:
    if size == limit + 1:
        return ReadError(f"{name} is larger than the limit of {limit / 1e6:,.6g} MB")
    return ReadError(f"{name} has {size / 1e6:,.3g} MB; the limit is {limit / 1e6:,.3g} MB")
