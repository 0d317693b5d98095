"""The summaries of all documents as CSV and as JSON lines, in the order of their paths."""

from __future__ import annotations

import csv
import json
from collections.abc import Container, Iterator
from dataclasses import asdict
from pathlib import Path

from tqcheck.batch.files import DOCUMENTS, stem, written
from tqcheck.batch.state import State
from tqcheck.batch.summary import FAILED, Summary
from tqcheck.batch.totals import Totals
from tqcheck.render.csv import COLUMNS as FINDINGS
from tqcheck.render.csv import cell

SCHEMA = "tqcheck.summary/1"
TOTALS = (
    *("kind", "name", "documents", "units", "words", "findings", "errors", "warnings", "notes"),
    "fidelity",
)
COLUMNS = (
    *("document", "verdict", "reason", "language", "source_language", "mode", "fidelity", "low", "high", "words"),
    *("sentences", "unjudged", "errors", "warnings", "notes", "translated", "reads_translated", "origin", "report"),
)


def reference(summary: Summary, form: str) -> str | None:
    """Where the report of a document is, from the out folder on; ``None`` where there is none."""
    return None if summary.verdict == FAILED else f"{DOCUMENTS}/{stem(summary.path)}.{form}"


def write_csv(target: Path, state: State, here: Container[str]) -> None:
    """A row a document."""
    with written(target) as out:
        rows = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        rows.writerow(COLUMNS)
        for one in _current(state, here):
            values = {**asdict(one), "document": one.path, "report": reference(one, "html")}
            rows.writerow([value if isinstance(value, float) else cell(value) for value in map(values.get, COLUMNS)])


def write_jsonl(target: Path, state: State, here: Container[str]) -> None:
    """An object a document, ASCII."""
    with written(target) as out:
        for one in _current(state, here):
            places = {form: reference(one, form) for form in ("html", "json")}
            out.write(json.dumps({"schema": SCHEMA, **asdict(one), **places}) + "\n")


def write_findings(target: Path, state: State, here: Container[str]) -> None:
    """A row a finding, as `tqcheck score --format csv` has it."""
    with written(target) as out:
        csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerow(FINDINGS)
        for path, rows in state.findings():
            if path in here:
                out.write(rows)


def write_totals(target: Path, sums: Totals) -> None:
    """A row a rule, a folder and a system."""
    with written(target) as out:
        rows = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        rows.writerow(TOTALS)
        for name, rule in sorted(sums.rules.items()):
            rows.writerow(["rule", name, rule.documents, "", "", rule.findings, "", "", "", ""])
        for name, one in sums.folders.items():
            counts = (one.errors, one.warnings, one.notes)
            rows.writerow(
                ["folder", cell(name), one.documents, "", one.words, sum(counts), *counts, _float(one.fidelity)]
            )
        for name, system in sums.systems.items():
            counts = (system.errors, system.warnings, system.notes)
            numbers = (system.documents, system.units, system.words, sum(counts), *counts, _float(system.fidelity))
            rows.writerow(["system", cell(name), *numbers])


def _float(value: float | None) -> float | str:
    return "" if value is None else value


def _current(state: State, here: Container[str]) -> Iterator[Summary]:
    return (summary for summary, _ in state.summaries() if summary.path in here)
