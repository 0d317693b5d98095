"""The report for a person at a terminal: verdict, flaws in reading order, sentences beside their back-translations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tqcheck.render import Style
from tqcheck.render.doubts import OMITTED, legend, omitted, text_of
from tqcheck.render.explained import explained
from tqcheck.render.lines import Lines
from tqcheck.render.origin_text import section
from tqcheck.render.pages import write_pages
from tqcheck.render.wording import against, counts, grouped, language_name, notes, severity_name
from tqcheck.report import Finding, Judged, Mode, Report, Severity, Skipped, Verdict

_VERDICTS = {
    Verdict.PASS: ("PASS", "bold green"),
    Verdict.REVIEW: ("REVIEW", "bold yellow"),
    Verdict.BLOCK: ("BLOCK", "bold red"),
    Verdict.UNDECIDED: ("UNDECIDED", "bold magenta"),
}
_SEVERITIES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WEAKEST = 3
_CONTEXT = 200
"""Code points of the paragraph that are shown on either side of a flaw."""


def render_text(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Write each report as soon as it is there; without colour flaws are underlined by carets."""
    write_pages(([_page(report, style)] for report in reports), out, style)


def _page(report: Report, style: Style) -> RenderableType:
    parts: list[RenderableType] = [_head(report)]
    if report.findings:
        parts += [Text(), _title("Flaws")]
        lines = Lines(report.document.text)
        for group in grouped(report.findings):
            parts += [_flaw(report, group, lines, style), Text()]
        parts.pop()
    shown = _sentences(report, style.sentences)
    if shown:
        label = "Every sentence" if style.sentences == "all" else "Weakest sentences"
        parts += [Text(), _title(label), *_side_by_side(report, shown, style)]
        if style.explain:
            parts += [_title("Fidelity explained"), *_explained(shown)]
        if any(isinstance(one, Judged) and one.doubts for one in shown):
            parts.append(Text(f"⟨words⟩: {legend(report)}.", style="dim"))
    told = section(report, style)
    if told:
        parts += [Text(), _title("Origin"), *told]
    parts.extend(_foot(report))
    return Group(*parts)


def _head(report: Report) -> RenderableType:
    label, colour = _VERDICTS[report.verdict]
    first = Text.assemble((label, colour), "  ", report.reason or "")
    facts = [language_name(report.language.code) if report.language.code else "Language unsure"]
    if report.fidelity:
        f = report.fidelity
        facts.append(f"fidelity {f.score:.0f} of 100 ({f.low:.0f} to {f.high:.0f}) against {against(report)}")
    elif report.mode is Mode.RULES_ONLY:
        facts.append("rules only, nothing was translated")
    facts.append(counts(report.findings))
    return Group(Text(report.document.title, style="bold"), first, Text(" · ".join(facts), "dim"))


def _title(text: str) -> RenderableType:
    return Rule(Text(text, style="bold"), align="left", characters="─", style="dim")


def _flaw(report: Report, group: Sequence[Finding], lines: Lines, style: Style) -> RenderableType:
    finding = group[0]
    colour = _SEVERITIES[finding.severity]
    label = severity_name(finding.severity)
    numbers = list(dict.fromkeys(lines.line(one.span.start) for one in group))
    where = f"line {numbers[0]}" + (f", also {', '.join(map(str, numbers[1:6]))}" if numbers[1:] else "")
    if len(numbers) > 6:
        where += f" and {len(numbers) - 6} more"
    head = Text.assemble((label, f"bold {colour}"), "  ", (where, "dim"), "  ", (finding.rule, "dim"))
    parts: list[RenderableType] = [head, *_quoted(report, finding, colour, style), _labelled("Why", finding.message)]
    if finding.source_phrase:
        parts.append(_labelled(_label_of_source(report), finding.source_phrase, "italic"))
    if finding.evidence and finding.evidence != finding.source_phrase:
        parts.append(_labelled("Seen in", finding.evidence))
    if finding.suggestion is not None:
        parts.append(_labelled("Write", finding.suggestion or "(nothing: delete it)", "green"))
    return Group(*parts)


def _label_of_source(report: Report) -> str:
    name = language_name(report.source_language)
    return name if 2 < len(name) <= 8 else "Source"


def _labelled(label: str, text: str | Text, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=8, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(label, Text(text, style=style) if isinstance(text, str) else text)
    return Padding(grid, (0, 0, 0, 2))


def _quoted(report: Report, finding: Finding, colour: str, style: Style) -> list[RenderableType]:
    """The words around a flaw, the flaw underlined: by the terminal where it has colour, else by carets."""
    text, start, end = _passage(report, finding)
    shown = Text(text)
    if style.colour:
        shown.stylize(f"underline bold {colour}", start, end)
    parts: list[RenderableType] = []
    for offset, line in _wrapped(shown, max(20, style.width - 2)):
        parts.append(Padding(line, (0, 0, 0, 2)))
        a, b = max(start - offset, 0), min(max(end, start + 1) - offset, max(len(line), 1))
        if not style.colour and a < b:
            carets = " " * cell_len(line.plain[:a]) + "^" * max(1, cell_len(line.plain[a:b]))
            parts.append(Padding(Text(carets), (0, 0, 0, 2)))
    return parts


def _passage(report: Report, finding: Finding) -> tuple[str, int, int]:
    """The sentences that the flaw touches, as a reader sees them, and where in them the flaw stands."""
    for number, block in enumerate(report.document.blocks):
        found = block.find(finding.span)
        if found is None:
            continue
        start, end = found
        touched = [
            outcome.segment
            for outcome in report.outcomes
            if outcome.segment.block == number and outcome.segment.start < end and start < outcome.segment.end
        ]
        first = min((segment.start for segment in touched), default=0)
        last = max((segment.end for segment in touched), default=len(block.text))
        return _cut(block.text, min(first, start), max(last, end), start, end)
    # Not in any prose: an empty span, or one that only markup has.
    return _cut(report.document.text, 0, len(report.document.text), finding.span.start, finding.span.end)


def _cut(text: str, first: int, last: int, start: int, end: int) -> tuple[str, int, int]:
    """``text[first:last]``, shortened to a readable stretch around ``text[start:end]``."""
    before, after = max(first, start - _CONTEXT), min(last, end + _CONTEXT)
    if before > first:
        before = text.find(" ", before, start) + 1 or before
    if after < last:
        after = text.rfind(" ", end, after) if " " in text[end:after] else after
    lead = "… " if before > first else ""
    tail = " …" if after < last else ""
    passage = lead + _one_line(text[before:after]) + tail
    return passage, start - before + len(lead), end - before + len(lead)


def _one_line(text: str) -> str:
    """Line breaks and control characters as spaces, one for one, so that offsets stay."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)


def _wrapped(text: Text, width: int) -> list[tuple[int, Text]]:
    """Lines of at most `width` cells, each with the offset of its first character."""
    plain, lines, start = text.plain, [], 0
    while start < len(plain):
        end, cells, space = start, 0, -1
        while end < len(plain):
            cells += cell_len(plain[end])
            if cells > width:
                break
            if plain[end] == " ":
                space = end
            end += 1
        else:
            lines.append((start, text[start:end]))
            break
        cut = space if space > start else max(end, start + 1)
        lines.append((start, text[start:cut]))
        start = cut + 1 if cut == space else cut
    return lines or [(0, text)]


def _sentences(report: Report, which: str) -> list[Judged | Skipped]:
    judged = [o for o in report.outcomes if isinstance(o, Judged) and o.fidelity is not None]
    if which == "none" or not judged:
        return []
    if which == "all":
        return list(report.outcomes)
    worst = sorted(judged, key=lambda o: (o.fidelity or 0.0, o.segment.index))[:_WEAKEST]
    return sorted(worst, key=lambda o: o.segment.index)


def _explained(shown: Sequence[Judged | Skipped]) -> list[RenderableType]:
    """A line for each sentence; of sentences whose fidelity is a plain figure there is nothing to explain."""
    lines = [explained(one) for one in shown if isinstance(one, Judged)]
    return [Padding(Text(line), (0, 0, 0, 2)) for line in lines if line] or [
        Padding(Text("Nothing was fitted for these models and languages: fidelity is chrF++."), (0, 0, 0, 2))
    ]


def _side_by_side(report: Report, shown: Sequence[Judged | Skipped], style: Style) -> list[RenderableType]:
    third = "Source" if report.mode is Mode.SOURCE else "Round trip"
    names = ("Text", f"Back in {language_name(report.source_language)}", third)
    if style.width >= 76:
        table = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False, expand=True, header_style="dim")
        table.add_column("", width=3, justify="right", style="dim")
        for name in names:
            table.add_column(name, ratio=1, overflow="fold")
        for outcome in shown:
            table.add_row(_score(outcome), *_cells(report, outcome))
        return [table]
    parts: list[RenderableType] = []
    for outcome in shown:
        text, back, other = _cells(report, outcome)
        parts += [Text.assemble((_score(outcome) or "–", "dim"), "  ", text)]
        parts += [_labelled("Back", back)] if back else []
        parts += [_labelled(third.split()[0], other)] if other else []
        parts.append(Text())
    return parts


def _score(outcome: Judged | Skipped) -> str:
    return f"{outcome.fidelity:.0f}" if isinstance(outcome, Judged) and outcome.fidelity is not None else ""


def _cells(report: Report, outcome: Judged | Skipped) -> tuple[Text, str, Text]:
    text = Text()
    for part in text_of(report, outcome):
        words = _one_line(part.text)
        # The brackets tell where there is no colour, and who cannot see it; what is most improbable is bold besides.
        styles = "bold underline yellow" if part.severity is Severity.WARNING else "underline"
        text.append(f"⟨{words}⟩" if part.severity else words, styles if part.severity else "")
    if isinstance(outcome, Skipped):
        return text, f"(not judged: {outcome.reason})", Text()
    other = Text(outcome.round_trip if outcome.round_trip is not None else outcome.segment.source_text or "")
    missed = omitted(outcome)
    if missed:
        other.append(f" ({OMITTED}: {', '.join(map(_one_line, missed))})", "dim")
    return text, outcome.back_translation or "", other


def _foot(report: Report) -> list[RenderableType]:
    texts = notes(report)
    return [Text(), *(Text(text, style="dim") for text in texts)] if texts else []
