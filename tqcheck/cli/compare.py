"""`tqcheck compare`: which of two or more translations of one text is better, and whether that is chance."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tqcheck.cli.options import (
    document_options,
    engine_options,
    language_options,
    option,
    rule_options,
    settings,
)
from tqcheck.errors import UsageError

PASSED, FLAGGED, NOT_JUDGED = 0, 1, 3
_MOST = 10


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="A B...")
@option("--source", type=click.Path(), metavar="PATH", help="The text that they translate; else by a round trip.")
@option("--lines", is_flag=True, help="Every line is a sentence, as in test sets: line 7 goes with line 7.")
@option("--passages", type=click.IntRange(0), default=5, metavar="N", help="Show so many that differ most (5).")
@option("--fail-if-worse", is_flag=True, help="Exit code 1 where a later text is worse than A by more than chance.")
@option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@rule_options
@engine_options
@document_options
def compare(
    paths: tuple[str, ...],
    source: str | None,
    lines: bool,
    passages: int,
    fail_if_worse: bool,
    format_: str,
    config: str | None,
    markup: str | None,
    **options: Any,
) -> int:
    """Say which of two translations of one text is better.

    Their sentences are lined up by the source or, without one, with each other; the difference in fidelity, its
    interval, and how probably it is chance (paired bootstrap) stand beside surface metrics and the number of flaws.
    Exit codes: 0 compared, 1 worse (--fail-if-worse), 2 wrong use, 3 not judged, or not wholly.
    """
    if not 2 <= len(paths) <= _MOST:
        raise UsageError(f"give two texts to compare, or up to {_MOST}")
    chosen = settings(config, options)
    if chosen.engine == "none":
        raise UsageError("a comparison needs an engine; --engine none has none")
    from tqcheck.assembly import assemble
    from tqcheck.cli.run import progress_bar
    from tqcheck.evaluation import comparison_table
    from tqcheck.evaluation.comparison import compare as judge
    from tqcheck.evaluation.lined import by_lines
    from tqcheck.readers import read_path
    from tqcheck.render.json import dumps

    origin = None if chosen.origin == "auto" else chosen.origin
    wanted: dict[str, Any] = {"limit": chosen.max_bytes, "markup": markup, "pointers": chosen.fields}
    documents = [read_path(Path(path), language=chosen.to, origin=origin, **wanted) for path in paths]
    original = read_path(Path(source), language=origin, **wanted) if source is not None else None
    if source is None and any(document.source is not None for document in documents):
        raise UsageError("these files hold their sources; give monolingual texts, and --source")
    if lines:
        documents, original = by_lines(documents, original)
    with progress_bar(chosen) as progress:
        found = judge([replace(one, source=None) for one in documents], original, assemble(chosen), progress)
    if format_ == "json":
        click.echo(dumps(comparison_table.as_json(found), indent=2))
    else:
        width = min(shutil.get_terminal_size().columns, 120) if sys.stdout.isatty() else 80
        click.echo(comparison_table.text(found, max(width, 50), passages), nl=False)
    if any(one.lost for one in found.texts):
        return NOT_JUDGED
    return FLAGGED if fail_if_worse and found.worse() else PASSED
