"""`tqcheck report`: folders of texts, judged where something changed, and one page about all."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tqcheck.cli.options import (
    document_options,
    language_options,
    limit_options,
    model_options,
    option,
    rule_options,
    settings,
)
from tqcheck.config import ENGINES, FAIL_ON
from tqcheck.errors import UsageError

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress

    from tqcheck.batch.run import Outcome, Runner
    from tqcheck.batch.state import Result

PASSED, FLAGGED, NOT_JUDGED = 0, 1, 3
_SECONDS = 10
"""How often a line tells how far the run is, where standard error is no terminal."""


@click.command()
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@option("--out", default="reports", type=click.Path(file_okay=False), metavar="DIR", help="Folder for it (reports).")
@option("--source", metavar="WHERE", help="Folder of the sources, or a pattern beside each text, as in 'source.*'.")
@option("--include", multiple=True, metavar="PATTERN", help="Only such files, whatever their suffix.")
@option("--exclude", multiple=True, metavar="PATTERN", help="No such files.")
@option("--changed", metavar="REV", help="Only documents, and findings on lines, that git diff REV shows.")
@option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes that judge (1); on Ray all that there is room for."
)
@option("--runner", type=click.Choice(("local", "ray")), default="local", help="Where they run: here, or on Ray.")
@option("--address", metavar="ADDRESS", help="Of a Ray cluster; without it Ray is started on this machine.")
@option("--segments", multiple=True, type=click.Choice(("parquet", "jsonl")), help="Write a row a segment too.")
@option("--again", is_flag=True, help="Judge every document anew.")
@option("--log", type=click.Path(dir_okay=False), metavar="FILE", help="Append a line a document to this file.")
@limit_options
@option("--fail-on", type=click.Choice(FAIL_ON), help="Least severe finding for exit code 1 (warning).")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@rule_options
@option("--engine", type=click.Choice((*ENGINES, "ray")), help="What translates; 'ray' is short for --runner ray.")
@model_options
@document_options
def report(
    corpora: tuple[str, ...],
    out: str,
    source: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    changed: str | None,
    jobs: int | None,
    runner: str,
    address: str | None,
    segments: tuple[str, ...],
    again: bool,
    log: str | None,
    config: str | None,
    markup: str | None,
    **options: Any,
) -> int:
    """Check every text in folders: a report a document, and an index page, CSV and JSON lines about all.

    What was judged before and has not changed is not judged again; a run that was interrupted goes on when it is
    started again. Exit codes: 0 all pass, 1 some flagged, 2 wrong use, 3 some could not be judged.
    """
    from tqcheck.batch import changes, corpus
    from tqcheck.batch.judge import Order
    from tqcheck.batch.run import report as run

    if options["engine"] == "ray":
        runner, options["engine"] = "ray", None
    if address is not None and runner != "ray":
        raise UsageError("--address goes with --runner ray")
    chosen = settings(config, options)
    items = corpus.find(corpora, corpus.Choice(include, exclude, source), Path(out))
    if changed is not None:
        items = changes.changed(items, corpora, changed)
    with _logged(log), _Display() as display:
        order, there = Order(chosen, Path(out), markup), _runner(runner, jobs, address)
        outcome = run(items, order, display, jobs or 1, again, there, sorted(set(segments)))
    click.echo(_summary(outcome), err=True)
    click.echo(str(outcome.page))
    return NOT_JUDGED if outcome.open else FLAGGED if outcome.flagged else PASSED


def _runner(name: str, jobs: int | None, address: str | None) -> Runner | None:
    if name == "local":
        return None
    from tqcheck.batch.cluster import judged

    return lambda items, order: judged(items, order, jobs, address)


def _summary(outcome: Outcome) -> str:
    parts = [f"{outcome.judged} of {outcome.documents} documents judged" if outcome.judged else "Nothing has changed"]
    parts += [f"{outcome.segments} files of segments written"] if outcome.segments else []
    parts += [f"{outcome.flagged} flagged"] if outcome.flagged else []
    parts += [f"{outcome.open} not judged, or not wholly"] if outcome.open else []
    return ", ".join(parts)


class _Display:
    """Documents judged of those that are to be, the rate, and the time left, on standard error."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._total = self._count = 0
        self._started = self._told = 0.0

    def __enter__(self) -> _Display:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bars is not None:
            self._bars.stop()

    def planned(self, documents: int, open: int) -> None:
        """See Watcher."""
        self._total = open
        self._started = self._told = time.monotonic()
        if not open:
            return
        if not sys.stderr.isatty():
            click.echo(f"{open} of {documents} documents are to be judged", err=True)
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("Documents"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
        self._bars = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self._bars.add_task("Documents", total=open, rate="")
        self._bars.start()

    def done(self, result: Result) -> None:
        """See Watcher."""
        self._count += 1
        now = time.monotonic()
        rate = self._count / max(now - self._started, 0.001)
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], advance=1, rate=f"{rate:.1f} a second")
        elif now - self._told >= _SECONDS:
            self._told = now
            left = round((self._total - self._count) / rate)
            click.echo(f"{self._count} of {self._total}, {rate:.1f} a second, {_span(left)} left", err=True)


def _span(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@contextmanager
def _logged(path: str | None) -> Iterator[None]:
    """A file with a line for each document, besides what the program logs of itself."""
    if path is None:
        yield
        return
    logger = logging.getLogger("tqcheck")
    handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)
        handler.close()
