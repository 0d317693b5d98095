"""How the systems compare that translated the units of a document, where its file names them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from tqcheck.report import Judged, Report, Severity

_COUNTS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}


def by_system(report: Report) -> dict[str, dict[str, float]]:
    """By name, ``""`` for units of which the file does not say it: units, words, flaws, and what fidelity sums up.

    Empty where no unit has a system. ``weighted`` is the sum of the sentences' fidelity, each weighing as many
    characters as it has, and ``weight`` the sum of these.
    """
    blocks = report.document.blocks
    if not any(block.system for block in blocks):
        return {}
    found: dict[str, dict[str, float]] = {}
    for block in blocks:
        sums = found.setdefault(block.system, dict.fromkeys(SystemSum.__slots__[1:], 0))
        sums["units"] += 1
        sums["words"] += len(block.text.split())
    places = sorted((block.runs[0].raw, block.system) for block in blocks if block.runs)
    for finding in report.findings:
        at = bisect_right(places, finding.span.start, key=lambda place: place[0])
        found[places[max(0, at - 1)][1]][_COUNTS[finding.severity]] += 1
    for outcome in report.outcomes:
        if isinstance(outcome, Judged) and outcome.fidelity is not None:
            sums = found[blocks[outcome.segment.block].system]
            sums["weighted"] += outcome.fidelity * len(outcome.segment.text)
            sums["weight"] += len(outcome.segment.text)
    return dict(sorted(found.items()))


@dataclass(slots=True)
class SystemSum:
    """What a system's units come to over all documents."""

    documents: int = 0
    units: int = 0
    words: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    weighted: float = 0.0
    weight: int = 0

    def add(self, values: Mapping[str, float]) -> None:
        """Count a document in: what `by_system` has for it."""
        self.documents += 1
        for name in self.__slots__[1:]:
            setattr(self, name, getattr(self, name) + values[name])

    @property
    def fidelity(self) -> float | None:
        """The mean over all sentences, each weighing as much as it is long."""
        return self.weighted / self.weight if self.weight else None

    @property
    def flaws(self) -> float | None:
        """Errors and warnings in a thousand words."""
        return 1000 * (self.errors + self.warnings) / self.words if self.words else None
