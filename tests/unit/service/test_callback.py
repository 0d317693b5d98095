"""Callbacks: whom the service may call, that calls are signed, and how it goes on where they fail."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from asking import GatedEngine

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.engines.base import Engine
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import UsageError
from tqcheck.service.access import SIGNATURE, TIMESTAMP, Access, DeniedError
from tqcheck.service.app import create_app
from tqcheck.service.callback import Callbacks, CallError, Target, allowed, call
from tqcheck.service.courier import Courier

SECRET = "a-secret-for-the-tests"
TEXT = "The ferry left the the harbour late in the evening. Nobody on board had expected such a storm."
PUBLIC = Callbacks(frozenset({"cms.example.org", "other.example.org:8443"}), SECRET)


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://cms.example.org", "cms.example.org", "/"),
        ("HTTPS://CMS.example.org:443/a?b=c%20d", "cms.example.org", "/a?b=c%20d"),
        ("https://other.example.org:8443/x", "other.example.org:8443", "/x"),
    ],
)
def test_a_host_of_the_list_may_be_called(url: str, authority: str, path: str) -> None:
    target = PUBLIC.target(url)
    assert (target.authority, target.path) == (authority, path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cms.example.org",
        "http://cms.example.org/",
        "ftp://cms.example.org/",
        "file:///etc/passwd",
        "https://elsewhere.example/",
        "https://cms.example.org.elsewhere.example/",
        "https://sub.cms.example.org/",
        "https://cms.example.org:8443/",
        "https://other.example.org/",
        "https://cms.example.org@elsewhere.example/",
        "https://user:secret@cms.example.org/",
        "https://cms.example.org/#part",
        "https://cms.example.org/a b",
        "https://cms.example.org/a\r\nX-Owned: yes",
        "https://cms.example.org/\u00e9",
        "https://cms.example.org:99999/",
        "https://cms.example.org\\@elsewhere.example/",
        "https://[::1/",
        "https://" + "a" * 5000,
    ],
)
def test_nobody_else_may(url: str) -> None:
    with pytest.raises(UsageError, match=r"^callback: "):
        PUBLIC.target(url)


def test_without_hosts_or_a_secret_there_are_no_callbacks() -> None:
    for none in (Callbacks(), Callbacks(frozenset({"cms.example.org"})), Callbacks(secret=SECRET)):
        with pytest.raises(UsageError, match="no callbacks"):
            none.target("https://cms.example.org/")


PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.0.7", "172.16.0.1", "::1", "fd00::7", "::ffff:10.0.0.1", "fe80::1%eth0"]
NOBODY = ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "nonsense", ""]
HIDDEN = ["169.254.169.254", "100.64.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1"]


@pytest.mark.parametrize("address", [*PRIVATE, *NOBODY, *HIDDEN])
def test_no_address_behind_a_wall_is_called(address: str) -> None:
    assert not allowed(address, private=False)


def test_public_addresses_are_and_private_ones_where_they_are_let() -> None:
    assert all(allowed(address, private=False) for address in ("93.184.215.14", "2606:2800:21f:cb07::1"))
    assert all(allowed(address, private=True) for address in PRIVATE)
    assert not any(allowed(address, private=True) for address in NOBODY)


def test_a_name_that_leads_inside_is_not_called() -> None:
    async def inside(_host: str, _port: int) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"]

    target = PUBLIC.target("https://cms.example.org/")
    with pytest.raises(CallError, match="public") as caught:
        asyncio.run(call(PUBLIC, target, b"{}", inside))
    assert caught.value.final


class Receiver(ThreadingHTTPServer):
    """A CMS that is called; answers with `answers` in turn, the last one for ever."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = [204]
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.seen = threading.Event()

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        server.got.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
        status = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        self.send_response(status)
        self.send_header("Location", f"http://{server.authority}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()
        if status < 300:
            server.seen.set()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def local(receiver: Receiver) -> Callbacks:
    return Callbacks(frozenset({receiver.authority}), SECRET, private=True, seconds=5)


def test_a_call_is_signed_as_the_documentation_says(receiver: Receiver) -> None:
    callbacks = local(receiver)
    target = callbacks.target(f"http://{receiver.authority}/done?of=a7")
    access = Access(SECRET)
    asyncio.run(call(callbacks, target, b'{"id": "a7"}'))
    ((path, headers, body),) = receiver.got
    assert (path, body, headers["host"]) == ("/done?of=a7", b'{"id": "a7"}', receiver.authority)
    access.by_signature(headers, body)
    with pytest.raises(DeniedError):
        access.by_signature(headers, body)
    with pytest.raises(DeniedError):
        Access(SECRET + "x").by_signature({TIMESTAMP: headers[TIMESTAMP], SIGNATURE: headers[SIGNATURE]}, body)


@pytest.mark.parametrize(("status", "final"), [(302, True), (400, True), (404, True), (429, False), (503, False)])
def test_an_answer_that_is_none_of_success_is_a_failure(receiver: Receiver, status: int, final: bool) -> None:
    receiver.answers = [status]
    callbacks = local(receiver)
    with pytest.raises(CallError, match=str(status)) as caught:
        asyncio.run(call(callbacks, callbacks.target(f"http://{receiver.authority}/"), b"{}"))
    assert caught.value.final is final
    assert len(receiver.got) == 1, "redirects are not followed"


def test_nobody_there_and_nobody_who_answers_are_tried_again() -> None:
    import socket

    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        authority = f"127.0.0.1:{mute.getsockname()[1]}"
        callbacks = Callbacks(frozenset({authority}), SECRET, private=True, seconds=0.3)
        target = callbacks.target(f"http://{authority}/")
        for listens in (False, True):
            if listens:
                mute.listen()
            with pytest.raises(CallError) as caught:
                asyncio.run(call(callbacks, target, b"{}"))
            assert not caught.value.final


TARGET = Target("https", "cms.example.org", 443, "/")


def ran(answers: list[CallError | None], bodies: list[bytes | None] | None = None) -> tuple[list[str], int, int]:
    """How it ended, how often it was tried, how often it was told to be delivered."""
    told: list[str] = []
    tries = delivered = 0

    async def post(_callbacks: Callbacks, _target: Target, _body: bytes) -> None:
        nonlocal tries
        tries += 1
        error = answers.pop(0)
        if error:
            raise error

    def done() -> None:
        nonlocal delivered
        delivered += 1

    async def errand() -> None:
        courier = Courier(PUBLIC, told.append, (0.0, 0.0), post)
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        courier.send(TARGET, ready, lambda: bodies.pop(0) if bodies else b"{}", done)
        ready.set_result(None)
        while courier.pending:
            await asyncio.sleep(0)

    asyncio.run(errand())
    return told, tries, delivered


def test_a_courier_tries_again_and_gives_up_in_the_end() -> None:
    no = CallError("no answer")
    assert ran([no, None]) == (["delivered"], 2, 1)
    assert ran([no, no, no, no]) == (["failed"], 3, 0)
    assert ran([CallError("it answered 404", final=True)]) == (["failed"], 1, 0)
    assert ran([no, None], [b"{}", None]) == (["gone"], 1, 0)


def service(callbacks: Callbacks | None, engine: Engine) -> Any:
    from starlette.testclient import TestClient

    checker = assemble(Config(engine="fake"))
    checker.engine = engine
    app = create_app(checker, callbacks=callbacks)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def test_the_answer_that_was_late_is_brought(receiver: Receiver) -> None:
    engine = GatedEngine()
    engine.gate.clear()
    access = Access(SECRET)
    with service(local(receiver), engine) as client:
        request = {"id": "a7", "revision": "3", "text": TEXT, "source_language": "fr", "deadline": 0}
        receiver.answers = [204]
        asked = client.post("/v1/check", json={**request, "callback": f"http://{receiver.authority}/done"})
        assert asked.status_code == 202
        assert not receiver.got
        engine.gate.set()
        assert receiver.seen.wait(20)
        ((path, headers, body),) = receiver.got
        access.by_signature(headers, body)
        answer = json.loads(body)
        assert (path, answer["id"], answer["revision"], answer["verdict"]) == ("/done", "a7", "3", "review")
        assert answer["job"] == {**asked.json()["job"], "status": "done"}
        assert answer["report"]["documents"][0]["mode"] == "round-trip"
        again = client.post("/v1/check", json={**request, "callback": f"http://{receiver.authority}/done"})
        assert (again.status_code, again.json()["cached"]) == (200, True)
        assert len(receiver.got) == 1, "who has the answer is not called"
        assert 'tqcheck_callbacks_total{outcome="delivered"} 1.0' in client.get("/metrics").text


def test_a_check_that_fails_is_told_without_the_text(receiver: Receiver) -> None:
    engine = GatedEngine(poison="Nobody")
    engine.gate.clear()
    with service(local(receiver), engine) as client:
        client.post(
            "/v1/check", json={"id": "a7", "text": TEXT, "deadline": 0, "callback": f"http://{receiver.authority}/"}
        )
        engine.gate.set()
        assert receiver.seen.wait(20)
    body = receiver.got[0][2]
    told = json.loads(body)
    assert (told["status"], told["id"], told["job"]["status"]) == (500, "a7", "failed")
    assert b"Nobody" not in body


def test_an_address_that_may_not_be_called_is_no_request() -> None:
    engine = FakeEngine()
    with service(PUBLIC, engine) as client:
        answer = client.post("/v1/check", json={"text": TEXT, "callback": "https://10.0.0.1/"})
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        assert client.post("/v1/check", json={"text": TEXT, "callback": 7}).status_code == 422
    with service(None, engine) as client:
        answer = client.post("/v1/check", json={"text": TEXT, "callback": "https://cms.example.org/"})
        assert "no callbacks" in answer.json()["detail"]
