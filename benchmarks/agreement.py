"""How far fidelity agrees with people: ``TQCHECK_DATA=FOLDER python benchmarks/agreement.py``.

Tuned on four fifths of the documents or lines, reported on the fifth left out, in turn. Each figure has its 95%
bootstrap interval over documents or lines. What the engine says is cached, so that a second run takes seconds;
``--news``, ``--trips``, ``--damaged`` and ``--systems`` say how many sentences of the larger sets are used.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import numpy as np

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.engines.base import Engine, Pair, Translation
from tqcheck.errors import TqcheckError
from tqcheck.evaluation.bootstrap import Bootstrap
from tqcheck.fidelity import doubts, semantic
from tqcheck.fidelity.features import MEANING
from tqcheck.fidelity.semantic import embedder
from tqcheck.training import fidelity as fitting
from tqcheck.training import judged
from tqcheck.training.fidelity import Material, crossed, fold_of, matrix, predicted
from tqcheck.training.judged import Row

FRENCH_ENGLISH, ENGLISH_FRENCH = Pair("fr", "en"), Pair("en", "fr")
SYSTEMS = ("google", "microsoft", "bergamot-base-memory", "bergamot-tiny")
SETS = ("wmt09", "wmt10")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=int, default=800)
    parser.add_argument("--trips", type=int, default=400, help="of them those to judge without their source too")
    parser.add_argument("--damaged", type=int, default=250)
    parser.add_argument("--systems", type=int, default=100, help="lines of newstest 2009 and 2010; 0 leaves them out")
    parser.add_argument("--meaning", action="store_true", help="with sentence embeddings, extra [semantic]")
    parser.add_argument("--sets", action=argparse.BooleanOptionalAction, default=True, help="agreement on the sets")
    parser.add_argument("--cost", type=int, default=60, help="sentences to measure the speed on; 0 leaves it out")
    options = parser.parse_args()
    try:
        place = judged.folder()
        engine = assemble(Config(offline=True)).engine
        assert engine is not None
        model = embedder() if options.meaning else None
        for given in (True, False) if options.sets else ():
            news = options.news if given else options.trips
            material = fitting.gathered(engine, place, given, model, news, options.damaged)
            print(f"\n## {'With the source' if given else 'Without it (round trip)'}\n")
            report(material, model is not None)
            print("\nWords that post-editors changed:\n")
            words(engine, material)
        if options.systems:
            print("\n## Systems, newstest 2009 and 2010, French to English\n")
            systems(place, options.systems)
        if options.cost:
            print("\n## Cost\n")
            cost(judged.post_edited(place, options.cost))
    except TqcheckError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def report(material: Material, meaning: bool) -> None:
    """All sets, fidelity beside its features and the length."""
    rows = material.news
    human = np.array([row.human for row in rows])
    columns = ("fidelity", *baselines(material, rows, material.news_features))
    print("| set | figure | " + " | ".join(columns) + " |")
    print("| --- " * (2 + len(columns)) + "|")
    ours = {"fidelity": told(material, "fr-en", meaning, rows, material.news_features)}
    each = ours | baselines(material, rows, material.news_features)
    strap = Bootstrap([row.group for row in rows])
    line("post-edited news", "Pearson with 1 less HTER", [strap.pearson(score, human) for score in each.values()])
    for name, (some, features) in material.abstracts.items():
        each = {"fidelity": told(material, name, meaning, some, features)} | baselines(material, some, features)
        strap = Bootstrap([row.group for row in some])
        people, sources = [row.human for row in some], [row.source for row in some]
        line(f"abstracts {name}", "pairwise", [strap.pairwise(score, people, sources) for score in each.values()])
        line(f"abstracts {name}", "Kendall", [strap.kendall(score, people) for score in each.values()])
    better, worse = ([pair[k] for pair in material.damaged] for k in (0, 1))
    sides = []
    for k, some in enumerate((better, worse)):
        features = [both[k] for both in material.damaged_features]
        scores = {"fidelity": told(material, "fr-en", meaning, some, features)}
        sides.append(scores | baselines(material, some, features))
    strap = Bootstrap([row.group for row in better])
    wins = {name: win(sides[0][name], sides[1][name]) for name in sides[0]}
    line("damaged", "sound above damaged", [strap.mean(one) for one in wins.values()])
    print("\nBy kind of damage:", end=" ")
    kinds = sorted({row.label for row in better})
    print(", ".join(f"{kind} {by_kind(better, wins['fidelity'], kind)}" for kind in kinds))


def by_kind(rows: Sequence[Row], wins: np.ndarray, kind: str) -> str:
    chosen = [win for row, win in zip(rows, wins, strict=True) if row.label == kind]
    return f"{np.mean(chosen):.2f} of {len(chosen)}"


def plain(material: Material) -> tuple[str, ...]:
    features = ("adequacy", "kept", "fluency", "agreement", *(("back",) if material.given else ()))
    return (*features, judged.BLEU, *(name for name in MEANING if name in material.news_features[0]))


def told(
    material: Material, pair: str, meaning: bool, rows: Sequence[Row], features: Sequence[dict[str, float]]
) -> np.ndarray:
    key = (id(material), pair, meaning)
    if key not in _FITS:
        _FITS[key] = crossed(material, pair, meaning)
    return predicted(_FITS[key], rows, matrix(features, material.names(meaning)))


_FITS: dict[tuple[int, str, bool], list[fitting.Fit]] = {}


def baselines(material: Material, rows: Sequence[Row], features: Sequence[dict[str, float]]) -> dict[str, np.ndarray]:
    """The shorter the better; single features: of these `back`, and `agreement` without a source, are plain chrF++.

    `BLEU` is of the same texts: round-trip BLEU where no source is given.
    """
    out = {"length": np.array([-float(len(row.text)) for row in rows])}
    return out | {name: np.array([one[name] for one in features]) for name in plain(material)}


def win(better: np.ndarray, worse: np.ndarray) -> np.ndarray:
    return (better > worse) + 0.5 * (better == worse)


def line(name: str, figure: str, cells: Sequence[object]) -> None:
    print(f"| {name} | {figure} | " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def words(engine: Engine, material: Material) -> None:
    """F1 of the words that the post-editors changed: the limits chosen on half of the lines, reported on the other."""
    rows = material.news
    strap = Bootstrap([row.group for row in rows])
    odd = np.array([fold_of(row.group) % 2 for row in rows], bool)
    marks: dict[str, dict[float, list[np.ndarray]]] = {
        "fidelity": {limit: [some < limit for some in material.news_kept] for limit in np.arange(0.5, 0.96, 0.02)},
        "every word": {1.0: [some <= 1.0 for some in material.news_kept]},
    }
    if material.given:
        bests = engine.translate([row.source for row in rows], FRENCH_ENGLISH, judged.HYPOTHESES)
        own = [doubts.words((one.text, *one.alternatives)) if isinstance(one, Translation) else () for one in bests]
        marks["not in own translations"] = {
            0.0: [
                np.array([row.text[word.start : word.end].lower() not in known for word in some], bool)
                for row, some, known in zip(rows, material.news_words, own, strict=True)
            ]
        }
    for name, by_limit in marks.items():
        tables = {
            limit: np.array([count(mark, bad) for mark, bad in zip(found, material.news_changed, strict=True)])
            for limit, found in by_limit.items()
        }
        best = max(tables, key=lambda limit: f1(tables[limit][~odd]))
        table = tables[best] * odd[:, None]
        figure = strap.estimate(
            lambda w, t=table: 2 * (w @ t[:, 0]) / np.maximum(1, 2 * (w @ t[:, 0]) + w @ t[:, 1:].sum(1))
        )
        print(f"- {name}, limit {best:.2f}: F1 {figure}")


def count(marked: np.ndarray, changed: Sequence[bool]) -> np.ndarray:
    """Hits, false alarms and misses of one sentence."""
    bad = np.array(changed, bool)
    return np.array([(marked & bad).sum(), (marked & ~bad).sum(), (bad & ~marked).sum()], float)


def f1(table: np.ndarray) -> float:
    hits, wrong, missed = table.sum(0)
    return 2 * hits / max(1.0, 2 * hits + wrong + missed)


def systems(place: Path, most: int) -> None:
    """The mean fidelity of each system; published COMET has google and microsoft before bergamot base before tiny."""
    lines = [one for one in judged.read(place, "systems.fr-en") if one["set"] in SETS]
    lines = judged.spread(lines, most)
    checker = assemble(Config(to="en", origin="fr", offline=True))
    scores: dict[str, list[float]] = {}
    for system in (*SYSTEMS, "reference"):
        documents = [
            Document.plain(one[system], f"{k}", source=Document.plain(one["source"])) for k, one in enumerate(lines)
        ]
        scores[system] = [report.fidelity.score if report.fidelity else np.nan for report in checker.check(documents)]
    table = np.array([scores[system] for system in scores])
    fit = ~np.isnan(table).any(0)
    strap = Bootstrap(range(int(fit.sum())))
    for system, row in zip(scores, table, strict=True):
        print(f"- {system}: {strap.mean(row[fit])}")
    for one, other in combinations(SYSTEMS, 2):
        differ = scores[one], scores[other]
        print(f"- {one} above {other} by {strap.mean((np.array(differ[0]) - np.array(differ[1]))[fit])}")


def cost(rows: Sequence[Row]) -> None:
    """Sentences a second, without the cache, beside translation alone; with meaning where the extra is installed."""
    settings = {"to": "en", "origin": "fr", "offline": True, "cache": False}
    texts = [row.text for row in rows]
    checker = assemble(Config(**settings))
    engine = checker.engine
    assert engine is not None
    engine.translate(texts[:2], ENGLISH_FRENCH)
    engine.translate([row.source for row in rows[:2]], FRENCH_ENGLISH)
    documents = [Document.plain(row.text, row.group, source=Document.plain(row.source)) for row in rows]
    bare = checker.under(Config(**settings, likelihood=False))
    alone = timed(lambda: engine.translate(texts, ENGLISH_FRENCH, 4))
    model = embedder()
    runs = [("without likelihood", bare, None), ("with it", checker, None)]
    runs += [("with it and meaning", checker, model)] if model else []
    for name, one, meaning in runs:
        with patch.object(semantic, "embedder", return_value=meaning):
            list(one.check(documents[:2]))
            seconds = timed(lambda one=one: list(one.check(documents)))
        print(f"- score {name}: {len(rows) / seconds:.1f} sentences a second, {seconds / alone:.2f} times translation")
    print(f"- translation alone: {len(rows) / alone:.1f} sentences a second")


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    raise SystemExit(main())
