"""JSON Lines: texts with their sources, ids and languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import read_text

LINES = r"""{"id": "a1", "source": "Le caf\u00e9 est ouvert.", "text": "The caf\u00e9 is open.", "note": "A sign."}

{"id": 7, "text": "A second line.", "source_language": "fr", "language": "en-GB", "more": {"text": "not this"}}
{"translation": "A third one.", "source": "Une troisième."}
"""


def test_lines(hold: Callable[[Document], None]) -> None:
    document = read_text(LINES, "x.jsonl")
    hold(document)
    assert [(block.name, block.text) for block in document.blocks] == [
        ("a1", "The café is open."),
        ("7", "A second line."),
        ("4", "A third one."),
    ]
    assert document.blocks[0].note == "A sign."
    assert document.source is not None
    assert [block.name for block in document.source.blocks] == ["a1", "4"]
    assert (document.language, document.source.language) == ("en", "fr")
    at = document.blocks[0].text.index("é")
    assert document.blocks[0].span(at, at + 1).of(LINES) == r"\u00e9"


@pytest.mark.parametrize(
    "line",
    ['{"source": "Le mot", "target": null, "domain": "news"}', '{"id": 4, "source": "Le mot"}', '{"src": "Le mot"}'],
)
def test_a_line_that_is_yet_to_be_translated_is_left_out(line: str) -> None:
    document = read_text(f'{line}\n{{"source": "Oui", "target": "Yes"}}\n', "x.jsonl")
    assert [(block.name, block.text) for block in document.blocks] == [("2", "Yes")]
    with pytest.raises(ReadError, match="no prose"):
        read_text(line, "x.jsonl")


def test_the_field_can_be_named() -> None:
    document = read_text('{"a": {"b": "These words"}, "text": "not these"}', "x.jsonl", pointers=["/a/b"])
    assert [block.text for block in document.blocks] == ["These words"]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("[1]", "line 2 is not a JSON object"),
        ('{"text": "broken', "line 2 is not valid JSON"),
        ('{"title": "elsewhere"}', "line 2 has no text at .*there is /title"),
        ('{"source": "Le mot", "tgt": "The word"}', "line 2 has no text at .*there is /source, /tgt"),
        ('{"source": "Le mot", "target": ["The word"]}', "line 2 has no text at .*/target/0"),
        ("[" * 100_000, "line 2"),
        ('{"text": "x", "id": ' + "[" * 100_000 + "]" * 100_000 + "}", ""),
    ],
)
def test_a_line_that_cannot_be_read_is_named(second: str, reason: str) -> None:
    text = f'{{"text": "Some words"}}\n{second}\n'
    if not reason:
        assert len(read_text(text, "x.jsonl").blocks) == 2
        return
    with pytest.raises(ReadError, match=reason) as caught:
        read_text(text, "x.jsonl")
    assert "\n" not in str(caught.value)
