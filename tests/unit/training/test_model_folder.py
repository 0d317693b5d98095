"""Model folders that a training starts from and ends in."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from tqcheck.engines.folder import describe, verify  # noqa: E402
from tqcheck.errors import ModelError  # noqa: E402
from tqcheck.training import model_folder  # noqa: E402
from tqcheck.training.architecture import SHARED  # noqa: E402

pytestmark = pytest.mark.torch


@pytest.fixture
def folder(tiny_marian: Callable[..., Path], tmp_path: Path) -> Path:
    return tiny_marian(tmp_path / "opus-mt-en-de")


def resave(folder: Path, **changes: object) -> None:
    from safetensors.torch import load_file, save_file

    tensors = {**load_file(folder / "model.safetensors"), **changes}
    kept = {name: tensor for name, tensor in tensors.items() if tensor is not None}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})


def test_what_is_written_is_read_again(folder: Path, tmp_path: Path) -> None:
    start = model_folder.read(folder)
    model_folder.write(tmp_path / "out", start, start.weights, replace(start.manifest, name="mine", normalise=True))
    again = model_folder.read(tmp_path / "out")
    assert again.architecture == start.architecture
    assert again.vocabulary.tokens == start.vocabulary.tokens
    assert (again.manifest.name, again.manifest.normalise, again.bias) == ("mine", True, None)
    for name, tensor in start.weights.items():
        torch.testing.assert_close(again.weights[name], tensor, rtol=1e-3, atol=1e-4)
    assert not again.weights[SHARED][-1].any()
    verify(tmp_path / "out", describe(tmp_path / "out"))


def test_a_bias_of_the_output_is_kept(folder: Path, tmp_path: Path) -> None:
    size = model_folder.read(folder).architecture.vocabulary
    resave(folder, final_logits_bias=torch.arange(size)[None].float())
    start = model_folder.read(folder)
    model_folder.write(tmp_path / "out", start, start.weights, start.manifest)
    again = model_folder.read(tmp_path / "out").bias
    assert again is not None
    assert again.tolist() == list(range(size))


def test_weights_out_of_bounds_are_not_written(folder: Path, tmp_path: Path) -> None:
    start = model_folder.read(folder)
    grown = {name: tensor * 1e9 for name, tensor in start.weights.items()}
    with pytest.raises(ModelError, match="out of bounds"):
        model_folder.write(tmp_path / "out", start, grown, start.manifest)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model_type": "bart"}, "not a Marian model"),
        ({"decoder_ffn_dim": 8}, "of one shape"),
        ({"activation_function": "tanh"}, "cannot be trained here"),
        ({"encoder_layers": 2}, "is missing or not of the shape"),
        ({"d_model": "wide"}, "not that of a Marian model"),
        ({"vocab_size": 5}, "not of the shape"),
    ],
)
def test_configurations_that_do_not_fit(folder: Path, change: dict[str, object], message: str) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, **change}))
    with pytest.raises(ModelError, match=message):
        model_folder.read(folder)


def test_two_embeddings_cannot_be_trained(folder: Path) -> None:
    shared = model_folder.read(folder).weights[SHARED]
    resave(folder, **{"model.decoder.embed_tokens.weight": shared + 1})
    with pytest.raises(ModelError, match="only a joint one"):
        model_folder.read(folder)


def test_damaged_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\0" * 100)
    with pytest.raises(ModelError, match="damaged"):
        model_folder.read(folder)
