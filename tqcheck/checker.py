"""The one orchestrator: documents in, reports out; every way to use tqcheck goes through it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from tqcheck import __version__
from tqcheck.baseline import Baseline
from tqcheck.case import Case, prepare, skip_unfit
from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.engines.base import Engine
from tqcheck.errors import EngineError
from tqcheck.fidelity.interval import weighted
from tqcheck.judging import CHUNK, Judge, Progress
from tqcheck.policy import Policy, decide, selected
from tqcheck.report import (
    Finding,
    Judged,
    Mode,
    Provenance,
    Report,
    Verdict,
)
from tqcheck.suppression import Directive

PacksInUse = Callable[[str | None, str | None], tuple[str, ...]]
"""The names of the rule packs for a language of the text and one of origin."""


class Checker:
    """Checks documents with one configuration; holds the loaded engine, so make one and keep it."""

    def __init__(
        self,
        config: Config,
        engine: Engine | None,
        checks: Sequence[Check],
        baseline: Baseline | None = None,
        packs: PacksInUse = lambda _language, _origin: (),
    ):
        """`engine` is ``None`` for rules alone; findings in `baseline` are left out; `packs` is for the provenance.

        Raises UsageError where `select` or `ignore` name no rule.
        """
        self.config = config
        self.engine = engine
        self.checks = tuple(checks)
        self._judge = self._made_judge()
        self._policy = Policy(config)
        self._packs = packs
        self._baseline = baseline or Baseline()
        self._wanted = self._selected()

    def under(self, config: Config) -> Checker:
        """The same checks, packs and loaded engine under other settings; without the engine where they name none.

        Raises UsageError where `select` or `ignore` name no rule.
        """
        other = copy(self)
        other.config = config
        other.engine = None if config.engine == "none" else self.engine
        other._judge = other._made_judge()
        other._policy = Policy(config)
        other._wanted = other._selected()
        return other

    def _made_judge(self) -> Judge | None:
        return Judge(self.engine, min(self.config.hypotheses, self.config.beam)) if self.engine else None

    def _selected(self) -> frozenset[str] | None:
        # Naming the rules reads every pack; without a selection only the packs of the text's language are needed.
        config = self.config
        return selected(self.rules, config.select, config.ignore) if config.select or config.ignore else None

    @property
    def rules(self) -> dict[str, RuleInfo]:
        """Every rule that the checks know, by id."""
        return {rule.id: rule for check in self.checks for rule in check.rules}

    def check(self, documents: Iterable[Document], progress: Progress | None = None) -> Iterator[Report]:
        """One report a document, in order, as soon as its group is done.

        Small documents share the engine's batches. Engine failures become skipped segments, not exceptions:
        what the rules found is never lost.
        """
        group: list[Case] = []
        for document in documents:
            group.append(prepare(document, self.config))
            if sum(len(case.segments) for case in group) >= CHUNK:
                yield from self._finish(group, progress)
                group = []
        if group:
            yield from self._finish(group, progress)

    def _finish(self, group: Sequence[Case], progress: Progress | None) -> Iterator[Report]:
        started = time.perf_counter()
        if self._judge is not None:
            for case in group:
                skip_unfit(case)
            self._judge.judge(group, progress)
        reports = [self._report(case) for case in group]
        elapsed = round(1000 * (time.perf_counter() - started))
        for report in reports:
            yield replace(report, provenance=replace(report.provenance, elapsed_ms=elapsed))

    def _report(self, case: Case) -> Report:
        outcomes = tuple(case.outcomes[s.index] for s in case.segments if s.index in case.outcomes)
        judged = [outcome for outcome in outcomes if isinstance(outcome, Judged)]
        fidelity = weighted(
            [outcome.fidelity for outcome in judged if outcome.fidelity is not None],
            [len(outcome.segment.text) for outcome in judged if outcome.fidelity is not None],
        )
        context = Context(
            case.document,
            case.language.code,
            case.segments,
            self._origin(case),
            {outcome.segment.index: outcome for outcome in judged},
            case.omitted,
        )
        findings = self._findings(context, case.comments)
        report = Report(
            case.document,
            case.language,
            self._mode(case.document),
            outcomes,
            findings,
            Verdict.PASS,
            self._provenance(case),
            fidelity,
            self._judge.metrics(case.document, judged) if self._judge else (),
            source_language=case.source_language if self.engine else None,
        )
        verdict, reason = decide(report, self.config)
        return replace(report, verdict=verdict, reason=reason)

    def _origin(self, case: Case) -> str | None:
        """The language whose traces the checks look for; without a model or a word of the user's, any."""
        return case.source_language if self.engine or self.config.origin != "auto" else None

    def _mode(self, document: Document) -> Mode:
        if self.engine is None:
            return Mode.RULES_ONLY
        return Mode.SOURCE if document.source is not None else Mode.ROUND_TRIP

    def _findings(self, context: Context, comments: Sequence[Directive]) -> tuple[Finding, ...]:
        found = {
            (finding.span, finding.rule): finding
            for check in self.checks
            for finding in check(context)
            if self._wanted is None or finding.rule in self._wanted
        }
        kept = self._policy.apply(context.document, comments, found.values())
        kept.sort(key=lambda finding: (finding.span, -finding.severity, finding.rule))
        return self._baseline.new(context.document.id, kept)

    def _provenance(self, case: Case) -> Provenance:
        models: list[str] = []
        notes = list(case.notes) if self.engine else []
        if self.engine is not None and case.pair is not None:
            for pair in (case.pair, case.pair.back)[: 1 if case.document.source is not None else 2]:
                try:
                    models.append(self.engine.identity(pair))
                    notes.extend(self.engine.notes(pair))
                except EngineError:
                    continue
        name = self.engine.name if self.engine else None
        packs = self._packs(case.language.code, self._origin(case))
        return Provenance(__version__, name, tuple(models), packs, self.config.digest(), notes=_unique(notes))


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
