"""The user's cache of models: one folder each, installed whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck.engines import folder as folders
from tqcheck.engines import manifest, opus_mt
from tqcheck.engines.base import Pair
from tqcheck.engines.manifest import Manifest
from tqcheck.engines.model import Kind
from tqcheck.errors import ModelError

if TYPE_CHECKING:
    from tqcheck.engines.hub import Hub, RemoteFile, Snapshot

SMALL = ("config.json", "vocab.json", "source.spm", "target.spm")
OPTIONAL = ("tokenizer_config.json", "generation_config.json")
WEIGHTS = "model.safetensors"
LOCAL = "local-"

Received = Callable[[int], None]
Begin = Callable[[str, int], Received]
"""Told that the download of a repository of so many bytes begins; gives what is told of the bytes that come."""


class UnsuitableError(ModelError):
    """A repository that cannot serve the direction; another one may."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model of the cache or the package."""

    folder: Path
    manifest: Manifest | None
    """None where the folder is damaged."""
    problem: str | None = None

    @property
    def name(self) -> str:
        """The model's name, or its folder's where it does not say."""
        return self.manifest.name if self.manifest else self.folder.name

    @property
    def local(self) -> bool:
        """Whether it was converted from a folder that somebody named, and so is for those who name that folder."""
        return self.folder.name.startswith(LOCAL)

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def cache_folder() -> Path:
    """Where downloaded models are kept: ``models`` in TQCHECK_CACHE_DIR, else in the user's cache folder."""
    given = os.environ.get("TQCHECK_CACHE_DIR")
    if given:
        return Path(given) / "models"
    import platformdirs

    return Path(platformdirs.user_cache_dir("tqcheck")) / "models"


def scan(root: Path) -> list[Installed]:
    """The models in the folders of `root`, by name; a damaged one is listed with its problem."""
    found = []
    if root.is_dir():
        for path in sorted(root.iterdir()):
            if path.is_dir() and (path / manifest.FILE).exists():
                try:
                    found.append(Installed(path, manifest.read(path)))
                except ModelError as error:
                    found.append(Installed(path, None, str(error)))
    return found


class Store:
    """The cache at `root`; the folder is made when the first model comes."""

    def __init__(self, root: Path, waiting: Callable[[str], None] = lambda _: None) -> None:
        """`waiting` is told the name of a model that another process is busy with."""
        self.root = root
        self.waiting = waiting

    def models(self) -> list[Installed]:
        """The installed models."""
        return scan(self.root)

    def path(self, name: str, kind: Kind) -> Path:
        """The folder that a model of this name has, or would have."""
        return self.root / (name.replace("/", "--") + (".transformers" if kind is Kind.TRANSFORMERS else ""))

    def installed(self, name: str, kind: Kind) -> Manifest | None:
        """The manifest of an installed model; None where there is none, or a damaged one."""
        folder = self.path(name, kind)
        try:
            found = manifest.read(folder)
            folders.verify(folder, found, thorough=False)
        except ModelError:
            return None
        return found

    def remove(self, model: Installed) -> None:
        """Delete a model and what is left of its downloads. Raises ModelError where it cannot be deleted."""
        if model.folder.parent != self.root:
            raise ModelError(f"{model.folder}: not in the cache {self.root}, so it is not deleted")
        with self._lock(model.folder.name), _disk(model.folder):
            trash = self._staging(model.folder.name)
            os.replace(model.folder, trash)
            shutil.rmtree(trash)
            shutil.rmtree(self._parts(model.folder.name), ignore_errors=True)

    def pull(self, hub: Hub, snapshot: Snapshot, pair: Pair, kind: Kind, begin: Begin) -> Manifest:
        """Download a repository, convert it where `kind` asks for it, and install it.

        Raises ModelError where the repository has no safetensors, does not serve `pair`, is damaged, or the disk
        is full; nothing is installed then, and what was downloaded whole is kept for the next try.
        """
        target = self.path(snapshot.repository, kind)
        lacking = [name for name in SMALL if name not in snapshot.files]
        if lacking:
            raise UnsuitableError(f"{snapshot.repository}: not a Marian model, {' and '.join(lacking)} missing")
        weights = hub.weights(snapshot)
        if weights is None:
            pickled = any(name.endswith(".bin") for name in snapshot.files)
            raise UnsuitableError(
                f"{snapshot.repository}: the hub has no {WEIGHTS} of it"
                + (", only a pickle, which can run code when it is opened and is therefore refused" if pickled else "")
            )
        files = [snapshot.files[name] for name in (*SMALL, *OPTIONAL) if name in snapshot.files]
        with self._lock(target.name), _disk(self.root):
            there = self.installed(snapshot.repository, kind)
            if there is not None and there.serves(pair):
                return there
            parts = self._parts(target.name, weights.revision)
            self._room([*files, weights], parts)
            received = begin(snapshot.repository, sum(file.size or 0 for file in (*files, weights)))
            for file in files:
                self._get(hub, snapshot, file, parts, received)
            described = self._describe(snapshot, weights, parts, pair, kind)
            self._get(hub, snapshot, weights, parts, received)
            try:
                installed = self._install(parts, target, described)
            except ModelError:
                # Every file was what the hub announced, so that another download would fail in the same way.
                shutil.rmtree(parts.parent, ignore_errors=True)
                raise
            shutil.rmtree(parts.parent)
        return installed

    def convert(self, source: Path, found: Manifest) -> tuple[Path, Manifest]:
        """The CTranslate2 form of a verified transformers folder, made once and kept. Raises ModelError as `pull`."""
        checksum = manifest.sha256(source / WEIGHTS)
        target = self.path(f"{LOCAL}{found.name}-{checksum[:16]}", Kind.CTRANSLATE2)
        with self._lock(target.name), _disk(self.root):
            if self.installed(target.name, Kind.CTRANSLATE2) is None:
                self._install(source, target, replace(found, kind=Kind.CTRANSLATE2, origin=str(source), files={}))
            return target, manifest.read(target)

    def _get(self, hub: Hub, snapshot: Snapshot, file: RemoteFile, parts: Path, received: Received) -> None:
        path = parts / file.name
        if path.exists():
            received(path.stat().st_size)
        else:
            hub.download(snapshot.repository, file, path, received)

    def _describe(self, snapshot: Snapshot, weights: RemoteFile, parts: Path, pair: Pair, kind: Kind) -> Manifest:
        name = snapshot.repository
        codes = opus_mt.split(name) or pair
        sources = opus_mt.languages(codes.source)
        targets = opus_mt.targets(codes.target, folders.vocabulary(parts, Kind.TRANSFORMERS))
        revision = weights.revision if weights.revision != snapshot.revision else None
        found = Manifest(
            name=name,
            kind=kind,
            sources=sources if pair.source in sources else (pair.source,),
            targets=targets,
            licence=snapshot.licence,
            origin=f"{name}@{snapshot.revision}" + (f", weights @{revision}" if revision else ""),
        )
        if not found.serves(pair):
            raise UnsuitableError(f"{name}: cannot be asked for {pair.target}, its vocabulary has no token for it")
        return found

    def _install(self, source: Path, target: Path, described: Manifest) -> Manifest:
        """Put the files of `source` into `target`, converted where `described` says so, by one rename."""
        staging = self._staging(target.name)
        try:
            if described.kind is Kind.CTRANSLATE2:
                from tqcheck.engines.convert import convert

                convert(source, staging)
            else:
                staging.mkdir()
                for name in (WEIGHTS, "config.json", "vocab.json", *OPTIONAL):
                    if (source / name).exists():
                        shutil.copyfile(source / name, staging / name)
            for name in dict.fromkeys((described.source_spm, described.target_spm)):
                shutil.copyfile(source / name, staging / name)
            stamps = {path.name: manifest.stamp(path) for path in sorted(staging.iterdir())}
            complete = replace(described, files=stamps)
            manifest.write(staging, complete)
            folders.verify(staging, complete, thorough=False)
            if target.exists():
                os.replace(target, staging.with_name(staging.name + "-old"))
            os.replace(staging, target)
            shutil.rmtree(staging.with_name(staging.name + "-old"), ignore_errors=True)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return complete

    def _parts(self, name: str, revision: str | None = None) -> Path:
        """The folder for the files of a download, one a revision: parts of different ones do not fit together."""
        folder = self.root / ".parts" / name
        if revision is None:
            return folder
        for other in folder.iterdir() if folder.exists() else ():
            if other.name != revision:
                shutil.rmtree(other, ignore_errors=True)
        (folder / revision).mkdir(parents=True, exist_ok=True)
        return folder / revision

    def _staging(self, name: str) -> Path:
        folder = self.root / ".staging"
        folder.mkdir(parents=True, exist_ok=True)
        # The lock is held, so whatever lies here under this name is of a process that died.
        for left in (*folder.glob(f"{name}@*"), *folder.glob(f".{name}@*")):
            shutil.rmtree(left, ignore_errors=True)
        return folder / f"{name}@{uuid.uuid4().hex}"

    def _room(self, files: list[RemoteFile], parts: Path) -> None:
        have = sum(path.stat().st_size for path in parts.iterdir())
        # The converted model takes another third while the download is still there.
        need = int(sum(file.size or 0 for file in files) * 1.34) - have
        free = shutil.disk_usage(self.root).free
        if need > free:
            raise ModelError(
                f"{self.root}: no space for the model, it needs {need // 10**6} MB and {free // 10**6} MB are free"
            )

    @contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        """Keep other processes off this model: one downloads, the others wait and then find it installed."""
        from filelock import FileLock, Timeout

        with _disk(self.root):
            (self.root / ".locks").mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / ".locks" / f"{name}.lock")
            try:
                lock.acquire(timeout=0)
            except Timeout:
                self.waiting(name)
                lock.acquire()
        try:
            yield
        finally:
            lock.release()


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into a ModelError."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ModelError(f"{path}: no space left on the disk; nothing was installed") from error
        raise ModelError(f"{error.filename or path}: {error.strerror or error}") from error
