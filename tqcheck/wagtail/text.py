"""What a page or a snippet says: its texts, each with the place where an editor finds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.blocks import BlockQuoteBlock, CharBlock, ListBlock, RawHTMLBlock, RichTextBlock, StreamBlock, TextBlock
from wagtail.fields import RichTextField, StreamField

from tqcheck.errors import ReadError

LONGEST_NAME = 200
"""Characters that the name of a field may have in a request."""

# Fields of Page itself that hold no prose.
_TECHNICAL = frozenset({"path", "url_path", "slug", "draft_title", "translation_key"})
_NO_PROSE = (models.SlugField, models.URLField, models.EmailField, models.FileField, models.FilePathField)
_COMMENTS = frozenset({"wagtail_admin_comments", "comments"})


class UnreadableError(ReadError):
    """The texts of an object cannot be taken from it; what is not read is not judged."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an object, as stored: plain or HTML."""

    name: str
    """Names it in a request and a report, by the number of each block, as in ``body.2.quote``."""
    path: str
    """Wagtail's content path, by the id of each block; equal in a translation that was copied from its source."""
    label: str
    """For an editor, as in ``Body › 3. Quote``."""
    text: str


def texts(instance: models.Model) -> list[Text]:
    """All texts of `instance` that readers see, in the order of its fields; empty ones are left out.

    A model leaves fields out by naming them in ``tqcheck_exclude``. Raises UnreadableError where a field or a block of
    the site's own fails.
    """
    try:
        found = [text for text in _model(instance, "", "", "", frozenset()) if text.text.strip()]
    except Exception as error:
        what = f"{type(instance).__name__} cannot be read ({type(error).__name__})"
        raise UnreadableError(what) from error
    named: dict[str, Text] = {}
    for number, text in enumerate(found):
        name = text.name if len(text.name) <= LONGEST_NAME and text.name not in named else f"text.{number}"
        named[name] = Text(name, text.path, text.label, text.text)
    return list(named.values())


def fingerprint(instance: models.Model) -> str | None:
    """Equal for equal texts in equal places; ``None`` where they cannot be read."""
    try:
        return digest(texts(instance))
    except UnreadableError:
        return None


def digest(found: Iterable[Text]) -> str:
    """Equal for equal texts in equal places."""
    told = hashlib.sha256()
    for text in found:
        told.update(f"{text.name}\x1f{text.text}\x1e".encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _model(instance: models.Model, name: str, path: str, label: str, seen: frozenset[str]) -> Iterator[Text]:
    excluded = frozenset(getattr(instance, "tqcheck_exclude", ())) | _TECHNICAL
    for field in instance._meta.concrete_fields:
        if field.name in excluded or not field.editable:
            continue
        at = (f"{name}{field.name}", f"{path}{field.name}", f"{label}{capfirst(str(field.verbose_name))}")
        value = getattr(instance, field.attname)
        if isinstance(field, StreamField):
            yield from _stream(field.stream_block, value, *at)
        elif _is_prose(field) and isinstance(value, str):
            yield Text(*at, value)
    if seen:
        return
    for relation in get_all_child_relations(type(instance)):
        accessor = relation.get_accessor_name()
        if accessor in excluded or accessor in _COMMENTS:
            continue
        heading = capfirst(str(relation.related_model._meta.verbose_name))
        for number, child in enumerate(getattr(instance, accessor).all()):
            key = getattr(child, "translation_key", None) or number
            at = (f"{name}{accessor}.{number}.", f"{path}{accessor}.{key}.", f"{label}{heading} {number + 1} › ")
            yield from _model(child, *at, frozenset({accessor}))


def _is_prose(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, RichTextField):
        return True
    return isinstance(field, models.CharField | models.TextField) and not (
        isinstance(field, _NO_PROSE) or field.choices
    )


def _stream(block: StreamBlock, value: Any, name: str, path: str, label: str) -> Iterator[Text]:
    for number, child in enumerate(value or ()):
        what = f"{label} › {number + 1}. {capfirst(str(child.block.label or child.block_type))}"
        yield from _block(child.block, child.value, f"{name}.{number}", f"{path}.{child.id or number}", what)


def _block(block: Any, value: Any, name: str, path: str, label: str) -> Iterator[Text]:
    if value is None:
        return
    if isinstance(block, RichTextBlock):
        yield Text(name, path, label, value.source)
    elif isinstance(block, CharBlock | TextBlock | BlockQuoteBlock | RawHTMLBlock):
        yield Text(name, path, label, str(value))
    elif isinstance(block, StreamBlock):
        yield from _stream(block, value, name, path, label)
    elif isinstance(block, ListBlock):
        for number, item in enumerate(value.bound_blocks):
            place = (f"{name}.{number}", f"{path}.{item.id or number}", f"{label} › {number + 1}")
            yield from _block(item.block, item.value, *place)
    elif isinstance(value, Mapping) and hasattr(block, "child_blocks"):
        for key, child in block.child_blocks.items():
            what = f"{label} › {capfirst(str(child.label or key))}"
            yield from _block(child, value.get(key), f"{name}.{key}", f"{path}.{key}", what)
    elif isinstance(getattr(value, "contextual_alt_text", None), str):
        yield Text(f"{name}.alt_text", f"{path}.alt_text", f"{label} › Alt text", value.contextual_alt_text)
    elif hasattr(value, "row_data") and hasattr(value, "columns"):
        yield from _typed_table(value, name, path, label)
    elif isinstance(value, Mapping) and isinstance(value.get("data"), list):
        yield from _table(value, name, path, label)


def _typed_table(table: Any, name: str, path: str, label: str) -> Iterator[Text]:
    yield Text(f"{name}.caption", path, f"{label} › Caption", str(table.caption or ""))
    for number, column in enumerate(table.columns):
        yield Text(f"{name}.heading.{number}", path, f"{label} › Heading {number + 1}", str(column["heading"] or ""))
        for row, cells in enumerate(table.row_data):
            place = (f"{name}.{row}.{number}", path, f"{label} › Row {row + 1}, column {number + 1}")
            yield from _block(column["block"], cells["values"][number], *place)


def _table(table: Mapping[str, Any], name: str, path: str, label: str) -> Iterator[Text]:
    yield Text(f"{name}.caption", path, f"{label} › Caption", str(table.get("table_caption") or ""))
    for row, cells in enumerate(table["data"]):
        for column, cell in enumerate(cells or ()):
            if isinstance(cell, str):
                what = f"{label} › Row {row + 1}, column {column + 1}"
                yield Text(f"{name}.{row}.{column}", path, what, cell)
