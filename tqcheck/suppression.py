"""Comments in a text by which its author keeps tqcheck from flagging a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from tqcheck.document import Block, Document, Span
from tqcheck.report import Finding

_WORDS = re.compile(r"tqcheck:[ \t]*(ignore-file|ignore)\b[ \t:]*([\w/, \t-]{0,500})")
# What may stand around the words on a line of plain text that holds nothing else.
_BARE = re.compile(r"[\s#/;%*.\[\]()-]*")
_REACH = 1000
"""How far from the words the rest of the comment is looked for."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One such comment: the stretch it speaks of, and the rules; no rule means every rule."""

    scope: Span
    rules: tuple[str, ...]
    line: Span
    """The comment's own line, where it stands alone on it; otherwise empty."""

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is to be left out."""
        named = not self.rules or any(finding.rule == r or finding.rule.startswith(r + "/") for r in self.rules)
        return named and self.scope.overlaps(finding.span)


def directives(document: Document) -> tuple[Directive, ...]:
    """The comments of a document.

    In plain text ``tqcheck: ignore`` stands on a line of its own and is for the paragraph below. In Markdown it
    stands in a comment, ``<!-- tqcheck: ignore -->``: alone on a line it is for the paragraph below, otherwise for its
    line. In HTML such a comment is for the element around it that holds text, otherwise for the next one.
    ``tqcheck: ignore-file`` is for all. Rules or families may follow, separated by commas.
    """
    if "tqcheck:" not in document.text:
        return ()
    find = {"html": _html, "markdown": _markdown}.get(document.markup, _plain)
    return tuple(
        replace(one, scope=Span(0, len(document.text))) if whole else one
        for match in _WORDS.finditer(document.text)
        for one, whole in [(find(document, match), match[1] == "ignore-file")]
        if one is not None
    )


def _plain(document: Document, match: re.Match[str]) -> Directive | None:
    line = _line(document.text, match)
    before, after = document.text[line.start : match.start()], document.text[match.end() : line.end]
    if not (_BARE.fullmatch(before[-_REACH:]) and _BARE.fullmatch(after[:_REACH])):
        return None
    return Directive(_paragraph(document.text, line.end), _names(match[2]), line)


def _markdown(document: Document, match: re.Match[str]) -> Directive | None:
    comment = _comment(document.text, match)
    if comment is None:
        return None
    text, line = document.text, _line(document.text, match)
    names = _names(match[2].split("--", 1)[0])
    if text[line.start : comment.start].strip() or text[comment.end : line.end].strip():
        return Directive(line, names, Span(line.start, line.start))
    return Directive(_paragraph(text, line.end), names, line)


def _html(document: Document, match: re.Match[str]) -> Directive | None:
    comment = _comment(document.text, match)
    if comment is None:
        return None
    # The first block that ends behind the comment is the one around it or the one below it.
    at = bisect_right(document.blocks, comment.start, key=_end)
    scope = _whole(document.blocks[at]) if at < len(document.blocks) else Span(comment.end, comment.end)
    return Directive(scope, _names(match[2].split("--", 1)[0]), Span(comment.start, comment.start))


def _whole(block: Block) -> Span:
    return block.span(0, len(block.text))


def _end(block: Block) -> int:
    return _whole(block).end


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _comment(text: str, match: re.Match[str]) -> Span | None:
    """The HTML comment around the words; ``None`` where they stand in none."""
    start = text.rfind("<!--", max(0, match.start() - _REACH), match.start())
    end = text.find("-->", match.start(), match.end() + _REACH)
    if start < 0 or end < 0 or "-->" in text[start : match.start()]:
        return None
    return Span(start, end + 3)


def _line(text: str, match: re.Match[str]) -> Span:
    """The line that the words stand on; of a line without end, the part around them."""
    start = text.rfind("\n", max(0, match.start() - _REACH), match.start())
    end = text.find("\n", match.end(), match.end() + _REACH)
    low, high = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH)
    return Span(start + 1 if start >= 0 else low, end if end >= 0 else high)


def _paragraph(text: str, at: int) -> Span:
    """The next lines that are not blank, up to a blank one."""
    start = at
    while start < len(text) and text[start].isspace():
        start += 1
    end = start
    while end < len(text):
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        if not text[end:stop].strip():
            break
        end = stop + 1
    return Span(start, min(max(end, start), len(text)))


def without_comments(document: Document, found: tuple[Directive, ...]) -> Document:
    """The document without the blocks that are nothing but such a comment, which are no prose."""
    lines = [directive.line for directive in found if len(directive.line)]
    if not lines:
        return document
    kept = (b for b in document.blocks if not any(line.contains(b.span(0, len(b.text))) for line in lines))
    return replace(document, blocks=tuple(kept))
