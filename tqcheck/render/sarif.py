"""SARIF 2.1.0, the format of static-analysis results that code hosts and editors read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import quote

from tqcheck.document import Span
from tqcheck.render import Style
from tqcheck.render.diagnostics import VERDICTS, Diagnostic, diagnostics, fix, path
from tqcheck.render.json import dumps
from tqcheck.render.lines import Lines
from tqcheck.report import Finding, Report, Severity, Skipped, Verdict

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One run; its results are written a document at a time, what they refer to after them."""
    head = {"$schema": SCHEMA, "version": "2.1.0"}
    out.write(dumps(head)[:-1] + ', "runs": [{"columnKind": "unicodeCodePoints", "results": [')
    run = _Run()
    separator = "\n"
    for report in reports:
        for result in run.results(report):
            out.write(separator + dumps(result))
            separator = ",\n"
        out.flush()
    rest = ",\n".join(f"{dumps(key)}: {dumps(value)}" for key, value in run.rest().items())
    out.write(f"\n],\n{rest}}}]}}\n")


class _Run:
    """The rules, documents and notifications met so far."""

    def __init__(self) -> None:
        self._rules: dict[str, tuple[int, dict[str, Any]]] = {}
        self._artifacts: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []
        self._versions: dict[str, None] = {}
        self._judged = True

    def results(self, report: Report) -> Iterable[dict[str, Any]]:
        """The findings of a document."""
        artifact = {"uri": _uri(path(report)), "index": len(self._artifacts)}
        properties: dict[str, Any] = {"verdict": report.verdict.value, "mode": report.mode.value}
        if report.fidelity:
            properties["fidelity"] = report.fidelity.score
        self._artifacts.append({"location": {"uri": artifact["uri"]}, "properties": properties})
        self._versions[report.provenance.version] = None
        self._judged &= report.verdict is not Verdict.UNDECIDED
        lines = Lines(report.document.text)
        self._notify(report, artifact, lines)
        for one in diagnostics(report):
            yield self._result(report, one, artifact, lines)

    def rest(self) -> dict[str, Any]:
        """Every other property of the run."""
        rules = [rule for _, rule in self._rules.values()]
        driver: dict[str, Any] = {"name": "tqcheck", "rules": rules}
        if self._versions:
            driver["version"] = next(iter(self._versions))
        invocation = {"executionSuccessful": self._judged, "toolExecutionNotifications": self._notifications}
        return {"tool": {"driver": driver}, "artifacts": self._artifacts, "invocations": [invocation]}

    def _notify(self, report: Report, artifact: dict[str, Any], lines: Lines) -> None:
        for outcome in report.outcomes:
            if isinstance(outcome, Skipped):
                where = _location(report, artifact, outcome.segment.span, lines)
                level = "note" if outcome.harmless else "error"
                self._notifications.append(
                    {"level": level, "message": {"text": _plain(outcome.reason)}, "locations": [where]}
                )

    def _result(self, report: Report, one: Diagnostic, artifact: dict[str, Any], lines: Lines) -> dict[str, Any]:
        result: dict[str, Any] = {
            "ruleId": one.rule,
            "ruleIndex": self._rule(one),
            "level": _LEVELS[one.severity],
            "message": {"text": _plain(one.message)},
            "locations": [_location(report, artifact, one.span, lines)],
        }
        if one.fingerprint:
            result["partialFingerprints"] = {"tqcheck/v1": one.fingerprint}
        if one.finding:
            result["properties"] = _properties(one.finding)
            instead = fix(report, one.finding)
            if instead is not None:
                result["fixes"] = [_fix(one.finding.span, instead, artifact, lines)]
        return result

    def _rule(self, one: Diagnostic) -> int:
        if one.rule not in self._rules:
            said = one.finding.message if one.finding else VERDICTS[one.rule]
            rule: dict[str, Any] = {
                "id": one.rule,
                "shortDescription": {"text": _plain(said)},
                "defaultConfiguration": {"level": _LEVELS[one.severity]},
            }
            if one.finding:
                rule["help"] = {"text": _plain(f"{said}\n\nMore about this rule: tqcheck explain {one.rule}")}
                rule["properties"] = {"tags": ["translation", one.finding.category]}
            self._rules[one.rule] = len(self._rules), rule
        return self._rules[one.rule][0]


def _location(report: Report, artifact: dict[str, Any], span: Span | None, lines: Lines) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if span is not None:
        physical["region"] = {**_region(span, lines), "snippet": {"text": span.of(report.document.text)}}
    return {"physicalLocation": physical}


def _region(span: Span, lines: Lines) -> dict[str, Any]:
    start, end = lines.position(span.start), lines.position(span.end)
    return {
        **{"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column},
        **{"charOffset": span.start, "charLength": len(span)},
    }


def _fix(span: Span, instead: str, artifact: dict[str, Any], lines: Lines) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(span, lines), "insertedContent": {"text": instead}}
    return {
        "description": {"text": _plain(f"Write “{instead}”.") if instead else "Delete it."},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _properties(finding: Finding) -> dict[str, str]:
    found = {
        "category": finding.category,
        "quote": finding.quote,
        "sourcePhrase": finding.source_phrase,
        "evidence": finding.evidence,
    }
    return {key: value for key, value in found.items() if value is not None}


def _plain(text: str) -> str:
    """Text whose brackets are no link: SARIF reads ``[words](target)`` even in plain messages (section 3.11.6)."""
    if "](" not in text:
        return text
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _uri(name: str) -> str:
    """The path as a URI reference; an absolute one as ``file:``."""
    drive = len(name) > 2 and name[1:3] == ":/" and name[0].isalpha()
    text = quote(name, safe="/~!$&'()*+,;=@:", errors="surrogatepass")
    if drive:
        return f"file:///{text}"
    if name.startswith("/"):
        return f"file://{text}"
    # A colon in the first part of a relative reference would make it a scheme (RFC 3986, section 4.2).
    return f"./{text}" if ":" in text.split("/")[0] else text
