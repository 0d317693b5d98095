"""`--changed REV` for commands that take paths: the files of a git range, and the lines that it shows as new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tqcheck.batch import changes, corpus
from tqcheck.config import Config
from tqcheck.errors import UsageError
from tqcheck.report import Report


@dataclass(frozen=True, slots=True)
class Changed:
    """What is left of the given paths."""

    paths: tuple[str, ...]
    _lines: Mapping[str, tuple[tuple[int, int], ...] | None] = field(repr=False)
    _names: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def since(cls, revision: str, given: Sequence[str]) -> Changed:
        """The files among `given`, or in folders among them, that `git diff revision` names.

        Raises UsageError as `tqcheck.batch.changes.changed`, or where a path is missing or standard input.
        """
        if "-" in given:
            raise UsageError("--changed needs files, not standard input")
        # What a folder holds is chosen as for `tqcheck report`; there is no out folder to leave out.
        items = corpus.find(given, corpus.Choice(), Path("reports"))
        found = changes.changed(items, given, revision)
        return cls(tuple(item.path for item in found), {item.path: item.lines for item in found})

    def names(self, path: str, document: str) -> None:
        """Remember which file a document is."""
        self._names[document] = path

    def only(self, reports: Iterable[Report], config: Config) -> Iterator[Report]:
        """The reports with nothing but the findings on changed lines."""
        for report in reports:
            lines = self._lines.get(self._names.get(report.document.id, ""))
            yield report if lines is None else changes.only(report, lines, config)
