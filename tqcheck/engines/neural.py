"""What the engines with a neural model have in common: tokens, guards, second tries, clauses, pivots."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import ClassVar, TypeGuard

from tqcheck.engines.base import Forced, Pair, Refusal, Translation
from tqcheck.engines.batches import MOST_TOKENS
from tqcheck.engines.decoder import Decoder, Hypothesis, Settings
from tqcheck.engines.guards import flaw, lost, nothing_to_translate
from tqcheck.engines.model import Kind, Model, Resolver
from tqcheck.engines.parts import Part, between, joined, split
from tqcheck.engines.tokens import Tokeniser
from tqcheck.errors import EngineError

# Raised whenever guards, splitting or decoding change what comes out for equal models and settings.
_REVISION = 1


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokeniser: Tokeniser
    decoder: Decoder


class NeuralEngine(ABC):
    """An Engine over the models that a resolver finds; each is loaded when it is first needed.

    Safe for threads as far as the decoders are.
    """

    kind: ClassVar[Kind]
    """What model folders the engine reads."""

    def __init__(self, resolver: Resolver, beam: int = 4) -> None:
        if beam < 1:
            raise ValueError(f"a beam of {beam}")
        self._resolver = resolver
        self._settings = Settings(beam)
        self._loaded: dict[Model, _Loaded] = {}
        self._lock = threading.Lock()

    @property
    @abstractmethod
    def name(self) -> str:
        """The engine's name in reports."""

    @abstractmethod
    def _open(self, model: Model) -> Decoder:
        """Load the weights of `model`. Raises ModelError where they are missing or damaged."""

    def _precision(self) -> str:
        return "float32"

    def models(self, pair: Pair) -> tuple[Model, ...]:
        """The models that serve `pair`: one, or those of a pivot in order. Raises ModelError where none does."""
        return self._resolver.resolve(pair, self.kind)

    def identity(self, pair: Pair) -> str:
        """Engine, precision, beam, and name and checksum of each model; raises as `models`."""
        models = " ".join(f"{model.name}@{model.checksum[:16]}" for model in self.models(pair))
        return f"{self.name}/{_REVISION} {self._precision()} beam={self._settings.beam} {models}"

    def notes(self, pair: Pair) -> tuple[str, ...]:
        """What a reader of the figures must know of the models; raises as `models`."""
        return tuple(model.note for model in self.models(pair) if model.note)

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        """Each text's translation; a text without words is its own translation, with a score of 0.

        Through a pivot the score is the sum of both legs' scores, and the alternatives are the second leg's.
        """
        results: dict[str, Translation | Refusal] = {text: Translation(text, 0.0) for text in texts}
        waiting = [text for text in results if not nothing_to_translate(text)]
        models = self.models(pair)
        for leg, model in enumerate(models, 1):
            done = {text: outcome for text in waiting if isinstance(outcome := results[text], Translation)}
            made = self._leg(
                model, [outcome.text for outcome in done.values()], hypotheses if leg == len(models) else 1
            )
            for (text, before), after in zip(done.items(), made, strict=True):
                results[text] = replace(after, score=before.score + after.score) if _is_translation(after) else after
        return [results[text] for text in texts]

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        """Forced decoding; through a pivot, of the target given the source's translation into the pivot language.

        A target without words is refused as harmless. Pieces that share a character are scored as one token.
        """
        if len(sources) != len(targets):
            raise ValueError(f"{len(sources)} sources for {len(targets)} targets")
        *before, last = self.models(pair)
        asked = dict.fromkeys(zip(sources, targets, strict=True))
        results: dict[tuple[str, str], Forced | Refusal] = {}
        given: dict[tuple[str, str], str] = {}
        for both in asked:
            if nothing_to_translate(both[1]):
                results[both] = Refusal("there is no word to score", harmless=True)
            elif not both[0].strip():
                results[both] = Refusal("there is no source text to score against")
            else:
                given[both] = both[0]
        for model in before:
            bridges = self._leg(model, list(given.values()), 1)
            for both, bridge in zip(list(given), bridges, strict=True):
                if isinstance(bridge, Refusal):
                    results[both] = bridge
                    del given[both]
                else:
                    given[both] = bridge.text
        forced = self._force(last, list(given.values()), [target for _, target in given])
        results |= zip(given, forced, strict=True)
        return [results[both] for both in zip(sources, targets, strict=True)]

    def _leg(self, model: Model, texts: Sequence[str], hypotheses: int) -> list[Translation | Refusal]:
        """Translate with one model. Sentences that it cannot take whole go through clause by clause."""
        if not texts:
            return []
        tokeniser = self._get(model).tokeniser
        sources = tokeniser.source(texts)
        clauses = [
            [text] if len(source) <= model.longest else split(tokeniser, text, len(source), model)
            for text, source in zip(texts, sources, strict=True)
        ]
        parts = dict.fromkeys(part for text in clauses for part in text)
        whole = {text[0] for text in clauses if len(text) == 1}
        made: dict[str, Part | Refusal] = {}
        for some, wanted in ((whole, hypotheses), (parts.keys() - whole, 1)):
            these = [part for part in parts if part in some]
            made |= zip(these, self._guarded(model, these, wanted), strict=True)
        return [_outcome(joined([made[part] for part in text], model.pair)) for text in clauses]

    def _guarded(self, model: Model, texts: Sequence[str], hypotheses: int) -> list[Part | Refusal]:
        """Translate; what comes out wrong is tried once more in another way, then refused."""
        results = self._decode(model, texts, self._settings, hypotheses)
        wrong = [index for index, result in enumerate(results) if isinstance(result, Refusal)]
        firmer: list[int] = []
        for index in wrong:
            stretches = self._get(model).tokeniser.unknown(texts[index])
            if stretches:
                results[index] = self._around(model, texts[index], stretches)
            else:
                firmer.append(index)
        second = self._decode(model, [texts[index] for index in firmer], self._settings.firmer(), hypotheses)
        for index, result in zip(firmer, second, strict=True):
            results[index] = result
        return results

    def _around(self, model: Model, text: str, stretches: Sequence[tuple[int, int]]) -> Part | Refusal:
        """Translate what stands around the stretches that the model cannot read, which stay as they are."""
        pieces = between(text, stretches)
        plain = [piece for piece, known in pieces if known and not nothing_to_translate(piece)]
        if not plain:
            return Refusal("the model does not know the characters of the sentence")
        made = dict(zip(plain, self._decode(model, plain, self._settings, 1), strict=True))
        return joined([made.get(piece, Part(Translation(piece, 0.0), 0)) for piece, _ in pieces], model.pair)

    def _decode(self, model: Model, texts: Sequence[str], settings: Settings, hypotheses: int) -> list[Part | Refusal]:
        if not texts:
            return []
        loaded = self._get(model)
        sources = loaded.tokeniser.source(texts)
        fit = [index for index, source in enumerate(sources) if len(source) <= MOST_TOKENS]
        results: list[Part | Refusal] = [Refusal("the sentence is too long to translate")] * len(texts)
        with _failures(self.name):
            beams = loaded.decoder.decode([sources[index] for index in fit], settings, hypotheses)
            if settings != self._settings:
                beams = _rescored(loaded.decoder, [sources[index] for index in fit], beams)
        for index, beam in zip(fit, beams, strict=True):
            results[index] = _chosen(loaded.tokeniser, texts[index], beam, model.pair)
        return results

    def _force(self, model: Model, sources: Sequence[str], targets: Sequence[str]) -> list[Forced | Refusal]:
        if not sources:
            return []
        loaded = self._get(model)
        given, wanted = loaded.tokeniser.source(sources), loaded.tokeniser.target(targets)
        results: list[Forced | Refusal] = [Refusal("the sentence is too long to score")] * len(sources)
        fit = [at for at in range(len(given)) if max(len(given[at]), len(wanted[at].tokens)) <= MOST_TOKENS]
        with _failures(self.name):
            forced = loaded.decoder.force([given[at] for at in fit], [wanted[at].tokens for at in fit])
        for at, (*tokens, end) in zip(fit, forced, strict=True):
            results[at] = Forced(wanted[at].scored(tokens), end)
        return results

    def _get(self, model: Model) -> _Loaded:
        with self._lock:
            if model not in self._loaded:
                self._loaded[model] = _Loaded(Tokeniser(model), self._open(model))
            return self._loaded[model]


@contextmanager
def _failures(name: str) -> Iterator[None]:
    """What the library underneath throws, as one line."""
    try:
        yield
    except (RuntimeError, MemoryError, ValueError, OSError) as error:
        detail = str(error).strip().splitlines()
        raise EngineError(f"the engine {name} failed: {detail[0] if detail else type(error).__name__}") from error


def _rescored(
    decoder: Decoder, sources: Sequence[Sequence[str]], beams: Sequence[Sequence[Hypothesis]]
) -> list[list[Hypothesis]]:
    """The hypotheses with the model's own scores: penalties in the search have no place in them."""
    each = [(source, hypothesis) for source, beam in zip(sources, beams, strict=True) for hypothesis in beam]
    forced = iter(decoder.force([source for source, _ in each], [hypothesis.tokens for _, hypothesis in each]))
    return [
        [replace(hypothesis, score=sum(logprobs := next(forced)) / len(logprobs)) for hypothesis in beam]
        for beam in beams
    ]


def _is_translation(outcome: Translation | Refusal) -> TypeGuard[Translation]:
    return isinstance(outcome, Translation)


def _chosen(tokeniser: Tokeniser, text: str, beam: Sequence[Hypothesis], pair: Pair) -> Part | Refusal:
    """The best hypothesis with its alternatives, or why it is no translation."""
    outputs = [tokeniser.text(hypothesis.tokens) for hypothesis in beam]
    reasons = [
        flaw(text, output, pair, hypothesis.finished) or lost(text, output)
        for output, hypothesis in zip(outputs, beam, strict=True)
    ]
    if reasons[0] is not None:
        return Refusal(reasons[0])
    sound = dict.fromkeys(output for output, reason in zip(outputs, reasons, strict=True) if reason is None)
    best, *others = sound
    return Part(Translation(best, beam[0].score, tuple(others)), len(beam[0].tokens) + 1)


def _outcome(part: Part | Refusal) -> Translation | Refusal:
    return part if isinstance(part, Refusal) else part.translation
