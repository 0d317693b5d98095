"""Translation memories: which two languages, inline codes, texts within texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import OBJECT, read_text

MEMORY = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="test" segtype="sentence" srclang="fr-FR">
<prop type="x">header words</prop></header>
<body>
<tu tuid="first"><prop type="client">property words</prop><note>From the annual report.</note>
 <tuv xml:lang="en-GB"><prop>more words</prop>
  <seg>The <bpt i="1">&lt;b></bpt>bridge<ept i="1">&lt;/b></ept> &#233;<ph/>.</seg></tuv>
 <tuv xml:lang="FR-fr"><seg>Le pont.</seg></tuv>
 <tuv xml:lang="de"><seg>Die Brücke.</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Seul.</seg></tuv></tu>
<tu><tuv lang="fr"><seg>Note<ph><sub>Une note</sub></ph> ici.</seg></tuv>
 <tuv lang="en"><seg>Note<ph><sub>A note</sub></ph> here.</seg></tuv></tu>
</body></tmx>
"""


def pairs(document: Document) -> list[tuple[str, str, str]]:
    assert document.source is not None
    sources = {block.name: block.text for block in document.source.blocks}
    return [(block.name, sources[block.name], block.text) for block in document.blocks]


def test_units_of_the_declared_source_and_the_first_other_language(hold: Callable[[Document], None]) -> None:
    document = read_text(MEMORY, "m.tmx")
    hold(document)
    assert pairs(document) == [
        ("first", "Le pont.", f"The bridge é{OBJECT}."),
        ("3", f"Note{OBJECT} ici.", f"Note{OBJECT} here."),
        ("3/sub1", "Une note", "A note"),
    ]
    assert document.source is not None
    assert (document.language, document.source.language) == ("en", "fr")
    assert document.blocks[0].note == "From the annual report."
    at = document.blocks[0].text.index("é")
    assert document.blocks[0].span(at, at + 1).of(MEMORY) == "&#233;"


def test_the_languages_can_be_chosen() -> None:
    assert pairs(read_text(MEMORY, "m.tmx", language="de")) == [("first", "Le pont.", "Die Brücke.")]
    document = read_text(MEMORY, "m.tmx", language="fr", origin="de")
    assert pairs(document) == [("first", "Die Brücke.", "Le pont.")]


def test_each_of_several_texts_in_one_language_is_read() -> None:
    for first, second in (("en-GB", "en-US"), ("en", "en")):
        text = MEMORY.replace("en-GB", first).replace(
            "</tu>\n<tu><tuv xml", f'<tuv xml:lang="{second}"><seg>That bridge.</seg></tuv></tu>\n<tu><tuv xml', 1
        )
        assert pairs(read_text(text, "m.tmx"))[:2] == [
            ("first", "Le pont.", f"The bridge é{OBJECT}."),
            ("first~2", "Le pont.", "That bridge."),
        ]


def test_any_source() -> None:
    document = read_text(MEMORY.replace("fr-FR", "*all*"), "m.tmx")
    assert document.source is not None
    assert (document.source.language, document.language) == ("en", "fr")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (MEMORY[:700], "not well-formed"),
        ("<html/>", "not TMX"),
        (MEMORY.replace('SYSTEM "tmx14.dtd"', '[<!ENTITY a "aaaa">]'), "entity"),
        (MEMORY.replace("<seg>", "<seg>" + "<hi>" * 300), "deep"),
        (MEMORY.replace('"fr"', '"en"').replace("FR-fr", "en").replace('"de"', '"en"'), "no prose"),
    ],
)
def test_broken_and_hostile_files_are_refused_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_text(text, "m.tmx")
    assert "\n" not in str(caught.value)
