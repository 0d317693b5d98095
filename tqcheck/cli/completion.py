"""`tqcheck completion`: the script that teaches a shell our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    Put it where your shell looks, as in: tqcheck completion fish > ~/.config/fish/completions/tqcheck.fish
    """
    from tqcheck.cli.main import tqcheck

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(tqcheck, {}, "tqcheck", "_TQCHECK_COMPLETE").source())
