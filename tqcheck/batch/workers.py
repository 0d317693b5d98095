"""Several processes that judge, each with an engine of its own."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from tqcheck.batch.corpus import Item
from tqcheck.batch.judge import Judge, Order, failure
from tqcheck.batch.state import Result
from tqcheck.engines.batches import cores
from tqcheck.errors import TqcheckError

_MOST = 16
_BYTES = 64_000
"""Documents, and bytes of them, that share the engine's batches: what a kill may cost."""


def judged(items: Iterable[Item], order: Order, jobs: int) -> Generator[Result]:
    """One result an item, as they come; the results are the same for any number of `jobs`.

    A process that dies, of lack of memory for instance, costs no document but the one that killed it. Raises as Judge.
    """
    waiting = groups(items)
    if jobs <= 1:
        judge = Judge(order)
        for group in waiting:
            yield from judge(group)
        return
    if not order.config.threads:
        order = replace(order, config=replace(order.config, threads=max(1, cores() // jobs)))
    yield from _shared(waiting, order, jobs)


def groups(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Documents that share the engine's batches."""
    group: list[Item] = []
    taken = 0
    for item in items:
        try:
            # A part has units enough to fill the engine's batches by itself.
            size = os.stat(item.path).st_size if item.part is None else _BYTES
        except OSError:
            size = 0
        if group and (len(group) >= _MOST or taken + size > _BYTES):
            yield group
            group, taken = [], 0
        group.append(item)
        taken += size
    if group:
        yield group


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    waiting: dict[str, Item]
    """What it has been given and not answered, by path."""
    alone: bool
    """Whether it has been given one document only."""

    def give(self, group: list[Item]) -> None:
        self.waiting = {item.path: item for item in group}
        self.alone = len(group) == 1
        self.pipe.send(group)


def _shared(waiting: Iterator[list[Item]], order: Order, jobs: int) -> Iterator[Result]:
    again: deque[list[Item]] = deque()
    workers: list[_Worker] = []

    def next_group() -> list[Item] | None:
        return again.popleft() if again else next(waiting, None)

    try:
        while True:
            while len(workers) < jobs and (group := next_group()) is not None:
                workers.append(_started(order, group))
            if not workers:
                return
            ready = set(map(id, wait([worker.pipe for worker in workers])))
            for worker in [worker for worker in workers if id(worker.pipe) in ready]:
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    yield from _died(worker, again)
                    continue
                if isinstance(answer, Result):
                    del worker.waiting[answer.path]
                    yield answer
                elif isinstance(answer, TqcheckError):
                    raise answer
                elif (group := next_group()) is not None:
                    worker.give(group)
                else:
                    workers.remove(worker)
                    worker.pipe.send([])
                    worker.process.join()
                    worker.pipe.close()
    finally:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.join()
            worker.pipe.close()


def _died(worker: _Worker, again: deque[list[Item]]) -> Iterator[Result]:
    """Give what it left to others, document by document, so that the one that kills is known."""
    worker.pipe.close()
    worker.process.join()
    left = list(worker.waiting.values())
    if worker.alone and left:
        code = worker.process.exitcode
        yield failure(left[0], f"the process that judged it ended without an answer (exit code {code})", final=False)
    else:
        again.extend([item] for item in left)


def _started(order: Order, group: list[Item]) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, order), daemon=True)
    process.start()
    # Theirs alone is left open, so that each side sees the end of the other.
    theirs.close()
    worker = _Worker(process, ours, {}, False)
    try:
        worker.give(group)
    except OSError:
        # It is dead already; reading from it will say so.
        worker.alone = False
    return worker


def _work(pipe: Connection, order: Order) -> None:
    # Ctrl-C goes to every process of the terminal; what becomes of the work is for the first one to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries that take no number of threads would take all processors in each process, and wait for one another.
    os.environ.setdefault("OMP_NUM_THREADS", str(order.config.threads or 1))
    judge = Judge(order)
    try:
        while group := pipe.recv():
            try:
                for result in judge(group):
                    pipe.send(result)
                pipe.send(None)
            except TqcheckError as error:
                pipe.send(error)
                return
    except (EOFError, OSError):
        # Nobody is there to tell.
        return
