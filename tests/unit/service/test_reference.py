"""The page of the editors, and what is said to those who write programs: it is true, and nothing comes from outside."""

import json
import re
from typing import Any

import pytest
from asking import problem


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_holds_nothing_from_outside_and_nothing_inline(client: Any, path: str) -> None:
    page = client.get(path).text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert all(link.startswith(("/", "#")) for link in links)
    assert all(client.get(link).status_code == 200 for link in links if link.startswith("/"))
    assert not re.search(r"<style|style=|\bon[a-z]+=|<script(?! type=\"module\" src=)", page)
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert {link[1:] for link in links if link.startswith("#")} <= anchors


def test_the_openapi_document_describes_the_check_with_examples_that_work(client: Any) -> None:
    document = client.get("/openapi.json").json()
    operation = document["paths"]["/v1/check"]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    for example in content["examples"].values():
        assert client.post("/v1/check", json=example["value"]).status_code in (200, 202)
    assert {"200", "202", "401", "413", "422", "429"} <= set(operation["responses"])
    answered = operation["responses"]["200"]["content"]["application/json"]["example"]
    real = client.post("/v1/check", json=content["examples"]["text"]["value"]).json()
    assert answered.keys() == real.keys(), "an example shows what is null, too"


def test_every_operation_says_what_it_answers_and_none_more(client: Any) -> None:
    document = client.get("/openapi.json").json()
    assert "HTTPValidationError" not in json.dumps(document), "FastAPI's own 422 is none that this service gives"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                kinds = set(response["content"])
                assert (kinds == {"application/problem+json"}) is (int(status) >= 400), f"{method} {path} {status}"
    for path in ("/v1/rules", "/v1/languages", "/healthz", "/readyz"):
        assert client.get(path).json().keys() == _example(document, path).keys()
    (told,) = _example(document, "/v1/rules")["rules"]
    assert told in client.get("/v1/rules").json()["rules"]
    missing = client.get("/v1/jobs/none")
    assert problem(missing, 404)
    assert "404" in document["paths"]["/v1/jobs/{id}"]["get"]["responses"]


def _example(document: Any, path: str) -> Any:
    return document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["example"]


def test_the_page_for_programs_shows_all_of_the_document(client: Any) -> None:
    document, page = client.get("/openapi.json").json(), client.get("/docs").text
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in page
            assert operation["summary"] in page
    for key in ("text", "fields", "policy.fail_on", "deadline"):
        assert f"<code>{key}</code>" in page
    assert "<code>Authorization: Bearer TOKEN</code>" in page
    assert "Il faut dire qu&#39;elle &amp;eacute;tait vieille" in page, "an example is shown as it is sent"
