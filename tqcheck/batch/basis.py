"""What a judgement rests on: as long as nothing of it changes, the judgement stands."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import tqcheck
from tqcheck.batch.corpus import Item
from tqcheck.config import Config
from tqcheck.errors import ReadError
from tqcheck.rules.library import GROUP

# What judges and what renders; the version alone would not tell two states of a checkout apart.
_ELSEWHERE = ("cli", "training", "service", "wagtail", "evaluation", "embedded", "__pycache__")
_CODE = (".py", ".toml", ".html", ".css", ".js")
_PIECE = 1 << 20


def basis(config: Config, markup: str | None) -> str:
    """A checksum of what all documents share: version, code and rule packs, settings, the baseline. No model."""
    digest = hashlib.sha256()
    for part in (tqcheck.__version__, config.digest(), markup or "", *_installed()):
        _add(digest, part.encode())
    for path in _judging(config):
        _add(digest, str(path).encode("utf-8", "surrogatepass"))
        try:
            _add(digest, path.read_bytes())
        except OSError:
            # Whoever needs the file will say what is wrong with it.
            _add(digest, b"unreadable")
    return digest.hexdigest()


def key(base: str, item: Item, limit: int) -> str:
    """A checksum of `basis` and of the contents of the document and its source.

    Raises ReadError where one cannot be read. Of a file larger than `limit` only the size counts.
    """
    digest = hashlib.sha256()
    for part in (base, item.path, item.source or "", repr(item.lines), item.problem or ""):
        _add(digest, part.encode("utf-8", "surrogatepass"))
    for path in (item.path, item.source):
        if item.part is not None:
            _add(digest, item.digest.encode())
        elif path is not None:
            _add(digest, content(path, limit))
    return digest.hexdigest()


def content(path: str, limit: int | None = None) -> bytes:
    """A checksum of a file; of one larger than `limit`, its size. Raises ReadError where it cannot be read."""
    digest = hashlib.sha256()
    try:
        size = os.stat(path).st_size
        if limit is not None and size > limit:
            return f"{size} bytes".encode()
        with open(path, "rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror}") from None
    return digest.digest()


def _judging(config: Config) -> Iterator[Path]:
    """The code and packs of tqcheck, the packs of the user, the baseline."""
    for folder in (Path(tqcheck.__file__).parent, *map(Path, config.packs)):
        if folder.is_file():
            yield folder
        for place, inside, names in os.walk(folder):
            inside[:] = sorted(set(inside) - set(_ELSEWHERE))
            yield from (Path(place, name) for name in sorted(names) if name.endswith(_CODE))
    if config.baseline:
        yield Path(config.baseline)


def _installed() -> Iterator[str]:
    """The rule packs of other packages, by name and version: loading them only to compare would take too long."""
    for point in entry_points(group=GROUP):
        yield f"{point.name} {point.value} {point.dist.version if point.dist else ''}"


def _add(digest: hashlib._Hash, part: bytes) -> None:
    digest.update(len(part).to_bytes(8))
    digest.update(part)
