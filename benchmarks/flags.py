"""Flags on text that needs none, and on machine output: warnings and errors a 1,000 words.

Usage: TQCHECK_DATA=folder python benchmarks/flags.py [--score] [--show]

The folder holds origin.en.tsv.gz (columns source_language, system, line, text) and systems.fr-en.tsv.gz (columns set,
line, source, reference and one for each system). Ten sentences make a document, so that conventions can be told from
the text itself. With --score the embedded model takes part, which needs minutes; --show prints every finding.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqcheck.assembly import assemble
from tqcheck.checker import Checker
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.report import Finding, Severity

SYSTEMS = ("reference", "google", "microsoft", "bergamot-base-memory", "bergamot-tiny")
SENTENCES = 10
RESAMPLES = 1000


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gzipped TSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def documents(texts: Sequence[str], name: str) -> list[Document]:
    """Documents of ten sentences, a paragraph each."""
    return [
        Document.plain("\n\n".join(texts[at : at + SENTENCES]), f"{name}-{at}", language="en")
        for at in range(0, len(texts), SENTENCES)
    ]


def flagged(checker: Checker, name: str, texts: Sequence[str], show: bool) -> tuple[list[int], list[int]]:
    """Warnings and errors, and words, of each document."""
    counts, words = [], []
    rules: Counter[str] = Counter()
    for report in checker.check(documents(texts, name)):
        found = [finding for finding in report.findings if finding.severity >= Severity.WARNING]
        counts.append(len(found))
        words.append(len(report.document.text.split()))
        rules.update(finding.rule for finding in found)
        if show:
            _show(report.document, found)
    rate = 1000 * sum(counts) / sum(words)
    low, high = interval(counts, words)
    most = ", ".join(f"{rule} {count}" for rule, count in rules.most_common(4))
    print(f"{name:34} {sum(words):6} words  {rate:6.2f} ({low:.2f} to {high:.2f})  {most}", flush=True)
    return counts, words


def interval(counts: Sequence[int], words: Sequence[int]) -> tuple[float, float]:
    """The 95% bootstrap interval of the rate, over documents."""
    draw = random.Random(1)
    rates = []
    for _ in range(RESAMPLES):
        picked = draw.choices(range(len(counts)), k=len(counts))
        rates.append(1000 * sum(counts[k] for k in picked) / sum(words[k] for k in picked))
    rates.sort()
    return rates[int(0.025 * RESAMPLES)], rates[int(0.975 * RESAMPLES)]


def _show(document: Document, found: Sequence[Finding]) -> None:
    for finding in found:
        around = document.text[max(0, finding.span.start - 50) : finding.span.end + 50].replace("\n", " ")
        print(f"    {finding.rule:30} {finding.quote!r} -> {finding.suggestion!r}   …{around}…")


def main() -> None:
    data = os.environ.get("TQCHECK_DATA")
    if not data:
        sys.exit("TQCHECK_DATA names no folder of development data")
    show = "--show" in sys.argv
    full = "--score" in sys.argv
    checker = assemble(Config(engine="ctranslate" if full else "none", origin="fr" if full else "auto"))
    native = [row["text"] for row in rows(Path(data) / "origin.en.tsv.gz") if row["system"] == "original"]
    flagged(checker, "FLORES dev, original English", native, show)
    news = [row for row in rows(Path(data) / "systems.fr-en.tsv.gz") if row["set"] == "wmt10"]
    for system in SYSTEMS:
        flagged(checker, f"newstest 2010, {system}", [row[system] for row in news], show and system == "reference")


if __name__ == "__main__":
    main()
