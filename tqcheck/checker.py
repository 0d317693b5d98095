"""The one orchestrator: documents in, reports out; every way to use tqcheck goes through it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Protocol

from tqcheck import __version__, language
from tqcheck import segment as segmentation
from tqcheck.baseline import Baseline
from tqcheck.checks.base import Check, Context, RuleInfo
from tqcheck.config import Config
from tqcheck.document import Document, Segment, Span
from tqcheck.engines.base import Engine, Pair, Refusal, Translation
from tqcheck.errors import EngineError
from tqcheck.fidelity.interval import weighted
from tqcheck.fidelity.surface import Surface
from tqcheck.policy import Policy, decide, selected
from tqcheck.report import (
    Finding,
    Judged,
    Language,
    Metric,
    Mode,
    Outcome,
    Provenance,
    Report,
    Skipped,
    Verdict,
)
from tqcheck.suppression import Directive, directives, without_comments

CHUNK = 256
"""Segments of one engine call: enough for full batches, few enough for a progress bar and flat memory."""


_PLAIN = 0.95
"""Certainty from which the language found goes over the one that a template declares."""


PacksInUse = Callable[[str | None, str | None], tuple[str, ...]]
"""The names of the rule packs for a language of the text and one of origin."""


class Progress(Protocol):
    """Is told how the work goes on."""

    def planned(self, segments: int) -> None:
        """So many more segments will be judged."""

    def done(self, segments: int) -> None:
        """So many of them have been."""


@dataclass(slots=True)
class _Case:
    """A document on its way to a report."""

    document: Document
    language: Language
    segments: tuple[Segment, ...]
    source_language: str | None
    notes: list[str]
    comments: tuple[Directive, ...] = ()
    omitted: tuple[Segment, ...] = ()
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def pair(self) -> Pair | None:
        """The direction of the back-translation."""
        if self.language.code is None or self.source_language is None:
            return None
        return Pair(self.language.code, self.source_language)

    @property
    def open(self) -> list[Segment]:
        """The segments that nothing has been said of yet."""
        return [segment for segment in self.segments if segment.index not in self.outcomes]


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
        self._surface = Surface()
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
        other._policy = Policy(config)
        other._wanted = other._selected()
        return other

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
        group: list[_Case] = []
        for document in documents:
            group.append(self._prepare(document))
            if sum(len(case.segments) for case in group) >= CHUNK:
                yield from self._finish(group, progress)
                group = []
        if group:
            yield from self._finish(group, progress)

    def _prepare(self, document: Document) -> _Case:
        notes: list[str] = []
        comments = directives(document)
        document = without_comments(document, comments)
        found, paragraphs = language.detect_document(_undeclared(document))
        found = self._language(document, found, notes)
        code = found.code
        blocks = tuple(
            replace(block, language=paragraph) for block, paragraph in zip(document.blocks, paragraphs, strict=True)
        )
        document = replace(document, blocks=blocks)
        segments = segmentation.segment(document, code)
        source_language = self._source_language(document, code, notes)
        omitted: tuple[Segment, ...] = ()
        if document.source is not None:
            from tqcheck import align

            source = segmentation.segment(document.source, source_language)
            alignment = align.attach(document, segments, document.source, source)
            segments, omitted = alignment.segments, alignment.unmatched_source
        return _Case(document, found, segments, source_language, notes, comments, omitted)

    def _language(self, document: Document, found: Language, notes: list[str]) -> Language:
        """What the user says, else what the file says unless the text plainly contradicts it, else what was found."""
        said = self.config.to or document.language
        if said is None or said == found.code:
            return found
        if self.config.to is None and found.code is not None and found.certainty >= _PLAIN:
            notes.append(f"The file says that it is in {said}; the text is in {found.code}, and was checked so.")
            return found
        return Language(said, 1.0)

    def _source_language(self, document: Document, code: str | None, notes: list[str]) -> str | None:
        origin = self.config.origin
        if origin != "auto":
            return origin
        if document.source is not None:
            declared = document.source.language or language.detect_document(document.source)[0].code
            if declared:
                return declared
        if code is None:
            return None
        partner = "fr" if code == "en" else "en"
        notes.append(f"No language of origin was given; {partner} was taken. Name it with --from.")
        return partner

    def _finish(self, group: Sequence[_Case], progress: Progress | None) -> Iterator[Report]:
        started = time.perf_counter()
        if self.engine is not None:
            for case in group:
                _skip_unfit(case)
            for pair in dict.fromkeys(case.pair for case in group if case.pair):
                self._judge(pair, [case for case in group if case.pair == pair], progress)
        reports = [self._report(case) for case in group]
        elapsed = round(1000 * (time.perf_counter() - started))
        for report in reports:
            yield replace(report, provenance=replace(report.provenance, elapsed_ms=elapsed))

    def _judge(self, pair: Pair, cases: Sequence[_Case], progress: Progress | None) -> None:
        """Translate the open segments back, and those without a source there again; score them."""
        work = [(case, segment) for case in cases for segment in case.open]
        if progress:
            progress.planned(len(work))
        for at in range(0, len(work), CHUNK):
            part = work[at : at + CHUNK]
            try:
                self._judge_part(pair, part)
            except EngineError as error:
                for case, segment in part:
                    case.outcomes[segment.index] = Skipped(segment, str(error))
            if progress:
                progress.done(len(part))

    def _judge_part(self, pair: Pair, part: Sequence[tuple[_Case, Segment]]) -> None:
        assert self.engine is not None
        hypotheses = min(self.config.hypotheses, self.config.beam)
        backs = self.engine.translate([segment.text for _, segment in part], pair, hypotheses)
        again = [
            (k, back.text)
            for k, ((case, _), back) in enumerate(zip(part, backs, strict=True))
            if isinstance(back, Translation) and case.document.source is None
        ]
        trips: dict[int, Translation | Refusal] = {}
        if again:
            answers = self.engine.translate([text for _, text in again], pair.back)
            trips = {k: answer for (k, _), answer in zip(again, answers, strict=True)}
        wholes: dict[tuple[int, tuple[Span, ...]], list[str]] = {}
        for (case, segment), back in zip(part, backs, strict=True):
            if isinstance(back, Translation):
                wholes.setdefault((id(case), segment.source_spans), []).append(back.text)
        for k, ((case, segment), back) in enumerate(zip(part, backs, strict=True)):
            whole = " ".join(wholes.get((id(case), segment.source_spans), []))
            case.outcomes[segment.index] = self._outcome(segment, back, trips.get(k), whole)

    def _outcome(
        self, segment: Segment, back: Translation | Refusal, trip: Translation | Refusal | None, whole: str
    ) -> Outcome:
        """`whole` is the back-translation of all segments that one source sentence became, to be measured with it."""
        for answer in (back, trip):
            if isinstance(answer, Refusal):
                return Skipped(segment, answer.reason, answer.harmless)
        assert isinstance(back, Translation)
        if isinstance(trip, Translation):
            metrics = self._surface.segment(trip.text, segment.text)
            text = trip.text
        else:
            metrics = self._surface.segment(whole, segment.source_text or "")
            text = None
        return Judged(segment, back.text, text, metrics["chrF++"], metrics, hypotheses=back.alternatives)

    def _report(self, case: _Case) -> Report:
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
            self._metrics(case.document, judged),
            source_language=case.source_language if self.engine else None,
        )
        verdict, reason = decide(report, self.config)
        return replace(report, verdict=verdict, reason=reason)

    def _origin(self, case: _Case) -> str | None:
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

    def _metrics(self, document: Document, judged: Sequence[Judged]) -> tuple[Metric, ...]:
        if not judged:
            return ()
        if document.source is None:
            pairs = [(outcome.round_trip or "", outcome.segment.text) for outcome in judged]
        else:
            # A source sentence that became several segments counts once.
            beads = [list(bead) for _, bead in groupby(judged, lambda outcome: outcome.segment.source_spans)]
            pairs = [
                (" ".join(one.back_translation or "" for one in bead), bead[0].segment.source_text or "")
                for bead in beads
            ]
        hypotheses, references = zip(*pairs, strict=True)
        return self._surface.corpus(hypotheses, references)

    def _provenance(self, case: _Case) -> Provenance:
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


def _undeclared(document: Document) -> Document:
    """The document without the language that it declares for all of itself; that of single blocks stays."""
    blocks = (replace(b, language=None) if b.language == document.language else b for b in document.blocks)
    return replace(document, language=None, blocks=tuple(blocks))


def _skip_unfit(case: _Case) -> None:
    """Say of each segment that cannot be judged why not."""
    for segment in case.segments:
        if case.language.code is None:
            reason = "The language is unsure: the text is too short or mixes languages. Name it with --to."
            case.outcomes[segment.index] = Skipped(segment, reason)
        elif case.language.code == case.source_language:
            reason = f"The text is in {case.language.code}, the language that it should be translated back into."
            case.outcomes[segment.index] = Skipped(segment, reason)
        elif segment.language is not None and segment.language != case.language.code:
            reason = f"This paragraph is in {segment.language}, not {case.language.code}."
            case.outcomes[segment.index] = Skipped(segment, reason, harmless=True)
        elif case.document.source is not None and not segment.source_text:
            reason = "No sentence of the source matches this one."
            case.outcomes[segment.index] = Skipped(segment, reason, harmless=True)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
