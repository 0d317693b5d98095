"""The `tqcheck` command: its sub-commands, loaded when they are called, and its exit codes."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from tqcheck import __version__
from tqcheck.errors import TqcheckError

COMMANDS = {
    "score": ("tqcheck.cli.score", "Check texts: back-translation, fidelity, flaws."),
    "lint": ("tqcheck.cli.lint", "Check texts by rules alone, without a model."),
    "origin": ("tqcheck.cli.origin", "Say whether texts read as machine translation."),
    "report": ("tqcheck.cli.report", "Check folders of texts, again only what changed."),
    "evaluate": ("tqcheck.cli.evaluate", "Print how far tqcheck agrees with people."),
    "compare": ("tqcheck.cli.compare", "Say which of two translations is better."),
    "models": ("tqcheck.cli.models", "List, download and remove translation models."),
    "rules": ("tqcheck.cli.rules", "List, show, test and write rules."),
    "explain": ("tqcheck.cli.rules", "Say what a rule flags, why, and when it does not."),
    "cache": ("tqcheck.cli.cache", "Show, shrink or empty the cache of translations."),
    "serve": ("tqcheck.cli.serve", "Serve checks over HTTP, and a page for editors."),
    "hook": ("tqcheck.cli.hook", "Check one JSON request from a CMS."),
    "completion": ("tqcheck.cli.completion", "Print the shell completion script."),
}
"""By name, the module that holds the command, and its line in the help."""

INTERRUPTED = 130


class _Commands(click.Group):
    """Imports a command's module only when that command is called, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="tqcheck")
def tqcheck() -> None:
    """Find the raw machine translation in a text.

    Exit codes: 0 the text passes, 1 it was flagged, 2 wrong use or configuration, 3 it could not be judged.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every expected failure is one line on stderr."""
    # A start makes many objects that stay to the end: looking through them for garbage, again and again and once more
    # at the exit, is a sixth of a `lint`.
    gc.set_threshold(100_000, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
    try:
        given = list(arguments) if arguments is not None else None
        code = tqcheck.main(args=given, prog_name="tqcheck", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        # click gives ClickException 1, which here means that a text was flagged.
        click.echo(f"tqcheck: {error.format_message()}", err=True)
        if isinstance(error, click.UsageError) and error.ctx is not None:
            click.echo(f"See '{error.ctx.command_path} --help'.", err=True)
        return 2
    except TqcheckError as error:
        click.echo(f"tqcheck: {error}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("tqcheck: stopped", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone, as in `tqcheck lint * | head`; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"tqcheck: {name}{error.strerror or error}", err=True)
        return 3
