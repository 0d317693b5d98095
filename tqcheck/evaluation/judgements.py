"""Translations that people judged, out of a table: tab- or comma-separated, with named columns."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqcheck.document import Span
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers.decoding import decode
from tqcheck.readers.table import Cell, delimiter_of, rows

LIMIT = 200_000_000
"""Bytes of the largest table that is read, unpacked."""
MOST = 20_000
"""The longest source or translation, in characters: longer ones are articles, which `tqcheck score` is for."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "src", "original", "source_text", "source_segment", "input"),
    "translation": (
        *("translation", "target", "mt", "hypothesis", "hyp", "tgt", "output", "target_text", "target_segment"),
        *("machine_translation", "mt_output", "text"),
    ),
    "score": (
        *("human_score", "human", "score", "rating", "judgement", "judgment", "da", "z_score", "z_mean", "zscore", "z"),
        *("mean", "mqm_penalty", "penalty", "mqm", "mqm_score", "hter", "ter", "quality", "label", "verdict"),
    ),
    "system": ("system", "system_id", "engine", "mt_system", "mt_engine", "model"),
    "spans": ("error_spans", "spans", "errors"),
}
_LOWER = frozenset({"hter", "ter", "mqm_penalty", "penalty"})
_LABELS = {
    **dict.fromkeys(("good", "ok", "pass", "passed", "right", "accept", "accepted", "yes", "true", "publish"), 1.0),
    **dict.fromkeys(("bad", "fail", "failed", "wrong", "reject", "rejected", "no", "false", "block"), 0.0),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names, or numbers from 1, of the columns; what is ``None`` is found by its usual names."""

    source: str | None = None
    translation: str | None = None
    score: str | None = None
    system: str | None = None
    spans: str | None = None
    group: str | None = None
    """Rows with equal cells here are resampled together; ``None``: rows of one source."""
    lower_is_better: bool | None = None
    """``None``: as the name of the column tells."""
    per_word: bool = False
    """Divide the human score by the words of the translation, as befits sums of penalties."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One translation and what people think of it."""

    row: int
    """The number of the row in the table, the headings being row 1."""
    source: str
    translation: str
    score: float
    """As in the table."""
    human: float
    """Higher for the better."""
    system: str
    group: str
    spans: tuple[Span, ...] | None
    """Offsets of the errors that people marked; ``None`` where nobody was asked."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """The rows of a table, and which of its columns were taken for what."""

    name: str
    rows: tuple[Judgement, ...]
    columns: Mapping[str, str]
    lower_is_better: bool
    labelled: bool
    """Whether people only said good or bad."""
    per_word: bool
    """Whether the scores were divided by the words."""
    skipped: Mapping[str, tuple[int, int]]
    """By reason, how many rows were left out, and the first of them."""

    @property
    def score(self) -> str:
        """What the human scores are, in words."""
        return self.columns["score"] + (" a word" if self.per_word else "")


def read(path: Path, wanted: Wanted) -> Judgements:
    """The judgements in a ``.tsv`` or ``.csv`` file, ``.gz`` too.

    Rows without a source, a translation or a number are left out and counted. Raises ReadError where the file cannot
    be read or has no usable row, UsageError where a column is not found.
    """
    text = decode(_bytes(path), str(path))
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    delimiter = delimiter_of(text[:10_000].splitlines()[0] if text else "", suffix)
    table = rows(text, 0, delimiter)
    heads = [_shown(text, cell).strip() for cell in next(table, [])]
    if len(heads) < 3:
        raise ReadError(f"{path}: its first row must name at least three columns: source, translation, human score")
    places = _places(path, heads, wanted)
    lower = wanted.lower_is_better
    if lower is None:
        lower = _key(heads[places["score"]]) in _LOWER
    found = _Found(places, -1.0 if lower else 1.0, wanted.per_word)
    for number, cells in enumerate(table, 2):
        found.add(number, [_shown(text, cell) for cell in cells])
    if not found.rows:
        why = "; ".join(f"{reason} (row {first})" for reason, (_, first) in found.skipped.items())
        raise ReadError(f"{path}: no row could be used{': ' + why if why else ''}")
    columns = {role: heads[at] for role, at in places.items()}
    labelled = found.labels == len(found.rows)
    return Judgements(str(path), tuple(found.rows), columns, lower, labelled, wanted.per_word, found.skipped)


class _Found:
    """The rows so far."""

    def __init__(self, places: Mapping[str, int], sign: float, per_word: bool):
        self.rows: list[Judgement] = []
        self.labels = 0
        self._places, self._sign, self._per_word = places, sign, per_word
        self._many: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    @property
    def skipped(self) -> dict[str, tuple[int, int]]:
        return {reason: (many, self._first[reason]) for reason, many in self._many.most_common()}

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Take the row, or count why not."""
        reason = self._take(number, lambda role: _cell(cells, self._places.get(role)))
        if reason:
            self._many[reason] += 1
            self._first.setdefault(reason, number)

    def _take(self, number: int, cell: Any) -> str:
        source, translation, said = cell("source"), cell("translation"), cell("score").strip()
        if not source.strip() or not translation.strip():
            return "without source or translation"
        if max(len(source), len(translation)) > MOST:
            return f"longer than {MOST:,} characters"
        score = _LABELS.get(said.lower())
        self.labels += score is not None
        if score is None:
            score = _number(said)
        if score is None:
            return "without a number or good/bad for a score"
        if self._per_word:
            score /= max(1, len(translation.split()))
        spans = None
        if "spans" in self._places:
            spans = _spans(cell("spans"), len(translation))
            if spans is None:
                return "with error spans that are no list of start and end in the translation"
        group = cell("group") if "group" in self._places else source
        human = self._sign * score
        self.rows.append(Judgement(number, source, translation, score, human, cell("system"), group, spans))
        return ""


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data: bytes = file.read(LIMIT + 1)
    except IsADirectoryError:
        raise ReadError(f"{path} is a folder; name a table, or give --flags for annotated articles") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"{path}: cannot be unpacked: {error}") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(data) > LIMIT:
        raise ReadError(f"{path} is larger than {LIMIT // 1_000_000} MB")
    return data


def _shown(text: str, cell: Cell) -> str:
    return "".join(text[start:end] if shown is None else shown for start, end, shown in cell)


def _key(head: str) -> str:
    return "_".join(head.lower().replace("-", " ").replace("_", " ").split())


def _places(path: Path, heads: Sequence[str], wanted: Wanted) -> dict[str, int]:
    """By role, the index of its column."""
    keys = [_key(head) for head in heads]
    places = {}
    for role in ("source", "translation", "score", "system", "spans", "group"):
        given = getattr(wanted, role)
        if given is not None:
            places[role] = _given(path, heads, role, given)
            continue
        at = next((keys.index(name) for name in _NAMES.get(role, ()) if name in keys), None)
        if at is not None and at not in places.values():
            places[role] = at
        elif role in ("source", "translation", "score"):
            what = {"score": "human score"}.get(role, role)
            raise UsageError(
                f"{path}: which column holds the {what}? Name it with --{role}-column: {', '.join(heads[:20])}"
            )
    return places


def _given(path: Path, heads: Sequence[str], role: str, given: str) -> int:
    if given in heads:
        return heads.index(given)
    keys = [_key(head) for head in heads]
    if _key(given) in keys:
        return keys.index(_key(given))
    if given.isascii() and given.isdigit() and 1 <= int(given[:4]) <= len(heads):
        return int(given[:4]) - 1
    raise UsageError(f"{path}: has no column {given!r} (--{role}-column); there are {', '.join(heads[:20])}")


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _number(said: str) -> float | None:
    try:
        value = float(said.replace(",", ".") if said.count(",") == 1 and "." not in said else said)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _spans(said: str, length: int) -> tuple[Span, ...] | None:
    """Out of a JSON list of ``[start, end, ...]`` or ``{"start": ..., "end": ...}``; ``None`` where it is none."""
    if not said.strip():
        return ()
    try:
        found = json.loads(said)
        ends = [(one["start"], one["end"]) if isinstance(one, dict) else (one[0], one[1]) for one in found]
        if not all(type(end) is int for pair in ends for end in pair):
            return None
        spans = tuple(Span(start, end) for start, end in ends)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    return spans if all(span.end <= length for span in spans) else None
