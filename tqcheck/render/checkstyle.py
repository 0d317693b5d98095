"""Checkstyle's XML, which many review bots and editors read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO
from xml.etree.ElementTree import Element

from tqcheck.render import Style
from tqcheck.render.diagnostics import diagnostics, path
from tqcheck.render.lines import Lines
from tqcheck.render.xml import element, write_document
from tqcheck.report import Report


def render_checkstyle(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One ``file`` element a document, written as soon as it is done; columns count code points."""
    write_document(out, "checkstyle", {"version": "4.3"}, map(_file, reports))


def _file(report: Report) -> Element:
    lines = Lines(report.document.text)
    file = element("file", name=path(report))
    for one in diagnostics(report):
        at = lines.position(one.span.start if one.span is not None else 0)
        file.append(
            element(
                "error",
                line=at.line,
                column=at.column if one.span is not None else None,
                severity=one.severity.label,
                message=one.message,
                source=f"tqcheck.{one.rule}",
            )
        )
    return file
