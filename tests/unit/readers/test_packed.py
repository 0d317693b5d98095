"""Word, OpenDocument and EPUB: what is text in them, and archives that mean harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Document, Kind
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers import OBJECT, read_bytes, read_path, read_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>
</w:docDefaults><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>"""
BODY = f"""<?xml version="1.0" encoding="UTF-8"?>
<w:document {W} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>
<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>The harbour</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Ships </w:t></w:r><w:del><w:r><w:delText>left</w:delText></w:r></w:del>
<w:ins><w:r><w:t>came &amp; went</w:t><w:br/><w:t>today</w:t></w:r></w:ins>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>
<w:r><w:instrText>PAGE words</w:instrText></w:r>
<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>An item</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><mc:AlternateContent>
<mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice>
<mc:Fallback><w:p><w:r><w:t>In a box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>
</w:body></w:document>"""
NOTES = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>A footnote.</w:t></w:r></w:p></w:footnote></w:footnotes>"

O = "urn:oasis:names:tc:opendocument:xmlns"  # noqa: E741
CONTENT = f"""<o:document-content xmlns:o="{O}:office:1.0" xmlns:t="{O}:text:1.0" xmlns:b="{O}:table:1.0">
<o:body><o:text>
<t:tracked-changes><t:p>Taken out</t:p></t:tracked-changes>
<t:h>The harbour</t:h><t:p>Ships<t:s t:c="2"/>came<o:annotation><t:p>A comment</t:p></o:annotation>
back<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>A footnote.</t:p></t:note-body></t:note>.</t:p>
<t:list><t:list-item><t:p>An item</t:p></t:list-item></t:list>
<b:table><b:table-row><b:table-cell><t:p>A cell</t:p></b:table-cell></b:table-row></b:table>
</o:text></o:body></o:document-content>"""
ODT_STYLES = f"""<o:s xmlns:o="{O}:office:1.0" xmlns:s="{O}:style:1.0" xmlns:f="{O}:xsl-fo-compatible:1.0">
<s:default-style>
<s:text-properties f:language="en" f:country="GB"/></s:default-style></o:s>"""

BOOK = {
    "META-INF/container.xml": """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>""",
    "OEBPS/book.opf": """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:language>en-US</dc:language></metadata><manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>""",
    "OEBPS/nav.xhtml": "<html><body><p>Contents in words</p></body></html>",
    "OEBPS/text/one a.xhtml": "<html><body><p>The second &eacute;.</p></body></html>",
    "OEBPS/text/two.xhtml": "<html><body><h1>Title</h1><p>The first.</p></body></html>",
}
WORD = {"word/document.xml": BODY, "word/styles.xml": STYLES, "word/footnotes.xml": NOTES}
OPEN = {"content.xml": CONTENT, "styles.xml": ODT_STYLES}


def packed(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def blocks(document: Document) -> list[tuple[Kind, str]]:
    for block in document.blocks:
        assert block.span(0, len(block.text)).of(document.text) == block.text
    return [(block.kind, block.text) for block in document.blocks]


def test_word(tmp_path: Path, hold: Callable[[Document], None]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(packed(WORD))
    document = read_path(path)
    hold(document)
    assert blocks(document) == [
        (Kind.HEADING, "The harbour"),
        (Kind.PARAGRAPH, f"Ships came & went today{OBJECT}."),
        (Kind.ITEM, "An item"),
        (Kind.CELL, "A cell"),
        (Kind.PARAGRAPH, "In a box"),
        (Kind.PARAGRAPH, "A footnote."),
    ]
    assert (document.language, document.markup, document.source) == ("en", "docx", None)


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""


def test_word_online_numbers_its_parts(hold: Callable[[Document], None]) -> None:
    one = RELATIONS.format(f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document2.xml"/>')
    two = RELATIONS.format(
        f'<Relationship Id="a" Type="{R}/styles" Target="styles2.xml"/>'
        f'<Relationship Id="b" Type="{R}/footnotes" Target="/word/footnotes2.xml"/>'
        f'<Relationship Id="c" Type="{R}/endnotes" Target="http://localhost/x.xml" TargetMode="External"/>'
    )
    parts = {name.replace(".xml", "2.xml"): content for name, content in WORD.items()}
    document = read_bytes(packed({"_rels/.rels": one, "word/_rels/document2.xml.rels": two, **parts}), "a.docx")
    hold(document)
    assert blocks(document) == blocks(read_bytes(packed(WORD), "a.docx"))


def test_in_word_contents_and_former_styles_do_not_count() -> None:
    styles = STYLES.replace("<w:style ", '<w:style w:styleId="TM1"><w:name w:val="toc 1"/></w:style><w:style ', 1)
    former = '<w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/><w:numPr/></w:pPr></w:pPrChange></w:pPr>'
    body = (
        f'<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="TM1"/></w:pPr><w:r><w:t>The harbour 3</w:t></w:r></w:p>'
        f"<w:p>{former}<w:moveFrom><w:r><w:t>Gone. </w:t></w:r></w:moveFrom><w:r><w:t>Ships came.</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    document = read_bytes(packed({"word/document.xml": body, "word/styles.xml": styles}), "a.docx")
    assert blocks(document) == [(Kind.PARAGRAPH, "Ships came.")]


def test_in_open_document_pictures_and_wrapped_lines_add_nothing() -> None:
    body = CONTENT.replace(
        "Ships<t:s",
        f'Ships\n      <t:span>came </t:span> back<d:frame xmlns:d="{O}:drawing:1.0" xmlns:v="{O}:svg-compatible:1.0">'
        "<v:title>A photograph</v:title><v:desc>Of a ship</v:desc></d:frame> to <t:title>The Harbour</t:title><t:s",
    )
    document = read_bytes(packed({**OPEN, "content.xml": body}), "a.odt")
    assert blocks(document)[2] == (Kind.PARAGRAPH, "Ships came back to The Harbour  came back.")


def test_open_document(hold: Callable[[Document], None]) -> None:
    document = read_bytes(packed(OPEN), "a.odt")
    hold(document)
    assert blocks(document) == [
        (Kind.HEADING, "The harbour"),
        (Kind.PARAGRAPH, "A footnote."),
        (Kind.PARAGRAPH, "Ships  came back."),
        (Kind.ITEM, "An item"),
        (Kind.CELL, "A cell"),
    ]
    assert document.language == "en"


def test_a_book_is_read_in_its_order(hold: Callable[[Document], None]) -> None:
    document = read_bytes(packed(BOOK), "a.epub")
    hold(document)
    assert blocks(document) == [
        (Kind.HEADING, "Title"),
        (Kind.PARAGRAPH, "The first."),
        (Kind.PARAGRAPH, "The second é."),
    ]
    assert [block.name for block in document.blocks][-1] == "OEBPS/text/one a.xhtml"
    assert document.language == "en"


LOCKED = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><CipherData>
<CipherReference URI="{}"/></CipherData></EncryptedData></encryption>"""


def test_a_book_as_calibre_makes_it(hold: Callable[[Document], None]) -> None:
    page = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head><body>
<header><h1>Title</h1></header><main><p>The first <a id="p3"/>page<a epub:type="noteref" href="#n">1</a>.</p></main>
<aside epub:type="footnote" id="n"><p>A footnote.</p></aside><nav epub:type="toc"><p>Contents</p></nav></body></html>"""
    book = {**BOOK, "OEBPS/text/two.xhtml": page, "META-INF/encryption.xml": LOCKED.format("OEBPS/a.otf")}
    document = read_bytes(packed(book), "a.epub")
    hold(document)
    assert [text for _, text in blocks(document)] == ["Title", "The first page.", "A footnote.", "The second é."]
    book["META-INF/encryption.xml"] = LOCKED.format("OEBPS/text/one%20a.xhtml")
    with pytest.raises(ReadError, match="protected"):
        read_bytes(packed(book), "a.epub")


BOMB = {"word/document.xml": "<a>" + " " * 3_000_000}
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"Only words.", "ZIP archives"),
        ("a.docx", packed(WORD)[:-30], "damaged archive"),
        ("a.docx", packed(WORD)[:400] + b"?" * 40 + packed(WORD)[440:], "damaged archive"),
        ("a.docx", packed({"word/styles.xml": STYLES}), "no Word document"),
        ("a.docx", packed(BOMB), "unpacks to more"),
        ("a.docx", packed({"word/document.xml": LAUGHS + BODY[39:]}), "entity"),
        ("a.docx", packed({"word/document.xml": BODY[:1000]}), "not well-formed"),
        ("a.docx", packed({"word/document.xml": "<a>" * 100_000}), "deep"),
        ("a.docx", packed({"word/document.xml": f"<w:document {W}/>"}), "no prose"),
        ("a.docx", packed({**{f"{n}": "" for n in range(10_001)}}), "more than 10,000"),
        ("a.odt", packed({**OPEN, "META-INF/manifest.xml": "<encryption-data/>"}), "password"),
        ("a.odt", packed({"styles.xml": ODT_STYLES}), "no OpenDocument"),
        ("a.epub", packed({"a": "b"}), "no e-book"),
        ("a.epub", packed({**BOOK, "OEBPS/book.opf": LAUGHS + "<a/>"}), "entity"),
        ("a.epub", packed({**BOOK, "META-INF/rights.xml": "<a/>"}), "protected"),
        ("a.epub", packed({key: value for key, value in BOOK.items() if key != "OEBPS/book.opf"}), "missing"),
    ],
)
def test_damaged_and_hostile_archives_are_refused_in_one_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(data, name, limit=500_000 if reason == "unpacks to more" else 20_000_000)
    assert "\n" not in str(caught.value)


def test_a_locked_archive() -> None:
    data = bytearray(packed(WORD))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ReadError, match="password"):
        read_bytes(bytes(data), "a.docx")


def test_the_text_has_the_limit_too() -> None:
    long = BODY.replace("The harbour", "word " * 1000)
    with pytest.raises(ReadError, match="more text"):
        read_bytes(packed({**WORD, "word/document.xml": long}), "a.docx", limit=4000)


def test_a_decoded_text_is_no_archive() -> None:
    for markup in ("docx", "odt", "epub"):
        with pytest.raises(UsageError, match="no text"):
            read_text("Some words", markup=markup)


@settings(max_examples=150, deadline=None)
@given(
    data=st.data(), book=st.sampled_from([("a.docx", packed(WORD)), ("a.odt", packed(OPEN)), ("a.epub", packed(BOOK))])
)
def test_any_damage_gives_a_document_or_one_line(data: st.DataObject, book: tuple[str, bytes]) -> None:
    name, content = book
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    message = ""
    try:
        read_bytes(bytes(changed), name)
    except ReadError as error:
        message = str(error)
    assert "\n" not in message
