"""Files too large for one document, as the parts that are judged each for itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tqcheck.batch.basis import content
from tqcheck.batch.corpus import Item
from tqcheck.batch.state import State
from tqcheck.config import Config
from tqcheck.errors import ReadError
from tqcheck.readers.cutting import Part

_PIECE = 1 << 20


def expanded(items: Iterable[Item], config: Config, markup: str | None, base: str, state: State) -> Iterator[Item]:
    """The items, each file that is read in parts replaced by these.

    Where a file can be cut is looked up once for each of its contents. What is wrong with a file is a document of its
    own after the parts before that place. `base` is that of `basis`.
    """
    from tqcheck.readers.streaming import is_huge

    for item in items:
        if item.problem or item.source or markup or not is_huge(Path(item.path), config.max_bytes):
            yield item
            continue
        try:
            digest = hashlib.sha256(f"{base}{content(item.path).hex()}".encode()).hexdigest()
        except ReadError:
            # Reading it will say why.
            yield item
            continue
        cut = state.cuts(item.path, digest)
        if cut is None:
            cut = _cut(item, config)
            state.keep_cuts(item.path, digest, cut)
        for one in cut["parts"]:
            pair = one["part"].pop("languages")
            part = Part(**one["part"], languages=tuple(pair) if pair else None)
            path = f"{item.path}:{part.first}-{part.last}"
            yield Item(path, None, None, _lines(item, one["line"]), item.path, part, one["digest"])
        if cut["problem"]:
            yield replace(item, problem=cut["problem"])


def _cut(item: Item, config: Config) -> dict[str, Any]:
    from tqcheck.readers.streaming import parts

    path = Path(item.path)
    origin = None if config.origin == "auto" else config.origin
    made: list[Part] = []
    problem = None
    try:
        made.extend(parts(path, limit=config.max_bytes, pointers=config.fields, language=config.to, origin=origin))
    except ReadError as error:
        problem = str(error)
    if not made and not problem:
        problem = f"{item.path} holds no unit"
    found = [{"part": asdict(part), "digest": digest, "line": line} for part, digest, line in _digests(path, made)]
    return {"parts": found, "problem": problem}


def _digests(path: Path, made: Iterable[Part]) -> Iterator[tuple[Part, str, int]]:
    """Each part with a checksum of all that is read of it, and the number of its first line."""
    if path.suffix.lower() == ".parquet":
        whole = content(str(path)).hex()
        yield from ((part, f"{whole} {part.start} {part.end}", 1) for part in made)
        return
    line = 1
    with path.open("rb") as file:
        for part in made:
            line += _count(file.read(part.start - file.tell()))
            text = file.read(part.end - part.start)
            around = repr((part.before, part.after, part.delimiter, part.languages)).encode("utf-8", "surrogatepass")
            yield part, hashlib.sha256(hashlib.sha256(around).digest() + text).hexdigest(), line
            line += _count(text)


def _count(data: bytes) -> int:
    return data.count(b"\n")


def _lines(item: Item, first: int) -> tuple[tuple[int, int], ...] | None:
    """The lines of the file that matter, counted from the first one of a part."""
    if item.lines is None:
        return None
    by = first - 1
    return tuple((max(1, start - by), end - by) for start, end in item.lines if end > first)
