"""XLIFF of both generations: units, segments, inline codes, notes, and what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import OBJECT, read_bytes, read_text

OKAPI = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:okp="okapi-framework:xliff-extensions">
<file original="page.html" source-language="fr-FR" target-language="en-GB" datatype="html" okp:inputEncoding="UTF-8">
<header><note>Not about a unit.</note></header>
<body><group id="g1">
<trans-unit id="tu1" okp:wsBefore="no">
  <source>La <g id="1">ferme</g> est <x id="2"/> fermée &amp; vide.</source>
  <target>The <g id="1">farm</g> is <x id="2"/> closed &amp;
    empty.</target>
  <okp:extension><target>Nothing to read here.</target></okp:extension>
  <context-group purpose="location"><context context-type="sourcefile">page.html words</context></context-group>
  <note annotates="target">Mind the <b xmlns="http://www.w3.org/1999/xhtml">tone</b>.</note>
  <alt-trans match-quality="80%"><source>La ferme</source><target>An old wording.</target></alt-trans>
</trans-unit>
<trans-unit id="tu2" translate="no"><source>Ne pas traduire</source><target>Do not translate</target></trans-unit>
<trans-unit id="tu3"><source>Pas encore traduit.</source></trans-unit>
<trans-unit id="tu4"><source>Nouveau.</source><target state="needs-translation">Nouveau.</target></trans-unit>
<trans-unit id="tu5">
  <source>Voir <bpt id="1">&lt;a title="<sub>Une aide</sub>"></bpt>ici<ept id="1">&lt;/a></ept>.</source>
  <target>See <bpt id="1">&lt;a title="<sub>Some help</sub>"></bpt>here<ept id="1">&lt;/a></ept>.</target>
</trans-unit>
</group><bin-unit id="b"><bin-source><external-file href="x"/></bin-source></bin-unit></body></file></xliff>
"""

TRADOS = """<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2"
 version="1.2" sdl:version="1.0">
<file original="a.docx" datatype="x-sdlfilterframework2" source-language="de-DE" target-language="en-US">
<header><sdl:ref-files/><tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="1"><bpt>bold words</bpt></tag>
</tag-defs></header><body>
<trans-unit id="0a1b">
<source>Der Hafen ist zu. <g id="7">Die Schiffe warten.</g></source>
<seg-source><mrk mtype="seg" mid="1">Der Hafen ist zu.</mrk> <g id="7"><mrk mtype="seg" mid="2">Die Schiffe warten.\
</mrk></g></seg-source>
<target><mrk mtype="seg" mid="1">The harbour is closed.</mrk> <g id="7"><mrk mtype="seg" mid="2">The ships wait \
<mrk mtype="x-sdl-comment" sdl:cid="9">there</mrk>.</mrk></g></target>
<sdl:seg-defs><sdl:seg id="1" conf="Translated"/><sdl:seg id="2"><sdl:prev-origin/></sdl:seg></sdl:seg-defs>
</trans-unit></body></file></xliff>
"""

TWO = """<?xml version="1.0"?>
<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fr" trgLang="en"
 xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
<x:file id="f1"><x:unit id="u1">
 <mda:metadata><mda:metaGroup><mda:meta type="x">meta words</mda:meta></mda:metaGroup></mda:metadata>
 <x:notes><x:note category="style">Be brief.</x:note></x:notes>
 <x:originalData><x:data id="d1">&lt;b&gt;</x:data></x:originalData>
 <x:segment id="s1"><x:source>Un <x:pc id="1">mot</x:pc><x:ph id="2"/>.</x:source>
  <x:target>One <x:pc id="1">word</x:pc><x:ph id="2"/>.</x:target></x:segment>
 <x:ignorable><x:source> </x:source><x:target>ignored words</x:target></x:ignorable>
 <x:segment id="s2" state="initial"><x:source>Deux.</x:source><x:target>Deux.</x:target></x:segment>
 <x:segment id="s3"><x:source>Trois <x:sc id="3"/>fois<x:ec startRef="3"/>.</x:source>
  <x:target><x:mrk id="m" type="term">Three</x:mrk> <x:mrk id="n" translate="no">API</x:mrk> times<x:cp hex="0001"/>.\
</x:target></x:segment>
</x:unit><x:group id="g" translate="no"><x:unit id="u2"><x:segment><x:source>Non</x:source><x:target>No words</x:target>
</x:segment></x:unit></x:group></x:file></x:xliff>
"""


def texts(document: Document | None) -> dict[str, str]:
    assert document is not None
    return {block.name: block.text for block in document.blocks}


def test_okapi_units(hold: Callable[[Document], None]) -> None:
    document = read_text(OKAPI, "page.xlf")
    hold(document)
    assert texts(document) == {
        "tu1": f"The farm is {OBJECT} closed & empty.",
        "tu5": "See here.",
        "tu5/sub1": "Some help",
    }
    assert texts(document.source) == {
        "tu1": f"La ferme est {OBJECT} fermée & vide.",
        "tu5": "Voir ici.",
        "tu5/sub1": "Une aide",
    }
    assert document.source is not None
    assert (document.language, document.source.language, document.paired) == ("en", "fr", True)
    assert document.blocks[0].note == "Mind the ."


def test_offsets_are_exact_through_entities_and_tags() -> None:
    document = read_text(OKAPI, "page.xlf")
    block = document.blocks[0]
    at = block.text.index("farm")
    assert block.span(at, at + 4).of(OKAPI) == "farm"
    at = block.text.index("&")
    assert block.span(at, at + 1).of(OKAPI) == "&amp;"
    at = block.text.index(OBJECT)
    assert block.span(at, at + 1).of(OKAPI) == '<x id="2"/>'
    assert block.span(0, len(block.text)).start == OKAPI.index("The <g")


def test_trados_segments_are_paired_by_number(hold: Callable[[Document], None]) -> None:
    document = read_text(TRADOS, "a.sdlxliff")
    hold(document)
    assert texts(document) == {"0a1b/1": "The harbour is closed.", "0a1b/2": "The ships wait there."}
    assert texts(document.source) == {"0a1b/1": "Der Hafen ist zu.", "0a1b/2": "Die Schiffe warten."}


def test_segments_on_one_side_only_are_taken_as_a_whole() -> None:
    text = TRADOS[: TRADOS.index("<seg-source>")] + TRADOS[TRADOS.index("<target>") :]
    document = read_text(text, "a.sdlxliff")
    assert texts(document) == {"0a1b": "The harbour is closed. The ships wait there."}
    assert texts(document.source) == {"0a1b": "Der Hafen ist zu. Die Schiffe warten."}


def test_the_second_generation(hold: Callable[[Document], None]) -> None:
    document = read_text(TWO, "two.xliff")
    hold(document)
    assert texts(document) == {"u1/s1": f"One word{OBJECT}.", "u1/s3": f"Three {OBJECT} times\ufffd."}
    assert texts(document.source) == {"u1/s1": f"Un mot{OBJECT}.", "u1/s3": "Trois fois."}
    assert document.blocks[0].note == "Be brief."
    assert document.language == "en"


def test_equal_ids_in_two_files_are_told_apart() -> None:
    unit = '<trans-unit id="1"><source>Le mot {0}</source><target>The word {0}</target></trans-unit>'
    body = f"<body>{unit}</body></file>"
    text = f"""<xliff version="1.2"><file source-language="fr" target-language="en">{body}
    <file source-language="de" target-language="nl">{body}</xliff>"""
    document = read_text(text, "x.xlf")
    assert [(block.name, block.language) for block in document.blocks] == [("1", None), ("1~2", "nl")]
    assert document.source is not None
    assert [(block.name, block.language) for block in document.source.blocks] == [("1", None), ("1~2", "de")]
    assert texts(document)["1"] == f"The word {OBJECT}"


def test_white_space_counts_where_the_file_says_so() -> None:
    text = OKAPI.replace("<target>The", '<target xml:space="preserve">The')
    assert "closed &\n    empty" in read_text(text, "x.xlf").blocks[0].text


def test_utf16_and_cr_lf() -> None:
    text = OKAPI.replace("\n", "\r\n").replace("UTF-8", "UTF-16")
    document = read_bytes(text.encode("utf-16"), "x.xlf")
    assert document.text == text
    assert document.blocks[0].text.endswith("closed & empty.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (OKAPI[:900], "not well-formed"),
        ("<tmx/>", "not XLIFF"),
        (OKAPI.replace("<body>", "<body>" + "<group>" * 100_000), "deep"),
        (
            OKAPI.replace("<xliff", '<!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xliff', 1),
            "entity",
        ),
        (
            OKAPI.replace("<xliff", '<!DOCTYPE xliff [<!ENTITY f SYSTEM "file:///etc/hosts">]><xliff', 1).replace(
                "vide", "&f;"
            ),
            "entity",
        ),
        (OKAPI.replace("vide", "&f;"), "not well-formed"),
        (OKAPI.replace("farm", "fa\ud800rm"), "not well-formed"),
    ],
)
def test_broken_and_hostile_files_are_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_text(text, "x.xlf")
    assert "\n" not in str(caught.value)


def test_a_doctype_alone_is_let_through() -> None:
    text = OKAPI.replace(
        "<xliff", '<!DOCTYPE xliff PUBLIC "-//XLIFF//DTD XLIFF//EN" "http://localhost/x.dtd"><xliff', 1
    )
    assert read_text(text, "x.xlf").blocks
