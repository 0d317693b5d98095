"""The origin of a text for a person at a terminal: the claim, the strip of heat, the evidence, the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tqcheck.render import Style
from tqcheck.render.origin import CAUTION, STEPS, Sentence, basis, chance, extremes, headline, sentences, shares
from tqcheck.render.pages import write_pages
from tqcheck.report import Origin, Report

_BARS = "▁▃▅▆█"
_COLOURS = ("blue", "cyan", "yellow", "dark_orange", "red")
_LINE = 60
_EVIDENCE = 3
_BAR = 20
_LONGEST = 300


def render_origin(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """What `tqcheck origin` prints: of each text all that is known of its origin, as soon as it is there."""
    write_pages((_page(report, style) for report in reports), out, style)


def section(report: Report, style: Style) -> list[RenderableType]:
    """What a report says of the origin besides all else: nothing where nothing can be told.

    Where nothing was translated, only a text that reads as translated is spoken of: `lint` is to be short.
    """
    origin = report.origin
    if origin is None or origin.translated is None or (origin.level != "full" and not origin.reads_translated):
        return []
    parts: list[RenderableType] = [_claim(origin)]
    if origin.level == "full":
        parts += _strip(sentences(report), style)
    if origin.reads_translated:
        parts += _evidence(origin.evidence[:_EVIDENCE])
    return parts


def _page(report: Report, style: Style) -> Iterator[RenderableType]:
    yield Text(report.document.title, style="bold")
    origin = report.origin
    if origin is None:
        yield Text("Nothing was said of the origin.")
        return
    yield _claim(origin)
    if origin.reason:
        yield Text(origin.reason)
    if origin.translated is None:
        return
    yield Text(f"({basis(origin)})", style="dim")
    every = sentences(report)
    if every:
        yield Text()
        yield from _strip(every, style)
    ranked = shares(origin)
    if ranked and origin.translated >= 0.5:
        yield Text("\nIf it is translated, then from", style="bold")
        yield _bars(ranked)
    if origin.evidence:
        yield Text("\nEvidence, weightiest first", style="bold")
        yield from _evidence(origin.evidence)
    most, least = extremes(every)
    for label, some in (("most", most), ("least", least)):
        if some:
            yield Text(f"\nSentences that read {label} translated", style="bold")
            yield _listed(some)
    yield Text()
    for note in report.provenance.notes:
        yield Text(note, style="dim")
    yield Text(CAUTION, style="dim")


def _claim(origin: Origin) -> Text:
    return Text(headline(origin), style="bold" if origin.reads_translated else "")


def _strip(every: Sequence[Sentence], style: Style) -> list[RenderableType]:
    """A bar a sentence, taller and redder the more it reads as translated, with the number that a line begins at."""
    if not every:
        return []
    digits = len(str(every[-1].number))
    length = max(10, min(_LINE, style.width - digits - 3))
    lines: list[RenderableType] = []
    for at in range(0, len(every), length):
        line = Text.assemble((f"  {every[at].number:>{digits}} ", "dim"))
        for one in every[at : at + length]:
            line.append(_BARS[one.step], style=_COLOURS[one.step])
        lines.append(line)
    legend = Text("  " + " " * digits + " ")
    for number in range(STEPS):
        legend.append(_BARS[number], style=_COLOURS[number])
    legend.append(" sentences, native to translated", style="dim")
    return [*lines, legend]


def _bars(ranked: Sequence[tuple[str, float]]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(min_width=10)
    grid.add_column(width=_BAR)
    grid.add_column(justify="right")
    for name, share in ranked:
        grid.add_row(name, "█" * max(1, round(_BAR * share)), f"{100 * share:.0f}%")
    return Padding(grid, (0, 0, 0, 2))


def _evidence(lines: Iterable[str]) -> list[RenderableType]:
    return [_hanging("·", Text(_one_line(line))) for line in lines]


def _listed(some: Sequence[Sentence]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for one in some:
        text = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]} …"
        grid.add_row(str(one.number), chance(one.translated), Text(_one_line(text)))
    return Padding(grid, (0, 0, 0, 2))


def _hanging(mark: str, text: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(mark, text)
    return Padding(grid, (0, 0, 0, 2))


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)
