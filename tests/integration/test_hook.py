"""`tqcheck hook` as a process, by itself and with a service."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs the extra [serve]")

from asking import FLAWED
from service_process import Running, free_port, serving

Hook = Callable[..., tuple[int, Any, str]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hook:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")

    def call(body: bytes, *options: str) -> tuple[int, Any, str]:
        done = subprocess.run(
            [sys.executable, "-m", "tqcheck", "hook", *options], input=body, capture_output=True, check=False
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()

    return call


@pytest.mark.parametrize("remote", [False, True])
def test_the_hook_answers_by_json_and_exit_code(service: Running, hook: Hook, remote: bool) -> None:
    options = ("--url", service.url) if remote else ()
    code, answer, _ = hook(json.dumps({"id": "a7", "text": FLAWED, "deadline": 0}).encode(), *options)
    assert (code, answer["id"], answer["verdict"]) == (1, "a7", "review")
    assert answer["report"]["documents"][0]["mode"] == "round-trip"
    code, answer, _ = hook(json.dumps({"text": FLAWED, "policy": {"fail_on": "error"}}).encode(), *options)
    assert (code, answer["flagged"]) == (0, False)
    code, answer, _ = hook(b'{"text": "Hm, so."}', *options)
    assert (code, answer["verdict"]) == (3, "undecided")
    for body in (b"{", b'{"txet": "a"}', b""):
        code, answer, said = hook(body, *options)
        assert (code in (2, 3), answer, said.count("\n")) == (True, None, 1)


def test_a_hook_that_reaches_no_service_has_not_judged(hook: Hook) -> None:
    code, answer, said = hook(b'{"text": "Any text at all."}', "--url", f"http://127.0.0.1:{free_port()}")
    assert (code, answer) == (3, None)
    assert "cannot be reached" in said
    assert hook(b"{}", "--url", "file:///etc/passwd")[0] == 2
