"""The prose of Markdown: what it shows as headings, paragraphs, list items, quotations and cells, without its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, cast

from tqcheck.document import Block, Kind, Run
from tqcheck.readers.base import Pen, Prose, through
from tqcheck.readers.places import COPY, GAP, INLINE_RULES, footnote, placing, rest

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from tqcheck.readers.places import InlineRule

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*+\n")
_TASK = re.compile(r"\[[ xX]\][ \t]++")
_CONTAINERS = {
    "heading_open": Kind.HEADING,
    "list_item_open": Kind.ITEM,
    "blockquote_open": Kind.QUOTATION,
    "th_open": Kind.CELL,
    "td_open": Kind.CELL,
}
_ENDS = frozenset(name.replace("_open", "_close") for name in _CONTAINERS)
_BLOCK_RULES = {
    "table": ["paragraph", "reference"],
    "heading": ["paragraph", "reference", "blockquote"],
    "lheading": [],
    "paragraph": [],
}


class Markdown:
    """Reads ``.md`` as CommonMark with tables; offsets are into the raw file."""

    markup = "markdown"
    suffixes = (".md", ".markdown", ".mdown", ".mkd")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """One block a heading, paragraph, list item's paragraph, or table cell.

        Code, HTML, link destinations, images and front matter are not prose; code inside a sentence is
        there as U+FFFC.
        """
        flat, lines = _with_plain_line_ends(text)
        tokens = _parser().parse(_without_front_matter(flat))
        return Prose(tuple(_lead(block, lines) for block in _blocks(flat, tokens)))


def _with_plain_line_ends(text: str) -> tuple[str, tuple[Run, ...]]:
    if "\r" not in text:
        return text, ()
    parts: list[str] = []
    runs: list[Run] = []
    size = at = 0
    for match in re.finditer(r"\r\n?+", text):
        length = match.start() - at
        if length:
            runs.append(Run(size, length, at, length))
        runs.append(Run(size + length, 1, match.start(), match.end() - match.start()))
        parts += (text[at : match.start()], "\n")
        size += length + 1
        at = match.end()
    if at < len(text):
        runs.append(Run(size, len(text) - at, at, len(text) - at))
        parts.append(text[at:])
    return "".join(parts), tuple(runs)


def _lead(block: Block, lines: tuple[Run, ...]) -> Block:
    runs = through(block.runs, lines) if lines else block.runs
    return Block(block.text, runs, block.kind, block.name, block.language)


def _without_front_matter(text: str) -> str:
    opened = _FRONT_MATTER.match(text)
    if not opened:
        return text
    closed = re.compile(rf"^(?:{re.escape(opened[1])}|\.\.\.)[ \t]*+$", re.MULTILINE).search(text, opened.end())
    if not closed:
        return text
    blank = "\n" * text.count("\n", 0, closed.end())
    return " " * (closed.end() - len(blank)) + blank + text[closed.end() :]


def _blocks(text: str, tokens: list[Token]) -> Iterator[Block]:
    kinds: list[Kind] = []
    pen = Pen(text, collapse=True)
    for token in tokens:
        if token.type in _CONTAINERS:
            kinds.append(_CONTAINERS[token.type])
        elif token.type in _ENDS:
            kinds.pop()
        elif token.type == "inline":
            _write(pen, token)
            if block := pen.finish(kinds[-1] if kinds else Kind.PARAGRAPH):
                yield block


def _write(pen: Pen, token: Token) -> None:
    """Write the inline content of one block, whose places the rules of `_parser` have noted."""
    places: tuple[Run, ...] = token.meta.get("places", ())
    if not places:
        return
    box = _TASK.match(token.content)
    start = box.end() if box else 0
    for child in token.children or ():
        at, end, what = child.meta.get("place", (0, 0, None))
        # What emphasis turned out to need is no text any more.
        if end <= start or (what is COPY and (not child.type.startswith("text") or not child.content)):
            continue
        at = max(at, start)
        # A run of unequal lengths is one unit; a copy falls into as many as the lines and escapes it crosses.
        for run in through((Run(0, end - at + (what is not COPY), at, end - at),), places):
            shown = token.content[at + run.start : at + run.start + run.length] if what is COPY else what
            if what is GAP or (what is COPY and not run.copied and shown.isspace()):
                pen.gap(run.raw, run.raw_length)
            elif what is COPY and run.copied:
                pen.copy(run.raw, run.raw + run.raw_length)
            else:
                pen.put(shown, run.raw, run.raw_length)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt, rules_block, rules_inline

    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table")
    # These two join the texts of neighbouring tokens, whose places would be lost.
    parser.disable(["text_join", "fragments_join"])
    for name, alternatives in _BLOCK_RULES.items():
        parser.block.ruler.at(name, placing(getattr(rules_block, name)), {"alt": alternatives})
    inline = parser.inline.ruler
    for name, rule in INLINE_RULES.items():
        inline.at(name, rule(_original(rules_inline, name)))
    inline.before("link", "footnote", footnote)
    inline.push("rest", rest)
    return parser


def _original(rules: ModuleType, name: str) -> InlineRule:
    if name == "emphasis":
        return cast("InlineRule", rules.emphasis.tokenize)
    return cast("InlineRule", getattr(rules, "backtick" if name == "backticks" else name))
