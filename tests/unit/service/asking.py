"""What the tests of the service send, the engine that makes them wait, and what a refusal has to be."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from tqcheck.engines.base import Pair, Refusal, Translation
from tqcheck.engines.fake import FakeEngine

TOKEN = "a-token-for-the-tests"
CLEAN = "The ferry left the harbour late in the evening. Nobody on board had expected such a storm."
FLAWED = "The ferry left the the harbour late in the evening. Nobody on board had expected such a storm."
JSON = {"content-type": "application/json"}


class GatedEngine(FakeEngine):
    """Translates when the gate is open; what holds `poison` makes it fail as no engine should."""

    def __init__(self, poison: str | None = None) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.calls = 0
        self._poison = poison

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        self.gate.wait(20)
        self.calls += 1
        if self._poison and any(self._poison in text for text in texts):
            raise RuntimeError(" ".join(texts))
        return super().translate(texts, pair, hypotheses)


def problem(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    value = response.json()
    assert value["status"] == status
    return str(value["detail"])
