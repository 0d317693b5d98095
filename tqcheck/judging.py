"""Back-translation, round trip and scores of the segments of many documents, a batched call a direction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

from tqcheck.case import Case
from tqcheck.document import Document, Segment, Span
from tqcheck.engines.base import Engine, Pair, Refusal, Translation
from tqcheck.errors import EngineError
from tqcheck.fidelity.surface import Surface
from tqcheck.report import Judged, Metric, Outcome, Skipped

CHUNK = 256
"""Segments of one engine call: enough for full batches, few enough for a progress bar and flat memory."""


class Progress(Protocol):
    """Is told how the work goes on."""

    def planned(self, segments: int) -> None:
        """So many more segments will be judged."""

    def done(self, segments: int) -> None:
        """So many of them have been."""


class Judge:
    """Judges segments with one engine."""

    def __init__(self, engine: Engine, hypotheses: int):
        """`hypotheses` is the number of back-translations that are kept of each segment."""
        self._engine = engine
        self._hypotheses = hypotheses
        self._surface = Surface()

    def judge(self, cases: Sequence[Case], progress: Progress | None = None) -> None:
        """Translate the open segments back, and those without a source there again; score them.

        One batched call a direction and `CHUNK`. Where the engine fails, its message is the reason of the skip.
        """
        for pair in dict.fromkeys(case.pair for case in cases if case.pair):
            self._direction(pair, [case for case in cases if case.pair == pair], progress)

    def _direction(self, pair: Pair, cases: Sequence[Case], progress: Progress | None) -> None:
        work = [(case, segment) for case in cases for segment in case.open]
        if progress:
            progress.planned(len(work))
        for at in range(0, len(work), CHUNK):
            part = work[at : at + CHUNK]
            try:
                self._part(pair, part)
            except EngineError as error:
                for case, segment in part:
                    case.outcomes[segment.index] = Skipped(segment, str(error))
            if progress:
                progress.done(len(part))

    def _part(self, pair: Pair, part: Sequence[tuple[Case, Segment]]) -> None:
        backs = self._engine.translate([segment.text for _, segment in part], pair, self._hypotheses)
        again = [
            (k, back.text)
            for k, ((case, _), back) in enumerate(zip(part, backs, strict=True))
            if isinstance(back, Translation) and case.document.source is None
        ]
        trips: dict[int, Translation | Refusal] = {}
        if again:
            answers = self._engine.translate([text for _, text in again], pair.back)
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

    def metrics(self, document: Document, judged: Sequence[Judged]) -> tuple[Metric, ...]:
        """The surface figures of the whole document."""
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
