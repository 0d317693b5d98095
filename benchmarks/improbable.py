"""How often `model/improbable` is right: in raw translations, in their clean versions, in native English.

Usage: TQCHECK_DATA=folder python benchmarks/improbable.py

The raw articles of the corpora have every flaw annotated: a finding is right where it overlaps one. The clean versions
and the English originals of FLORES (origin.en.tsv.gz in the folder, as for flags.py) have none, so all findings there
are wrong. For each threshold of the log-probability one row.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flags import documents, rows

from tqcheck.assembly import assemble
from tqcheck.checker import Checker
from tqcheck.checks import improbable
from tqcheck.config import Config
from tqcheck.document import Document, Span
from tqcheck.evaluation.flags import articles

ROOT = Path(__file__).parents[1]
THRESHOLDS = (-5.0, -6.0, -7.0, -8.0, -9.0, -10.0, -12.0)
SENTENCES = 300


def counts(checker: Checker, document: Document, flaws: list[Span]) -> tuple[int, int]:
    """Findings, and those on a flaw."""
    (report,) = checker.check([document])
    found = [finding.span for finding in report.findings]
    return len(found), sum(any(span.overlaps(flaw) for flaw in flaws) for span in found)


def main() -> None:
    data = os.environ.get("TQCHECK_DATA")
    if not data:
        sys.exit("TQCHECK_DATA names no folder of development data")
    checker = assemble(Config(origin="fr", select=("model",)))
    pairs = [
        (document, [flaw.span for flaw in article.flaws] if document is article.document else [])
        for article in articles([ROOT / "corpora" / "fr-en"])
        for document in (article.document, article.clean)
        if document is not None
    ]
    native = [row["text"] for row in rows(Path(data) / "origin.en.tsv.gz") if row["system"] == "original"]
    flores = documents(native[:SENTENCES], "flores")
    words = sum(len(document.text.split()) for document in flores)
    for threshold in THRESHOLDS:
        improbable.WORST = threshold
        raw = [counts(checker, document, flaws) for document, flaws in pairs if flaws]
        found, right = (sum(column) for column in zip(*raw, strict=True))
        clean = sum(counts(checker, document, [])[0] for document, flaws in pairs if not flaws)
        false = sum(counts(checker, document, [])[0] for document in flores)
        share = f"{right / found:.2f}" if found else "-"
        print(
            f"{threshold:6.1f}  raw {right} of {found} right ({share}); clean {clean};"
            f" FLORES {1000 * false / words:.2f} per 1,000 words",
            flush=True,
        )


if __name__ == "__main__":
    main()
