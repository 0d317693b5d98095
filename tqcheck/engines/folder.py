"""Model folders: what they hold, whether they are whole, and the `Model` that an engine loads."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any, BinaryIO

from tqcheck.engines import manifest, opus_mt
from tqcheck.engines.base import Pair
from tqcheck.engines.manifest import Manifest, Stamp
from tqcheck.engines.model import Kind, Model
from tqcheck.errors import ModelError

WEIGHTS = {Kind.CTRANSLATE2: "model.bin", Kind.TRANSFORMERS: "model.safetensors"}
JOINT = ("sentencepiece.model", "sp.model", "spm.model")
"""Usual names of a SentencePiece model that serves both sides."""


def describe(folder: Path) -> Manifest:
    """The manifest of a folder that somebody names: its model.json, else what its files tell.

    Without model.json the languages come from tokenizer_config.json or the folder's name, as in ``opus-mt-en-de``.
    Raises ModelError, with what is missing, where the folder holds no usable model.
    """
    if not folder.exists():
        raise ModelError(f"{folder}: there is no such folder")
    if not folder.is_dir():
        raise ModelError(f"{folder}: not a folder; a model is a folder with its weights and vocabulary")
    if (folder / manifest.FILE).exists():
        found = manifest.read(folder)
        _require(folder, (WEIGHTS[found.kind], found.source_spm, found.target_spm))
        return found
    kind = _kind(folder)
    source_spm, target_spm = _spm(folder)
    _require(folder, ("config.json",))
    tokens = vocabulary(folder, kind)
    source, target = _languages(folder)
    targets = opus_mt.targets(target, tokens)
    if not targets:
        raise ModelError(f"{folder}: its vocabulary has no token that asks for {target}")
    return Manifest(
        name=folder.resolve().name,
        kind=kind,
        sources=opus_mt.languages(source),
        targets=targets,
        source_spm=source_spm,
        target_spm=target_spm,
        origin=str(folder),
    )


def verify(folder: Path, found: Manifest, thorough: bool = True) -> None:
    """Check that a model's files are there, whole, and the ones that its manifest records.

    Checksums are computed where `thorough`; otherwise a file whose size and time are as recorded is taken on trust.
    Raises ModelError that names the first file that is wrong.
    """
    for name, recorded in found.files.items():
        path = folder / name
        try:
            status = path.stat()
            if status.st_size != recorded.size:
                raise ModelError(f"{path}: damaged, {status.st_size} bytes instead of {recorded.size}")
            trusted = not thorough and recorded.mtime_ns in (None, status.st_mtime_ns)
            if not trusted and manifest.sha256(path) != recorded.sha256:
                raise ModelError(f"{path}: damaged, its checksum is not the recorded one")
        except OSError as error:
            raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    weights = folder / WEIGHTS[found.kind]
    try:
        whole = _whole_ctranslate2(weights) if found.kind is Kind.CTRANSLATE2 else _whole_safetensors(weights)
    except OSError as error:
        raise ModelError(f"{weights}: {error.strerror or 'cannot be read'}") from error
    if not whole:
        raise ModelError(f"{weights}: broken, these are not the weights of a {found.kind} model or not all of them")


def model(folder: Path, found: Manifest, pair: Pair) -> Model:
    """The model of a verified folder for one of its directions. Raises ModelError where the weights cannot be read."""
    weights = WEIGHTS[found.kind]
    recorded: Stamp | None = found.files.get(weights)
    try:
        checksum = recorded.sha256 if recorded else manifest.sha256(folder / weights)
    except OSError as error:
        raise ModelError(f"{folder / weights}: {error.strerror or 'cannot be read'}") from error
    return Model(
        pair=pair,
        folder=folder,
        kind=found.kind,
        name=found.name,
        checksum=checksum,
        source_spm=folder / found.source_spm,
        target_spm=folder / found.target_spm,
        tag=found.targets[pair.target],
        normalise=found.normalise,
        note=found.note,
    )


def _kind(folder: Path) -> Kind:
    for kind, weights in WEIGHTS.items():
        if (folder / weights).is_file():
            return kind
    if any(folder.glob("pytorch_model*.bin")):
        raise ModelError(
            f"{folder}: has only pytorch_model.bin, a pickle, which can run code when it is opened; "
            "tqcheck reads model.safetensors"
        )
    raise ModelError(f"{folder}: no model in it, neither model.bin (CTranslate2) nor model.safetensors (transformers)")


def _require(folder: Path, names: tuple[str, ...]) -> None:
    missing = [name for name in dict.fromkeys(names) if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder}: the model is incomplete, {' and '.join(missing)} missing")


def _spm(folder: Path) -> tuple[str, str]:
    for name in JOINT:
        if (folder / name).is_file():
            return name, name
    _require(folder, ("source.spm", "target.spm"))
    return "source.spm", "target.spm"


def vocabulary(folder: Path, kind: Kind) -> set[str]:
    """The tokens of a model folder. Raises ModelError where the vocabulary is missing or broken."""
    if kind is Kind.TRANSFORMERS:
        _require(folder, ("vocab.json",))
        return set(_json(folder / "vocab.json"))
    for name in ("shared_vocabulary.json", "source_vocabulary.json"):
        if (folder / name).is_file():
            return {token for token in _json(folder / name) if isinstance(token, str)}
    _require(folder, ("shared_vocabulary.json",))
    return set()


def _languages(folder: Path) -> Pair:
    if (folder / "tokenizer_config.json").is_file():
        config = _json(folder / "tokenizer_config.json")
        if isinstance(config, dict) and config.get("source_lang") and config.get("target_lang"):
            return Pair(str(config["source_lang"]), str(config["target_lang"]))
    pair = opus_mt.split(folder.resolve().name)
    if pair is None:
        raise ModelError(
            f"{folder}: does not say which languages it translates; "
            'name the folder like en-de, or put {"source_lang": "en", "target_lang": "de"} into tokenizer_config.json'
        )
    return pair


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:
        raise ModelError(f"{path}: not JSON") from error


def _whole_safetensors(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        length = struct.unpack("<Q", head)[0] if len(head) == 8 else 0
        if not 2 <= length <= min(size - 8, 100_000_000):
            return False
        try:
            tensors = json.loads(file.read(length))
            ends = [tensor["data_offsets"][1] for name, tensor in tensors.items() if name != "__metadata__"]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return False
    return bool(ends) and max(ends) == size - 8 - length


def _whole_ctranslate2(path: Path) -> bool:
    """Walk the variables of a CTranslate2 model, as its ModelSpec writes them, up to the end of the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            version = _number(file, "<I")
            if not 1 <= version <= 100 or _string(file) != b"TransformerSpec":
                return False
            _number(file, "<I")
            for _ in range(_number(file, "<I")):
                _string(file)
                file.seek(4 * _number(file, "<B") + 1, 1)
                file.seek(_number(file, "<I"), 1)
                if file.tell() > size:
                    return False
            for _ in range(_number(file, "<I")):
                _string(file)
                _string(file)
        except struct.error:
            return False
        return file.tell() == size


def _number(file: BinaryIO, form: str) -> int:
    return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def _string(file: BinaryIO) -> bytes:
    length = _number(file, "<H")
    text: bytes = struct.unpack(f"{length}s", file.read(length))[0]
    return text.rstrip(b"\0")
