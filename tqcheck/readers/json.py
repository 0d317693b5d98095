"""The prose of a CMS payload in JSON: the fields that pointers name, or every string that reads as prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tqcheck.document import Block, Kind
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers.base import Prose, through
from tqcheck.readers.html import Html
from tqcheck.readers.plain import paragraphs
from tqcheck.readers.scanning import Value, strings, unescape


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _names("headline heading kicker standfirst subheading subtitle teaser title")
_MACHINE = _names(
    """
    _id _key _type background class classname code color colour created css date datetime email file filename href
    html_class icon id image key lang language locale mimetype name path published query script slug sql src style
    template timezone type updated url uri user username uuid
    """
)
_TAG = re.compile(
    r"</?(?:a|abbr|article|b|blockquote|br|cite|div|em|figure|h[1-6]|hr|i|img|li|ol|p|q|section|small|span|strong|sub"
    r"|sup|table|td|tr|u|ul)(?:[ \t\n\r]|/?>)",
    re.IGNORECASE,
)
_HINTS = 5
_SHOWN_TOKENS = 40
_SHOWN_TOKEN = 100


class Json:
    """Reads ``.json``; offsets are into the file, through the escapes of its strings and the HTML inside them."""

    markup = "json"
    suffixes = (".json",)

    def read(self, text: str, name: str, pointers: Sequence[str] = ()) -> Prose:
        """A block or more a field, named by its JSON pointer (RFC 6901).

        In `pointers`, ``*`` stands for any element; one that names an object or array takes the prose
        under it. Without any, every string that reads as prose is taken. Raises ReadError where the text is
        malformed or no pointer leads to a string, UsageError where a pointer is none.
        """
        wanted = [_parse(pointer) for pointer in pointers]
        blocks: list[Block] = []
        seen: list[str] = []
        matched = False
        for value in strings(text, name):
            depths = {len(tokens) for tokens in wanted if _leads(tokens, value.path)}
            matched = matched or bool(depths)
            taken = not wanted or bool(depths)
            if not taken and len(seen) == _HINTS:
                continue
            content, runs = unescape(text, value.start, value.end)
            if len(value.path) not in depths and not _reads_as_prose(content, value):
                continue
            pointer = _pointer(value.path)
            if taken:
                blocks.extend(replace(b, runs=through(b.runs, runs), name=pointer) for b in _blocks(content, value))
            else:
                seen.append(pointer)
        if wanted and not matched:
            hint = f"; there is text at {', '.join(seen)}" if seen else ""
            raise ReadError(f"{name} has no text at {', '.join(pointers)}{hint}")
        return Prose(tuple(blocks))


def _blocks(content: str, value: Value) -> Iterator[Block]:
    if _TAG.search(content):
        yield from Html().read(content, "").blocks
        return
    blocks = list(paragraphs(content))
    if len(blocks) == 1 and blocks[0].kind is Kind.PARAGRAPH:
        title = any(str(token)[:40].lower() in _TITLES for token in value.path[-1:])
        blocks = [replace(blocks[0], kind=Kind.HEADING if title else Kind.FIELD)]
    yield from blocks


def _reads_as_prose(content: str, value: Value) -> bool:
    """Several words, mostly of letters, under a key that is not the machine's own."""
    key = next((token[:40].lower() for token in reversed(value.path[-20:]) if isinstance(token, str)), "")
    if key in _MACHINE:
        return False
    sample = content[:20_000]
    if _TAG.search(sample):
        sample = " ".join(block.text for block in Html().read(sample, "").blocks)
    words = sample.split()
    letters = sum(map(str.isalpha, sample))
    if letters * 2 <= sum(map(len, words)):
        return False
    spoken = sum(1 for word in words if any(map(str.isalpha, word)) and not _is_technical(word))
    if spoken * 2 <= len(words):
        return False
    unspaced = sum("\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u9fff" for char in sample)
    return spoken >= (1 if key in _TITLES else 3) or unspaced >= 8


def _is_technical(word: str) -> bool:
    return any(sign in word.strip("()[]\"'.,;:!?") for sign in ("://", "=", "{", "}", "_", "@", "/")) or "--" in word


def _parse(pointer: str) -> list[str]:
    if pointer and not pointer.startswith("/"):
        raise UsageError(f"not a JSON pointer: {pointer!a}; it starts with a slash, as in /title or /blocks/*/value")
    if re.search(r"~(?![01])", pointer):
        raise UsageError(f"not a JSON pointer: {pointer!a}; a tilde is written ~0, a slash inside a key ~1")
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def _leads(tokens: list[str], path: list[str | int]) -> bool:
    """Whether `tokens` name the value at `path` or something around it."""
    return len(tokens) <= len(path) and all(
        token == "*" or token == (str(step) if isinstance(step, int) else step)
        for token, step in zip(tokens, path, strict=False)
    )


def _pointer(path: list[str | int]) -> str:
    # What no CMS writes (a hundred levels, a key of a megabyte) is shortened: each block carries its name.
    shown = [str(token)[:_SHOWN_TOKEN].replace("~", "~0").replace("/", "~1") for token in path[:_SHOWN_TOKENS]]
    if len(path) > _SHOWN_TOKENS:
        shown += ["…", str(path[-1])[:_SHOWN_TOKEN].replace("~", "~0").replace("/", "~1")]
    return "".join(f"/{token}" for token in shown)
