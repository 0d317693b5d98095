"""Findings as comma-separated values, one a row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from tqcheck.render import Style
from tqcheck.render.characters import encodable
from tqcheck.render.diagnostics import Diagnostic, diagnostics
from tqcheck.render.json import named_units, unit_of
from tqcheck.render.lines import Lines
from tqcheck.report import Report

COLUMNS = (
    *("document", "verdict", "line", "column", "start", "end", "severity", "rule", "category"),
    *("quote", "message", "fix", "suggestion", "source_phrase", "evidence", "fingerprint", "unit"),
)
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def render_csv(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """A heading, then the rows of each document as soon as it is done."""
    # Minimal quoting would leave a lone carriage return bare, which readers take for the end of the row.
    rows = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow(COLUMNS)
    for report in reports:
        lines, named = Lines(report.document.text), named_units(report.document)
        for one in diagnostics(report):
            rows.writerow([cell(value) for value in _row(report, one, lines, named)])
        out.flush()


def _row(report: Report, one: Diagnostic, lines: Lines, named: list[tuple[int, str]]) -> Iterable[str | int | None]:
    span, finding = one.span, one.finding
    yield report.document.title
    yield report.verdict.value
    yield from lines.position(span.start) if span is not None else (None, None)
    yield from (span.start, span.end) if span is not None else (None, None)
    yield one.severity.label
    yield one.rule
    if finding is None:
        yield from (None, None, one.message, None, None, None, None, None, None)
        return
    fix = None if finding.suggestion is None else "replace" if finding.suggestion else "delete"
    yield from (finding.category, finding.quote, finding.message, fix, finding.suggestion)
    yield from (finding.source_phrase, finding.evidence, one.fingerprint, unit_of(finding, named))


def cell(value: str | int | None) -> str | int | None:
    """A text that a spreadsheet would take for a formula, behind an apostrophe (CWE-1236)."""
    if not isinstance(value, str):
        return value
    return encodable(f"'{value}" if value.startswith(_FORMULA) else value)
