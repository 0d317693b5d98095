"""The queue: in turn between clients, bounded, unhurt by a task that fails."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest

from tqcheck.service.worker import BusyError, Crash, Worker


@pytest.fixture
def held() -> Any:
    """A started worker whose first task waits for the event."""
    worker = Worker("test", 8, 100)
    gate = threading.Event()
    worker.start()
    first = worker.submit("x", lambda: str(gate.wait(10)))
    while worker.waiting:
        pass
    yield worker, gate, first
    gate.set()
    worker.stop(10)


def test_clients_take_turns(held: Any) -> None:
    worker, gate, _ = held
    order: list[str] = []
    waits: list[Future[Any]] = []
    for client, name in [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1"), ("b", "b2")]:
        waits.append(worker.submit(client, lambda name=name: order.append(name)))
    gate.set()
    for one in waits:
        one.result(10)
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_one_client_may_hold_half_of_the_places(held: Any) -> None:
    worker, _, _ = held
    for _ in range(4):
        worker.submit("a", str)
    with pytest.raises(BusyError) as caught:
        worker.submit("a", str)
    assert 1 <= caught.value.retry_after <= 60
    for _ in range(4):
        worker.submit("b", str)
    with pytest.raises(BusyError):
        worker.room("c")


def test_the_size_of_what_waits_is_bounded(held: Any) -> None:
    worker, _, _ = held
    worker.submit("a", str, size=500)
    with pytest.raises(BusyError):
        worker.submit("b", str, size=1)


def test_a_task_that_fails_is_a_crash_and_its_message_is_not_logged(
    held: Any, caplog: pytest.LogCaptureFixture
) -> None:
    worker, gate, first = held
    secret = "the words of the article"

    def fail() -> str:
        raise KeyError(secret)

    failed, after = worker.submit("a", fail), worker.submit("a", lambda: "fine")
    gate.set()
    assert failed.result(10) == Crash("KeyError")
    assert after.result(10) == "fine"
    assert first.result(10) == "True"
    assert "KeyError" in caplog.text
    assert secret not in caplog.text


def test_a_stopped_worker_finishes_what_waits_and_takes_no_more() -> None:
    worker = Worker("test", 8, 100)
    waits = [worker.submit("a", lambda k=k: k) for k in range(3)]
    worker.start()
    worker.stop(10)
    assert [one.result(0) for one in waits] == [0, 1, 2]
    assert not worker.alive
    with pytest.raises(BusyError):
        worker.submit("a", lambda: 1)
