"""A batch from beginning to end: what is left to judge, judging it, and the page about all of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from tqcheck.batch.basis import basis, key
from tqcheck.batch.corpus import Item
from tqcheck.batch.files import DOCUMENTS, WriteError, sizes, stem, sweep
from tqcheck.batch.judge import Judge, Order, identities
from tqcheck.batch.parts import expanded
from tqcheck.batch.segments import refresh, usable
from tqcheck.batch.state import FILE, Known, Result, State
from tqcheck.batch.workers import judged
from tqcheck.engines.base import Pair
from tqcheck.errors import ReadError, UsageError

PAGE, CSV, JSONL = "index.html", "summary.csv", "summary.jsonl"
FINDINGS, TOTALS = "findings.csv", "totals.csv"
LOCK = ".lock"

_log = logging.getLogger(__name__)


class Watcher(Protocol):
    """Is told how the run goes on."""

    def planned(self, documents: int, open: int) -> None:
        """There are so many documents, and so many are to be judged."""

    def done(self, result: Result) -> None:
        """One of them has been."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to, all documents counted, judged now or before."""

    documents: int
    judged: int
    """How many were judged in this run."""
    flagged: int
    """How many `fail_on` or `fail_under` flag."""
    open: int
    """How many could not be judged, or not wholly."""
    page: Path
    segments: int = 0
    """How many files of segments were written."""


Runner = Callable[[Sequence[Item], Order], Generator[Result]]
"""Judges documents: one result an item, as they come, its reports written."""


def report(
    items: Sequence[Item],
    order: Order,
    watcher: Watcher,
    jobs: int = 1,
    again: bool = False,
    runner: Runner | None = None,
    forms: Sequence[str] = (),
) -> Outcome:
    """Judge what has changed, all with `again`; bring the files in the out folder up to date.

    Without a `runner` so many `jobs` processes of this machine judge. In each of the `forms`, which are those of
    `segments`, every segment is written too.

    Raises WriteError where they cannot be written, UsageError where another run is writing them or the folder holds
    other things, and as `Checker` for wrong settings. What has been judged by then is kept.
    """
    usable(forms)
    with _locked(order.out) as fresh, closing(State(order.out)) as state:
        (order.out / DOCUMENTS).mkdir(exist_ok=True)
        sweep(order.out)
        base = basis(order.config, order.markup)
        items = list(expanded(items, order.config, order.markup, base, state))
        keys, left = _plan(items, order, state, base, again)
        here = {item.path for item in items}
        gone = [path for path, _ in state.known() if path not in here]
        watcher.planned(len(items), len(left))
        whole = all((order.out / name).is_file() for name in (PAGE, CSV, JSONL, FINDINGS, TOTALS))
        if left or gone or fresh or not whole or not state.complete:
            state.begin()
            run = runner if runner and left else lambda left, order: judged(left, order, min(jobs, len(left)))
            with closing(run(left, order)) as results:
                for result in results:
                    state.keep(keys[result.path], result)
                    _log.info("%s: %s. %s", result.path, result.summary.verdict, result.summary.reason)
                    watcher.done(result)
            _finish(order, state, gone, here)
        made = refresh(order.out, state, here, forms)
        flagged = unjudged = 0
        for summary, _ in state.summaries():
            flagged += summary.flagged(order.config.fail_on)
            unjudged += summary.open
        return Outcome(len(items), len(left), flagged, unjudged, order.out / PAGE, made)


def _plan(
    items: Sequence[Item], order: Order, state: State, base: str, again: bool
) -> tuple[dict[str, str | None], list[Item]]:
    """The key of each document now, and the documents whose judgement does not stand."""
    known = dict(state.known())
    there = sizes(order.out)
    current = _Current(order)
    keys: dict[str, str | None] = {}
    left = []
    for item in items:
        try:
            keys[item.path] = key(base, item, order.config.max_bytes)
        except ReadError:
            # Reading it again will say why.
            keys[item.path] = None
        before = known.get(item.path)
        stands = before is not None and before.key is not None and before.key == keys[item.path]
        if again or before is None or not stands or not _written(item, before, there) or not current(before.models):
            left.append(item)
    return keys, left


def _written(item: Item, known: Known, there: dict[str, int]) -> bool:
    name = stem(item.path)
    return all(size == there.get(f"{name}.{form}", 0) for form, size in (("html", known.html), ("json", known.json)))


class _Current:
    """Whether models are still the same; asks the engine, which loads none of them for that."""

    def __init__(self, order: Order) -> None:
        self._judge = Judge(order)
        self._known: dict[str, str] = {}

    def __call__(self, models: Sequence[tuple[str, str]]) -> bool:
        for name, _ in models:
            if name not in self._known:
                source, _, target = name.partition("-")
                self._known |= identities(self._judge.checker.engine, [Pair(source, target)])
        return all(self._known[name] == identity for name, identity in models)


def _finish(order: Order, state: State, gone: Sequence[str], here: set[str]) -> None:
    from tqcheck.batch.index import write_page
    from tqcheck.batch.tables import write_csv, write_findings, write_jsonl, write_totals
    from tqcheck.batch.totals import totals

    when = datetime.now(UTC).isoformat(timespec="seconds")
    sweep(order.out, {stem(path) for path in here})
    write_csv(order.out / CSV, state, here)
    write_jsonl(order.out / JSONL, state, here)
    write_findings(order.out / FINDINGS, state, here)
    sums = totals(state.summaries(), here)
    write_totals(order.out / TOTALS, sums)
    about = {id: rule.summary for id, rule in Judge(order).checker.rules.items()} if sums.rules else {}
    write_page(order.out / PAGE, state, here, when, sums, about)
    state.finish(gone, when)


@contextmanager
def _locked(out: Path) -> Iterator[bool]:
    """The out folder for this process alone; whether it is new."""
    from filelock import FileLock, Timeout

    fresh = not (out / FILE).exists()
    for name in (PAGE, DOCUMENTS):
        if fresh and (out / name).exists() and not (out / LOCK).exists():
            raise UsageError(f"{out} holds an {name} that is no report of tqcheck; name another folder with --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / LOCK, timeout=0)
        with lock:
            yield fresh
    except Timeout:
        raise UsageError(f"{out}: another run is writing there; wait for it or name another folder") from None
    except OSError as error:
        raise WriteError(f"{os.fspath(out)}: cannot be written: {error.strerror or error}") from error
