"""The forward pass of a Marian transformer, made for speed on one processor core."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tqcheck.engines.convert import positions
from tqcheck.training.architecture import SHARED, Architecture

if TYPE_CHECKING:
    import torch
    from torch import Tensor

_MASKED = -1e4


@dataclass(frozen=True, slots=True)
class _Affine:
    weight: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True)
class _Attention:
    inside: tuple[_Affine, ...]
    """Query, key and value in one; or the query, then key and value in one."""
    outside: _Affine
    norm: _Affine


@dataclass(frozen=True, slots=True)
class _Layer:
    own: _Attention
    cross: _Attention | None
    widen: _Affine
    narrow: _Affine
    norm: _Affine


class Network:
    """Encoder and decoder over weights by their names in transformers.

    Matrix products are taken in `precision`, of which the weights are cast copies; sums, norms and the weights
    themselves stay float32. With float32 throughout the result is that of transformers' MarianModel. bfloat16 is
    several times as fast where the processor has AMX, and needs no loss scaling.
    """

    def __init__(
        self,
        architecture: Architecture,
        weights: Mapping[str, Tensor],
        precision: torch.dtype,
        dropout: float = 0.0,
    ) -> None:
        """`weights` are float32, all on one device; what is done to them in place counts from the next `refresh` on."""
        import torch

        self.architecture, self.weights, self.precision, self.dropout = architecture, weights, precision, dropout
        self.device = weights[SHARED].device
        self._positions = torch.from_numpy(positions(architecture.positions, architecture.width)).to(self.device)
        self._scale = math.sqrt(architecture.width) if architecture.scaled else 1.0
        self._encoder: list[_Layer] = []
        self._decoder: list[_Layer] = []

    def refresh(self) -> None:
        """Take the weights as they are now; gradients flow back to them. To be called before each forward pass."""
        shape = self.architecture
        self._encoder = [self._layer(f"model.encoder.layers.{at}") for at in range(shape.encoder_layers)]
        self._decoder = [self._layer(f"model.decoder.layers.{at}") for at in range(shape.decoder_layers)]

    def encode(self, source: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """The memory (pairs, length, width) of `source` (pairs, length), and the mask that `decode` wants with it.

        `present` is False where there is padding.
        """
        mask = (~present).to(self.precision)[:, None, None, :] * _MASKED
        state = self._embedded(source)
        for layer in self._encoder:
            state = self._feed(layer, self._attend_self(layer.own, state, mask))
        return state, mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """The state (pairs, length, width) after each token of `target` (pairs, length), which begins with ``<pad>``.

        `memory` and `mask` are what `encode` gave.
        """
        import torch

        length = target.shape[1]
        causal = torch.full((length, length), _MASKED, dtype=self.precision, device=self.device).triu(1)
        memory = memory.to(self.precision)
        state = self._embedded(target)
        for layer in self._decoder:
            state = self._attend_self(layer.own, state, causal)
            assert layer.cross is not None
            state = self._attend_memory(layer.cross, state, memory, mask)
            state = self._feed(layer, state)
        return state

    def _affine(self, *names: str) -> _Affine:
        import torch

        weights = [self.weights[f"{name}.weight"] for name in names]
        biases = [self.weights[f"{name}.bias"] for name in names]
        if len(names) == 1:
            return _Affine(weights[0].to(self.precision), biases[0].to(self.precision))
        return _Affine(torch.cat(weights).to(self.precision), torch.cat(biases).to(self.precision))

    def _norm_of(self, name: str) -> _Affine:
        return _Affine(self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _layer(self, name: str) -> _Layer:
        own, cross = f"{name}.self_attn", f"{name}.encoder_attn"
        return _Layer(
            _Attention(
                (self._affine(f"{own}.q_proj", f"{own}.k_proj", f"{own}.v_proj"),),
                self._affine(f"{own}.out_proj"),
                self._norm_of(f"{own}_layer_norm"),
            ),
            _Attention(
                (self._affine(f"{cross}.q_proj"), self._affine(f"{cross}.k_proj", f"{cross}.v_proj")),
                self._affine(f"{cross}.out_proj"),
                self._norm_of(f"{cross}_layer_norm"),
            )
            if "decoder" in name
            else None,
            self._affine(f"{name}.fc1"),
            self._affine(f"{name}.fc2"),
            self._norm_of(f"{name}.final_layer_norm"),
        )

    def _embedded(self, ids: Tensor) -> Tensor:
        from torch.nn.functional import embedding

        vectors = embedding(ids, self.weights[SHARED]) * self._scale + self._positions[: ids.shape[1]]
        return self._dropped(vectors)

    def _linear(self, affine: _Affine, states: Tensor) -> Tensor:
        from torch.nn.functional import linear

        return linear(states.to(self.precision), affine.weight, affine.bias)

    def _dropped(self, states: Tensor) -> Tensor:
        from torch.nn.functional import dropout

        return dropout(states, self.dropout) if self.dropout else states

    def _added(self, state: Tensor, more: Tensor, norm: _Affine) -> Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(state + self._dropped(more), state.shape[-1:], norm.weight, norm.bias, 1e-5)

    def _heads(self, states: Tensor) -> Tensor:
        pairs, length, _ = states.shape
        return states.view(pairs, length, self.architecture.heads, -1).transpose(1, 2)

    def _attend_self(self, attention: _Attention, state: Tensor, mask: Tensor) -> Tensor:
        query, key, value = self._linear(attention.inside[0], state).chunk(3, -1)
        return self._attended(attention, state, query, key, value, mask)

    def _attend_memory(self, attention: _Attention, state: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        query = self._linear(attention.inside[0], state)
        key, value = self._linear(attention.inside[1], memory).chunk(2, -1)
        return self._attended(attention, state, query, key, value, mask)

    def _attended(
        self, attention: _Attention, state: Tensor, query: Tensor, key: Tensor, value: Tensor, mask: Tensor
    ) -> Tensor:
        here, there, content = map(self._heads, (query, key, value))
        scores = (here * here.shape[-1] ** -0.5) @ there.transpose(-1, -2) + mask
        seen = (scores.softmax(-1) @ content).transpose(1, 2).flatten(2)
        return self._added(state, self._linear(attention.outside, seen), attention.norm)

    def _feed(self, layer: _Layer, state: Tensor) -> Tensor:
        from torch.nn import functional

        wide = self._linear(layer.widen, state)
        match self.architecture.activation:
            case "relu":
                wide = functional.relu(wide)
            case "gelu":
                wide = functional.gelu(wide)
            case _:
                wide = functional.silu(wide)
        return self._added(state, self._linear(layer.narrow, wide), layer.norm)
