"""Reports as the located messages that code-review tools take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from tqcheck.document import Span
from tqcheck.report import Finding, Report, Severity, Skipped, Verdict, fingerprints

VERDICTS = {
    "verdict/undecided": "The text could not be judged.",
    "verdict/fidelity": "Too little of the text survives its translation.",
}
"""What the rules mean that stand for a verdict, by id."""
_SPECIAL = frozenset('<>&"\\`*_[]')


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding or, where no finding says so, why a document does not pass."""

    rule: str
    severity: Severity
    span: Span | None
    """``None`` means the whole document."""
    message: str
    fingerprint: str | None = None
    finding: Finding | None = None


def diagnostics(report: Report) -> Iterator[Diagnostic]:
    """The findings in reading order, then ``verdict/...`` where the verdict rests on something else.

    Without the latter a text that could not be judged, or is blocked by its fidelity, would look clean.
    """
    for finding, key in zip(report.findings, fingerprints(report.findings), strict=True):
        yield Diagnostic(finding.rule, finding.severity, finding.span, advice(finding), key, finding)
    reason = report.reason or "The text does not pass."
    if report.verdict is Verdict.UNDECIDED:
        lost = next((o for o in report.outcomes if isinstance(o, Skipped) and not o.harmless), None)
        yield Diagnostic("verdict/undecided", Severity.ERROR, lost.segment.span if lost else None, reason)
    elif report.verdict is Verdict.BLOCK and all(f.severity is not Severity.ERROR for f in report.findings):
        yield Diagnostic("verdict/fidelity", Severity.ERROR, None, reason)


def advice(finding: Finding) -> str:
    """The message with what it stems from and what to write instead, on one line, each said once."""
    parts = [finding.message]
    if finding.source_phrase and f"“{finding.source_phrase}”" not in finding.message:
        parts.append(f"From: {finding.source_phrase}.")
    if finding.suggestion:
        if f"“{finding.suggestion}”" not in finding.message:
            parts.append(f"Write: {finding.suggestion}")
    elif finding.suggestion is not None:
        parts.append("Delete it.")
    return " ".join(" ".join(parts).split())


def fix(report: Report, finding: Finding) -> str | None:
    """What a tool may put in place of the finding's span; ``None`` where that could harm the document.

    In markup a span may hold tags or entities, which a replacement would delete, and the suggestion may hold
    characters that the markup would take for its own.
    """
    text = finding.suggestion
    if text is None or report.document.markup == "text":
        return text
    raw = finding.span.of(report.document.text)
    return text if raw.split() == finding.quote.split() and not _SPECIAL.intersection(text) else None


def path(report: Report) -> str:
    """What the document is called, with forward slashes.

    For a part of a file that is no path: the places in the part are not those in the file.
    """
    return report.document.title.replace(os.sep, "/")
