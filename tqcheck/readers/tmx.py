"""TMX 1.1 to 1.4: the units of a translation memory that have both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tqcheck.errors import ReadError
from tqcheck.readers.base import OBJECT, Prose
from tqcheck.readers.units import Piece, Unit, code, plain, prose
from tqcheck.readers.xml import XML, Element, Scanner

_SYSTEMS = frozenset({"system", "engine", "mt", "mt-system", "mt-engine", "origin", "origin-system", "originsystem"})
"""Types of ``<prop>``, their ``x-`` left out, that name what translated a unit."""
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})


@dataclass(slots=True)
class Entry:
    """A ``<tu>`` as it was found; pieces are offsets into the file."""

    id: str
    start: int
    end: int = 0
    sides: list[tuple[str, str, list[Piece]]] = field(default_factory=list)
    """Language tag, ``"sub1"`` for a text within the text, otherwise ``""``, and the words."""
    notes: list[list[Piece]] = field(default_factory=list)
    systems: dict[str, str] = field(default_factory=dict)
    """By language tag, ``""`` for the whole unit, the tool that an attribute names."""
    props: dict[str, list[Piece]] = field(default_factory=dict)
    """The same, as a property names it."""


class Memory:
    """Gathers the entries of a TMX file from the events of the scanner."""

    def __init__(self, name: str, first: int = 1) -> None:
        """`first` is the number of the first entry."""
        self.entries: list[Entry] = []
        self.source_language: str | None = None
        self._name = name
        self._entry: Entry | None = None
        self._language = ""
        self._sinks: list[list[Piece] | None] = []
        self._count = first - 1
        self._subflows = 0

    def text(self, start: int, end: int, shown: str | None) -> None:
        """Go on with character data."""
        sink = self._sinks[-1]
        if sink is not None:
            sink.append((start, end, shown))

    def open(self, element: Element) -> None:
        """Go on with a start tag."""
        name, attributes = element.name, element.attributes
        if not self._sinks and name != "tmx":
            raise ReadError(f"{self._name} is not TMX: its first element is <{name[:40]}>")
        sink = self._sinks[-1] if self._sinks else None
        if name == "header":
            declared = attributes.get("srclang", "")
            self.source_language = None if declared.lower() == "*all*" else declared or None
        elif name == "tu":
            self._count += 1
            self._entry = Entry(attributes.get("tuid") or str(self._count), element.start)
            self._language = ""
            self._tool(attributes)
        elif name == "tuv":
            self._language = attributes.get(f"{XML} lang") or attributes.get("lang") or ""
            self._tool(attributes)
        elif self._entry is not None and name == "note":
            sink = []
            self._entry.notes.append(sink)
        elif self._entry is not None and name == "seg":
            sink = []
            self._entry.sides.append((self._language, "", sink))
            self._subflows = 0
        elif self._entry is not None and name == "prop" and _type(attributes) in _SYSTEMS:
            sink = self._entry.props.setdefault(self._language, [])
        elif name in _CODES or name == "prop":
            sink = None
        elif name == "sub" and self._entry is not None:
            # A text within the text: it is a segment of its own.
            self._subflows += 1
            sink = []
            self._entry.sides.append((self._language, f"sub{self._subflows}", sink))
        self._sinks.append(sink)

    def _tool(self, attributes: Mapping[str, str]) -> None:
        if self._entry is not None and (tool := attributes.get("creationtool")):
            self._entry.systems.setdefault(self._language, tool)

    def close(self, element: Element, start: int, end: int) -> None:
        """Go on with an end tag."""
        self._sinks.pop()
        sink = self._sinks[-1] if self._sinks else None
        if element.name == "ph" and sink is not None:
            sink.append((element.start, end, OBJECT))
        elif element.name == "tu" and self._entry is not None:
            self._entry.end = end
            self.entries.append(self._entry)
            self._entry = None


def languages(
    entries: Sequence[Entry], declared: str | None, origin: str | None, to: str | None
) -> tuple[str | None, str | None]:
    """The bare codes of the source and of the text: as wished, else as declared, else as the first units have them."""
    found = dict.fromkeys(own for entry in entries for tag, _, _ in entry.sides if (own := code(tag)))
    target = code(to)
    source = code(origin) or code(declared)
    if source is None or source == target or source not in found:
        source = next((one for one in found if one != target), source)
    return source, target or next((one for one in found if one != source), None)


def units(text: str, entries: Sequence[Entry], pair: tuple[str | None, str | None]) -> list[Unit]:
    """The entries that have both languages of `pair`; `text` is what their offsets are for.

    An entry may have several texts in one language, as for two countries: each is judged, against the first source.
    """
    made = []
    for entry in entries:
        sources: dict[str, list[Piece]] = {}
        for tag, part, pieces in entry.sides:
            if code(tag) == pair[0]:
                sources.setdefault(part, pieces)
        note = "\n".join(plain(text, pieces) for pieces in entry.notes)
        for tag, part, pieces in entry.sides:
            if code(tag) == pair[1] and part in sources:
                name = f"{entry.id}/{part}" if part else entry.id
                made.append(Unit(name, sources[part], pieces, note, system=_system(text, entry, tag)))
    return made


def _system(text: str, entry: Entry, language: str) -> str:
    """What translated the unit into `language`: a property goes before a tool, the side before the whole unit."""
    for side in (language, ""):
        if side in entry.props and (named := plain(text, entry.props[side])):
            return named
    return entry.systems.get(language) or entry.systems.get("", "")


def _type(attributes: Mapping[str, str]) -> str:
    return attributes.get("type", "").lower().removeprefix("x-")


class Tmx:
    """Reads ``.tmx``; offsets are into the file, through entities and inline elements."""

    markup = "tmx"
    suffixes = (".tmx",)

    def __init__(self, origin: str | None = None, to: str | None = None) -> None:
        self._wished = (origin, to)

    def between(self, origin: str | None, to: str | None) -> Tmx:
        """A reader for these two of the languages in the memory."""
        return Tmx(origin, to)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block a unit that has both languages, named by its ``tuid`` or its number."""
        memory = Memory(name)
        Scanner(memory, name).feed(text, last=True)
        pair = languages(memory.entries, memory.source_language, *self._wished)
        return prose(text, units(text, memory.entries, pair), *pair)
