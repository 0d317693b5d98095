"""Which of two or more translations of one text is the better: paired over the same sentences, with significance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np

from tqcheck.checker import Checker
from tqcheck.document import Document
from tqcheck.errors import ReadError, UsageError
from tqcheck.evaluation import statistics
from tqcheck.evaluation.bootstrap import Bootstrap, Estimate
from tqcheck.evaluation.passages import (
    FIDELITY,
    FLAWS,
    METRICS,
    Passage,
    Places,
    check_likeness,
    check_share,
    passages_of,
    places_of,
    units_of,
)
from tqcheck.judging import Progress
from tqcheck.report import Mode, Report

LEAST = 10
"""Passages without which no difference is called more than chance."""
CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more the second of two texts has of a figure than the first."""

    first: int
    second: int
    metric: str
    difference: Estimate
    """Positive where the second is better, whatever the sense of the figure."""
    p: float
    """How probable so large a difference is between equals: two-sided, by the bootstrap."""
    trusted: bool
    """Whether it is more than chance, and counted on enough passages to say so."""


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts compared."""

    name: str
    report: Report
    figures: Mapping[str, Estimate]
    """Means over the passages, weighted by length."""
    omitted: int
    """Sentences that another of the texts has and this one leaves out."""
    added: int
    """Sentences of the text that stand for none of the source or, without one, of the first text."""
    lost: tuple[str, ...]
    """Why sentences of it could not be judged, one reason a sentence."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that `tqcheck compare` says."""

    texts: tuple[Text, ...]
    passages: tuple[Passage, ...]
    differences: tuple[Difference, ...]
    """Of each pair of texts, by metric."""
    has_source: bool
    left_out: int
    """Passages that correspond, but were not judged in each of the texts."""

    def of(self, metric: str) -> tuple[Difference, ...]:
        """The differences in one metric, a pair of texts each."""
        return tuple(one for one in self.differences if one.metric == metric)

    def flaws_of(self, pair: Difference) -> Difference:
        """The difference in flaws of the same two texts."""
        same = (one for one in self.of(FLAWS) if (one.first, one.second) == (pair.first, pair.second))
        return next(same)

    def worse(self) -> bool:
        """Whether a later text has less fidelity than the first, by more than chance, and not fewer flaws."""
        for one in self.of(FIDELITY):
            flaws = self.flaws_of(one)
            cleaner = flaws.trusted and flaws.difference.value > 0
            if one.first == 0 and one.trusted and one.difference.value < 0 and not cleaner:
                return True
        return False


def compare(
    documents: Sequence[Document], source: Document | None, checker: Checker, progress: Progress | None = None
) -> Comparison:
    """Judge all `documents`, line their sentences up, and compare.

    With a `source` sentences correspond that translate the same sentence of it; without one each text is aligned with
    the first, and the round trips are compared. Raises UsageError where the languages differ, ReadError where the
    texts have too little in common or nothing could be judged.
    """
    given = [replace(document, source=source) if source is not None else document for document in documents]
    reports = _reports(given, checker, progress)
    names = _names([document.path or document.id for document in documents])
    if reports[0].mode is Mode.RULES_ONLY:
        raise UsageError("a comparison needs an engine; --engine none has none")
    for name, report in zip(names, reports, strict=True):
        if report.language.code != reports[0].language.code:
            said = f"{names[0]} is in {reports[0].language.code}, {name} in {report.language.code}"
            raise UsageError(f"{said}: translations into two languages cannot be compared; name the language with --to")
    places = places_of(reports, source is not None)
    units = list(units_of(places))
    passages, lost = passages_of(units, reports, source is not None)
    if not passages:
        why = next((reason for reasons in lost for reason in reasons), "no sentence corresponds to one of the others")
        raise ReadError(f"nothing could be compared: {why}")
    check_share(names, reports, units)
    if source is None:
        check_likeness(names, passages)
    found = _compared(names, reports, passages, lost, places, source is not None)
    return replace(found, left_out=len(units) - len(passages))


def _reports(documents: Sequence[Document], checker: Checker, progress: Progress | None) -> list[Report]:
    first = next(checker.check(documents[:1], progress))
    if first.source_language:
        # All must go through the same pair of languages, whatever each alone would have been taken for.
        checker = checker.under(replace(checker.config, origin=first.source_language))
    return [first, *checker.check(documents[1:], progress)]


def _names(paths: Sequence[str]) -> list[str]:
    """The last parts of the paths, as many as tell them apart."""
    parts = [path.replace("\\", "/").split("/") for path in paths]
    for depth in range(1, max(map(len, parts)) + 1):
        names = ["/".join(part[-depth:]) for part in parts]
        if len(set(names)) == len(names):
            return names
    return [f"{path} ({number})" for number, path in enumerate(paths, 1)]


def _compared(
    names: Sequence[str],
    reports: Sequence[Report],
    passages: Sequence[Passage],
    lost: Sequence[Sequence[str]],
    places: Places,
    has_source: bool,
) -> Comparison:
    weights = np.array([passage.weight for passage in passages])
    bootstrap = Bootstrap(range(len(passages)))
    metrics = [name for name in METRICS if all(name in v.figures for one in passages for v in one.versions)]
    table = {
        name: np.array([[version.figures[name] for version in passage.versions] for passage in passages])
        for name in metrics
    }
    texts = []
    told = {span for place in places for spans in place.values() for span in spans}
    for number, (name, report) in enumerate(zip(names, reports, strict=True)):
        figures = {
            metric: bootstrap.estimate(partial(statistics.ratio, values[:, number] * weights, weights))
            for metric, values in table.items()
        }
        own = {span for spans in places[number].values() for span in spans}
        added = sum(not spans for spans in places[number].values())
        texts.append(Text(name, report, figures, len(told - own), added, tuple(lost[number])))
    differences = []
    for metric, values in table.items():
        sign = 1.0 if METRICS[metric] else -1.0
        pairs = list(combinations(range(len(names)), 2))
        found = [_difference(sign * (values[:, b] - values[:, a]), weights, bootstrap) for a, b in pairs]
        ps = _holm([p for _, p in found])
        for (a, b), (difference, _), p in zip(pairs, found, ps, strict=True):
            differences.append(Difference(a, b, metric, difference, p, p < CHANCE and len(passages) >= LEAST))
    return Comparison(tuple(texts), tuple(passages), tuple(differences), has_source, 0)


def _difference(values: statistics.Floats, weights: statistics.Floats, bootstrap: Bootstrap) -> tuple[Estimate, float]:
    """The mean difference and its two-sided p.

    Paired bootstrap resampling (Koehn, “Statistical significance tests for machine translation evaluation”, 2004), the
    resamples shifted to what they would be without a difference (Riezler and Maxwell 2005), as sacrebleu does.
    """
    statistic = partial(statistics.ratio, values * weights, weights)
    estimate = bootstrap.estimate(statistic)
    draws = bootstrap.draws(statistic)
    # Equal texts differ by nothing, in each resample too: that is no proof of anything.
    reached = np.abs(draws - draws.mean()) >= abs(estimate.value) - 1e-12
    return estimate, float((reached.sum() + 1) / (len(draws) + 1))


def _holm(ps: Sequence[float]) -> list[float]:
    """The p of several pairs, raised so that all together are wrong no more often than one (Holm 1979)."""
    out, least = list(ps), 0.0
    for rank, at in enumerate(sorted(range(len(ps)), key=lambda k: ps[k])):
        least = max(least, min(1.0, (len(ps) - rank) * ps[at]))
        out[at] = least
    return out


def most_different(comparison: Comparison, many: int) -> list[Passage]:
    """The passages in which the fidelity of the versions differs most, greatest difference first."""

    def spread(passage: Passage) -> float:
        values = [version.figures[FIDELITY] for version in passage.versions]
        return max(values) - min(values)

    ordered = sorted(comparison.passages, key=spread, reverse=True)
    return [passage for passage in ordered[:many] if not math.isclose(spread(passage), 0, abs_tol=0.05)]
