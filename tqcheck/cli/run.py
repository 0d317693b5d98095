"""What `score` and `lint` share: read, check, render, and the exit code that follows."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tqcheck import baseline
from tqcheck.assembly import assemble
from tqcheck.atomic import written
from tqcheck.config import Config
from tqcheck.document import Document
from tqcheck.errors import ReadError, UsageError
from tqcheck.policy import flags
from tqcheck.readers import read_bytes, read_path
from tqcheck.render import Render, Style, renderer
from tqcheck.report import Report, Verdict

if TYPE_CHECKING:
    from tqcheck.checker import Checker
    from tqcheck.cli.changed import Changed
    from tqcheck.cli.progress import Bar

PASSED, FLAGGED, NOT_JUDGED = 0, 1, 3
_SHOWN = (
    "format_",
    "output",
    "width",
    "color",
    "markup",
    "update_baseline",
    "fix",
    "write",
    "annotate",
    "changed",
    "explain",
)

_BESIDE_MESSAGES = ("text", "mqm")
"""Formats that are read where the messages on standard error are, or that have no place for what was not judged."""


def run(
    paths: Sequence[str],
    settings: Callable[[str | None, dict[str, Any]], Config],
    config_path: str | None,
    options: Mapping[str, Any],
    source: str | None = None,
    sentences: str = "weakest",
) -> int:
    """Check `paths` and print the reports; an input that cannot be read is named and does not stop the rest."""
    config = settings(config_path, {key: value for key, value in options.items() if key not in _SHOWN})
    if options["write"] and not options["fix"]:
        raise UsageError("--write goes with --fix")
    since = options["changed"]
    if since is not None and options["update_baseline"]:
        raise UsageError("--update-baseline takes whole documents; leave --changed out")
    if options["update_baseline"]:
        return _update_baseline(paths, config, options, source)
    annotated = options.get("annotate")
    if annotated and len(paths) > 1:
        raise UsageError("--annotate FILE is for one PATH")
    changed = None if since is None else _changed(since, paths)
    paths = changed.paths if changed else paths
    checker = assemble(config)
    tally = Tally(config)
    documents = _documents(paths, config, options["markup"], _sources(paths, source), tally, changed)
    render = renderer(options["format_"])
    with _opened(options["output"]) as out, progress_bar(config) as bar:
        reports = checker.check(documents, bar)
        reports = tally.watched(changed.only(reports, config) if changed else reports)
        if options["format_"] not in _BESIDE_MESSAGES:
            reports = chain(reports, tally.unread(checker))
        if annotated:
            reports = _annotating(reports, paths[0], annotated, config)
        style = _style(out, options, sentences)
        if options["fix"]:
            from tqcheck.cli.fix import fix

            fix(reports, out, checker.rules, style.colour, options["write"])
        else:
            render(reports, out, style)
    return tally.exit_code


def show(
    paths: Sequence[str], config: Config, options: Mapping[str, Any], render: Render, tally: Tally, sentences: str
) -> int:
    """Check `paths` and print the reports by `render`; `tally` gives the exit code."""
    checker = assemble(config)
    documents = _documents(paths, config, options["markup"], {}, tally)
    with _opened(options["output"]) as out, progress_bar(config) as bar:
        render(tally.watched(checker.check(documents, bar)), out, _style(out, options, sentences))
    return tally.exit_code


def _changed(revision: str, paths: Sequence[str]) -> Changed:
    from tqcheck.cli.changed import Changed

    return Changed.since(revision, paths)


def _annotating(reports: Iterable[Report], path: str, out: str, config: Config) -> Iterator[Report]:
    """The same reports; after the last one the file at `path` is written to `out`, with its findings as notes."""
    from tqcheck.render.annotate import annotate

    kept = []
    if _is_huge(path, config):
        from tqcheck.readers.streaming import parts
        from tqcheck.render.annotate import annotate_parts

        origin = None if config.origin == "auto" else config.origin
        cut = parts(Path(path), limit=config.max_bytes, pointers=config.fields, language=config.to, origin=origin)
        yield from annotate_parts(Path(path), reports, cut, Path(out))
        click.echo(f"{out}: noted", err=True)
        return
    for report in reports:
        kept.append(report)
        yield report
    if kept:
        count = annotate(Path(path), kept, Path(out))
        click.echo(f"{out}: {count} finding{'' if count == 1 else 's'} noted", err=True)


def _update_baseline(paths: Sequence[str], config: Config, options: Mapping[str, Any], source: str | None) -> int:
    """Take every finding as known; the exit code is 0 unless an input could not be read."""
    if config.baseline is None:
        raise UsageError("--update-baseline needs --baseline FILE")
    path = Path(config.baseline)
    old = baseline.load(path) if path.exists() else baseline.Baseline()
    checker = assemble(replace(config, baseline=None))
    tally = Tally(replace(config, fail_on="never", fail_under=None, thresholds=()))
    documents = _documents(paths, config, options["markup"], _sources(paths, source), tally)
    with progress_bar(config) as bar:
        count = baseline.save(path, old, checker.check(documents, bar))
    click.echo(f"{path}: {count} finding{'' if count == 1 else 's'} known", err=True)
    return tally.exit_code


class Tally:
    """The exit code so far."""

    def __init__(self, config: Config):
        self._config = config
        self._flagged = self._failed = False
        self._unread: list[tuple[str, str]] = []

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return NOT_JUDGED if self._failed else FLAGGED if self._flagged else PASSED

    def failure(self, error: ReadError, path: str) -> None:
        """The input at `path` could not be read."""
        self._failed = True
        self._unread.append((path, str(error)))
        click.echo(f"tqcheck: {error}", err=True)

    def unread(self, checker: Checker) -> Iterator[Report]:
        """A report for each input that could not be read; to be asked for when all others are done."""
        for path, reason in self._unread:
            yield checker.unread(path, reason)

    def watched(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The same reports, counted as they pass."""
        for report in reports:
            self._failed |= self.failed(report)
            self._flagged |= self.flagged(report)
            yield report

    def failed(self, report: Report) -> bool:
        """Whether the document could not be judged."""
        return report.verdict is Verdict.UNDECIDED

    def flagged(self, report: Report) -> bool:
        """Whether the report holds what the user asks to be told of."""
        return flags(report, self._config)


def _documents(
    paths: Sequence[str],
    config: Config,
    markup: str | None,
    sources: Mapping[str, str],
    tally: Tally,
    changed: Changed | None = None,
) -> Iterator[Document]:
    origin = None if config.origin == "auto" else config.origin
    for path in paths:
        try:
            if path not in sources and markup is None and _is_huge(path, config):
                yield from _parts(path, config, origin)
                continue
            document = _read(path, config, markup, config.to, origin)
            if path in sources:
                document = replace(document, source=_read(sources[path], config, markup, origin, None))
            if changed:
                changed.names(path, document.id)
            yield document
        except ReadError as error:
            tally.failure(error, path)


def _is_huge(path: str, config: Config) -> bool:
    """Whether a file is over the limit for one document, and in a format that can be read as several."""
    file = Path(path)
    if not file.is_file() or (file.stat().st_size <= config.max_bytes and file.suffix.lower() != ".parquet"):
        return False
    from tqcheck.readers.streaming import is_huge

    return is_huge(file, config.max_bytes)


def _parts(path: str, config: Config, origin: str | None) -> Iterator[Document]:
    from tqcheck.readers.streaming import documents

    yield from documents(Path(path), limit=config.max_bytes, pointers=config.fields, language=config.to, origin=origin)


def _read(path: str, config: Config, markup: str | None, language: str | None, origin: str | None) -> Document:
    wanted: dict[str, Any] = {"limit": config.max_bytes, "markup": markup, "pointers": config.fields}
    wanted |= {"language": language, "origin": origin}
    if path == "-":
        data = sys.stdin.buffer.read(config.max_bytes + 1)
        return read_bytes(data, "standard input", **wanted)
    return read_path(Path(path), **wanted)


def _sources(paths: Sequence[str], source: str | None) -> dict[str, str]:
    """The source of each path: the one given, or the file of the same name in the folder given."""
    if source is None:
        return {}
    folder = Path(source)
    if not folder.is_dir():
        if len(paths) > 1:
            raise UsageError(f"--source {source}: one source cannot serve {len(paths)} texts; give a folder")
        return {paths[0]: source}
    found = {}
    for path in paths:
        candidate = folder / Path(path).name
        if not candidate.is_file():
            raise UsageError(f"--source {source}: holds no {candidate.name}")
        found[path] = str(candidate)
    return found


@contextmanager
def _opened(output: str | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only once it is whole."""
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        yield sys.stdout
        return
    with written(Path(output)) as stream, TextIOWrapper(stream, "utf-8", "backslashreplace", "") as out:
        yield out


@contextmanager
def progress_bar(config: Config) -> Iterator[Bar | None]:
    """A bar on standard error; ``None`` without an engine, which takes no time to tell of, or without a terminal."""
    if config.engine == "none" or not sys.stderr.isatty():
        yield None
        return
    from tqcheck.cli.progress import Bar

    with Bar() as bar:
        yield bar


def _style(out: TextIO, options: Mapping[str, Any], sentences: str) -> Style:
    terminal = out.isatty()
    colour = options["color"]
    if colour is None:
        colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = options["width"] or (min(shutil.get_terminal_size().columns, 120) if terminal else 80)
    return Style(width, colour, sentences, bool(options.get("explain")))
