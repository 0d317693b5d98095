"""Cuts HTML into tags and text with exact offsets, in time linear in its length.

The standard library's parser tells lines and columns of tags only, and its older patch releases take quadratic
time on unclosed comments; a tree builder takes quadratic time on deep nesting. What a reader of prose needs is
less than a tree, so the cutting is done here, after https://html.spec.whatwg.org/multipage/parsing.html.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5

_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"[a-zA-Z][^ \t\n\f\r/>]*+")
_ATTRIBUTE = re.compile(
    r"[ \t\n\f\r/]*+([^ \t\n\f\r/>][^ \t\n\f\r/>=]*+)"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r>]++))?+"
)
_CLOSE = re.compile(r"[ \t\n\f\r/]*+>")
_COMMENT_END = re.compile(r"--!?>")
_ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]++)|#([0-9]++)|([a-zA-Z][a-zA-Z0-9]*+));?")
# Their content is text for the machine: no tag inside counts but their own end.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_RAW_END = {name: re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE) for name in _RAW}
_WANTED = frozenset({"lang", "xml:lang", "role", "epub:type", "hidden", "aria-hidden", "style"})


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of character data, its entities not yet decoded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag; of its attributes, those that say whether and in which language it is read."""

    start: int
    end: int
    name: str
    closing: bool
    empty: bool
    """Whether it ends with ``/>``."""
    attributes: Mapping[str, str]


def scan(text: str, xml: bool = False) -> Iterator[Text | Tag]:
    """The tags and texts of an HTML page or fragment, in order; comments and the content of scripts are left out.

    In a page that is `xml`, an element may be empty by its tag alone, as in ``<title/>``. Never raises: as in a
    browser, what cannot be a tag is text, and a tag that the file breaks off is none.
    """
    at, end, foreign = 0, len(text), 0
    while at < end:
        found = _MARKUP.search(text, at)
        start = found.start() if found else end
        if start > at:
            yield Text(at, start)
        if start == end:
            return
        if text[start + 1] in "!?" or not (name := _NAME.match(text, start + 1 + (text[start + 1] == "/"))):
            at = _skip(text, start)
            continue
        tag = _tag(text, start, name)
        if tag is None:
            return
        yield tag
        at = tag.end
        if tag.name in {"svg", "math"}:
            foreign = max(0, foreign - 1) if tag.closing else foreign + (not tag.empty)
        elif tag.name in _RAW and not tag.closing and not foreign and not (xml and tag.empty):
            close = _RAW_END[tag.name].search(text, at)
            at = close.start() if close else end


def pieces(text: str, start: int, end: int) -> Iterator[tuple[str | None, int, int]]:
    """The parts of character data: ``(None, start, end)`` as it stands, ``(decoded, start, end)`` for an entity."""
    at = start
    for match in _ENTITY.finditer(text, start, end):
        decoded, length = _decoded(match)
        if not length:
            continue
        if match.start() > at:
            yield None, at, match.start()
        at = match.start() + length
        yield decoded, match.start(), at
    if at < end:
        yield None, at, end


def _decoded(match: re.Match[str]) -> tuple[str, int]:
    hexadecimal, decimal, name = match.groups()
    if name is None:
        # More digits than any code point has would make int() slow, then refuse.
        digits = (hexadecimal or decimal).lstrip("0")
        if len(digits) > 7:
            return "\ufffd", len(match[0])
        return html.unescape(f"&#{'x' if hexadecimal else ''}{digits or '0'};"), len(match[0])
    if match[0].endswith(";") and len(name) < 40 and f"{name};" in html5:
        return html5[f"{name};"], len(match[0])
    for length in range(min(len(name), 6), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0


def _skip(text: str, start: int) -> int:
    if text.startswith("<!--", start):
        if text.startswith((">", "->"), start + 4):
            return text.index(">", start) + 1
        match = _COMMENT_END.search(text, start + 4)
        return match.end() if match else len(text)
    close = text.find(">", start)
    return close + 1 if close >= 0 else len(text)


def _tag(text: str, start: int, name: re.Match[str]) -> Tag | None:
    at = name.end()
    attributes: dict[str, str] = {}
    while not (close := _CLOSE.match(text, at)):
        attribute = _ATTRIBUTE.match(text, at)
        if attribute is None:
            return None
        at = attribute.end()
        key = attribute[1].lower() if len(attribute[1]) < 12 else ""
        if key in _WANTED:
            attributes.setdefault(key, (attribute[2] or "").strip("\"'")[:200])
    return Tag(start, close.end(), name[0].lower(), text[start + 1] == "/", close[0].endswith("/>"), attributes)
