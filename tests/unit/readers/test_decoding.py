"""Encodings: what is read, and what the error says of the rest."""

from __future__ import annotations

import pytest

from tqcheck.errors import ReadError
from tqcheck.readers import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", ["Élan vital – 50 €", "a\r\nb\rc\n", "猫は眠る", "smile 😀"])
def test_what_is_read(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_utf16_in_both_byte_orders() -> None:
    assert decode(b"\xfe\xff\x00h\x00i", "a.txt") == "hi"
    assert decode(b"\xff\xfeh\x00i\x00", "a.txt") == "hi"


XLIFF = '<?xml version="1.0" encoding="{}"?><xliff>« L’été »</xliff>'
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n\nmsgid "a"\nmsgstr "« déjà »"\n'


@pytest.mark.parametrize(
    ("text", "markup", "declared", "actual"),
    [
        (XLIFF, "xliff", "windows-1252", "cp1252"),
        (XLIFF, "tmx", "ISO-8859-1", "cp1252"),
        (PO, "po", " ISO-8859-15", "iso8859-15"),
        (PO, "po", "CHARSET", "utf-8"),
        (PO, "po", "koi8-r", "utf-8"),
        (XLIFF, "xliff", "UTF-8", "utf-8-sig"),
        (XLIFF, "xliff", "UTF-8", "utf-16"),
        (XLIFF.replace("« L’été »", "Summer"), "xliff", "us-ascii", "ascii"),
    ],
)
def test_what_a_file_says_of_itself(text: str, markup: str, declared: str, actual: str) -> None:
    text = text.format(declared)
    assert decode(text.encode(actual), "a", markup) == text
    single = actual not in ("utf-8", "utf-8-sig", "utf-16", "ascii")
    if single:
        with pytest.raises(ReadError, match="not UTF-8"):
            decode(text.encode(actual), "a", "html")


def test_a_declared_encoding_that_has_no_such_byte() -> None:
    with pytest.raises(ReadError, match=r"0x81 at offset \d+ \(line 1\) is no character of cp1252"):
        decode(XLIFF.format("windows-1252").encode("cp1252") + b"\x81", "a", "xliff")


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        ("One line\nand a caf\xe9 on the next.".encode("latin-1"), ["0xE9", "offset 18", "line 2", "Windows-1252"]),
        ("He said \u201cno\u201d twice.".encode("cp1252"), ["0x93", "offset 8", "line 1", "looks like Windows-1252"]),
        ("Погода сегодня хорошая".encode("cp1251"), ["not UTF-8", "Cyrillic"]),
        ("今日は天気がいい".encode("shift_jis"), ["not UTF-8", "East Asian"]),
        ("L'été à côté, déjà ".encode() + b"\xe9", ["0xE9", "cut off"]),
        ("L'été à côté, déjà ".encode() + b"\xe9 fini", ["0xE9", "pasted"]),
        (b"\xef\xbb\xbfabc\n\xff", ["0xFF", "offset 7", "line 2"]),
        (b"mac\rline \x8e\x81 end", ["0x8E", "line 2"]),
        (b"\xff\xfea\x00\x00\xd8", ["offset 4", "not UTF-16"]),
        (b"\xff\xfea\x00b", ["offset 4", "not UTF-16"]),
        ("text".encode("utf-32"), ["UTF-32"]),
        ("plain words".encode("utf-16-le"), ["UTF-16 without a byte order mark"]),
        (b"some words\nand \x00 one", ["NUL", "offset 15", "line 2"]),
        ("a\x00b".encode("utf-16"), ["NUL"]),
        (b"%PDF-1.7\n\x93", ["a PDF"]),
        (b"PK\x03\x04....", ["a ZIP archive"]),
        (b"PK\x03\x04....[Content_Types].xml....word/document.xml", ["a Word document"]),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", ["an OpenDocument text"]),
        (b"\x89PNG\r\n\x1a\n", ["a PNG image"]),
        (b"\xff\xd8\xff\xe0", ["a JPEG image"]),
        (b"{\\rtf1\\ansi words}", ["a Rich Text document"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ["old Microsoft Office"]),
    ],
)
def test_what_is_refused(data: bytes, parts: list[str]) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "piece.txt")
    message = str(caught.value)
    assert message.startswith("piece.txt")
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_the_offset_counts_from_the_start_of_the_file() -> None:
    with pytest.raises(ReadError, match=r"byte 0xE9 at offset 120 \(line 3\)"):
        decode(b"a\nb\n" + b"x" * 116 + b"\xe9 and so on, and so on", "a.txt")
