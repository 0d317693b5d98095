"""Back-translation, round trip and scores of the segments of many documents, a batched call a direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from tqcheck.case import Case
from tqcheck.document import Document, Segment, Span
from tqcheck.engines.base import CHUNK, Engine, Pair, Refusal, TokenLogProb, Translation
from tqcheck.engines.cached import CachedEngine
from tqcheck.errors import EngineError, ModelError
from tqcheck.fidelity.calibration import Expected, Head, calibration
from tqcheck.fidelity.doubts import Stretch, doubted, missed, words
from tqcheck.fidelity.evidence import Question
from tqcheck.fidelity.gauge import Gauge
from tqcheck.fidelity.interval import ADDED, HIGH, LOW, SPREAD
from tqcheck.fidelity.likelihood import Likelihood, Passage, measure
from tqcheck.fidelity.surface import Surface
from tqcheck.report import Doubt, Judged, Metric, Omission, Skipped, TokenScore


class Progress(Protocol):
    """Is told how the work goes on."""

    def planned(self, segments: int) -> None:
        """So many more segments will be judged."""

    def done(self, segments: int) -> None:
        """So many of them have been."""


@dataclass(frozen=True, slots=True)
class _Bead:
    """The segments that one source sentence became, measured with it as a whole; without a source a single one."""

    case: Case
    segments: tuple[Segment, ...]
    backs: tuple[Translation, ...]
    trip: Translation | None

    @property
    def back(self) -> str:
        return " ".join(back.text for back in self.backs)

    @property
    def passage(self) -> Passage:
        texts = tuple(segment.text for segment in self.segments)
        if self.case.document.source is None:
            return Passage(self.back, texts, self.backs[0].score)
        return Passage(self.segments[0].source_text or "", texts)


@dataclass(frozen=True, slots=True)
class _Rating:
    """The judgement to be expected of a bead, and the words in it that are doubted."""

    expected: Expected
    doubts: tuple[Stretch, ...]
    """In the passage's text."""


class Judge:
    """Judges segments with one engine."""

    def __init__(self, engine: Engine, hypotheses: int, likelihood: bool = True):
        """`hypotheses` is the number of back-translations that are kept of each segment.

        With `likelihood` the engine also says how probable each token is, by forced decoding.
        """
        self._engine = engine
        self._hypotheses = hypotheses
        self._likelihood = likelihood
        self._surface = Surface()

    def forget(self) -> None:
        """Let go of what was remembered of the texts judged so far, when their documents are done."""
        self._surface.forget()

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
        beads: dict[tuple[int, tuple[Span, ...] | int], list[int]] = {}
        for k, ((case, segment), back) in enumerate(zip(part, backs, strict=True)):
            refused = next((answer for answer in (back, trips.get(k)) if isinstance(answer, Refusal)), None)
            if refused is not None:
                case.outcomes[segment.index] = Skipped(segment, refused.reason, refused.harmless)
            else:
                which = segment.index if case.document.source is None else segment.source_spans
                beads.setdefault((id(case), which), []).append(k)
        made = [_bead(part, backs, trips, members) for members in beads.values()]
        likelihoods = self._measured(pair, made)
        expected = self._expected(pair, made, likelihoods)
        for at, (bead, likelihood) in enumerate(zip(made, likelihoods, strict=True)):
            self._outcomes(bead, likelihood, at in expected, expected.get(at))

    def _measured(self, pair: Pair, beads: Sequence[_Bead]) -> Sequence[Likelihood | None]:
        """What forced decoding says of each; nothing where there is no model of that direction, which is said."""
        if self._likelihood and beads:
            try:
                return measure(self._engine, pair, [bead.passage for bead in beads])
            except ModelError as error:
                note = f"How probable the text is given its source was not measured: {error}"
                for case in {id(bead.case): bead.case for bead in beads}.values():
                    case.notes.append(note)
        return [None] * len(beads)

    def _expected(
        self, pair: Pair, beads: Sequence[_Bead], likelihoods: Sequence[Likelihood | None]
    ) -> dict[int, _Rating | None]:
        """The judgement to be expected of each bead by its place, ``None`` where the engine cannot tell.

        Beads of models or directions for which nothing was fitted are left out.
        """
        made: dict[int, _Rating | None] = {}
        for given in (True, False):
            head = self._head(pair, given) if self._likelihood else None
            some = [at for at, bead in enumerate(beads) if (bead.case.document.source is not None) is given]
            if head is None or not some:
                continue
            made |= dict.fromkeys(some)
            questions = {at: _question(beads[at], one) for at in some if (one := likelihoods[at]) and one.text}
            features = self._gauge(head)(pair, list(questions.values()))
            for (at, question), found in zip(questions.items(), features, strict=True):
                if found is not None:
                    expected = head.expect(found.features, len(question.text.split()))
                    model = head.word_model
                    stretches = [Stretch(word.start, word.end, model.kept(word)) for word in found.words]
                    made[at] = _Rating(expected, tuple(doubted(stretches, model.doubted)))
        return made

    def _head(self, pair: Pair, given: bool) -> Head | None:
        from tqcheck.fidelity.semantic import embedder

        try:
            identities = [self._engine.identity(pair), self._engine.identity(pair.back)]
        except ModelError:
            return None
        fitted = calibration()
        plain = fitted.head(str(pair.back), given, False, identities)
        return fitted.head(str(pair.back), given, True, identities) if plain and embedder() else plain

    def _gauge(self, head: Head) -> Gauge:
        from tqcheck.fidelity.semantic import embedder

        cache = self._engine.cache if isinstance(self._engine, CachedEngine) else None
        return Gauge(self._engine, self._hypotheses, head.word_model, embedder() if head.meaning else None, cache)

    def _outcomes(self, bead: _Bead, likelihood: Likelihood | None, fitted: bool, rating: _Rating | None) -> None:
        """`fitted` is whether coefficients stand; otherwise fidelity is chrF++."""
        if bead.trip is not None:
            surface = self._surface.segment(bead.trip.text, bead.segments[0].text)
        else:
            surface = self._surface.segment(bead.back, bead.segments[0].source_text or "")
        figures = likelihood.figures(bead.trip.score if bead.trip else None) if likelihood else {}
        if rating is not None:
            figures |= _told(rating.expected)
        score = surface["chrF++"] if not fitted else round(rating.expected.score, 2) if rating else None
        omissions = _omissions(bead, likelihood) if rating and likelihood else ()
        shares = likelihood.shared(bead.passage) if likelihood else [()] * len(bead.segments)
        at = 0
        for segment, back, tokens in zip(bead.segments, bead.backs, shares, strict=True):
            bead.case.outcomes[segment.index] = Judged(
                segment,
                back.text,
                bead.trip.text if bead.trip else None,
                score,
                {**surface, **figures},
                _placed(bead.case, segment, tokens),
                back.alternatives,
                _doubts(bead.case, segment, at, rating.doubts) if rating else (),
                omissions if segment is bead.segments[0] else (),
            )
            at += len(segment.text) + 1

    def metrics(self, document: Document, judged: Sequence[Judged]) -> tuple[Metric, ...]:
        """The figures of the whole document, each with a signature: what fidelity is made of, chrF++, BLEU and TER."""
        if not judged:
            return ()
        expected = [one for one in judged if SPREAD in one.metrics and one.fidelity is not None]
        fidelity: tuple[Metric, ...] = ()
        if expected:
            # Which features stood is a matter of the extras that are installed, so the figure says it.
            names = sorted(name.removeprefix(ADDED) for name in expected[0].metrics if name.startswith(ADDED))
            mode = "round-trip" if document.source is None else "source"
            signature = f"head:{mode}|fitted:{calibration().fitted}|features:{'+'.join(names)}"
            length = sum(len(one.segment.text) for one in expected)
            mean = sum((one.fidelity or 0) * len(one.segment.text) for one in expected) / max(1, length)
            fidelity = (Metric("fidelity", round(mean, 2), signature),)
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
        return fidelity + self._surface.corpus(hypotheses, references)


def _bead(
    part: Sequence[tuple[Case, Segment]],
    backs: Sequence[Translation | Refusal],
    trips: Mapping[int, Translation | Refusal],
    members: Sequence[int],
) -> _Bead:
    trip = trips.get(members[0])
    return _Bead(
        part[members[0]][0],
        tuple(part[k][1] for k in members),
        tuple(back for k in members if isinstance(back := backs[k], Translation)),
        trip if isinstance(trip, Translation) else None,
    )


def _question(bead: _Bead, likelihood: Likelihood) -> Question:
    passage = bead.passage
    assert likelihood.text is not None
    back = Translation(bead.back, bead.backs[0].score)
    return Question(passage.text, passage.source, back, bead.trip, likelihood.text, likelihood.source)


def _doubts(case: Case, segment: Segment, at: int, doubts: Sequence[Stretch]) -> tuple[Doubt, ...]:
    """What is doubted in a segment that stands at offset `at` of its passage."""
    block = case.document.blocks[segment.block]
    end = at + len(segment.text)
    return tuple(
        Doubt(block.span(segment.start + max(one.start, at) - at, segment.start + min(one.end, end) - at), one.severity)
        for one in doubts
        if one.start < end and at < one.end
    )


def _omissions(bead: _Bead, likelihood: Likelihood) -> tuple[Omission, ...]:
    if likelihood.source is None:
        return ()
    source = bead.passage.source
    back = words([text for one in bead.backs for text in (one.text, *one.alternatives)])
    return tuple(
        Omission(one.start, one.end, source[one.start : one.end]) for one in missed(source, likelihood.source, back)
    )


def _told(expected: Expected) -> dict[str, float]:
    added = {f"{ADDED}{name}": round(points, 2) for name, points in expected.added.items()}
    interval = {LOW: expected.low, HIGH: expected.high, SPREAD: expected.spread}
    return {**{name: round(value, 2) for name, value in interval.items()}, **added}


def _placed(case: Case, segment: Segment, tokens: Sequence[TokenLogProb]) -> tuple[TokenScore, ...]:
    """The tokens of a segment with their places in the document; markup between them is left out."""
    block = case.document.blocks[segment.block]
    return tuple(
        TokenScore(block.span(segment.start + token.start, segment.start + token.end), token.logprob)
        for token in tokens
    )
