"""Mending a text by the suggestions that are safe to take without a second look."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest

from tqcheck.report import Finding, Report

_SPECIAL = {
    **dict.fromkeys(("html", "xliff", "tmx", "vtt"), "<>&"),
    **dict.fromkeys(("json", "jsonl", "po"), '"\\'),
    **{"markdown": "<>&*_`[]\\", "csv": '",;', "tsv": '"'},
}
"""By markup, the characters that would need another spelling."""
_NO_BREAK = "\u00a0\u202f"
"""Spaces that a text may hold as they stand, though they do not count as printable."""
_BLANK = " " + _NO_BREAK
_OPENING = "([“‘«„"
_CLOSING = ".,;:!?)]”»"


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
    return not any(
        sign in special or not (sign.isprintable() or sign in _NO_BREAK) for sign in finding.suggestion or ""
    )


def mended(text: str, findings: Iterable[Finding]) -> str:
    """`text` with each finding's span replaced; they are in order and do not overlap.

    Words that are deleted take one of the spaces beside them along, so that neither two are left in a row, nor one at
    the start of a line or before a mark.
    """
    findings = list(findings)
    parts: list[str] = []
    at = 0
    for one, follower in zip_longest(findings, findings[1:]):
        start, end = one.span.start, one.span.end
        if not one.suggestion and start < end:
            before = text[at:start][-1:] or next((part[-1] for part in reversed(parts) if part), "\n")
            start, end = _swallowed(text, start, end, before, at, follower.span.start if follower else len(text))
        parts += [text[at:start], one.suggestion or ""]
        at = end
    return "".join(parts) + text[at:]


def _swallowed(text: str, start: int, end: int, before: str, low: int, high: int) -> tuple[int, int]:
    """The edges of a deletion with the space that it leaves over, where one stands between `low` and `high`.

    `before` is what will stand before it.
    """
    after = text[end] if end < len(text) else "\n"
    if end < high and after in _BLANK and (before.isspace() or before in _OPENING):
        return start, end + 1
    if start > low and before in _BLANK and (after == "\n" or after in _CLOSING):
        return start - 1, end
    return start, end


def diff(name: str, before: str, after: str) -> Iterator[str]:
    """A unified diff, line by line, without line ends."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm="", n=1)
    yield from lines
