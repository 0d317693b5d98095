"""Mending a text by the suggestions that are safe to take without a second look."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator

from tqcheck.report import Finding, Report

_SPECIAL = {
    **dict.fromkeys(("html", "xliff", "tmx", "vtt"), "<>&"),
    **dict.fromkeys(("json", "jsonl", "po"), '"\\'),
    **{"markdown": "<>&*_`[]\\", "csv": '",;', "tsv": '"'},
}
"""By markup, the characters that would need another spelling."""


def applicable(report: Report, safe: Collection[str]) -> tuple[Finding, ...]:
    """The findings of `safe` rules whose suggestion can replace their span as it stands, in order, none overlapping.

    Not where the words are spelt otherwise in the file than a reader sees them (an entity, markup between them),
    nor where the suggestion would need such spelling.
    """
    text, end = report.document.text, 0
    chosen = []
    for one in sorted(report.findings, key=lambda finding: (finding.span, finding.rule)):
        plain = one.suggestion is not None and one.span.of(text) == one.quote
        if one.rule in safe and plain and one.span.start >= end and _spelt(one, report.document.markup):
            chosen.append(one)
            end = one.span.end
    return tuple(chosen)


def _spelt(finding: Finding, markup: str) -> bool:
    special = _SPECIAL.get(markup, "")
    return not any(sign in special or not sign.isprintable() for sign in finding.suggestion or "")


def mended(text: str, findings: Iterable[Finding]) -> str:
    """`text` with each finding's span replaced; they are in order and do not overlap."""
    parts, at = [], 0
    for one in findings:
        parts += [text[at : one.span.start], one.suggestion or ""]
        at = one.span.end
    return "".join(parts) + text[at:]


def diff(name: str, before: str, after: str) -> Iterator[str]:
    """A unified diff, line by line, without line ends."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm="", n=1)
    yield from lines
