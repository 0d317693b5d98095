"""Word documents: the paragraphs of the text and its notes, without comments, deletions, headers and footers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from tqcheck.document import Kind
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers.base import OBJECT, Prose
from tqcheck.readers.packed import Archive, Paragraph, walk, written
from tqcheck.readers.units import code
from tqcheck.readers.xml import Element

_HEADING = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of figures|index \d", re.IGNORECASE)
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
_GAPS = frozenset({"tab", "br", "cr"})


class Docx:
    """Reads ``.docx``; the document's text is what is extracted, and offsets are into that."""

    markup = "docx"
    suffixes = (".docx", ".docm", ".dotx")

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """Raises UsageError: the file is no text."""
        raise UsageError(f"{self.markup} is no text; give the file itself")

    def unpack(self, data: bytes, name: str, limit: int) -> tuple[str, Prose]:
        """The paragraphs, a blank line between them, footnotes and endnotes last."""
        archive = Archive(data, name, limit)
        main = _related(archive, "", name).get("officeDocument", "word/document.xml")
        parts = _related(archive, main, name)
        styles = _Styles()
        walk(archive, parts.get("styles", "word/styles.xml"), styles, name)
        body = _Body(styles)
        if not walk(archive, main, body, name):
            raise ReadError(f"{name} is no Word document: there is no {main[:80]} in it")
        for notes in ("footnotes", "endnotes"):
            walk(archive, parts.get(notes, f"word/{notes}.xml"), body, name)
        text, blocks = written(body.paragraphs, name, limit)
        return text, Prose(blocks, styles.language)


def _related(archive: Archive, part: str, name: str) -> dict[str, str]:
    """The parts that belong to one, by what they are to it; of the whole archive for ``""``."""
    folder, file = posixpath.split(part)
    found = _Relations(folder)
    walk(archive, posixpath.join(folder, "_rels", f"{file}.rels"), found, name)
    return found.parts


class _Relations:
    def __init__(self, folder: str) -> None:
        self.parts: dict[str, str] = {}
        self._folder = folder

    def begin(self, element: Element, path: list[str]) -> None:
        if element.name == "Relationship" and _value(element, "TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, _value(element, "Target")))
            self.parts.setdefault(_value(element, "Type").rpartition("/")[2], target.lstrip("/"))

    def end(self, element: Element, path: list[str]) -> None:
        pass

    def words(self, text: str, path: list[str]) -> None:
        pass


class _Styles:
    """Which styles are headings or tables of contents, and the language that text has unless it says otherwise."""

    def __init__(self) -> None:
        self.headings: set[str] = set()
        self.contents: set[str] = set()
        self.language: str | None = None
        self._style = ""

    def begin(self, element: Element, path: list[str]) -> None:
        if element.name == "style":
            self._style = _value(element, "styleId")
        elif element.name == "name" and _HEADING.fullmatch(_value(element, "val")):
            self.headings.add(self._style)
        elif element.name == "name" and _CONTENTS.fullmatch(_value(element, "val")):
            self.contents.add(self._style)
        elif element.name == "lang" and "docDefaults" in path:
            self.language = code(_value(element, "val"))

    def end(self, element: Element, path: list[str]) -> None:
        pass

    def words(self, text: str, path: list[str]) -> None:
        pass


class _Paragraph:
    def __init__(self, kind: Kind) -> None:
        self.parts: list[str] = []
        self.kind = kind
        self.skipped = False


class _Body:
    def __init__(self, styles: _Styles) -> None:
        self.paragraphs: list[Paragraph] = []
        self._styles = styles
        self._open: list[_Paragraph] = []
        self._cells = self._skipped = 0
        self._hidden = False

    def begin(self, element: Element, path: list[str]) -> None:
        name = element.name
        if name in _SKIPPED:
            self._skipped += 1
        elif name == "tc":
            self._cells += 1
        elif name == "p" and "wordprocessingml" in element.space:
            self._paragraph(path)
        elif name == "r":
            self._hidden = False
        elif name == "vanish" and path[-3:-1] == ["r", "rPr"] and _value(element, "val") not in ("0", "false"):
            self._hidden = True
        elif self._open and not self._skipped:
            self._inside(element, path)

    def end(self, element: Element, path: list[str]) -> None:
        name = element.name
        if name in _SKIPPED:
            self._skipped -= 1
        elif name == "tc":
            self._cells -= 1
        elif name == "p" and self._open and "wordprocessingml" in element.space:
            done = self._open.pop()
            if not self._skipped and not done.skipped:
                self.paragraphs.append(Paragraph("".join(done.parts), done.kind))
        elif name == "oMath" and self._open and not self._skipped:
            self._open[-1].parts.append(OBJECT)

    def words(self, text: str, path: list[str]) -> None:
        if self._open and not self._skipped and not self._hidden and path[-2:] == ["r", "t"] and "oMath" not in path:
            self._open[-1].parts.append(text)

    def _paragraph(self, path: list[str]) -> None:
        self._open.append(_Paragraph(Kind.CELL if self._cells else Kind.PARAGRAPH))

    def _inside(self, element: Element, path: list[str]) -> None:
        paragraph = self._open[-1]
        if element.name in _GAPS and path[-2] == "r" and not self._hidden:
            paragraph.parts.append(" ")
        elif element.name == "noBreakHyphen":
            paragraph.parts.append("\u2011")
        elif "pPrChange" in path:
            return  # how the paragraph was before
        elif element.name == "pStyle":
            style = _value(element, "val")
            paragraph.kind = Kind.HEADING if style in self._styles.headings else paragraph.kind
            paragraph.skipped = style in self._styles.contents
        elif element.name == "numPr" and paragraph.kind is Kind.PARAGRAPH:
            paragraph.kind = Kind.ITEM


def _value(element: Element, name: str) -> str:
    return next((value for key, value in element.attributes.items() if key.rpartition(" ")[2] == name), "")
