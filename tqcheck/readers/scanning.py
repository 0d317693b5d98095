"""Walks JSON of any depth without recursion and tells where each string value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tqcheck.document import Run
from tqcheck.errors import ReadError

_SPACE = re.compile(r"[ \t\n\r]*+")
_STRING = re.compile(r'(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_ATOM = re.compile(r"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+|true|false|null|NaN|-?Infinity")
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Value:
    """A string value: its path from the root, and its place between the quotation marks."""

    path: list[str | int]
    """Keys and indices; the list is the walker's own and changes as it goes on."""
    start: int
    end: int


def strings(text: str, name: str) -> Iterator[Value]:
    """Every string value of a JSON text, in order; NaN, Infinity and repeated keys are let through.

    Raises ReadError, with line and column, where the text is not JSON.
    """
    path: list[str | int] = []
    state = "value"
    at = 0
    while (at := _space(text, at)) < len(text):
        char = text[at]
        if state in {"value", "first item"}:
            if char == '"':
                end = _string(text, at, name)
                yield Value(path, at + 1, end - 1)
                at, state = end, "after"
            elif char == "{":
                path.append("")
                at, state = at + 1, "first key"
            elif char == "[":
                path.append(0)
                at, state = at + 1, "first item"
            elif char == "]" and state == "first item":
                path.pop()
                at, state = at + 1, "after"
            elif atom := _ATOM.match(text, at):
                at, state = atom.end(), "after"
            else:
                raise _malformed(text, at, name, "a value")
        elif state in {"key", "first key"}:
            if char == '"':
                end = _string(text, at, name)
                path[-1] = unescape(text, at + 1, end - 1)[0]
                at = _space(text, end)
                if text[at : at + 1] != ":":
                    raise _malformed(text, at, name, "a colon")
                at, state = at + 1, "value"
            elif char == "}" and state == "first key":
                path.pop()
                at, state = at + 1, "after"
            else:
                raise _malformed(text, at, name, "a key in double quotation marks")
        elif not path:
            raise _malformed(text, at, name, "the end")
        else:
            inside = path[-1]
            if char == ",":
                if isinstance(inside, int):
                    path[-1] = inside + 1
                state = "value" if isinstance(inside, int) else "key"
            elif char == ("]" if isinstance(inside, int) else "}"):
                path.pop()
            else:
                raise _malformed(text, at, name, f"a comma or {']' if isinstance(inside, int) else '}'}")
            at += 1
    if path or state != "after":
        raise _malformed(text, at, name, "more")


def unescape(text: str, start: int, end: int) -> tuple[str, tuple[Run, ...]]:
    """The value of the string at ``text[start:end]``, and the runs that lead from it back into `text`."""
    parts: list[str] = []
    runs: list[Run] = []
    size, at = 0, start

    def copy(until: int) -> None:
        nonlocal size
        if until > at:
            parts.append(text[at:until])
            runs.append(Run(size, until - at, at, until - at))
            size += until - at

    for match in _ESCAPE.finditer(text, start, end):
        copy(match.start())
        high, low, single, short = match.groups()
        if high:
            char = chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
        else:
            char = chr(int(single, 16)) if single else _SHORT.get(short, short)
        parts.append(char)
        at = match.end()
        runs.append(Run(size, 1, match.start(), at - match.start()))
        size += 1
    copy(end)
    return "".join(parts), tuple(runs)


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _string(text: str, at: int, name: str) -> int:
    match = _STRING.match(text, at + 1)
    end = match.end() if match else at + 1
    if text[end : end + 1] == '"':
        return end + 1
    if end == len(text):
        raise _malformed(text, at, name, "an end to the string that starts there")
    wanted = "a valid escape" if text[end] == "\\" else "no line break or control character inside a string"
    raise _malformed(text, end, name, wanted)


def _malformed(text: str, at: int, name: str, wanted: str) -> ReadError:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    found = f"found {text[at]!a}" if at < len(text) else "the file ends"
    if wanted == "more":
        return ReadError(
            f"{name} is not valid JSON: it ends at line {line:,}, column {column:,}, before it is complete"
        )
    return ReadError(f"{name} is not valid JSON: line {line:,}, column {column:,}: expected {wanted}, {found}")
