"""What a model folder says of itself in its model.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tqcheck.engines.base import Pair
from tqcheck.engines.model import Kind
from tqcheck.errors import ModelError

FILE = "model.json"
SCHEMA = "tqcheck.model/1"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file of a model as it was written."""

    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal."""
    mtime_ns: int | None = None
    """When it was written; None where the folder has been copied since, as in a package."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of model.json."""

    name: str
    kind: Kind
    sources: tuple[str, ...]
    """The languages that the model translates from, as ISO 639-1 codes."""
    targets: Mapping[str, str | None]
    """The languages that it translates into, each with the first source token that asks for it, if it wants one."""
    files: Mapping[str, Stamp] = field(default_factory=dict)
    """By path inside the folder; empty where nobody has recorded them."""
    source_spm: str = "source.spm"
    target_spm: str = "target.spm"
    normalise: bool = False
    note: str | None = None
    licence: str | None = None
    origin: str | None = None
    """Where the weights are from: a repository with its revision, or a folder."""

    def serves(self, pair: Pair) -> bool:
        """Whether the model translates in this direction."""
        return pair.source != pair.target and pair.source in self.sources and pair.target in self.targets

    @property
    def pairs(self) -> list[Pair]:
        """All directions, in the order of the languages."""
        found = [Pair(source, target) for source in self.sources for target in self.targets]
        return [pair for pair in found if pair.source != pair.target]

    @property
    def directions(self) -> str:
        """The directions in a few words, as in ``en-de`` or ``en to ca, es, fr``."""
        pairs = self.pairs
        if len(pairs) == 1:
            return str(pairs[0])
        return f"{', '.join(self.sources)} to {', '.join(self.targets)}"


def read(folder: Path) -> Manifest:
    """The manifest of a model folder.

    Raises ModelError where model.json is missing or says no model.
    """
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:
        raise ModelError(f"{path}: not JSON, the model is damaged") from error
    try:
        return _manifest(content, folder)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: not a description of a model ({error})") from error


def _manifest(content: Mapping[str, Any], folder: Path) -> Manifest:
    if "pair" in content:
        source, target = str(content["pair"]).split("-")
        sources, targets = [source], {target: content.get("tag")}
    else:
        sources, targets = content["sources"], content["targets"]
    files = content.get("files") or {}
    spm = {side: content.get(f"{side}_spm") for side in ("source", "target")}
    return Manifest(
        name=str(content["name"]),
        kind=Kind(content.get("kind", Kind.CTRANSLATE2)),
        sources=tuple(str(code) for code in sources),
        targets={str(code): None if tag is None else str(tag) for code, tag in targets.items()},
        files={_inside(path): _stamp(stamp, folder / path) for path, stamp in files.items()},
        source_spm=_inside(spm["source"] or "source.spm"),
        target_spm=_inside(spm["target"] or "target.spm"),
        normalise=bool(content.get("normalise", False)),
        note=content.get("note"),
        licence=content.get("licence"),
        origin=content.get("origin"),
    )


def _inside(path: str) -> str:
    if "/" in path or "\\" in path or path in ("", ".", ".."):
        raise ValueError(f"{path!r} is no file of the folder")
    return path


def _stamp(stamp: Any, path: Path) -> Stamp:
    if isinstance(stamp, str):
        # A bare checksum says nothing of the size, so the file's own stands for it.
        return Stamp(path.stat().st_size if path.is_file() else -1, stamp)
    return Stamp(int(stamp["size"]), str(stamp["sha256"]), stamp.get("mtime_ns"))


def write(folder: Path, manifest: Manifest) -> None:
    """Write model.json, which comes last: a folder with one is complete."""
    content = {"schema": SCHEMA, **asdict(manifest)}
    (folder / FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def stamp(path: Path) -> Stamp:
    """Size, checksum and time of a file. Raises OSError."""
    status = path.stat()
    return Stamp(status.st_size, sha256(path), status.st_mtime_ns)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
