"""Sums over all documents, and over each folder and rule, beside those of the run before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from tqcheck.batch.summary import Summary
from tqcheck.batch.systems import SystemSum

_FOLDERS = 40
"""More folders than this are put together with the folders above them."""


@dataclass(slots=True)
class Sum:
    """What a set of documents comes to."""

    documents: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    words: int = 0
    told: int = 0
    """Documents of which is said whether they read as machine translation."""
    translated: int = 0
    """Those that do."""
    _weighted: float = 0.0
    _weight: int = 0

    def add(self, one: Summary) -> None:
        """Count a document in."""
        self.documents += 1
        self.verdicts[one.verdict] += 1
        self.errors += one.errors
        self.warnings += one.warnings
        self.notes += one.notes
        self.words += one.words
        self.told += one.translated is not None
        self.translated += one.reads_translated
        if one.fidelity is not None:
            self._weighted += one.fidelity * max(one.words, 1)
            self._weight += max(one.words, 1)

    def merge(self, other: Sum) -> None:
        """Count all documents of `other` in."""
        self.documents += other.documents
        self.verdicts.update(other.verdicts)
        self.errors += other.errors
        self.warnings += other.warnings
        self.notes += other.notes
        self.words += other.words
        self.told += other.told
        self.translated += other.translated
        self._weighted += other._weighted
        self._weight += other._weight

    @property
    def fidelity(self) -> float | None:
        """The mean over the documents that have one, each weighing as much as it has words."""
        return self._weighted / self._weight if self._weight else None


@dataclass(slots=True)
class RuleSum:
    """How often a rule fired."""

    findings: int = 0
    documents: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """All documents of a run, and what the run before had."""

    now: Sum
    before: Sum
    folders: dict[str, Sum]
    """By the folder's path."""
    rules: dict[str, RuleSum]
    systems: dict[str, SystemSum]
    """What translated the units, where files say so; ``""`` is what they do not say it of."""
    common: str
    """The folder that all documents lie in; ``""`` where there is none."""
    gone: int
    new: int


def totals(pairs: Iterable[tuple[Summary, Summary | None]], here: Container[str]) -> Totals:
    """The totals of summaries, each with that of the run before; those whose path is not in `here` are gone."""
    now, before = Sum(), Sum()
    folders: dict[str, Sum] = {}
    rules: dict[str, RuleSum] = {}
    systems: dict[str, SystemSum] = {}
    common: list[str] | None = None
    gone = new = 0
    for one, earlier in pairs:
        if earlier is not None:
            before.add(earlier)
            for rule, count in earlier.rules.items():
                rules.setdefault(rule, RuleSum()).before += count
        if one.path not in here:
            gone += 1
            continue
        new += earlier is None
        now.add(one)
        for system, values in one.systems.items():
            systems.setdefault(system, SystemSum()).add(values)
        folder = one.path.rpartition("/")[0]
        folders.setdefault(folder, Sum()).add(one)
        parts = folder.split("/")
        common = parts if common is None else _shared(common, parts)
        for rule, count in one.rules.items():
            mine = rules.setdefault(rule, RuleSum())
            mine.findings += count
            mine.documents += 1
    prefix = "/".join(common or ())
    return Totals(now, before, _grouped(folders, prefix), rules, dict(sorted(systems.items())), prefix, gone, new)


def below(path: str, common: str) -> str:
    """`path` from the folder `common` on."""
    return path.removeprefix(f"{common}/") if common else path


def _shared(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [a for a, b in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))]


def _grouped(folders: dict[str, Sum], common: str) -> dict[str, Sum]:
    """The folders, cut to the depth at which there are few enough to read."""
    depth = max((below(folder, common).count("/") for folder in folders), default=0) + 1
    while depth:
        groups: dict[str, Sum] = {}
        for folder, one in folders.items():
            parts = below(folder, common).split("/") if folder != common else []
            groups.setdefault("/".join(parts[:depth]), Sum()).merge(one)
        if len(groups) <= _FOLDERS or depth == 1:
            return dict(sorted(groups.items()))
        depth -= 1
    return {}
