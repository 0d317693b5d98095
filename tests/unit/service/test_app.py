"""The service from outside: answers, jobs, refusals, headers."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from asking import CLEAN, FLAWED, JSON, TOKEN, GatedEngine, problem

from tqcheck.engines.fake import FakeEngine
from tqcheck.service.access import SIGNATURE, TIMESTAMP, sign
from tqcheck.service.limits import Limits


@pytest.mark.parametrize(("text", "verdict", "flagged"), [(CLEAN, "pass", False), (FLAWED, "review", True)])
def test_a_judged_text_is_200_whatever_the_verdict(client: Any, text: str, verdict: str, flagged: bool) -> None:
    response = client.post("/v1/check", json={"id": "a7", "revision": "3", "text": text, "source_language": "fr"})
    assert response.status_code == 200
    answer = response.json()
    assert (answer["id"], answer["revision"]) == ("a7", "3")
    assert (answer["verdict"], answer["flagged"]) == (verdict, flagged)
    (document,) = answer["report"]["documents"]
    assert document["mode"] == "round-trip"
    assert document["segments"][0]["back_translation"]


def test_the_report_fits_its_schema(client: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((Path(__file__).parents[3] / "docs" / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(client.post("/v1/check", json={"text": FLAWED}).json()["report"], schema)


def test_a_block_is_200_too(client: Any) -> None:
    policy = {"fail_under": 99.5}
    answer = client.post("/v1/check", json={"text": CLEAN, "source": "Un autre texte.", "policy": policy}).json()
    assert (answer["verdict"], answer["flagged"]) == ("block", True)


def test_the_policy_holds(client: Any) -> None:
    answer = client.post("/v1/check", json={"text": FLAWED, "policy": {"fail_on": "error"}}).json()
    assert (answer["verdict"], answer["flagged"]) == ("review", False)
    rule = answer["report"]["documents"][0]["findings"][0]["rule"]
    answer = client.post("/v1/check", json={"text": FLAWED, "policy": {"ignore": [rule]}}).json()
    assert answer["report"]["documents"][0]["findings"] == []


def test_the_rules_answer_where_the_model_is_late_and_the_job_brings_the_rest(service: Any) -> None:
    engine = GatedEngine()
    client = service(engine=engine)
    client.get("/readyz")
    engine.gate.clear()
    response = client.post("/v1/check", json={"id": "a7", "text": FLAWED, "deadline": 0.3})
    assert response.status_code == 202
    early = response.json()
    assert early["report"]["documents"][0]["mode"] == "rules-only"
    assert early["report"]["documents"][0]["findings"]
    url = early["job"]["url"]
    assert response.headers["location"] == url
    waiting = client.get(url)
    assert waiting.status_code == 202
    assert "report" not in waiting.json()
    engine.gate.set()
    while (final := client.get(url)).status_code == 202:
        pass
    assert final.status_code == 200
    assert final.json()["id"] == "a7"
    assert final.json()["report"]["documents"][0]["mode"] == "round-trip"


def test_a_repeat_is_answered_from_memory(service: Any) -> None:
    engine = GatedEngine()
    client = service(engine=engine)
    first = client.post("/v1/check", json={"text": FLAWED, "revision": "1"}).json()
    calls = engine.calls
    again = client.post("/v1/check", json={"text": FLAWED, "revision": "2"}).json()
    assert (first["cached"], again["cached"], again["revision"]) == (False, True, "2")
    assert again["report"] == first["report"]
    assert engine.calls == calls
    assert not client.post("/v1/check", json={"text": FLAWED, "policy": {"ignore": ["quotes"]}}).json()["cached"]


def test_what_was_not_judged_is_asked_again(service: Any) -> None:
    engine = FakeEngine(refusals={"storm": "Too dark to read."})
    client = service(engine=engine)
    for _ in range(2):
        answer = client.post("/v1/check", json={"text": CLEAN}).json()
        assert (answer["verdict"], answer["cached"]) == ("undecided", False)


def test_equal_requests_at_once_are_one_work(service: Any) -> None:
    engine = GatedEngine()
    client = service(engine=engine)
    client.get("/readyz")
    client.post("/v1/check", json={"text": CLEAN})
    calls = engine.calls
    with ThreadPoolExecutor(8) as pool:
        engine.gate.clear()
        waits = [pool.submit(client.post, "/v1/check", json={"text": FLAWED, "revision": str(k)}) for k in range(8)]
        threading.Timer(1.0, engine.gate.set).start()
        answers = [one.result(20).json() for one in waits]
    assert [answer["revision"] for answer in answers] == [str(k) for k in range(8)]
    assert {answer["verdict"] for answer in answers} == {"review"}
    assert engine.calls == calls + 2


def test_many_clients_at_once_each_get_their_own_answer(client: Any) -> None:
    def ask(k: int) -> tuple[int, str, str]:
        answer = client.post("/v1/check", json={"id": f"n{k}", "text": f"{CLEAN} There were {k + 100} of them."}).json()
        return k, answer["id"], answer["report"]["documents"][0]["segments"][-1]["text"]

    with ThreadPoolExecutor(40) as pool:
        for k, id, last in pool.map(ask, range(100)):
            assert (id, last) == (f"n{k}", f"There were {k + 100} of them.")


def test_a_full_queue_is_429_with_the_time_to_wait(service: Any) -> None:
    engine = GatedEngine()
    client = service(Limits(queue=2, deadline=0.05), engine=engine)
    while client.get("/readyz").status_code != 200:
        pass
    engine.gate.clear()
    answers = [client.post("/v1/check", json={"text": f"{CLEAN} {k}"}) for k in range(3)]
    late = [answer for answer in answers if answer.status_code == 429]
    engine.gate.set()
    assert late
    assert "waiting" in problem(late[0], 429)
    assert 1 <= int(late[0].headers["retry-after"]) <= 60


def test_a_failure_inside_is_500_and_shows_and_logs_no_text(service: Any, caplog: pytest.LogCaptureFixture) -> None:
    client = service(engine=GatedEngine(poison="Nobody"))
    with caplog.at_level(logging.DEBUG):
        response = client.post("/v1/check", json={"text": CLEAN})
    assert "Nobody" not in problem(response, 500)
    assert "RuntimeError" in caplog.text
    assert "Nobody" not in caplog.text
    assert client.post("/v1/check", json={"text": "The ferry left the harbour in the evening."}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"text": "\xff"}', 400),
        (b"[" * 500_000, 400),
        (b'{"a": ' * 100_000, 400),
        (b"[]", 422),
        (b'{"text": ""}', 422),
        (b'{"text": "a\\u0000b"}', 422),
        (b'{"text": "Hello to all of you.", "policy": {"select": ["nonsense"]}}', 422),
        (b'{"html": "<script>alert(1)</script>"}', 422),
        (b'{"text": "' + b"a" * 3_000_000 + b'"}', 413),
    ],
)
def test_what_is_no_request_is_a_problem(client: Any, body: bytes, status: int) -> None:
    problem(client.post("/v1/check", content=body, headers=JSON), status)


def test_a_body_without_a_length_is_counted(service: Any) -> None:
    client = service(Limits(body=10_000))
    endless = (b"x" * 1000 for _ in range(1000))
    problem(client.post("/v1/check", content=endless, headers=JSON), 413)


def test_a_text_with_too_many_sentences_is_413(service: Any) -> None:
    client = service(Limits(sentences=20))
    assert "20 sentences" in problem(client.post("/v1/check", json={"text": f"{CLEAN} " * 20}), 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client: Any, kind: str) -> None:
    problem(client.post("/v1/check", content=b'{"text": "a"}', headers={"content-type": kind}), 415)


def test_a_compressed_body_is_refused(client: Any) -> None:
    headers = {**JSON, "content-encoding": "gzip"}
    problem(client.post("/v1/check", content=b"\x1f\x8b", headers=headers), 415)


def test_a_lone_surrogate_comes_back_as_json(client: Any) -> None:
    body = b'{"id": "\\udc00", "text": "The ferry left \\ud800 in the evening with everybody.", "language": "en"}'
    response = client.post("/v1/check", content=body, headers=JSON)
    assert response.status_code == 200
    assert json.loads(response.content)["id"] == "\udc00"


PROTECTED = ("/v1/rules", "/v1/languages", "/v1/jobs/x", "/metrics")


def test_the_token_is_asked_for(service: Any) -> None:
    client = service(token=TOKEN)
    for path in PROTECTED:
        assert client.get(path).headers["www-authenticate"].startswith("Bearer")
        problem(client.get(path, headers={"authorization": "Bearer nonsense"}), 401)
    problem(client.post("/v1/check", json={"text": CLEAN}), 401)
    assert {
        client.get(path).status_code for path in ("/", "/docs", "/openapi.json", "/healthz", "/static/page.js")
    } == {200}
    right = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/v1/rules", headers=right).status_code == 200
    assert client.post("/v1/check", json={"text": CLEAN}, headers=right).status_code == 200


def test_a_signed_request_is_let_in_once(service: Any) -> None:
    import time

    client = service(token=TOKEN)
    body = json.dumps({"text": CLEAN}).encode()
    stamp = str(time.time())
    headers = {**JSON, TIMESTAMP: stamp, SIGNATURE: sign(TOKEN.encode(), stamp, body)}
    assert client.post("/v1/check", content=body, headers=headers).status_code == 200
    assert "used" in problem(client.post("/v1/check", content=body, headers=headers), 401)
    assert "fit" in problem(client.post("/v1/check", content=body + b" ", headers=headers), 401)
    old = {**headers, TIMESTAMP: "1000000000", SIGNATURE: sign(TOKEN.encode(), "1000000000", body)}
    assert "five minutes" in problem(client.post("/v1/check", content=body, headers=old), 401)


def test_rules_languages_and_figures(client: Any) -> None:
    listed = client.get("/v1/rules").json()["rules"]
    assert {"id", "severity", "summary", "why"} <= set(listed[0])
    assert "en/from-fr" in [pack["pack"] for pack in client.get("/v1/languages").json()["packs"]]
    client.post("/v1/check", json={"text": FLAWED})
    client.post("/v1/check", json={"text": FLAWED})
    figures = client.get("/metrics").text
    assert 'tqcheck_verdicts_total{verdict="review"} 2.0' in figures
    assert "tqcheck_repeats_total 1.0" in figures
    assert 'tqcheck_requests_total{path="/v1/check",status="200"} 2.0' in figures
    assert "ferry" not in figures


def test_a_service_being_stopped_takes_no_more_but_answers(service: Any) -> None:
    engine = GatedEngine()
    client = service(Limits(grace=10), engine=engine)
    while client.get("/readyz").status_code != 200:
        pass
    engine.gate.clear()
    url = client.post("/v1/check", json={"text": FLAWED, "deadline": 0}).json()["job"]["url"]
    desk = client.app.state.desk
    drain = threading.Thread(target=desk.drain)
    drain.start()
    while not desk.draining:
        pass
    assert client.post("/v1/check", json={"text": CLEAN}).headers["retry-after"]
    problem(client.get("/readyz"), 503)
    assert client.get(url).status_code == 202
    engine.gate.set()
    drain.join(0.3)
    assert drain.is_alive(), "the answer has not been fetched yet"
    while client.get(url).status_code == 202:
        pass
    drain.join(5)
    assert not drain.is_alive()


def test_rules_alone_answer_at_once(service: Any) -> None:
    client = service(kind="none")
    answer = client.post("/v1/check", json={"text": FLAWED, "deadline": 0})
    assert answer.status_code == 200
    assert answer.json()["report"]["documents"][0]["mode"] == "rules-only"


def test_no_tokenizer_remembers_a_text(client: Any) -> None:
    import gc
    from functools import _lru_cache_wrapper

    def remembered() -> set[int]:
        """Other tests of this process may have left some."""
        # Not isinstance: that asks the lazy objects of Django, which other tests left, what they are.
        caches = [one for one in gc.get_objects() if type(one) is _lru_cache_wrapper]
        return {id(one) for one in caches if one.__module__.startswith("sacrebleu.") and one.cache_info().currsize}

    before = remembered()
    for number in range(3):
        client.post("/v1/check", json={"text": f"{CLEAN} There were {number + 700} of them.", "source_language": "fr"})
    assert remembered() <= before
