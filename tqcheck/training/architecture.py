"""The shape of a Marian transformer (Junczys-Dowmunt et al. 2018), and weights to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tqcheck.errors import ModelError

if TYPE_CHECKING:
    from torch import Tensor

SHARED, BIAS = "model.shared.weight", "final_logits_bias"
ACTIVATIONS = ("relu", "swish", "silu", "gelu")


@dataclass(frozen=True, slots=True)
class Architecture:
    """Post-norm layers, one embedding for both languages and the output, sinusoidal positions."""

    vocabulary: int
    """Tokens, ``<pad>`` counted."""
    width: int = 256
    feed_forward: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 8
    activation: str = "relu"
    positions: int = 512
    scaled: bool = True
    """Whether embeddings are multiplied by the root of `width`."""

    @classmethod
    def of(cls, config: Mapping[str, Any], where: str) -> Architecture:
        """That of a transformers configuration. Raises ModelError where it is of another make."""
        try:
            made = cls(
                vocabulary=int(config["vocab_size"]),
                width=int(config["d_model"]),
                feed_forward=int(config["encoder_ffn_dim"]),
                encoder_layers=int(config["encoder_layers"]),
                decoder_layers=int(config["decoder_layers"]),
                heads=int(config["encoder_attention_heads"]),
                activation=str(config.get("activation_function", "gelu")),
                positions=int(config.get("max_position_embeddings", 1024)),
                scaled=bool(config.get("scale_embedding", False)),
            )
            twin = int(config["decoder_ffn_dim"]), int(config["decoder_attention_heads"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{where}: config.json is not that of a Marian model ({error})") from error
        if config.get("model_type") != "marian" or twin != (made.feed_forward, made.heads):
            raise ModelError(f"{where}: not a Marian model with an encoder and a decoder of one shape")
        if made.activation not in ACTIVATIONS or made.width % (2 * made.heads):
            raise ModelError(f"{where}: a Marian model of a shape that cannot be trained here")
        return made

    def config(self, eos: int) -> dict[str, Any]:
        """The transformers configuration; `eos` is the id of ``</s>``, ``<pad>`` comes last and starts the decoder."""
        pad = self.vocabulary - 1
        return {
            "architectures": ["MarianMTModel"],
            "model_type": "marian",
            "vocab_size": self.vocabulary,
            "decoder_vocab_size": self.vocabulary,
            "d_model": self.width,
            "encoder_layers": self.encoder_layers,
            "decoder_layers": self.decoder_layers,
            "encoder_ffn_dim": self.feed_forward,
            "decoder_ffn_dim": self.feed_forward,
            "encoder_attention_heads": self.heads,
            "decoder_attention_heads": self.heads,
            "activation_function": self.activation,
            "max_position_embeddings": self.positions,
            "scale_embedding": self.scaled,
            "static_position_embeddings": True,
            "share_encoder_decoder_embeddings": True,
            "tie_word_embeddings": True,
            "is_encoder_decoder": True,
            "dropout": 0.1,
            "attention_dropout": 0.0,
            "activation_dropout": 0.0,
            "pad_token_id": pad,
            "decoder_start_token_id": pad,
            "eos_token_id": eos,
            "bos_token_id": eos,
            "forced_eos_token_id": eos,
        }

    def parameters(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The names, as transformers has them, and shapes of all trained weights."""
        yield SHARED, (self.vocabulary, self.width)
        for stack, layers in (("encoder", self.encoder_layers), ("decoder", self.decoder_layers)):
            for at in range(layers):
                layer = f"model.{stack}.layers.{at}"
                attentions = ["self_attn"] if stack == "encoder" else ["self_attn", "encoder_attn"]
                for attention in attentions:
                    for projection in ("q_proj", "k_proj", "v_proj", "out_proj"):
                        yield f"{layer}.{attention}.{projection}.weight", (self.width, self.width)
                        yield f"{layer}.{attention}.{projection}.bias", (self.width,)
                for norm in (*(f"{attention}_layer_norm" for attention in attentions), "final_layer_norm"):
                    yield f"{layer}.{norm}.weight", (self.width,)
                    yield f"{layer}.{norm}.bias", (self.width,)
                for name, shape in (("fc1", (self.feed_forward, self.width)), ("fc2", (self.width, self.feed_forward))):
                    yield f"{layer}.{name}.weight", shape
                    yield f"{layer}.{name}.bias", shape[:1]


SIZES = {
    "nano": Architecture(0, 64, 256, 2, 1, 4),
    "mini": Architecture(0, 128, 512, 4, 2, 4),
    "tiny": Architecture(0, 256, 1536, 6, 2, 8),
    "small": Architecture(0, 384, 1536, 6, 2, 6),
    "base": Architecture(0, 512, 2048, 6, 3, 8),
}
"""By name; ``tiny`` is that of the Bergamot students. `vocabulary` is to be filled in."""


def fresh(architecture: Architecture, seed: int) -> dict[str, Tensor]:
    """Weights to learn from nothing: Glorot's, scaled down with the depth, as Marian's own.

    Larger ones, with a high learning rate, let the decoder learn to ignore the encoder for good. The row of ``<pad>``
    is zero: it starts the decoder, and CTranslate2 takes that start to be the zero vector.
    """
    import torch

    chance = torch.Generator().manual_seed(seed)
    weights: dict[str, Tensor] = {}
    for name, shape in architecture.parameters():
        if name == SHARED:
            weights[name] = torch.empty(shape).normal_(std=architecture.width**-0.5, generator=chance)
            weights[name][-1] = 0
        elif len(shape) == 2:
            depth = int(name.split(".")[3]) + 1
            weights[name] = torch.empty(shape)
            torch.nn.init.xavier_uniform_(weights[name], gain=depth**-0.5, generator=chance)
        else:
            weights[name] = (torch.ones if "norm.weight" in name else torch.zeros)(shape)
    return weights
