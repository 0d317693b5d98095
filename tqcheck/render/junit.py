"""JUnit XML, which continuous integration shows as test results: a suite a document, a case a family of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO
from xml.etree.ElementTree import Element

from tqcheck.render import Style
from tqcheck.render.diagnostics import advice, path
from tqcheck.render.lines import Lines
from tqcheck.render.wording import counts
from tqcheck.render.xml import element, write_document
from tqcheck.report import Finding, Report, Severity, Skipped, Verdict


def render_junit(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One ``testsuite`` a document, written as soon as it is done.

    Its cases are the verdict, each family of rules that found something, and each sentence that could not be
    judged. Errors and warnings fail a case, notes do not. What could not be judged is an ``error``, what needed
    no judgement (a number, another language) ``skipped``.
    """
    write_document(out, "testsuites", {"name": "tqcheck"}, map(_suite, reports))


def _suite(report: Report) -> Element:
    cases = [_verdict(report), *_families(report), *_unjudged(report)]
    suite = element(
        "testsuite",
        name=path(report),
        tests=len(cases),
        failures=_having(cases, "failure"),
        errors=_having(cases, "error"),
        skipped=_having(cases, "skipped"),
        time=f"{report.provenance.elapsed_ms / 1000:.3f}",
    )
    properties = element("properties")
    properties.extend(element("property", name=name, value=value) for name, value in _properties(report).items())
    suite.append(properties)
    for case in cases:
        case.set("classname", suite.get("name", ""))
        suite.append(case)
    return suite


def _having(cases: Iterable[Element], tag: str) -> int:
    return sum(case.find(tag) is not None for case in cases)


def _properties(report: Report) -> dict[str, str]:
    found = {"verdict": report.verdict.value, "mode": report.mode.value, "tqcheck": report.provenance.version}
    if report.language.code:
        found["language"] = report.language.code
    if report.fidelity:
        found["fidelity"] = f"{report.fidelity.score:g}"
    return found


def _verdict(report: Report) -> Element:
    case = element("testcase", name="verdict")
    if report.verdict is Verdict.BLOCK:
        case.append(element("failure", message=report.reason, type="block"))
    elif report.verdict is Verdict.UNDECIDED:
        case.append(element("error", message=report.reason, type="undecided"))
    return case


def _families(report: Report) -> Iterator[Element]:
    families: dict[str, list[Finding]] = {}
    for finding in report.findings:
        families.setdefault(finding.rule.split("/")[0], []).append(finding)
    lines = Lines(report.document.text)
    for family, findings in families.items():
        case = element("testcase", name=family)
        text = "\n".join(_line(report, finding, lines) for finding in findings)
        worst = max(finding.severity for finding in findings)
        if worst >= Severity.WARNING:
            case.append(element("failure", text, message=counts(findings), type=worst.label))
        else:
            case.append(element("system-out", text))
        yield case


def _line(report: Report, finding: Finding, lines: Lines) -> str:
    at = lines.position(finding.span.start)
    where = f"{path(report)}:{at.line}:{at.column}"
    quote = " ".join(finding.quote.split())
    return f"{where}: {finding.severity.label}: {finding.rule}: “{quote}”: {advice(finding)}"


def _unjudged(report: Report) -> Iterator[Element]:
    for outcome in report.outcomes:
        if isinstance(outcome, Skipped):
            case = element("testcase", name=f"sentence {outcome.segment.index + 1}")
            if outcome.harmless:
                case.append(element("skipped", message=outcome.reason))
            else:
                case.append(element("error", outcome.segment.text, message=outcome.reason, type="not-judged"))
            yield case
