"""`tqcheck origin`: does a text read as machine translation, and from which language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from tqcheck.cli.options import document_options, engine_options, language_options, option, settings
from tqcheck.cli.run import Tally, show
from tqcheck.config import Config
from tqcheck.render import Render, renderer
from tqcheck.report import Report

FORMATS = ("text", "json", "jsonl", "html", "csv")
_OWN = ("format_", "output", "width", "color", "markup")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--surface", is_flag=True, help="Look at the wording alone: quick, without a model, less sure.")
@option("--fail-over", type=click.FloatRange(0, 100), metavar="P", help="Exit code 1 for a probability over P percent.")
@option("--format", "format_", type=click.Choice(FORMATS), default="text", help="Output format.")
@option("--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to this file, whole or not at all.")
@option("--width", type=click.IntRange(30), help="Columns of the text output; the terminal's by default.")
@option("--color/--no-color", default=None, help="Colour in the text output; by itself on a terminal.")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@engine_options
@document_options
def origin(paths: tuple[str, ...], surface: bool, fail_over: float | None, config: str | None, **options: Any) -> int:
    """Say whether texts read as machine translation, from which language, and what shows it.

    PATH is a file, or - for standard input. The answer is a probability with its evidence, never a proof; of texts
    under 60 words nothing is said. Exit codes: 0 without --fail-over, else 1 over P; 2 wrong use, 3 a text that
    could not be read or, with --fail-over, not be judged.
    """
    chosen = settings(config, _values(options, surface))
    tally = _Tally(chosen, None if fail_over is None else fail_over / 100)
    return show(paths, chosen, options, _render(options["format_"]), tally, "all")


def _values(options: Mapping[str, Any], surface: bool) -> dict[str, Any]:
    values = {key: value for key, value in options.items() if key not in _OWN}
    return {**values, "detect_origin": True, "detect_surface": True, **({"engine": "none"} if surface else {})}


def _render(name: str) -> Render:
    if name == "text":
        from tqcheck.render.origin_text import render_origin

        return render_origin
    if name == "csv":
        from tqcheck.render.origin_table import render_origin_table

        return render_origin_table
    return renderer(name)


class _Tally(Tally):
    """Looks at the probability alone; whatever else is wrong with a text is for `score` to say."""

    def __init__(self, config: Config, limit: float | None) -> None:
        super().__init__(config)
        self._limit = limit

    def failed(self, report: Report) -> bool:
        """See Tally."""
        return self._limit is not None and (report.origin is None or report.origin.translated is None)

    def flagged(self, report: Report) -> bool:
        """See Tally."""
        share = report.origin.translated if report.origin else None
        return self._limit is not None and share is not None and share > self._limit
