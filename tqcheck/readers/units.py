"""Translation units: what a bilingual format pairs, and the two sets of blocks that become of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tqcheck.document import Block, Kind
from tqcheck.languages import normalise
from tqcheck.readers.base import Pen, Prose
from tqcheck.readers.placeholders import veil

Piece = tuple[int, int, str | None]
"""``(start, end, shown)``: the text's own ``[start:end]`` or, where `shown` is not ``None``, what it stands for."""

_LONGEST_NAME = 80
_LONGEST_NOTE = 2000
_LONGEST_SYSTEM = 80


@dataclass(slots=True)
class Unit:
    """One entry: what stands in the source, and what translates it."""

    name: str
    source: Sequence[Piece] = ()
    target: Sequence[Piece] = ()
    note: str = ""
    source_language: str | None = None
    language: str | None = None
    verbatim: bool = True
    """Whether white space counts; otherwise any stretch of it is one space."""
    kind: Kind = field(default=Kind.FIELD)
    system: str = ""
    """Who or what translated it, where the file says so."""


def prose(text: str, units: Iterable[Unit], source_language: str | None, language: str | None) -> Prose:
    """The targets of `units` as blocks and, as the source, what they translate: paired by equal, unique names.

    A unit without a word in its target is left out on both sides: there is nothing to judge. Its names are cut to 80
    characters; a repeated one is told apart by a number.
    """
    seen: Counter[str] = Counter()
    source: list[Block] = []
    target: list[Block] = []
    for unit in units:
        name = " ".join(unit.name.split())[:_LONGEST_NAME] or "unit"
        written = _block(text, unit, unit.target, name)
        if written is None:
            continue
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name}~{seen[name]}"
        system = " ".join(unit.system.split())[:_LONGEST_SYSTEM]
        target.append(replace(written, name=name, language=_other(unit.language, language), system=system))
        origin = _block(text, unit, unit.source, name)
        if origin is not None:
            source.append(replace(origin, language=_other(unit.source_language, source_language)))
    source.sort(key=_start)
    target.sort(key=_start)
    origin_prose = Prose(tuple(source), code(source_language)) if source else None
    return Prose(tuple(target), code(language), origin_prose)


def code(tag: str | None) -> str | None:
    """The bare language code of a file's language tag; ``None`` for a tag that names no language."""
    bare = normalise(tag) if tag else ""
    return bare if 2 <= len(bare) <= 3 and bare.isalpha() and bare.isascii() and bare != "und" else None


def plain(text: str, pieces: Iterable[Piece]) -> str:
    """What `pieces` show, as for a note."""
    shown = "".join(text[start:end] if shown is None else shown for start, end, shown in pieces)
    return " ".join(shown.split())[:_LONGEST_NOTE]


def _block(text: str, unit: Unit, pieces: Sequence[Piece], name: str) -> Block | None:
    pen = Pen(text, collapse=not unit.verbatim)
    for start, end, shown in pieces:
        if shown is None:
            pen.copy(start, end)
        elif shown:
            pen.put(shown, start, end - start)
    written = pen.finish(unit.kind, name)
    return veil(replace(written, note=unit.note)) if written else None


def _other(tag: str | None, whole: str | None) -> str | None:
    own = code(tag)
    return own if own != code(whole) else None


def _start(block: Block) -> int:
    return block.runs[0].raw
