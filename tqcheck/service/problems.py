"""Answers that mean "not judged", as application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """Ends a request with a status of 400 or more; `detail` is one sentence for whoever reads the CMS's log."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def crashed(kind: str) -> ProblemError:
    """A check that failed by an exception of that kind; what it says may quote the text, so it is left out."""
    return ProblemError(500, f"not judged: the check failed ({kind})")


def content(problem: ProblemError) -> dict[str, str | int]:
    """The problem as an object."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail[:1].upper() + problem.detail[1:],
    }


def response(problem: ProblemError) -> Response:
    """The problem as it is sent."""
    return Response(json.dumps(content(problem)), problem.status, problem.headers, MEDIA_TYPE)
