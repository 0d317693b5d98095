"""Pages for a terminal, by rich, written as soon as each is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, RenderableType

from tqcheck.render import Style


def write_pages(pages: Iterable[Iterable[RenderableType]], out: TextIO, style: Style) -> None:
    """Write each page, its parts below one another, with a blank line between two pages."""
    console = Console(
        file=out,
        width=style.width,
        force_terminal=style.colour,
        no_color=not style.colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for number, parts in enumerate(pages):
        with console.capture() as page:
            console.print(*parts, sep="\n")
        # rich pads every line to the full width; what is piped into a file or a mail should not carry that.
        lines = [line.rstrip(" ") for line in page.get().splitlines()]
        out.write("\n" * bool(number) + "\n".join(lines) + "\n")
        out.flush()
