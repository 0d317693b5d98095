"""What the index, the tables and the next run need to know of a report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from tqcheck.batch.systems import by_system
from tqcheck.report import Report, Severity, Skipped, Verdict

FAILED = "failed"
"""Stands where a verdict would, for a document that could not be judged at all."""

RANKS = {"block": 0, FAILED: 1, "undecided": 2, "review": 3, "pass": 4}
"""The verdicts, worst first."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One document, small enough that thousands fit anywhere."""

    path: str
    verdict: str
    """A verdict, or ``failed``."""
    reason: str
    language: str | None = None
    source_language: str | None = None
    mode: str | None = None
    fidelity: float | None = None
    low: float | None = None
    high: float | None = None
    words: int = 0
    sentences: int = 0
    unjudged: int = 0
    """Sentences that should have been judged and could not be."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    rules: Mapping[str, int] = field(default_factory=dict)
    """How many findings of each rule."""
    translated: float | None = None
    """How probably the text is machine translation, 0 to 1; ``None`` where nothing can be told."""
    reads_translated: bool = False
    """Whether that is enough to say so."""
    origin: str | None = None
    """The language that it then reads as translated from, where one stands out."""
    systems: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """What the units of each system come to, as `by_system` has it."""

    @property
    def rank(self) -> int:
        """The place of the verdict among all, 0 the worst."""
        return RANKS[self.verdict]

    def flagged(self, fail_on: str) -> bool:
        """Whether a check with this `fail_on` ends with exit code 1."""
        if self.verdict == Verdict.BLOCK and not self.errors:
            return True
        return {"error": self.errors, "warning": self.errors + self.warnings}.get(fail_on, 0) > 0

    @property
    def open(self) -> bool:
        """Whether a judgement is missing."""
        return self.verdict in (FAILED, Verdict.UNDECIDED)

    def dumps(self) -> str:
        """As JSON in ASCII, the keys in order, so that equal summaries are equal texts."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def loads(cls, text: str) -> Summary:
        """The inverse of `dumps`. Raises ValueError or TypeError for anything else."""
        return cls(**json.loads(text))

    @classmethod
    def of(cls, path: str, report: Report) -> Summary:
        """The summary of a report."""
        levels = Counter(finding.severity for finding in report.findings)
        fidelity, origin = report.fidelity, report.origin
        return cls(
            path,
            report.verdict.value,
            report.reason or "",
            report.language.code,
            report.source_language,
            report.mode.value,
            fidelity.score if fidelity else None,
            fidelity.low if fidelity else None,
            fidelity.high if fidelity else None,
            sum(len(block.text.split()) for block in report.document.blocks),
            len(report.outcomes),
            sum(isinstance(one, Skipped) and not one.harmless for one in report.outcomes),
            levels[Severity.ERROR],
            levels[Severity.WARNING],
            levels[Severity.INFO],
            dict(sorted(Counter(finding.rule for finding in report.findings).items())),
            round(origin.translated, 3) if origin and origin.translated is not None else None,
            origin.reads_translated if origin else False,
            origin.language if origin else None,
            by_system(report),
        )

    @classmethod
    def failure(cls, path: str, reason: str) -> Summary:
        """The summary of a document that there is no report of."""
        return cls(path, FAILED, reason)
