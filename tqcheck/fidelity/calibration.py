"""The human judgement to be expected of a translation, out of its features, by coefficients fitted on judgements."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tqcheck.fidelity.words import WORD_FEATURES, WordModel

"""The names under which a sentence's metrics hold its interval, and what each feature added."""

_WIDE = 2.0
"""How much wider an interval is where a sentence is shorter or longer than those that the fit has seen."""
_NORMAL = 1.96


@dataclass(frozen=True, slots=True)
class Expected:
    """The human judgement that is expected, 0 to 100: the share of the words that an editor would leave alone."""

    score: float
    low: float
    high: float
    """The 95% interval of the judgement of one sentence."""
    spread: float
    """The standard deviation behind it."""
    added: Mapping[str, float]
    """By feature the points that it added to the score of a sentence with average features; they sum to the rest."""


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic model of the features: never falling in any of them, since no weight is negative."""

    name: str
    """``source`` or ``round-trip``."""
    pair: str
    """The direction of the translation, as in ``fr-en``."""
    meaning: bool
    """Whether it has the feature ``meaning``."""
    intercept: float
    weight: Mapping[str, float]
    mean: Mapping[str, float]
    low: Mapping[str, float]
    """The lowest value that the fit has seen of each feature; lower ones are taken for it."""
    high: Mapping[str, float]
    spread: float
    words: tuple[int, int]
    """The lengths in words that the fit has seen."""
    word_model: WordModel
    """Of the feature ``kept``, and of the doubted words."""

    def expect(self, features: Mapping[str, float], words: int) -> Expected:
        """The judgement to be expected. Raises KeyError where a feature of the head is missing.

        What each feature added is its integrated gradient (Sundararajan et al. 2017) on the straight way from the
        average, which sums to the difference exactly.
        """
        steps = {
            name: weight * (min(self.high[name], max(self.low[name], features[name])) - self.mean[name])
            for name, weight in self.weight.items()
        }
        whole = sum(steps.values())
        base, score = _logistic(self.intercept), _logistic(self.intercept + whole)
        slope = (score - base) / whole if abs(whole) > 1e-9 else base * (100 - base) / 100
        spread = self.spread * (1.0 if self.words[0] <= words <= self.words[1] else _WIDE)
        return Expected(
            score,
            max(0.0, score - _NORMAL * spread),
            min(100.0, score + _NORMAL * spread),
            spread,
            {name: slope * step for name, step in steps.items()},
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted heads, and what they were fitted with."""

    fitted: str
    """The day."""
    data: str
    models: tuple[str, ...]
    """Name and checksum of each model whose figures were fitted; of others the coefficients say nothing."""
    heads: tuple[Head, ...]

    def head(self, pair: str, given: bool, meaning: bool, identities: Sequence[str]) -> Head | None:
        """The head for a direction, with a source or without, with embeddings or without; ``None`` where none fits.

        `identities` are those of the engine for both directions (`Engine.identity`).
        """
        if not all(any(model in identity.split() for model in self.models) for identity in identities):
            return None
        name = "source" if given else "round-trip"
        fit = [head for head in self.heads if (head.name, head.pair) == (name, pair) and (meaning or not head.meaning)]
        return max(fit, key=lambda head: head.meaning, default=None)


@cache
def calibration() -> Calibration:
    """The coefficients in the package."""
    import tomllib
    from importlib.resources import files

    return parse(tomllib.loads((files("tqcheck.fidelity") / "calibration.toml").read_text("utf-8")))


def parse(table: Mapping[str, Any]) -> Calibration:
    """The coefficients of a file; KeyError or TypeError where something is missing."""
    models = {one["name"]: _word_model(one) for one in table["words"]}
    heads = tuple(_head(one, models[one["name"]]) for one in table["head"])
    return Calibration(str(table["fitted"]), table["data"], tuple(table["models"]), heads)


def _word_model(table: Mapping[str, Any]) -> WordModel:
    weight = {name: float(table["features"][name]) for name in WORD_FEATURES}
    return WordModel(table["name"], table["intercept"], weight, table["doubted"])


def _head(table: Mapping[str, Any], word_model: WordModel) -> Head:
    features: Mapping[str, Mapping[str, float]] = table["features"]
    columns = ({name: float(one[key]) for name, one in features.items()} for key in ("weight", "mean", "low", "high"))
    weight, mean, low, high = columns
    first, last = table["words"]
    return Head(
        table["name"],
        table["pair"],
        table["meaning"],
        table["intercept"],
        weight,
        mean,
        low,
        high,
        table["spread"],
        (first, last),
        word_model,
    )


def _logistic(z: float) -> float:
    return 100 / (1 + math.exp(-max(-30.0, min(30.0, z))))
