"""Annotations for GitHub Actions: workflow commands on standard output."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from tqcheck.render import Style
from tqcheck.render.characters import encodable
from tqcheck.render.diagnostics import Diagnostic, diagnostics, path
from tqcheck.render.lines import Lines
from tqcheck.report import Report, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One command a finding, written as soon as its document is done."""
    for report in reports:
        lines = Lines(report.document.text)
        for one in diagnostics(report):
            where = {"file": path(report), **_place(one, lines), "title": one.rule}
            properties = ",".join(f"{key}={_property(str(value))}" for key, value in where.items())
            out.write(f"::{_COMMANDS[one.severity]} {properties}::{_data(one.message)}\n")
        out.flush()


def _place(one: Diagnostic, lines: Lines) -> dict[str, int]:
    if one.span is None:
        return {"line": 1}
    start, end = lines.position(one.span.start), lines.position(one.span.end)
    if start.line != end.line:
        # GitHub refuses columns of an annotation over several lines.
        return {"line": start.line, "endLine": end.line}
    return {"line": start.line, "col": start.column, "endLine": end.line, "endColumn": end.column}


def _data(text: str) -> str:
    return encodable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
