"""Marked words against the words that people marked: precision, recall and F1, by character and by word."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tqcheck.document import Span
from tqcheck.evaluation import statistics
from tqcheck.evaluation.bootstrap import RESAMPLES, Bootstrap, Estimate

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What was marked in one text, and what people marked; spans are half-open offsets into it, in any order."""

    text: str
    ours: tuple[Span, ...]
    people: tuple[Span, ...]
    group: Hashable = None
    """Texts of one group are resampled together; ``None``: the text is a group of its own."""


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """How well the marks fit, over all texts together; `n` of each is the number of characters or words."""

    precision: Estimate
    recall: Estimate
    f1: Estimate


def by_character(marks: Sequence[Marks], resamples: int = RESAMPLES) -> SpanAgreement:
    """Each character counts, so that long spans count for more."""
    return _agreement(marks, [_counted([(at, at + 1) for at in range(len(one.text))], one) for one in marks], resamples)


def by_word(marks: Sequence[Marks], resamples: int = RESAMPLES) -> SpanAgreement:
    """Each word (what stands between spaces) counts once; it is marked where any character of it is."""
    return _agreement(marks, [_counted([m.span() for m in _WORD.finditer(one.text)], one) for one in marks], resamples)


def _agreement(marks: Sequence[Marks], counts: Sequence[tuple[int, int, int, int]], resamples: int) -> SpanAgreement:
    groups = [("text", k) if one.group is None else ("group", one.group) for k, one in enumerate(marks)]
    bootstrap = Bootstrap(groups, resamples)
    hits, wrong, missed, units = np.array(counts, float).reshape(-1, 4).T
    n = int(units.sum())
    return SpanAgreement(
        bootstrap.estimate(partial(statistics.ratio, hits, hits + wrong), n),
        bootstrap.estimate(partial(statistics.ratio, hits, hits + missed), n),
        bootstrap.estimate(partial(statistics.f_score, hits, wrong, missed), n),
    )


def _counted(units: Sequence[tuple[int, int]], one: Marks) -> tuple[int, int, int, int]:
    """Units that both marked, that only we did, that only people did, and all."""
    ours, people = (_touched(units, len(one.text), spans) for spans in (one.ours, one.people))
    return int((ours & people).sum()), int((ours & ~people).sum()), int((people & ~ours).sum()), len(units)


def _touched(units: Sequence[tuple[int, int]], length: int, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Which units have a character in a span."""
    marked = np.zeros(length + 1, np.intp)
    for span in spans:
        marked[span.start + 1 : span.end + 1] = 1
    before = np.cumsum(marked)
    starts, ends = np.array(units, np.intp).reshape(-1, 2).T
    out: NDArray[np.bool_] = before[ends] > before[starts]
    return out
