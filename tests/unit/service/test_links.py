"""Links to reports: kept for a while, behind the same doors, without any script."""

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest

from tqcheck.service.limits import Limits
from tqcheck.service.shelf import Shelf

TOKEN = "a-token-for-the-tests"
RIGHT = {"authorization": f"Bearer {TOKEN}"}
BROWSER = {"accept": "text/html,application/xhtml+xml"}
TEXT = "The ferry left the the harbour late in the evening. Nobody on board had expected such a storm."
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"


def kept(client: Any, text: str = TEXT, **headers: str) -> str:
    answer = client.post("/v1/reports", json={"id": "a7", "text": text, "source_language": "fr"}, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == answer.json()["url"]
    return str(answer.json()["url"])


def test_a_link_shows_the_report(service: Any) -> None:
    client = service()
    url = kept(client)
    page = client.get(url)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "Nobody on board had expected such a storm." in page.text
    assert "Back" in page.text, "the model's part is in it"
    assert kept(client) != url
    assert client.get(f"{url}x").status_code == 404


def test_it_is_as_strict_as_can_be(service: Any) -> None:
    client = service()
    page = client.get(kept(client, f"{HOSTILE} {TEXT}"))
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]

    found: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            found.update([tag, *(name for name, _ in attrs)])

    Tags().feed(page.text)
    assert "h1" in found
    assert not {"script", "img", "onerror", "form", "iframe"} & found
    # The checksum is that of the style sheet that is there.
    import base64
    import hashlib

    (style,) = re.findall(r"<style>(.*?)</style>", page.text, re.S)
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy


def test_a_token_is_asked_for_and_a_browser_is_shown_a_form(service: Any) -> None:
    client = service(token=TOKEN)
    assert client.post("/v1/reports", json={"text": TEXT}).status_code == 401
    url = kept(client, **RIGHT)
    assert client.get(url).headers["content-type"] == "application/problem+json"
    asked = client.get(url, headers=BROWSER)
    assert asked.status_code == 401
    assert "ferry" not in asked.text
    assert '<form method="post"' in asked.text
    assert "form-action 'self'" in asked.headers["content-security-policy"]
    wrong = client.post(url, data={"token": "<b>wrong</b>"}, headers=BROWSER)
    assert (wrong.status_code, "ferry" in wrong.text, "<b>" in wrong.text) == (401, False, False)
    right = client.post(url, data={"token": TOKEN}, headers=BROWSER)
    assert (right.status_code, "ferry" in right.text) == (200, True)
    assert "sandbox" in right.headers["content-security-policy"]
    assert client.get(url, headers=RIGHT).status_code == 200
    assert client.post(url, data={"token": TOKEN}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post(url, data={"token": "x" * 10_000}).status_code == 413
    assert client.post(url, json={"token": TOKEN}).status_code == 415


def test_whether_a_report_exists_is_told_to_nobody_without_the_token(service: Any) -> None:
    client = service(token=TOKEN)
    url = kept(client, **RIGHT)
    there, not_there = (client.get(one, headers=BROWSER) for one in (url, "/v1/reports/none"))
    assert (there.status_code, there.text) == (not_there.status_code, not_there.text)


def test_a_service_may_keep_none(service: Any) -> None:
    answer = service(Limits(kept=0)).post("/v1/reports", json={"text": TEXT})
    assert answer.status_code == 403
    assert "keeps no reports" in answer.json()["detail"]


@pytest.mark.parametrize(("body", "status"), [({"text": ""}, 422), ({"txet": "a"}, 422), ({"text": "ab " * 9999}, 413)])
def test_what_cannot_be_judged_is_not_kept(service: Any, body: Any, status: int) -> None:
    client = service(Limits(sentences=1, body=5000))
    assert client.post("/v1/reports", json=body).status_code == status


def test_rules_alone_can_be_kept_too(service: Any) -> None:
    client = service(kind="none")
    assert "the the" in client.get(kept(client)).text


def test_a_shelf_is_bounded_by_time_and_by_bytes() -> None:
    now = 0.0
    shelf = Shelf(60, 1000, lambda: now)
    import random

    noise = random.Random(1)
    pages = [noise.randbytes(300) for _ in range(5)]
    names = []
    for page in pages:
        now += 10
        put = shelf.put(page)
        assert put is not None
        assert put[1] == now + 60
        names.append(put[0])
    assert [shelf.get(name) for name in names] == [None, None, *pages[2:]]
    assert shelf.size <= 1000
    now = 95
    assert [shelf.get(name) is not None for name in names] == [False, False, False, True, True]
    now = 1000
    assert shelf.get(names[-1]) is None
    assert (len(shelf), shelf.size) == (0, 0)
    assert shelf.put(noise.randbytes(2000)) is None
    assert len({shelf.put(b"x")[0] for _ in range(20)}) == 20  # type: ignore[index]


def test_the_time_is_told(service: Any) -> None:
    from datetime import datetime

    client = service(Limits(kept=3600))
    expires = client.post("/v1/reports", json={"text": TEXT}).json()["expires"]
    assert 3500 < datetime.fromisoformat(expires).timestamp() - time.time() < 3700
