"""One process's part of a batch: documents in, files and summaries out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from pathlib import Path

from tqcheck.assembly import assemble
from tqcheck.batch.changes import only
from tqcheck.batch.corpus import Item
from tqcheck.batch.files import DOCUMENTS, stem, written
from tqcheck.batch.state import Result
from tqcheck.batch.summary import Summary
from tqcheck.checker import Checker
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.engines.base import Engine, Pair
from tqcheck.errors import EngineError, ReadError, TqcheckError
from tqcheck.readers import read_path
from tqcheck.render import Style, renderer
from tqcheck.report import Mode, Report, Verdict


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with every document."""

    config: Config
    out: Path
    markup: str | None = None


class Judge:
    """Judges documents and writes their reports; holds the engine, which loads with the first document."""

    def __init__(self, order: Order) -> None:
        self.order = order

    @cached_property
    def checker(self) -> Checker:
        """Raises as `assemble`."""
        return assemble(self.order.config)

    def __call__(self, items: Sequence[Item]) -> Iterator[Result]:
        """One result an item, in any order; small documents share the engine's batches.

        What goes wrong with one document is the result for it. Raises WriteError where a report cannot be written,
        and the TqcheckError of wrong settings.
        """
        done: set[str] = set()
        try:
            for result in self._group(items):
                done.add(result.path)
                yield result
        except TqcheckError:
            raise
        except Exception as error:  # one text that trips the program must not stop all others
            left = [item for item in items if item.path not in done]
            if len(items) == 1:
                yield failure(left[0], f"tqcheck failed on it: {_line(error)}", final=False)
                return
            for item in left:
                yield from self([item])

    def _group(self, items: Sequence[Item]) -> Iterator[Result]:
        taken: list[Item] = []
        failures: list[Result] = []
        reports = self.checker.check(self._documents(items, taken, failures))
        for number, report in enumerate(reports):
            yield self._result(taken[number], report)
        yield from failures

    def _documents(self, items: Sequence[Item], taken: list[Item], failures: list[Result]) -> Iterator[Document]:
        for item in items:
            try:
                document = self._read(item)
            except ReadError as error:
                failures.append(failure(item, str(error)))
                continue
            taken.append(item)
            yield document

    def _read(self, item: Item) -> Document:
        if item.problem is not None:
            raise ReadError(item.problem)
        config = self.order.config
        origin = None if config.origin == "auto" else config.origin
        if item.part is not None and item.file is not None:
            from tqcheck.readers.streaming import read

            return read(Path(item.file), item.part, pointers=config.fields, language=config.to, origin=origin)
        document = self._file(item.path, config.to, origin)
        if item.source is None:
            return document
        return replace(document, source=self._file(item.source, origin, None))

    def _file(self, path: str, language: str | None, origin: str | None) -> Document:
        limit, pointers, markup = self.order.config.max_bytes, self.order.config.fields, self.order.markup
        return read_path(Path(path), limit=limit, markup=markup, pointers=pointers, language=language, origin=origin)

    def _result(self, item: Item, report: Report) -> Result:
        if item.part is not None and not report.document.blocks:
            report = replace(report, verdict=Verdict.PASS, reason="No unit of this part has a translation.")
        if item.lines is not None:
            report = only(report, item.lines, self.order.config)
        models = identities(self.checker.engine, pairs(report))
        # The time is the run's, not the document's: with it no two runs would be equal.
        report = replace(report, provenance=replace(report.provenance, elapsed_ms=0))
        html, json = (self._write(item, report, form) for form in ("html", "json"))
        return Result(item.path, Summary.of(item.path, report), models, html, json, findings=_findings(item, report))

    def _write(self, item: Item, report: Report, form: str) -> int:
        target = self.order.out / DOCUMENTS / f"{stem(item.path)}.{form}"
        with written(target) as out:
            renderer(form)([report], out, Style(sentences="all"))
        return os.stat(target).st_size


def _findings(item: Item, report: Report) -> str:
    out = StringIO()
    report = replace(report, document=replace(report.document, path=item.path))
    renderer("csv")([report], out, Style())
    return out.getvalue().partition("\n")[2]


def failure(item: Item, reason: str, final: bool = True) -> Result:
    """The result for a document that could not be judged."""
    return Result(item.path, Summary.failure(item.path, reason), final=final)


def pairs(report: Report) -> list[Pair]:
    """The directions that the engine was asked for."""
    if report.language.code is None or report.source_language is None or report.mode is Mode.RULES_ONLY:
        return []
    there = Pair(report.language.code, report.source_language)
    if there.source == there.target:
        return []
    return [there] if report.mode is Mode.SOURCE else [there, there.back]


def identities(engine: Engine | None, wanted: Sequence[Pair]) -> tuple[tuple[str, str], ...]:
    """Each direction with the identity of its model now, ``""`` where there is none."""
    found = []
    for pair in wanted:
        try:
            found.append((str(pair), engine.identity(pair) if engine else ""))
        except EngineError:
            found.append((str(pair), ""))
    return tuple(found)


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
