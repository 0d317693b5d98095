"""Where a large file of translation units can be cut, so that each part can be read without the others."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from tqcheck.errors import ReadError
from tqcheck.readers.decoding import refuse_nul

_CHUNK = 1 << 18
_WRAP = 0xFFFFFFFF
_DEEPEST = 250
_LONGEST_TAG = 1 << 16
_TAG = re.compile(r"<([^\s/>]++)(?:[^\"'>]|\"[^\"]*+\"|'[^']*+')*+>")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file that holds whole units."""

    first: int
    last: int
    """The numbers of its first and last unit, from 1."""
    start: int
    end: int
    """Bytes of the file, or rows where it is no text."""
    before: str = ""
    after: str = ""
    """What a reader has to see around the stretch: the tags of the elements that it lies in, a header."""
    delimiter: str = ""
    """What separates the cells of a table."""
    languages: tuple[str | None, str | None] | None = None
    """Of the source and of the text, as the first part has them."""


class OversizeError(ReadError):
    """A part that is larger than a document may be."""

    def __init__(self, name: str, units: int, limit: int) -> None:
        super().__init__(f"{name} has a part of {units:,} units or fewer that is larger than {limit / 1e6:,.3g} MB")


def elements(file: BinaryIO, encoding: str, name: str, markup: str, units: int, limit: int) -> Iterator[Part]:
    """The parts of a TMX or XLIFF file. Raises ReadError where it is malformed, after the parts before that place."""
    from xml.parsers import expat

    cutter = _Cutter(name, markup, encoding, units, limit)
    ended = False
    while not ended:
        chunk = file.read(_CHUNK)
        ended = not chunk
        try:
            cutter.feed(chunk, ended)
        except expat.ExpatError as error:
            yield from cutter.taken()
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
                # Raises UnicodeDecodeError where that is what is wrong.
                codecs.getincrementaldecoder(encoding)().decode(cutter.pending)
            reason = str(error).split(":")[0]
            raise ReadError(f"{name} is not well-formed XML: line {error.lineno:,}: {reason}") from None
        except ReadError:
            yield from cutter.taken()
            raise
        yield from cutter.taken()


class _Cutter:
    def __init__(self, name: str, markup: str, encoding: str, units: int, limit: int) -> None:
        from xml.parsers import expat

        self._name, self._encoding, self._units, self._limit = name, encoding, units, limit
        self._memory = markup == "tmx"
        self._wanted = frozenset({"tu"} if self._memory else {"trans-unit", "unit"})
        self._open: list[str] = []
        """The start tag of each element around, with what belongs to it of the header."""
        self._parts: list[Part] = []
        self._inside = self._count = self._done = self._depth = 0
        self._begun: int | None = None
        self._ended = self._at = 0
        self._header = self._before = ""
        self._around_last: list[str] | None = None
        """The start tags around the last unit that ended, where one of them has ended too."""
        self._buffer = bytearray()
        self._base = 0
        self._close = ">".encode(encoding)
        self._parser = parser = expat.ParserCreate("utf-16" if encoding.startswith("utf-16") else encoding)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity

    @property
    def pending(self) -> bytes:
        """What of the file has not been let go of."""
        return bytes(self._buffer)

    def feed(self, chunk: bytes, last: bool) -> None:
        """Go on with the file."""
        self._buffer += chunk
        self._parser.Parse(chunk, last)
        self._here()
        if last:
            self._cut()
        held = self._base + len(self._buffer)
        if held - (self._at if self._begun is None else self._begun) > self._limit:
            raise OversizeError(self._name, self._units, self._limit)
        # What stands before the current event is not needed again.
        del self._buffer[: self._at - self._base]
        self._base = self._at

    def taken(self) -> list[Part]:
        """The parts found since the last call."""
        found, self._parts = self._parts, []
        return found

    def _here(self) -> int:
        # The index is a C long, which Windows lets wrap around.
        self._at += (self._parser.CurrentByteIndex - self._at) & _WRAP
        return self._at

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._here()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReadError(f"{self._name} has elements more than {_DEEPEST} deep in one another, which no text needs")
        local = name.rpartition(":")[2]
        if self._inside:
            self._inside += 1
        elif local in self._wanted:
            self._inside = 1
            if self._begun is None:
                self._begun = at
                self._before = "".join(self._open[:1]) + self._header + "".join(self._open[1:])
        else:
            self._around(local, at)

    def _around(self, local: str, at: int) -> None:
        if not self._open and local != ("tmx" if self._memory else "xliff"):
            kind = "TMX" if self._memory else "XLIFF"
            raise ReadError(f"{self._name} is not {kind}: its first element is <{local[:40]}>")
        if local == "file":
            # Its header may be large, and stands for its own units alone.
            self._cut()
        begin = at - self._base
        found = _TAG.match(self._buffer[begin : begin + _LONGEST_TAG].decode(self._encoding, "ignore"))
        tag = found[0] if found else ""
        closed = tag if tag.endswith("/>") else f"{tag[:-1]}/>"
        if self._memory and local == "header":
            self._header = closed
        elif not self._memory and local in ("tool", "phase") and len(self._open) > 1:
            self._open[1] += closed
        self._open.append(tag)

    def _end(self, name: str) -> None:
        at = self._here()
        self._depth -= 1
        if self._inside == 0:
            if self._around_last is None:
                self._around_last = list(self._open)
            self._open.pop()
            return
        self._inside -= 1
        if self._inside == 0:
            end = self._buffer.find(self._close, at - self._base)
            self._ended = self._base + end + len(self._close)
            self._count += 1
            self._around_last = None
            if self._count == self._units:
                self._cut()

    def _cut(self) -> None:
        if self._begun is None or not self._count:
            return
        if self._ended - self._begun > self._limit:
            raise OversizeError(self._name, self._units, self._limit)
        around = self._open if self._around_last is None else self._around_last
        names = [match[1] for tag in around if (match := _TAG.match(tag))]
        after = "".join(f"</{name}>" for name in reversed(names))
        done = self._done + self._count
        self._parts.append(Part(self._done + 1, done, self._begun, self._ended, self._before, after))
        self._done, self._count, self._begun = done, 0, None

    def _entity(self, name: str, *_: object) -> None:
        raise ReadError(f"{self._name} uses an entity of its own, {name[:40]!a}; files that do are not read")


def catalogue(file: BinaryIO, encoding: str, name: str, units: int, limit: int) -> Iterator[Part]:
    """The parts of a PO file, cut at blank lines; the header goes before each."""
    header: str | None = None
    start = at = file.tell()
    done = count = 0
    entry: list[str] = []
    size = 0
    for line in _texts(file, encoding, name, units, limit):
        at += len(line.encode(encoding))
        size += len(line)
        if size > limit:
            raise OversizeError(name, units, limit)
        if line.strip():
            if header is None:
                entry.append(line)
            count += line.startswith("msgid ") or line.startswith("msgid\t")
            continue
        if header is None and count:
            # The first entry is the header; it is a unit where it is none.
            header = "".join(entry) if _is_header(entry) else ""
            count -= bool(header)
        if count >= units:
            before = f"{header}\n" if header and done else ""
            yield Part(done + 1, done + count, start, at, before)
            done, count, start, size = done + count, 0, at, 0
    if count or not done:
        yield Part(done + 1, done + max(count, 1), start, at, f"{header}\n" if header and done else "")


def _is_header(entry: Sequence[str]) -> bool:
    bare = [line.strip() for line in entry]
    return any(one == 'msgid ""' and two.startswith("msgstr") for one, two in pairwise(bare))


def lines(
    file: BinaryIO, encoding: str, name: str, units: int, limit: int, blank: str | None = None, quoted: bool = False
) -> Iterator[Part]:
    """The parts of a file with a unit a line, from where it stands open.

    What holds nothing but the characters in `blank` is none; where cells may be `quoted`, a line break inside one
    ends no line.
    """
    start = at = file.tell()
    size = count = done = 0
    open_ = False
    for line in _texts(file, encoding, name, units, limit):
        at += len(line.encode(encoding))
        size += len(line)
        if size > limit:
            raise OversizeError(name, units, limit)
        open_ ^= quoted and line.count('"') % 2 == 1
        count += not open_ and (blank is None or bool(line.strip(blank)))
        if count >= units and not open_:
            yield Part(done + 1, done + count, start, at)
            done, count, start, size = done + count, 0, at, 0
    if at > start:
        yield Part(done + 1, done + max(count, 1), start, at)


def _texts(file: BinaryIO, encoding: str, name: str, units: int, limit: int) -> Iterator[str]:
    """The lines with their ends; only LF ends one, so that each is as many bytes as it says."""
    from io import TextIOWrapper

    text = TextIOWrapper(file, encoding, newline="\n")
    try:
        while line := text.readline(limit + 1):
            if len(line) > limit:
                raise OversizeError(name, units, limit)
            refuse_nul(line, name)
            yield line
    finally:
        text.detach()
