"""Starting a model from a trained student of a neighbouring language, which learns in minutes what else takes hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqcheck.errors import ModelError, ReadError
from tqcheck.training import marian
from tqcheck.training.architecture import ACTIVATIONS, SHARED, Architecture, fresh
from tqcheck.training.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

_SPACE = "▁"
_NORMS = {"self_attn": "self_attn_layer_norm", "encoder_attn": "encoder_attn_layer_norm"}


def transplant(
    student: Path, vocabulary: Vocabulary, lexicon: Mapping[str, str], seed: int = 1
) -> tuple[Architecture, dict[str, Tensor]]:
    """Architecture and weights of a Marian transformer, from a Bergamot student with an SSRU decoder (Kim et al. 2019).

    `student` is a folder with ``model*.bin`` and ``vocab*.spm``. Its encoder, cross-attention and feed-forward layers
    carry over as they are. An SSRU becomes a self-attention that begins as the average of the prefix: small queries and
    keys, the SSRU's own projection as the values, half of which are passed on. A piece of `vocabulary` takes the
    embedding of the text in the student's language that `lexicon` has for it, else of the same piece, else the mean of
    the pieces that spell it there.

    Raises ModelError where the folder holds no such student.
    """
    found = marian.read(_only(student, "model*.bin"))
    pieces = _pieces(_only(student, "vocab*.spm"))
    tensors = found.tensors
    try:
        architecture = _architecture(found, len(vocabulary))
        weights = fresh(architecture, seed)
        for name, value in _carried(tensors, architecture, weights):
            weights[name] = _tensor(value, tuple(weights[name].shape))
        vectors = _embeddings(tensors["Wemb"], pieces, vocabulary, lexicon, seed)
        weights[SHARED] = _tensor(vectors, tuple(weights[SHARED].shape))
    except (KeyError, ValueError, IndexError) as error:
        raise ModelError(f"{student}: not a student of the kind that can be transplanted ({error})") from error
    return architecture, weights


def read_lexicon(path: Path) -> dict[str, str]:
    """By piece of our vocabulary, the text in the student's language that stands for it: the first and last column.

    Raises ReadError where the file cannot be read or has a line without a tab.
    """
    entries: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        first, *_, last = cells if len(cells := line.split("\t")) > 1 else ("", "")
        if not first or not last.strip():
            raise ReadError(f"{path}, line {number}: no piece, tab, and text in the student's language")
        entries[first] = last.strip()
    return entries


def _only(folder: Path, pattern: str) -> Path:
    paths = sorted(folder.glob(pattern))
    if len(paths) != 1:
        raise ModelError(f"{folder}: {len(paths) or 'no'} files {pattern} in it, and one is wanted")
    return paths[0]


def _pieces(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise ModelError(f"{path}: not a SentencePiece model") from error


def _architecture(found: marian.Student, vocabulary: int) -> Architecture:
    options, tensors = found.options, found.tensors
    if options.get("dec-cell") != "ssru" or options.get("transformer-decoder-autoreg") != "rnn":
        raise ValueError("its decoder is no SSRU")
    if options.get("transformer-ffn-activation") not in ACTIVATIONS:
        raise ValueError(f"its activation is {options.get('transformer-ffn-activation')}")
    return Architecture(
        vocabulary=vocabulary,
        width=tensors["Wemb"].shape[1],
        feed_forward=tensors["encoder_l1_ffn_W1"].shape[1],
        encoder_layers=int(options["enc-depth"]),
        decoder_layers=int(options["dec-depth"]),
        heads=int(options["transformer-heads"]),
        activation=options["transformer-ffn-activation"],
    )


def _carried(
    tensors: Mapping[str, NDArray[np.float32]], architecture: Architecture, weights: Mapping[str, Tensor]
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The weights to put in place, by name."""
    import numpy as np

    for at in range(architecture.encoder_layers):
        ours, theirs = f"model.encoder.layers.{at}", f"encoder_l{at + 1}"
        yield from _attention(tensors, f"{theirs}_self", ours, "self_attn")
        yield from _feed_forward(tensors, theirs, ours)
    for at in range(architecture.decoder_layers):
        ours, theirs = f"model.decoder.layers.{at}", f"decoder_l{at + 1}"
        yield f"{ours}.self_attn.v_proj.weight", tensors[f"{theirs}_rnn_W"].T
        yield f"{ours}.self_attn.out_proj.weight", 0.5 * np.eye(architecture.width, dtype=np.float32)
        for part in ("q_proj", "k_proj"):
            name = f"{ours}.self_attn.{part}.weight"
            yield name, np.float32(0.5) * weights[name].numpy()
        yield f"{ours}.self_attn_layer_norm.weight", tensors[f"{theirs}_rnn_ffn_ln_scale"]
        yield f"{ours}.self_attn_layer_norm.bias", tensors[f"{theirs}_rnn_ffn_ln_bias"]
        yield from _attention(tensors, f"{theirs}_context", ours, "encoder_attn")
        yield from _feed_forward(tensors, theirs, ours)


def _attention(
    tensors: Mapping[str, NDArray[np.float32]], theirs: str, ours: str, kind: str
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for part, letter in (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "o")):
        yield f"{ours}.{kind}.{part}.weight", tensors[f"{theirs}_W{letter}"].T
        yield f"{ours}.{kind}.{part}.bias", tensors[f"{theirs}_b{letter}"]
    yield f"{ours}.{_NORMS[kind]}.weight", tensors[f"{theirs}_Wo_ln_scale"]
    yield f"{ours}.{_NORMS[kind]}.bias", tensors[f"{theirs}_Wo_ln_bias"]


def _feed_forward(
    tensors: Mapping[str, NDArray[np.float32]], theirs: str, ours: str
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for number in "12":
        yield f"{ours}.fc{number}.weight", tensors[f"{theirs}_ffn_W{number}"].T
        yield f"{ours}.fc{number}.bias", tensors[f"{theirs}_ffn_b{number}"]
    yield f"{ours}.final_layer_norm.weight", tensors[f"{theirs}_ffn_ffn_ln_scale"]
    yield f"{ours}.final_layer_norm.bias", tensors[f"{theirs}_ffn_ffn_ln_bias"]


def _embeddings(
    theirs: NDArray[np.float32], pieces: Any, vocabulary: Vocabulary, lexicon: Mapping[str, str], seed: int
) -> NDArray[np.float32]:
    import numpy as np

    unknown = pieces.unk_id()
    vectors = 0.02 * np.random.default_rng(seed).standard_normal((len(vocabulary), theirs.shape[1]), np.float32)

    def spelled(text: str) -> Iterable[int]:
        return [piece for piece in pieces.encode(text) if piece != unknown]

    for at, token in enumerate(vocabulary.tokens):
        if at == vocabulary.eos:
            ids: Iterable[int] = [pieces.eos_id()]
        elif at == vocabulary.pad:
            vectors[at] = 0
            continue
        elif token in lexicon:
            ids = spelled(lexicon[token])
        elif (same := pieces.piece_to_id(token)) != unknown:
            ids = [same]
        else:
            ids = spelled(token.replace(_SPACE, " ").strip())
        if ids:
            vectors[at] = theirs[list(ids)].mean(0)
    return vectors


def _tensor(value: NDArray[np.float32], shape: tuple[int, ...]) -> Tensor:
    import numpy as np
    import torch

    if value.size != np.prod(shape):
        raise ValueError(f"a tensor of {value.shape} where {shape} is wanted")
    return torch.from_numpy(np.array(value, np.float32).reshape(shape))
