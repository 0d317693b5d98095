"""`--fix`: show what the safe suggestions would change, and change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

import click

from tqcheck.atomic import written
from tqcheck.checks.base import RuleInfo
from tqcheck.errors import ReadError
from tqcheck.fixes import applicable, diff, mended
from tqcheck.readers.decoding import encoding_of
from tqcheck.report import Report

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def fix(reports: Iterable[Report], out: TextIO, rules: Mapping[str, RuleInfo], colour: bool, write: bool) -> None:
    """Print a diff for each document; with `write`, put the mended text in its file's place."""
    safe = {rule.id for rule in rules.values() if rule.fix}
    for report in reports:
        chosen = applicable(report, safe)
        name = report.document.path or report.document.id
        after = mended(report.document.text, chosen)
        for line in diff(name, report.document.text, after):
            click.echo(click.style(line, fg=_COLOURS.get(line[:1])) if colour else line, file=out, color=colour)
        left = len(report.findings) - len(chosen)
        done = "mended" if write else "could be mended"
        click.echo(f"{name}: {len(chosen)} {done}, {left} left to an editor", err=True)
        if write and chosen:
            _replace(report, after)


def _replace(report: Report, text: str) -> None:
    """Write `text` in the encoding that the file has, whole or not at all."""
    if report.document.path is None:
        raise ReadError(f"{report.document.id} is no file that could be mended")
    path = Path(report.document.path)
    before = path.read_bytes()
    encoding, mark = encoding_of(before, report.document.markup)
    if before[mark:].decode(encoding, "replace") != report.document.text:
        raise ReadError(f"{path} was not mended: the file as a whole is not the text that was checked")
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError as error:
        lacks = ascii(error.object[error.start])
        raise ReadError(f"{path} was not mended: it is in {encoding}, which has no {lacks}; save it as UTF-8") from None
    with written(path) as stream:
        stream.write(before[:mark] + data)
