"""The application: routes from HTTP to the desk and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from tqcheck import __version__
from tqcheck.checker import Checker
from tqcheck.errors import TqcheckError, UsageError
from tqcheck.service import body, links, openapi, problems, reference
from tqcheck.service.access import Access, DeniedError
from tqcheck.service.answer import Answer
from tqcheck.service.callback import Callbacks, Target
from tqcheck.service.catalogue import languages, rules
from tqcheck.service.courier import Courier
from tqcheck.service.desk import Desk, Finished, Job, Ruled, TooLongError
from tqcheck.service.guard import Guard
from tqcheck.service.limits import Limits
from tqcheck.service.metrics import Metrics
from tqcheck.service.problems import ProblemError
from tqcheck.service.request import Request as Asked
from tqcheck.service.request import parse
from tqcheck.service.worker import BusyError, Crash

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def create_app(
    checker: Checker,
    limits: Limits | None = None,
    access: Access | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    callbacks: Callbacks | None = None,
) -> FastAPI:
    """The service over `checker`, whose engine it takes for its own; ``app.state.desk`` is its Desk.

    `hosts` are the names that it answers to, ``None`` any: only with a token should it be that. `callbacks` says whom
    it may call with an answer, nobody where it is ``None``.
    """
    limits = limits or Limits()
    desk = Desk(checker, limits)
    app = FastAPI(
        title="tqcheck", version=__version__,
        docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan,
    )  # fmt: skip
    app.state.desk = desk
    app.state.access = access or Access(None)
    app.state.metrics = metrics = Metrics(desk)
    app.state.courier = Courier(callbacks or Callbacks(), lambda outcome: metrics.callbacks.labels(outcome).inc())
    app.add_middleware(
        Guard,
        hosts=hosts,
        places=limits.requests,
        seen=lambda path, status: metrics.requests.labels(path, status).inc(),
    )
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _http_problem)
    _routes(app)
    _page(app)
    return app


def _page(app: FastAPI) -> None:
    """The page at / and its files; it has the looks of the HTML report."""
    folder = Path(str(files("tqcheck.service").joinpath("static")))
    looks = Path(str(files("tqcheck.render").joinpath("report.css")))

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return _file(folder / "index.html", "text/html")

    @app.get("/report.css", include_in_schema=False)
    def report_css() -> Response:
        return _file(looks, "text/css")

    app.mount("/static", StaticFiles(directory=folder))


def _file(path: Path, kind: str) -> Response:
    return Response(path.read_bytes(), headers={"cache-control": "no-cache"}, media_type=kind)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    desk.start()
    yield
    await app.state.courier.stop()
    await asyncio.to_thread(desk.stop)


async def _http_problem(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return problems.response(ProblemError(422, "the request does not fit"))
    headers = error.headers or {}
    return problems.response(ProblemError(error.status_code, f"{error.detail}".lower(), headers))


async def _allowed(request: Request) -> None:
    """For requests without a body."""
    _admit(request, request.app.state.access, b"")


def _admit(request: Request, access: Access, raw: bytes) -> None:
    try:
        if not access.by_token(request.headers):
            access.by_signature(request.headers, raw)
    except DeniedError as error:
        raise ProblemError(401, str(error), {"www-authenticate": 'Bearer realm="tqcheck"'}) from None


Allowed = Annotated[None, Depends(_allowed)]


def _routes(app: FastAPI) -> None:
    desk: Desk = app.state.desk
    metrics: Metrics = app.state.metrics
    courier: Courier = app.state.courier

    @app.post("/v1/check", summary="Check a text")
    async def check(request: Request) -> Response:
        """Rules answer at once, the model within the deadline; else 202 with the rules' answer and a job to poll."""
        started = time.monotonic()
        asked, client = await _asked(request)
        target = _target(asked)
        hit = desk.memory.get(asked.key(desk.checker.config))
        if hit:
            metrics.repeats.inc()
            return _answered(metrics, started, "repeat", hit, asked.id, asked.revision, cached=True)
        try:
            if target:
                courier.room()
            ruled = await asyncio.wrap_future(desk.rule(client, asked))
            if isinstance(ruled, TqcheckError):
                status = 413 if isinstance(ruled, TooLongError) else 422
                raise ProblemError(status, str(ruled))
            if isinstance(ruled, Crash):
                raise problems.crashed(ruled.kind)
            if not desk.has_model:
                return _answered(metrics, started, "rules", ruled.answer, asked.id, asked.revision)
            job = desk.begin(client, asked, ruled)
        except BusyError as error:
            headers = {"retry-after": str(error.retry_after)}
            raise ProblemError(429, "too many texts are waiting; try again in a moment", headers) from None
        return await _wait(started, job, ruled, asked.deadline, target)

    def _target(asked: Asked) -> Target | None:
        try:
            return courier.callbacks.target(asked.callback) if asked.callback is not None else None
        except UsageError as error:
            raise ProblemError(422, str(error)) from None

    async def _asked(request: Request) -> tuple[Asked, str]:
        access: Access = request.app.state.access
        try:
            by_token = access.by_token(request.headers)
        except DeniedError:
            _admit(request, access, b"")
        if desk.draining:
            raise ProblemError(503, "the service is being stopped; try again in a moment", {"retry-after": "10"})
        raw = await body.read(request, desk.limits)
        if not by_token:
            _admit(request, access, raw)
        try:
            asked = parse(raw)
        except UsageError as error:
            raise ProblemError(422, str(error)) from None
        except TqcheckError as error:
            raise ProblemError(400, str(error)) from None
        return asked, request.client.host if request.client else ""

    links.routes(app, _asked, _allowed)

    async def _wait(started: float, job: Job, ruled: Ruled, deadline: float | None, target: Target | None) -> Response:
        within = min(desk.limits.deadline if deadline is None else deadline, desk.limits.longest_deadline)
        left = within - (time.monotonic() - started)
        waiter = asyncio.wrap_future(job.future)
        if left > 0:
            await asyncio.wait({waiter}, timeout=left)
        asked = job.request
        if not waiter.done():
            if target:
                courier.send(target, waiter, lambda: _letter(job.id), lambda: desk.fetch(job.id))
            where = {"id": job.id, "url": f"/v1/jobs/{job.id}", "status": "waiting"}
            content = ruled.answer.json(asked.id, asked.revision, where)
            metrics.seconds.labels("rules").observe(time.monotonic() - started)
            return _json(content, 202, {"location": where["url"], "retry-after": "1"})
        result = waiter.result()
        desk.fetch(job.id)
        if isinstance(result, Crash):
            raise problems.crashed(result.kind)
        return _answered(metrics, started, "model", result, asked.id, asked.revision)

    def _letter(id: str) -> bytes | None:
        """What a callback brings: the answer, or why there is none; ``None`` where it is no longer kept."""
        found, result = desk.job(id), desk.done(id)
        if not isinstance(found, Finished):
            return None
        where = {"id": id, "url": f"/v1/jobs/{id}", "status": "done"}
        if found.crash:
            head = {"id": found.request_id, "revision": found.revision, "job": {**where, "status": "failed"}}
            return openapi.dumps({**problems.content(problems.crashed(found.crash.kind)), **head})
        return result.json(found.request_id, found.revision, where) if result else None

    @app.get("/v1/jobs/{id}", summary="Ask for the rest of an answer")
    async def job(id: str, _: Allowed) -> Response:
        """200 with the answer as of /v1/check, or 202 while the model is at it."""
        found = desk.job(id)
        if isinstance(found, Job):
            where = {"id": id, "url": f"/v1/jobs/{id}", "status": "waiting"}
            return _json(openapi.dumps({"job": where}), 202, {"retry-after": "1"})
        result = desk.fetch(id)
        if isinstance(found, Finished) and found.crash:
            raise problems.crashed(found.crash.kind)
        if found is None or result is None:
            raise ProblemError(404, "there is no such job, or no longer; ask again with the text")
        metrics.verdicts.labels(result.verdict.value).inc()
        return _json(result.json(found.request_id, found.revision))

    @app.get("/v1/rules", summary="List the rules")
    def list_rules(_: Allowed) -> dict[str, Any]:
        """Every rule with what it flags and why."""
        return {"rules": rules(desk.checker)}

    @app.get("/v1/languages", summary="List the languages")
    def list_languages(_: Allowed) -> dict[str, Any]:
        """The directions that there is a model for, and the rule packs."""
        return languages(desk.checker)

    @app.get("/healthz", summary="Is the process alive?")
    def healthz() -> dict[str, str]:
        """200 while the threads work, else 503."""
        if not (desk.rules.alive and desk.model.alive):
            raise ProblemError(503, "a thread of the service has ended; restart it")
        return {"status": "alive"}

    @app.get("/readyz", summary="Can it judge?")
    def readyz() -> dict[str, str]:
        """200 once the model is loaded and until the service is told to stop, else 503 with the reason."""
        trouble = "the service is being stopped" if desk.draining else desk.trouble
        if trouble:
            raise ProblemError(503, trouble, {"retry-after": "2"})
        return {"status": "ready"}

    @app.get("/metrics", include_in_schema=False)
    def show_metrics(_: Allowed) -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/openapi.json", include_in_schema=False)
    def show_openapi() -> Response:
        return _json(openapi.dumps(openapi.document(app)))

    @app.get("/docs", include_in_schema=False)
    def show_reference() -> Response:
        return Response(reference.page(openapi.document(app)), media_type="text/html")


def _answered(
    metrics: Metrics, started: float, part: str, answer: Answer, id: str, revision: str | None, cached: bool = False
) -> Response:
    metrics.verdicts.labels(answer.verdict.value).inc()
    metrics.seconds.labels(part).observe(time.monotonic() - started)
    return _json(answer.json(id, revision, cached=cached))


def _json(content: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, status, dict(headers or {}), "application/json")
