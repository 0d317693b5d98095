"""XLIFF 1.0 to 1.2 and 2.0 to 2.2, with the dialects of Trados, memoQ and Phrase: units paired by segment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tqcheck.document import Span
from tqcheck.errors import ReadError
from tqcheck.readers.base import OBJECT, Prose
from tqcheck.readers.units import Piece, Unit, plain, prose
from tqcheck.readers.xml import XML, Element, scan

# Of the native code in these only its place shows; of the others, which open and close formatting, nothing does.
_OBJECTS = frozenset({"x", "ph"})
_CODES = _OBJECTS | {"bpt", "ept", "it", "bx", "ex", "sc", "ec", "sm", "em"}
_FORMATTING = frozenset({"bold", "italic", "underlined", "link"})
_SIDES = frozenset({"source", "seg-source", "target"})
_UNTRANSLATED = frozenset({"new", "needs-translation", "initial"})
_PREFIX = re.compile(r"<([\w.-]+:)?")
_ITS = "http://www.w3.org/2005/11/its"
_TRADOS = "http://sdl.com/FileTypes/SdlXliff/1.0"
OURS = "tqcheck"
"""What a note of ours names as its author (1.2) or category (2.x)."""


class Place(NamedTuple):
    """Where the notes of a unit belong."""

    unit: Span
    at: int
    wrap: bool
    """Whether the notes need an element around them."""
    prefix: str
    """The namespace prefix of the unit's own tag, with its colon."""
    old: tuple[Span, ...]
    """Notes that an earlier run left."""


@dataclass(slots=True)
class _Frame:
    name: str
    sink: list[Piece] | None
    translate: bool = True
    verbatim: bool = False
    dead: bool = False
    replaced: str = ""
    """What is put into the text in place of the element."""


@dataclass(slots=True)
class _Unit:
    id: str
    start: int
    wanted: bool
    verbatim: bool
    sides: dict[str, dict[str, list[Piece]]] = field(default_factory=dict)
    """The pieces by element (``source``, ``seg-source``, ``target``) and then by segment."""
    skipped: set[str] = field(default_factory=set)
    systems: dict[str, str] = field(default_factory=dict)
    """What translated a segment, ``""`` for all of them."""
    notes: list[list[Piece]] = field(default_factory=list)
    old: list[Span] = field(default_factory=list)
    segment: str = ""
    segments: int = 0
    subflows: int = 0
    at: int = -1
    """Where a new note belongs; -1 until known."""
    wrap: bool = True


class Xliff:
    """Reads XLIFF; offsets are into the file, through entities and inline elements."""

    markup = "xliff"
    suffixes = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block a translated segment, named by the ids of unit and segment.

        Left out: units that are not to be translated or have no target, and segments whose state says that their
        target is no translation yet.
        """
        file = _scanned(text, name)
        return prose(text, file.units, file.source_language, file.language)


def places(text: str, name: str) -> tuple[str, list[Place]]:
    """The version of the file, and where notes on each of its units belong."""
    file = _scanned(text, name)
    return file.version, file.places


def _scanned(text: str, name: str) -> _File:
    file = _File(text, name)
    scan(text, file, name)
    return file


class _File:
    """Gathers the units from the events of the scanner."""

    def __init__(self, text: str, name: str) -> None:
        self.units: list[Unit] = []
        self.places: list[Place] = []
        self.version = ""
        self.source_language: str | None = None
        self.language: str | None = None
        self._own: tuple[str | None, str | None] = (None, None)
        self._tools: dict[str, str] = {}
        self._phases: dict[str, str] = {}
        self._text, self._name = text, name
        self._space = ""
        self._frames: list[_Frame] = []
        self._unit: _Unit | None = None
        self._ours = False

    def text(self, start: int, end: int, shown: str | None) -> None:
        """Go on with character data."""
        sink = self._frames[-1].sink
        if sink is not None:
            sink.append((start, end, shown))

    def open(self, element: Element) -> None:
        """Go on with a start tag."""
        if not self._frames:
            self._root(element)
        above = self._frames[-1] if self._frames else _Frame("", None)
        name, attributes = element.name, element.attributes
        frame = _Frame(name, above.sink, above.translate, above.verbatim, above.dead)
        self._frames.append(frame)
        # A dialect without the namespace is read for what its names say; other namespaces are extensions.
        if element.space != self._space:
            frame.dead, frame.sink = True, None
            if element.space == _TRADOS and name == "seg" and self._unit is not None:
                system = attributes.get("origin-system") or attributes.get("origin") or ""
                self._unit.systems.setdefault(attributes.get("id", ""), system)
        if frame.dead:
            return
        if attributes.get("translate") in ("yes", "no"):
            frame.translate = attributes["translate"] == "yes"
        space = attributes.get(f"{XML} space")
        frame.verbatim = frame.verbatim if space is None else space == "preserve"
        unit = self._unit
        if name in ("alt-trans", "bin-unit", "bin-source", "bin-target"):
            frame.dead, frame.sink = True, None
        elif name == "file":
            self._file(attributes)
        elif name in ("trans-unit", "unit"):
            self._unit = _Unit(attributes.get("id", ""), element.start, frame.translate, frame.verbatim)
            self._unit.systems[""] = self._system(attributes)
        elif name == "tool":
            self._tools[attributes.get("tool-id", "")] = attributes.get("tool-name", "")
        elif name == "phase":
            self._phases[attributes.get("phase-name", "")] = attributes.get("tool-id", "")
        elif unit is not None:
            self._inside(unit, frame, element, above)

    def close(self, element: Element, start: int, end: int) -> None:
        """Go on with an end tag."""
        frame = self._frames.pop()
        above = self._frames[-1] if self._frames else frame
        unit = self._unit
        if frame.replaced and above.sink is not None:
            above.sink.append((element.start, end, frame.replaced))
        if frame.dead or unit is None:
            return
        if frame.name == "note" and self._ours:
            unit.old.append(Span(element.start, end))
            self._ours = False
        elif frame.name == "notes" and above.name == "unit":
            unit.at, unit.wrap = start, False
            if start == end:
                unit.at, unit.wrap = end, True
                unit.old.append(Span(element.start, end))
        elif frame.name in ("source", "seg-source", "target") and above.name == "trans-unit":
            unit.at, unit.wrap = max(unit.at, end), False
        elif frame.name in ("trans-unit", "unit"):
            self._finish(unit, start, end)
            self._unit = None

    def _root(self, element: Element) -> None:
        attributes = element.attributes
        if element.name != "xliff":
            raise ReadError(f"{self._name} is not XLIFF: its first element is <{element.name[:40]}>")
        self._space, self.version = element.space, attributes.get("version", "1.2")[:10]
        self.source_language, self.language = attributes.get("srcLang"), attributes.get("trgLang")

    def _file(self, attributes: Mapping[str, str]) -> None:
        source, target = attributes.get("source-language"), attributes.get("target-language")
        self.source_language = self.source_language or source
        self.language = self.language or target
        self._own = (source, target)

    def _inside(self, unit: _Unit, frame: _Frame, element: Element, above: _Frame) -> None:
        name, attributes = frame.name, element.attributes
        if name == "note":
            self._ours = OURS in (attributes.get("from"), attributes.get("category"))
            frame.sink = []
            if not self._ours:
                unit.notes.append(frame.sink)
        elif name in ("segment", "ignorable", "originalData"):
            if unit.at < 0:
                unit.at = element.start
            if name == "segment":
                unit.segments += 1
                unit.segment = attributes.get("id") or str(unit.segments)
                if attributes.get("state") in _UNTRANSLATED:
                    unit.skipped.add(unit.segment)
                unit.systems[unit.segment] = self._system(attributes)
            else:
                frame.dead = True
        elif name in _SIDES and above.name in ("trans-unit", "segment"):
            key = unit.segment if above.name == "segment" else ""
            frame.sink = unit.sides.setdefault(name, {}).setdefault(key, [])
            if name == "target" and attributes.get("state") in _UNTRANSLATED:
                unit.skipped.add("")
            if name == "target":
                unit.systems[key] = self._system(attributes) or unit.systems.get(key, "")
            space = attributes.get(f"{XML} space")
            unit.verbatim = unit.verbatim or space == "preserve"
        elif above.sink is not None or name == "sub":
            self._inline(unit, frame, element)

    def _system(self, attributes: Mapping[str, str]) -> str:
        """The tool of the phase, the engine that ITS 2.0 names for its confidence, or how the target came about."""
        phase = self._phases.get(attributes.get("phase-name", ""), "")
        for tool in attributes.get(f"{_ITS} annotatorsRef", "").split():
            kind, _, engine = tool.partition("|")
            if kind == "mt-confidence" and engine:
                return engine
        return self._tools.get(phase, phase) or attributes.get("state-qualifier", "")

    def _inline(self, unit: _Unit, frame: _Frame, element: Element) -> None:
        name, attributes = frame.name, element.attributes
        if name in _CODES:
            frame.sink = None
            kind = attributes.get("ctype") or attributes.get("subType") or ""
            if kind in ("lb", "xlf:lb"):
                frame.replaced = " "
            elif name in _OBJECTS and kind not in _FORMATTING:
                frame.replaced = OBJECT
        elif name == "cp":
            frame.sink, frame.replaced = None, "\ufffd"
        elif name == "sub":
            side = next((f.name for f in reversed(self._frames) if f.name in _SIDES), "target")
            number = sum(key.startswith("sub") for key in unit.sides.get(side, {})) + 1
            frame.sink = unit.sides.setdefault(side, {}).setdefault(f"sub{number}", [])
        elif name == "mrk":
            if attributes.get("mtype") == "seg":
                side = next(f.name for f in reversed(self._frames) if f.name in _SIDES)
                frame.sink = unit.sides[side].setdefault(f"{attributes.get('mid', '')}", [])
            elif attributes.get("mtype") == "protected" or not frame.translate:
                frame.sink, frame.replaced = None, OBJECT
            elif attributes.get("mtype") == "x-sdl-deleted":
                frame.sink = None

    def _finish(self, unit: _Unit, start: int, end: int) -> None:
        if unit.at < 0:
            unit.at = start
        prefix = _PREFIX.match(self._text, unit.start)
        self.places.append(
            Place(Span(unit.start, end), unit.at, unit.wrap, (prefix and prefix[1]) or "", tuple(unit.old))
        )
        if not unit.wanted:
            return
        source, target = unit.sides.get("source", {}), unit.sides.get("target", {})
        segmented = unit.sides.get("seg-source", {})
        if len(segmented) > 1 and segmented.keys() & target.keys() - {""}:
            source = segmented
        elif not source.keys() & target.keys() - {""}:
            source, target = _merged(source), _merged(target)
        note = "\n".join(filter(None, (plain(self._text, pieces) for pieces in unit.notes)))
        several = unit.segments > 1 or any(target.keys() - {"", "1"})
        for key, pieces in target.items():
            if key in unit.skipped or ("" in unit.skipped):
                continue
            name = f"{unit.id}/{key}" if key and several else unit.id
            one = Unit(name, source.get(key, ()), pieces, note, self._own[0], self._own[1], unit.verbatim)
            one.system = unit.systems.get(key) or unit.systems.get("", "")
            self.units.append(one)


def _merged(side: dict[str, list[Piece]]) -> dict[str, list[Piece]]:
    """All segments as one, where the other side is not cut the same way; text within text stays apart."""
    whole = {key: pieces for key, pieces in side.items() if key.startswith("sub")}
    rest = sorted(piece for key, pieces in side.items() if key not in whole for piece in pieces)
    return {"": rest, **whole} if rest else whole
