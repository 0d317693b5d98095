"""One thread that works for many clients in turn, from a bounded queue."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class BusyError(Exception):
    """The queue is full; `retry_after` is in seconds."""

    def __init__(self, retry_after: int):
        super().__init__("too many texts are waiting")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Crash:
    """The work failed for a reason that is no answer: a mistake in the program, no memory."""

    kind: str


@dataclass(slots=True)
class _Task(Generic[Result]):
    work: Callable[[], Result]
    size: int
    future: Future[Result | Crash] = field(default_factory=Future)


class Worker:
    """Takes one task of each client in turn, so that a client with a hundred does not hold up one with one.

    Safe for threads. A task that fails gives a Crash and does not stop the worker.
    """

    def __init__(self, name: str, places: int, size: int):
        """At most `places` tasks wait, half of them of one client, of at most `size` in all."""
        self._places = places
        self._size = size
        self._lines: dict[str, deque[_Task[Any]]] = {}
        self._turns: deque[str] = deque()
        self._ready = Condition()
        self._stopped = False
        self._working = False
        self._mean = 1.0
        self.waiting = 0
        self.waiting_size = 0
        self._thread = Thread(target=self._run, name=name, daemon=True)

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        with self._ready:
            return not self.waiting and not self._working

    @property
    def alive(self) -> bool:
        """Whether it works."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Finish what waits, for at most `timeout` seconds."""
        with self._ready:
            self._stopped = True
            self._ready.notify_all()
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def room(self, client: str, size: int = 0) -> None:
        """Raise BusyError where `submit` would."""
        with self._ready:
            self._room(client, size)

    def submit(self, client: str, work: Callable[[], Result], size: int = 0) -> Future[Result | Crash]:
        """What `work` will return. Raises BusyError where there is no room."""
        task = _Task(work, size)
        with self._ready:
            self._room(client, size)
            if client not in self._lines:
                self._lines[client] = deque()
                self._turns.append(client)
            self._lines[client].append(task)
            self.waiting += 1
            self.waiting_size += size
            self._ready.notify()
        return task.future

    def _room(self, client: str, size: int) -> None:
        own = len(self._lines.get(client, ()))
        full = self.waiting >= self._places or own >= max(1, self._places // 2)
        # What is too large for the queue alone is taken when nothing else waits.
        heavy = self.waiting and self.waiting_size + size > self._size
        if self._stopped or full or heavy:
            raise BusyError(min(60, max(1, math.ceil(self._mean * (self.waiting + 1) / 2))))

    def _run(self) -> None:
        while True:
            with self._ready:
                self._working = False
                while not self._turns:
                    if self._stopped:
                        return
                    self._ready.wait()
                task = self._next()
                self._working = True
            started = time.monotonic()
            try:
                outcome = task.work()
            except BaseException as error:
                # The message of an exception may quote the text, which no log may hold.
                _log.error("A check failed: %s\n%s", type(error).__name__, frames(error))
                outcome = Crash(type(error).__name__)
            self._mean += 0.2 * (time.monotonic() - started - self._mean)
            task.future.set_result(outcome)

    def _next(self) -> _Task[Any]:
        client = self._turns.popleft()
        line = self._lines[client]
        task = line.popleft()
        if line:
            self._turns.append(client)
        else:
            del self._lines[client]
        self.waiting -= 1
        self.waiting_size -= task.size
        return task


def frames(error: BaseException) -> str:
    """Where an error arose, without its message."""
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
