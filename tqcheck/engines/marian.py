"""The reference engine: transformers' MarianMTModel in float32, on torch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from tqcheck.engines.batches import batches, output_limit
from tqcheck.engines.convert import EOS, PAD, POSITIONS, UNK, vocabulary
from tqcheck.engines.decoder import Decoder, Hypothesis, Settings
from tqcheck.engines.model import Kind, Model
from tqcheck.engines.neural import NeuralEngine
from tqcheck.errors import EngineError, ModelError


class MarianEngine(NeuralEngine):
    """Translates with transformers and torch; the default engine is held to agree with it. Safe for threads."""

    kind = Kind.TRANSFORMERS

    @property
    def name(self) -> str:
        """``marian``."""
        return "marian"

    def _open(self, model: Model) -> Decoder:
        try:
            torch, transformers = import_module("torch"), import_module("transformers")
            from safetensors import SafetensorError
            from safetensors.torch import load_file
        except ImportError as error:
            raise EngineError(
                f"the engine marian needs {error.name or 'torch'}: python -m pip install 'tqcheck[torch]'"
            ) from error
        transformers.logging.set_verbosity_error()
        tokens = vocabulary(model.folder)
        try:
            config = transformers.MarianConfig.from_json_file(str(model.folder / "config.json"))
            config.max_position_embeddings = max(POSITIONS, config.max_position_embeddings)
            # Made and filled by hand: from_pretrained makes the positions in the precision of the file, here half.
            network = transformers.MarianMTModel(config).float().eval()
            weights = load_file(str(model.folder / "model.safetensors"))
            missing, _ = network.load_state_dict(weights, strict=False)
        except (OSError, RuntimeError, ValueError, SafetensorError) as error:
            reason = (str(error).strip().splitlines() or ["unknown reason"])[0]
            raise ModelError(f"{model.folder}: transformers cannot load the model ({reason})") from error
        tied = {"lm_head.weight", "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"}
        missing = [name for name in missing if name not in tied and "embed_positions" not in name]
        if missing or len(tokens) != config.vocab_size:
            raise ModelError(f"{model.folder}: the weights do not fit the configuration")
        network.requires_grad_(False)
        return MarianDecoder(torch, transformers, network, tokens)


class MarianDecoder:
    """A loaded MarianMTModel."""

    def __init__(self, torch: Any, transformers: Any, network: Any, tokens: Sequence[str]) -> None:
        self._torch, self._transformers, self._network = torch, transformers, network
        self._tokens = list(tokens)
        self._ids = {token: index for index, token in enumerate(tokens)}
        self._pad, self._unk, self._eos = self._ids[PAD], self._ids[UNK], self._ids[EOS]
        self._lock = threading.Lock()
        # <pad> starts the decoder and is never written: it takes no part in the softmax, as in CTranslate2.
        self._bias = network.final_logits_bias
        self._bias[0, self._pad] = float("-inf")
        network.generation_config = transformers.GenerationConfig(
            eos_token_id=self._eos, pad_token_id=self._pad, decoder_start_token_id=self._pad, bos_token_id=None
        )

    def decode(self, sources: Sequence[Sequence[str]], settings: Settings, hypotheses: int) -> list[list[Hypothesis]]:
        """See Decoder."""
        results: list[list[Hypothesis]] = [[] for _ in sources]
        for batch in batches([len(source) for source in sources]):
            with self._lock:
                made = self._generate([sources[index] for index in batch], settings, hypotheses)
            for index, beam in zip(batch, made, strict=True):
                results[index] = beam
        return results

    def force(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[list[float]]:
        """See Decoder."""
        torch = self._torch
        results: list[list[float]] = [[] for _ in sources]
        lengths = [max(len(source), len(target) + 1) for source, target in zip(sources, targets, strict=True)]
        for batch in batches(lengths):
            inputs, mask = self._padded([sources[index] for index in batch])
            labels, _ = self._padded([[*targets[index], EOS] for index in batch])
            start = torch.full_like(labels[:, :1], self._pad)
            with self._lock, torch.inference_mode():
                logits = self._network(
                    input_ids=inputs,
                    attention_mask=mask,
                    decoder_input_ids=torch.cat([start, labels[:, :-1]], 1),
                    use_cache=False,
                ).logits
            chosen = torch.log_softmax(logits.float(), -1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)
            for index, row in zip(batch, chosen.tolist(), strict=True):
                results[index] = row[: len(targets[index]) + 1]
        return results

    def _generate(
        self, sources: Sequence[Sequence[str]], settings: Settings, hypotheses: int
    ) -> list[list[Hypothesis]]:
        inputs, mask = self._padded(sources)
        before = float(self._bias[0, self._unk])
        self._bias[0, self._unk] = float("-inf")
        try:
            with self._torch.inference_mode():
                made = self._network.generate(
                    input_ids=inputs,
                    attention_mask=mask,
                    num_beams=max(settings.beam, hypotheses),
                    num_return_sequences=hypotheses,
                    # CTranslate2's way to stop: as soon as the beam is full of finished sentences.
                    early_stopping=True,
                    length_penalty=1.0,
                    do_sample=False,
                    repetition_penalty=settings.repetition_penalty,
                    no_repeat_ngram_size=settings.no_repeat_ngram,
                    min_new_tokens=settings.min_length + 1 if settings.min_length else None,
                    max_new_tokens=output_limit(len(sources[0])),
                    return_dict_in_generate=True,
                    output_scores=True,
                )
        finally:
            self._bias[0, self._unk] = before
        scores = self._scores(made)
        beams = [self._hypothesis(row, score) for row, score in zip(made.sequences.tolist(), scores, strict=True)]
        return [beams[at : at + hypotheses] for at in range(0, len(beams), hypotheses)]

    def _scores(self, made: Any) -> list[float]:
        if "sequences_scores" in made:
            return list(made.sequences_scores.tolist())
        # A beam of one: transformers gives the score of each step, and steps of padding after the end.
        steps = self._network.compute_transition_scores(made.sequences, made.scores, normalize_logits=True)
        written = made.sequences[:, 1:] != self._pad
        return list((steps.masked_fill(~written, 0).sum(1) / written.sum(1)).tolist())

    def _hypothesis(self, row: Sequence[int], score: float) -> Hypothesis:
        tokens: list[str] = []
        for index in row[1:]:
            if index == self._eos:
                return Hypothesis(tuple(tokens), score, True)
            if index != self._pad:
                tokens.append(self._tokens[index])
        return Hypothesis(tuple(tokens), score, False)

    def _padded(self, rows: Sequence[Sequence[str]]) -> tuple[Any, Any]:
        width = max(map(len, rows))
        ids = [[self._ids.get(token, self._unk) for token in row] for row in rows]
        mask = [[1] * len(row) + [0] * (width - len(row)) for row in ids]
        padded = [row + [self._pad] * (width - len(row)) for row in ids]
        return self._torch.tensor(padded), self._torch.tensor(mask)
