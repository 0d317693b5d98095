"""`tqcheck score`: back-translate, measure fidelity, flag flaws."""

from __future__ import annotations

from typing import Any

import click

from tqcheck.cli.options import (
    changed_option,
    document_options,
    engine_options,
    language_options,
    limit_options,
    option,
    output_options,
    rule_options,
    settings,
    update_options,
)
from tqcheck.cli.run import run


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option("--source", type=click.Path(), metavar="PATH", help="The text that PATH translates; a folder for several.")
@language_options
@limit_options
@option("--sentences", type=click.Choice(["weakest", "all", "none"]), default="weakest", help="Sentences to show.")
@option("--explain", is_flag=True, help="Say what the fidelity of each sentence shown is made of.")
@option("--annotate", type=click.Path(dir_okay=False), metavar="FILE", help="Write PATH, XLIFF or PO, with notes here.")
@changed_option
@rule_options
@engine_options
@document_options
@update_options
@output_options
def score(
    paths: tuple[str, ...],
    config: str | None,
    source: str | None,
    sentences: str,
    **options: Any,
) -> int:
    """Check texts: translate back, measure fidelity, flag awkward phrases.

    PATH is a file, or - for standard input: plain text, Markdown, HTML, JSON from a CMS,
    a bilingual format such as XLIFF, subtitles, an office document.
    Exit codes: 0 passes, 1 flagged, 2 wrong use, 3 not judged.
    """
    return run(paths, settings, config, options, source=source, sentences=sentences)
