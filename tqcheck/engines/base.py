"""What every translation engine offers: translating a batch, and scoring given translations token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

CHUNK = 256
"""Segments of one engine call: enough for full batches, few enough for a progress bar and flat memory."""


class Pair(NamedTuple):
    """A translation direction, as ISO 639-1 codes."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"

    @property
    def back(self) -> Pair:
        """The opposite direction."""
        return Pair(self.target, self.source)


@dataclass(frozen=True, slots=True)
class Translation:
    """The best hypothesis for one text."""

    text: str
    score: float
    """The mean natural log-probability a target token (the end of sentence counted)."""
    alternatives: tuple[str, ...] = ()
    """The further hypotheses of the beam, best first, as many as were asked for and differ from `text`."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A text that the engine could not translate or score, and why, in words for an editor."""

    reason: str
    harmless: bool = False
    """Whether there was nothing to translate (a number, a URL, code)."""


@dataclass(frozen=True, slots=True)
class TokenLogProb:
    """The natural log-probability of the target token that stands at ``target[start:end]``."""

    start: int
    end: int
    logprob: float


@dataclass(frozen=True, slots=True)
class Forced:
    """A given target scored against its source by forced decoding."""

    tokens: tuple[TokenLogProb, ...]
    """In order; the spans do not overlap and cover every token that has characters of its own."""
    end: float = field(default=0.0)
    """The log-probability that the sentence ends where it does."""

    @property
    def mean(self) -> float:
        """The mean log-probability a token, the end of sentence counted."""
        return (sum(token.logprob for token in self.tokens) + self.end) / (len(self.tokens) + 1)


@runtime_checkable
class Engine(Protocol):
    """Translates and scores. Output order and length equal the input's, whatever the batching inside."""

    @property
    def name(self) -> str:
        """The engine's name in reports, as in ``ctranslate``."""

    def identity(self, pair: Pair) -> str:
        """Engine, model checksum and decoding settings for `pair`: equal identities give equal answers.

        Raises ModelError where no model serves the pair.
        """

    def notes(self, pair: Pair) -> tuple[str, ...]:
        """What a reader of the figures must know of the models for `pair`; raises as `identity`."""

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        """The best translation of each text, with up to ``hypotheses - 1`` alternatives.

        Raises ModelError where no model serves the pair, EngineError where the engine fails.
        """

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        """The log-probability of each token of ``targets[i]`` given ``sources[i]`` (forced decoding).

        Raises ValueError where the two differ in length, otherwise as `translate`.
        """
