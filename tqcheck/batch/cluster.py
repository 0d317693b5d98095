"""The same judging on Ray: actors with a model each, on one machine or many; needs the extra ``[ray]``."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from io import StringIO
from typing import Any

from tqcheck.batch.corpus import Item
from tqcheck.batch.files import DOCUMENTS, stem, written
from tqcheck.batch.judge import Judge, Order, failure
from tqcheck.batch.state import Result
from tqcheck.batch.summary import Summary
from tqcheck.batch.workers import groups
from tqcheck.errors import TqcheckError, UsageError
from tqcheck.readers.cutting import Part
from tqcheck.render import Style, renderer
from tqcheck.report import Report

RETRIES = 3
"""How often a group of documents is given to another worker when the one that had it is lost."""
_STORE = 128 << 20
"""Bytes of shared memory on one machine; reports go through it, and few are under way at a time."""

_log = logging.getLogger(__name__)


def judged(items: Sequence[Item], order: Order, jobs: int | None, address: str | None) -> Generator[Result]:
    """One result an item, as they come, the reports written here; they are those of a local run, byte for byte.

    `jobs` workers, each with ``threads`` processors (1 unless set); by default as many as there are processors for.
    Without `address` Ray is started on this machine. A worker that is lost costs nothing but time; a document that
    takes its worker with it again and again is a failure of its own. Raises UsageError where Ray is missing or cannot
    be reached, and as Judge.
    """
    # What is wrong with the settings is said before anything is started.
    _ = Judge(order).checker
    order = replace(order, config=replace(order.config, threads=order.config.threads or 1))
    with _running(address, jobs, order.config.threads) as workers:
        missing = {item.path: item for item in items}
        # What a lost worker had is tried again alone, so that the document that is to blame is known.
        for retries, rows in ((RETRIES, groups(items)), (1, None)):
            for result in _pass(rows or [[item] for item in missing.values()], order, workers, retries):
                del missing[result.path]
                yield result
            if not missing:
                return
            _log.warning("%d documents got no answer from their workers", len(missing))
        for item in missing.values():
            yield failure(item, "the worker that judged it was lost, each time that it was tried", final=False)


def _pass(rows: Any, order: Order, workers: int, retries: int) -> Iterator[Result]:
    import ray
    from ray.data import ActorPoolStrategy

    waiting = [{"items": _packed(group)} for group in rows]
    with warnings.catch_warnings():
        # Ray would try for ever by itself, and has no other way yet to say how often.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = ray.data.from_items(waiting, override_num_blocks=len(waiting)).map_batches(
            Worker,
            fn_constructor_args=(order, os.getcwd()),
            batch_size=1,
            # A group that waits at a worker would be lost with it for another's fault.
            compute=ActorPoolStrategy(size=min(workers, len(waiting)), max_tasks_in_flight_per_actor=1),
            num_cpus=order.config.threads,
            max_task_retries=retries,
        )
    try:
        tables: Iterable[Any] = dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
        for table in tables:
            for row in table.to_pylist():
                if row["error"]:
                    raise UsageError(str(row["error"]))
                yield _kept(row, order)
    except ray.exceptions.RayError as error:
        _log.warning("Ray: %s", str(error).strip().splitlines()[0])


def _kept(row: dict[str, Any], order: Order) -> Result:
    """Write the reports of a result, as a local run would have."""
    result = json.loads(row["result"])
    path = result["path"]
    for form in ("html", "json"):
        if row[form]:
            with written(order.out / DOCUMENTS / f"{stem(path)}.{form}") as out:
                out.write(row[form].decode())
    models = tuple((str(pair), str(identity)) for pair, identity in result["models"])
    summary = Summary.loads(result["summary"])
    sizes = len(row["html"]), len(row["json"])
    return Result(path, summary, models, *sizes, result["final"], result["findings"])


class Worker:
    """An actor: holds the engine, which loads with the first document."""

    def __init__(self, order: Order, folder: str) -> None:
        os.chdir(folder)
        self._judge = _Collecting(order)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        """The results of the groups in `batch`, a row a document."""
        rows: list[dict[str, Any]] = []
        for packed in batch["items"]:
            try:
                rows.extend(map(self._row, self._judge(_unpacked(str(packed)))))
            except TqcheckError as error:
                rows.append({"result": "", "html": b"", "json": b"", "error": str(error)})
        return {name: [row[name] for row in rows] for name in ("result", "html", "json", "error")}

    def _row(self, result: Result) -> dict[str, Any]:
        said = {"path": result.path, "summary": result.summary.dumps(), "models": result.models, "final": result.final}
        said["findings"] = result.findings
        files = self._judge.files
        pages = {form: files.pop((result.path, form), b"") for form in ("html", "json")}
        return {"result": json.dumps(said), **pages, "error": ""}


class _Collecting(Judge):
    """Keeps the reports instead of writing them: the folder is another machine's."""

    def __init__(self, order: Order) -> None:
        super().__init__(order)
        self.files: dict[tuple[str, str], bytes] = {}

    def _write(self, item: Item, report: Report, form: str) -> int:
        out = StringIO()
        renderer(form)([report], out, Style(sentences="all"))
        self.files[item.path, form] = out.getvalue().encode("utf-8", "backslashreplace")
        return len(self.files[item.path, form])


def _packed(items: Sequence[Item]) -> str:
    return json.dumps([asdict(item) for item in items])


def _unpacked(text: str) -> list[Item]:
    found = []
    for values in json.loads(text):
        part, lines = values.pop("part"), values.pop("lines")
        if part is not None:
            pair = part.pop("languages")
            part = Part(**part, languages=tuple(pair) if pair else None)
        found.append(Item(**values, part=part, lines=tuple(map(tuple, lines)) if lines is not None else None))
    return found


@contextmanager
def _running(address: str | None, jobs: int | None, threads: int) -> Iterator[int]:
    """Ray, and how many workers there are to be."""
    # Nothing is told to anybody unless the user has asked for it.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.data
    except ImportError:
        raise UsageError("Ray is not installed: pip install 'tqcheck[ray]'") from None
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    ours = not ray.is_initialized()
    if ours:
        try:
            if address is None:
                ray.init(
                    address="local",
                    num_cpus=jobs * threads if jobs else None,
                    object_store_memory=_STORE,
                    include_dashboard=False,
                    **quiet,
                )
            else:
                ray.init(address=address, **quiet)
        except (OSError, ValueError, RuntimeError) as error:
            lines = str(error).strip().splitlines()
            raise UsageError(f"Ray cannot be reached: {lines[0] if lines else type(error).__name__}") from None
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        # A group that is given up is no reason to give up the others; what is missing is tried again.
        context.max_errored_blocks = -1
        there: Any = ray
        yield jobs or max(1, int(there.cluster_resources().get("CPU", 1)) // threads)
    finally:
        if ours:
            ray.shutdown()
