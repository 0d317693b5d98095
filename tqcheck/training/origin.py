"""Fits the detector of origin and writes its model file.

Usage: TQCHECK_DATA=folder python -m tqcheck.training.origin --pairs PATH [--translated N] [--news N] [--judged N]
                                                            [--out FILE]

The folder holds origin.en.tsv.gz (columns source_language, system, line, text) and systems.fr-en.tsv.gz (columns set,
line, source, reference and one for each system). PATH holds pairs of French and English by people, in any form that
`tqcheck models train` reads; the embedded model translates N of them from French. What it makes of the sentences is
kept in a cache beside the other translations (TQCHECK_CACHE_DIR), under the model's identity: after new weights the
same command fits anew. Needs scikit-learn, as in the extra [dev].
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tqcheck.atomic import written
from tqcheck.cache import cache_path
from tqcheck.engines.base import Pair
from tqcheck.engines.cached import CachedEngine
from tqcheck.engines.catalogue import Catalogue
from tqcheck.engines.ctranslate import CTranslateEngine
from tqcheck.origin.measures import Weights
from tqcheck.origin.model import PATH
from tqcheck.training import origin_style
from tqcheck.training.data import Source
from tqcheck.training.origin_data import FLORES, HUMAN, Sample, judged, phrases, samples
from tqcheck.training.origin_fit import Features, fit

CACHE_BYTES = 4_000_000_000


def engine() -> CachedEngine:
    """The embedded model behind a cache that is large enough for all of the data."""
    return CachedEngine(CTranslateEngine(Catalogue(), 4), cache_path().with_name("origin.sqlite"), CACHE_BYTES)


def learnt(pairs: Path, number: int, translator: CachedEngine) -> dict[str, tuple[float, ...]]:
    """What `number` pairs, translated out of the French, tell of the hand of a machine."""
    drawn = origin_style.draw(Source(pairs).rows(Pair("fr", "en")), number)
    return origin_style.fit(origin_style.translate(drawn, translator, _told("translated from French")))


def prepare(data: Path, news: int, most: int, translator: CachedEngine, style: Weights) -> Features:
    """The features of all samples; of French FLORES and of `most` sentences of each newstest with the way back."""
    found = samples(data, news)
    chosen = [at for at, sample in enumerate(found) if _is_judged(sample, most)]
    texts = [found[at].text for at in chosen]
    outcomes = dict(zip(chosen, judged(texts, translator, _told("translated there and back")), strict=True))
    print(f"{len(found)} sentences, {len(outcomes)} of them translated there and back", file=sys.stderr)
    counts: list[Counter[str]] = phrases([sample.text for sample in found])
    return Features(found, [outcomes.get(at) for at in range(len(found))], counts, style)


def _is_judged(sample: Sample, most: int) -> bool:
    if sample.domain == FLORES:
        return sample.system == HUMAN or sample.language == "fr"
    return int(sample.line.rpartition(":")[2]) < most


def _told(what: str) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        print(f"\r{what}: {done} of {of}", end="" if done < of else "\n", file=sys.stderr, flush=True)

    return told


def add_pairs(parser: argparse.ArgumentParser) -> None:
    """The options that name the pairs, for the benchmark too."""
    parser.add_argument("--pairs", type=Path, required=True, help="French and English by people: a file or folder")
    parser.add_argument("--translated", type=int, default=200_000, help="pairs to translate from French")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tqcheck.training.origin", description=__doc__.splitlines()[0])
    add_pairs(parser)
    parser.add_argument("--news", type=int, default=1500, help="sentences of each newstest for words and patterns")
    parser.add_argument("--judged", type=int, default=400, help="sentences of each newstest to translate back")
    parser.add_argument("--out", type=Path, default=PATH, help="where the model file goes")
    given = parser.parse_args(arguments)
    folder = os.environ.get("TQCHECK_DATA")
    if not folder or not (Path(folder) / "origin.en.tsv.gz").exists():
        print("Set TQCHECK_DATA to the folder with the development data.", file=sys.stderr)
        return 2
    # The optimiser is stopped early on purpose: a weak fit carries over better.
    warnings.filterwarnings("ignore", message="lbfgs failed to converge")
    translator = engine()
    style = learnt(given.pairs, given.translated, translator)
    features = prepare(Path(folder), given.news, given.judged, translator, style)
    identities = {str(pair): translator.identity(pair) for pair in (Pair("en", "fr"), Pair("fr", "en"))}
    made = fit(features, features.fold >= 0, identities)
    with written(given.out) as file:
        file.write((json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8"))
    size = given.out.stat().st_size
    print(f"{given.out}: {size:,} bytes, {len(made['patterns'])} patterns, {len(made['style'])} of style")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
