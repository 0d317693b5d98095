"""How much one request, one client and all together may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of the service, with its default."""

    body: int = 2_000_000
    """Bytes of a request."""
    body_seconds: float = 20.0
    """Within which a request must have arrived."""
    sentences: int = 2_000
    """Sentences of one check."""
    seconds: float = 120.0
    """Of the model's time for one check; what is not judged by then is reported as not judged."""
    deadline: float = 10.0
    """Seconds until an answer where the request names none."""
    longest_deadline: float = 60.0
    queue: int = 512
    """Checks that may wait; one client may hold half of the places."""
    queue_bytes: int = 64_000_000
    """Bytes of text that may wait."""
    memory: int = 64_000_000
    """Bytes of answers kept for a repeat, and as many for jobs that nobody has fetched yet."""
    kept: float = 86_400.0
    """Seconds that a report is kept for its link; 0 keeps none."""
    kept_bytes: int = 64_000_000
    """Bytes of such reports, compressed."""
    grace: float = 60.0
    """Seconds that a service told to stop goes on answering for what it has accepted."""

    @property
    def requests(self) -> int:
        """Requests under way at once: those that wait for an answer, and those that ask for a job or a page."""
        return 4 * self.queue
