"""Reviewdog Diagnostic Format: one DiagnosticResult as JSON; columns count bytes of UTF-8 there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from tqcheck.document import Span
from tqcheck.render import Style
from tqcheck.render.diagnostics import Diagnostic, diagnostics, fix, path
from tqcheck.render.json import dumps
from tqcheck.render.lines import Lines
from tqcheck.report import Report


def render_rdjson(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One object whose diagnostics are written a document at a time."""
    out.write('{"source": {"name": "tqcheck"}, "diagnostics": [')
    separator = "\n"
    for report in reports:
        lines = Lines(report.document.text)
        for one in diagnostics(report):
            out.write(separator + dumps(_diagnostic(report, one, lines)))
            separator = ",\n"
        out.flush()
    out.write("\n]}\n")


def _diagnostic(report: Report, one: Diagnostic, lines: Lines) -> dict[str, Any]:
    location: dict[str, Any] = {"path": path(report)}
    if one.span is not None:
        location["range"] = _range(one.span, lines)
    found: dict[str, Any] = {
        "message": one.message,
        "location": location,
        "severity": one.severity.name,
        "code": {"value": one.rule},
    }
    instead = fix(report, one.finding) if one.finding else None
    if instead is not None:
        found["suggestions"] = [{"range": location["range"], "text": instead}]
    return found


def _range(span: Span, lines: Lines) -> dict[str, Any]:
    return {name: lines.byte_position(offset)._asdict() for name, offset in (("start", span.start), ("end", span.end))}
