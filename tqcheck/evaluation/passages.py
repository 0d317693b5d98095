"""The passages in which several versions of one text correspond, and what each version gets in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tqcheck import align
from tqcheck.document import Span
from tqcheck.errors import ReadError
from tqcheck.report import Judged, Outcome, Report, Severity, Skipped

FIDELITY, FLAWS = "fidelity", "flaws a 1,000 words"
METRICS: Mapping[str, bool] = {FIDELITY: True, "chrF++": True, "BLEU": True, "TER": False, FLAWS: False}
"""By name, whether more is better."""

_MATCHED = 0.5
"""The share of a text that must have a counterpart, else the texts are not versions of one another."""
_ALIKE = 0.25
"""The share of trigrams that two versions have in common on the mean; measured on twenty sentences of news, English and
French: two translations .48 to .63, other sentences of the same text .11 to .17."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one of the texts says in one passage."""

    text: str
    figures: Mapping[str, float]
    spans: tuple[Span, ...]
    """In its own document."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest stretch in which sentences of all texts correspond: mostly one sentence of each."""

    source: str | None
    """The sentences of the source; ``None`` without one."""
    weight: float
    """Characters of the source or, without one, of the versions on the mean."""
    versions: tuple[Version, ...]
    """In the order of the texts."""


Places = list[dict[int, tuple[Span, ...]]]
"""For each text, by index of its segment, the spans of the source or of the first text that it stands for."""


def places_of(reports: Sequence[Report], has_source: bool) -> Places:
    """Where each segment stands; without a source each text is aligned with the first."""
    if has_source:
        return [{o.segment.index: o.segment.source_spans for o in report.outcomes} for report in reports]
    base = [o.segment for o in reports[0].outcomes]
    places: Places = [{segment.index: (segment.span,) for segment in base}]
    for report in reports[1:]:
        segments = [o.segment for o in report.outcomes]
        aligned = align.attach(report.document, segments, reports[0].document, base)
        places.append({segment.index: segment.source_spans for segment in aligned.segments})
    return places


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences of all texts that correspond."""

    spans: tuple[Span, ...]
    members: tuple[tuple[int, ...], ...]
    """For each text the indexes of its segments."""


def units_of(places: Places) -> Iterator[Unit]:
    """The connected parts of the graph of spans and segments, in the order of the spans; those that all texts have."""
    parent: dict[Span, Span] = {}

    def root(span: Span) -> Span:
        while parent.setdefault(span, span) != span:
            parent[span] = parent[parent[span]]
            span = parent[span]
        return span

    for place in places:
        for spans in place.values():
            for span in spans[1:]:
                parent[root(span)] = root(spans[0])
            if spans:
                root(spans[0])
    groups: dict[Span, list[Span]] = {}
    for span in sorted(parent):
        groups.setdefault(root(span), []).append(span)
    members: dict[Span, list[list[int]]] = {}
    for number, place in enumerate(places):
        for index, spans in place.items():
            if spans:
                members.setdefault(root(spans[0]), [[] for _ in places])[number].append(index)
    for key, joined in groups.items():
        if all(members[key]):
            yield Unit(tuple(joined), tuple(tuple(some) for some in members[key]))


def passages_of(
    units: Sequence[Unit], reports: Sequence[Report], has_source: bool
) -> tuple[list[Passage], list[list[str]]]:
    """The passages that were judged in all texts, and for each text why sentences were not."""
    outcomes = [{o.segment.index: o for o in report.outcomes} for report in reports]
    lost = [[o.reason for o in r.outcomes if isinstance(o, Skipped) and not o.harmless] for r in reports]
    flaws = [_flaws(report) for report in reports]
    passages = []
    for unit in units:
        parts = [[outcomes[k][index] for index in some] for k, some in enumerate(unit.members)]
        judged = [[o for o in some if isinstance(o, Judged) and o.fidelity is not None] for some in parts]
        if any(len(good) < len(some) for good, some in zip(judged, parts, strict=True)):
            continue
        versions = tuple(_version(some, flaws[k]) for k, some in enumerate(judged))
        source = " ".join(dict.fromkeys(one.segment.source_text or "" for one in judged[0])) if has_source else None
        size = sum(map(len, unit.spans)) if has_source else sum(len(one.text) for one in versions) / len(versions)
        passages.append(Passage(source, max(1.0, size), versions))
    return passages, lost


def _version(judged: Sequence[Judged], flaws: Mapping[int, int]) -> Version:
    weights = [max(1, len(one.segment.text)) for one in judged]
    figures = {
        name: sum(one.metrics[name] * w for one, w in zip(judged, weights, strict=True)) / sum(weights)
        for name in METRICS
        if all(name in one.metrics for one in judged)
    }
    figures[FIDELITY] = sum((one.fidelity or 0.0) * w for one, w in zip(judged, weights, strict=True)) / sum(weights)
    text = " ".join(one.segment.text for one in judged)
    many = sum(flaws.get(one.segment.index, 0) for one in judged)
    figures[FLAWS] = 1000 * many / max(1, len(text.split()))
    return Version(text, figures, tuple(one.segment.span for one in judged))


def _flaws(report: Report) -> dict[int, int]:
    """By segment the warnings and errors that begin in it."""
    found: dict[int, int] = {}
    outcomes = iter(report.outcomes)
    at: Outcome | None = next(outcomes, None)
    for finding in sorted(report.findings, key=lambda one: one.span):
        while at is not None and at.segment.span.end <= finding.span.start:
            at = next(outcomes, None)
        if at is not None and finding.severity >= Severity.WARNING:
            found[at.segment.index] = found.get(at.segment.index, 0) + 1
    return found


def check_share(names: Sequence[str], reports: Sequence[Report], units: Iterable[Unit]) -> None:
    """Raise ReadError where too little of a text has a counterpart in the others."""
    known = list(units)
    for number, (name, report) in enumerate(zip(names, reports, strict=True)):
        segments = [o.segment for o in report.outcomes]
        held = {index for unit in known for index in unit.members[number]}
        all_of = sum(len(segment.text) for segment in segments)
        share = sum(len(segment.text) for segment in segments if segment.index in held) / max(1, all_of)
        if share < _MATCHED:
            raise ReadError(
                f"only {share:.0%} of {name} could be aligned with the other texts: they are not versions of one text, "
                "or too free; give --source, or cut them alike"
            )


def check_likeness(names: Sequence[str], passages: Sequence[Passage]) -> None:
    """Raise ReadError where what was lined up without a source has too few letters in common to say the same."""
    for number, name in enumerate(names[1:], 1):
        likeness = [_likeness(one.versions[0].text, one.versions[number].text) for one in passages]
        if sum(likeness) / len(likeness) < _ALIKE:
            raise ReadError(
                f"{names[0]} and {name} have too little in common to be aligned without the text that they translate; "
                "give --source"
            )


def _likeness(one: str, other: str) -> float:
    """The Dice coefficient of the trigrams; 1 for equal texts."""
    grams = [Counter(text[at : at + 3] for at in range(max(1, len(text) - 2))) for text in (one.lower(), other.lower())]
    return 2 * (grams[0] & grams[1]).total() / (grams[0].total() + grams[1].total())
