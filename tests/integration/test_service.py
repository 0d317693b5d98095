"""`tqcheck serve` as a process: abuse on the wire, load, and the way it stops."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra [serve]")

from asking import FLAWED, GatedEngine
from service_process import Process, in_thread, serving

from tqcheck.assembly import assemble
from tqcheck.cli import main
from tqcheck.config import Config
from tqcheck.service import wire
from tqcheck.service.limits import Limits

POST = b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"

ALIVE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with serving(tmp_path_factory.mktemp("service")) as running:
        yield running
        assert running.process.poll() is None


def test_a_body_of_100_mb_is_refused_and_the_service_goes_on(service: Process) -> None:
    status, body = service.ask("POST", "/v1/check", b" " * 100_000_000)
    assert (status, json.loads(body)["status"]) == (413, 413)
    assert service.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (POST + b"Content-Length: -5\r\n\r\n", 400),
        (POST + b"Content-Length: 9999999999999\r\nExpect: 100-continue\r\n\r\n", 413),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"GET /static/%2e%2e/app.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"GET /static/../service/app.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"\x16\x03\x01\x02\x00\x01\x00 nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000, 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", 400),
    ],
)  # fmt: skip
def test_odd_requests_on_the_wire(service: Process, data: bytes, status: int) -> None:
    got = service.raw(data)
    assert got.startswith(b"HTTP/1.1 %d" % status)
    head, _, body = got.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    assert b"x-content-type-options: nosniff" in head.lower()
    assert json.loads(body)["status"] == status


def test_of_two_hundred_clients_at_once_none_is_lost_and_none_gets_anothers_answer(service: Process) -> None:
    def ask(k: int) -> tuple[int, str, str]:
        text = f"{FLAWED} The captain had {k + 1000} boxes."
        status, body = service.ask("POST", "/v1/check", {"id": f"n{k}", "text": text, "deadline": 60})
        answer = json.loads(body)
        return status, answer["id"], answer["report"]["documents"][0]["segments"][-1]["text"]

    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(ask, range(200)))
    assert answers == [(200, f"n{k}", f"The captain had {k + 1000} boxes.") for k in range(200)]


def test_a_wide_binding_without_a_token_is_wrong_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.delenv("TQCHECK_TOKEN", raising=False)
    for host in ("0.0.0.0", "::", "192.0.2.1", "checks.example.org"):
        assert main(["serve", "--host", host]) == 2
        assert "TQCHECK_TOKEN" in capsys.readouterr().err
    monkeypatch.setenv("TQCHECK_TOKEN", "short")
    assert main(["serve", "--host", "0.0.0.0"]) == 2


def test_a_service_told_to_stop_answers_first(tmp_path: Path) -> None:
    with serving(tmp_path, "--grace", "20") as service:
        status, body = service.ask("POST", "/v1/check", {"id": "last", "text": FLAWED, "deadline": 0})
        assert status == 202
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert service.process.poll() is None
        assert service.ask("POST", "/v1/check", {"text": FLAWED})[0] == 503
        status, answer = service.ask("GET", json.loads(body)["job"]["url"])
        assert (status, json.loads(answer)["id"]) == (200, "last")
        assert service.process.wait(15) in (0, -signal.SIGTERM)


def test_a_killed_service_starts_again_and_judges(tmp_path: Path) -> None:
    for _ in range(2):
        with serving(tmp_path) as service:
            for k in range(5):
                service.ask("POST", "/v1/check", {"text": f"{FLAWED} {k}", "deadline": 0})
            assert service.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200
            service.process.kill()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


def test_killed_under_load_it_starts_again_with_the_same_cache_and_is_right(tmp_path: Path) -> None:
    stop = threading.Event()
    running: list[Process] = []
    outcomes: list[tuple[int, Any]] = []

    def client(number: int) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            last = f"The captain had {1000 * number + turn} boxes on board."
            try:
                status, body = running[-1].ask("POST", "/v1/check", {"text": f"{FLAWED} {last}", "deadline": 60})
            except (OSError, HTTPException):
                # The connection of a process that is killed breaks; what is no whole answer is none.
                time.sleep(0.05)
                continue
            report = json.loads(body)["report"]["documents"][0] if status == 200 else {}
            right = report and report["segments"][-1]["text"] == last and len(report["findings"]) == 1
            outcomes.append((status, right))

    threads: list[threading.Thread] = []
    for round in range(3):
        with serving(tmp_path) as service:
            running.append(service)
            if not threads:
                threads = [threading.Thread(target=client, args=(number,)) for number in range(12)]
                for thread in threads:
                    thread.start()
            before = len(outcomes)
            while len(outcomes) < before + 30:
                time.sleep(0.02)
            if round == 2:
                stop.set()
                for thread in threads:
                    thread.join()
            service.process.kill()
    assert len(outcomes) >= 90
    assert set(outcomes) == {(200, True)}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("html", f"<!DOCTYPE a [{LAUGHS}]><p>&a11; is a name in the evening.</p>"),
        ("html", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; is a name in the evening.</p>'),
        ("html", "<div>" * 40_000 + "Nobody had expected a storm."),
        ("html", "<p " + "a='" * 100_000),
        ("html", "<!--" * 100_000),
        ("html", "&" + "amp;" * 50_000),
        ("markdown", "[" * 60_000 + "a"),
        ("markdown", "> " * 30_000 + "a storm in the evening"),
        ("markdown", "`" * 60_000 + " a " + "*a_" * 20_000),
        ("text", "(" * 150_000 + "a storm in the evening"),
        ("text", "a" * 500_000),
        ("text", "The the " * 20_000),
        ("text", "\u202e\u0301" * 200_000),
        ("text", "PK\x03\x04" + "\x00" * 1000),
    ],
)  # fmt: skip
def test_no_text_holds_the_service_up(service: Process, form: str, text: str) -> None:
    started = time.monotonic()
    status, body = service.ask("POST", "/v1/check", {form: text, "language": "en", "deadline": 0})
    assert status in (200, 202, 413, 422), body[:300]
    assert b"root:" not in body
    assert service.ask("GET", "/healthz")[0] == 200
    assert time.monotonic() - started < 50


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not say what a process takes")
def test_what_no_text_did_cost_was_little_memory(service: Process) -> None:
    """The jobs that the hostile texts left behind are done before this text is judged."""
    answer = service.ask("POST", "/v1/check", {"text": f"{FLAWED} It was the last.", "deadline": 60})
    assert answer[0] == 200
    status = Path(f"/proc/{service.process.pid}/status").read_text()
    assert int(status.split("VmHWM:")[1].split()[0]) < 1_000_000


def test_a_slow_body_does_not_hold_the_others_up_and_ends_in_408() -> None:
    with (
        in_thread(assemble(Config(engine="fake")), Limits(body_seconds=0.5)) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=10) as slow,
    ):
        slow.sendall(POST + b"Content-Length: 50\r\n\r\n{")
        assert running.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200
        assert slow.recv(1000).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("sent", [b"", b"GET / HT", POST + b"X-Slow: a", ALIVE + b"G"])
def test_a_connection_on_which_nobody_asks_is_closed(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    """One that has all its life for its head would keep a place for ever; thousands would keep all of them."""
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.7)
    with in_thread(assemble(Config(engine="fake")), Limits()) as running:
        with socket.create_connection(("127.0.0.1", running.port), timeout=5) as slow:
            slow.sendall(sent)
            started = time.monotonic()
            got = b""
            while part := slow.recv(65536):
                got += part
            assert 0.5 < time.monotonic() - started < 4
            assert got.startswith(b"HTTP/1.1 200") or not got
        assert running.ask("POST", "/v1/check", {"text": FLAWED})[0] == 200


def test_an_answer_that_takes_longer_than_a_head_may_is_still_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.3)
    engine = GatedEngine()
    checker = assemble(Config(engine="fake"))
    checker.engine = engine
    with in_thread(checker, Limits()) as running:
        engine.gate.clear()
        threading.Timer(1, engine.gate.set).start()
        assert running.ask("POST", "/v1/check", {"text": FLAWED, "deadline": 20})[0] == 200


def test_the_real_model_judges(tmp_path: Path) -> None:
    from tqcheck.engines.catalogue import Catalogue

    served = {str(pair) for model in Catalogue().models() if model.manifest for pair in model.manifest.pairs}
    if not {"en-fr", "fr-en"} <= served:
        pytest.skip("there is no model for English and French on this machine")
    with serving(tmp_path, TQCHECK_ENGINE="ctranslate") as service:
        request = {"text": FLAWED, "language": "en", "source_language": "fr", "deadline": 60}
        status, body = service.ask("POST", "/v1/check", request)
        (document,) = json.loads(body)["report"]["documents"]
        assert status == 200
        assert 0 < document["fidelity"]["score"] <= 100
        assert "tempête" in " ".join(segment["back_translation"] for segment in document["segments"])
