"""Model folders and their manifests: what is told of a wrong or broken one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tqcheck.engines import folder, manifest
from tqcheck.engines.base import Pair
from tqcheck.engines.convert import convert
from tqcheck.engines.manifest import Manifest, Stamp
from tqcheck.engines.model import Kind
from tqcheck.errors import ModelError


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory, tiny_marian: Any) -> Path:
    source = tiny_marian(tmp_path_factory.mktemp("tiny") / "en-de")
    return convert(source, tmp_path_factory.mktemp("ct2") / "en-de")


def copy(source: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def test_transformers_folder_tells_its_languages(tmp_path: Path, tiny_marian: Any) -> None:
    found = folder.describe(tiny_marian(tmp_path / "x", "en", "deu"))
    assert found.kind is Kind.TRANSFORMERS
    assert found.pairs == [Pair("en", "de")]
    assert found.targets == {"de": None}


def test_group_folder_tells_its_tags(tmp_path: Path, tiny_marian: Any) -> None:
    found = folder.describe(tiny_marian(tmp_path / "x", "en", "ROMANCE", (">>fr<<", ">>it<<")))
    assert found.targets == {"fr": ">>fr<<", "it": ">>it<<"}
    assert found.directions == "en to fr, it"
    assert folder.model(tmp_path / "x", found, Pair("en", "it")).tag == ">>it<<"


def test_ctranslate2_folder_is_named_by_its_pair(tmp_path: Path, converted: Path, tiny_marian: Any) -> None:
    copied = copy(converted, tmp_path / "opus-mt-en-de")
    with pytest.raises(ModelError, match=r"source\.spm and target\.spm missing"):
        folder.describe(copied)
    (copied / "sentencepiece.model").write_bytes(b"x")
    found = folder.describe(copied)
    assert found.kind is Kind.CTRANSLATE2
    assert found.pairs == [Pair("en", "de")]
    assert found.source_spm == found.target_spm == "sentencepiece.model"


def test_folder_that_does_not_name_its_languages(tmp_path: Path, tiny_marian: Any) -> None:
    made = tiny_marian(tmp_path / "mine")
    (made / "tokenizer_config.json").unlink()
    with pytest.raises(ModelError, match="does not say which languages"):
        folder.describe(made)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no model in it"),
        ({"pytorch_model.bin": b"\x80\x02"}, "a pickle"),
        ({"model.safetensors": b"x"}, r"source\.spm and target\.spm missing"),
        ({"model.safetensors": b"x", "source.spm": b"", "target.spm": b""}, r"config\.json missing"),
        ({"model.json": b"{"}, "not JSON"),
        ({"model.json": b"[]"}, "not a description"),
        ({"model.json": b'{"name": "x", "pair": "en-de", "files": {"../x": "0"}}'}, "no file of the folder"),
    ],
)
def test_wrong_folder_says_what_is_wrong(tmp_path: Path, files: dict[str, bytes], message: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=message):
        folder.describe(tmp_path)


def test_missing_folder_and_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        folder.describe(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match="not a folder"):
        folder.describe(tmp_path / "file")


def bare(kind: Kind) -> Manifest:
    return Manifest("x", kind, ("en",), {"de": None})


@pytest.mark.parametrize("cut", [0, 3, 20, -1])
def test_cut_weights_are_found(tmp_path: Path, converted: Path, tiny_marian: Any, cut: int) -> None:
    made = tiny_marian(tmp_path / "t")
    folder.verify(made, bare(Kind.TRANSFORMERS))
    path = made / "model.safetensors"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError, match="broken"):
        folder.verify(made, bare(Kind.TRANSFORMERS))
    copied = copy(converted, tmp_path / "c")
    folder.verify(copied, bare(Kind.CTRANSLATE2))
    path = copied / "model.bin"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ModelError, match="broken"):
        folder.verify(copied, bare(Kind.CTRANSLATE2))


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 5000, b"\x06\0\0\0" + b"\xff" * 5000, b"\0" * 100])
@pytest.mark.parametrize("kind", list(Kind))
def test_foreign_weights_are_found(tmp_path: Path, content: bytes, kind: Kind) -> None:
    (tmp_path / folder.WEIGHTS[kind]).write_bytes(content)
    with pytest.raises(ModelError, match="broken"):
        folder.verify(tmp_path, bare(kind))


def test_changed_file_is_found_by_size_time_or_checksum(tmp_path: Path, tiny_marian: Any) -> None:
    made = tiny_marian(tmp_path / "t")
    stamp = manifest.stamp(made / "source.spm")
    recorded = Manifest("x", Kind.TRANSFORMERS, ("en",), {"de": None}, {"source.spm": stamp})
    folder.verify(made, recorded)
    content = bytearray((made / "source.spm").read_bytes())
    content[10] ^= 1
    (made / "source.spm").write_bytes(content)
    with pytest.raises(ModelError, match="checksum"):
        folder.verify(made, recorded, thorough=False)
    (made / "source.spm").write_bytes(content + b"x")
    with pytest.raises(ModelError, match="bytes instead of"):
        folder.verify(made, recorded, thorough=False)


def test_manifest_comes_back_as_written(tmp_path: Path) -> None:
    written = Manifest(
        "Helsinki-NLP/opus-mt-en-ROMANCE",
        Kind.CTRANSLATE2,
        ("en",),
        {"fr": ">>fr<<"},
        {"model.bin": Stamp(3, "0" * 64, 5)},
        normalise=True,
        note="a note",
        licence="apache-2.0",
        origin="here",
    )
    manifest.write(tmp_path, written)
    assert manifest.read(tmp_path) == written


def test_short_manifest_with_a_pair_is_enough(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps({"name": "mine", "pair": "en-fr", "tag": ">>fr<<"}))
    found = manifest.read(tmp_path)
    assert found.pairs == [Pair("en", "fr")]
    assert found.targets == {"fr": ">>fr<<"}
    assert found.kind is Kind.CTRANSLATE2
