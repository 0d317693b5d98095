"""Where requests come in and answers go out: the rules at once, the model when its turn comes, repeats from memory."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from threading import Lock

from tqcheck.checker import Checker
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.engines.base import Pair
from tqcheck.errors import EngineError, TqcheckError
from tqcheck.report import Report, Verdict
from tqcheck.service.answer import Answer, answer
from tqcheck.service.limits import Limits
from tqcheck.service.memory import Memory
from tqcheck.service.patience import PatientEngine
from tqcheck.service.request import Request, sentences
from tqcheck.service.shelf import Shelf
from tqcheck.service.worker import Crash, Worker

_REMEMBERED = 2_000
"""Jobs remembered after they are done."""


class TooLongError(TqcheckError):
    """A text with more sentences than one check takes."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A text that the rules have been applied to."""

    documents: list[Document]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Job:
    """A check that the model has to do; equal requests share the work, and each has a job of its own."""

    request: Request
    future: Future[Answer | Crash]
    id: str = field(default_factory=lambda: secrets.token_urlsafe(18))


@dataclass(slots=True)
class Finished:
    """What is known of a job that is done."""

    request_id: str
    revision: str | None
    at: float
    crash: Crash | None = None
    fetched: bool = False


class Desk:
    """One checker, one thread for rules, one for the model; keeps what it has answered."""

    def __init__(self, checker: Checker, limits: Limits, clock: Callable[[], float] = time.monotonic):
        self.limits = limits
        self.checker = checker
        self._config = checker.config
        self._engine = PatientEngine(checker.engine, limits.seconds, clock) if checker.engine else None
        checker.engine = self._engine
        self.memory = Memory(limits.memory)
        self._done = Memory(limits.memory)
        self.shelf = Shelf(limits.kept, limits.kept_bytes)
        self._jobs: dict[str, Job] = {}
        self._finished: dict[str, Finished] = {}
        self._running: dict[str, Future[Answer | Crash]] = {}
        self._lock = Lock()
        self.rules = Worker("tqcheck-rules", limits.queue, limits.queue_bytes)
        self.model = Worker("tqcheck-model", limits.queue, limits.queue_bytes)
        self.draining = False
        self.trouble: str | None = "The model is being loaded."
        """Why the service is not ready."""

    @property
    def has_model(self) -> bool:
        """Whether there is more to do than rules."""
        return self._engine is not None

    def start(self) -> None:
        """Begin to work, by loading what the first request would wait for."""
        self.rules.start()
        self.model.start()
        self.model.submit("", self._warm_up)

    def drain(self, poll: Callable[[float], object] = time.sleep) -> None:
        """Take no more checks; return when every accepted one is done and fetched, or the time of grace is over."""
        self.draining = True
        end = time.monotonic() + self.limits.grace
        while time.monotonic() < end and not (self.rules.idle and self.model.idle and not self._unfetched()):
            poll(0.05)

    def stop(self) -> None:
        """End the threads, after what waits."""
        self.rules.stop(self.limits.grace)
        self.model.stop(self.limits.grace)

    def rule(self, client: str, request: Request) -> Future[Ruled | TqcheckError | Crash]:
        """What the rules say, or why they cannot. Raises BusyError."""
        if self.has_model:
            self.model.room(client, request.size)
        return self.rules.submit(client, lambda: self._rule(request), request.size)

    def begin(self, client: str, request: Request, ruled: Ruled) -> Job:
        """The job for the model's part, which joins the work on an equal request. Raises BusyError."""
        config = request.under(self._config)
        key = request.key(self._config)
        with self._lock:
            future = self._running.get(key)
            if future is None:
                future = self.model.submit(client, lambda: self._judge(ruled.documents, config), request.size)
                self._running[key] = future
            # A job needs nothing of the text, which may be large.
            job = Job(replace(request, texts=()), future)
            self._jobs[job.id] = job
        future.add_done_callback(lambda done: self._finish(job, key, done.result()))
        return job

    def report(
        self, client: str, request: Request, documents: list[Document], press: Callable[[list[Report]], bytes]
    ) -> Future[bytes | Crash]:
        """What `press` makes of the reports on documents. Raises BusyError."""
        config = request.under(self._config)

        def work() -> bytes:
            return press(self._reports(documents, config))

        return self.model.submit(client, work, request.size)

    def job(self, id: str) -> Job | Finished | None:
        """The job of that name, while it is remembered."""
        with self._lock:
            return self._jobs.get(id) or self._finished.get(id)

    def done(self, id: str) -> Answer | None:
        """What a finished job has come to, as `fetch`, which this does not count as."""
        return self._done.get(id)

    def fetch(self, id: str) -> Answer | None:
        """What a finished job has come to; ``None`` where it crashed or was fetched too late."""
        with self._lock:
            if id in self._finished:
                self._finished[id].fetched = True
        return self._done.get(id)

    def _unfetched(self) -> bool:
        recent = time.monotonic() - self.limits.grace
        with self._lock:
            return bool(self._jobs) or any(not one.fetched and one.at > recent for one in self._finished.values())

    def _finish(self, job: Job, key: str, result: Answer | Crash) -> None:
        crash = result if isinstance(result, Crash) else None
        finished = Finished(job.request.id, job.request.revision, time.monotonic(), crash)
        with self._lock:
            self._running.pop(key, None)
            self._jobs.pop(job.id, None)
            self._finished[job.id] = finished
            if len(self._finished) > _REMEMBERED:
                del self._finished[next(iter(self._finished))]
            if isinstance(result, Answer):
                self._done.put(job.id, result)
                # What could not be judged may be judged next time.
                if result.verdict is not Verdict.UNDECIDED:
                    self.memory.put(key, result)

    def _rule(self, request: Request) -> Ruled | TqcheckError:
        try:
            documents = request.documents()
            if sentences(documents) > self.limits.sentences:
                return TooLongError(f"the text has more than {self.limits.sentences:,} sentences; send it in parts")
            config = replace(request.under(self._config), engine="none")
            made = answer(list(self.checker.under(config).check(documents)), config)
            if not self.has_model:
                self.memory.put(request.key(self._config), made)
            return Ruled(documents, made)
        except TqcheckError as error:
            return error

    def _judge(self, documents: list[Document], config: Config) -> Answer:
        return answer(self._reports(documents, config), config)

    def _reports(self, documents: Sequence[Document], config: Config) -> list[Report]:
        if self._engine is not None:
            self._engine.begin()
        return list(self.checker.under(config).check(documents))

    def _warm_up(self) -> Answer:
        text = "The first ship of the day had left before anybody was awake to see it."
        request = Request((("", text, None),), "text")
        ruled = self._rule(request)
        assert isinstance(ruled, Ruled)
        self.trouble = None
        if self._engine is not None:
            to = self._config.to or "en"
            origin = self._config.origin if self._config.origin != "auto" else ("fr" if to == "en" else "en")
            try:
                self._engine.begin()
                self._engine.translate(["Good morning."], Pair(to, origin))
            except EngineError as error:
                self.trouble = str(error)
        return ruled.answer
