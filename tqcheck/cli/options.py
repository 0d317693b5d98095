"""Options that several commands share, and the settings they come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from tqcheck.config import BOUNDS, ENGINES, FAIL_ON, Config, find, load
from tqcheck.readers import MARKUPS
from tqcheck.render import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])


def option(*names: str, **settings: Any) -> Callable[[Command], Command]:
    """A click option that can also be set as ``TQCHECK_NAME``; the help says so."""
    long = next(name for name in names if name.startswith("--")).split("/")[0]
    variable = "TQCHECK_" + long.removeprefix("--").replace("-", "_").upper()
    return click.option(*names, envvar=variable, show_envvar=True, **settings)


def stacked(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator; the help lists them in this order."""

    def decorate(command: Command) -> Command:
        for one in reversed(options):
            command = one(command)
        return command

    return decorate


_GUESSED = "tqcheck.origin.guessed"


def _named(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    guessed = context.meta.get(_GUESSED, False)
    if value and guessed:
        raise click.UsageError("--from and --origin auto exclude each other.")
    return "auto" if guessed else value


def _guessed(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """Settles ``origin`` beside `_named`, whichever of the two click comes to first."""
    if value:
        if context.params.get("origin"):
            raise click.UsageError("--from and --origin auto exclude each other.")
        context.meta[_GUESSED] = True
        context.params["origin"] = value


language_options = stacked(
    option(
        "--from",
        "origin",
        metavar="LANG",
        callback=_named,
        help="Language that the text was translated from, as in fr; else guessed.",
    ),
    option(
        "--origin",
        "guessed",
        type=click.Choice(["auto"]),
        callback=_guessed,
        expose_value=False,
        help="Guess that language, whatever the settings say.",
    ),
    option("--to", metavar="LANG", help="Language of the text; found by itself where it is not given."),
)

rule_options = stacked(
    option("--select", multiple=True, metavar="RULE", help="Apply only this rule or family; may be repeated."),
    option("--ignore", multiple=True, metavar="RULE", help="Do not apply this rule or family; may be repeated."),
    option("--packs", multiple=True, type=click.Path(), metavar="DIR", help="Folder with phrase rules of your own."),
    option("--baseline", type=click.Path(dir_okay=False), metavar="FILE", help="Leave out the findings in this file."),
)

limit_options = stacked(
    option("--fail-under", type=click.FloatRange(0, 100), metavar="N", help="Block a text with fidelity below N."),
    option("--fail-on-bound", type=click.Choice(BOUNDS), help="What N is for: fidelity, or its lower bound (middle)."),
)

changed_option = option(
    "--changed", metavar="REV", help="Only files, and findings on lines, that git diff REV shows; PATH may be a folder."
)

update_options = stacked(
    option("--update-baseline", is_flag=True, help="Write all findings into the --baseline file as known."),
    option("--fix", is_flag=True, help="Show, as a diff, what the safe suggestions would change."),
    option("--write", is_flag=True, help="With --fix: change the files."),
)

model_options = stacked(
    option("--model", multiple=True, type=click.Path(), metavar="DIR", help="Use the model in this folder."),
    option("--beam", type=click.IntRange(1, 32), help="Width of the beam search (4); 1 is fastest."),
    option("--threads", type=click.IntRange(0), help="Processor threads; 0, the default, takes all cores."),
    option("--cache/--no-cache", default=None, help="Keep translations for the next run (on by default)."),
    option("--offline", is_flag=True, default=None, help="Never ask the hub."),
    option("--allow-download", is_flag=True, default=None, help="Fetch a missing model from the hub."),
)

engine_options = stacked(
    option("--engine", type=click.Choice(ENGINES), help="What translates; ctranslate is the default."),
    model_options,
)

output_options = stacked(
    option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", help="Output format."),
    option(
        "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to this file, whole or not at all."
    ),
    option("--width", type=click.IntRange(30), help="Columns of the text output; the terminal's by default."),
    option("--color/--no-color", default=None, help="Colour in the text output; by itself on a terminal."),
    option("--fail-on", type=click.Choice(FAIL_ON), help="Least severe finding for exit code 1 (warning)."),
    option("--config", type=click.Path(), metavar="FILE", help="Configuration file; else the nearest one upwards."),
)

document_options = stacked(
    option("--markup", type=click.Choice(list(MARKUPS)), metavar="FORMAT", help="Read every input as this."),
    option("--fields", multiple=True, metavar="POINTER", help="JSON field to check, as in /body; may be repeated."),
    option("--max-bytes", type=click.IntRange(1), help="Largest file that is read (20 MB)."),
)


def settings(config: str | None, values: dict[str, Any]) -> Config:
    """The configuration file's settings with the given options over them; unset options are ``None`` or empty."""
    path = Path(config) if config else find(Path.cwd())
    given = {key: value for key, value in values.items() if value is not None and value != ()}
    return load(path).updated(given)
