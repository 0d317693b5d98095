"""Which files of a folder are documents, and where the source of each one is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from glob import escape, glob
from pathlib import Path

from tqcheck.errors import UsageError
from tqcheck.readers import READERS
from tqcheck.readers.cutting import Part

SKIPPED = ("source.*", "README", "README.*", "flaws.jsonl")
"""What is no document unless `include` says so: the sources and annotations beside the texts, notes on the folder."""


@dataclass(frozen=True, slots=True)
class Item:
    """A document to be judged, not read yet."""

    path: str
    """As the user's folder and the walk give it; the name of the document everywhere."""
    source: str | None = None
    problem: str | None = None
    """Why it cannot be judged, where that is known before it is read."""
    lines: tuple[tuple[int, int], ...] | None = None
    """Half-open ranges of line numbers, from 1, outside which findings are left out; ``None`` means no limit."""
    file: str | None = None
    part: Part | None = None
    """Where the document is a part of a file, that file, and which part."""
    digest: str = ""
    """A checksum of the part."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files are wanted. Patterns are those of a shell; ``*`` stands for any characters, ``/`` included."""

    include: tuple[str, ...] = ()
    """Where there are any, what fits one is a document, whatever its suffix; nothing else is."""
    exclude: tuple[str, ...] = ()
    source: str | None = None
    """A folder with files of the same names, or a pattern from the document's folder, as in ``source.*``."""

    def takes(self, relative: str) -> bool:
        """Whether the file at `relative`, its path from the corpus on, is a document."""
        if _fits(relative, self.exclude):
            return False
        if self.include:
            return _fits(relative, self.include)
        return Path(relative).suffix.lower() in READERS and not _fits(relative, SKIPPED)


def find(corpora: Sequence[str], choice: Choice, out: Path) -> list[Item]:
    """The documents in files and folders, in the order of their paths, each once; what stands in `out` is none.

    Hidden files and folders are passed over. Raises UsageError where a corpus is missing or none of it is a document.
    """
    left_out = {os.path.realpath(out)}
    mirror = choice.source is not None and os.path.isdir(choice.source)
    if choice.source is not None and mirror:
        left_out.add(os.path.realpath(choice.source))
    found: dict[str, Item] = {}
    sources: set[str] = set()
    for corpus in corpora:
        for path, relative in _files(corpus, choice, left_out):
            item = Item(path)
            if choice.source is not None:
                item = _mirrored(item, choice.source, relative) if mirror else _beside(item, choice.source)
            if item.source is not None:
                sources.add(os.path.realpath(item.source))
            found.setdefault(path, item)
    items = [found[path] for path in sorted(found) if not sources or os.path.realpath(path) not in sources]
    if not items:
        raise UsageError(f"{', '.join(corpora)}: no document in it; they are known by suffix ({', '.join(READERS)})")
    return items


def _files(corpus: str, choice: Choice, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Path, and path from the corpus on; a file that the user names is wanted whatever it is called."""
    top = os.path.normpath(corpus)
    if os.path.isfile(top):
        yield _slashes(top), os.path.basename(top)
        return
    if not os.path.isdir(top):
        raise UsageError(f"{corpus}: there is no such file or folder")
    for folder, inside, names in os.walk(top):
        inside[:] = [
            name
            for name in inside
            if not name.startswith(".") and os.path.realpath(os.path.join(folder, name)) not in left_out
        ]
        for name in names:
            path = os.path.join(folder, name)
            relative = _slashes(os.path.relpath(path, top))
            if not name.startswith(".") and choice.takes(relative) and os.path.isfile(path):
                yield _slashes(os.path.normpath(path)), relative


def _fits(relative: str, patterns: Sequence[str]) -> bool:
    name = relative.rpartition("/")[2]
    return any(fnmatchcase(relative, pattern) or fnmatchcase(name, pattern) for pattern in patterns)


def _mirrored(item: Item, folder: str, relative: str) -> Item:
    path = os.path.join(folder, relative)
    if os.path.isfile(path):
        return replace(item, source=_slashes(path))
    return replace(item, problem=f"{folder} holds no source of that name ({relative})")


def _beside(item: Item, pattern: str) -> Item:
    """`pattern` may hold ``{name}`` and ``{stem}``, the name of the document with and without its last suffix."""
    path = Path(item.path)
    wanted = pattern.replace("{name}", escape(path.name)).replace("{stem}", escape(path.stem))
    around = glob(os.path.join(escape(str(path.parent)), wanted))
    fitting = [one for one in sorted(around) if os.path.isfile(one) and not os.path.samefile(one, path)]
    if len(fitting) == 1:
        return replace(item, source=_slashes(os.path.normpath(fitting[0])))
    if not fitting:
        return replace(item, problem=f"there is no source beside it that fits {pattern}")
    names = ", ".join(os.path.basename(one) for one in fitting[:3])
    return replace(item, problem=f"several files beside it fit {pattern} ({names}); which one is the source?")


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/")
