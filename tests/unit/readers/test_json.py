"""JSON: which fields are read, and where their words stand in the raw file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Document
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers import read_text

PAYLOAD: dict[str, Any] = {
    "id": "the id of it",
    "slug": "a-slug-of-many-words",
    "url": "https://example.org/some/page",
    "published": "Mon, 10 Jan 2022 10:00:00 GMT",
    "date": "on the tenth of January",
    "title": "Bridge closed",
    "html_class": "btn btn-primary large box",
    "author": "Ada Byron",
    "standfirst": "Drivers must take the ferry.",
    "body": '<p>One &amp; <b>two</b>.</p><p class="x">Zoë said “no” – again.</p><script>not this one</script>',
    "blocks": [
        {"type": "paragraph", "value": "First words of it.\n\nSecond words of it."},
        {"type": "image", "value": {"src": "a b c d.jpg", "alt": "A ferry in the fog"}},
        {"type": "quote", "value": "Short."},
    ],
    "a/b": {"c~d": "Some words under odd keys"},
    "sizes": "100w 200w 300w",
    "count": 3,
    "none": None,
    "ja": "橋は月曜日から通れない",
}


def _read(pointers: tuple[str, ...] = (), ascii_only: bool = True) -> Document:
    return read_text(json.dumps(PAYLOAD, ensure_ascii=ascii_only, indent=2), "a.json", pointers=pointers)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_without_pointers_whatever_reads_as_prose(ascii_only: bool) -> None:
    blocks = _read(ascii_only=ascii_only).blocks
    assert [(block.name, block.kind.value, block.text) for block in blocks] == [
        ("/title", "heading", "Bridge closed"),
        ("/standfirst", "heading", "Drivers must take the ferry."),
        ("/body", "paragraph", "One & two."),
        ("/body", "paragraph", "Zoë said “no” – again."),
        ("/blocks/0/value", "paragraph", "First words of it."),
        ("/blocks/0/value", "paragraph", "Second words of it."),
        ("/blocks/1/value/alt", "field", "A ferry in the fog"),
        ("/a~1b/c~0d", "field", "Some words under odd keys"),
        ("/ja", "field", "橋は月曜日から通れない"),
    ]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    ("words", "raw"),
    [
        ("One & two", "One &amp; <b>two"),
        ("&", "&amp;"),
        ("two", "two"),
        ("said", "said"),
        ("Zoë", "Zoë"),
        ("“no”", "“no”"),
        ("– again", "– again"),
        ("Second words", "Second words"),
    ],
)
def test_spans_into_the_raw_file(words: str, raw: str, ascii_only: bool) -> None:
    document = _read(ascii_only=ascii_only)
    block, at = next((block, block.text.index(words)) for block in document.blocks if words in block.text)
    assert block.span(at, at + len(words)).of(document.text) == json.dumps(raw, ensure_ascii=ascii_only)[1:-1]


@pytest.mark.parametrize(
    ("pointers", "names"),
    [
        (("/title",), ["/title"]),
        (("/author", "/title"), ["/title", "/author"]),
        (("/blocks/*/value",), ["/blocks/0/value", "/blocks/0/value", "/blocks/1/value/alt", "/blocks/2/value"]),
        (("/blocks/2/value",), ["/blocks/2/value"]),
        (("/blocks",), ["/blocks/0/value", "/blocks/0/value", "/blocks/1/value/alt"]),
        (("/a~1b/c~0d",), ["/a~1b/c~0d"]),
        (("/*/c~0d",), ["/a~1b/c~0d"]),
        (("/slug", "/nothing"), ["/slug"]),
    ],
)
def test_pointers(pointers: tuple[str, ...], names: list[str]) -> None:
    assert [block.name for block in _read(pointers).blocks] == names


def test_a_pointer_that_leads_nowhere_says_what_there_is() -> None:
    with pytest.raises(ReadError, match=r"a\.json has no text at /titel, /blocks/9; there is text at /title, /stand"):
        _read(("/titel", "/blocks/9"))


@pytest.mark.parametrize("pointer", ["title", "#/title", "/a~2b", "/a~"])
def test_what_is_no_pointer(pointer: str) -> None:
    with pytest.raises(UsageError, match="JSON pointer"):
        _read((pointer,))


def test_the_root_may_be_a_string() -> None:
    text = '"Just a few words"'
    assert read_text(text, "a.json", pointers=("",)).blocks[0].text == "Just a few words"
    assert read_text(text, "a.json").blocks[0].name == ""


def test_what_other_parsers_let_through() -> None:
    text = '{"a": NaN, "b": [-Infinity, Infinity, -0.5e+3], "c": "x y z", "c": "some more words", "d": {}, "e": []}'
    assert [block.text for block in read_text(text, "a.json").blocks] == ["x y z", "some more words"]


def test_escapes() -> None:
    text = r'{"body": "A \"q\" \/ b\tc \ud83d\ude00 d \ud83d e\u00ADf \u0041"}'
    (block,) = read_text(text, "a.json").blocks
    assert block.text == 'A "q" / b\tc 😀 d \ufffd ef A'
    at = block.text.index("😀")
    assert block.span(at, at + 1).of(text) == r"\ud83d\ude00"
    at = block.text.index("ef")
    assert block.span(at, at + 2).of(text) == r"e\u00ADf"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": "b"', 1, 10),
        ('{"a": "b",\n "c" "d"}', 2, 6),
        ('{"a": "b",\n}', 2, 1),
        ("{'a': 1}", 1, 2),
        ('["a" "b"]', 1, 6),
        ("[1,]", 1, 4),
        ('["a"}', 1, 5),
        ('{"a": tru}', 1, 7),
        ("[01]", 1, 3),
        ('"a" b', 1, 5),
        ('["never ends', 1, 2),
        ('["line\nbreak"]', 1, 7),
        ('["bad \\x escape"]', 1, 7),
        ('["\\u12"]', 1, 3),
        ("]", 1, 1),
        ('\n\n  {"a"', 3, 7),
    ],
)
def test_malformed(text: str, line: int, column: int) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    with pytest.raises(ReadError, match=rf"a\.json is not valid JSON.*line {line}, column {column}\b") as caught:
        read_text(text, "a.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + '"some words of prose"' + "]" * 100_000,
        '{"a":' * 100_000 + '"some words of prose"' + "}" * 100_000,
        "[" * 3_000 + ",".join(['"some words of prose"'] * 3_000) + "]" * 3_000,
        '{"' + "k" * 200_000 + '": [' + ",".join(['"some words of prose"'] * 1_000) + "]}",
        '["some words of prose", 1' + "0" * 100_000 + "]",
    ],
)
def test_deep_and_odd_payloads(text: str) -> None:
    blocks = read_text(text, "a.json").blocks
    assert blocks[0].text == "some words of prose"
    assert len(blocks[0].name) < 10_000


def test_a_payload_that_breaks_off_deep_down() -> None:
    with pytest.raises(ReadError, match="before it is complete"):
        read_text("[" * 100_000, "a.json")


_SCRAPS = st.sampled_from([*'ab é"\\/\n\t<>&;😀\ud800\u2028', "<p>", "</p>", "&amp;"])
_PROSE = st.lists(_SCRAPS, max_size=30).map("".join)
_VALUES = st.recursive(
    _PROSE | st.none() | st.floats() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_PROSE, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(value=_VALUES, ascii_only=st.booleans(), indent=st.sampled_from([None, 2]), pointed=st.booleans())
def test_any_payload_holds_the_invariants(
    value: object, ascii_only: bool, indent: int | None, pointed: bool, hold: Callable[[Document], None]
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    pointers = ("", "/*", "/*/*", "/*/*/*") if pointed else ()
    message = ""
    try:
        hold(read_text(text, "a.json", pointers=pointers))
    except ReadError as error:
        message = str(error)
    assert "not valid" not in message
