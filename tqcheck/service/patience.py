"""An engine that gives up when its time is over, so that one text cannot hold the model for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from tqcheck.engines.base import Engine, Forced, Pair, Refusal, Translation
from tqcheck.errors import EngineError

_PART = 32
"""Texts between two looks at the clock."""

Made = TypeVar("Made")


class PatientEngine:
    """Works for at most `seconds` after `begin`; later texts are refused, and so reported as not judged."""

    def __init__(self, engine: Engine, seconds: float, clock: Callable[[], float] = time.monotonic):
        self._engine = engine
        self._seconds = seconds
        self._clock = clock
        self._until = float("inf")

    def begin(self) -> None:
        """Count the time from now on."""
        self._until = self._clock() + self._seconds

    @property
    def name(self) -> str:
        """The name of the engine inside."""
        return self._engine.name

    def identity(self, pair: Pair) -> str:
        """See Engine."""
        return self._engine.identity(pair)

    def notes(self, pair: Pair) -> tuple[str, ...]:
        """See Engine."""
        return self._engine.notes(pair)

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        """See Engine."""
        return self._within(len(texts), lambda part: self._engine.translate(texts[part], pair, hypotheses))

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        """See Engine."""
        return self._within(len(sources), lambda part: self._engine.score(sources[part], targets[part], pair))

    def _within(self, count: int, work: Callable[[slice], list[Made | Refusal]]) -> list[Made | Refusal]:
        results: list[Made | Refusal] = []
        for at in range(0, count, _PART):
            part = slice(at, min(count, at + _PART))
            if self._clock() < self._until:
                results += work(part)
            elif not results:
                raise EngineError(self._reason)
            else:
                results += [Refusal(self._reason)] * (part.stop - part.start)
        return results

    @property
    def _reason(self) -> str:
        return f"The text is too long for the time that one check may take, {self._seconds:g} seconds."
