"""The page that shows all documents, worst first: one file, readable without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tqcheck import __version__
from tqcheck.batch.files import written
from tqcheck.batch.state import State
from tqcheck.batch.summary import FAILED, RANKS, Summary
from tqcheck.batch.systems import SystemSum
from tqcheck.batch.tables import reference
from tqcheck.batch.totals import Sum, Totals, below
from tqcheck.render.html import environment
from tqcheck.render.origin import chance
from tqcheck.render.wording import count, language_name

_WORDS = {"block": "blocked", FAILED: "not judged", "undecided": "undecided", "review": "to review", "pass": "passed"}
_LABELS = {"block": "block", FAILED: "not judged", "undecided": "undecided", "review": "review", "pass": "pass"}
_REASON = 300


def write_page(
    target: Path, state: State, here: Container[str], when: str, sums: Totals, about: Mapping[str, str]
) -> None:
    """Write the page; `when` is the time of the run, `about` says in a line what rules flag, by id.

    Memory holds one document at a time. Raises WriteError.
    """
    compared = state.since is not None
    css, script = _file("report.css") + _file("index.css"), _file("index.js")
    template = environment().get_template("index.html")
    with written(target) as out:
        for piece in template.generate(
            css=css,
            css_hash=_hash(css),
            script=script,
            script_hash=_hash(script),
            when=when,
            since=state.since,
            version=__version__,
            where=sums.common,
            sentence=_sentence(sums, compared),
            figures=list(_figures(sums, compared)),
            verdicts=[(name, _LABELS[name], sums.now.verdicts[name]) for name in RANKS if sums.now.verdicts[name]],
            rows=_rows(state, here, sums.common, compared),
            scored=sums.now.fidelity is not None,
            traced=sums.now.told > 0,
            compared=compared,
            rules=_rules(sums, compared, about),
            folders=[_folder(name, one) for name, one in sums.folders.items()],
            systems=[_system(name, one) for name, one in _weakest_first(sums)],
        ):
            out.write(piece)


def _file(name: str) -> str:
    return files("tqcheck.render").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number on top of the page."""

    kind: str
    word: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A document as the table shows it."""

    number: int
    """The place among all, the worst first."""
    title: str
    href: str | None
    verdict: str
    label: str
    rank: int
    reason: str
    language: str
    one: Summary
    fidelity: str
    translated: str
    """How probably it is machine translation."""
    origin: str
    """From which language, where it reads as such and one stands out."""
    change: str
    course: str
    """``new``, ``worse``, ``better`` or ``same``."""


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    about: str
    """What it flags."""
    findings: int
    documents: int
    change: str


@dataclass(frozen=True, slots=True)
class _Folder:
    name: str
    sum: Sum
    fidelity: str


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    sum: SystemSum
    fidelity: str
    flaws: str


def _sentence(sums: Totals, compared: bool) -> str:
    parts = [count(sums.now.documents, "document"), f"{sums.now.words:,} words"]
    if compared and sums.new:
        parts.append(f"{sums.new} new")
    if compared and sums.gone:
        parts.append(f"{sums.gone} gone")
    return ", ".join(parts)


def _figures(sums: Totals, compared: bool) -> Iterator[_Figure]:
    now, before = sums.now, sums.before
    for name, word in _WORDS.items():
        if now.verdicts[name] or before.verdicts[name] or name in ("block", "review", "pass"):
            change = _signed(now.verdicts[name] - before.verdicts[name]) if compared else ""
            yield _Figure(name, word, str(now.verdicts[name]), change)
    for word, value, earlier in (
        ("errors", now.errors, before.errors),
        ("warnings", now.warnings, before.warnings),
        ("notes", now.notes, before.notes),
    ):
        yield _Figure("", word, f"{value:,}", _signed(value - earlier) if compared else "")
    if now.fidelity is not None:
        change = _signed(round(now.fidelity) - round(before.fidelity)) if before.fidelity is not None else ""
        yield _Figure("", "mean fidelity", f"{now.fidelity:.0f}", change if compared else "")
    if now.told:
        change = _signed(now.translated - before.translated) if compared and before.told else ""
        yield _Figure("", "read as translated", f"{now.translated:,}", change)


def _rows(state: State, here: Container[str], common: str, compared: bool) -> Iterator[_Row]:
    current = ((one, before) for one, before in state.summaries(worst_first=True) if one.path in here)
    for number, (one, before) in enumerate(current, 1):
        change, course = _course(one, before) if compared else ("", "same")
        yield _Row(
            number,
            below(one.path, common),
            reference(one, "html"),
            one.verdict,
            _LABELS[one.verdict],
            one.rank,
            one.reason if len(one.reason) <= _REASON else f"{one.reason[:_REASON]} …",
            language_name(one.language) if one.language else "",
            one,
            f"{one.fidelity:.0f}" if one.fidelity is not None else "",
            chance(one.translated) if one.translated is not None else "",
            language_name(one.origin) if one.reads_translated and one.origin else "",
            change,
            course,
        )


def _course(now: Summary, before: Summary | None) -> tuple[str, str]:
    """What became of a document since the run before, in words and as one of `_Row.course`."""
    if before is None:
        return "new", "new"
    parts = [
        f"{_signed(n - b)} {noun}{'' if abs(n - b) == 1 else 's'}"
        for noun, n, b in (
            ("error", now.errors, before.errors),
            ("warning", now.warnings, before.warnings),
            ("note", now.notes, before.notes),
        )
        if n != b
    ]
    if now.fidelity is not None and before.fidelity is not None and round(now.fidelity) != round(before.fidelity):
        parts.append(f"fidelity {_signed(round(now.fidelity) - round(before.fidelity))}")
    if now.verdict != before.verdict:
        parts.insert(0, f"was {_LABELS[before.verdict]}")
    worse = _weight(now), _weight(before)
    return ", ".join(parts), "worse" if worse[0] > worse[1] else "better" if worse[0] < worse[1] else "same"


def _weight(one: Summary) -> tuple[float, ...]:
    return (-one.rank, one.errors, one.warnings, one.notes, -(one.fidelity or 0))


def _rules(sums: Totals, compared: bool, about: Mapping[str, str]) -> list[_Rule]:
    ordered = sorted(sums.rules.items(), key=lambda pair: (-pair[1].findings, -pair[1].before, pair[0]))
    return [
        _Rule(
            name,
            about.get(name, ""),
            one.findings,
            one.documents,
            _signed(one.findings - one.before) if compared else "",
        )
        for name, one in ordered
    ]


def _folder(name: str, one: Sum) -> _Folder:
    return _Folder(name or "·", one, f"{one.fidelity:.0f}" if one.fidelity is not None else "")


def _weakest_first(sums: Totals) -> list[tuple[str, SystemSum]]:
    def weakness(pair: tuple[str, SystemSum]) -> tuple[float, float, str]:
        name, one = pair
        return (one.fidelity if one.fidelity is not None else 101, -(one.flaws or 0), name)

    return sorted(sums.systems.items(), key=weakness)


def _system(name: str, one: SystemSum) -> _System:
    fidelity, flaws = one.fidelity, one.flaws
    return _System(
        name or "not said",
        one,
        "" if fidelity is None else f"{fidelity:.0f}",
        "" if flaws is None else f"{flaws:.1f}",
    )


def _signed(number: int) -> str:
    """``+2``, ``−1``; nothing for 0."""
    return f"+{number:,}" if number > 0 else f"−{-number:,}" if number else ""
