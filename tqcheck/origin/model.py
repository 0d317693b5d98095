"""The fitted weights behind the detector, read from one JSON file when they are first needed."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("model.json")
SCALE = 1000
"""Weights of patterns are kept as whole thousandths, which makes the file a third as long."""

_PHRASE = math.log(2)
_OWN = math.log(3)
_MOST = 4
"""Phrases of one language that count."""

Curve = Sequence[tuple[float, float]]
"""Values by number of sentences, ascending; between two of them by the logarithm of the number."""


@dataclass(frozen=True, slots=True)
class Head:
    """A linear model of the means of the sentences' measures."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    slopes: Curve
    """What the score is multiplied by to be the logarithm of calibrated odds."""
    thresholds: Curve
    """The logarithm of the odds, with those of the phrases, that 1 in 100 native texts reach."""

    def odds(self, measures: Mapping[str, float], sentences: int) -> float:
        """The logarithm of the calibrated odds that a text of so many sentences is a machine translation.

        Even odds beforehand. A measure that is missing counts as the mean.
        """
        score = self.bias + sum(
            weight * (measures.get(name, mean) - mean) / scale
            for name, mean, scale, weight in zip(self.names, self.means, self.scales, self.weights, strict=True)
        )
        return score * at(self.slopes, sentences)


@dataclass(frozen=True, slots=True)
class Languages:
    """What the means of the patterns' weights say of the language."""

    names: tuple[str, ...]
    slopes: Curve

    def shares(self, means: Sequence[float], phrases: Mapping[str, int], sentences: int) -> dict[str, float]:
        """The probability of each language, given that the text is a translation from one of them.

        `means` are those of the patterns' weights, `phrases` the number of phrases taken over from each.
        """
        slope = at(self.slopes, sentences)
        scores = [
            slope * mean + _OWN * min(_MOST, phrases.get(name, 0)) for name, mean in zip(self.names, means, strict=True)
        ]
        most = max(scores)
        powers = [math.exp(score - most) for score in scores]
        whole = sum(powers)
        return {name: power / whole for name, power in zip(self.names, powers, strict=True)}


@dataclass(frozen=True, slots=True)
class Model:
    """All that was fitted for English."""

    patterns: Mapping[str, tuple[float, ...]]
    """What each pattern of a sentence speaks for: translation, then each language of `languages`."""
    style: Mapping[str, tuple[float, ...]]
    """What each pattern speaks for where a person and a machine say the same."""
    changes: Mapping[str, tuple[float, ...]]
    """What each change on the way back speaks for."""
    biases: tuple[float, ...]
    """What is added to the sums of `patterns` a sentence, a column each."""
    surface: Head
    full: Head
    languages: Languages
    native: Mapping[str, tuple[float, float]]
    """Mean and standard deviation a sentence of what native authors write, by measure."""
    rates: Mapping[str, float]
    """How often a pattern stands in a native sentence."""
    fitted: Mapping[str, str]
    """What it was fitted with: the identity of the engine, the data."""


@cache
def load(path: Path = PATH) -> Model:
    """The model at `path`. Raises OSError, ValueError or KeyError where there is none or it is damaged."""
    raw = json.loads(path.read_text("utf-8"))
    languages = raw["languages"]
    return Model(
        {name: tuple(value / SCALE for value in values) for name, values in raw["patterns"].items()},
        {name: (value / SCALE,) for name, value in raw["style"].items()},
        {name: (value / SCALE,) for name, value in raw["changes"].items()},
        tuple(raw["biases"]),
        _head(raw["surface"]),
        _head(raw["full"]),
        Languages(tuple(languages["names"]), languages["slopes"]),
        {name: (mean, spread) for name, (mean, spread) in raw["native"].items()},
        raw["rates"],
        raw["fitted"],
    )


def _head(raw: Mapping[str, Any]) -> Head:
    return Head(
        tuple(raw["names"]),
        tuple(raw["means"]),
        tuple(raw["scales"]),
        tuple(raw["weights"]),
        raw["bias"],
        raw["slopes"],
        raw["thresholds"],
    )


def at(curve: Curve, sentences: int) -> float:
    """The value of a curve for so many sentences; beyond its ends that of the end."""
    place = bisect_left([size for size, _ in curve], sentences)
    if place == 0:
        return curve[0][1]
    if place == len(curve):
        return curve[-1][1]
    (n1, v1), (n2, v2) = curve[place - 1], curve[place]
    share = math.log(sentences / n1) / math.log(n2 / n1)
    return v1 + share * (v2 - v1)


def phrase_odds(found: Mapping[str, int]) -> float:
    """What phrases taken over word for word add to the logarithm of the odds of translation; 0 without any.

    A fixed weight, twice the odds a phrase, for the engines in the data hardly make such: 997 native sentences of
    FLORES hold none, their translations from French two in 4,000, a raw machine translation of a news article ten.
    """
    return _PHRASE * sum(min(_MOST, number) for number in found.values())


def logistic(value: float) -> float:
    """The probability whose logarithmic odds are `value`."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))
