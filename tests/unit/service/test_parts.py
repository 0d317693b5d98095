"""The memory, the engine that gives up, the answer."""

from collections.abc import Sequence
from typing import Any

import pytest

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.engines.base import Pair, Refusal, Translation
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import EngineError
from tqcheck.report import Verdict
from tqcheck.service.answer import Answer, answer, exit_code
from tqcheck.service.memory import Memory
from tqcheck.service.patience import PatientEngine

PAIR = Pair("en", "fr")


def made(size: int) -> Answer:
    return Answer(Verdict.PASS, "", False, b"x" * size)


def test_the_memory_is_bounded_by_bytes_and_drops_the_least_used() -> None:
    memory = Memory(4000)
    for key in "abc":
        memory.put(key, made(1000))
    assert memory.get("a")
    memory.put("d", made(1000))
    assert [key for key in "abcd" if memory.get(key)] == ["a", "c", "d"]
    memory.put("e", made(9000))
    assert memory.get("e") is None
    assert memory.size <= 4000
    memory.put("a", made(10))
    assert len(memory) == 3


class SlowEngine(FakeEngine):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        self.now += 1.0 * len(texts)
        return super().translate(texts, pair, hypotheses)


def test_an_engine_gives_up_when_its_time_is_over() -> None:
    slow = SlowEngine()
    patient = PatientEngine(slow, 40, lambda: slow.now)
    patient.begin()
    results = patient.translate(["The cat sleeps."] * 100, PAIR)
    assert [isinstance(one, Translation) for one in results] == [True] * 64 + [False] * 36
    with pytest.raises(EngineError, match="40 seconds"):
        patient.translate(["The cat sleeps."], PAIR)
    patient.begin()
    assert isinstance(patient.translate(["The cat sleeps."], PAIR)[0], Translation)


def test_a_text_over_its_time_is_undecided_and_never_passes() -> None:
    slow = SlowEngine()
    checker = assemble(Config(engine="fake"))
    checker.engine = patient = PatientEngine(slow, 40, lambda: slow.now)
    patient.begin()
    text = " ".join(f"The {word} boat came home in the evening." for word in ["first", "second", "third"] * 40)
    (report,) = checker.under(checker.config).check([Document.plain(text)])
    assert report.verdict is Verdict.UNDECIDED
    assert "40 seconds" in (report.reason or "")


@pytest.mark.parametrize(
    ("verdict", "flagged", "code"),
    [("pass", False, 0), ("review", True, 1), ("review", False, 0), ("block", True, 1), ("undecided", True, 3)],
)
def test_the_exit_code_of_an_answer(verdict: str, flagged: bool, code: int) -> None:
    body = Answer(Verdict(verdict), "why", flagged, b"{}").json("a", None)
    assert exit_code(body) == code


@pytest.mark.parametrize(("body", "said"), [(b"[]", "tqcheck"), (b"{}", "tqcheck"), (b"<html>", "value")])
def test_another_answer_has_no_exit_code(body: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        exit_code(body)


def test_the_worst_field_decides() -> None:
    config = Config(engine="none")
    texts = {"a/x": "The ferry left on time in the evening.", "a/y": "The ferry left the the harbour in the evening."}
    documents = [Document.plain(text, id) for id, text in texts.items()]
    checks: Any = list(assemble(config).check(documents))
    result = answer(checks, config)
    assert result.verdict is Verdict.REVIEW
    assert result.reason.startswith("a/y: ")
    assert result.flagged
    assert not answer(checks, Config(fail_on="error")).flagged
