"""The prose of an HTML page or fragment: no boilerplate, no attributes, and the article alone where it is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from tqcheck.document import Block, Kind
from tqcheck.readers.base import OBJECT, Pen, Prose
from tqcheck.readers.tags import Tag, pieces, scan


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_SKIPPED = _names(
    """
    aside audio button canvas code datalist dialog iframe kbd map math menu meter nav noembed noframes noscript
    object option pre progress rp rt samp script select style svg template textarea title video xmp
    """
)
_FOREIGN = frozenset({"svg", "math"})
_TABLE = frozenset({"table", "tbody", "thead", "tfoot", "tr", "body", "html"})
_SHOWN = frozenset({"code", "kbd", "samp", "math"})
_SKIPPED_ROLES = _names(
    "alertdialog complementary dialog menu menubar navigation search tablist toolbar doc-noteref doc-pagebreak doc-toc"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | _names(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form head header hgroup hr html legend li main menu nav ol optgroup p pre search section summary
    table tbody td tfoot th thead tr ul
    """
)
_KINDS = {
    **dict.fromkeys(_HEADINGS, Kind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Kind.ITEM),
    **dict.fromkeys(("td", "th"), Kind.CELL),
    "blockquote": Kind.QUOTATION,
    "article": Kind.PARAGRAPH,
    "main": Kind.PARAGRAPH,
}
# A start tag ends the open element of the first group, unless one of the second was opened since.
_CELLS = ("td", "th")
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu", *_CELLS)),
    "dt": (("dt", "dd"), ("dl", *_CELLS)),
    "dd": (("dt", "dd"), ("dl", *_CELLS)),
    "td": (_CELLS, ("table",)),
    "th": (_CELLS, ("table",)),
    "tr": (_CELLS, ("table",)),
}
_HIDDEN = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")


class _Rank(IntEnum):
    MAIN, ARTICLE, PAGE, CHROME = range(4)


@dataclass(frozen=True, slots=True)
class _Element:
    name: str = ""
    start: int = 0
    skipped: bool = False
    shown: bool = False
    kind: Kind = Kind.PARAGRAPH
    language: str | None = None
    rank: _Rank = _Rank.PAGE


class Html:
    """Reads ``.html`` by streaming over its tags; broken or hostile markup is read as a browser would."""

    markup = "html"
    suffixes = (".html", ".htm", ".xhtml", ".xht")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """The blocks of ``<main>``, else of ``<article>``, else of the page; site chrome only where nothing else is."""
        page = _read(text, text.lstrip()[:5] == "<?xml", _SKIPPED)
        best = min((rank for rank, _ in page.found), default=None)
        return Prose(tuple(block for rank, block in page.found if rank is best), page.language)


def chapter(text: str) -> Prose:
    """The blocks of a chapter of an e-book, which is XHTML and has no site around it: all of it is the text."""
    page = _read(text, True, _SKIPPED - {"aside"})
    return Prose(tuple(block for _, block in page.found), page.language)


def _read(text: str, xml: bool, skipped: frozenset[str]) -> _Page:
    page = _Page(text, xml, skipped)
    for token in scan(text, xml):
        if not isinstance(token, Tag):
            page.text(token.start, token.end)
        elif token.closing:
            page.close(token)
        else:
            page.open(token)
    page.end()
    return page


class _Page:
    """The open elements at one place of the page, and the blocks found up to there."""

    def __init__(self, text: str, xml: bool, skipped: frozenset[str]) -> None:
        self.found: list[tuple[_Rank, Block]] = []
        self.language: str | None = None
        self._text = text
        self._pen = Pen(text, collapse=True)
        self._xml, self._skipped = xml, skipped
        self._whole = False
        self._stack = [_Element()]
        # Where in the stack the open elements of each name are, so that closing one needs no search.
        self._open: dict[str, list[int]] = {}
        self._blocks = [0]
        self._languages: set[str | None] = set()
        self._broken = False

    def text(self, start: int, end: int) -> None:
        """Go on with character data."""
        element = self._stack[-1]
        if element.skipped:
            return
        size = self._pen.size
        for decoded, at, stop in pieces(self._text, start, end):
            if decoded is None:
                self._pen.copy(at, stop)
            else:
                self._pen.put(decoded, at, stop - at)
        if self._pen.size > size:
            self._broken = False
            self._languages.add(element.language)

    def open(self, tag: Tag) -> None:
        """Go on with a start tag."""
        name = tag.name
        self._whole = self._whole or name in {"html", "body"}
        if name in _BLOCKS:
            self._flush()
            self._end_implied(name)
        elif name == "br":
            self._break(tag)
        if name in _VOID:
            return
        parent = self._stack[-1]
        if tag.empty and (parent.skipped or name in _FOREIGN):
            return
        element = self._element(tag, parent)
        if name in {"html", "body"} and element.language:
            self.language = element.language
        if self._xml and tag.empty:
            return
        self._open.setdefault(name, []).append(len(self._stack))
        if name in _BLOCKS:
            self._blocks.append(len(self._stack))
        self._stack.append(element)

    def close(self, tag: Tag) -> None:
        """Go on with an end tag."""
        name = tag.name
        if name == "br":
            self._break(tag)
            return
        if name in _BLOCKS:
            self._flush()
        at = self._last(name)
        # An inline element's end cannot close a block, and nothing inside a cell closes what is around its table.
        around = 0
        if name not in _TABLE:
            around = self._last(*_CELLS) if name in _BLOCKS or name in self._skipped else self._blocks[-1]
        if at > 0 and at >= around:
            element = self._stack[at]
            self._pop_to(at)
            if element.shown:
                self._pen.put(OBJECT, element.start, tag.end - element.start)

    def end(self) -> None:
        """Write the last block."""
        self._flush()

    def _element(self, tag: Tag, parent: _Element) -> _Element:
        name, attributes = tag.name, tag.attributes
        role = (attributes.get("role") or f"doc-{attributes.get('epub:type', '')}").strip().lower()
        # Some sites hide the whole body until their scripts have run.
        hidden = name not in {"html", "body"} and (
            "hidden" in attributes
            or attributes.get("aria-hidden", "").lower() == "true"
            or bool(_HIDDEN.search(attributes.get("style", "")))
        )
        skipped = parent.skipped or name in self._skipped or role in _SKIPPED_ROLES or hidden
        rank = parent.rank
        if name == "main" or role == "main":
            rank = _Rank.MAIN
        elif name == "article" and rank is not _Rank.MAIN:
            rank = _Rank.ARTICLE
        elif self._is_chrome(name, role, parent):
            rank = _Rank.CHROME
        language = parent.language
        declared = attributes.get("lang", attributes.get("xml:lang"))
        if declared is not None:
            code = _LANGUAGE.match(declared.strip())
            language = code[1].lower() if code else None
        shown = name in _SHOWN and not hidden and not parent.skipped
        return _Element(name, tag.start, skipped, shown, _KINDS.get(name, parent.kind), language, rank)

    def _is_chrome(self, name: str, role: str, parent: _Element) -> bool:
        if name == "form" or role == "form":
            return True
        if name == "footer":
            return parent.kind is not Kind.QUOTATION
        if parent.rank in {_Rank.MAIN, _Rank.ARTICLE}:
            return False
        # A fragment's header is the text's own; only a whole page has a site around the text.
        return (name == "header" and self._whole) or role in {"banner", "contentinfo"}

    def _break(self, tag: Tag) -> None:
        if self._broken:
            self._flush()
        elif not self._stack[-1].skipped:
            self._pen.gap(tag.start, tag.end - tag.start)
            self._broken = True

    def _end_implied(self, name: str) -> None:
        paragraph = self._last("p")
        if paragraph > self._last(*_CELLS):
            self._pop_to(paragraph)
        # A picture that is never closed ends where the text goes on.
        picture = self._last(*_FOREIGN)
        if picture > self._last("foreignobject"):
            self._pop_to(picture)
        if name in _ENDS:
            ended, held = _ENDS[name]
            last = self._last(*ended)
            if last > self._last(*(other for other in held if other not in ended)):
                self._pop_to(last)

    def _last(self, *names: str) -> int:
        return max((self._open[name][-1] for name in names if self._open.get(name)), default=-1)

    def _pop_to(self, at: int) -> None:
        while len(self._stack) > at:
            element = self._stack.pop()
            self._open[element.name].pop()
            if self._blocks[-1] == len(self._stack):
                self._blocks.pop()

    def _flush(self) -> None:
        element = self._stack[-1]
        own = self._stack[self._blocks[-1]].language
        language = next(iter(self._languages)) if len(self._languages) == 1 else own
        if block := self._pen.finish(element.kind, language=language):
            self.found.append((element.rank, block))
        self._languages = set()
        self._broken = False
