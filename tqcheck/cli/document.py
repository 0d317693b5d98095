"""docs/commands.md out of the commands' own help: ``python -m tqcheck.cli.document > docs/commands.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tqcheck.cli.main import tqcheck

_HEAD = """# Commands

<!-- Made by `python -m tqcheck.cli.document`; a test fails when it is out of date. -->

Every option can also be set by the environment variable that its help names. Settings that stay belong in a file:
[configuration.md](configuration.md).
"""


def document() -> str:
    """The page: the help of every command and sub-command, 100 columns wide."""
    return "\n".join([_HEAD, *_pages(tqcheck, None, "tqcheck")])


def _pages(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    context = click.Context(
        command,
        parent=parent,
        info_name=name,
        terminal_width=100,
        max_content_width=100,
        help_option_names=["-h", "--help"],
    )
    yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _pages(found, context, child)


if __name__ == "__main__":
    click.echo(document(), nl=False)
