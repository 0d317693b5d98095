"""Reports kept for a while under names that nobody can guess, for whoever is sent the link."""

from __future__ import annotations

import secrets
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Kept:
    """A page, compressed."""

    content: bytes
    until: float


class Shelf:
    """In memory alone, bounded by time and by bytes; the oldest goes first. Safe for threads."""

    def __init__(self, seconds: float, limit: int, clock: Callable[[], float] = time.time):
        """Each page is kept for `seconds`, none at all where that is 0; all together take at most `limit` bytes."""
        self.seconds = seconds
        self._limit = limit
        self._clock = clock
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def __len__(self) -> int:
        return len(self._pages)

    def put(self, page: bytes) -> tuple[str, float] | None:
        """The name of the page, and the time (seconds since 1970) until which it is kept; ``None``: it is too large."""
        kept = Kept(zlib.compress(page), self._clock() + self.seconds)
        if len(kept.content) > self._limit:
            return None
        # 144 bits: with a thousand tries a second, a hit takes longer than the stars last.
        name = secrets.token_urlsafe(18)
        with self._lock:
            self._pages[name] = kept
            self.size += len(kept.content)
            self._tidy()
        return name, kept.until

    def get(self, name: str) -> bytes | None:
        """The page of that name, while it is kept."""
        with self._lock:
            self._tidy()
            kept = self._pages.get(name)
        return zlib.decompress(kept.content) if kept else None

    def _tidy(self) -> None:
        while self._pages:
            oldest = next(iter(self._pages))
            if self._pages[oldest].until > self._clock() and self.size <= self._limit:
                return
            self.size -= len(self._pages.pop(oldest).content)
