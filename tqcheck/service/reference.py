"""The OpenAPI document as a page: no script, nothing from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Template

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Member:
    """A key of a request, and of what is inside it, as in ``policy.fail_on``."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is answered, and an example of it where there is one."""

    status: str
    about: str
    example: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    title: str
    about: str
    members: tuple[Member, ...]
    examples: tuple[tuple[str, str], ...]
    responses: tuple[Shown, ...]


def page(document: dict[str, Any]) -> str:
    """The page of a document that `tqcheck.service.openapi` has made."""
    return _template().render(info=document["info"], operations=tuple(_operations(document)))


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("tqcheck.service", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["prose"] = _prose
    return made.get_template("reference.html")


def _prose(text: str) -> Markup:
    """Text with what stands in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
            examples = content.get("examples", {}).values()
            yield Operation(
                re.sub(r"[^a-z0-9]+", "-", f"{method}{path}".lower()).strip("-"),
                method.upper(),
                path,
                told["summary"],
                told.get("description", ""),
                tuple(_members(content.get("schema", {}))),
                tuple((one["summary"], _pretty(one["value"])) for one in examples),
                tuple(_shown(status, response) for status, response in told["responses"].items()),
            )


def _members(schema: dict[str, Any], inside: str = "") -> Iterator[Member]:
    for name, told in schema.get("properties", {}).items():
        yield Member(f"{inside}{name}", _kind(told), told.get("description", ""))
        yield from _members(told, f"{inside}{name}.")


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"array of {_kind(schema['items'])}s"
    return str(schema.get("type", "any"))


def _shown(status: str, response: dict[str, Any]) -> Shown:
    content: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
    example = content.get("example")
    return Shown(status, response["description"], None if example is None else _pretty(example))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
