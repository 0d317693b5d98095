"""What a git range touched: documents, and the lines in them."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tqcheck.batch.corpus import Item
from tqcheck.config import Config
from tqcheck.document import Span
from tqcheck.errors import UsageError
from tqcheck.policy import decide
from tqcheck.report import Mode, Report, Verdict

_HUNK = re.compile(rb"^@@ -[0-9,]{1,40} \+(\d{1,18})(?:,(\d{1,18}))? @@", re.MULTILINE)
_OPTIONS = ("--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--diff-filter=d")


def changed(items: Sequence[Item], corpora: Iterable[str], revision: str) -> list[Item]:
    """Those of `items` that `git diff revision` names, each with the lines that it shows as new.

    `revision` is a commit, branch or tag that the files are compared with, or a range. Raises UsageError where it is
    none, or a corpus is in no git repository.
    """
    if revision.startswith("-") or not revision.strip():
        raise UsageError(f"--changed {revision}: that is no commit, branch or tag")
    tops: dict[str, str] = {}
    for corpus in corpora:
        folder = corpus if os.path.isdir(corpus) else os.path.dirname(corpus) or "."
        top = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))
        revision = _born(top, revision)
        names = _git(top, "diff", "--name-only", "-z", *_OPTIONS, revision, "--", os.path.abspath(corpus))
        for name in names.split(b"\0"):
            if name:
                tops[os.path.realpath(os.path.join(top, os.fsdecode(name)))] = top
    chosen = []
    for item in items:
        path = os.path.realpath(item.path)
        if path in tops:
            diff = _git(
                tops[path],
                "diff",
                "--unified=0",
                "--inter-hunk-context=0",
                *_OPTIONS,
                revision,
                "--",
                f":(literal,top){_in(path, tops)}",
            )
            chosen.append(replace(item, lines=_lines(diff)))
    return chosen


def only(report: Report, lines: Sequence[tuple[int, int]], config: Config) -> Report:
    """The report with the findings that touch `lines`, and the verdict that follows from them."""
    text = report.document.text
    ends = [match.end() for match in re.finditer("\n", text)]
    starts = [first for first, _ in lines]

    def touched(span: Span) -> bool:
        first, last = (1 + bisect_right(ends, at) for at in (span.start, max(span.start, span.end - 1)))
        near = max(0, bisect_right(starts, first) - 1)
        return any(start <= last and first < stop for start, stop in lines[near : bisect_left(starts, last + 1)])

    findings = tuple(finding for finding in report.findings if touched(finding.span))
    report = replace(report, findings=findings)
    outcomes = tuple(outcome for outcome in report.outcomes if touched(outcome.segment.span))
    if report.mode is not Mode.RULES_ONLY and not outcomes and not findings:
        return replace(report, verdict=Verdict.PASS, reason="No sentence was changed.")
    verdict, reason = decide(replace(report, outcomes=outcomes), config)
    return replace(report, verdict=verdict, reason=reason)


def _born(top: str, revision: str) -> str:
    """`revision`, or the empty tree for HEAD before the first commit, of which everything is new."""
    if revision != "HEAD":
        return revision
    try:
        _git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except UsageError:
        return _git(top, "hash-object", "-t", "tree", "--stdin").decode("ascii").strip()
    return revision


def _in(path: str, tops: dict[str, str]) -> str:
    return os.path.relpath(path, os.path.realpath(tops[path])).replace(os.sep, "/")


def _lines(diff: bytes) -> tuple[tuple[int, int], ...] | None:
    """The new lines of each hunk; ``None``, all of them, where git shows no lines because it takes the file for binary.

    A line of the text itself begins with ``+``, ``-`` or a space in a diff, so it never looks like the head of a hunk.
    """
    if b"\nBinary files " in diff:
        return None
    found = ((int(match[1]), int(match[2] or b"1")) for match in _HUNK.finditer(diff))
    return tuple((start, start + count) for start, count in found if count)


def _git(folder: str, *arguments: str) -> bytes:
    command = ["git", "-c", "core.quotePath=off", "-C", folder, *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("--changed needs git, which is not installed here") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"--changed: git says: {lines[0] if lines else 'failed'}")
    return done.stdout
