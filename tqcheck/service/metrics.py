"""The service's figures for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from tqcheck.service.desk import Desk

_SECONDS = (0.01, 0.05, 0.1, 0.3, 1, 3, 10, 30, 120)


class Metrics:
    """Counts what a service does; each has a registry of its own."""

    def __init__(self, desk: Desk):
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "tqcheck_requests", "Requests by path and status.", ["path", "status"], registry=registry
        )
        self.verdicts = Counter("tqcheck_verdicts", "Answers by verdict.", ["verdict"], registry=registry)
        self.repeats = Counter("tqcheck_repeats", "Answers from memory.", registry=registry)
        self.callbacks = Counter("tqcheck_callbacks", "Callbacks by how they ended.", ["outcome"], registry=registry)
        about = "Time until an answer, by what it holds."
        self.seconds = Histogram("tqcheck_check_seconds", about, ["part"], registry=registry, buckets=_SECONDS)
        waiting = Gauge("tqcheck_waiting", "Checks that wait, by worker.", ["worker"], registry=registry)
        waiting.labels("rules").set_function(lambda: desk.rules.waiting)
        waiting.labels("model").set_function(lambda: desk.model.waiting)
        kept = Gauge("tqcheck_memory_bytes", "Bytes of answers kept for a repeat.", registry=registry)
        kept.set_function(lambda: desk.memory.size)

    def text(self) -> bytes:
        """The text exposition format, version 0.0.4."""
        return generate_latest(self._registry)
