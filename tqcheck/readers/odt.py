"""OpenDocument texts: paragraphs, headings, items, cells and notes, without comments and deletions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tqcheck.document import Kind
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers.base import OBJECT, Prose
from tqcheck.readers.packed import Archive, Paragraph, walk, written
from tqcheck.readers.units import code
from tqcheck.readers.xml import Element

_SKIPPED = frozenset(
    {
        *("tracked-changes", "annotation", "note-citation", "math", "ruby-text"),
        *("table-of-content", "alphabetical-index", "bibliography"),
        *("illustration-index", "table-index", "object-index", "user-index"),
    }
)
_PARAGRAPHS = frozenset({"p", "h"})
_MOST_SPACES = 100
_SPACE = re.compile(r"[ \t\r\n]+")
_KEPT = "\x1f"
"""Stands for a space that counts, until the others have been put together; XML cannot hold it."""


class Odt:
    """Reads ``.odt``; the document's text is what is extracted, and offsets are into that."""

    markup = "odt"
    suffixes = (".odt", ".ott")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """Raises UsageError: the file is no text."""
        raise UsageError(f"{self.markup} is no text; give the file itself")

    def unpack(self, data: bytes, name: str, limit: int) -> tuple[str, Prose]:
        """The paragraphs, a blank line between them; a note stands before the paragraph that it is to."""
        archive = Archive(data, name, limit)
        manifest = archive.part("META-INF/manifest.xml") or ""
        if "encryption-data" in manifest:
            raise ReadError(f"{name} is protected by a password")
        styles = _Styles()
        walk(archive, "styles.xml", styles, name)
        body = _Body()
        if not walk(archive, "content.xml", body, name):
            raise ReadError(f"{name} is no OpenDocument text: there is no content.xml in it")
        text, blocks = written(body.paragraphs, name, limit)
        return text, Prose(blocks, styles.language)


class _Styles:
    """The language that text has unless it says otherwise."""

    def __init__(self) -> None:
        self.language: str | None = None

    def begin(self, element: Element, path: list[str]) -> None:
        if element.name == "text-properties" and "default-style" in path and self.language is None:
            found = (value for key, value in element.attributes.items() if key.endswith(" language"))
            self.language = code(next(found, None))

    def end(self, element: Element, path: list[str]) -> None:
        pass

    def words(self, text: str, path: list[str]) -> None:
        pass


class _Body:
    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._open: list[list[str]] = []
        self._skipped = 0

    def begin(self, element: Element, path: list[str]) -> None:
        name = element.name
        if _is_skipped(element):
            self._skipped += 1
            if name == "math" and self._open:
                self._open[-1].append(OBJECT)
        elif name in _PARAGRAPHS and element.space.endswith("text:1.0"):
            self._open.append([])
        elif self._open and not self._skipped:
            if name == "s":
                count = next((value for key, value in element.attributes.items() if key.endswith(" c")), "1")
                self._open[-1].append(_KEPT * min(int(count[:4]) if count.isdecimal() else 1, _MOST_SPACES))
            elif name in ("tab", "line-break"):
                self._open[-1].append(" ")

    def end(self, element: Element, path: list[str]) -> None:
        name = element.name
        if _is_skipped(element):
            self._skipped -= 1
        elif name in _PARAGRAPHS and self._open and element.space.endswith("text:1.0"):
            # White space that stands for itself is written as <text:s/>; any other is the editor's line wrapping.
            words = _SPACE.sub(" ", "".join(self._open.pop())).replace(_KEPT, " ")
            if not self._skipped:
                self.paragraphs.append(Paragraph(words, _kind(name, path)))

    def words(self, text: str, path: list[str]) -> None:
        if self._open and not self._skipped:
            self._open[-1].append(text)


def _is_skipped(element: Element) -> bool:
    # A picture has a title and a description; <text:title> is the document's own, in the running text.
    return element.name in _SKIPPED or (element.name in ("title", "desc") and "svg" in element.space)


def _kind(name: str, path: list[str]) -> Kind:
    if name == "h":
        return Kind.HEADING
    around = [one for one in path if one in ("list-item", "table-cell", "note-body")]
    return {"list-item": Kind.ITEM, "table-cell": Kind.CELL}.get(around[-1] if around else "", Kind.PARAGRAPH)
