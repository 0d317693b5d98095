"""A progress bar on standard error."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class Bar:
    """Sentences judged of those planned; vanishes when the work is done, so that it never mixes with a report."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("Sentences", total=None)
        self._total = 0

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    def planned(self, segments: int) -> None:
        """So many more sentences will be judged."""
        self._total += segments
        self._progress.update(self._task, total=self._total)

    def done(self, segments: int) -> None:
        """So many of them have been."""
        self._progress.advance(self._task, segments)
