"""Fits the weights of the detector of origin; engines that score a sentence have never been seen with it."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from tqcheck.origin.measures import Weights, counted, round_trip, styled, weighed
from tqcheck.origin.model import SCALE, phrase_odds
from tqcheck.origin.patterns import differences
from tqcheck.report import Judged
from tqcheck.training.origin_data import FLORES, HUMAN, LANGUAGES, Sample

FOLDS = 3
PACKS = ("fr", "de", "es", "it")
LINES = 20
"""Distinct sentences that a pattern must stand in: one that stands in fewer tells their topic."""
SIZES = (1, 2, 3, 5, 7, 10, 15, 25)
DRAWN = 600
_SPARED = 0.995
"""The share of native texts under the threshold: twice as strict as promised, since it is seen on few sentences."""

Array = Any


class Features:
    """The features of all samples as arrays: what costs time once, whatever is fitted to them afterwards."""

    def __init__(
        self,
        samples: Sequence[Sample],
        judgements: Sequence[Judged | None],
        phrases: Sequence[Counter[str]],
        style: Weights = MappingProxyType({}),
    ) -> None:
        """`style` is what `tqcheck.training.origin_style` learnt: the same for all folds, since it saw no sample."""
        self.samples = list(samples)
        self.judged = list(judgements)
        found = [counted(sample.text) for sample in samples]
        self.patterns, self.names = table(found, [sample.line for sample in samples], LINES)
        self.style_weights = style
        self.style = np.array([weighed(styled(sample.text), style) for sample in samples])
        known = [
            at for at, one in enumerate(judgements) if one is not None and round_trip(one, {}, {}, style) is not None
        ]
        self.known = np.zeros(len(samples), bool)
        self.known[known] = True
        backs = {at: one.round_trip or "" for at in known if (one := judgements[at])}
        vocabulary = {name: at for at, name in enumerate(self.names)}
        self.backs, _ = table([counted(backs.get(at, "")) for at in range(len(samples))], None, LINES, vocabulary)
        self.changes, self.change_names = table(
            [
                {k: min(v, 3) for k, v in differences(sample.text, backs[at])[0].items()} if at in backs else {}
                for at, sample in enumerate(samples)
            ],
            [sample.line for sample in samples],
            LINES,
        )
        rows = [round_trip(one, {}, {}, style) if one is not None else None for one in judgements]
        self.trip_names = tuple(next(row for row in rows if row))
        self.trips = np.array(
            [[row[name] for name in self.trip_names] if row else [0.0] * len(self.trip_names) for row in rows]
        )
        self.phrases = np.array([[some[pack] for pack in PACKS] for some in phrases], float)
        self.system = np.array([sample.system for sample in samples])
        self.language = np.array([sample.language for sample in samples])
        self.domain = np.array([sample.domain for sample in samples])
        self.line = np.array([sample.line for sample in samples])
        self.translated = (self.system != HUMAN).astype(int)
        rng = np.random.default_rng(7)
        lines = sorted(set(self.line))
        fold = dict(zip(lines, rng.permutation(len(lines)) % FOLDS, strict=True))
        self.fold = np.array([fold[line] for line in self.line])


@dataclass(slots=True)
class Stage:
    """Scores of every sentence by models that saw neither its line nor its engine, and the models fitted to all."""

    patterns: Array
    drift: Array
    changes: Array
    languages: Array
    pattern_model: Any
    change_model: Any
    language_model: Any


def stage(features: Features, train: Array, test: Array | None = None) -> Stage:
    """Fit the pattern models on `train`; score its rows crosswise and the rows of `test` with the final models."""
    n = len(features.samples)
    score, drift, change = np.zeros(n), np.zeros(n), np.zeros(n)
    language = np.zeros((n, len(LANGUAGES)))
    engines = sorted(set(features.system[train]) - {HUMAN})
    human = features.system == HUMAN
    for fold in range(FOLDS):
        held = train & (features.fold == fold)
        if not held.any():
            continue
        for engine in engines:
            some = train & (features.fold != fold) & (features.system != engine)
            share = 1 / len(engines)
            model, other = (
                _binary(features, some, features.patterns, 0.01),
                _binary(features, some & features.known, features.changes, 0.02),
            )
            for rows, weight in ((held & (features.system == engine), 1.0), (held & human, share)):
                if not rows.any():
                    continue
                score[rows] += weight * model.decision_function(features.patterns[rows])
                drift[rows] += weight * (features.backs[rows] @ model.coef_[0])
                change[rows] += weight * (features.changes[rows] @ other.coef_[0])
        language[held] = _languages(features, train & (features.fold != fold)).decision_function(
            features.patterns[held]
        )
    final = _binary(features, train, features.patterns, 0.01)
    final_changes = _binary(features, train & features.known, features.changes, 0.02)
    final_languages = _languages(features, train)
    if test is not None:
        score[test] = final.decision_function(features.patterns[test])
        drift[test] = features.backs[test] @ final.coef_[0]
        change[test] = features.changes[test] @ final_changes.coef_[0]
        language[test] = final_languages.decision_function(features.patterns[test])
    return Stage(score, drift, change, language, final, final_changes, final_languages)


def rows_of(features: Features, stage: Stage) -> tuple[dict[str, Array], dict[str, Array]]:
    """The columns that the two heads read, by name: of the surface, and with the way there and back."""
    surface = {"patterns": stage.patterns, "style": features.style}
    trips = {name: features.trips[:, at] for at, name in enumerate(features.trip_names)}
    full = surface | trips | {"drift": stage.drift, "changes": stage.changes}
    return surface, full


def head(
    columns: Mapping[str, Array], features: Features, train: Array, domains: Iterable[str] | None = None
) -> dict[str, Any]:
    """Fit a linear model to the means over ten sentences, then its calibration and its threshold by size."""
    from sklearn.linear_model import LogisticRegression

    wanted = sorted(set(domains or features.domain[train]))
    names = list(columns)
    table = np.stack([columns[name] for name in names], 1)
    rng = np.random.default_rng(11)

    def model(rows: Array) -> tuple[Array, Array, Array, float]:
        means, targets = [], []
        for _domain, engine, some in _groups(features, rows, wanted):
            number = DRAWN // 3 * (len(set(features.system[rows])) - 1 if engine == HUMAN else 1)
            for members in _draw(rng, some, 10, number):
                means.append(table[members].mean(0))
                targets.append(int(engine != HUMAN))
        x = np.array(means)
        centre, scale = x.mean(0), x.std(0) + 1e-9
        fitted = LogisticRegression(C=0.05, max_iter=500, class_weight="balanced").fit((x - centre) / scale, targets)
        return centre, scale, fitted.coef_[0], float(fitted.intercept_[0])

    scores: dict[int, list[tuple[str, int, Array, Array]]] = defaultdict(list)
    for fold in sorted(set(features.fold[train])):
        centre, scale, weights, bias = model(train & (features.fold != fold))
        for domain, engine, some in _groups(features, train & (features.fold == fold), wanted):
            for size in SIZES:
                drawn = _draw(rng, some, size, DRAWN)
                x = np.array([table[members].mean(0) for members in drawn])
                found = odds_of_phrases(features, drawn)
                scores[size].append((domain, int(engine != HUMAN), (x - centre) / scale @ weights + bias, found))
    centre, scale, weights, bias = model(train)
    slopes = {size: _slope(scores[size]) for size in SIZES}
    thresholds = {
        # The strictest of the sets decides, so that no kind of native text is accused more often.
        size: max(
            float(
                np.quantile(
                    np.concatenate([slopes[size] * s + p for d, t, s, p in scores[size] if not t and d == one]), _SPARED
                )
            )
            for one in wanted
        )
        for size in SIZES
    }
    # More of the same text is no ground for a milder judge.
    limits = np.maximum.accumulate([thresholds[size] for size in SIZES])
    return {
        "names": names,
        "means": _rounded(centre),
        "scales": _rounded(scale),
        "weights": _rounded(weights),
        "bias": round(bias, 5),
        "slopes": [[size, slope] for size, slope in slopes.items()],
        "thresholds": [[size, round(float(value), 4)] for size, value in zip(SIZES, limits, strict=True)],
    }


def odds_of_phrases(features: Features, drawn: Sequence[Array]) -> Array:
    """What the phrases of documents of rows add to the logarithm of the odds of translation."""
    return np.array([phrase_odds(dict(zip(PACKS, features.phrases[members].sum(0), strict=True))) for members in drawn])


def languages(features: Features, stage: Stage, train: Array) -> dict[str, Any]:
    """The weights of words and phrases for each language of origin, and their calibration by size."""
    rng = np.random.default_rng(13)
    rows = train & (features.domain == FLORES) & (features.translated == 1)
    draws: dict[int, list[tuple[int, Array]]] = defaultdict(list)
    for at, code in enumerate(LANGUAGES):
        for fold in range(FOLDS):
            some = np.flatnonzero(rows & (features.language == code) & (features.fold == fold))
            for size in SIZES if len(some) > max(SIZES) else ():
                draws[size] += [(at, stage.languages[members].mean(0)) for members in _draw(rng, some, size, 150)]

    def loss(size: int, slope: float) -> float:
        total = 0.0
        for at, words in draws[size]:
            scores = slope * words
            total -= scores[at] - np.logaddexp.reduce(scores)
        return total / len(draws[size])

    slopes = np.geomspace(0.2, 30, 40)
    return {
        "names": list(LANGUAGES),
        "slopes": [[n, round(float(min(slopes, key=lambda slope: loss(n, slope))), 4)] for n in SIZES],
    }


def fit(features: Features, train: Array, fitted: Mapping[str, str]) -> dict[str, Any]:
    """The model file for the samples in `train`."""
    made = stage(features, train)
    surface, full = rows_of(features, made)
    human = train & (features.system == HUMAN)
    native = np.flatnonzero(human & (features.domain == FLORES))
    table = np.concatenate([made.pattern_model.coef_, made.language_model.coef_])
    kept = np.flatnonzero(np.abs(table).max(0) > 0.5 / SCALE)
    rates = np.asarray(features.patterns[native].mean(0)).ravel()
    known = native[features.known[native]]
    figures = {name: features.trips[known, at] for at, name in enumerate(features.trip_names)}
    figures["nearly"] = (figures["kept"] >= 0.85).astype(float)
    return {
        "fitted": dict(fitted),
        "biases": _rounded([made.pattern_model.intercept_[0], *made.language_model.intercept_]),
        "surface": head(surface, features, train),
        "full": head(full, features, train & features.known),
        "languages": languages(features, made, train),
        "native": {name: _rounded([column.mean(), column.std()]) for name, column in figures.items()},
        "rates": {
            features.names[at]: round(float(rates[at]), 4) for at in kept if " " in features.names[at] and rates[at]
        },
        "changes": {
            name: round(SCALE * float(value))
            for name, value in zip(features.change_names, made.change_model.coef_[0], strict=True)
        },
        "style": {name: heft for name, (value,) in features.style_weights.items() if (heft := round(SCALE * value))},
        "patterns": {features.names[at]: [round(SCALE * float(value)) for value in table[:, at]] for at in kept},
    }


def _binary(features: Features, rows: Array, matrix: Any, strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros(len(features.samples))
    for domain in set(features.domain[rows]):
        for target in (0, 1):
            some = rows & (features.domain == domain) & (features.translated == target)
            if some.any():
                weights[some] = (2000 if domain == FLORES else 1000) / some.sum()
    model = LogisticRegression(C=strength, max_iter=60, tol=1e-5)
    return model.fit(matrix[rows], features.translated[rows], sample_weight=weights[rows])


def _languages(features: Features, rows: Array) -> Any:
    from sklearn.linear_model import LogisticRegression

    some = rows & (features.domain == FLORES) & (features.translated == 1)
    model = LogisticRegression(C=0.005, max_iter=60, tol=1e-5, class_weight="balanced")
    numbers = np.array([LANGUAGES.index(code) if code in LANGUAGES else -1 for code in features.language])
    return model.fit(features.patterns[some], numbers[some])


def _groups(features: Features, rows: Array, domains: Sequence[str]) -> list[tuple[str, str, Array]]:
    # French stands for all languages where only French was translated back.
    found = []
    for domain in domains:
        for engine in sorted(set(features.system[rows])):
            some = np.flatnonzero(rows & (features.domain == domain) & (features.system == engine))
            if len(some) >= max(SIZES):
                found.append((domain, engine, some))
    return found


def _draw(rng: Any, some: Array, size: int, number: int) -> list[Array]:
    return [rng.choice(some, size, replace=False) for _ in range(number)]


def _slope(scores: Sequence[tuple[str, int, Array, Array]]) -> float:
    """The factor that makes scores the logarithm of calibrated odds, each side and set weighing the same."""
    sides = Counter((domain, target) for domain, target, _, _ in scores)

    def loss(slope: float) -> float:
        return sum(
            float(np.logaddexp(0, (-1 if target else 1) * (slope * values + found)).mean()) / sides[domain, target]
            for domain, target, values, found in scores
        )

    return round(float(min(np.geomspace(0.02, 5, 60), key=loss)), 4)


def table(
    found: Iterable[Mapping[str, int]],
    lines: Sequence[str] | None,
    least: int,
    vocabulary: Mapping[str, int] | None = None,
) -> tuple[Any, list[str]]:
    """Counts as a sparse matrix, a row each, and the names of its columns; `found` is gone through twice.

    Without a `vocabulary` the columns are those that stand in `least` distinct `lines`.
    """
    from scipy import sparse

    if vocabulary is None:
        seen: dict[str, set[str]] = defaultdict(set)
        for row, line in zip(found, lines or (), strict=True):
            for name in row:
                if len(seen[name]) < least:
                    seen[name].add(line)
        vocabulary = {
            name: at for at, name in enumerate(sorted(name for name, in_ in seen.items() if len(in_) >= least))
        }
    data, indices, ends = array("f"), array("i"), [0]
    for row in found:
        for name, number in row.items():
            at = vocabulary.get(name)
            if at is not None:
                indices.append(at)
                data.append(number)
        ends.append(len(indices))
    parts = np.frombuffer(data, np.float32), np.frombuffer(indices, np.int32), ends
    return sparse.csr_matrix(parts, shape=(len(ends) - 1, len(vocabulary))), list(vocabulary)


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), 5) for value in values]
