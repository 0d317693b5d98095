"""What has been computed before, kept in a file that many processes may share."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqcheck.errors import TqcheckError

DEFAULT_BYTES = 500_000_000
_BUSY_SECONDS = 10.0
# A hit is noted as use at most this often, so that reading seldom writes.
_USE_SECONDS = 6 * 3600
_TABLE = """
CREATE TABLE IF NOT EXISTS entries_1 (
    key BLOB PRIMARY KEY, value TEXT NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL
)
"""
_OVERHEAD = 64

_log = logging.getLogger(__name__)


def cache_path() -> Path:
    """Where the cache is kept: in TQCHECK_CACHE_DIR, else in the user's cache folder."""
    given = os.environ.get("TQCHECK_CACHE_DIR")
    if given:
        return Path(given) / "translations.sqlite"
    import platformdirs

    return platformdirs.user_cache_path("tqcheck", appauthor=False) / "translations.sqlite"


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds."""

    path: Path
    entries: int
    size: int
    """Bytes of the file."""
    limit: int
    """Bytes that it may grow to."""


class Cache:
    """A table from keys to JSON values in one SQLite file, bounded, the least lately used going first.

    Safe for threads and processes. `get` and `put` never raise: a file that is corrupt is set aside and made anew, one
    that cannot be written (no rights, disk full) is given up, each with one warning.
    """

    def __init__(self, path: Path, max_bytes: int = DEFAULT_BYTES) -> None:
        self.path = path
        self.max_bytes = max_bytes
        self._off = False
        self._lock = threading.Lock()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Any]:
        """The values of those of `keys` that are there."""
        found: dict[bytes, Any] = {}

        def read(database: sqlite3.Connection) -> None:
            now = int(time.time())
            stale: list[bytes] = []
            for at in range(0, len(keys), 500):
                some = keys[at : at + 500]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, value, used FROM entries_1 WHERE key IN ({marks})"
                for key, value, used in database.execute(query, some):
                    with suppress(ValueError):
                        found[key] = json.loads(value)
                    if now - used > _USE_SECONDS:
                        stale.append(key)
            database.executemany("UPDATE entries_1 SET used = ? WHERE key = ?", [(now, key) for key in stale])

        if keys:
            self._try(read)
        return found

    def put(self, values: Mapping[bytes, Any]) -> None:
        """Keep `values`, which JSON can hold, under their keys."""
        now = int(time.time())
        rows = []
        for key, value in values.items():
            text = json.dumps(value, separators=(",", ":"))
            rows.append((key, text, len(text) + len(key) + _OVERHEAD, now))

        def write(database: sqlite3.Connection) -> None:
            database.executemany("INSERT OR REPLACE INTO entries_1 VALUES (?, ?, ?, ?)", rows)
            taken = _taken(database)
            if taken > self.max_bytes:
                # Pages are not full: what the entries may keep is their share of what the file may be.
                held = database.execute("SELECT sum(size) FROM entries_1").fetchone()[0]
                _prune(database, int(held * self.max_bytes * 0.8 / taken))

        if rows:
            self._try(write)

    def info(self) -> CacheInfo:
        """Entries and bytes; a file that is not there is an empty cache. Raises TqcheckError where it is unreadable."""
        if not self.path.exists():
            return CacheInfo(self.path, 0, 0, self.max_bytes)
        with self._told() as database:
            entries = int(database.execute("SELECT count(*) FROM entries_1").fetchone()[0])
        return CacheInfo(self.path, entries, self.path.stat().st_size, self.max_bytes)

    def prune(self, max_bytes: int | None = None) -> int:
        """Drop the entries used least lately until the others take `max_bytes` at most; return how many went.

        The file shrinks too. Raises TqcheckError where the file cannot be read or written.
        """
        if not self.path.exists():
            return 0
        with self._told() as database:
            gone = _prune(database, self.max_bytes if max_bytes is None else max_bytes)
            database.commit()
            database.execute("VACUUM")
        return gone

    def clear(self) -> int:
        """Drop all entries; return how many there were. Raises as `prune`."""
        return self.prune(0)

    @contextmanager
    def _told(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._open() as database:
                yield database
        except (sqlite3.Error, OSError) as error:
            raise TqcheckError(f"{self.path}: the cache cannot be used ({error})") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # A connection a call: connections must not cross threads or forks, and opening one takes a millisecond.
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
        try:
            if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(_TABLE)
            with database:
                yield database
        finally:
            database.close()

    def _try(self, work: Callable[[sqlite3.Connection], None]) -> None:
        for _ in range(2):
            before = self._number()
            try:
                if not self._off:
                    with self._open() as database:
                        work(database)
                return
            except (sqlite3.Error, OSError) as error:
                if type(error) is sqlite3.DatabaseError:
                    self._set_aside(before, error)
                    continue
                # Where another process has held the file for long, do without this once.
                if "locked" not in str(error):
                    self._give_up(error)
                return

    def _number(self) -> int | None:
        try:
            return self.path.stat().st_ino
        except OSError:
            return None

    def _set_aside(self, before: int | None, error: Exception) -> None:
        with self._lock:
            # Where the file is another one by now, somebody else has set the corrupt one aside.
            if self._off or self._number() != before:
                return
            aside = self.path.with_name(f"{self.path.name}.corrupt-{time.time_ns()}")
            try:
                os.replace(self.path, aside)
                for suffix in ("-wal", "-shm"):
                    self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            except OSError:
                self._off = True
            _log.warning("The cache %s is corrupt (%s); set aside as %s.", self.path, error, aside.name)

    def _give_up(self, error: Exception) -> None:
        with self._lock:
            if not self._off:
                self._off = True
                _log.warning("The cache %s cannot be used (%s); going on without it.", self.path, error)


def key_of(*parts: str) -> bytes:
    """The key of what these say together: of other parts, or the same cut otherwise, it is another."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8) + content)
    return digest.digest()


def _taken(database: sqlite3.Connection) -> int:
    pages, free, size = (
        int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _prune(database: sqlite3.Connection, max_bytes: int) -> int:
    kept = "SELECT key, sum(size) OVER (ORDER BY used DESC, key) AS total FROM entries_1"
    query = f"DELETE FROM entries_1 WHERE key IN (SELECT key FROM ({kept}) WHERE total > ?)"
    return database.execute(query, (max_bytes,)).rowcount
