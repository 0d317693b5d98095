"""Fit the coefficients of fidelity: ``TQCHECK_DATA=FOLDER python -m tqcheck.training.fidelity``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np

from tqcheck.engines.base import Engine, Pair
from tqcheck.errors import TqcheckError
from tqcheck.fidelity.features import FAULTS, MEANING, ROUND_TRIP, SOURCE
from tqcheck.fidelity.gauge import share
from tqcheck.fidelity.semantic import Embedder, embedder
from tqcheck.fidelity.words import Word, WordModel
from tqcheck.training import judged
from tqcheck.training.fitting import Fit, Floats, Judgements, Preferences, fit
from tqcheck.training.judged import Described, Row
from tqcheck.training.words import fit as fit_words
from tqcheck.training.words import kept, labelled
from tqcheck.training.words import matrix as matrix_of

DIRECTIONS = (Pair("fr", "en"), Pair("en", "fr"))
SHARES = {
    "fr-en": {"fr-en": 1.5, "en-fr": 0.6, "damaged": 0.6},
    "en-fr": {"fr-en": 0.3, "en-fr": 1.5, "damaged": 0.3},
}
"""By direction, how much the preferences of each set count beside the post-edited news, which are French to English."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Material:
    """All judged rows with their features, for texts with a source or without."""

    given: bool
    word_model: WordModel
    news: list[Row]
    news_features: list[dict[str, float]]
    news_words: Sequence[Sequence[Word]]
    news_kept: list[Floats]
    """How probably each of the words is kept, by a model that has not seen the sentence."""
    news_changed: Sequence[Sequence[bool]]
    """And whether it was changed."""
    abstracts: dict[str, tuple[list[Row], list[dict[str, float]]]]
    damaged: list[tuple[Row, Row]]
    damaged_features: list[tuple[dict[str, float], dict[str, float]]]

    def names(self, meaning: bool) -> tuple[str, ...]:
        """The features of the head."""
        return (*(SOURCE if self.given else ROUND_TRIP), *(MEANING if meaning else ()))


def gathered(engine: Engine, place: Path, given: bool, model: Embedder | None, news: int, damaged: int) -> Material:
    """Read the data in `place` and have the engine make the features; at most so many rows of two of the sets."""
    edited = judged.post_edited(place, news)
    described = judged.features(engine, edited, given, model)
    _tell(f"{len(edited)} post-edited sentences")
    words = [one.words for one in described]
    bad = [labelled(row.text, some, row.edited) for row, some in zip(edited, words, strict=True)]
    word_model = fit_words(mode(given), words, bad)
    seen_by = [_without(given, edited, words, bad, fold) for fold in range(_FOLDS)]
    kept_of = [kept(seen_by[fold_of(row.group)], matrix_of(some)) for row, some in zip(edited, words, strict=True)]
    news_features = [
        one.features | {"kept": share(some.tolist())} for one, some in zip(described, kept_of, strict=True)
    ]
    abstracts = {}
    for pair in DIRECTIONS:
        rows = judged.penalised(place, pair)
        abstracts[str(pair)] = (rows, _whole(judged.features(engine, rows, given, model), word_model))
        _tell(f"{pair}: {len(rows)} judged abstracts' sentences")
    both = judged.damaged(place, damaged)
    flat = _whole(judged.features(engine, [row for pair_ in both for row in pair_], given, model), word_model)
    _tell(f"{len(both)} damaged sentences")
    pairs = list(zip(flat[::2], flat[1::2], strict=True))
    return Material(given, word_model, edited, news_features, words, kept_of, bad, abstracts, both, pairs)


def mode(given: bool) -> str:
    """Of the heads for texts with a source or without."""
    return "source" if given else "round-trip"


def _without(
    given: bool, rows: Sequence[Row], words: Sequence[Sequence[Word]], bad: Sequence[Sequence[bool]], fold: int
) -> WordModel:
    seen = [at for at, row in enumerate(rows) if not held(row.group, fold)]
    return fit_words(mode(given), [words[at] for at in seen], [bad[at] for at in seen])


def _whole(described: Sequence[Described], model: WordModel) -> list[dict[str, float]]:
    return [one.features | {"kept": share(kept(model, matrix_of(one.words)).tolist())} for one in described]


def matrix(features: Sequence[dict[str, float]], names: Sequence[str]) -> Floats:
    """The features as an array of (rows, names)."""
    return np.array([[one[name] for name in names] for one in features], np.float64).reshape(len(features), len(names))


def fitted(material: Material, pair: str, meaning: bool, fold: int | None = None) -> Fit:
    """Fit on all rows or, with a `fold`, on those of the other folds; groups of rows stay together."""
    names = material.names(meaning)
    news = [at for at, row in enumerate(material.news) if not held(row.group, fold)]
    x = matrix([material.news_features[at] for at in news], names)
    preferences = []
    for name, (rows, features) in material.abstracts.items():
        preferences.append((SHARES[pair][name], _preferences(rows, matrix(features, names), fold)))
    sound = [at for at, (row, _) in enumerate(material.damaged) if not held(row.group, fold)]
    better, worse = (matrix([material.damaged_features[at][k] for at in sound], names) for k in (0, 1))
    preferences.append((SHARES[pair]["damaged"], Preferences(better, worse, np.ones(len(sound)))))
    return fit(Judgements(x, np.array([material.news[at].human for at in news])), preferences)


def held(group: str, fold: int | None) -> bool:
    """Whether the rows of `group` are held out of the fit that leaves out `fold`."""
    return fold is not None and fold_of(group) == fold


def fold_of(group: str) -> int:
    """The fold of a group, by its number or name."""
    digits = "".join(filter(str.isdigit, group))
    return int(digits) // 2 % _FOLDS if digits else len(group) % _FOLDS


def crossed(material: Material, pair: str, meaning: bool) -> list[Fit]:
    """For each fold the fit on the others."""
    return [fitted(material, pair, meaning, fold) for fold in range(_FOLDS)]


def predicted(fits: Sequence[Fit], rows: Sequence[Row], x: Floats) -> Floats:
    """What is expected of each row by the fit that has not seen it."""
    out = np.empty(len(rows))
    for at, row in enumerate(rows):
        out[at] = fits[fold_of(row.group)].predict(x[at : at + 1])[0]
    return out


def _preferences(rows: Sequence[Row], x: Floats, fold: int | None) -> Preferences:
    """All pairs of translations of one source that experts tell apart."""
    groups: dict[tuple[str, str], list[int]] = {}
    for at, row in enumerate(rows):
        if not held(row.group, fold):
            groups.setdefault((row.group, row.source), []).append(at)
    better, worse, weight = [], [], []
    for members in groups.values():
        pairs = [(a, b) for a, b in combinations(members, 2) if rows[a].human != rows[b].human]
        for a, b in pairs:
            first, second = (a, b) if rows[a].human > rows[b].human else (b, a)
            better.append(first)
            worse.append(second)
            weight.append(1.0)
    return Preferences(x[better], x[worse], np.array(weight))


def written(materials: Sequence[Material], embedded: Material | None, models: Sequence[str]) -> str:
    """The file of coefficients; `embedded` is the material of the heads with sentence embeddings, if any."""
    lines = [
        "# The coefficients of fidelity, by `python -m tqcheck.training.fidelity`; docs/fidelity.md explains them.",
        f'fitted = "{date.today().isoformat()}"',
        'data = "WCE-LIG post-editions (news, fr-en); Bio-MQM, DEMETR (fr-en, en-fr): development halves"',
        "models = [" + ", ".join(f'"{model}"' for model in models) + "]",
    ]
    for material in materials:
        lines += ["", *_words(material.word_model)]
    for material in materials:
        for pair in SHARES:
            lines += _head(material, pair, meaning=False)
    if embedded:
        for pair in SHARES:
            lines += _head(embedded, pair, meaning=True)
    return "\n".join(lines) + "\n"


def _words(model: WordModel) -> list[str]:
    weights = [f"{feature} = {weight:.5f}" for feature, weight in model.weight.items()]
    return [
        "[[words]]",
        f'name = "{model.name}"',
        f"intercept = {model.intercept:.4f}",
        f"doubted = {model.doubted:.2f}",
        "",
        "[words.features]",
        *weights,
    ]


def _head(material: Material, pair: str, meaning: bool) -> list[str]:
    names = material.names(meaning)
    made = fitted(material, pair, meaning)
    x = matrix(material.news_features, names)
    human = np.array([row.human for row in material.news])
    # What is amiss in form is told from a sentence without such faults, not from the lower-cased news of the fit.
    mean = np.where(np.isin(names, FAULTS), 0.0, made.mean)
    intercept = made.intercept + float((mean - made.mean) @ made.weight)
    spread = float((100 * (predicted(crossed(material, pair, meaning), material.news, x) - human)).std())
    lengths = [len(row.text.split()) for row in material.news]
    first, last = (round(float(value)) for value in np.percentile(lengths, [0.5, 99.5]))
    lines = [
        "",
        "[[head]]",
        f'name = "{mode(material.given)}"',
        f'pair = "{pair}"',
        f"meaning = {str(meaning).lower()}",
        f"intercept = {intercept:.4f}",
        f"spread = {spread:.2f}",
        f"words = [{first}, {last}]",
        "",
        "[head.features]",
    ]
    for at, name in enumerate(names):
        figures = {"weight": made.weight, "mean": mean, "low": made.low, "high": made.high}
        told = ", ".join(f"{key} = {float(value[at]):.5f}" for key, value in figures.items())
        lines.append(f"{name} = {{ {told} }}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write the file; 3 where data or model are missing."""
    from tqcheck.assembly import assemble
    from tqcheck.config import Config

    parser = argparse.ArgumentParser(prog="python -m tqcheck.training.fidelity", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "fidelity" / "calibration.toml")
    parser.add_argument("--news", type=int, default=5000, help="post-edited sentences to use, with their sources")
    parser.add_argument("--trips", type=int, default=1200, help="and to translate there and back, without")
    parser.add_argument("--damaged", type=int, default=1600, help="damaged sentences to use")
    parser.add_argument(
        "--meaning",
        type=int,
        default=1000,
        help="post-edited sentences to embed for the heads with the extra [semantic]",
    )
    given = parser.parse_args(arguments)
    try:
        engine = assemble(Config(offline=True)).engine
        assert engine is not None
        place, model = judged.folder(), embedder()
        models = [word for pair in DIRECTIONS for word in engine.identity(pair).split() if "@" in word]
        materials = [
            gathered(engine, place, one, None, given.news if one else given.trips, given.damaged)
            for one in (True, False)
        ]
        # Without a source embeddings had no weight, and they take ten times as long as all the rest.
        embedded = gathered(engine, place, True, model, given.meaning, given.meaning // 4) if model else None
    except TqcheckError as error:
        _tell(str(error))
        return error.exit_code
    from tqcheck import atomic

    text = written(materials, embedded, models)
    with atomic.written(given.out) as out:
        out.write(text.encode())
    _tell(f"wrote {given.out}")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
