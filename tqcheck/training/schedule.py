"""The learning rate over a training, and how long that goes on."""

from __future__ import annotations

import math
from dataclasses import dataclass

_LOWEST = 0.02


@dataclass(frozen=True, slots=True)
class Schedule:
    """Warm-up, a plateau, the inverse square root (Vaswani et al. 2017), and at the end of a run a linear cool-down."""

    rate: float = 6e-4
    """The highest."""
    warm_up: int = 300
    """Steps until the rate is at its highest."""
    plateau: int = 1500
    """The step from which on it falls with the inverse square root."""
    steps: int | None = None
    """The step at which the training ends, all runs counted; None: it has no such end."""
    minutes: float | None = None
    """How long a run goes on; None: it has no such limit."""
    cool_down: float = 0.25
    """The share of a run, at its end, that the rate falls in, to almost nothing."""

    def over(self, step: int, elapsed: float) -> bool:
        """Whether a run ends before `step`, `elapsed` seconds after its start."""
        return self._left(step, elapsed) <= 0

    def at(self, step: int, elapsed: float) -> float:
        """The rate at `step`, `elapsed` seconds into a run."""
        rate = self.rate * min((step + 1) / max(self.warm_up, 1), 1.0, math.sqrt(self.plateau / (step + 1)))
        left = self._left(step, elapsed)
        return rate * max(left / self.cool_down, _LOWEST) if left < self.cool_down else rate

    def _left(self, step: int, elapsed: float) -> float:
        """The share that is left, of all steps or of this run's time; the end that comes first counts."""
        shares = [1.0]
        if self.steps is not None:
            shares.append((self.steps - step) / max(self.steps, 1))
        if self.minutes is not None:
            shares.append(1 - elapsed / (60 * self.minutes) if self.minutes else 0.0)
        return min(shares)
