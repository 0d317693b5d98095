"""XML as a stream of events with exact code-point offsets, which tree builders do not keep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tqcheck.errors import ReadError

XML = "http://www.w3.org/XML/1998/namespace"
_DEEPEST = 250
_TAG = re.compile(r"<(?:[^\"'>]|\"[^\"]*+\"|'[^']*+')*+>")
_WRAP = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag."""

    space: str
    """The URI of its namespace; ``""`` without one."""
    name: str
    """Without prefix."""
    attributes: Mapping[str, str]
    """By name; those in a namespace as ``"uri name"``."""
    start: int


class Handler(Protocol):
    """Is told of the events, in order; all offsets are code points from the start of the file."""

    def open(self, element: Element) -> None:
        """A start tag; `close` follows at once for an empty element."""

    def close(self, element: Element, start: int, end: int) -> None:
        """An end tag, which stands at ``[start:end]``; an empty element has none: both are the end of its tag."""

    def text(self, start: int, end: int, shown: str | None) -> None:
        """Character data: ``[start:end]`` as it stands or, where it stands for something else, what that is."""


class Scanner:
    """Reads XML piece by piece; keeps only what is not yet `forget`-ed.

    A file that declares entities is refused: none of these formats needs them, they can be made to fill the memory
    (Steuck 2002) or to read other files. So are elements more than 250 deep in one another.
    """

    def __init__(self, handler: Handler, name: str):
        from xml.parsers import expat

        self._handler, self._name = handler, name
        self._buffer = bytearray()
        self._base = self._byte = self._point = 0
        self._open: list[Element] = []
        self._empty = self._verbatim = False
        self._error: type[Exception] = expat.ExpatError
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = self._begin_verbatim
        parser.EndCdataSectionHandler = self._end_verbatim
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity

    def feed(self, text: str, last: bool = False) -> None:
        """Go on with `text`; raises ReadError where the file is not well-formed, or hostile."""
        data = text.encode("utf-8", "surrogatepass")
        self._buffer += data
        try:
            self._parser.Parse(data, last)
        except self._error as error:
            line, reason = getattr(error, "lineno", 0), str(error).split(":")[0]
            raise ReadError(f"{self._name} is not well-formed XML: line {line:,}: {reason}") from None

    def forget(self) -> None:
        """Let go of the file up to the current event."""
        del self._buffer[: self._byte - self._base]
        self._base = self._byte

    def _at(self) -> int:
        """The code point that the current event begins at."""
        # The index is a C long, which Windows lets wrap around.
        ahead = (self._parser.CurrentByteIndex - self._byte) & _WRAP
        if ahead:
            begin = self._byte - self._base
            passed = self._buffer[begin : begin + ahead]
            self._point += ahead if passed.isascii() else len(passed.decode("utf-8", "surrogatepass"))
            self._byte += ahead
        return self._point

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == _DEEPEST:
            raise ReadError(f"{self._name} has elements more than {_DEEPEST} deep in one another, which no text needs")
        space, _, local = name.rpartition(" ")
        element = Element(space, local, attributes, self._at())
        self._open.append(element)
        self._empty = True
        self._handler.open(element)

    def _end(self, _name: str) -> None:
        at, here = self._at(), self._byte - self._base
        empty = self._empty and self._buffer[here - 2 : here] == b"/>"
        self._empty = False
        end = at if empty else at + len(self._buffer[here : self._buffer.index(b">", here) + 1].decode())
        self._handler.close(self._open.pop(), at, end)

    def _characters(self, data: str) -> None:
        self._empty = False
        at, here = self._at(), self._byte - self._base
        first = self._buffer[here]
        if first == 38 and not self._verbatim:
            self._handler.text(at, at + self._buffer.index(b";", here) + 1 - here, data)
        elif first == 13:
            self._handler.text(at, at + (2 if self._buffer[here + 1 : here + 2] == b"\n" else 1), data)
        else:
            self._handler.text(at, at + len(data), None)

    def _begin_verbatim(self) -> None:
        self._empty = False
        self._verbatim = True

    def _end_verbatim(self) -> None:
        self._verbatim = False

    def _entity(self, name: str, *_: object) -> None:
        raise ReadError(f"{self._name} uses an entity of its own, {name[:40]!a}; files that do are not read")


def scan(text: str, handler: Handler, name: str) -> None:
    """The events of a whole XML text; raises ReadError as `Scanner.feed`."""
    scanner = Scanner(handler, name)
    scanner.feed(text, last=True)


def tag_end(text: str, start: int) -> int:
    """The offset after the start tag that begins at `start`."""
    found = _TAG.match(text, start)
    return found.end() if found else start
