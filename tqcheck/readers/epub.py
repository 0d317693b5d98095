"""E-books in EPUB: the chapters in reading order, each read as a page of HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from tqcheck.errors import ReadError, UsageError
from tqcheck.readers.base import Prose
from tqcheck.readers.html import chapter
from tqcheck.readers.packed import Archive, Paragraph, walk, written
from tqcheck.readers.units import code
from tqcheck.readers.xml import Element

_PAGES = frozenset({"application/xhtml+xml", "text/html"})


class Epub:
    """Reads ``.epub``; the document's text is what is extracted, and offsets are into that."""

    markup = "epub"
    suffixes = (".epub",)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """Raises UsageError: the file is no text."""
        raise UsageError(f"{self.markup} is no text; give the file itself")

    def unpack(self, data: bytes, name: str, limit: int) -> tuple[str, Prose]:
        """The paragraphs of the chapters in the order of the spine, each named by its chapter's file."""
        archive = Archive(data, name, limit)
        package = _Package()
        if not walk(archive, "META-INF/container.xml", package, name):
            raise ReadError(f"{name} is no e-book: there is no META-INF/container.xml in it")
        if not package.root or not walk(archive, package.root, package, name):
            raise ReadError(f"{name} is a damaged e-book: its list of contents is missing")
        # Fonts alone may be encrypted, which is no matter.
        locked = unquote(archive.part("META-INF/encryption.xml") or "")
        if "META-INF/rights.xml" in archive.names or any(page in locked for page in package.pages.values()):
            raise ReadError(f"{name} is protected against copying")
        text, blocks = written(_paragraphs(archive, package), name, limit)
        return text, Prose(blocks, code(package.language))


def _paragraphs(archive: Archive, package: _Package) -> Iterator[Paragraph]:
    for id in dict.fromkeys(package.spine):
        path = package.pages.get(id)
        page = archive.part(path) if path is not None else None
        if page is None:
            continue
        found = chapter(page)
        language = found.language if found.language != code(package.language) else None
        for block in found.blocks:
            yield Paragraph(block.text, block.kind, path or "", block.language if block.language else language)


class _Package:
    """The container, which names the package, and the package, which names the chapters."""

    def __init__(self) -> None:
        self.root = ""
        self.language: str | None = None
        self.pages: dict[str, str] = {}
        self.spine: list[str] = []

    def begin(self, element: Element, path: list[str]) -> None:
        attributes = element.attributes
        if element.name == "rootfile" and not self.root:
            self.root = attributes.get("full-path", "")
        elif element.name == "item" and "nav" not in attributes.get("properties", "").split():
            if attributes.get("media-type") in _PAGES:
                folder = posixpath.dirname(self.root)
                target = unquote(attributes.get("href", ""))
                self.pages[attributes.get("id", "")] = posixpath.normpath(posixpath.join(folder, target))
        elif element.name == "itemref" and attributes.get("linear") != "no":
            self.spine.append(attributes.get("idref", ""))

    def end(self, element: Element, path: list[str]) -> None:
        pass

    def words(self, text: str, path: list[str]) -> None:
        if path[-1] == "language" and self.language is None:
            self.language = text.strip() or None
