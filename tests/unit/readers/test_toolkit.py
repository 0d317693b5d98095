"""Files as other tools write them, held against the translate-toolkit: it writes, we read; we write, it opens."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tqcheck.document import Document, Span
from tqcheck.readers import OBJECT, read_path
from tqcheck.render.annotate import annotate
from tqcheck.report import Finding, Language, Mode, Provenance, Report, Severity, Verdict

pytest.importorskip("translate.storage", reason="needs the extra [dev]")

PAIRS = (
    ("Le port est fermé.", "The harbour is closed."),
    ("Il a dit « non » & il est parti.", "He said “no” & he left."),
    ("5 < 6 ; l’été 😀", "5 < 6; summer 😀"),
    ("Deux\nlignes.", "Two\nlines."),
    ("  Des espaces  ", "  Some spaces  "),
    ("Une tabulation\tici.", "A tab\there."),
    ('Une barre \\ et des "guillemets".', 'A backslash \\ and "quotation marks".'),
)


HEAD = """<?xml version="1.0" encoding="{encoding}"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff"
 xmlns:m="http://www.memsource.com/mxlf/2.0" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">
<file original="a" source-language="fr" target-language="en" datatype="x-any"><header><note>whole</note></header><body>
"""
FOOT = "\n</body></file></xliff>\n"
MEMOQ = """<trans-unit id="1" mq:status="ManuallyConfirmed" mq:percent="0">
<source xml:space="preserve">Le <bpt id="1" ctype="bold">{}</bpt>port<ept id="1">{}</ept>  dort.<x id="2"/></source>
<target xml:space="preserve">The <bpt id="1" ctype="bold">{}</bpt>harbour<ept id="1">{}</ept>  sleeps.\
<x id="2"/></target>
<mq:minorversions><mq:historical-unit><target>An older wording</target></mq:historical-unit></mq:minorversions>
<mq:comments><mq:comment>Between us.</mq:comment></mq:comments></trans-unit>
<trans-unit id="2" mq:status="NotStarted"><source>Vide</source><target xml:space="preserve"></target></trans-unit>"""
PHRASE = """<group id="0"><trans-unit id="x:0" m:confirmed="1" m:score="0.0">
<source>Le {1&gt;port&lt;1} {b&gt;dort&lt;b} à {2}.</source>
<target>The {1&gt;harbour&lt;1} {b&gt;sleeps&lt;b} at {2}.</target>
<alt-trans origin="machine-trans"><target>A machine's wording</target></alt-trans>
<m:tunit-metadata><m:mark id="1"><m:content>&lt;i&gt;</m:content></m:mark></m:tunit-metadata></trans-unit></group>"""
TRADOS = """<group><sdl:cxts><sdl:cxt id="1"/></sdl:cxts><trans-unit id="u1">
<source>Le <g id="1">port</g> dort. Il <x id="pt2"/> pleut. Trois.</source>
<seg-source><mrk mtype="seg" mid="1">Le <g id="1">port</g> dort.</mrk> <mrk mtype="seg" mid="2">Il <x id="pt2"/> pleut.\
</mrk> <mrk mtype="seg" mid="3">Trois.</mrk></seg-source>
<target><mrk mtype="seg" mid="2">It <x id="pt2"/> rains.</mrk> <mrk mtype="seg" mid="1">The <g id="1">harbour</g>\
<mrk mtype="x-sdl-added" sdl:revid="r1"> quietly</mrk><mrk mtype="x-sdl-deleted" sdl:revid="r2"> not</mrk>\
 sleeps.</mrk>\
 <mrk mtype="seg" mid="3"/></target>
<sdl:seg-defs><sdl:seg id="1" conf="Translated" origin="mt" origin-system="Mill"/><sdl:seg id="2" conf="Draft"/>\
</sdl:seg-defs></trans-unit></group>
<trans-unit id="locked" translate="no"><source>{ }</source><target>Words nobody translates</target></trans-unit>"""
ANGULAR = """<trans-unit id="intro" datatype="html">
<source>Bonjour <x id="INTERPOLATION" equiv-text="{{name}}"/> !</source>
<target state="final">Hello <x id="INTERPOLATION" equiv-text="{{name}}"/>!</target>
<context-group purpose="location"><context context-type="linenumber">3</context></context-group>
<note priority="1" from="description">A greeting</note></trans-unit>
<trans-unit id="raw"><source><![CDATA[Le <b>port</b> & moi]]></source>
<target><![CDATA[The <b>harbour</b> & me]]></target>
</trans-unit>"""
FOREIGN = {
    "memoq.mqxliff": (MEMOQ, {"1": (f"Le port  dort.{OBJECT}", f"The harbour  sleeps.{OBJECT}")}),
    "phrase.mxliff": (PHRASE, {"x:0": (f"Le port dort à {OBJECT}.", f"The harbour sleeps at {OBJECT}.")}),
    "trados.sdlxliff": (
        TRADOS,
        {
            "u1/2": (f"Il {OBJECT} pleut.", f"It {OBJECT} rains."),
            "u1/1": ("Le port dort.", "The harbour quietly sleeps."),
        },
    ),
    "angular.xlf": (
        ANGULAR,
        {"intro": (f"Bonjour {OBJECT} !", f"Hello {OBJECT}!"), "raw": ("Le port & moi", "The harbour & me")},
    ),
}
"""What each tool's file holds, and what of it is prose: by name, the source and the text."""


def _bytes(store: Any) -> bytes:
    out = io.BytesIO()
    store.serialize(out)
    return out.getvalue()


def _xliff() -> bytes:
    from translate.storage.xliff import xlifffile

    store = xlifffile()
    store.setsourcelanguage("fr")
    store.settargetlanguage("en")
    for number, (source, target) in enumerate(PAIRS):
        unit = store.addsourceunit(source)
        unit.setid(f"u{number}")
        unit.target = target
        unit.addnote(f"Note {number}", origin="translator")
    return _bytes(store)


def _xliff2() -> bytes:
    from translate.storage.xliff2 import Xliff2File

    store = Xliff2File(sourcelanguage="fr", targetlanguage="en")
    for number, (source, target) in enumerate(PAIRS):
        unit = store.addsourceunit(source)
        unit.setid(f"u{number}")
        unit.target = target
    return _bytes(store)


def _tmx() -> bytes:
    from translate.storage.tmx import tmxfile

    store = tmxfile(sourcelanguage="fr", targetlanguage="en")
    for number, (source, target) in enumerate(PAIRS):
        store.addtranslation(source, "fr", target, "en", f"Note {number}")
    return _bytes(store)


def _po() -> bytes:
    from translate.storage.pypo import pofile

    store = pofile()
    store.updateheader(add=True, Language="en", X_Source_Language="fr", Content_Type="text/plain; charset=UTF-8")
    for number, (source, target) in enumerate(PAIRS):
        unit = store.addsourceunit(source)
        unit.target = target
        unit.addnote(f"Note {number}", origin="translator")
        unit.addnote("Of the developer", origin="developer")
    plural = store.addsourceunit(["Un bateau", "Des bateaux"])
    plural.target = ["One boat", "Many boats"]
    fuzzy = store.addsourceunit("Peut-être")
    fuzzy.target = "Maybe"
    fuzzy.markfuzzy()
    obsolete = store.addsourceunit("Ancien")
    obsolete.target = "Old"
    obsolete.makeobsolete()
    return _bytes(store)


def _csv() -> bytes:
    from translate.storage.csvl10n import csvfile

    store = csvfile(fieldnames=["id", "source", "target", "comment"])
    for number, (source, target) in enumerate(PAIRS):
        unit = store.addsourceunit(source)
        unit.target, unit.id = target, f"u{number}"
    return _bytes(store)


WRITTEN: dict[str, Callable[[], bytes]] = {
    "a.xlf": _xliff,
    "b.xlf": _xliff2,
    "a.tmx": _tmx,
    "a.po": _po,
    "a.csv": _csv,
}


def bare(text: str) -> str:
    """Without what white space and marks of place may differ in."""
    return "".join(text.replace(OBJECT, "").split())


def ours(document: Document) -> list[tuple[str, str]]:
    assert document.source is not None
    sources = {block.name: block.text for block in document.source.blocks}
    return [(bare(sources[block.name]), bare(block.text)) for block in document.blocks]


@pytest.mark.parametrize("name", WRITTEN)
def test_what_the_toolkit_writes_is_read_whole(name: str, tmp_path: Path, hold: Callable[[Document], None]) -> None:
    path = tmp_path / name
    path.write_bytes(WRITTEN[name]())
    document = read_path(path)
    hold(document)
    expected = [(bare(source), bare(target)) for source, target in PAIRS]
    if name == "a.po":
        expected += [("Unbateau", "Oneboat"), ("Desbateaux", "Manyboats")]
    if name == "a.csv":
        # The toolkit's CSV escapes a backslash of its own accord.
        expected = [(source.replace("\\", "\\\\"), target.replace("\\", "\\\\")) for source, target in expected]
    assert ours(document) == expected
    if name != "b.xlf" and name != "a.csv":
        assert [block.note.split("\n")[0] for block in document.blocks[: len(PAIRS)]] == [
            f"Note {number}" for number in range(len(PAIRS))
        ]
    if name in ("a.xlf", "b.xlf", "a.csv"):
        assert [block.name for block in document.blocks] == [f"u{number}" for number in range(len(PAIRS))]
    if name != "a.csv":
        assert (document.language, document.source and document.source.language) == ("en", "fr")


def noted(path: Path, out: Path) -> int:
    """Write the file with a note on the last word of each block."""
    document = read_path(path)
    findings = []
    for block in document.blocks:
        word = block.text.split()[-1]
        at = block.text.rindex(word)
        span = block.span(at, at + len(word))
        assert isinstance(span, Span)
        findings.append(Finding("words/odd", "style", Severity.WARNING, span, word, "Say “why” & <how>.", "other"))
    whole = Report(
        document, Language("en", 1.0), Mode.RULES_ONLY, (), tuple(findings), Verdict.REVIEW, Provenance("1", None)
    )
    return annotate(path, [whole], out)


def opened(path: Path) -> list[tuple[str, str, str, str]]:
    """The units as the toolkit reads them: id, source, target, notes."""
    from translate.storage import factory
    from translate.storage.xliff import xlifffile
    from translate.storage.xliff2 import Xliff2File

    two = b"xliff:document:2" in path.read_bytes()
    store = (
        (Xliff2File if two else xlifffile).parsefile(str(path)) if "xl" in path.suffix else factory.getobject(str(path))
    )
    return [(unit.getid(), unit.source, unit.target, unit.getnotes()) for unit in store.units if not unit.isheader()]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "windows-1252"])
@pytest.mark.parametrize("name", FOREIGN)
def test_what_other_tools_write(name: str, encoding: str, tmp_path: Path, hold: Callable[[Document], None]) -> None:
    body, expected = FOREIGN[name]
    path, out = tmp_path / name, tmp_path / f"noted-{name}"
    text = (HEAD.format(encoding=encoding) + body + FOOT).replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    document = read_path(path)
    hold(document)
    assert document.text == text
    assert document.source is not None
    sources = {block.name: block.text for block in document.source.blocks}
    assert {block.name: (sources[block.name], block.text) for block in document.blocks} == expected
    assert noted(path, out) == len(expected)
    before, after = opened(path), opened(out)
    assert [unit[:3] for unit in after] == [unit[:3] for unit in before]
    assert sum("words/odd" in unit[3] for unit in after) == len({name.split("/")[0] for name in expected})
    kept = [line for line in out.read_bytes().decode(encoding).splitlines() if "words/odd" not in line]
    assert [line for line in text.splitlines() if line not in kept] == []


@pytest.mark.parametrize("name", ["a.xlf", "b.xlf", "a.po"])
def test_what_is_written_back_the_toolkit_opens(name: str, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / f"noted-{name}"
    path.write_bytes(WRITTEN[name]())
    count = noted(path, out)
    before, after = opened(path), opened(out)
    assert [unit[:3] for unit in after] == [unit[:3] for unit in before]
    assert all(line in new[3] for old, new in zip(before, after, strict=True) for line in old[3].split("\n"))
    if name != "b.xlf":  # the toolkit looks for notes in the segment, where XLIFF 2 has none
        assert sum(unit[3].count("words/odd") for unit in after) == count
    noted(out, out)
    assert opened(out) == after
