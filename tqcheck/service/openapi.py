"""What the OpenAPI document says of requests and answers, with examples."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tqcheck.config import FAIL_ON
from tqcheck.report import Verdict
from tqcheck.service.answer import SCHEMA as ANSWER
from tqcheck.service.problems import MEDIA_TYPE
from tqcheck.service.request import EXAMPLE, SCHEMA

_ABOUT = (
    "Finds the raw machine translation in a text. A text that was judged is answered with 200 whatever the verdict; "
    "400 and more mean that it was not judged. Access is by `Authorization: Bearer TOKEN`, or by an HMAC-SHA256 "
    "over timestamp, full stop and raw body in `X-Tqcheck-Timestamp` and `X-Tqcheck-Signature`."
)

_HTML = {
    "id": "page-12",
    "html": "<h1>The bridge</h1><p>Il faut dire qu'elle &eacute;tait vieille.</p>",
    "source_language": "fr",
    "deadline": 0,
}
_FIELDS = {
    "id": "article-1842",
    "revision": "8",
    "fields": {"headline": "The mayor hammers his promise", "body": "<p>The mayor promised a new bridge.</p>"},
    "source": {"body": "<p>Le maire a promis un nouveau pont.</p>"},
    "language": "en",
    "source_language": "fr",
    "policy": {"fail_on": "error", "fail_under": 40, "ignore": ["quotes"]},
}

_REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": SCHEMA,
                "examples": {
                    "text": {"summary": "A plain text", "value": EXAMPLE},
                    "html": {"summary": "A page; the rules' answer at once", "value": _HTML},
                    "fields": {"summary": "The fields of an article, with a source", "value": _FIELDS},
                },
            }
        },
    }
}

_MAYBE = {"type": ["string", "null"]}
_JOB = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "url": {"type": "string"},
        "status": {"enum": ["waiting", "done", "failed"]},
    },
}
_WAITING = {"id": "kq2T…", "url": "/v1/jobs/kq2T…", "status": "waiting"}
_ANSWER = {
    "type": "object",
    "required": ["schema", "id", "revision", "verdict", "reason", "flagged", "cached", "job", "report"],
    "properties": {
        "schema": {"const": ANSWER},
        "id": {"type": "string"},
        "revision": _MAYBE,
        "verdict": {"enum": [verdict.value for verdict in Verdict], "description": "The worst of all documents."},
        "reason": {"type": "string", "description": "For an editor."},
        "flagged": {"type": "boolean", "description": f"Whether fail_on ({', '.join(FAIL_ON)}) or fail_under holds."},
        "cached": {"type": "boolean", "description": "Whether this is the answer to an equal request before."},
        "job": {"anyOf": [_JOB, {"type": "null"}]},
        "report": {"type": "object", "description": "As of `tqcheck score --format json`: docs/report.schema.json."},
    },
}


_Responses = dict[int, dict[str, Any]]


def _answer(verdict: str, reason: str, flagged: bool, job: dict[str, str] | None) -> dict[str, Any]:
    report = {"schema": "tqcheck.report/1", "documents": ["…"], "provenance": "…"}
    head = {"schema": ANSWER, "id": "article-1842", "revision": "7", "verdict": verdict, "reason": reason}
    return {**head, "flagged": flagged, "cached": False, "job": job, "report": report}


def _content(schema: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema, "example": example}}


def _problem(description: str, status: int) -> dict[str, Any]:
    properties = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"const": status},
        "detail": {"type": "string"},
    }
    return {"description": description, "content": {MEDIA_TYPE: {"schema": {"properties": properties}}}}


_DONE = {
    "description": "Judged.",
    "content": _content(_ANSWER, _answer("block", "2 errors to mend before publication.", True, None)),
}
_CRASHED = _problem("Not judged: the service failed.", 500)
_DENIED = _problem("No access.", 401)

_CHECK: _Responses = {
    200: _DONE,
    202: {
        "description": "The rules' answer; the model's is to be had from the job.",
        "content": _content(_ANSWER, _answer("review", "1 flaw to look at before publication.", True, _WAITING)),
    },
    400: _problem("The request is no JSON, or holds no prose.", 400),
    401: _DENIED,
    408: _problem("The request took too long to arrive.", 408),
    413: _problem("The request is too large.", 413),
    415: _problem("The request is not application/json.", 415),
    422: _problem("The request does not fit the schema, or the text cannot be read.", 422),
    429: _problem("Too many texts are waiting; Retry-After says when to ask again.", 429),
    500: _CRASHED,
    503: _problem("The service is being stopped.", 503),
}

_JOB_ASKED: _Responses = {
    200: _DONE,
    202: {"description": "The model is at it.", "content": _content({"properties": {"job": _JOB}}, {"job": _WAITING})},
    401: _DENIED,
    404: _problem("There is no such job, or no longer.", 404),
    500: _CRASHED,
}

_KEPT: _Responses = {
    201: {
        "description": "Kept, in memory alone; the link works until then or until a restart.",
        "content": _content(
            {
                "type": "object",
                "required": ["id", "url", "expires"],
                "properties": {
                    "id": {"type": "string"},
                    "url": {"type": "string"},
                    "expires": {"type": "string", "format": "date-time"},
                },
            },
            {"id": "tW9d…", "url": "/v1/reports/tW9d…", "expires": "2026-11-24T09:30:00+00:00"},
        ),
    },
    **{status: value for status, value in _CHECK.items() if status not in (200, 202, 503)},
    403: _problem("This service keeps no reports.", 403),
    503: _problem("The report was not ready in time, or the service is being stopped.", 503),
}

_PAGE: _Responses = {
    200: {"description": "The report as a page without script.", "content": {"text/html": {}}},
    401: _DENIED,
    404: _problem("There is no such report, or no longer.", 404),
}

_SIGNED = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": description}
    for name, description in (
        ("X-Tqcheck-Timestamp", "Seconds since 1970."),
        ("X-Tqcheck-Signature", "sha256= and the HMAC-SHA256 of timestamp, full stop and raw body."),
    )
]
_CALLBACKS: dict[str, Any] = {
    "finished": {
        "{$request.body#/callback}": {
            "post": {
                "summary": "The answer, after a 202",
                "description": "Answer with a status of the 200s; otherwise it is sent again, five times in all. What "
                "could not be judged comes as a problem, with `id`, `revision` and `job`.",
                "parameters": _SIGNED,
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ANSWER}}},
                "responses": {"2XX": {"description": "Taken."}},
            }
        }
    }
}


_RULE = {
    "id": "doubled/word",
    "category": "fluency/duplication",
    "severity": "warning",
    "summary": "The same word twice in a row.",
    "why": "A repeated word is a slip of editing, or a translation that repeats itself.",
    "languages": [],
    "fix": True,
}
_LISTS = {"pairs": [{"from": "fr", "to": "en", "model": "…"}], "packs": ["…"]}


def _listed(example: dict[str, Any]) -> _Responses:
    return {200: {"description": "All of them.", "content": _content({"type": "object"}, example)}, 401: _DENIED}


def _probe(status: str, trouble: str) -> _Responses:
    told = {"description": "Yes.", "content": _content({"type": "object"}, {"status": status})}
    return {200: told, 503: _problem(trouble, 503)}


_OPERATIONS: dict[tuple[str, str], _Responses] = {
    ("/v1/check", "post"): _CHECK,
    ("/v1/jobs/{id}", "get"): _JOB_ASKED,
    ("/v1/reports", "post"): _KEPT,
    ("/v1/reports/{id}", "get"): _PAGE,
    ("/v1/rules", "get"): _listed({"rules": [_RULE]}),
    ("/v1/languages", "get"): _listed(_LISTS),
    ("/healthz", "get"): _probe("alive", "No: a thread has ended."),
    ("/readyz", "get"): _probe("ready", "Not yet, or not any more."),
}
_TAKING_A_TEXT = ("/v1/check", "/v1/reports")


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application."""
    made = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    for (path, method), responses in _OPERATIONS.items():
        operation = made["paths"][path][method]
        # Said here and not on the routes: FastAPI would add answers that this service never gives.
        operation["responses"] = {str(status): response for status, response in sorted(responses.items())}
        if path in _TAKING_A_TEXT:
            operation |= _REQUEST
        if 401 in responses:
            # A service without a token asks for none.
            operation["security"] = [{"token": []}, {"timestamp": [], "signature": []}, {}]
    made["paths"]["/v1/check"]["post"]["callbacks"] = _CALLBACKS
    signed = {
        key: {"type": "apiKey", "in": "header", "name": one["name"], "description": one["description"]}
        for key, one in zip(("timestamp", "signature"), _SIGNED, strict=True)
    }
    made["components"] = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}, **signed}}
    return made


def dumps(value: dict[str, Any]) -> bytes:
    """JSON as it is sent."""
    return json.dumps(value).encode()
