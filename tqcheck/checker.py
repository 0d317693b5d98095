"""The one orchestrator: documents in, reports out; every way to use tqcheck goes through it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from tqcheck import __version__
from tqcheck.baseline import Baseline
from tqcheck.case import Case, prepare, skip_unfit
from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.config import Config
from tqcheck.document import Document, Span
from tqcheck.engines.base import CHUNK, Engine
from tqcheck.errors import EngineError
from tqcheck.fidelity.interval import SPREAD, weighted
from tqcheck.guess import FITTED_BACK, Detector, guess, settle
from tqcheck.policy import Policy, decide, names, selected
from tqcheck.report import (
    Finding,
    Judged,
    Language,
    Mode,
    Origin,
    Provenance,
    Report,
    Verdict,
)

if TYPE_CHECKING:
    from tqcheck.judging import Judge, Progress

_Found = Sequence[Sequence[Finding]]
"""What each check has found."""

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
        detector: Detector | None = None,
    ):
        """`engine` is ``None`` for rules alone; findings in `baseline` are left out; `packs` is for the provenance.

        Without a `detector` reports say nothing of the origin.

        Raises UsageError where `select` or `ignore` name no rule.
        """
        self.config = config
        self.engine = engine
        self.checks = tuple(checks)
        self._judge = self._made_judge()
        self._policy = Policy(config)
        self._packs = packs
        self._detector = detector
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

    def figures(self, config: Config) -> Checker:
        """The same engine under other settings, without checks and the detector: for those who want figures alone."""
        other = self.under(config)
        other.checks = ()
        other._detector = None
        return other

    def _made_judge(self) -> Judge | None:
        config = self.config
        if self.engine is None:
            return None
        # Imported here because `lint` judges nothing.
        from tqcheck.judging import Judge

        return Judge(self.engine, min(config.hypotheses, config.beam), config.likelihood)

    def _runs(self, check: Check) -> bool:
        """Whether a check that waits to be asked was: `select` names it."""
        if not getattr(check, "asked", False):
            return True
        return any(names(name, rule.id) for name in self.config.select for rule in check.rules)

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

    def unread(self, path: str, reason: str) -> Report:
        """The report on a file that could not be read, for those who read reports and no messages."""
        name = self.engine.name if self.engine else None
        provenance = Provenance(__version__, name, config=self.config.digest())
        document = Document(path, "", (), path=path)
        mode = self._mode(document)
        return Report(document, Language(None, 0.0), mode, (), (), Verdict.UNDECIDED, provenance, reason=reason)

    def _finish(self, group: Sequence[Case], progress: Progress | None) -> Iterator[Report]:
        started = time.perf_counter()
        if self._judge is not None:
            for case in group:
                self._settle(case)
                skip_unfit(case)
            self._judge.judge(group, progress)
        reports = [self._report(case) for case in group]
        if self._judge is not None:
            self._judge.forget()
        elapsed = round(1000 * (time.perf_counter() - started))
        for report in reports:
            yield replace(report, provenance=replace(report.provenance, elapsed_ms=elapsed))

    def _report(self, case: Case) -> Report:
        outcomes = tuple(case.outcomes[s.index] for s in case.segments if s.index in case.outcomes)
        judged = [outcome for outcome in outcomes if isinstance(outcome, Judged)]
        rated = [(outcome, outcome.fidelity) for outcome in judged if outcome.fidelity is not None]
        spreads = [outcome.metrics[SPREAD] for outcome, _ in rated if SPREAD in outcome.metrics]
        fidelity = weighted(
            [score for _, score in rated],
            [len(outcome.segment.text) for outcome, _ in rated],
            spreads if len(spreads) == len(rated) else None,
        )
        by_index = {outcome.segment.index: outcome for outcome in judged}
        found = self._found(case, by_index, self._origin(case))
        origin = self._detected(case, by_index, found)
        if self.engine is None and case.assumed:
            found = self._settled(case, origin, found)
        findings = self._kept(case, found)
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
            origin,
            source_language=case.source_language if self.engine else None,
        )
        verdict, reason = decide(report, self.config)
        return replace(report, verdict=verdict, reason=reason)

    def _settle(self, case: Case) -> None:
        """Choose the language of the back-translation by what the text alone gives away."""
        if case.assumed:
            found = self._found(case, {}, None)
            settle(case, guess(self._detected(case, {}, found), _every(found), _words(case)), self.engine)

    def _settled(self, case: Case, origin: Origin | None, found: _Found) -> _Found:
        """The findings of a check by rules alone, as they are in the language that stands out."""
        language = guess(origin, _every(found), _words(case))
        if language is None:
            return found
        settle(case, language, None)
        return self._found(case, {}, language, found)

    def _detected(self, case: Case, judged: Mapping[int, Judged], found: _Found) -> Origin | None:
        if self._detector is None or (self.engine is None and not self.config.detect_surface):
            return None
        known = judged if case.source_language == FITTED_BACK else {}
        return self._detector.judge(case.language.code, case.segments, known, list(_every(found)))

    def _origin(self, case: Case) -> str | None:
        """The language whose traces the checks look for; without a model or a word of the user's, any."""
        return case.origin or (case.source_language if self.engine else None)

    def _mode(self, document: Document) -> Mode:
        if self.engine is None:
            return Mode.RULES_ONLY
        return Mode.SOURCE if document.source is not None else Mode.ROUND_TRIP

    def _found(
        self, case: Case, judged: Mapping[int, Judged], origin: str | None, known: _Found | None = None
    ) -> _Found:
        """What each check finds in a text from `origin`, in any order, whatever the settings make of it.

        Of `known`, found for another origin, is taken what does not hang on it.
        """
        context = Context(
            case.document,
            case.language.code,
            case.segments,
            origin,
            judged,
            case.omitted,
            case.source_language if judged else None,
            case.assumed,
        )
        return [
            known[number]
            if known and getattr(check, "any_origin", False)
            else list(check(context) if self._runs(check) else ())
            for number, check in enumerate(self.checks)
        ]

    def _kept(self, case: Case, found: _Found) -> tuple[Finding, ...]:
        """Those that the settings let through, in the order of the text."""
        wanted = [finding for finding in _every(found) if self._wanted is None or finding.rule in self._wanted]
        kept = _told_once(self._policy.apply(case.document, case.comments, wanted))
        kept.sort(key=lambda finding: (finding.span, -finding.severity, finding.rule))
        return self._baseline.new(case.document.id, kept)

    def _provenance(self, case: Case) -> Provenance:
        models: list[str] = []
        notes = list(case.notes) if self.engine or (case.assumed and case.origin) else []
        if self.engine is not None and case.pair is not None:
            back_alone = case.document.source is not None and not self.config.likelihood
            for pair in (case.pair, case.pair.back)[: 1 if back_alone else 2]:
                try:
                    models.append(self.engine.identity(pair))
                    notes.extend(self.engine.notes(pair))
                except EngineError:
                    continue
        name = self.engine.name if self.engine else None
        packs = self._packs(case.language.code, None if case.assumed else self._origin(case))
        return Provenance(__version__, name, tuple(models), packs, self.config.digest(), notes=_unique(notes))


def _told_once(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings on the same words and of one category, the one that an editor learns most of."""
    best: dict[tuple[Span, str], Finding] = {}
    for finding in findings:
        key = finding.span, finding.category
        if key not in best or _says(finding) > _says(best[key]):
            best[key] = finding
    return list(best.values())


def _says(finding: Finding) -> tuple[bool, int, bool]:
    return finding.source_phrase is not None, finding.severity, finding.suggestion is not None


def _every(found: _Found) -> Iterable[Finding]:
    """The findings of all checks, each place and rule once."""
    return {(finding.span, finding.rule): finding for some in found for finding in some}.values()


def _words(case: Case) -> int:
    return sum(len(block.text.split()) for block in case.document.blocks)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
