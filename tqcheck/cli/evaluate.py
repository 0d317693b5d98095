"""`tqcheck evaluate`: how far tqcheck agrees with people, on texts of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tqcheck.cli.options import engine_options, language_options, option, rule_options, settings, stacked
from tqcheck.config import BOUNDS, Config
from tqcheck.errors import UsageError

if TYPE_CHECKING:
    from tqcheck.evaluation.flags import Agreement
    from tqcheck.evaluation.threshold import Aim


columns = stacked(
    option("--source-column", "source", metavar="NAME", help="Column of the sources: its name, or its number."),
    option("--translation-column", "translation", metavar="NAME", help="Column of the translations."),
    option("--score-column", "score", metavar="NAME", help="Column of the human scores: numbers, or good and bad."),
    option("--system-column", "system", metavar="NAME", help="Column of the names of the systems."),
    option("--spans-column", "spans", metavar="NAME", help="Column of the error spans: JSON, [[start, end], ...]."),
    option("--group-column", "group", metavar="NAME", help="Resample rows by this (by source), as by document."),
    option("--lower-is-better/--higher-is-better", "lower_is_better", default=None, help="Sense of the score."),
    option("--per-word", is_flag=True, help="Divide the score by the words: for sums of penalties."),
    option("--limit", type=float, metavar="N", help="A translation whose human score is worse than N is bad."),
)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@columns
@option("--round-trip/--no-round-trip", default=True, help="Judge without the source too (on; it takes twice as long).")
@option("--suggest-threshold", is_flag=True, help="Propose a limit, fail-under, for texts like these.")
@option("--false-blocks", type=click.FloatRange(0, 1), metavar="SHARE", help="Good texts it may block (0.05).")
@option("--precision", type=click.FloatRange(0, 1), metavar="SHARE", help="Or: blocked texts that must be bad.")
@option("--fail-on-bound", type=click.Choice(BOUNDS), help="What it is for: fidelity, or its lower bound (middle).")
@click.option("--flags", is_flag=True, help="Compare findings with annotated flaws (flaws.jsonl).")
@click.option("--misses", is_flag=True, help="With --flags: list missed flaws, and findings that nobody annotated.")
@click.option("--sources", is_flag=True, help="With --flags: give tqcheck the source text (source.LANG.txt).")
@option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards.")
@language_options
@rule_options
@engine_options
def evaluate(
    paths: Sequence[Path],
    flags: bool,
    misses: bool,
    sources: bool,
    format_: str,
    config: str | None,
    limit: float | None,
    round_trip: bool,
    suggest_threshold: bool,
    false_blocks: float | None,
    precision: float | None,
    **options: Any,
) -> None:
    """Print how far tqcheck agrees with people, on texts of your own.

    PATH is a table (.tsv or .csv, .gz too) with a source, a translation and a human score a row: correlation with that
    score, and that of plain baselines, with 95% intervals. With --flags it is a folder of annotated articles, searched
    through, or one annotation file: recall and precision of the findings; see corpora/README.md for the layout.
    """
    wanted = {name: options.pop(name) for name in _COLUMNS}
    chosen = settings(config, options)
    if not suggest_threshold and (false_blocks, precision) != (None, None):
        raise UsageError("--false-blocks and --precision go with --suggest-threshold")
    if None not in (false_blocks, precision):
        raise UsageError("--false-blocks and --precision exclude each other")
    if flags:
        _flags(paths, misses, sources, format_, chosen)
        return
    if misses or sources:
        raise UsageError("--misses and --sources go with --flags")
    if chosen.engine == "none":
        raise UsageError("a score needs an engine; --engine none has none")
    aim = None
    if suggest_threshold:
        from tqcheck.evaluation.threshold import Aim

        aim = Aim(precision=precision) if precision is not None else Aim(0.05 if false_blocks is None else false_blocks)
    for path in paths:
        _human(path, wanted, limit, round_trip and aim is None, format_, chosen, aim)


_COLUMNS = ("source", "translation", "score", "system", "spans", "group", "lower_is_better", "per_word")


def _human(
    path: Path,
    wanted: dict[str, Any],
    limit: float | None,
    round_trip: bool,
    format_: str,
    config: Config,
    aim: Aim | None,
) -> None:
    from tqcheck.assembly import assemble
    from tqcheck.cli.run import progress_bar
    from tqcheck.evaluation import table
    from tqcheck.evaluation.human import evaluate as compare
    from tqcheck.evaluation.judgements import Wanted, read
    from tqcheck.evaluation.threshold import suggest
    from tqcheck.render.json import dumps

    judgements = read(path, Wanted(**wanted))
    with progress_bar(config) as progress:
        result = compare(judgements, assemble(config), limit, round_trip, progress)
    suggestion = None
    if aim is not None:
        if result.bad is None:
            raise UsageError(f"{path}: people hold none, or all, of the texts to be bad; say with --limit which are")
        lower = config.fail_on_bound == "lower"
        fidelity = [one.fidelity.low if lower else one.fidelity.score for one in result.scored]
        suggestion = suggest(fidelity, result.bad, [one.judgement.group for one in result.scored], aim)
    if format_ == "json":
        made = table.as_json(result)
        if suggestion and aim:
            made["threshold"] = table.limit_json(suggestion, aim, config.fail_on_bound)
        click.echo(dumps(made, indent=2))
        return
    click.echo(table.text(result), nl=False)
    if suggestion and aim:
        click.echo("\n" + table.limit_text(result, suggestion, aim, config.fail_on_bound), nl=False)


def _flags(paths: Sequence[Path], misses: bool, sources: bool, format_: str, config: Config) -> None:
    from tqcheck.assembly import assemble
    from tqcheck.evaluation.flags import agree, articles

    found = list(articles(paths, sources))
    checker = assemble(config)
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
