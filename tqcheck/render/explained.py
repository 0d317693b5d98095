"""What each feature added to a sentence's fidelity, in words, for ``--explain``."""

from __future__ import annotations

from collections.abc import Mapping

from tqcheck.fidelity.interval import ADDED, HIGH, LOW
from tqcheck.report import Judged

_NAMES = {
    "adequacy": "follows from the source",
    "gap": "near the model's own best",
    "form": "capitals and spacing",
    "source": "the source can be told",
    "fluency": "fluent",
    "agreement": "shared with the model's own",
    "back": "comes back",
    "way": "sure way back",
    "case": "capitals as in the source",
    "known": "words in the dictionary",
    "numbers": "numbers as in the source",
    "slips": "no doubled words, same end",
    "length": "length",
    "meaning": "meaning",
    "echo": "meaning that comes back",
}
_LEAST = 0.5


def explained(outcome: Judged) -> str:
    """As in ``62 (27 to 97): 60 on average, follows from the source +4, fluent −2``; ``""`` without coefficients."""
    added = contributions(outcome.metrics)
    if not added or outcome.fidelity is None:
        return ""
    parts = [f"{outcome.fidelity - sum(added.values()):.0f} on average"]
    for name, points in sorted(added.items(), key=lambda one: -abs(one[1])):
        if abs(points) >= _LEAST:
            parts.append(f"{_NAMES.get(name, name)} {'+' if points > 0 else '−'}{abs(points):.0f}")
    low, high = (outcome.metrics[key] for key in (LOW, HIGH))
    return f"{outcome.fidelity:.0f} ({low:.0f} to {high:.0f}): {', '.join(parts)}"


def contributions(metrics: Mapping[str, float]) -> dict[str, float]:
    """By feature the points that it added."""
    return {name.removeprefix(ADDED): value for name, value in metrics.items() if name.startswith(ADDED)}
