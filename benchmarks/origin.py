"""Machine translation or not, and from which language, by engines never seen; beside an n-gram classifier.

Usage: TQCHECK_DATA=folder python benchmarks/origin.py --pairs PATH [--translated N] [--news N] [--judged N] [--curve]

The folder holds origin.en.tsv.gz and systems.fr-en.tsv.gz, as for `python -m tqcheck.training.origin`, whose code fits
everything here anew without the engine that is tested and without a third of the sentences, on which it is tested.
The style, learnt from the pairs of PATH and our own model, saw neither.
Needs scikit-learn. With --curve also the learning curve: the same with fewer sentences.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from tqcheck.origin.model import Languages, at
from tqcheck.training.origin import add_pairs, engine, learnt, prepare
from tqcheck.training.origin_data import FLORES, HUMAN, LANGUAGES, NEWS, SYSTEMS
from tqcheck.training.origin_fit import (
    FOLDS,
    PACKS,
    Features,
    Stage,
    head,
    languages,
    odds_of_phrases,
    rows_of,
    stage,
)

SEVEN = ("fr", "de", "es", "it", "pt", "ru", "ja")
DRAWN = 400
RESAMPLES = 100
TESTED = 0


def documents(rng: Any, rows: Any, size: int, number: int = DRAWN) -> Any:
    """Row numbers of random documents; no sentence twice in one."""
    return np.array([rng.choice(rows, size, replace=False) for _ in range(number)])


def balanced(human: Any, machine: Any) -> float:
    """The mean of the shares that are on their side of 0."""
    return float(((human < 0).mean() + (machine > 0).mean()) / 2)


def area(human: Any, machine: Any) -> float:
    """The probability that a machine's document has the higher score."""
    return float((machine[:, None] > human).mean())


def interval(rng: Any, scores: Any, human: Any, machine: Any, size: int) -> tuple[float, float]:
    """The 95% bootstrap interval over the test sentences: documents are drawn from resampled lines."""
    values = []
    for _ in range(RESAMPLES):
        sides = [scores(documents(rng, rng.choice(side, len(side)), size, 60)) for side in (human, machine)]
        values.append(balanced(*sides))
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


class Detector:
    """The logarithm of the odds by a fitted head and by phrases, for documents of rows."""

    def __init__(self, features: Features, columns: dict[str, Any], train: Any, domains: Any = None) -> None:
        self._features = features
        self._fitted = head(columns, features, train, domains)
        self._table = np.stack([columns[name] for name in self._fitted["names"]], 1)

    def __call__(self, members: Any) -> Any:
        fitted = self._fitted
        means = (self._table[members].mean(1) - np.array(fitted["means"])) / np.array(fitted["scales"])
        scores = means @ np.array(fitted["weights"]) + fitted["bias"]
        return scores * at(fitted["slopes"], members.shape[1]) + odds_of_phrases(self._features, members)

    def threshold(self, size: int) -> float:
        """Where 1 in 100 native texts begin."""
        return at(self._fitted["thresholds"], size)


def ngrams(features: Features, train: Any, targets: Any, size: int, rng: Any) -> Any:
    """The baseline: words and pairs, and runs of characters, of documents, by logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    texts = [sample.text for sample in features.samples]

    def join(members: Any) -> list[str]:
        return [" ".join(texts[at] for at in row) for row in members]

    vectors = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, max_features=40_000),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True, max_features=40_000),
    )
    model = make_pipeline(vectors, LogisticRegression(C=10, max_iter=60, class_weight="balanced"))
    found: list[str] = []
    wanted: list[int] = []
    for target in sorted(set(targets[train])):
        rows = np.flatnonzero(train & (targets == target))
        some = documents(rng, rows, size, 300)
        found += join(some)
        wanted += [int(target)] * len(some)
    model.fit(found, wanted)
    return lambda members: (model.predict(join(members)), model)


def detection(features: Features, share: float = 1.0, baseline: bool = True) -> dict[str, tuple[Stage, Detector]]:
    """Targets (a) and (b): each engine tested by models that never saw it, which are returned."""
    models: dict[str, tuple[Stage, Detector]] = {}
    rng = np.random.default_rng(5)
    tested = features.fold == TESTED
    kept = {line for line in sorted(set(features.line)) if np.random.default_rng(abs(hash_of(line))).random() < share}
    pool = ~tested & np.isin(features.line, sorted(kept))
    table: dict[tuple[str, str], list[list[float]]] = {}
    for left in SYSTEMS:
        train = pool & (features.system != left)
        test = tested & ((features.system == left) | (features.system == HUMAN))
        made = stage(features, train, test)
        surface, full = rows_of(features, made)
        # A part of the news is too little to draw documents from.
        for name, domains, size in ((FLORES, (FLORES,), 10), ("news", NEWS, 5))[: 2 if share == 1 else 1]:
            within = np.isin(features.domain, domains)
            french = np.isin(features.language, ("none", "fr"))
            usable = features.known & french
            human = np.flatnonzero(test & within & usable & (features.system == HUMAN))
            machine = np.flatnonzero(test & within & usable & (features.system == left))
            rows = {
                "surface": Detector(features, surface, train & french, domains),
                "full": Detector(features, full, train & usable, domains),
                "full, all sets": Detector(features, full, train & usable, None if share == 1 else domains),
            }
            models[left] = made, rows["full, all sets"]
            drawn = documents(rng, human, size), documents(rng, machine, size)
            for level, model in rows.items():
                low, high = interval(rng, model, human, machine, size)
                h, m = model(drawn[0]), model(drawn[1])
                limit = model.threshold(size)
                figures = [balanced(h, m), low, high, area(h, m), (h > limit).mean(), (m > limit).mean()]
                table.setdefault((name, level), []).append(figures)
                print(row(name, size, left, level, figures), flush=True)
            if baseline:
                predict = ngrams(features, train & within & french, features.translated, size, rng)
                h, m = (2 * predict(some)[0] - 1 for some in drawn)
                figures = [balanced(h, m)]
                table.setdefault((name, "n-grams"), []).append(figures)
                print(row(name, size, left, "n-grams", figures), flush=True)
    for (name, level), found in table.items():
        print(row(name, 0, "mean", level, list(np.mean(found, 0))))
    return models


def row(name: str, size: int, left: str, level: str, figures: list[float]) -> str:
    """One line of the table."""
    text = f"{name:7} {size or '':2} sentences  {left:21} {level:15} balanced accuracy {figures[0]:.3f}"
    if len(figures) > 1:
        text += f" ({figures[1]:.3f} to {figures[2]:.3f})  AUC {figures[3]:.3f}"
        text += f"  at the threshold: native {figures[4]:.3f}, machine {figures[5]:.3f}"
    return text


def hash_of(line: str) -> int:
    """A number that is the same in every process."""
    import zlib

    return zlib.crc32(line.encode())


def origin(features: Features, models: dict[str, tuple[Stage, Detector]], baseline: bool = True) -> None:
    """Target (c): the language of ten sentences out of seven, engine and sentences unseen."""
    rng = np.random.default_rng(6)
    tested = features.fold == TESTED
    flores = (features.domain == FLORES) & (features.translated == 1)
    number = np.array([SEVEN.index(code) if code in SEVEN else -1 for code in features.language])
    table: dict[str, list[list[float]]] = {}
    for left in SYSTEMS:
        train = ~tested & flores & (features.system != left)
        test = tested & flores & (features.system == left)
        made = models[left][0]
        slopes = languages(features, made, train)["slopes"]
        drawn = {
            code: documents(rng, rows, 10)
            for code in SEVEN
            if len(rows := np.flatnonzero(test & (features.language == code)))
        }

        def named(members: Any, made: Any = made, slopes: Any = slopes) -> Any:
            fitted = Languages(LANGUAGES, slopes)
            answers = []
            for means, found in zip(made.languages[members].mean(1), features.phrases[members].sum(1), strict=True):
                shares = fitted.shares(means, dict(zip(PACKS, found, strict=True)), members.shape[1])
                answers.append(max(range(len(SEVEN)), key=lambda at: shares[SEVEN[at]]))
            return np.array(answers)

        predict = ngrams(features, train & (number >= 0), number, 10, rng) if baseline else None
        for level in ("surface", "n-grams") if predict else ("surface",):
            recalls = {}
            for code, members in drawn.items():
                answers = predict(members)[0] if predict and level == "n-grams" else named(members)
                recalls[code] = float((answers == SEVEN.index(code)).mean())
            values = list(recalls.values())
            table.setdefault(level, []).append([float(np.mean(values)), recalls["fr"]])
            shown = "  ".join(f"{code} {value:.2f}" for code, value in recalls.items())
            print(
                f"language of 7, 10 sentences  {left:21} {level:9} accuracy {np.mean(values):.3f}  recall {shown}",
                flush=True,
            )
    for level, found in table.items():
        figures = np.mean(found, 0)
        print(f"language of 7, 10 sentences  mean  {level:9} accuracy {figures[0]:.3f}, French recall {figures[1]:.3f}")


def calibration(features: Features, models: dict[str, tuple[Stage, Detector]]) -> None:
    """The calibration curve and the rates of false accusation of the recipe that is shipped, on unseen sentences."""
    rng = np.random.default_rng(8)
    tested = features.fold == TESTED
    usable = features.known & np.isin(features.language, ("none", "fr"))
    bins: list[tuple[float, int]] = []
    for left, (_, model) in models.items():
        for name in (FLORES, *NEWS):
            for system, target in ((HUMAN, 0), (left, 1)):
                rows = np.flatnonzero(tested & usable & (features.domain == name) & (features.system == system))
                odds = model(documents(rng, rows, 10))
                bins += [(float(p), target) for p in 1 / (1 + np.exp(-odds))]
                if not target:
                    rate = float((odds > model.threshold(10)).mean())
                    print(f"false accusations, {name}, 10 sentences, without {left}: {rate:.4f}")
    for low in np.arange(0, 1, 0.1):
        inside = [target for p, target in bins if low <= p < low + 0.1 or (low > 0.85 and p == 1)]
        if inside:
            print(f"calibration {low:.1f} to {low + 0.1:.1f}: {np.mean(inside):.3f} of {len(inside)} are machine")


def main() -> int:
    """Print the figures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_pairs(parser)
    parser.add_argument("--news", type=int, default=1500)
    parser.add_argument("--judged", type=int, default=400)
    parser.add_argument("--curve", action="store_true")
    given = parser.parse_args()
    folder = os.environ.get("TQCHECK_DATA")
    if not folder:
        print("Set TQCHECK_DATA to the folder with the development data.", file=sys.stderr)
        return 2
    warnings.filterwarnings("ignore", message="lbfgs failed to converge")
    translator = engine()
    style = learnt(given.pairs, given.translated, translator)
    features = prepare(Path(folder), given.news, given.judged, translator, style)
    print(f"{FOLDS - 1} of {FOLDS} parts of the sentences to fit, the other to test; the engine tested is left out")
    models = detection(features)
    origin(features, models)
    calibration(features, models)
    if given.curve:
        for share in (0.25, 0.5):
            print(f"with {share:.0%} of the sentences:")
            detection(features, share, baseline=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
