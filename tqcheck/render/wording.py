"""Words that several formats for people share."""

from __future__ import annotations

from collections.abc import Sequence

from tqcheck.languages import name_of
from tqcheck.report import Finding, Mode, Report, Severity

_EXPECTED = (
    "Fidelity is the share of the words that an editor may be expected to leave as they are. It is right on the whole, "
    "not for every sentence: read the weakest before you judge."
)
_EXPECTED_ALONE = (
    "Fidelity is the share of the words that an editor may be expected to leave as they are. Without the source it "
    "rests on a trip into the other language and back, which tells far less: give the source where you have it."
)


def language_name(code: str | None) -> str:
    """The English name of a language, or its code where we have none."""
    return name_of(code)


def severity_name(severity: Severity) -> str:
    """What an editor calls it: ``error``, ``warning`` or ``note``."""
    return "note" if severity is Severity.INFO else severity.label


def count(number: int, noun: str) -> str:
    """``1 flaw``, ``2 flaws``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def counts(findings: Sequence[Finding]) -> str:
    """``1 error, 2 notes``, worst first; ``no flaws`` where there are none."""
    numbers = [
        count(n, severity_name(level))
        for level in sorted(Severity, reverse=True)
        if (n := sum(finding.severity is level for finding in findings))
    ]
    return ", ".join(numbers) or "no flaws"


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one rule on the same words together, at the place of the first."""
    groups: dict[tuple[str, str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.quote, finding.suggestion), []).append(finding)
    return list(groups.values())


def against(report: Report) -> str:
    """What the fidelity was measured against."""
    if report.mode is Mode.SOURCE:
        return "the source"
    return f"a round trip through {language_name(report.source_language)}"


def notes(report: Report) -> list[str]:
    """What a reader of the figures must know."""
    texts = list(report.provenance.notes)
    if report.fidelity and any(metric.name == "fidelity" for metric in report.metrics):
        texts.append(_EXPECTED if report.mode is Mode.SOURCE else _EXPECTED_ALONE)
    elif report.mode is Mode.ROUND_TRIP and report.fidelity:
        texts.append(
            f"Fidelity here is how much of the wording survives a trip through {language_name(report.source_language)} "
            "and back. A low score may also be the model's fault; a high one does not prove that the text says what "
            "its source says."
        )
    elif report.mode is Mode.SOURCE and report.fidelity:
        texts.append(
            "Fidelity here is how much of the source's wording the back-translation shares. Free but right "
            "translations score low too: read the weakest sentences before you judge."
        )
    return texts
