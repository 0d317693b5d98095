"""What holds for every request: hosts, how many at once, security headers, no failure that shows or logs a text."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tqcheck.service.problems import ProblemError, response
from tqcheck.service.worker import frames

_log = logging.getLogger(__name__)

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """Wraps the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: frozenset[str] | None,
        places: int,
        seen: Callable[[str, int], None] = lambda _path, _status: None,
    ):
        """`hosts` are the names that the service answers to, any where ``None``; `seen` is told path and status.

        With `places` requests under way, no more are taken but those that ask how the service does.
        """
        self._app = app
        self._hosts = hosts
        self._places = places
        self._under_way = 0
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        head = scope["method"] == "HEAD"
        # Whoever looks whether the service lives may spare itself the answer.
        asked = {**scope, "method": "GET"} if head else scope

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                # The page's files may be kept, and are asked after; answers hold the text.
                headers.setdefault("cache-control", "no-cache" if "etag" in headers else "no-store")
            elif head:
                message = {**message, "body": b""}
            await send(message)

        self._under_way += 1
        try:
            headers = Headers(scope=scope)
            # Without a token, a foreign page could reach the service under a name that it lets point here.
            if self._hosts is not None and _name(headers.get("host", "")) not in self._hosts:
                raise ProblemError(421, "this service answers to its own name only")
            if headers.get("sec-fetch-site") == "cross-site" and asked["method"] != "GET":
                raise ProblemError(403, "requests from other sites' pages are refused")
            if self._under_way > self._places and scope["path"].startswith("/v1/"):
                raise ProblemError(503, "too many requests at once; try again in a moment", {"retry-after": "5"})
            await self._app(asked, receive, guarded)
        except ProblemError as problem:
            await response(problem)(asked, receive, guarded)
        except Exception as error:
            _log.error("A request failed: %s\n%s", type(error).__name__, frames(error))
            if not status:
                await response(ProblemError(500, "not judged: the service failed"))(asked, receive, guarded)
        finally:
            self._under_way -= 1
            self._seen(getattr(asked.get("route"), "path", "other"), status)


def _name(host: str) -> str:
    """The host without its port."""
    if host.startswith("["):
        return host.partition("]")[0][1:].lower()
    return host.partition(":")[0].lower()
