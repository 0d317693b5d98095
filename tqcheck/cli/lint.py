"""`tqcheck lint`: rules alone, no model, for editors' tools and commits."""

from __future__ import annotations

from typing import Any

import click

from tqcheck.cli.options import (
    changed_option,
    document_options,
    language_options,
    output_options,
    rule_options,
    settings,
    update_options,
)
from tqcheck.cli.run import run


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@language_options
@changed_option
@rule_options
@document_options
@update_options
@output_options
def lint(paths: tuple[str, ...], config: str | None, **options: Any) -> int:
    """Check texts by rules alone: nothing is translated, no model is loaded.

    PATH is a file, or - for standard input. Exit codes: 0 passes, 1 flagged, 2 wrong use, 3 not judged.
    """
    return run(paths, settings, config, {**options, "engine": "none"}, sentences="none")
