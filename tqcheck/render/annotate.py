"""Findings written back into the file that was checked: XLIFF notes and PO comments, all else left byte for byte."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from tqcheck.atomic import written
from tqcheck.document import Span
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers import po, xliff
from tqcheck.readers.cutting import Part
from tqcheck.readers.decoding import encoding_of
from tqcheck.readers.streaming import HEAD, STREAMED
from tqcheck.readers.streaming import name as part_name
from tqcheck.render.diagnostics import advice
from tqcheck.report import Finding, Report, Severity

_PIECE = 1 << 20
_PRIORITY = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_NOTED = ("xliff", "po")
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMPTY_NOTES = re.compile(r"\s*+<((?:[\w.-]+:)?)notes\s*+>\s*+</\1notes\s*+>")

_Edit = tuple[Span, str]
"""A stretch of the file and what comes in its place."""


def annotate(path: Path, reports: Sequence[Report], out: Path) -> int:
    """Write the file at `path` to `out`, whole or not at all, with a note for each finding; returns their number.

    Notes that an earlier run left are taken away; nothing else changes, the encoding neither. `out` may be `path`.
    Raises UsageError for a format that holds no notes, ReadError where the file is not what the reports are on or
    cannot be read or written.
    """
    markup = reports[0].document.markup if reports else ""
    if markup not in _NOTED:
        raise UsageError(f"{path}: only XLIFF and PO files hold notes")
    try:
        data = path.read_bytes()
        encoding, mark = encoding_of(data, markup)
        text = data[mark:].decode(encoding, "replace")
        if any(report.document.text != text for report in reports):
            raise ReadError(f"{path} has changed since it was checked; check it again")
        findings = sorted((one for report in reports for one in report.findings), key=lambda one: one.span)
        noted = _noted(text, str(path), findings, markup, encoding)
        with written(out) as stream:
            stream.write(data[:mark] + noted.encode(encoding))
    except OSError as error:
        raise ReadError(f"{error.filename or path}: {error.strerror or error}") from None
    return len(findings)


def annotate_parts(path: Path, reports: Iterable[Report], cut: Iterable[Part], out: Path) -> Iterator[Report]:
    """The same for a file that is read in parts: yields the `reports` on, and writes each part once its own has come.

    `cut` are all parts of the file. `out` is there when the last report has been taken. Raises as `annotate`.
    """
    rest = iter(cut)
    try:
        with path.open("rb") as file, written(out) as stream:
            encoding, _ = encoding_of(file.read(HEAD), STREAMED.get(path.suffix.lower(), ""))
            file.seek(0)
            for report in reports:
                yield report
                markup = report.document.markup
                if markup not in _NOTED:
                    raise UsageError(f"{path}: only XLIFF and PO files hold notes")
                part = next((one for one in rest if part_name(path, one) == report.document.id), None)
                if part is None:
                    raise ReadError(f"{path} has changed since it was checked; check it again")
                _copy(file, stream, part.start)
                text = file.read(part.end - part.start).decode(encoding, "replace")
                if text != report.document.text:
                    raise ReadError(f"{path} has changed since it was checked; check it again")
                by = len(part.before)
                moved = (replace(one, span=Span(one.span.start + by, one.span.end + by)) for one in report.findings)
                findings = sorted(moved, key=lambda one: one.span)
                whole = f"{part.before}{text}{part.after}"
                noted = _noted(whole, str(path), findings, markup, encoding)
                stream.write(noted[by : len(noted) - len(part.after)].encode(encoding))
            _copy(file, stream, None)
    except OSError as error:
        raise ReadError(f"{error.filename or path}: {error.strerror or error}") from None


def _copy(file: BinaryIO, stream: BinaryIO, end: int | None) -> None:
    while piece := file.read(_PIECE if end is None else min(_PIECE, end - file.tell())):
        stream.write(piece)


def _noted(text: str, name: str, findings: Sequence[Finding], markup: str, encoding: str) -> str:
    edits = _xliff(text, name, findings) if markup == "xliff" else _po(text, name, findings)
    # Encodings of one byte lack most characters.
    plain = not encoding.startswith("utf")
    noted = _edited(text, [(span, _ascii(new, markup) if plain else new) for span, new in edits])
    if markup == "xliff" and xliff.OURS in text:
        # XLIFF 2 has no room for an element without notes, such as may be left of ours.
        noted = _EMPTY_NOTES.sub("", noted)
    return noted


def _xliff(text: str, name: str, findings: Sequence[Finding]) -> Iterator[_Edit]:
    version, places = xliff.places(text, name)
    for place in places:
        for old in place.old:
            yield Span(_line_start(text, old.start), old.end), ""
        own = _within(findings, place.unit)
        if not own:
            continue
        gap = _indent(text, place.at)
        if version.startswith("2"):
            # Where the next tag does not begin a line, ours does not either.
            gap = gap if not text[text.rfind("\n", 0, place.at) + 1 : place.at].strip() else ""
            about = f'category="{xliff.OURS}" appliesTo="target"'
            notes = ("" if place.wrap else gap).join(_note(one, about, place.prefix) for one in own)
            notes = f"<{place.prefix}notes>{notes}</{place.prefix}notes>" if place.wrap else notes
            yield Span(place.at, place.at), notes + gap
        else:
            about = f'from="{xliff.OURS}"' + ("" if version == "1.0" else ' annotates="target"')
            notes = "".join(gap + _note(one, about, place.prefix) for one in own)
            yield Span(place.at, place.at), notes


def _note(finding: Finding, about: str, prefix: str) -> str:
    content = escape(_NO_XML.sub("\ufffd", _said(finding)))
    return f'<{prefix}note {about} priority="{_PRIORITY[finding.severity]}">{content}</{prefix}note>'


def _po(text: str, name: str, findings: Sequence[Finding]) -> Iterator[_Edit]:
    end = "\r\n" if "\r\n" in text else "\n"
    for place in po.places(text, name):
        for old in place.old:
            yield old, ""
        own = _within(findings, place.entry)
        if own:
            yield Span(place.at, place.at), "".join(f"{po.OURS}{_said(one)}{end}" for one in own)


def _within(findings: Sequence[Finding], span: Span) -> Sequence[Finding]:
    first, last = (bisect_left(findings, at, key=lambda one: one.span.start) for at in (span.start, span.end))
    return findings[first:last]


def _said(finding: Finding) -> str:
    quote = f"“{finding.quote[:200]}”: " if finding.quote else ""
    return " ".join(f"{finding.severity.label}, {finding.rule}: {quote}{advice(finding)}".split())


def _indent(text: str, at: int) -> str:
    """The line break and the white space that the line around `at` begins with; nothing where all is on one line."""
    start = text.rfind("\n", 0, at)
    if start < 0:
        return ""
    end = start + 1
    while end < at and text[end] in " \t":
        end += 1
    return text[start - (text[start - 1 : start] == "\r") : end]


def _line_start(text: str, at: int) -> int:
    """`at`, or the end of the line before where only white space stands in between."""
    start = at
    while start and text[start - 1] in " \t":
        start -= 1
    if start and text[start - 1] == "\n":
        return start - 2 if text[start - 2 : start] == "\r\n" else start - 1
    return at


def _ascii(text: str, markup: str) -> str:
    errors = "xmlcharrefreplace" if markup == "xliff" else "replace"
    return text.encode("ascii", errors).decode("ascii")


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    parts, at = [], 0
    for span, new in sorted(edits, key=lambda edit: edit[0]):
        parts += [text[at : max(at, span.start)], new]
        at = max(at, span.end)
    return "".join(parts) + text[at:]
