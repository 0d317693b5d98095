"""What holds for every request, whatever it asks for."""

import asyncio
from typing import Any

import pytest
from asking import CLEAN, problem

from tqcheck.service.guard import Guard


def test_another_name_or_site_is_refused(client: Any) -> None:
    problem(client.get("/", headers={"host": "rebound.example"}), 421)
    cross = {"sec-fetch-site": "cross-site"}
    problem(client.post("/v1/check", json={"text": CLEAN}, headers=cross), 403)


@pytest.mark.parametrize("path", ["/", "/docs", "/static/page.css", "/v1/rules", "/nowhere", "/healthz"])
def test_every_answer_has_the_security_headers(client: Any, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://elsewhere.example"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] in ("no-store", "no-cache")
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/static/page.js", "/v1/rules"])
def test_whoever_asks_for_the_head_alone_gets_it(client: Any, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    problem(client.post("/healthz"), 405)


def test_more_requests_than_there_is_room_for_are_told_so() -> None:
    async def main() -> None:
        gate = asyncio.Event()

        async def app(scope: Any, _receive: Any, send: Any) -> None:
            if scope["path"] != "/healthz":
                await gate.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        guard = Guard(app, None, places=2)

        async def ask(path: str) -> tuple[int, dict[bytes, bytes]]:
            sent: list[Any] = []

            async def send(message: Any) -> None:
                sent.append(message)

            scope = {"type": "http", "method": "GET", "path": path, "headers": []}
            await guard(scope, None, send)  # type: ignore[arg-type]
            return sent[0]["status"], dict(sent[0]["headers"])

        waiting = [asyncio.create_task(ask("/v1/check")) for _ in range(2)]
        await asyncio.sleep(0)
        status, headers = await ask("/v1/check")
        assert (status, headers[b"content-type"], headers[b"retry-after"]) == (503, b"application/problem+json", b"5")
        assert (await ask("/healthz"))[0] == 200, "who looks after the service still sees it"
        gate.set()
        assert [(await one)[0] for one in waiting] == [200, 200]
        assert (await ask("/v1/check"))[0] == 200

    asyncio.run(asyncio.wait_for(main(), 20))
