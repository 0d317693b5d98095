"""From a MarianMTModel folder to a CTranslate2 one, without torch.

CTranslate2's own converter loads the model into torch first. Reading the safetensors as arrays does the same for
Marian models, so that a model of the hub can be used where only CTranslate2 is installed.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqcheck.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

PAD, UNK, EOS = "<pad>", "<unk>", "</s>"
POSITIONS = 512
"""The least positions that a model is given: they are computed, not trained."""


def vocabulary(folder: Path) -> list[str]:
    """The tokens of a MarianMTModel folder in the order of their ids; ``<pad>`` is the last.

    Raises ModelError where vocab.json is missing or no complete vocabulary.
    """
    ids = _read_json(folder / "vocab.json")
    tokens = sorted(ids, key=lambda token: int(ids[token]))
    if [ids[token] for token in tokens] != list(range(len(tokens))) or not tokens or tokens[-1] != PAD:
        raise ModelError(f"{folder / 'vocab.json'}: the ids do not count from 0 up to {PAD}")
    return tokens


def convert(folder: Path, out: Path, quantization: str = "int8") -> Path:
    """Write the model in `folder` to `out` for CTranslate2: model.bin, config.json, shared_vocabulary.json.

    `quantization` is one of CTranslate2's, as in ``int8``, ``float16`` or ``float32``. `out` appears whole or not
    at all; one that is there is replaced. The SentencePiece models are not copied.

    Raises ModelError where `folder` holds no Marian model of the usual shape.
    """
    from ctranslate2 import specs

    config = _read_json(folder / "config.json")
    if config.get("model_type") != "marian":
        raise ModelError(f"{folder}: not a Marian model but {config.get('model_type', 'something without a type')}")
    tokens = vocabulary(folder)
    weights = _weights(folder)
    try:
        spec = specs.TransformerSpec.from_config(
            (int(config["encoder_layers"]), int(config["decoder_layers"])),
            int(config["encoder_attention_heads"]),
            pre_norm=False,
            activation=_activation(str(config["activation_function"])),
        )
        _fill(spec, config, weights, len(tokens))
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise ModelError(f"{folder}: the weights do not fit the configuration ({error})") from error
    # <pad> only stands for the zero vector that starts the decoder; CTranslate2 has an option for that.
    spec.register_source_vocabulary(tokens[:-1])
    spec.register_target_vocabulary(tokens[:-1])
    spec.config.unk_token, spec.config.eos_token, spec.config.decoder_start_token = UNK, EOS, EOS
    spec.config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization=None if quantization == "float32" else quantization)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as half:
        made = Path(half) / out.name
        made.mkdir()
        spec.save(str(made))
        if out.exists():
            shutil.rmtree(out)
        os.replace(made, out)
    return out


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:
        raise ModelError(f"{path}: not JSON") from error
    if not isinstance(content, dict):
        raise ModelError(f"{path}: not a JSON object")
    return content


def _weights(folder: Path) -> Weights:
    import numpy as np
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    path = folder / "model.safetensors"
    try:
        return {name: array.astype(np.float32) for name, array in load_file(path).items()}
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except (SafetensorError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: damaged, or weights of a kind that numpy does not know ({error})") from error


def _activation(name: str) -> Any:
    from ctranslate2.specs.common_spec import Activation

    return {"relu": Activation.RELU, "swish": Activation.SWISH, "silu": Activation.SWISH, "gelu": Activation.GELU}[name]


def positions(count: int, width: int) -> NDArray[np.float32]:
    """Marian's sinusoidal position vectors (count, width): sines in the left half, cosines in the right."""
    import numpy as np

    angles = np.arange(count)[:, None] / np.power(10000, 2 * np.arange((width + 1) // 2) / width)
    return np.concatenate([np.sin(angles), np.cos(angles[:, : width // 2])], axis=1).astype(np.float32)


def _fill(spec: Any, config: Mapping[str, Any], weights: Weights, size: int) -> None:
    width, places = int(config["d_model"]), max(POSITIONS, int(config["max_position_embeddings"]))
    shared = weights["model.shared.weight"] if "model.shared.weight" in weights else weights["lm_head.weight"]
    if shared.shape != (size, width):
        raise ValueError(f"embeddings are {shared.shape}, not {(size, width)}")
    table = positions(places, width)
    for name, stack in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        own = weights.get(f"model.{name}.embed_tokens.weight", shared)
        embeddings = stack.embeddings[0] if isinstance(stack.embeddings, list) else stack.embeddings
        embeddings.weight = own[:-1]
        stack.scale_embeddings = math.sqrt(width) if config.get("scale_embedding") else 1.0
        stack.position_encodings.encodings = table
        for index, layer in enumerate(stack.layer):
            _layer(layer, f"model.{name}.layers.{index}", weights, cross=name == "decoder")
    spec.decoder.start_from_zero_embedding = True
    spec.decoder.projection.weight = weights.get("lm_head.weight", shared)[:-1]
    bias = weights.get("final_logits_bias")
    if bias is not None and bias.any():
        spec.decoder.projection.bias = bias.reshape(-1)[:-1]


def _layer(spec: Any, name: str, weights: Weights, cross: bool) -> None:
    def linear(target: Any, *parts: str) -> None:
        import numpy as np

        target.weight = np.concatenate([weights[f"{name}.{part}.weight"] for part in parts])
        target.bias = np.concatenate([weights[f"{name}.{part}.bias"] for part in parts])

    def norm(target: Any, part: str) -> None:
        target.gamma, target.beta = weights[f"{name}.{part}.weight"], weights[f"{name}.{part}.bias"]

    own = spec.self_attention
    linear(own.linear[0], "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
    linear(own.linear[1], "self_attn.out_proj")
    norm(own.layer_norm, "self_attn_layer_norm")
    if cross:
        linear(spec.attention.linear[0], "encoder_attn.q_proj")
        linear(spec.attention.linear[1], "encoder_attn.k_proj", "encoder_attn.v_proj")
        linear(spec.attention.linear[2], "encoder_attn.out_proj")
        norm(spec.attention.layer_norm, "encoder_attn_layer_norm")
    linear(spec.ffn.linear_0, "fc1")
    linear(spec.ffn.linear_1, "fc2")
    norm(spec.ffn.layer_norm, "final_layer_norm")
