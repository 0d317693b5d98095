"""Where rule packs come from: the package itself, installed packages, and folders of the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck.errors import ConfigError
from tqcheck.rules.index import Index
from tqcheck.rules.pack import Pack, merged, read_file
from tqcheck.rules.table import Table, shipped_table

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from importlib.resources.abc import Traversable

GROUP = "tqcheck.packs"


def shipped_files() -> Iterator[tuple[str, str, Traversable]]:
    """The pack files of tqcheck: target language, pack name, file."""
    from importlib.resources import files

    root = files("tqcheck.rules").joinpath("packs")
    for target in _sorted(root):
        for name in _sorted(target):
            if name.is_dir() and name.name != "words":
                for file in _sorted(name):
                    if file.name.endswith(".toml"):
                        yield target.name, name.name, file


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else []


@lru_cache(maxsize=64)
def _shipped(target: str, name: str) -> tuple[Pack, ...]:
    return merged(read_file(file, trusted=True) for at, pack, file in shipped_files() if (at, pack) == (target, name))


def shipped(target: str | None = None, origin: str | None = None) -> tuple[Pack, ...]:
    """The packs of tqcheck for text in `target` that may come from `origin`; ``None`` means any.

    Only the files of these packs are read.
    """
    wanted = sorted({(at, name) for at, name, _ in shipped_files() if target in (None, at)})
    return tuple(
        pack
        for at, name in wanted
        if origin is None or name == f"from-{origin}" or not name.startswith("from-")
        for pack in _shipped(at, name)
    )


def folder(path: Path) -> tuple[Pack, ...]:
    """The packs in the ``.toml`` files of a folder and the folders in it, or in one file.

    Raises ConfigError where there is none or one is broken.
    """
    if path.is_file():
        return (read_file(path),)
    if not path.is_dir():
        raise ConfigError(f"{path}: no such file or folder of rule packs")
    found = sorted(file for file in path.rglob("*.toml") if file.parent.name != "words")
    if not found:
        raise ConfigError(f"{path}: no .toml file in the folder")
    return merged(read_file(file) for file in found)


def installed() -> tuple[Pack, ...]:
    """The packs of installed packages: an entry point of the group ``tqcheck.packs`` gives a folder or a module in it.

    Raises ConfigError where one cannot be loaded or is broken.
    """
    if not _announced():
        return ()
    from importlib.metadata import entry_points

    return tuple(pack for point in entry_points(group=GROUP) for pack in folder(_place(point)))


def _announced() -> bool:
    """Whether an installed package may have packs: importing and asking importlib.metadata takes ten times as long."""
    finders = [finder for finder in sys.meta_path if hasattr(finder, "find_distributions")]
    if any(getattr(finder, "__name__", "") != "PathFinder" for finder in finders):
        return True
    for place in sys.path:
        try:
            names = os.listdir(place or ".")
        except NotADirectoryError:
            return True  # an archive
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                try:
                    with open(os.path.join(place, name, "entry_points.txt"), "rb") as file:
                        if GROUP.encode() in file.read():
                            return True
                except OSError:
                    continue
            elif name.endswith(".egg"):
                return True
    return False


def _place(point: EntryPoint) -> Path:
    try:
        loaded = point.load()
    except Exception as error:  # what another's package raises on import is not ours to foresee
        raise ConfigError(f"the rule pack {point.name} ({point.value}) cannot be loaded: {error}") from error
    if isinstance(loaded, str | Path):
        return Path(loaded)
    if getattr(loaded, "__path__", None):
        return Path(next(iter(loaded.__path__)))
    if getattr(loaded, "__file__", None):
        return Path(loaded.__file__).parent
    raise ConfigError(f"the rule pack {point.name} ({point.value}) is neither a folder nor a package")


class Library:
    """All packs that a run may use, read when their language is first met."""

    def __init__(self, folders: Sequence[Path] = (), plugins: bool = True) -> None:
        """Reads the packs in `folders` and, with `plugins`, of installed packages; those of tqcheck wait.

        Raises ConfigError where one of them is broken.
        """
        own = [pack for path in folders for pack in folder(path)]
        self._added = merged([*own, *(installed() if plugins else ())])

    def packs(self, target: str | None = None, origin: str | None = None) -> tuple[Pack, ...]:
        """The packs for text in `target` that may come from `origin`; ``None`` means any."""
        return merged([*shipped(target, origin), *self._fitting(target, origin)])

    def index(self, target: str, origin: str | None = None) -> Index:
        """The rules of the packs that `packs` gives, ready for a text; without reading TOML where a table is there."""
        table = self._table(target)
        if table is None:
            return Index(rule for pack in self.packs(target, origin) for rule in pack.rules)
        added = (rule for pack in self._fitting(target, origin) for rule in pack.rules)
        return Index(added, table, [numbers for _, numbers in table.packs(origin)])

    def names(self, target: str, origin: str | None = None) -> tuple[str, ...]:
        """The names of the packs that `packs` gives, as in ``en/from-fr``."""
        table = self._table(target)
        if table is None:
            return tuple(str(pack) for pack in self.packs(target, origin))
        own = (f"{target}/{name}" for name, _ in table.packs(origin))
        return (*own, *(str(pack) for pack in self._fitting(target, origin)))

    def _fitting(self, target: str | None, origin: str | None) -> Iterator[Pack]:
        for pack in self._added:
            if target in (None, pack.target) and (origin is None or pack.origin in (None, origin)):
                yield pack

    def _table(self, target: str) -> Table | None:
        """The table for `target`, unless a pack of the user adds rules to one of tqcheck's, in whose order they go."""
        table = shipped_table(target)
        if table is None:
            return None
        taken = {name for name, _ in table.packs()}
        return None if any(pack.target == target and pack.name in taken for pack in self._added) else table
