"""One loaded model that decodes tokens, whatever library runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Settings:
    """How the beam is searched."""

    beam: int = 4
    repetition_penalty: float = 1.0
    """Above 1: tokens that have been written lose."""
    no_repeat_ngram: int = 0
    """No sequence of so many tokens twice; 0: no such limit."""
    min_length: int = 0
    """The fewest tokens of an output, the end of sentence not counted."""

    def firmer(self) -> Settings:
        """The settings for a second try, after an output that loops, stops at once or runs away."""
        return Settings(self.beam + 4, 1.2, 4, 1)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One output of the beam."""

    tokens: tuple[str, ...]
    """Without the end of sentence."""
    score: float
    """The mean natural log-probability a token, the end of sentence counted."""
    finished: bool
    """Whether the model ended the sentence itself; otherwise the length limit did."""


class Decoder(Protocol):
    """Decodes for one direction. The sources are complete: tag first, end of sentence last."""

    def decode(self, sources: Sequence[Sequence[str]], settings: Settings, hypotheses: int) -> list[list[Hypothesis]]:
        """The best hypotheses of each source, best first, at most `hypotheses`."""

    def force(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[list[float]]:
        """The log-probability of each target token and, last, of the end of sentence."""
