"""From trained folders to shipped ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tqcheck.engines import manifest
from tqcheck.engines.base import Pair
from tqcheck.errors import ModelError, UsageError
from tqcheck.training.convert import describe, main, ship


@pytest.fixture
def folder(tiny_marian: Callable[..., Path], tmp_path: Path) -> Path:
    return tiny_marian(tmp_path / "trained", tags=(">>fr<<",))


def test_a_folder_is_described_and_shipped(folder: Path, tmp_path: Path) -> None:
    assert main([str(folder), "--out", str(tmp_path / "out"), "--pair", "en-fr", "--bleu", "31.25"]) == 0
    shipped = tmp_path / "out" / "en-fr"
    for place in (folder, shipped):
        found = manifest.read(place)
        assert found.pairs == [Pair("en", "fr")]
        assert found.targets == {"fr": ">>fr<<"}
        assert found.normalise
        assert found.note is None
        for name, stamp in found.files.items():
            assert manifest.sha256(place / name) == stamp.sha256
    said = json.loads((shipped / "model.json").read_text("utf-8"))
    assert said["bleu"] == 31.25
    assert said["converted_from"] == manifest.sha256(folder / "model.safetensors")
    assert set(manifest.read(shipped).files) == {path.name for path in shipped.iterdir()} - {"model.json"}
    assert json.loads((folder / "tokenizer_config.json").read_text())["target_lang"] == "fr"


def test_the_same_weights_keep_their_figures_and_new_ones_lose_them(folder: Path) -> None:
    describe(folder, "en-fr", bleu=20.0, training_tokens=5)
    again = describe(folder)
    assert (again["bleu"], again["training_tokens"]) == (20.0, 5)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    new = describe(folder)
    assert (new["bleu"], new["training_tokens"], new["pair"]) == (None, None, "en-fr")


@pytest.mark.parametrize(
    ("bleu", "words"), [(None, "not been measured"), (27.9, "27.9 BLEU"), (28.0, None), (41.0, None)]
)
def test_a_weak_model_has_a_note(folder: Path, bleu: float | None, words: str | None) -> None:
    note = describe(folder, "en-fr", bleu=bleu)["note"]
    assert note is None if words is None else words in note


def test_a_pair_is_needed(folder: Path) -> None:
    with pytest.raises(UsageError, match="name the pair"):
        describe(folder)


def test_separate_vocabularies_are_not_shipped(folder: Path, tmp_path: Path) -> None:
    describe(folder, "en-fr")
    (folder / "target.spm").write_bytes(b"another")
    with pytest.raises(ModelError, match="differ"):
        ship(folder, tmp_path / "out")


def test_what_is_missing_is_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "vocab.json").unlink()
    assert main([str(folder), "--out", str(tmp_path / "out"), "--pair", "en-fr"]) == 3
    assert "vocab.json" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_figures_go_with_one_folder(folder: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main([str(folder), str(folder), "--bleu", "30"])
    assert caught.value.code == 2
