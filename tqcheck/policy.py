"""What a configuration makes of findings and figures: which rules apply, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from tqcheck.checks.base import RuleInfo
from tqcheck.config import Config, Threshold
from tqcheck.document import Document
from tqcheck.errors import UsageError
from tqcheck.report import Finding, Judged, Mode, Report, Severity, Skipped, Verdict
from tqcheck.suppression import Directive


def selected(rules: Mapping[str, RuleInfo], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The ids of the rules that apply. Raises UsageError where a name is neither a rule nor a family."""

    for name in (*select, *ignore):
        if not any(names(name, rule) for rule in rules):
            raise UsageError(f"There is no rule or family of rules called {name!r}; see `tqcheck rules list`.")
    return frozenset(
        rule
        for rule in rules
        if (not select or any(names(name, rule) for name in select)) and not any(names(name, rule) for name in ignore)
    )


def names(name: str, rule: str) -> bool:
    """Whether `name`, a rule or a family of rules, means the rule with that id."""
    return rule == name or rule.startswith(name.rstrip("/") + "/")


class Policy:
    """What the settings make of single findings: left out by path or comment, of another severity."""

    def __init__(self, config: Config):
        self._ignore_in = config.ignore_in
        self._severity = tuple((name, Severity.parse(label)) for name, label in config.severity)

    def apply(self, document: Document, comments: Sequence[Directive], findings: Iterable[Finding]) -> list[Finding]:
        """The findings that stay, with the severity that the settings give them."""
        path = _path(document)
        ignored = [name for pattern, rules in self._ignore_in if fnmatchcase(path, pattern) for name in rules]
        return [
            self._graded(finding)
            for finding in findings
            if not any(names(name, finding.rule) for name in ignored)
            and not any(comment.covers(finding) for comment in comments)
        ]

    def _graded(self, finding: Finding) -> Finding:
        for name, severity in reversed(self._severity):
            if names(name, finding.rule):
                return replace(finding, severity=severity)
        return finding


def decide(report: Report, config: Config) -> tuple[Verdict, str]:
    """The verdict and its reason, in this order: blocked, undecided, to review, passed.

    An error blocks even where some sentences could not be judged, since no further judgement can mend it;
    but nothing unjudged ever passes, or is merely up for review.
    """
    counts = {level: sum(f.severity is level for f in report.findings) for level in Severity}
    lost = [o for o in report.outcomes if isinstance(o, Skipped) and not o.harmless]
    unjudged = f"{_count(len(lost), 'sentence')} could not be judged: {lost[0].reason}" if lost else ""
    # A blocked text must not hide that part of it, or all, was never judged.
    besides = f" {unjudged}" if lost else ""
    if counts[Severity.ERROR]:
        return Verdict.BLOCK, f"{_count(counts[Severity.ERROR], 'error')} to mend before publication.{besides}"
    too_low = _too_low(report, config)
    if too_low:
        return Verdict.BLOCK, f"{too_low}{besides}"
    if lost:
        return Verdict.UNDECIDED, unjudged
    if report.mode is not Mode.RULES_ONLY and not any(isinstance(o, Judged) for o in report.outcomes):
        return Verdict.UNDECIDED, "There is no sentence to judge."
    if counts[Severity.WARNING]:
        return Verdict.REVIEW, f"{_count(counts[Severity.WARNING], 'flaw')} to look at before publication."
    return Verdict.PASS, "Nothing was flagged."


def limit(report: Report, config: Config) -> Threshold | None:
    """The limit of fidelity for this document: the last of `thresholds` that fits, else `fail_under`."""
    path = _path(report.document)
    pair = (report.source_language, report.language.code)
    for threshold in reversed(config.thresholds):
        wanted = threshold.pair.lower().split("-") if threshold.pair else ("*", "*")
        if (threshold.path is None or fnmatchcase(path, threshold.path)) and all(
            one in ("*", other) for one, other in zip(wanted, pair, strict=True)
        ):
            return replace(threshold, fail_on_bound=threshold.fail_on_bound or config.fail_on_bound)
    return None if config.fail_under is None else Threshold(config.fail_under, fail_on_bound=config.fail_on_bound)


def _too_low(report: Report, config: Config) -> str:
    """Why the fidelity blocks the document; ``""`` where it does not."""
    asked, fidelity = limit(report, config), report.fidelity
    if asked is None or fidelity is None:
        return ""
    if asked.fail_on_bound == "lower" and fidelity.low < asked.fail_under <= fidelity.score:
        return (
            f"Fidelity {fidelity.score:g} may be as low as {fidelity.low:g}, "
            f"below the limit of {asked.fail_under:g} for its lower bound."
        )
    if fidelity.score < asked.fail_under:
        return f"Fidelity {fidelity.score:g} is below the limit of {asked.fail_under:g}."
    return ""


def _path(document: Document) -> str:
    """The path that patterns in the settings are about, with slashes on every system."""
    return (document.path or document.id).replace("\\", "/")


def flags(report: Report, config: Config) -> bool:
    """Whether the report holds what `fail_on` asks to be told of: exit code 1, ``flagged`` in the service's answer."""
    errors = any(finding.severity is Severity.ERROR for finding in report.findings)
    if report.verdict is Verdict.BLOCK and not errors:
        return True
    limit = None if config.fail_on == "never" else Severity.parse(config.fail_on)
    return limit is not None and any(finding.severity >= limit for finding in report.findings)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
