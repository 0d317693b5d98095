"""Marked spans as in the files of the WMT MQM evaluations: ten columns, ``<v>`` and ``</v>`` around the error.

The format is that of Freitag et al. 2021, "Experts, Errors, and Context" (https://arxiv.org/abs/2104.14478), in the
version that the Marot viewer reads.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from tqcheck.render import Style
from tqcheck.render.characters import legal
from tqcheck.render.diagnostics import path
from tqcheck.render.json import dumps
from tqcheck.render.marks import Place, Places
from tqcheck.report import Finding, Judged, Report, Severity, Skipped

COLUMNS = (
    *("system", "doc", "docSegId", "globalSegId", "rater"),
    *("source", "target", "category", "severity", "metadata"),
)
RATER = "AutoMQM-tqcheck"
"""Marot keeps raters with this beginning apart from human ones."""
_SEVERITIES = {Severity.ERROR: "Major", Severity.WARNING: "Minor", Severity.INFO: "Neutral"}
_LONGEST = 2000
"""Code points shown on either side of a mark: each row repeats its sentence, and one without an end must not swamp."""
_OPEN, _CLOSE = "<v>", "</v>"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or, in a report without sentences, a paragraph."""

    place: Place
    text: str
    source: str
    metadata: dict[str, Any]
    unjudged: bool = False
    system: str = ""


def render_mqm(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One row a finding, one ``no-error`` row a sentence without; written a document at a time.

    A sentence that could not be judged and has no finding gets no row, since nobody vouches for it.
    """
    out.write("\t".join(COLUMNS) + "\n")
    serial = 0
    for report in reports:
        units = _units(report)
        by_unit = _sorted_in(report, units)
        for number, unit in enumerate(units):
            serial += 1
            head = (
                unit.system or "published",
                path(report),
                str(number + 1),
                str(serial),
                RATER,
                _cell(unit.source[: 2 * _LONGEST]),
            )
            for tail in _rows(unit, by_unit.get(number, [])):
                out.write("\t".join((*map(_cell, head), *tail)) + "\n")
        out.flush()


def _units(report: Report) -> list[_Unit]:
    if report.outcomes:
        return sorted((_sentence(outcome, report) for outcome in report.outcomes), key=lambda unit: unit.place)
    return [
        _Unit(Place(k, 0, len(b.text)), b.text, "", {}, system=b.system) for k, b in enumerate(report.document.blocks)
    ]


def _sentence(outcome: Judged | Skipped, report: Report) -> _Unit:
    segment = outcome.segment
    place = Place(segment.block, segment.start, segment.end)
    metadata: dict[str, Any] = {}
    if isinstance(outcome, Judged):
        metadata["segment"] = {"metrics": dict(outcome.metrics)}
        metadata["back_translation"] = outcome.back_translation
    unjudged = isinstance(outcome, Skipped) and not outcome.harmless
    return _Unit(
        place, segment.text, segment.source_text or "", metadata, unjudged, report.document.blocks[segment.block].system
    )


def _sorted_in(report: Report, units: list[_Unit]) -> dict[int, list[tuple[Finding, int, int]]]:
    """The findings by unit, with their offsets into it; one that goes on in the next is cut at the end."""
    found: dict[int, list[tuple[Finding, int, int]]] = {}
    places = Places(report.document)
    for finding in report.findings:
        at = next(iter(places.of(finding.span)), Place(0, 0, 0))
        number = max(0, bisect_right(units, (at.block, at.start), key=lambda u: (u.place.block, u.place.start)) - 1)
        if number >= len(units):
            continue
        place, length = units[number].place, len(units[number].text)
        inside = at.block == place.block
        start = min(max(0, at.start - place.start), length) if inside else length
        end = min(max(start, at.end - place.start), length) if inside else length
        found.setdefault(number, []).append((finding, start, end))
    return found


def _rows(unit: _Unit, findings: list[tuple[Finding, int, int]]) -> Iterator[tuple[str, str, str, str]]:
    if not findings and not unit.unjudged:
        yield _cell(unit.text), "no-error", "no-error", dumps(unit.metadata)
    for finding, start, end in findings:
        marked = _cell(unit.text[start:end])
        target = f"{_before(unit.text, start)}{_OPEN}{marked}{_CLOSE}{_after(unit.text, end)}"
        about = {
            "note": finding.message,
            "marked_text": finding.quote,
            "rule": finding.rule,
            "suggestion": finding.suggestion,
            "source_phrase": finding.source_phrase,
        }
        said = {key: value for key, value in about.items() if value is not None}
        yield target, _category(finding), _SEVERITIES[finding.severity], dumps({**unit.metadata, **said})


def _before(text: str, start: int) -> str:
    return ("… " if start > _LONGEST else "") + _cell(text[max(0, start - _LONGEST) : start])


def _after(text: str, end: int) -> str:
    return _cell(text[end : end + _LONGEST]) + (" …" if end + _LONGEST < len(text) else "")


def _category(finding: Finding) -> str:
    """As the evaluations write it: ``style/awkward`` is ``Style/Awkward``."""
    return _cell("/".join(part[:1].upper() + part[1:].replace("-", " ") for part in finding.category.split("/")))


def _cell(text: str) -> str:
    """Text that can stand in a cell; the format has no escapes, so that breaks and foreign marks have to give way."""
    text = legal(text).replace(_OPEN, "‹v›").replace(_CLOSE, "‹/v›")
    return " ".join(text.splitlines()).replace("\t", " ")
