"""Reading and writing MarianMTModel folders, with safetensors alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqcheck.engines import manifest
from tqcheck.engines.convert import UNK
from tqcheck.engines.folder import describe
from tqcheck.engines.manifest import Manifest
from tqcheck.engines.model import Kind
from tqcheck.errors import ModelError
from tqcheck.training.architecture import BIAS, SHARED, Architecture
from tqcheck.training.vocabulary import Vocabulary

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS = "model.safetensors"
_LARGEST_HALF = 65504.0


@dataclass(frozen=True, slots=True)
class Start:
    """What a training starts from, and what of it the result keeps."""

    architecture: Architecture
    weights: Mapping[str, Tensor]
    """float32, by name."""
    bias: Tensor | None
    """(tokens): added to the logits, not trained; None: nothing is."""
    vocabulary: Vocabulary
    manifest: Manifest
    config: Mapping[str, Any]
    """config.json."""


def read(folder: Path) -> Start:
    """A model folder to go on from. Raises ModelError where it holds no Marian model with one joint embedding."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    found = describe(folder)
    if found.kind is not Kind.TRANSFORMERS:
        raise ModelError(f"{folder}: a model for CTranslate2, which cannot be trained; name a transformers folder")
    config = _json(folder / "config.json")
    architecture = Architecture.of(config, str(folder))
    vocabulary = Vocabulary.of_folder(folder, folder / found.source_spm, folder / found.target_spm)
    try:
        saved = load_file(folder / WEIGHTS)
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(f"{folder / WEIGHTS}: damaged, or no weights ({error})") from error
    shared = saved.get(SHARED)
    for name in ("lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"):
        if name in saved:
            shared = saved[name] if shared is None else shared
            if not torch.equal(saved[name], shared):
                raise ModelError(f"{folder}: has an embedding for each language, and only a joint one can be trained")
    weights = {}
    for name, shape in architecture.parameters():
        tensor = shared if name == SHARED else saved.get(name)
        if tensor is None or tuple(tensor.shape) != shape:
            raise ModelError(f"{folder / WEIGHTS}: {name} is missing or not of the shape that config.json says")
        weights[name] = tensor.float()
    if len(vocabulary) != architecture.vocabulary:
        raise ModelError(f"{folder}: {len(vocabulary)} tokens in vocab.json, {architecture.vocabulary} in config.json")
    weights[SHARED][-1] = 0
    bias = saved.get(BIAS)
    bias = bias.float().flatten() if bias is not None and bool(bias.any()) else None
    return Start(architecture, weights, bias, vocabulary, found, config)


def write(folder: Path, start: Start, weights: Mapping[str, Tensor], described: Manifest) -> None:
    """Write `weights` in float16 as a model folder of the kind that transformers and tqcheck load.

    Configuration and vocabulary are those of `start`; `described` becomes model.json. The files of a model that is
    there are replaced one by one, the weights first. Raises ModelError where the weights do not fit float16.
    """
    import torch
    from safetensors.torch import save

    halves = {name: tensor.detach().cpu().half().contiguous() for name, tensor in weights.items()}
    halves[SHARED][-1] = 0
    bias = torch.zeros(start.architecture.vocabulary) if start.bias is None else start.bias.cpu()
    halves[BIAS] = bias[None].clamp(-_LARGEST_HALF, _LARGEST_HALF).half()
    if not all(bool(tensor.isfinite().all()) for tensor in halves.values()):
        raise ModelError(f"{folder}: not written, the weights have grown out of bounds; train at a lower rate")
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".{WEIGHTS}.part"
    half.write_bytes(save(halves, metadata={"format": "pt"}))
    os.replace(half, folder / WEIGHTS)
    start.vocabulary.write(folder)
    config = {name: value for name, value in start.config.items() if name not in ("torch_dtype", "_name_or_path")}
    pad, eos = start.vocabulary.pad, start.vocabulary.eos
    _write_json(folder / "config.json", {**config, "dtype": "float16"})
    _write_json(
        folder / "generation_config.json",
        {
            "bad_words_ids": [[pad]],
            "bos_token_id": eos,
            "decoder_start_token_id": pad,
            "eos_token_id": eos,
            "forced_eos_token_id": eos,
            "max_length": min(256, start.architecture.positions),
            "num_beams": 4,
            "pad_token_id": pad,
        },
    )
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "MarianTokenizer",
            "source_lang": described.sources[0],
            "target_lang": next(iter(described.targets)),
            "model_max_length": start.architecture.positions,
            "eos_token": "</s>",
            "unk_token": UNK,
            "pad_token": "<pad>",
        },
    )
    manifest.write(folder, described)


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: missing, or not JSON") from error
    if not isinstance(content, dict):
        raise ModelError(f"{path}: not a JSON object")
    return content


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
