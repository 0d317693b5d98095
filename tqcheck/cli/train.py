"""`tqcheck models train`: make a translation model, or adapt one."""

from __future__ import annotations

import shlex
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tqcheck.engines.base import Pair
from tqcheck.errors import UsageError

if TYPE_CHECKING:
    from tqcheck.report import Metric
    from tqcheck.training.recipe import Recipe
    from tqcheck.training.session import Readied
    from tqcheck.training.trainer import Check, Progress

INTERRUPTED = 130
_ADAPTED = {"rate": 1e-4, "warm_up": 100}
_SIZES = ("nano", "mini", "tiny", "small", "base")


@click.command()
@click.option("--from", "origin", metavar="LANG", help="Language of the first column, as in fr; translated from.")
@click.option("--to", metavar="LANG", help="Language of the second column; translated into.")
@click.option("--direction", metavar="PAIR", help="Another direction than from-to: the opposite, as in en-fr, or both.")
@click.option(
    "--data", "files", multiple=True, metavar="PATH[=WEIGHT]", help="Pairs: TSV, TMX or packs; may be repeated."
)
@click.option("--texts", nargs=2, multiple=True, metavar="FROM TO", help="Pairs: line n of two text files.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder for the model.")
@click.option("--init", type=click.Path(path_type=Path), metavar="DIR", help="Adapt the model in this folder.")
@click.option("--student", type=click.Path(path_type=Path), metavar="DIR", help="Start from a Bergamot student.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="FILE", help="Words for its pieces.")
@click.option("--vocabulary", type=click.Path(path_type=Path), metavar="FILE", help="SentencePiece model to use.")
@click.option("--pieces", type=click.IntRange(300, 100_000), help="Vocabulary to make of the data (8000).")
@click.option("--size", type=click.Choice(_SIZES), help="Size of a new model (tiny).")
@click.option("--minutes", type=click.FloatRange(0), help="End this run after so long; 0 only writes the model.")
@click.option("--steps", type=click.IntRange(0), help="End after so many steps, all runs counted.")
@click.option("--resume", is_flag=True, help="Go on with the training in --out.")
@click.option("--held-out", "hold", type=click.IntRange(0), help="Pairs to judge the model on, at most (500).")
@click.option("--clean/--no-clean", default=None, help="Leave out pairs that look wrong (they are).")
@click.option("--normalise/--no-normalise", default=None, help="Straight quotation marks in the texts (yes).")
@click.option("--emphasis", is_flag=True, default=None, help="More often: rare words, and what the heaviest are like.")
@click.option(
    "--synthetic", type=click.FloatRange(0, 0.5), help="Share of pairs made up of others: quotations, names (0)."
)
@click.option("--rate", type=click.FloatRange(0, 1, min_open=True), help="Highest learning rate (6e-4; 1e-4 adapting).")
@click.option("--warm-up", type=click.IntRange(0), help="Steps until the rate is at its highest (300; 100 adapting).")
@click.option("--cool-down", type=click.FloatRange(0, 1), help="Share of the run in which the rate falls (0.25).")
@click.option("--batch-tokens", "tokens", type=click.IntRange(64), help="Tokens of a batch (4000; 40000 on CUDA).")
@click.option("--dropout", type=click.FloatRange(0, 0.9), help="For few pairs, 0.1 (0).")
@click.option("--smoothing", type=click.FloatRange(0, 0.9), help="Label smoothing (0).")
@click.option("--sampled", "drawn", type=click.IntRange(0), help="Random candidates of the softmax; 0: all (2500).")
@click.option("--check-every", "checked_every", type=click.IntRange(1), help="Steps from one look to the next (200).")
@click.option("--seed", type=click.IntRange(0), help="For another order of the data (1).")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), help="Where to compute (auto).")
@click.option("--precision", type=click.Choice(["auto", "bfloat16", "float32"]), help="Of matrix products (auto).")
@click.option("--threads", type=click.IntRange(0), help="Processor threads; 0, the default, takes all cores.")
@click.option("--licence", metavar="TEXT", help="Licence of the weights, for the model's description.")
def train(out: Path, resume: bool, **options: Any) -> int:
    """Make or adapt a translation model.

    \b
    tqcheck models train --from fr --to en --data pairs.tsv --out my-fr-en --minutes 60
    tqcheck models train --from fr --to en --data house.tmx --init models/fr-en --out house-fr-en --minutes 10
    tqcheck models train --resume --out my-fr-en --minutes 60

    Ctrl-C saves the state. Needs the extra: pip install 'tqcheck[torch]'.
    """
    from tqcheck.training import session
    from tqcheck.training.recipe import Recipe

    given = {name: value for name, value in options.items() if value is not None and value != ()}
    session.require_torch()
    if resume:
        recipe = _resumed(Recipe.load(out / session.WORK), given)
        recipe.save(out / session.WORK)
    else:
        recipe = _recipe(given, out)
        click.echo("Reading the data", err=True)
        _tell(session.ready(recipe, out), recipe)
    with _stopping() as asked, _Display(recipe) as display:
        finished = session.go_on(recipe, out, display, lambda: bool(asked))
    if not finished:
        click.echo(f"Stopped. Go on with: tqcheck models train --resume --out {shlex.quote(str(out))}", err=True)
        return INTERRUPTED
    click.echo(f"{out}: the model is written")
    outcome = session.judge(recipe, out)
    for pair, metrics in outcome.after.items():
        click.echo(_figures(pair, metrics, outcome.before.get(pair, ())))
    click.echo(f"Use it: tqcheck score --model {out} TEXT. To free disk space, delete {out / session.WORK}.", err=True)
    return 0


def _recipe(given: Mapping[str, Any], out: Path) -> Recipe:
    from tqcheck.training import data
    from tqcheck.training.recipe import Recipe

    rest = dict(given)
    origin, to = rest.pop("origin", None), rest.pop("to", None)
    if not origin or not to:
        raise UsageError("--from and --to say which languages the data are in; both are wanted")
    languages = Pair(_language(origin), _language(to))
    sources = [data.parse_source(text) for text in rest.pop("files", ())]
    sources += [data.Source(Path(here), Path(there)) for here, there in rest.pop("texts", ())]
    if not sources:
        raise UsageError("no data: name files with pairs by --data or --texts")
    if "minutes" not in rest and "steps" not in rest:
        raise UsageError("say how long to train: --minutes or --steps")
    for start in ("init", "student"):
        for name in ("size", *(("pieces",) if start == "init" else ())):
            if start in rest and name in rest:
                raise UsageError(f"--{start} brings its own: leave out --{name}")
    directions = _directions(rest.pop("direction", None), languages)
    named = Recipe(languages, directions, tuple(sources), name=out.resolve().name)
    return _with({**(_ADAPTED if "init" in rest else {}), **rest}, named)


def _resumed(recipe: Recipe, given: Mapping[str, Any]) -> Recipe:
    fixed = {"origin": "--from", "to": "--to", "files": "--data", "texts": "--texts", "hold": "--held-out"}
    fixed |= {name: f"--{name}" for name in ("direction", "init", "student", "lexicon", "vocabulary", "size", "pieces")}
    fixed |= {name: f"--{name}" for name in ("emphasis", "synthetic", "clean", "normalise", "licence")}
    for name, option in fixed.items():
        if name in given:
            raise UsageError(f"{option} cannot change when a training goes on; begin a new one in another folder")
    schedule = recipe.settings.schedule
    if "minutes" in given or "steps" in given:
        schedule = replace(schedule, minutes=None, steps=None)
    return _with(given, replace(recipe, settings=replace(recipe.settings, schedule=schedule)))


def _with(given: Mapping[str, Any], recipe: Recipe) -> Recipe:
    """`recipe` with the given options, each where it belongs."""

    def of(part: Any) -> dict[str, Any]:
        return {name: value for name, value in given.items() if hasattr(part, name)}

    schedule = replace(recipe.settings.schedule, **of(recipe.settings.schedule))
    settings = replace(recipe.settings, **of(recipe.settings), schedule=schedule)
    return replace(recipe, **of(recipe), settings=settings)


def _language(code: str) -> str:
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise UsageError(f"{code!r} is no language code; fr, en and de are some")
    return code.casefold()


def _directions(wanted: str | None, languages: Pair) -> tuple[Pair, ...]:
    known = {str(languages): (languages,), str(languages.back): (languages.back,), "both": (languages, languages.back)}
    if wanted is None:
        return (languages,)
    if wanted not in known:
        raise UsageError(f"--direction {wanted}: the data allow {languages}, {languages.back}, or both")
    return known[wanted]


def _tell(readied: Readied, recipe: Recipe) -> None:
    left_out = sum(readied.left_out.values())
    click.echo(
        f"{readied.pairs:,} pairs to train on, {readied.held:,} held out, {left_out:,} left out; "
        f"{readied.pieces:,} pieces in the vocabulary",
        err=True,
    )
    for why, count in readied.left_out.most_common():
        click.echo(f"  {count:,} {why}", err=True)


def _figures(pair: Pair, metrics: Sequence[Metric], before: Sequence[Metric]) -> str:
    if not metrics:
        return f"{pair}: no pairs were held out, so there are no figures"
    earlier = {metric.name: f" (before: {metric.value:.1f})" for metric in before}
    figures = ", ".join(f"{one.name} {one.value:.1f}{earlier.get(one.name, '')}" for one in metrics)
    return f"{pair}: {figures} on the pairs held out"


@contextmanager
def _stopping() -> Iterator[list[int]]:
    """A list that is no longer empty once the user or the system has asked to stop; a second Ctrl-C stops at once."""
    asked: list[int] = []

    def note(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        click.echo("Stopping after this step", err=True)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Display:
    """A progress bar on standard error; where that is no terminal, a line for each look at the pairs held out."""

    def __init__(self, recipe: Recipe) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        self._schedule = recipe.settings.schedule
        self._bars = Bars(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self._task = self._bars.add_task("Training", total=1.0)
        self._print = console.print if sys.stderr.isatty() else lambda line, **_: click.echo(line, err=True)
        self._now: Progress | None = None

    def __enter__(self) -> _Display:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def progress(self, now: Progress) -> None:
        """Move the bar."""
        shares = [0.0]
        if self._schedule.steps:
            shares.append(now.step / self._schedule.steps)
        if self._schedule.minutes:
            shares.append(now.elapsed / 60 / self._schedule.minutes)
        line = f"Step {now.step:,}  loss {now.loss:.2f}  {now.speed:,.0f} tokens/s"
        self._bars.update(self._task, completed=max(shares), description=line)
        self._now = now

    def checked(self, check: Check) -> None:
        """Print a line that stays."""
        line = (
            f"Step {check.step:,}: loss {check.loss:.3f} on the pairs held out, {check.gain:.2f} gained by the source"
        )
        if self._now:
            line += f"; {self._now.tokens:,} tokens learnt from, {self._now.speed:,.0f} a second"
        self._print(line, highlight=False)
