"""Archives of XML, as office documents and e-books are: opened with limits on everything that a sender chooses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from tqcheck.document import Block, Kind
from tqcheck.errors import ReadError
from tqcheck.readers.base import Pen
from tqcheck.readers.xml import Element, scan

_MOST_PARTS = 10_000
_UNPACKED = 5
"""How many times the size limit the parts that are read may have together; markup takes most of it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text taken from an archive."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    name: str = ""
    language: str | None = None


class Archive:
    """The parts of a ZIP archive; what is unpacked is counted as it comes, whatever the archive says of it.

    Raises ReadError where the data is no ZIP archive, damaged, or encrypted, or holds too much.
    """

    def __init__(self, data: bytes, name: str, limit: int):
        import zipfile
        import zlib

        # A damaged archive can make the library raise nearly any of these.
        self._errors = (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            ValueError,
            KeyError,
            OverflowError,
        )
        self._name, self._left = name, limit * _UNPACKED
        if not data.startswith(b"PK"):
            raise ReadError(f"{name} is not what its suffix says: such files are ZIP archives")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except self._errors as error:
            raise ReadError(f"{name} is a damaged archive: {_line(error)}") from None
        if len(self._zip.infolist()) > _MOST_PARTS:
            raise ReadError(f"{name} holds more than {_MOST_PARTS:,} files; no document does")

    def part(self, path: str) -> str | None:
        """The text of a part; ``None`` where there is none of that name."""
        if path not in self.names:
            return None
        try:
            info = self._zip.getinfo(path)
            if info.flag_bits & 1:
                raise ReadError(f"{self._name} is protected by a password")
            with self._zip.open(info) as file:
                data = file.read(self._left + 1)
        except self._errors as error:
            raise ReadError(f"{self._name} is a damaged archive: {path[:80]!a}: {_line(error)}") from None
        if len(data) > self._left:
            raise ReadError(f"{self._name} unpacks to more than {_UNPACKED} times the size limit")
        self._left -= len(data)
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            raise ReadError(f"{self._name} is damaged: {path[:80]!a} is not {encoding[:6].upper()}") from None


class Words(Protocol):
    """Is told of the XML in a part, by `walk`."""

    def begin(self, element: Element, path: list[str]) -> None:
        """An element begins; `path` holds the names of those around it and its own."""

    def end(self, element: Element, path: list[str]) -> None:
        """An element ends."""

    def words(self, text: str, path: list[str]) -> None:
        """Character data, decoded."""


class _Tree:
    """Events of a scanner with the names of the open elements."""

    def __init__(self, words: Words, text: str) -> None:
        self._words, self._text, self._path = words, text, list[str]()

    def open(self, element: Element) -> None:
        self._path.append(element.name)
        self._words.begin(element, self._path)

    def close(self, element: Element, start: int, end: int) -> None:
        self._words.end(element, self._path)
        self._path.pop()

    def text(self, start: int, end: int, shown: str | None) -> None:
        self._words.words(self._text[start:end] if shown is None else shown, self._path)


def walk(archive: Archive, path: str, words: Words, name: str) -> bool:
    """Tell `words` of the XML in a part of the archive; whether there is such a part."""
    text = archive.part(path)
    if text is None:
        return False
    scan(text, _Tree(words, text), f"{name}: {path[:80]}")
    return True


def written(paragraphs: Iterable[Paragraph], name: str, limit: int) -> tuple[str, tuple[Block, ...]]:
    """The text, a blank line between paragraphs, and the block of each one that has words.

    Raises ReadError where the text has more than `limit` code points.
    """
    kept = [one for one in paragraphs if one.text.strip()]
    if sum(len(one.text) + 2 for one in kept) > limit:
        raise ReadError(f"{name} holds more text than the limit of {limit / 1e6:,.3g} MB")
    text = "\n\n".join(one.text for one in kept)
    return text, tuple(_blocks(text, kept))


def _blocks(text: str, paragraphs: list[Paragraph]) -> Iterator[Block]:
    pen, at = Pen(text, collapse=False), 0
    for one in paragraphs:
        lead = len(one.text) - len(one.text.lstrip())
        pen.copy(at + lead, at + len(one.text.rstrip()))
        if block := pen.finish(one.kind, one.name, one.language):
            yield block
        at += len(one.text) + 2


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
