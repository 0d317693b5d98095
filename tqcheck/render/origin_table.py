"""The origin of many texts as comma-separated values, a text a row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from tqcheck.render import Style
from tqcheck.render.csv import cell
from tqcheck.report import Report

COLUMNS = (
    *("document", "translated", "reads_translated", "origin", "origin_share", "level", "sentences"),
    *("evidence", "reason"),
)


def render_origin_table(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """A heading, then a row for each document as soon as it is done."""
    rows = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow(COLUMNS)
    for report in reports:
        rows.writerow([value if isinstance(value, float) else cell(value) for value in _row(report)])
        out.flush()


def _row(report: Report) -> Iterable[str | int | float | None]:
    yield report.document.title
    origin = report.origin
    if origin is None:
        yield from (None,) * (len(COLUMNS) - 1)
        return
    yield None if origin.translated is None else round(origin.translated, 3)
    yield "yes" if origin.reads_translated else "no" if origin.translated is not None else None
    yield origin.language
    yield round(origin.languages.get(origin.language, 0.0), 3) if origin.language else None
    yield origin.level
    yield len(origin.sentences)
    yield "; ".join(origin.evidence)
    yield origin.reason
