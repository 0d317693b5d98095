"""The default engine beside transformers on the same weights: an article, one sentence a call and batched.

Usage: python benchmarks/engines.py [ROUNDS]      needs the extra [torch]
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def sentences() -> list[str]:
    """The sentences of one article of about 300 words."""
    from tqcheck.document import Document
    from tqcheck.segment import segment

    text = sorted(ROOT.glob("corpora/fr-en/*/clean.en.txt"))[0].read_text("utf-8")
    return [one.text for one in segment(Document.plain(text), "en")]


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    from tqcheck.engines.base import Pair
    from tqcheck.engines.catalogue import Catalogue
    from tqcheck.engines.ctranslate import CTranslateEngine

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    texts = sentences()
    pair = Pair("en", "fr")
    engine = CTranslateEngine(Catalogue(), beam=4)
    folder = ROOT / "models" / "en-fr"
    tokenizer = MarianTokenizer.from_pretrained(folder)
    model = MarianMTModel.from_pretrained(folder).float().eval()
    torch.set_num_threads(len(os.sched_getaffinity(0)))
    tagged = [f">>fr<< {text}" for text in texts]

    def generate(batch: list[str]) -> None:
        with torch.inference_mode():
            model.generate(**tokenizer(batch, return_tensors="pt", padding=True), num_beams=4, max_length=256)

    ways: dict[str, Callable[[], object]] = {
        "tqcheck": lambda: engine.translate(texts, pair),
        "transformers, a sentence a call": lambda: [generate([text]) for text in tagged],
        "transformers, batched": lambda: generate(tagged),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    engine.translate(texts[:2], pair)
    generate(tagged[:2])
    for _ in range(rounds):
        for name, way in ways.items():
            times[name].append(seconds(way))
    print(f"{len(texts)} sentences, beam 4, {rounds} rounds, {len(os.sched_getaffinity(0))} cores")
    for name, found in times.items():
        ratios = sorted(a / b for a, b in zip(found, times["tqcheck"], strict=True))
        print(
            f"{name:32} {statistics.median(found):6.2f} s  {len(texts) / statistics.median(found):6.1f} sentences/s"
            f"  {statistics.median(ratios):5.1f} x the time of tqcheck ({ratios[0]:.1f} to {ratios[-1]:.1f})"
        )


if __name__ == "__main__":
    main()
