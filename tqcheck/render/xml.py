"""XML written an element at a time, with characters that XML can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO
from xml.etree.ElementTree import Element, indent, tostring
from xml.sax.saxutils import quoteattr

from tqcheck.render.characters import legal


def element(tag: str, text: str | None = None, /, **attributes: str | int | float | None) -> Element:
    """An element; attributes that are ``None`` are left out."""
    made = Element(tag, {key: legal(str(value)) for key, value in attributes.items() if value is not None})
    if text is not None:
        made.text = legal(text)
    return made


def write_document(out: TextIO, root: str, attributes: Mapping[str, str], children: Iterable[Element]) -> None:
    """A document whose children are written, and flushed, as they come."""
    opening = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{opening}>\n')
    for child in children:
        indent(child, level=1)
        out.write(f"  {tostring(child, encoding='unicode')}\n")
        out.flush()
    out.write(f"</{root}>\n")
