"""The embedded model: BLEU and chrF on the development data, and sentences a second of int8, float32, transformers.

Usage: python benchmarks/translate.py [SENTENCES]

The quality part needs TQCHECK_DATA to name a folder with systems.fr-en.tsv.gz and systems.en-fr.tsv.gz (columns set,
line, source, reference); the transformers row needs the extra [torch]. References are taken as they are, with
sacrebleu's defaults; the output's quotation marks are the model's, which are straight.
"""

from __future__ import annotations

import csv
import gzip
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tqcheck.document import Document
from tqcheck.engines.base import Engine, Pair, Translation
from tqcheck.engines.catalogue import Catalogue
from tqcheck.engines.ctranslate import CTranslateEngine
from tqcheck.segment import segment

ROOT = Path(__file__).parents[1]
# Newstest 2008, 2011 and 2012 are in the training data.
SETS = ("flores-dev", "wmt09", "wmt10")
ROUNDS = 3


def rows(data: Path, pair: Pair) -> Iterator[dict[str, str]]:
    """The rows of the file for one direction."""
    with gzip.open(data / f"systems.{pair}.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def quality(engine: Engine, data: Path, limit: int) -> None:
    """Print BLEU and chrF by set and direction."""
    import sacrebleu

    for pair in (Pair("fr", "en"), Pair("en", "fr")):
        every = list(rows(data, pair))
        for name in SETS:
            part = [row for row in every if row["set"] == name][:limit]
            outcomes = engine.translate([row["source"] for row in part], pair)
            texts = [one.text if isinstance(one, Translation) else "" for one in outcomes]
            references = [[row["reference"] for row in part]]
            bleu = sacrebleu.corpus_bleu(texts, references).score
            chrf = sacrebleu.corpus_chrf(texts, references).score
            refused = sum(not isinstance(one, Translation) for one in outcomes)
            print(f"{pair}  {name:10}  {len(part):5} sentences  BLEU {bleu:5.1f}  chrF {chrf:5.1f}  refused {refused}")


def sentences() -> list[str]:
    """The sentences of the clean English articles of the corpora."""
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("corpora/fr-en/*/clean.en.txt"))]
    return [one.text for text in texts for one in segment(Document.plain(text), "en")]


def speed() -> None:
    """Print sentences a second, beam 4, batched, the ways in turn."""
    texts, pair = sentences(), Pair("en", "fr")
    engines: dict[str, Engine] = {
        "int8": CTranslateEngine(Catalogue()),
        "float32": CTranslateEngine(Catalogue(), compute_type="float32"),
    }
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401

        from tqcheck.engines.marian import MarianEngine

        engines["transformers"] = MarianEngine(Catalogue([ROOT / "models" / "en-fr"]))
    except ImportError:
        print("transformers is not installed here (pip install 'tqcheck[torch]'), so it was not measured")
    times: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(ROUNDS + 1):
        for name, engine in engines.items():
            started = time.perf_counter()
            engine.translate(texts if number else texts[:4], pair)
            if number:  # the first round loads the models
                times[name].append(time.perf_counter() - started)
    for name, found in times.items():
        ratios = sorted(a / b for a, b in zip(found, times["int8"], strict=True))
        print(
            f"{name:12}  {len(texts) / statistics.median(found):6.1f} sentences/s"
            f"  {statistics.median(ratios):5.2f} x the time of int8 ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


def main() -> None:
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    data = os.environ.get("TQCHECK_DATA")
    if data:
        quality(CTranslateEngine(Catalogue()), Path(data), limit)
    else:
        print("TQCHECK_DATA is not set, so the quality was not measured")
    speed()


if __name__ == "__main__":
    main()
