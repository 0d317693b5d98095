"""Asking a service over HTTP, with nothing but the standard library."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tqcheck.errors import TqcheckError, UsageError

_LARGEST = 100_000_000


class ServiceError(TqcheckError):
    """The service could not be reached, or did not judge."""


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the token to another place."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Client:
    """A service at `url`, as in ``https://checks.example.org``; gives up after `timeout` seconds."""

    url: str
    token: str | None = None
    timeout: float = 60.0
    sleep: Callable[[float], object] = time.sleep

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"--url {self.url[:200]!a} is no address, as in http://127.0.0.1:8766")

    def check(self, body: bytes) -> bytes:
        """The final answer to a request.

        Raises UsageError where the request is refused, ServiceError where the text was not judged.
        """
        end = time.monotonic() + self.timeout
        base = self.url.rstrip("/")
        status, answer = self._ask(f"{base}/v1/check", body, end)
        while status == 202:
            job = json.loads(answer)["job"]["id"]
            if time.monotonic() >= end:
                raise ServiceError(f"{base} did not finish within {self.timeout:g} seconds")
            self.sleep(min(0.3, max(0.0, end - time.monotonic())))
            status, answer = self._ask(f"{base}/v1/jobs/{job}", None, end)
        return answer

    def _ask(self, url: str, body: bytes | None, end: float) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = Request(url, body, headers)
        left = max(0.1, end - time.monotonic())
        try:
            with build_opener(_NoRedirect).open(request, timeout=left) as response:
                return int(response.status), bytes(response.read(_LARGEST))
        except HTTPError as error:
            refused = error.code in (400, 401, 413, 415, 422)
            raise (UsageError if refused else ServiceError)(f"{self.url}: {_detail(error)}") from None
        except (URLError, TimeoutError, HTTPException, OSError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise ServiceError(f"{self.url} cannot be reached: {reason}") from None


def _detail(error: HTTPError) -> str:
    try:
        detail = json.loads(error.read(10_000))["detail"]
    except (ValueError, KeyError, TypeError, OSError):
        detail = error.reason
    return f"{error.code} {detail}".replace("\n", " ")[:500]
