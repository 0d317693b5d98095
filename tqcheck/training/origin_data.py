"""The sentences that the detector of origin is fitted to, and what the embedded model says of them."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqcheck.case import Case
from tqcheck.checks.base import Context
from tqcheck.document import Document, Segment, Span
from tqcheck.engines.base import Engine
from tqcheck.judging import Judge
from tqcheck.report import Judged, Language, Severity
from tqcheck.rules.check import PhraseCheck
from tqcheck.rules.library import Library

LANGUAGES = ("fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ar")
SYSTEMS = ("google", "microsoft", "bergamot-base-memory", "bergamot-tiny")
HUMAN = "human"
FLORES = "flores"
NEWS = ("wmt09", "wmt10")
"""Of the newstests these two are not in the training data of the embedded model."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One English sentence."""

    domain: str
    line: str
    """The same for all versions of one sentence."""
    language: str
    """The language that it was translated from; ``none`` where a person wrote it, in whatever language."""
    system: str
    text: str

    @property
    def translated(self) -> bool:
        """Whether a machine made it."""
        return self.system != HUMAN


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10**9)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def samples(data: Path, news: int) -> list[Sample]:
    """FLORES dev in `LANGUAGES`, and the first `news` sentences of each newstest; `data` is the folder."""
    found = []
    for row in _rows(data / "origin.en.tsv.gz"):
        if row["source_language"] in (*LANGUAGES, "en"):
            human = row["system"] == "original"
            language, system = ("none", HUMAN) if human else (row["source_language"], row["system"])
            found.append(Sample(FLORES, f"{FLORES}:{int(row['line'])}", language, system, row["text"]))
    seen: Counter[str] = Counter()
    for row in _rows(data / "systems.fr-en.tsv.gz"):
        name = row["set"]
        if name in NEWS and seen[name] < news:
            line = f"{name}:{seen[name]}"
            seen[name] += 1
            found.append(Sample(name, line, "none", HUMAN, row["reference"]))
            found += [Sample(name, line, "fr", system, row[system]) for system in SYSTEMS]
    return [sample for sample in found if sample.text.strip()]


def judged(
    texts: Sequence[str], engine: Engine, told: Callable[[int, int], None] = lambda _done, _all: None
) -> list[Judged | None]:
    """Each text translated into French and back, as a check without a source does it; ``None`` where that failed."""
    judge = Judge(engine, 4)
    results: list[Judged | None] = []
    for at in range(0, len(texts), 512):
        some = list(texts[at : at + 512])
        document = Document.plain("\n".join(some), language="en")
        segments, start = [], 0
        for index, text in enumerate(some):
            segments.append(Segment(index, 0, start, start + len(text), Span(start, start + len(text)), text))
            start += len(text) + 1
        case = Case(document, Language("en", 1.0), tuple(segments), "fr", [])
        judge.judge([case])
        outcomes = [case.outcomes.get(index) for index in range(len(some))]
        results += [outcome if isinstance(outcome, Judged) else None for outcome in outcomes]
        told(len(results), len(texts))
    return results


def phrases(texts: Sequence[str]) -> list[Counter[str]]:
    """The number of phrases taken over word for word in each text, by language."""
    check = PhraseCheck(Library([]))
    found = []
    for text in texts:
        segment = Segment(0, 0, 0, len(text), Span(0, len(text)), text)
        document = Document.plain(text.replace("\n", " "), language="en")
        found.append(
            Counter(
                one.rule.partition("/")[0].removeprefix("from-")
                for one in check(Context(document, "en", (segment,)))
                if one.rule.startswith("from-") and one.severity >= Severity.WARNING
            )
        )
    return found
