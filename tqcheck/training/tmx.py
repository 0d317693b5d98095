"""TMX 1.4 translation memories, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from tqcheck.engines.base import Pair
from tqcheck.engines.opus_mt import languages as known_as
from tqcheck.errors import ReadError

_CHUNK = 1 << 16
_LONGEST = 20_000
_DEEPEST = 200
# What they hold is markup of the file that was translated, or, in <sub>, another text within the text.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut", "sub"})


def read_tmx(path: Path, pair: Pair) -> Iterator[tuple[str, str]]:
    """The segments of each unit that has both languages of `pair`, the first of each; codes for markup are left out.

    Regional variants count (``fr-CA`` is ``fr``). Memory does not grow with the file. A file that declares entities is
    refused: a translation memory needs none, and they can be made to fill the memory (Steuck 2002).
    Raises ReadError where the file cannot be read, is no TMX, or breaks off.
    """
    reader = _Reader(path, pair)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                reader.feed(chunk)
                yield from reader.taken()
            reader.feed(b"", last=True)
            yield from reader.taken()
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or 'cannot be read'}") from error


class _Reader:
    """Turns the events of expat into pairs."""

    def __init__(self, path: Path, pair: Pair) -> None:
        self._path, self._pair = path, pair
        self._pairs: list[tuple[str, str]] = []
        self._unit: dict[str, str] = {}
        self._language = ""
        self._text: list[str] | None = None
        self._length = self._depth = self._codes = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity

    def feed(self, chunk: bytes, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code]
            raise ReadError(f"{self._path}: not a whole TMX file, line {error.lineno:,}: {reason}") from error
        except (LookupError, ValueError) as error:
            raise ReadError(
                f"{self._path}: in an encoding that is not read here ({error}); save it as UTF-8"
            ) from error

    def taken(self) -> list[tuple[str, str]]:
        pairs, self._pairs = self._pairs, []
        return pairs

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != "tmx":
            raise ReadError(f"{self._path}: not a TMX file, its root is <{name[:40]}>")
        if self._depth > _DEEPEST:
            raise ReadError(f"{self._path}: elements stand {_DEEPEST} deep in one another; this is no TMX file")
        if name == "tu":
            self._unit = {}
        elif name == "tuv":
            self._language = _code(attributes.get("xml:lang") or attributes.get("lang") or "")
        elif name == "seg":
            self._text, self._length = [], 0
        elif name in _CODES:
            self._codes += 1

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name in _CODES:
            self._codes -= 1
        elif name == "seg" and self._text is not None:
            if self._length <= _LONGEST:
                self._unit.setdefault(self._language, "".join(self._text))
            self._text = None
        elif name == "tu":
            if self._pair.source in self._unit and self._pair.target in self._unit:
                self._pairs.append((self._unit[self._pair.source], self._unit[self._pair.target]))
            self._unit = {}

    def _characters(self, text: str) -> None:
        if self._text is None or self._codes:
            return
        self._length += len(text)
        if self._length <= _LONGEST:
            self._text.append(text)

    def _entity(self, name: str, *_: Any) -> None:
        raise ReadError(
            f"{self._path}: declares the entity {name[:40]!r}; a TMX file needs none, and such are not read"
        )


def _code(language: str) -> str:
    primary = language.replace("_", "-").split("-")[0].casefold()
    members = known_as(primary)
    return members[0] if len(members) == 1 else primary
