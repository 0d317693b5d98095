"""`tqcheck evaluate`: how far tqcheck agrees with people, on texts of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tqcheck.cli.options import engine_options, language_options, option, rule_options, settings

if TYPE_CHECKING:
    from tqcheck.evaluation.flags import Agreement


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--flags", is_flag=True, required=True, help="Compare findings with annotated flaws (flaws.jsonl).")
@click.option("--misses", is_flag=True, help="List every missed flaw and every finding that nobody annotated.")
@click.option("--sources", is_flag=True, help="Give tqcheck the source text beside each article (source.LANG.txt).")
@option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@rule_options
@engine_options
def evaluate(
    paths: Sequence[Path], flags: bool, misses: bool, sources: bool, format_: str, config: str | None, **options: Any
) -> None:
    """Print recall and precision of the findings on annotated articles.

    PATH is a folder, searched through, or one annotation file; see corpora/README.md for the layout.
    """
    from tqcheck.assembly import assemble
    from tqcheck.evaluation.flags import agree, articles

    found = list(articles(paths, sources))
    checker = assemble(settings(config, options))
    reports = {id(one): next(checker.check([one.document])) for one in found}
    clean = {id(one): next(checker.check([one.clean])) for one in found if one.clean}
    agreements = [agree(one, reports[id(one)], clean.get(id(one))) for one in found]
    if format_ == "json":
        _print_json(agreements)
    else:
        _print_text(agreements, misses)


def _print_json(agreements: Sequence[Agreement]) -> None:
    from tqcheck.evaluation.flags import totals
    from tqcheck.render.json import dumps

    rows = [{"article": one.article.name, **totals([one])} for one in agreements]
    click.echo(dumps({"articles": rows, "all": totals(agreements)}, indent=2))


def _print_text(agreements: Sequence[Agreement], misses: bool) -> None:
    from tqcheck.evaluation.flags import totals

    width = max(len(one.article.name) for one in agreements)
    click.echo(f"{'article':{width}}  must found  may found  findings right  alarms in clean text")
    for one in agreements:
        must, may = one.recall("must"), one.recall("may")
        shown = len(one.right) + len(one.wrong)
        click.echo(
            f"{one.article.name:{width}}  {must[0]:4} of {must[1]:2}  {may[0]:3} of {may[1]:2}  "
            f"{len(one.right):8} of {shown:2}  {len(one.alarms):8}"
        )
        if misses:
            for flaw in one.missed:
                click.echo(f"    missed  {flaw.tier:4}  {flaw.category:26} {flaw.quote!r}")
            for label, findings in (("wrong", one.wrong), ("alarm", one.alarms)):
                for finding in findings:
                    click.echo(f"    {label:6}  {finding.rule:32} {finding.quote!r}")
    every = totals(agreements)
    click.echo(
        f"\nRecall of must {every['must_recall']}, of may {every['may_recall']}; precision {every['precision']} "
        f"of {every['findings']}; alarms per 1,000 clean words {every['alarms_per_1000_clean_words']}."
    )
