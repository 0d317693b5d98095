"""`lint` in a warm process: milliseconds for 1,000 words, growth with ten times the text, hostile inputs.

Usage: python benchmarks/lint.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import time
from itertools import pairwise
from pathlib import Path

from tqcheck.assembly import assemble
from tqcheck.checker import Checker
from tqcheck.config import Config
from tqcheck.document import Document

ROOT = Path(__file__).parents[1]


def article(words: int) -> str:
    """Paragraphs of the raw and the clean English articles of the corpora, again and again, up to `words` words."""
    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("corpora/*-en/*/*.en.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n")]
    chosen, count = [], 0
    while count < words:
        chosen.append(paragraphs[len(chosen) % len(paragraphs)])
        count += len(chosen[-1].split())
    return "\n\n".join(chosen)


def seconds(checker: Checker, text: str) -> float:
    """The time of one check."""
    document = Document.plain(text, language="en")
    started = time.perf_counter()
    list(checker.check([document]))
    return time.perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    checker = assemble(Config(engine="none"))
    sizes = (1_000, 10_000, 100_000)
    texts = {size: article(size) for size in sizes}
    seconds(checker, texts[1_000])
    times: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            times[size].append(seconds(checker, texts[size]))
    for size in sizes:
        found = sorted(1000 * one for one in times[size])
        print(f"{size:7} words  {statistics.median(found):8.1f} ms ({found[0]:.1f} to {found[-1]:.1f})")
    for small, large in pairwise(sizes):
        ratios = sorted(b / a for a, b in zip(times[small], times[large], strict=True))
        spread = f"({ratios[0]:.1f} to {ratios[-1]:.1f})"
        print(f"{large} words take {statistics.median(ratios):.1f} x the time of {small} {spread}")
    hostile = {
        "quotation marks": lambda n: "“" * n,
        "one word": lambda n: "a" * n,
        "so so so": lambda n: "so " * (n // 3),
    }
    for name, make in hostile.items():
        half, whole = seconds(checker, make(500_000)), seconds(checker, make(1_000_000))
        print(f"1 MB of {name:16} {whole:6.2f} s, {whole / half:.1f} x the time of half of it")


if __name__ == "__main__":
    main()
