"""The default engine: CTranslate2 on the CPU, in int8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tqcheck.engines.batches import TOKENS, batches, cores, output_limit
from tqcheck.engines.convert import EOS
from tqcheck.engines.decoder import Decoder, Hypothesis, Settings
from tqcheck.engines.model import Kind, Model, Resolver
from tqcheck.engines.neural import NeuralEngine
from tqcheck.errors import ModelError


class CTranslateEngine(NeuralEngine):
    """Translates with CTranslate2; needs neither torch nor transformers. Safe for threads."""

    kind = Kind.CTRANSLATE2

    def __init__(
        self, resolver: Resolver, beam: int = 4, threads: int | None = None, compute_type: str = "int8"
    ) -> None:
        """`threads` batches are translated at a time, one core each; by default as many as there are cores.

        `compute_type` is CTranslate2's, as in ``int8`` or ``float32``.
        """
        super().__init__(resolver, beam)
        self._threads = threads or cores()
        self._compute_type = compute_type

    @property
    def name(self) -> str:
        """``ctranslate``."""
        return "ctranslate"

    def _precision(self) -> str:
        return self._compute_type

    def _open(self, model: Model) -> Decoder:
        import ctranslate2

        # A core a batch beats all cores on one: sentences are short, and synchronising costs more than it gains.
        try:
            translator = ctranslate2.Translator(
                str(model.folder),
                device="cpu",
                compute_type=self._compute_type,
                inter_threads=self._threads,
                intra_threads=1,
            )
        except (RuntimeError, ValueError, OSError) as error:
            reason = (str(error).strip().splitlines() or ["unknown reason"])[0]
            raise ModelError(f"{model.folder}: CTranslate2 cannot load the model ({reason})") from error
        return CTranslateDecoder(translator, self._threads)


class CTranslateDecoder:
    """A loaded CTranslate2 model."""

    def __init__(self, translator: Any, threads: int = 1) -> None:
        self._translator = translator
        self._threads = threads

    def decode(self, sources: Sequence[Sequence[str]], settings: Settings, hypotheses: int) -> list[list[Hypothesis]]:
        """See Decoder."""
        running = [
            (
                batch,
                self._translator.translate_batch(
                    [list(sources[index]) for index in batch],
                    asynchronous=True,
                    beam_size=max(settings.beam, hypotheses),
                    num_hypotheses=hypotheses,
                    length_penalty=1.0,
                    repetition_penalty=settings.repetition_penalty,
                    no_repeat_ngram_size=settings.no_repeat_ngram,
                    min_decoding_length=settings.min_length,
                    max_decoding_length=output_limit(len(sources[batch[0]])),
                    max_input_length=0,
                    disable_unk=True,
                    return_scores=True,
                    return_end_token=True,
                ),
            )
            for batch in self._batches([len(source) for source in sources])
        ]
        results: list[list[Hypothesis]] = [[] for _ in sources]
        for batch, waiting in running:
            for index, result in zip(batch, waiting, strict=True):
                made = result.result()
                results[index] = [
                    _hypothesis(tokens, score) for tokens, score in zip(made.hypotheses, made.scores, strict=True)
                ]
        return results

    def force(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[list[float]]:
        """See Decoder."""
        lengths = [max(len(source), len(target) + 1) for source, target in zip(sources, targets, strict=True)]
        running = [
            (
                batch,
                self._translator.score_batch(
                    [list(sources[index]) for index in batch],
                    [list(targets[index]) for index in batch],
                    asynchronous=True,
                    max_input_length=0,
                ),
            )
            for batch in self._batches(lengths)
        ]
        results: list[list[float]] = [[] for _ in sources]
        for batch, waiting in running:
            for index, result in zip(batch, waiting, strict=True):
                results[index] = list(result.result().log_probs)
        return results

    def _batches(self, lengths: Sequence[int]) -> list[list[int]]:
        share = -(-sum(lengths) // self._threads)
        return list(batches(lengths, min(TOKENS, max(64, share))))


def _hypothesis(tokens: Sequence[str], score: float) -> Hypothesis:
    finished = bool(tokens) and tokens[-1] == EOS
    return Hypothesis(tuple(tokens[:-1] if finished else tokens), score, finished)
