"""From bytes to text: by a byte order mark, by what the file declares, else UTF-8, or an error that says what it is."""

from __future__ import annotations

import codecs
import re

from tqcheck.errors import ReadError

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_ZIPPED = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument.text", "an OpenDocument text"),
    (b"epub+zip", "an e-book (EPUB)"),
)


_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_XML = re.compile(rb"\s{0,9}<\?xml[^>]{0,99}?encoding\s{0,9}=\s{0,9}[\"']([\w.-]{1,40})")
_DECLARED = {"xliff": _XML, "tmx": _XML, "po": re.compile(rb"charset=\s{0,9}([\w.-]{1,40})")}
_SINGLE_BYTE = re.compile(r"ascii|iso8859-\d{1,2}|cp125\d|cp\d{3}|koi8-[rtu]|mac-[a-z]+|tis-620")
_HEAD = 20_000


def encoding_of(data: bytes, markup: str = "") -> tuple[str, int]:
    """The encoding of a file by its bytes, or by the first many of them, and how long its byte order mark is.

    Without a mark it is UTF-8, unless the file declares an encoding of one byte a character, as XLIFF, TMX and PO can,
    and does not turn out to be UTF-8 all the same.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    declared = _DECLARED[markup].search(data[:_HEAD]) if markup in _DECLARED else None
    single = _single_byte(declared[1].decode("ascii", "replace")) if declared else None
    return single if single and (data.isascii() or not _is_utf8(data)) else "utf-8", 0


def _single_byte(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # What calls itself Latin-1 is Windows-1252, as browsers take it (https://encoding.spec.whatwg.org).
    return {"iso8859-1": "cp1252"}.get(found, found) if _SINGLE_BYTE.fullmatch(found) else None


def _is_utf8(data: bytes) -> bool:
    try:
        # A head may end inside a character.
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, name: str, markup: str = "") -> str:
    """The text of a file in the encoding that `encoding_of` finds.

    The mark itself is no part of the text, so offsets count from the first code point after it. Line ends
    stay as they are. Raises ReadError, with `name`, the offending byte, its offset and line, and what the
    file is likely to be instead.
    """
    if kind := _magic(data):
        raise ReadError(f"{name} is {kind}, not a text file; save its text as .txt, .md or .html")
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ReadError(f"{name} is UTF-32, which is not read; save it as UTF-8")
    encoding, start = encoding_of(data, markup)
    if not encoding.startswith("utf-16"):
        _refuse_nul(data, name)
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        at = start + error.start
        if encoding == "utf-8":
            line, what = _line(data, at), f"is not UTF-8; {_likely(data, at, error.reason)}"
        elif not encoding.startswith("utf"):
            line, what = _line(data, at), f"is no character of {encoding}, as which the file declares itself"
        else:
            before = data[start:at].decode(encoding, "replace")
            line, what = before.count("\n") + 1, "is not UTF-16, though the file begins as such; save it as UTF-8"
        raise ReadError(f"{name}: byte 0x{data[at]:02X} at offset {at:,} (line {line:,}) {what}") from None
    refuse_nul(text, name)
    return text


def refuse_nul(text: str, name: str) -> None:
    """Raise ReadError where `text` holds a NUL character, which no text does."""
    at = text.find("\x00")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise ReadError(f"{name} holds a NUL character at offset {at:,} (line {line:,}): it is not a text")


def _magic(data: bytes) -> str | None:
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind == "a ZIP archive":
        # The names of the first entries stand in the head; the directory at the end holds them all.
        ends = data[:4096] + data[-65536:]
        return next((zipped for part, zipped in _ZIPPED if part in ends), kind)
    return kind


def _refuse_nul(data: bytes, name: str) -> None:
    at = data.find(b"\x00")
    if at < 0:
        return
    head = data[:4096]
    if max(head[::2].count(0), head[1::2].count(0)) > len(head) // 8:
        raise ReadError(f"{name} looks like UTF-16 without a byte order mark; save it as UTF-8")
    raise ReadError(f"{name} holds a NUL byte at offset {at:,} (line {_line(data, at):,}): it is not a text file")


def _line(data: bytes, at: int) -> int:
    return (data.count(b"\n", 0, at) or data.count(b"\r", 0, at)) + 1


def _likely(data: bytes, at: int, reason: str) -> str:
    if reason == "unexpected end of data":
        return "the file ends inside a character: it may have been cut off"
    # A stretch around the byte tells as much as the whole of a large file, and sooner.
    data = data[max(0, at - 50_000) : at + 50_000]
    replaced = data.decode("utf-8", "replace")
    good = sum(1 for char in replaced if char > "\x7f" and char != "\ufffd")
    if good > replaced.count("\ufffd"):
        return "the rest of the file is, so this part may have been pasted in from elsewhere"
    high = sum(byte > 0x7F for byte in data)
    letters = high + sum(byte < 0x80 and chr(byte).isalpha() for byte in data)
    if high * 3 > letters:
        return "the file is in another encoding, perhaps an older Cyrillic, Greek or East Asian one: save it as UTF-8"
    return f"the file looks like {_western(data)}: save it as UTF-8"


def _western(data: bytes) -> str:
    if not any(0x80 <= byte < 0xA0 for byte in data):
        return "Windows-1252 (Latin-1)"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "Mac Roman or another older Western encoding"
    return "Windows-1252"
