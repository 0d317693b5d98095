"""Output formats: one file each, all fed by the same reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO, cast

from tqcheck.report import Report


@dataclass(frozen=True, slots=True)
class Style:
    """How a person wants to see reports; formats for machines look at nothing here."""

    width: int = 80
    colour: bool = False
    sentences: str = "weakest"
    """Which sentences to show beside their back-translations: ``weakest``, ``all`` or ``none``."""
    explain: bool = False
    """Whether to say what the fidelity of each of them is made of."""


Render = Callable[[Iterable[Report], TextIO, Style], None]
"""Writes the reports to a stream, one after the other where the format allows it."""

FORMATS = {
    "text": "tqcheck.render.text",
    "json": "tqcheck.render.json",
    "jsonl": "tqcheck.render.json",
    "html": "tqcheck.render.html",
    "csv": "tqcheck.render.csv",
    "sarif": "tqcheck.render.sarif",
    "junit": "tqcheck.render.junit",
    "github": "tqcheck.render.github",
    "rdjson": "tqcheck.render.rdjson",
    "checkstyle": "tqcheck.render.checkstyle",
    "mqm": "tqcheck.render.mqm",
}
"""By name, the module that has a `render_NAME` function; imported only when it is asked for."""


def renderer(name: str) -> Render:
    """The renderer called `name`; ``KeyError`` where there is none."""
    return cast(Render, getattr(import_module(FORMATS[name]), f"render_{name}"))
