"""Which sentences of a source a translation's sentences stand for, omissions and additions included.

A dynamic programme over beads as in Gale and Church, “A program for aligning sentences in bilingual corpora”
(Computational Linguistics 19, 1993): 1-1, 1-0, 0-1, 1-2, 2-1 and 2-2, priced by their lengths in characters and by how
often each kind occurs. To that are added the structure (paragraphs begin together, headings stand for headings, whole
paragraphs are left out) and what both languages write alike (`tqcheck.cognates`).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from tqcheck.cognates import features_of, names_in, weights
from tqcheck.document import Document, Kind, Segment

Scorer = Callable[[str, str], float]
"""How well a target sentence may translate a source sentence, from 0 to 1: `(source, target)`."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that translate each other, as indices into the two sequences of segments; one side may be empty."""

    source: tuple[int, ...]
    target: tuple[int, ...]

    @property
    def kind(self) -> str:
        """As in ``1-2``: one source sentence, two target sentences."""
        return f"{len(self.source)}-{len(self.target)}"


@dataclass(frozen=True, slots=True)
class Alignment:
    """A translation's segments with what they translate."""

    segments: tuple[Segment, ...]
    """The target segments in order, `source_spans` and `source_text` set: ``()`` and ``""`` where no source is."""
    beads: tuple[Bead, ...]
    """In order of both texts; each segment of either side is in exactly one."""
    unmatched_source: tuple[Segment, ...]
    """The source sentences that nothing translates."""


# Costs are negative natural logarithms of probabilities. Machine translation splits and merges less than the
# parliament's translators of Gale and Church did, who give 0.89, 0.045 and 0.011.
_KINDS = {(1, 1): -math.log(0.93), (1, 2): -math.log(0.02), (2, 1): -math.log(0.02), (2, 2): -math.log(0.005)}
_VARIANCE = 6.8
_LENGTH_AT_MOST = 15.0
_MEANING_AT_MOST = 8.0
_ONE_HALF_STRANGE = 1.5
_MISSING = 1.0
_MISSING_AT_MOST = 3.5
_SCORE = 4.0
_BEGIN_TOGETHER = -1.0
_BEGIN_APART = 0.8
_ACROSS_BLOCKS = 3.0
_OTHER_KIND = 2.0
_OTHER_PLACE = 1.0
_BEAM = 40.0
_FULL = 250_000
_BAND = 50


def attach(
    document: Document,
    segments: Sequence[Segment],
    source_document: Document,
    source_segments: Sequence[Segment],
    scorer: Scorer | None = None,
) -> Alignment:
    """`segments` of `document` with the spans and text of the sentences of `source_document` that they translate.

    Where sentences were split or merged each part is given all of the other side's. In a document whose blocks are
    `paired` with those of the source by their names, sentences are looked for in the block of that name alone. `scorer`
    adds what it knows of the
    languages. Time and memory are linear in the texts beyond some 500 sentences, where paths far off the anchors (words
    that occur once on both sides) are left out.
    """
    if document.paired and source_document.paired:
        beads = tuple(_paired_beads(document, segments, source_document, source_segments, scorer))
    else:
        source, target = _Side.of(source_document, source_segments), _Side.of(document, segments)
        beads = tuple(_Programme(source, target, scorer).beads())
    attached = list(segments)
    unmatched: list[Segment] = []
    for bead in beads:
        origins = [source_segments[at] for at in bead.source]
        if not bead.target:
            unmatched += origins
        spans, text = tuple(origin.span for origin in origins), " ".join(origin.text for origin in origins)
        for at in bead.target:
            attached[at] = replace(segments[at], source_spans=spans, source_text=text)
    return Alignment(tuple(attached), beads, tuple(unmatched))


def _paired_beads(
    document: Document,
    segments: Sequence[Segment],
    source_document: Document,
    source_segments: Sequence[Segment],
    scorer: Scorer | None,
) -> Iterator[Bead]:
    """The beads of each pair of blocks with one name, in the order of the target; what has no partner is last."""
    origins: dict[str, list[int]] = {}
    for at, segment in enumerate(source_segments):
        origins.setdefault(source_document.blocks[segment.block].name, []).append(at)
    rest = origins.pop("", [])
    for _, group in groupby(range(len(segments)), key=lambda at: segments[at].block):
        ours = list(group)
        theirs = origins.pop(document.blocks[segments[ours[0]].block].name, [])
        if len(ours) == len(theirs) == 1 or not theirs:
            yield Bead(tuple(theirs), tuple(ours[:1]))
            yield from (Bead((), (at,)) for at in ours[1:])
            continue
        source = _Side.of(source_document, [source_segments[at] for at in theirs])
        target = _Side.of(document, [segments[at] for at in ours])
        for bead in _Programme(source, target, scorer).beads():
            yield Bead(tuple(theirs[at] for at in bead.source), tuple(ours[at] for at in bead.target))
    for left in (rest, *origins.values()):
        yield from (Bead((at,), ()) for at in left)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts, as far as aligning goes; all lists are a sentence each."""

    texts: list[str]
    lengths: list[int]
    features: list[frozenset[str]]
    pairs: list[frozenset[str]]
    """The features of a sentence and the next one together."""
    names: frozenset[str]
    telling: frozenset[str]
    """The features that a translation should have too: numbers and, where not every noun has a capital, names."""
    blocks: list[int]
    """The number of the paragraph, counted without empty ones."""
    block_ends: list[int]
    """The index after the last sentence of the same paragraph."""
    headings: list[bool]

    @classmethod
    def of(cls, document: Document, segments: Sequence[Segment]) -> _Side:
        texts = [segment.text for segment in segments]
        features = [features_of(text) for text in texts]
        names = names_in(texts)
        blocks: list[int] = []
        for at, segment in enumerate(segments):
            first = at == 0 or segment.block != segments[at - 1].block
            blocks.append((blocks[-1] + 1 if blocks else 0) if first else blocks[-1])
        ends = [len(segments)] * len(segments)
        for at in range(len(segments) - 2, -1, -1):
            ends[at] = ends[at + 1] if blocks[at] == blocks[at + 1] else at + 1
        pairs = [one | two for one, two in zip(features, [*features[1:], frozenset[str]()], strict=bool(features))]
        headings = [document.blocks[segment.block].kind is Kind.HEADING for segment in segments]
        known = frozenset[str]().union(*features)
        numbers = {feature for feature in known if feature.isdigit() and len(feature) > 1}
        telling = frozenset(numbers | names if 4 * len(names) < len(known) else numbers)
        lengths = [len(text) for text in texts]
        return cls(texts, lengths, features, pairs, names, telling, blocks, ends, headings)

    def begins(self, at: int) -> bool:
        """Whether a paragraph begins with the sentence."""
        return at == 0 or self.blocks[at] != self.blocks[at - 1]


class _Programme:
    """The search for the cheapest sequence of beads."""

    def __init__(self, source: _Side, target: _Side, scorer: Scorer | None):
        self.source, self.target, self.scorer = source, target, scorer
        self.ratio = _ratio(source, target)
        self.weights = weights(source.features, target.features, source.names & target.names)
        self.as_many_blocks = bool(source.blocks and target.blocks) and source.blocks[-1] == target.blocks[-1]
        self.scores: dict[tuple[int, int], float] = {}

    def beads(self) -> Iterator[Bead]:
        rows, columns = len(self.source.texts), len(self.target.texts)
        table = self._table()
        path = []
        i, j = rows, columns
        while i or j:
            _, before_i, before_j = table[i][j]
            path.append((before_i, i, before_j, j))
            i, j = before_i, before_j
        for before_i, i, before_j, j in reversed(path):
            if before_i < i and before_j < j:
                yield Bead(tuple(range(before_i, i)), tuple(range(before_j, j)))
            else:
                yield from (Bead((at,), ()) for at in range(before_i, i))
                yield from (Bead((), (at,)) for at in range(before_j, j))

    def _table(self) -> list[dict[int, tuple[float, int, int]]]:
        """By source and target position: the least cost so far and the position before it.

        In long texts a row keeps what lies within the band around the line through the anchors and within the beam
        above its cheapest cell, and always the line itself, so that the end is reached.
        """
        rows, columns = len(self.source.texts), len(self.target.texts)
        long = rows * columns > _FULL
        line = self._line() if long else [(0, columns)] * (rows + 1)
        band = _BAND if long else columns
        table: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(rows + 1)]
        table[0][0] = (0.0, 0, 0)
        for i, (first, last) in enumerate(line):
            row = table[i]
            worst = min(cell[0] for cell in row.values()) + _BEAM
            kept = {}
            for j in range(max(min(row), first - band), min(columns, last + band) + 1):
                here = row.get(j)
                if here is None or (here[0] > worst and not first <= j <= last):
                    continue
                kept[j] = here
                for di, dj, cost in self._moves(i, j):
                    total = here[0] + cost
                    onto = table[i + di]
                    if j + dj not in onto or total < onto[j + dj][0]:
                        onto[j + dj] = (total, i, j)
            table[i] = kept
        return table

    def _moves(self, i: int, j: int) -> Iterator[tuple[int, int, float]]:
        source, target = self.source, self.target
        more_i, more_j = len(source.texts) - i, len(target.texts) - j
        if more_i:
            yield 1, 0, _left_out(source.lengths[i])
            if source.begins(i):
                yield source.block_ends[i] - i, 0, _block_left_out(source, i)
        if more_j:
            yield 0, 1, _left_out(target.lengths[j])
            if target.begins(j):
                yield 0, target.block_ends[j] - j, _block_left_out(target, j)
        for (di, dj), prior in _KINDS.items():
            if di <= more_i and dj <= more_j:
                yield (
                    di,
                    dj,
                    prior + self._length(i, di, j, dj) + self._structure(i, di, j, dj) + self._meaning(i, di, j, dj),
                )

    def _length(self, i: int, di: int, j: int, dj: int) -> float:
        """The cost of the lengths: of a standard normal deviate at least as far out as theirs."""
        one, two = sum(self.source.lengths[i : i + di]), sum(self.target.lengths[j : j + dj])
        mean = (one * self.ratio + two) / 2
        deviate = abs(two - one * self.ratio) / math.sqrt(_VARIANCE * max(mean, 1.0))
        chance = math.erfc(deviate / math.sqrt(2))
        return min(_LENGTH_AT_MOST, -math.log(chance)) if chance > 0 else _LENGTH_AT_MOST

    def _structure(self, i: int, di: int, j: int, dj: int) -> float:
        source, target = self.source, self.target
        begins_i, begins_j = source.begins(i), target.begins(j)
        cost = 0.0
        if begins_i and begins_j:
            cost += _BEGIN_TOGETHER
        elif begins_i or begins_j:
            cost += _BEGIN_APART
        if (di == 2 and source.begins(i + 1)) or (dj == 2 and target.begins(j + 1)):
            cost += _ACROSS_BLOCKS
        if source.headings[i] != target.headings[j]:
            cost += _OTHER_KIND
        if self.as_many_blocks and source.blocks[i] != target.blocks[j]:
            cost += _OTHER_PLACE
        return cost

    def _meaning(self, i: int, di: int, j: int, dj: int) -> float:
        source, target = self.source, self.target
        ours = source.pairs[i] if di == 2 else source.features[i]
        theirs = target.pairs[j] if dj == 2 else target.features[j]
        cost = -min(_MEANING_AT_MOST, self._worth(ours & theirs))
        cost += min(
            _MISSING_AT_MOST, _MISSING * len((ours - theirs) & source.telling | (theirs - ours) & target.telling)
        )
        if self.scorer:
            pairs = [(a, b) for a in range(i, i + di) for b in range(j, j + dj)]
            cost -= _SCORE * sum(self._score(*pair) for pair in pairs) / len(pairs)
        if di == 2 or dj == 2:
            halves = [self._support(a, range(j, j + dj), theirs) for a in range(i, i + di)] if di == 2 else []
            halves += [self._support(b, range(i, i + di), ours, True) for b in range(j, j + dj)] if dj == 2 else []
            if max(halves) > 0:
                cost += _ONE_HALF_STRANGE * sum(half <= 0 for half in halves)
        return cost

    def _worth(self, shared: frozenset[str]) -> float:
        return sum(self.weights.get(feature, 0.0) for feature in shared)

    def _support(self, at: int, others: range, features: frozenset[str], in_target: bool = False) -> float:
        """What speaks for one sentence of several being in a bead."""
        side = self.target if in_target else self.source
        support = self._worth(side.features[at] & features)
        if self.scorer:
            support += max(self._score(*((other, at) if in_target else (at, other))) for other in others) - 0.1
        return support

    def _score(self, i: int, j: int) -> float:
        if (i, j) not in self.scores:
            assert self.scorer
            self.scores[i, j] = self.scorer(self.source.texts[i], self.target.texts[j])
        return self.scores[i, j]

    def _line(self) -> list[tuple[int, int]]:
        """For each source position the target positions that straight lines through the anchors pass."""
        rows, columns = len(self.source.texts), len(self.target.texts)
        points = [(0, 0), *_anchors(self.source, self.target), (rows, columns)]
        expected = [0] * (rows + 2)
        for (i, j), (next_i, next_j) in pairwise(points):
            for at in range(i, next_i + 1):
                expected[at] = j + (next_j - j) * (at - i) // max(1, next_i - i)
        expected[0], expected[rows + 1] = 0, columns
        return list(pairwise(expected))


def _left_out(length: int) -> float:
    return 4.5 + min(length, 100) / 100


def _block_left_out(side: _Side, at: int) -> float:
    return 5.0 + 1.2 * (side.block_ends[at] - at)


def _ratio(source: _Side, target: _Side) -> float:
    """Target characters a source character; kept near one unless a script like Chinese is on one side."""
    ratio = sum(target.lengths) / max(1, sum(source.lengths))
    dense = [sum(char >= "\u2e80" for text in side.texts[:50] for char in text) > 100 for side in (source, target)]
    return max(ratio, 0.05) if dense[0] != dense[1] else min(1.35, max(0.75, ratio))


def _anchors(source: _Side, target: _Side) -> list[tuple[int, int]]:
    """Positions of features that occur once on both sides, the longest sequence that rises on both."""
    places: list[dict[str, int]] = []
    for side in (source, target):
        counts = Counter(feature for found in side.features for feature in found)
        places.append(
            {feature: at for at, found in enumerate(side.features) for feature in found if counts[feature] == 1}
        )
    pairs = sorted({(at, -places[1][feature]) for feature, at in places[0].items() if feature in places[1]})
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, negative) in enumerate(pairs):
        place = bisect_left(tails, -negative)
        tails[place : place + 1] = [-negative]
        ends[place : place + 1] = [number]
        before.append(ends[place - 1] if place else -1)
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append((pairs[at][0], -pairs[at][1]))
        at = before[at]
    return chain[::-1]
