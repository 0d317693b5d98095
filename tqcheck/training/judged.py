"""The development data of fidelity: translations that people have judged, with their features."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tqcheck.engines.base import Engine, Forced, Pair, Translation
from tqcheck.errors import TrainingError
from tqcheck.fidelity.evidence import Question
from tqcheck.fidelity.features import FAULTS, MEANING, ROUND_TRIP, SOURCE
from tqcheck.fidelity.gauge import Gauge
from tqcheck.fidelity.likelihood import Passage, measure
from tqcheck.fidelity.semantic import Embedder
from tqcheck.fidelity.surface import Surface
from tqcheck.fidelity.words import Word

_Item = TypeVar("_Item")

VARIABLE = "TQCHECK_DATA"
_AT_ONCE = 200
HYPOTHESES = 4
BLEU = "BLEU"
"""A baseline among the features, never fitted: BLEU of what comes back against the source, or against the text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A translation; `human` is higher for the better and comparable within a set only."""

    pair: Pair
    """From the source's language to the translation's."""
    source: str
    text: str
    human: float
    group: str
    """Rows of a group (a document, a line) are on one side of a split."""
    label: str = ""
    """The system or the kind of damage."""
    edited: str = ""
    """What a post-editor made of it, where one did."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the engine makes of a row."""

    features: dict[str, float]
    words: tuple[Word, ...]


def folder() -> Path:
    """The folder of the data. Raises TrainingError where the variable TQCHECK_DATA does not name one."""
    place = os.environ.get(VARIABLE)
    if not place or not Path(place).is_dir():
        raise TrainingError(f"{VARIABLE} names no folder: set it to that of the judged translations.")
    return Path(place)


def read(place: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of one table."""
    csv.field_size_limit(2**30)
    with gzip.open(place / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def post_edited(place: Path, most: int | None = None) -> list[Row]:
    """News that people post-edited: what they left alone is the judgement, 1 less HTER, 0 at least."""
    rows = [
        Row(
            Pair("fr", "en"),
            one["source"],
            one["translation"],
            1 - min(1.0, float(one["hter"])),
            one["line"],
            edited=one["post_edit"],
        )
        for one in read(place, "lig-hter.fr-en")
    ]
    return spread(rows, most)


def penalised(place: Path, pair: Pair) -> list[Row]:
    """Abstracts in which experts marked errors; the judgement is the penalty's negative."""
    return [
        Row(pair, one["source"], one["translation"], -float(one["mqm_penalty"]), one["doc"], one["system"])
        for one in read(place, f"bio-mqm.{pair}")
    ]


def damaged(place: Path, most: int | None = None) -> list[tuple[Row, Row]]:
    """Translations, each with its copy that was damaged in one way."""
    pairs = []
    for one in read(place, "demetr.fr-en"):
        made = (Row(Pair("fr", "en"), one["source"], one[key], good, one["id"], one["perturbation"])
                for key, good in (("translation", 1.0), ("perturbed", 0.0)))  # fmt: skip
        pairs.append((next(made), next(made)))
    return spread(pairs, most)


def spread(rows: Sequence[_Item], most: int | None) -> list[_Item]:
    """At most `most` of the rows, evenly from all of them."""
    if most is None or most >= len(rows):
        return list(rows)
    return [rows[round(k * len(rows) / most)] for k in range(most)]


def features(engine: Engine, rows: Sequence[Row], given: bool, embedder: Embedder | None = None) -> list[Described]:
    """The features of each row, with its source or, unless `given`, without; those of the worst where it is refused.

    ``kept`` is left out: a model of words makes it. Ask a CachedEngine, so that a broken run goes on where it was.
    """
    made: dict[tuple[str, str, Pair], Described] = {}
    asked = list(dict.fromkeys((row.source, row.text, row.pair) for row in rows))
    for pair in dict.fromkeys(pair for _, _, pair in asked):
        some = [one for one in asked if one[2] == pair]
        for at in range(0, len(some), _AT_ONCE):
            part = some[at : at + _AT_ONCE]
            made |= zip(part, _part(engine, pair, part, given, embedder), strict=True)
    return [made[row.source, row.text, row.pair] for row in rows]


def _part(
    engine: Engine, pair: Pair, part: Sequence[tuple[str, str, Pair]], given: bool, embedder: Embedder | None
) -> list[Described]:
    backs = engine.translate([text for _, text, _ in part], pair.back, HYPOTHESES)
    fit = [(at, back) for at, back in enumerate(backs) if isinstance(back, Translation)]
    trips: Sequence[object] = [None] * len(fit)
    if not given:
        trips = engine.translate([back.text for _, back in fit], pair)
        fit = [one for one, trip in zip(fit, trips, strict=True) if isinstance(trip, Translation)]
        trips = [trip for trip in trips if isinstance(trip, Translation)]
    passages = [
        Passage(part[at][0], (part[at][1],)) if given else Passage(back.text, (part[at][1],), back.score)
        for at, back in fit
    ]
    questions, places = [], []
    for (at, back), trip, passage, one in zip(
        fit, trips, passages, measure(engine, pair.back, passages) if passages else (), strict=True
    ):
        if isinstance(one.text, Forced):
            trip = trip if isinstance(trip, Translation) else None
            questions.append(Question(part[at][1], passage.source, back, trip, one.text, one.source))
            places.append(at)
    made = dict(zip(places, Gauge(engine, HYPOTHESES, None, embedder)(pair.back, questions), strict=True))
    surface = Surface()
    for gauged, question in zip(made.values(), questions, strict=True):
        if gauged is not None:
            trip, back = question.trip, question.back
            texts = (trip.text, question.text) if trip else (back.text, question.source)
            gauged.features[BLEU] = surface.segment(*texts)["BLEU"] / 100
    return [
        Described(found.features, found.words) if (found := made.get(at)) else Described(_worst(given), ())
        for at in range(len(part))
    ]


def _worst(given: bool) -> dict[str, float]:
    """What a text that the engine refuses, such as an empty one, is put down as; the fit winsorises it."""
    low = dict.fromkeys(SOURCE if given else ROUND_TRIP, -4.0)
    del low["kept"]
    return (
        low
        | {name: -1.0 for name in ("missing", "order", *FAULTS[1:]) if name in low}
        | {name: 0.0 for name in ("agreement", "back") if name in low}
        | {BLEU: 0.0}
        | dict.fromkeys(MEANING, 0.7)
    )
