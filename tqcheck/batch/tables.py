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
from tqcheck.render.csv import cell

SCHEMA = "tqcheck.summary/1"
COLUMNS = (
    *("document", "verdict", "reason", "language", "source_language", "mode", "fidelity", "low", "high", "words"),
    *("sentences", "unjudged", "errors", "warnings", "notes", "report"),
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


def _current(state: State, here: Container[str]) -> Iterator[Summary]:
    return (summary for summary, _ in state.summaries() if summary.path in here)
