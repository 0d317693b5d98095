"""What a configuration makes of findings and figures: which rules apply, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tqcheck.checks.base import RuleInfo
from tqcheck.config import Config
from tqcheck.errors import UsageError
from tqcheck.report import Judged, Mode, Report, Severity, Skipped, Verdict


def selected(rules: Mapping[str, RuleInfo], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The ids of the rules that apply. Raises UsageError where a name is neither a rule nor a family."""

    def ids(name: str) -> set[str]:
        found = {rule for rule in rules if rule == name or rule.startswith(name.rstrip("/") + "/")}
        if not found:
            raise UsageError(f"There is no rule or family of rules called {name!r}; see `tqcheck rules list`.")
        return found

    wanted = set().union(*map(ids, select)) if select else set(rules)
    return frozenset(wanted.difference(*map(ids, ignore)))


def decide(report: Report, config: Config) -> tuple[Verdict, str]:
    """The verdict and its reason, in this order: blocked, undecided, to review, passed.

    An error blocks even where some sentences could not be judged, since no further judgement can mend it;
    but nothing unjudged ever passes, or is merely up for review.
    """
    counts = {level: sum(f.severity is level for f in report.findings) for level in Severity}
    if counts[Severity.ERROR]:
        return Verdict.BLOCK, f"{_count(counts[Severity.ERROR], 'error')} to mend before publication."
    score = report.fidelity.score if report.fidelity else None
    if config.fail_under is not None and score is not None and score < config.fail_under:
        return Verdict.BLOCK, f"Fidelity {score:g} is below the limit of {config.fail_under:g}."
    lost = [o for o in report.outcomes if isinstance(o, Skipped) and not o.harmless]
    if lost:
        return Verdict.UNDECIDED, f"{_count(len(lost), 'sentence')} could not be judged: {lost[0].reason}"
    if report.mode is not Mode.RULES_ONLY and not any(isinstance(o, Judged) for o in report.outcomes):
        return Verdict.UNDECIDED, "There is no sentence to judge."
    if counts[Severity.WARNING]:
        return Verdict.REVIEW, f"{_count(counts[Severity.WARNING], 'flaw')} to look at before publication."
    return Verdict.PASS, "Nothing was flagged."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
