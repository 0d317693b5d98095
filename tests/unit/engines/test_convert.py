"""Marian folders to CTranslate2 folders."""

import json
from pathlib import Path

import pytest

from tqcheck.engines.convert import convert, positions, vocabulary
from tqcheck.errors import ModelError


@pytest.fixture
def folder(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model to damage."""
    (tmp_path / "copy").mkdir()
    for path in tiny.iterdir():
        (tmp_path / "copy" / path.name).write_bytes(path.read_bytes())
    return tmp_path / "copy"


def test_writes_the_same_each_time_and_replaces(folder: Path, tmp_path: Path) -> None:
    first = (convert(folder, tmp_path / "out") / "model.bin").read_bytes()
    (tmp_path / "out" / "left-over").write_text("x")
    second = convert(folder, tmp_path / "out")
    assert (second / "model.bin").read_bytes() == first
    assert sorted(path.name for path in second.iterdir()) == ["config.json", "model.bin", "shared_vocabulary.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "out"]


def test_the_vocabulary_has_no_padding(folder: Path, tmp_path: Path) -> None:
    tokens = json.loads((convert(folder, tmp_path / "out") / "shared_vocabulary.json").read_text("utf-8"))
    assert [*tokens, "<pad>"] == vocabulary(folder)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("config.json", "{", "not JSON"),
        ("config.json", "[]", "not a JSON object"),
        ("config.json", '{"model_type": "bert"}', "not a Marian model but bert"),
        ("config.json", '{"model_type": "marian"}', "do not fit"),
        ("vocab.json", '{"a": 0, "b": 2, "<pad>": 3}', "do not count"),
        ("vocab.json", '{"a": 0, "<pad>": 1}', "do not fit"),
        ("model.safetensors", "nonsense", "damaged"),
    ],
)
def test_a_damaged_folder_is_named_and_nothing_is_written(
    folder: Path, tmp_path: Path, name: str, content: str, words: str
) -> None:
    (folder / name).write_text(content)
    with pytest.raises(ModelError, match=words) as caught:
        convert(folder, tmp_path / "out")
    assert str(folder) in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "model.safetensors"])
def test_a_missing_file_is_named(folder: Path, tmp_path: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        convert(folder, tmp_path / "out")


def test_positions() -> None:
    table = positions(3, 4)
    assert table.shape == (3, 4)
    assert table[0].tolist() == [0, 0, 1, 1]
    assert table[2].tolist() == pytest.approx([0.9093, 0.0200, -0.4161, 0.9998], abs=1e-4)
