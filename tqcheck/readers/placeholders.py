"""What a program puts into a message, and tags written as text: parts of a unit that nobody translates."""

from __future__ import annotations

import re
from dataclasses import replace

from tqcheck.document import Block
from tqcheck.readers.base import OBJECT, Pen, through

_TOKEN = re.compile(
    r"(?P<object>"
    r"(?<![\w%])%(?:\(\w{1,60}\)|\d{1,2}\$)?[-+#0]{0,3}\d{0,4}(?:\.\d{1,3})?(?:hh|h|ll|l|z)?[sdiufgeExXcr@](?![^\W_])"
    r"|\$\{[^{}\s][^{}]{0,80}\}|%\{\w{1,60}\}|(?<!\w)%[A-Za-z_]{1,60}%(?!\w)|\{\{[^{}]{1,80}\}\}|\{\w{0,60}\})"
    r"|(?P<icu>\{\s{0,5}\w{1,60}\s{0,5},)"
    r"|(?P<break><br ?/?>)"
    r"|(?P<tag></?[A-Za-z][\w:-]{0,30}(?:\s[^<>]{0,400})?/?>"
    # As Phrase writes them: {1>bold<1}, {b>bold<b}.
    r"|\{(?:\d{1,4}|[biu^_]{1,5})>|<(?:\d{1,4}|[biu^_]{1,5})\})"
)
_SIGN = re.compile(r"[%${<]")
_BRACE = re.compile(r"[{}]")


def veil(block: Block) -> Block | None:
    """The block with U+FFFC for each placeholder and without tags; ``None`` where no word is left.

    Placeholders are those of printf, of templates and of ICU MessageFormat; of the last, a plural or a choice counts
    whole, with the wording of its branches.
    """
    # Most text has none of these signs, and to look for them takes a tenth of the time.
    if not _SIGN.search(block.text) or not _TOKEN.search(block.text):
        return block
    text, at = block.text, 0
    closers = _closers(text)
    pen = Pen(text, collapse=False)
    while match := _TOKEN.search(text, at):
        end = closers.get(match.start(), match.start() + 1) if match["icu"] else match.end()
        pen.copy(at, match.start())
        if match["object"] or (match["icu"] and end > match.end()):
            pen.put(OBJECT, match.start(), end - match.start())
        elif match["icu"]:
            pen.copy(match.start(), end)
        elif match["break"]:
            pen.gap(match.start(), end - match.start())
        at = end
    pen.copy(at, len(text))
    written = pen.finish(block.kind, block.name, block.language)
    return (
        replace(written, runs=through(written.runs, block.runs), note=block.note, system=block.system)
        if written
        else None
    )


def _closers(text: str) -> dict[int, int]:
    """By each opening brace the offset after the one that closes it."""
    closers: dict[int, int] = {}
    open_: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            open_.append(match.start())
        elif open_:
            closers[open_.pop()] = match.end()
    return closers
