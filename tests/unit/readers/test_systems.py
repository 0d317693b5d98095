"""What translated a unit, as each format says it, and how it reaches the report with the unit's id and notes."""

from __future__ import annotations

import io
import json

import pytest

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.readers import read_text
from tqcheck.render import Style, renderer

MEMORY = """<tmx version="1.4"><header creationtool="Editor" srclang="fr"/><body>
<tu tuid="a" creationtool="Whole"><note>For the harbour.</note><prop type="x-Origin-System">Northwind NMT</prop>
<tuv xml:lang="fr"><seg>Un port.</seg></tuv><tuv xml:lang="en"><seg>One harbour.</seg></tuv></tu>
<tu tuid="b" creationtool="Whole"><tuv xml:lang="fr" creationtool="Other"><seg>Deux ports.</seg></tuv>
<tuv xml:lang="en-GB" creationtool="Side"><prop type="x-context">words</prop><seg>Two harbours.</seg></tuv></tu>
<tu tuid="c" creationtool="Whole">
<tuv xml:lang="fr"><seg>Trois.</seg></tuv><tuv xml:lang="en"><seg>Three.</seg></tuv></tu>
<tu tuid="d"><tuv xml:lang="fr"><seg>Quatre.</seg></tuv><tuv xml:lang="en"><prop type="engine">Sole</prop>
<seg>Four.</seg></tuv></tu>
<tu tuid="e"><tuv xml:lang="fr"><prop type="engine">Not this side</prop><seg>Cinq.</seg></tuv><tuv xml:lang="en">
<seg>Five.</seg></tuv></tu></body></tmx>"""

OKAPI = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:its="http://www.w3.org/2005/11/its"
 xmlns:okp="okapi-framework:xliff-extensions"><file source-language="fr" target-language="en" original="a">
<header><phase-group><phase phase-name="p1" process-name="mt" tool-id="t1"/></phase-group>
<tool tool-id="t1" tool-name="Northwind NMT"/></header><body>
<trans-unit id="1"><source>Un port.</source><target phase-name="p1">One harbour.</target></trans-unit>
<trans-unit id="2"><source>Deux ports.</source>
<target state-qualifier="mt-suggestion">Two harbours.</target></trans-unit>
<trans-unit id="3" its:annotatorsRef="text-analysis|x mt-confidence|Sole"><source>Trois.</source>
<target its:mtConfidence="0.8">Three.</target></trans-unit>
<trans-unit id="4"><source>Quatre.</source><target>Four.</target>
<alt-trans origin="MT"><target>Quad.</target></alt-trans>
</trans-unit></body></file></xliff>"""

TRADOS = """<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2"
 version="1.2"><file original="a.docx" source-language="fr" target-language="en"><body><trans-unit id="u">
<source>Un port. Deux ports.</source><seg-source><mrk mtype="seg" mid="1">Un port.</mrk> <mrk mtype="seg" mid="2">Deux \
ports.</mrk></seg-source><target><mrk mtype="seg" mid="1">One harbour.</mrk>
<mrk mtype="seg" mid="2">Two harbours.</mrk>
</target><sdl:seg-defs><sdl:seg id="1" origin="mt" origin-system="Northwind NMT"/><sdl:seg id="2" origin="interactive">
<sdl:prev-origin origin="mt" origin-system="Earlier"/></sdl:seg></sdl:seg-defs></trans-unit></body></file></xliff>"""


@pytest.mark.parametrize(
    ("name", "text", "systems"),
    [
        ("m.tmx", MEMORY, ["Northwind NMT", "Side", "Whole", "Sole", ""]),
        ("o.xlf", OKAPI, ["Northwind NMT", "mt-suggestion", "Sole", ""]),
        ("t.sdlxliff", TRADOS, ["Northwind NMT", "interactive"]),
        ("t.tsv", "source\ttarget\tsystem\nUn\tOne word\tA\nDeux\tTwo words\t\nTrois\tThree\tB  c\n", ["A", "", "B c"]),
        ("l.jsonl", '{"source": "Un", "text": "One word", "system": "A"}\n{"text": "Two words"}\n', ["A", ""]),
        ("c.po", 'msgid "Un"\nmsgstr "One"\n', [""]),
    ],
)
def test_systems(name: str, text: str, systems: list[str]) -> None:
    assert [block.system for block in read_text(text, name).blocks] == systems


def test_placeholders_leave_it_alone() -> None:
    (block,) = read_text('{"source": "Un %s", "text": "One %s", "system": "A", "note": "n"}', "l.jsonl").blocks
    assert (block.system, block.note) == ("A", "n")


def test_the_report_names_unit_note_and_system() -> None:
    checker = assemble(Config(engine="fake"))
    (report,) = checker.check([read_text(MEMORY.replace("One harbour", "One one harbour"), "m.tmx")])
    out = io.StringIO()
    renderer("json")([report], out, Style())
    (document,) = json.loads(out.getvalue())["documents"]
    first = document["segments"][0]
    assert (first["unit"], first["note"], first["system"]) == ("a", "For the harbour.", "Northwind NMT")
    assert [one["unit"] for one in document["segments"]] == list("abcde")
    assert document["segments"][-1]["system"] is None
    assert {one["unit"] for one in document["findings"] if one["rule"] == "doubled/words"} <= {"a"}
    assert all(one["unit"] in "abcde" for one in document["findings"])
    assert document["findings"]
