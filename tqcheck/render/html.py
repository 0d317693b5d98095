"""The report as one HTML page: no script, nothing from outside, for screen, phone and paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, TextIO

from tqcheck.readers.base import OBJECT
from tqcheck.render import Style
from tqcheck.render.characters import legal
from tqcheck.render.origin import chance
from tqcheck.render.view import View
from tqcheck.render.wording import count, counts, language_name, severity_name
from tqcheck.report import Report

if TYPE_CHECKING:
    from jinja2 import Environment

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_IN_MEMORY = 8_000_000


def render_html(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One page for all reports.

    The documents wait in a temporary file while they are checked, since the contents and the totals stand
    before them; memory holds one report at a time.
    """
    templates = environment()
    entries = []
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as body:
        article = templates.get_template("document.html")
        for number, report in enumerate(reports, 1):
            page = View(report, f"d{number}")
            for chunk in article.generate(page=page, report=report, all_sentences=style.sentences != "none"):
                body.write(chunk)
            entries.append(_Entry(page.anchor, page.title, report.verdict.value, page.score, _flaws(report)))
        css = files("tqcheck.render").joinpath("report.css").read_text("utf-8")
        frame = templates.get_template("page.html").render(entries=entries, css=css, totals=_totals(entries))
        head, foot = frame.split("<!-- documents -->")
        out.write(head)
        body.seek(0)
        shutil.copyfileobj(body, out)
        out.write(foot)
    out.flush()


@cache
def environment() -> Environment:
    """The templates of all pages: whatever a text holds stays text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("tqcheck.render", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Most fonts show nothing for U+FFFC, which stands for code and placeholders.
        finalize=lambda value: legal(value).replace(OBJECT, "▯") if type(value) is str else value,
    )
    made.filters.update(chance=chance, language_name=language_name, tag=_language_tag, severity=severity_name)
    return made


def _language_tag(code: str | None) -> str:
    """A language code that may stand in ``lang``; ``""``, unknown, for anything else."""
    return code if code and _TAG.fullmatch(code) else ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document in the table of contents."""

    anchor: str
    title: str
    verdict: str
    score: str
    flaws: str


def _flaws(report: Report) -> str:
    return counts(report.findings) if report.document.text else "not read"


def _totals(entries: list[_Entry]) -> str:
    numbers = [
        f"{sum(entry.verdict == verdict for entry in entries)} {word}"
        for verdict, word in (
            ("block", "blocked"),
            ("undecided", "undecided"),
            ("review", "to review"),
            ("pass", "passed"),
        )
        if any(entry.verdict == verdict for entry in entries)
    ]
    return f"{count(len(entries), 'document')}: {', '.join(numbers)}" if entries else "No document was checked."
