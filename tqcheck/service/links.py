"""Links to reports: kept when asked, shown as a page to whoever has the link and may ask the service."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from html import escape
from io import StringIO
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response

from tqcheck.errors import TqcheckError
from tqcheck.render import Style, renderer
from tqcheck.report import Report
from tqcheck.service import body, openapi, problems
from tqcheck.service.access import Access, DeniedError
from tqcheck.service.desk import Desk, TooLongError
from tqcheck.service.problems import ProblemError
from tqcheck.service.request import Request as Asked
from tqcheck.service.worker import BusyError, Crash

_FORM = 4_000
"""Bytes of a form that holds a token."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_ASKING = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>A report · tqcheck</title>
<link rel="stylesheet" href="/report.css">
<link rel="stylesheet" href="/static/page.css">
</head>
<body>
<header class="top"><h1>A report</h1><p>This service asks for a token before it shows a text.</p></header>
<main>
<form method="post" class="ask">
{said}<div class="field">
<label for="token">Access token</label>
<input id="token" name="token" type="password" autocomplete="off" required autofocus>
</div>
<p class="buttons"><button class="main" type="submit">Show the report</button></p>
</form>
</main>
</body>
</html>
"""
_ASKING_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_GONE = "there is no such report, or no longer: reports are kept for a while only, and not beyond a restart"
Ask = Callable[[Request], Awaitable[tuple[Asked, str]]]


def pressed(reports: list[Report]) -> bytes:
    """The page of reports, as `tqcheck score --format html` writes it."""
    out = StringIO()
    renderer("html")(reports, out, Style(sentences="all"))
    return out.getvalue().encode("utf-8", "replace")


def routes(app: FastAPI, ask: Ask, admit: Callable[[Request], Awaitable[None]]) -> None:
    """Add the routes; `ask` reads an admitted request for a check, `admit` refuses who may not see a report."""
    desk: Desk = app.state.desk
    shelf = desk.shelf

    @app.post("/v1/reports", summary="Keep a report for a link")
    async def keep(request: Request) -> Response:
        """Judges as /v1/check, and keeps the report as a page for a while; `deadline` and `callback` do not matter."""
        asked, client = await ask(request)
        if not shelf.seconds:
            raise ProblemError(403, "this service keeps no reports (--keep-reports 0)")
        try:
            ruled = await asyncio.wrap_future(desk.rule(client, asked))
            if isinstance(ruled, TqcheckError):
                raise ProblemError(413 if isinstance(ruled, TooLongError) else 422, str(ruled))
            if isinstance(ruled, Crash):
                raise problems.crashed(ruled.kind)
            page = await _within(desk, desk.report(client, asked, ruled.documents, pressed))
        except BusyError as error:
            headers = {"retry-after": str(error.retry_after)}
            raise ProblemError(429, "too many texts are waiting; try again in a moment", headers) from None
        kept = shelf.put(page)
        if kept is None:
            raise ProblemError(413, "the report is too large to be kept")
        url = f"/v1/reports/{kept[0]}"
        until = datetime.fromtimestamp(kept[1], UTC).isoformat(timespec="seconds")
        content = openapi.dumps({"id": kept[0], "url": url, "expires": until})
        return Response(content, 201, {"location": url}, "application/json")

    @app.get("/v1/reports/{id}", summary="See a report")
    async def show(request: Request, id: str) -> Response:
        """The report as a page. A browser without a token is shown a form for it."""
        try:
            await admit(request)
        except ProblemError as problem:
            if problem.status == 401 and _is_browser(request):
                return _form()
            raise
        return _page(shelf.get(id))

    @app.post("/v1/reports/{id}", include_in_schema=False)
    async def show_with_token(request: Request, id: str) -> Response:
        access: Access = request.app.state.access
        fields = parse_qs((await body.read_form(request, desk.limits, _FORM)).decode("ascii", "replace"))
        try:
            access.by_token({"authorization": f"Bearer {fields.get('token', [''])[0]}"})
        except DeniedError as error:
            return _form(f"{error}.")
        return _page(shelf.get(id))


async def _within(desk: Desk, work: Future[bytes | Crash]) -> bytes:
    started = time.monotonic()
    waiter = asyncio.wrap_future(work)
    await asyncio.wait({waiter}, timeout=desk.limits.longest_deadline)
    if not waiter.done():
        waited = round(time.monotonic() - started)
        reason = f"the report was not ready within {waited} seconds; ask again in a moment"
        raise ProblemError(503, reason, {"retry-after": "10"})
    result = waiter.result()
    if isinstance(result, Crash):
        raise problems.crashed(result.kind)
    return result


def _page(content: bytes | None) -> Response:
    if content is None:
        raise ProblemError(404, _GONE)
    # The one style sheet by its checksum; an attribute can do no more than draw a bar. No script, no form, no frame.
    style = _STYLE.search(content.decode("utf-8"))
    checksum = base64.b64encode(hashlib.sha256(style[1].encode() if style else b"").digest()).decode()
    policy = (
        f"default-src 'none'; style-src-elem 'sha256-{checksum}'; style-src-attr 'unsafe-inline'; script-src 'none'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    )
    return Response(content, 200, {"content-security-policy": policy, **_PRIVATE}, "text/html")


_PRIVATE = {"x-robots-tag": "noindex, noarchive", "cache-control": "no-store"}


def _form(said: str = "") -> Response:
    shown = f'<p role="alert" id="status" class="bad">{escape(said[:1].upper() + said[1:])}</p>\n' if said else ""
    headers: dict[str, Any] = {"content-security-policy": _ASKING_POLICY, "www-authenticate": 'Bearer realm="tqcheck"'}
    return Response(_ASKING.replace("{said}", shown), 401, {**headers, **_PRIVATE}, "text/html")


def _is_browser(request: Request) -> bool:
    """Whether somebody sits before it, and has not tried a token already."""
    return "text/html" in request.headers.get("accept", "") and "authorization" not in request.headers
