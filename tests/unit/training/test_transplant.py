"""Bergamot students: reading their files, and starting a model from one."""

import io
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tqcheck.engines.base import Pair
from tqcheck.errors import ModelError, ReadError
from tqcheck.training import marian
from tqcheck.training.transplant import read_lexicon, transplant
from tqcheck.training.vocabulary import Vocabulary, train_vocabulary

WIDTH, FORWARD, HEADS = 8, 16, 2
OPTIONS = """dec-cell: ssru
dec-depth: 1
dim-vocabs:
  - 300
  - 300
enc-depth: 2
transformer-decoder-autoreg: rnn
transformer-ffn-activation: relu
transformer-heads: 2
"""
FLOAT32, INTGEMM8, CHARACTERS = 0x404, 0x4101, 0x101
Item = tuple[str, int, tuple[int, ...], bytes]
OLD = ["a ponte nova", "o rio e a ponte", "a casa do rio"] * 10
NEW = ["le pont neuf", "la rivière et le pont", "la maison"] * 10


def binary(items: list[Item]) -> bytes:
    """A Marian file with the given items: name, type, shape, content."""
    names = [name.encode() + b"\0" for name, *_ in items]
    out = io.BytesIO()
    out.write(struct.pack("<QQ", 1, len(items)))
    for encoded, (_, kind, shape, content) in zip(names, items, strict=True):
        out.write(struct.pack("<QQQQ", len(encoded), kind, len(shape), len(content)))
    out.write(b"".join(names))
    for _, _, shape, _ in items:
        out.write(struct.pack(f"<{len(shape)}i", *shape))
    padding = -(out.tell() + 8) % 256
    out.write(struct.pack("<Q", padding) + b"\0" * padding)
    out.write(b"".join(content for *_, content in items))
    return out.getvalue()


def quantised(matrix: np.ndarray, transposed: bool = True) -> bytes:
    whole = np.ascontiguousarray(matrix.T if transposed else matrix)
    return (whole * 50).round().astype(np.int8).tobytes() + struct.pack("<f", 50.0)


def tensors() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(1)
    shapes: dict[str, tuple[int, int]] = {}

    def attention(name: str) -> None:
        shapes.update({f"{name}_W{letter}": (WIDTH, WIDTH) for letter in "qkvo"})
        shapes.update({f"{name}_b{letter}": (1, WIDTH) for letter in "qkvo"})
        shapes.update({f"{name}_Wo_ln_{part}": (1, WIDTH) for part in ("scale", "bias")})

    def feed_forward(name: str) -> None:
        shapes.update({f"{name}_ffn_W1": (WIDTH, FORWARD), f"{name}_ffn_W2": (FORWARD, WIDTH)})
        shapes.update({f"{name}_ffn_b1": (1, FORWARD), f"{name}_ffn_b2": (1, WIDTH)})
        shapes.update({f"{name}_ffn_ffn_ln_{part}": (1, WIDTH) for part in ("scale", "bias")})

    for layer in (1, 2):
        attention(f"encoder_l{layer}_self")
        feed_forward(f"encoder_l{layer}")
    shapes["decoder_l1_rnn_W"] = (WIDTH, WIDTH)
    shapes.update({f"decoder_l1_rnn_ffn_ln_{part}": (1, WIDTH) for part in ("scale", "bias")})
    attention("decoder_l1_context")
    feed_forward("decoder_l1")
    # Multiples of 1/50, so that 8 bits hold them exactly.
    return {name: chance.integers(-100, 100, shape).astype(np.float32) / 50 for name, shape in shapes.items()}


def write_student(folder: Path, options: str = OPTIONS, leave_out: str = "") -> Mapping[str, np.ndarray]:
    folder.mkdir(exist_ok=True)
    train_vocabulary(iter(OLD), 300, Pair("pt", "en"), folder / "vocab.pten.spm")
    size = len(Vocabulary.of_spm(folder / "vocab.pten.spm")) - 1
    held = tensors()
    held["Wemb"] = np.random.default_rng(2).integers(-100, 100, (size, WIDTH)).astype(np.float32) / 50
    items: list[Item] = [("special:model.yml", CHARACTERS, (len(options) + 1,), options.encode() + b"\0")]
    for name, matrix in held.items():
        if name == leave_out:
            continue
        if ("_W" in name and "_ln_" not in name) or name == "Wemb":
            items.append((name, INTGEMM8, matrix.shape, quantised(matrix, name != "Wemb")))
            items.append((f"{name}_QuantMultA", FLOAT32, (1, 1), struct.pack("<f", 1.0)))
        else:
            items.append((name, FLOAT32, matrix.shape, matrix.tobytes()))
    (folder / "model.pten.bin").write_bytes(binary(items))
    return held


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    train_vocabulary(iter(NEW), 310, Pair("fr", "en"), tmp_path / "new.spm")
    return Vocabulary.of_spm(tmp_path / "new.spm")


def test_tensors_are_read_as_they_were_written(tmp_path: Path) -> None:
    held = write_student(tmp_path / "student")
    found = marian.read(tmp_path / "student" / "model.pten.bin")
    for name, matrix in held.items():
        np.testing.assert_allclose(found.tensors[name], matrix, atol=1e-6, err_msg=name)
    assert found.options["transformer-heads"] == "2"
    assert "special:model.yml" not in found.tensors


@pytest.mark.parametrize("content", [b"", b"\x01" * 7, b"\x02" + b"\0" * 40, b"\xff" * 500, b"#!/bin/sh\n" * 50])
def test_other_files_say_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="not a binary Marian model, or damaged"):
        marian.read(path)


@pytest.mark.parametrize("part", [0.01, 0.2, 0.5, 0.99])
def test_a_file_cut_off_says_so(tmp_path: Path, part: float) -> None:
    write_student(tmp_path / "student")
    path = tmp_path / "student" / "model.pten.bin"
    path.write_bytes(path.read_bytes()[: int(part * path.stat().st_size)])
    with pytest.raises(ModelError, match="damaged"):
        marian.read(path)


@pytest.mark.torch
def test_layers_and_embeddings_carry_over(tmp_path: Path, vocabulary: Vocabulary) -> None:
    pytest.importorskip("torch")
    held = write_student(tmp_path / "student")
    architecture, weights = transplant(tmp_path / "student", vocabulary, {"▁maison": "casa"})
    assert (architecture.width, architecture.feed_forward, architecture.heads) == (WIDTH, FORWARD, HEADS)
    assert (architecture.encoder_layers, architecture.decoder_layers) == (2, 1)
    assert {name: tuple(tensor.shape) for name, tensor in weights.items()} == dict(architecture.parameters())

    def same(ours: str, theirs: np.ndarray) -> None:
        np.testing.assert_allclose(weights[ours].numpy(), theirs, atol=1e-6)

    same("model.encoder.layers.1.self_attn.k_proj.weight", held["encoder_l2_self_Wk"].T)
    same("model.encoder.layers.0.fc2.bias", held["encoder_l1_ffn_b2"][0])
    same("model.decoder.layers.0.encoder_attn.out_proj.weight", held["decoder_l1_context_Wo"].T)
    same("model.decoder.layers.0.self_attn.v_proj.weight", held["decoder_l1_rnn_W"].T)
    same("model.decoder.layers.0.self_attn.out_proj.weight", 0.5 * np.eye(WIDTH))
    same("model.decoder.layers.0.self_attn_layer_norm.bias", held["decoder_l1_rnn_ffn_ln_bias"][0])

    old = Vocabulary.of_spm(tmp_path / "student" / "vocab.pten.spm")
    shared = weights["model.shared.weight"].numpy()
    casa = old.encode(["casa"], target=False)[0]
    np.testing.assert_allclose(shared[vocabulary.id("▁maison")], held["Wemb"][casa].mean(0), atol=1e-6)
    np.testing.assert_allclose(shared[vocabulary.id("<0x41>")], held["Wemb"][old.id("<0x41>")], atol=1e-6)
    np.testing.assert_allclose(shared[vocabulary.eos], held["Wemb"][old.eos], atol=1e-6)
    assert not shared[vocabulary.pad].any()


@pytest.mark.torch
@pytest.mark.parametrize(
    ("change", "leave_out"),
    [(("ssru", "gru"), ""), (("relu", "tanh"), ""), (("heads", "feet"), ""), (("", ""), "encoder_l2_self_Wk")],
)
def test_another_kind_of_student(
    tmp_path: Path, vocabulary: Vocabulary, change: tuple[str, str], leave_out: str
) -> None:
    pytest.importorskip("torch")
    write_student(tmp_path / "student", OPTIONS.replace(*change), leave_out)
    with pytest.raises(ModelError, match="not a student of the kind"):
        transplant(tmp_path / "student", vocabulary, {})


def test_an_empty_folder(tmp_path: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(ModelError, match=r"no files model\*\.bin"):
        transplant(tmp_path, vocabulary, {})


def test_a_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text("▁pont\tbridge\tponte\n▁rue\trua\n", encoding="utf-8")
    assert read_lexicon(path) == {"▁pont": "ponte", "▁rue": "rua"}
    path.write_text("▁pont\tponte\nrue\n", encoding="utf-8")
    with pytest.raises(ReadError, match="line 2: no piece"):
        read_lexicon(path)
    path.write_bytes(b"caf\xe9\tx\n")
    with pytest.raises(ReadError, match="UTF-8"):
        read_lexicon(path)
