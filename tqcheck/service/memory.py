"""Answers kept for a repeat, bounded by their bytes, the least lately used going first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from tqcheck.service.answer import Answer


class Memory:
    """A table from keys to answers; safe for threads."""

    def __init__(self, limit: int):
        self._limit = limit
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: str) -> Answer | None:
        """The answer under `key`, which counts as a use."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: str, answer: Answer) -> None:
        """Keep `answer`, unless it alone is over the limit."""
        with self._lock:
            self._drop(key)
            if answer.size > self._limit:
                return
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self._limit:
                self._drop(next(iter(self._answers)))

    def _drop(self, key: str) -> None:
        gone = self._answers.pop(key, None)
        if gone:
            self.size -= gone.size
