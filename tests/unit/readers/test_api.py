"""Reading from paths, bytes and text: what is refused, and in which words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Document
from tqcheck.errors import ReadError, TqcheckError, UsageError
from tqcheck.readers import MARKUPS, READERS, read_bytes, read_path, read_text


def _refused(call: Callable[[], object]) -> str:
    with pytest.raises(ReadError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_file_becomes_a_document(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes("The harbour reopens\n\nShips came back on Friday.\n".encode("utf-8-sig"))
    document = read_path(path, language="en")
    assert document.id == document.path == str(path)
    assert document.text.startswith("The harbour")
    assert document.language == "en"
    assert [block.text for block in document.blocks] == ["The harbour reopens", "Ships came back on Friday."]


@pytest.mark.parametrize(
    ("suffix", "markup"),
    [(".txt", "text"), (".HTM", "html"), (".Md", "markdown"), (".json", "json"), (".article", "text"), ("", "text")],
)
def test_the_suffix_tells_the_format(tmp_path: Path, suffix: str, markup: str) -> None:
    path = tmp_path / f"piece{suffix}"
    path.write_text('"three plain words"' if markup == "json" else "three plain words")
    assert read_path(path).markup == markup


def test_a_named_markup_goes_before_the_suffix() -> None:
    assert read_text("<p>Some words</p>", "piece.txt", markup="html").blocks[0].text == "Some words"
    with pytest.raises(UsageError, match="text, markdown, html, json, xliff"):
        read_text("Some words", markup="pdf")


def test_without_a_suffix_a_page_or_payload_is_known_by_its_first_words() -> None:
    assert read_text("\n<!DOCTYPE html><p>Some words", "standard input").markup == "html"
    assert read_text('{"body": "Some words of prose"}', "standard input").markup == "json"
    assert read_text("{Some words} of prose", "standard input").markup == "text"
    assert read_text("<!doctype html><p>Some words", "piece.txt").markup == "text"


def test_missing_folder_and_impossible_names(tmp_path: Path) -> None:
    assert "no file" in _refused(lambda: read_path(tmp_path / "gone.txt"))
    assert "is a folder" in _refused(lambda: read_path(tmp_path))
    assert "null byte" in _refused(lambda: read_path(Path("a\x00b.txt")))
    assert "too long" in _refused(lambda: read_path(Path("x" * 5000)))


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("Some words")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in _refused(lambda: read_path(path))


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_text("Some words")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    read_path(path).id.encode("utf-8")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\r\n ", "\ufeff".encode("utf-16")])
def test_nothing_to_read(data: bytes) -> None:
    message = _refused(lambda: read_bytes(data, "blank.txt"))
    assert message.startswith("blank.txt ")
    assert "empty" in message or "white space" in message


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.md", "```\nall of it is code\n```"), ("a.html", "<script>all code</script>"), ("a.json", "[1]"), ("a", "***")],
)
def test_no_prose(name: str, text: str) -> None:
    assert "no prose" in _refused(lambda: read_text(text, name))


def test_the_limit_is_looked_at_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * 300_000)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file was opened"))
    message = _refused(lambda: read_path(path, limit=1_000_000))
    assert "1.5 MB" in message
    assert "1 MB" in message


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs an endless device")
def test_an_endless_device_is_cut_off() -> None:
    assert "limit" in _refused(lambda: read_path(Path("/dev/zero"), limit=100_000))


def test_the_limit_holds_for_bytes_and_text() -> None:
    assert len(read_bytes(b"word" * 5, "a.txt", limit=20).text) == 20
    assert "limit" in _refused(lambda: read_bytes(b"word" * 6, "a.txt", limit=20))
    assert "limit" in _refused(lambda: read_text("word" * 6, limit=20))


def test_a_mark_left_in_the_text_counts_but_is_no_word() -> None:
    text = "\ufeff# A title\n\nSome words."
    document = read_text(text, "a.md")
    assert document.text == text
    assert [block.span(0, len(block.text)).of(text) for block in document.blocks] == ["A title", "Some words."]


def test_lone_surrogates_and_control_characters_are_shown_as_what_they_are() -> None:
    text = "One \ud83d two\x0bthree\x1b[31m four in\xadside."
    document = read_text(text)
    assert document.text == text
    (block,) = document.blocks
    assert block.text == "One \ufffd two three [31m four inside."
    at = block.text.index("inside")
    assert block.span(at, at + 6).of(text) == "in\xadside"


def test_a_nul_is_no_text() -> None:
    assert "offset 3 (line 2)" in _refused(lambda: read_text("ab\n\x00"))


def test_the_registries_agree() -> None:
    texts = {"text", "markdown", "html", "json", "jsonl", "srt", "vtt"}
    assert set(MARKUPS) == texts | {"xliff", "tmx", "po", "tsv", "csv"} | {"docx", "odt", "epub", "parquet"}
    assert {reader.markup for reader in READERS.values()} == set(MARKUPS)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in READERS)
    assert {markup: reader.markup for markup, reader in MARKUPS.items()} == {markup: markup for markup in MARKUPS}
    declared = {suffix: reader.markup for reader in MARKUPS.values() for suffix in reader.suffixes}
    assert {suffix: reader.markup for suffix, reader in READERS.items()} == declared


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200), markup=st.sampled_from(sorted(MARKUPS)))
def test_any_bytes_give_a_document_or_one_line(data: bytes, markup: str, hold: Callable[[Document], None]) -> None:
    message = ""
    try:
        document = read_bytes(data, "any", markup=markup)
    except TqcheckError as error:
        message = str(error)
    else:
        hold(document)
    assert "\n" not in message


_SCRAPS = st.sampled_from(
    [
        *"<>/!?&;#*_`~[](){}|-=+\\\"':,.^ \n\r\t\f\x0b\xa0\xad\ud800\udc00\x85\u2028é한",
        "word ",
        "two words, ",
        "&amp;",
        *["<p>", "</p>", "<b>", "</b>", "<!--", "-->", "<li>", "<td>", "<br>", "<code>", "</code>", "<svg>", "<nav>"],
        *[
            "\n\n",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n# ",
            "](",
            "](x)",
            "![",
            "```",
            "\n|a|b|\n|-|-|\n|",
            "\\|",
            "[^1]",
            "[x] ",
        ],
        *["\r\n", "&#x41;", "&#0;", "&notit;", "\\u00e9", "\\n", "---\n", "<http://a.b>", "  \n", "\n    ", "\n===\n"],
    ]
)


@settings(max_examples=800, deadline=None)
@given(scraps=st.lists(_SCRAPS, max_size=40), markup=st.sampled_from(["text", "markdown", "html"]))
def test_any_scraps_of_markup_hold_the_invariants(
    scraps: list[str], markup: str, hold: Callable[[Document], None]
) -> None:
    try:
        document = read_text("".join(scraps), "any", markup=markup)
    except ReadError:
        return
    hold(document)


def test_every_format_is_in_the_docs() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    for suffix, reader in READERS.items():
        assert f"`{suffix}`" in docs
        assert f"| `{reader.markup}` |" in docs
