"""What has been judged so far, kept in the out folder so that an interrupted run can go on."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqcheck.batch.files import WriteError
from tqcheck.batch.summary import Summary

FILE = ".state.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS documents_1 (
    name BLOB PRIMARY KEY, key TEXT, models TEXT NOT NULL, html INTEGER NOT NULL, json INTEGER NOT NULL,
    summary TEXT NOT NULL, rank INTEGER NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL, fidelity REAL,
    before TEXT
);
CREATE TABLE IF NOT EXISTS findings_1 (name BLOB PRIMARY KEY, rows TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS segments_1 (
    name BLOB NOT NULL, form TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (name, form)
);
CREATE TABLE IF NOT EXISTS cuts_1 (name BLOB PRIMARY KEY, digest TEXT NOT NULL, cut TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs_1 (name TEXT PRIMARY KEY, value TEXT);
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """One document judged, its files written."""

    path: str
    summary: Summary
    models: tuple[tuple[str, str], ...] = ()
    """The directions in use, as in ``en-fr``, each with the identity of its model; ``""`` where there was none."""
    html: int = 0
    json: int = 0
    """Bytes of the files; 0 where there is no report."""
    final: bool = True
    """Whether trying again is in vain as long as nothing changes."""
    findings: str = ""
    """The findings as rows of CSV."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the state says of a document."""

    key: str | None
    models: tuple[tuple[str, str], ...]
    html: int
    json: int


class State:
    """The table of documents and of the run that made it. One process writes it; see `run` for the lock.

    Every method raises WriteError where the file cannot be read or written.
    """

    def __init__(self, out: Path) -> None:
        """Opens the state in `out`; one that is corrupt is set aside with a warning, and everything judged anew."""
        self.path = out / FILE
        try:
            self._database = self._open()
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise WriteError(f"{self.path}: cannot be used: {error}") from error
            aside = self.path.with_name(f"{FILE}.corrupt-{time.time_ns()}")
            os.replace(self.path, aside)
            for suffix in ("-wal", "-shm"):
                self.path.with_name(FILE + suffix).unlink(missing_ok=True)
            _log.warning("%s is corrupt (%s); set aside as %s, all is judged anew.", self.path, error, aside.name)
            self._database = self._open()

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, isolation_level=None)
        try:
            # After a kill the log holds what was committed; after a power cut at worst the last documents go.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.executescript(_TABLES)
            database.execute("SELECT count(*) FROM documents_1").fetchone()
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Close the file."""
        with self._told():
            self._database.close()

    def known(self) -> Iterator[tuple[str, Known]]:
        """All documents by path."""
        query = "SELECT name, key, models, html, json FROM documents_1"
        with self._told():
            for name, key, models, html, size in self._database.execute(query):
                pairs = tuple((str(pair), str(identity)) for pair, identity in json.loads(models))
                yield os.fsdecode(name), Known(key, pairs, html, size)

    def cuts(self, path: str, digest: str) -> dict[str, Any] | None:
        """Where the file can be cut, as kept for this content of it."""
        with self._told():
            query = "SELECT cut FROM cuts_1 WHERE name = ? AND digest = ?"
            row = self._database.execute(query, (os.fsencode(path), digest)).fetchone()
            return json.loads(row[0]) if row else None

    def keep_cuts(self, path: str, digest: str, cut: dict[str, Any]) -> None:
        """Remember where it can be cut."""
        with self._told():
            values = (os.fsencode(path), digest, json.dumps(cut))
            self._database.execute("INSERT OR REPLACE INTO cuts_1 VALUES (?, ?, ?)", values)

    @property
    def complete(self) -> bool:
        """Whether the last run came to its end."""
        return self._note("complete") == "1"

    @property
    def since(self) -> str | None:
        """When the run ended that `before` is from; ``None`` in the first."""
        return self._note("since")

    def begin(self) -> None:
        """Start a run: what stands now is what it will be compared with. An interrupted run goes on as it was."""
        if self.complete:
            with self._told(), self._transaction():
                self._database.execute("UPDATE documents_1 SET before = summary")
                self._set("since", self._note("finished"))
                self._set("complete", "0")

    def keep(self, key: str | None, result: Result) -> None:
        """Remember a result; from now on a kill cannot lose it."""
        summary = result.summary
        values = (
            key if result.final else None,
            json.dumps(result.models),
            result.html,
            result.json,
            summary.dumps(),
            summary.rank,
            summary.errors,
            summary.warnings,
            summary.fidelity,
            os.fsencode(result.path),
        )
        with self._told(), self._transaction():
            found = os.fsencode(result.path), result.findings
            self._database.execute("INSERT OR REPLACE INTO findings_1 VALUES (?, ?)", found)
            # They were made from the report before this one.
            self._database.execute("DELETE FROM segments_1 WHERE name = ?", found[:1])
            self._database.execute(
                "INSERT INTO documents_1 (key, models, html, json, summary, rank, errors, warnings, fidelity, name) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET key = excluded.key, "
                "models = excluded.models, html = excluded.html, json = excluded.json, summary = excluded.summary, "
                "rank = excluded.rank, errors = excluded.errors, warnings = excluded.warnings, "
                "fidelity = excluded.fidelity",
                values,
            )

    def finish(self, gone: Iterable[str], when: str) -> None:
        """End a run: forget the documents that are `gone`."""
        with self._told(), self._transaction():
            names = [(os.fsencode(path),) for path in gone]
            for table in ("documents_1", "findings_1", "segments_1"):
                self._database.executemany(f"DELETE FROM {table} WHERE name = ?", names)
            self._set("finished", when)
            self._set("complete", "1")

    def summaries(self, worst_first: bool = False) -> Iterator[tuple[Summary, Summary | None]]:
        """Each document's summary, and that of the run before; one at a time."""
        order = "rank, errors DESC, warnings DESC, fidelity IS NULL, fidelity, name" if worst_first else "name"
        with self._told():
            for now, before in self._database.execute(f"SELECT summary, before FROM documents_1 ORDER BY {order}"):
                yield Summary.loads(now), Summary.loads(before) if before else None

    def findings(self) -> Iterator[tuple[str, str]]:
        """Each document's findings as rows of CSV, one document at a time."""
        with self._told():
            for name, rows in self._database.execute("SELECT name, rows FROM findings_1 ORDER BY name"):
                yield os.fsdecode(name), rows

    def segments(self, form: str) -> dict[str, int]:
        """The documents whose segments were written in this form since they were judged, with the bytes of the file."""
        with self._told():
            found = self._database.execute("SELECT name, size FROM segments_1 WHERE form = ?", (form,))
            return {os.fsdecode(name): size for name, size in found}

    def keep_segments(self, path: str, form: str, size: int) -> None:
        """Remember that they have been."""
        with self._told():
            values = (os.fsencode(path), form, size)
            self._database.execute("INSERT OR REPLACE INTO segments_1 VALUES (?, ?, ?)", values)

    def _note(self, name: str) -> str | None:
        with self._told():
            row = self._database.execute("SELECT value FROM runs_1 WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _set(self, name: str, value: str | None) -> None:
        self._database.execute("INSERT OR REPLACE INTO runs_1 VALUES (?, ?)", (name, value))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise WriteError(f"{self.path}: cannot be used: {error}. Start again to go on") from error
