"""Findings written back: opened again by translate-toolkit, and nothing else changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tqcheck.cli import run
from tqcheck.cli.main import main
from tqcheck.document import Document, Span
from tqcheck.errors import ReadError, UsageError
from tqcheck.readers import read_path, streaming
from tqcheck.render.annotate import annotate
from tqcheck.report import Finding, Language, Mode, Provenance, Report, Severity, Verdict

ONE = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:okp="okapi-framework:xliff-extensions">
<file original="p.html" source-language="fr" target-language="en" datatype="html">
<body>
  <trans-unit id="a" okp:x="1">
    <source>Le pont est <g id="1">ouvert</g> &amp; libre.</source>
    <target>The bridge is <g id="1">opened</g> &amp; free.</target>
    <note from="reviewer">Keep <![CDATA[<b>]]> it.</note>
    <alt-trans><target>Other</target></alt-trans>
  </trans-unit>
  <!-- a comment -->
  <trans-unit id="b"><source>Il est tard.</source><target>It is late.</target></trans-unit>
</body></file></xliff>
"""

TWO = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr" trgLang="en">
<file id="f"><unit id="a">
  <segment><source>Le pont est ouvert.</source><target>The bridge is opened.</target></segment>
</unit><unit id="b">
  <notes>
    <note>Mind it.</note>
  </notes>
  <segment><source>Il est tard.</source><target>It is late.</target></segment>
</unit></file></xliff>
"""

CATALOGUE = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: en\n"

# A translator wrote this.
#: a.c:1
#, c-format
msgid "Le pont est ouvert."
msgstr "The bridge "
"is opened."

msgid "Il est tard."
msgstr "It is late."
"""


def report(document: Document, *words: str) -> Report:
    def finding(quote: str) -> Finding:
        at = document.text.index(quote)
        message = "This is <odd> & “wrong”.\nSo it is."
        return Finding("words/odd", "style", Severity.WARNING, Span(at, at + len(quote)), quote, message, "other")

    findings = tuple(map(finding, words))
    language, provenance = Language("en", 1.0), Provenance("1", None)
    return Report(document, language, Mode.RULES_ONLY, (), findings, Verdict.REVIEW, provenance)


def noted(folder: Path, name: str, content: str, *words: str) -> tuple[Path, str]:
    path, out = folder / name, folder / f"noted-{name}"
    path.write_bytes(content.encode())
    assert annotate(path, [report(read_path(path), *words)], out) == len(words)
    return out, out.read_bytes().decode()


SAID = "warning, words/odd: “opened”: This is <odd> & “wrong”. So it is. Write: other"


def units(path: Path) -> list[Any]:
    factory = pytest.importorskip("translate.storage.factory", reason="needs the extra [dev]")
    if b"xliff:document:2" in path.read_bytes():
        from translate.storage.xliff2 import Xliff2File

        read: Any = Xliff2File.parsefile
        return [unit for unit in read(str(path)).units if unit.source]
    return [unit for unit in factory.getobject(str(path)).units if unit.source]


def notes(unit: Any) -> str:
    # In XLIFF 2 the notes are the unit's, which is the parent of what the toolkit takes for one.
    above = unit.xmlelement.getparent() if type(unit).__name__ == "Xliff2Unit" else None
    if above is None:
        return str(unit.getnotes())
    return "\n".join(note.text for note in above.iterfind("{*}notes/{*}note"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "content"), [("x.xlf", ONE), ("x2.xlf", TWO), ("x.po", CATALOGUE)])
def test_the_toolkit_finds_the_notes_and_all_else_as_before(tmp_path: Path, name: str, content: str, end: str) -> None:
    content = content.replace("\n", end)
    out, text = noted(tmp_path, name, content, "opened", "late")
    before, after = units(tmp_path / name), units(out)
    assert [(unit.getid(), unit.source, unit.target) for unit in after] == [
        (unit.getid(), unit.source, unit.target) for unit in before
    ]
    for old, new in zip(before, after, strict=True):
        assert all(line in notes(new) for line in notes(old).split("\n"))
    assert SAID in notes(after[0])
    assert "“late”" in notes(after[1])
    kept = "".join(line for line in text.splitlines(keepends=True) if "words/odd" not in line)
    lost = set(content.splitlines()) - set(kept.splitlines())
    assert all("late" in line for line in lost)
    assert text.count("\n") == text.count(end)


@pytest.mark.parametrize(("name", "content"), [("x.xlf", ONE), ("x2.xlf", TWO), ("x.po", CATALOGUE)])
def test_noted_again_the_old_notes_are_gone(tmp_path: Path, name: str, content: str) -> None:
    out, text = noted(tmp_path, name, content, "opened", "late")
    document = read_path(out)
    assert [block.text for block in document.blocks] == [block.text for block in read_path(tmp_path / name).blocks]
    assert "words/odd" not in "".join(block.note for block in document.blocks)
    annotate(out, [report(document, "opened", "late")], out)
    assert out.read_bytes().decode() == text
    annotate(out, [report(read_path(out))], out)
    assert out.read_bytes().decode() == content


def test_encodings_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.xlf"
    path.write_bytes(ONE.replace("UTF-8", "UTF-16").encode("utf-16"))
    annotate(path, [report(read_path(path), "opened")], path)
    assert SAID.split("<")[0] in path.read_bytes().decode("utf-16")
    assert units(path)
    path.write_bytes(ONE.replace("UTF-8", "ISO-8859-1").encode("ascii"))
    annotate(path, [report(read_path(path), "opened")], path)
    assert path.read_bytes().isascii()
    assert SAID in notes(units(path)[0])


def test_what_cannot_be_noted(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(CATALOGUE)
    found = report(read_path(path), "opened")
    with pytest.raises(ReadError, match=r"no such|No such"):
        annotate(path, [found], tmp_path / "nowhere" / "x.po")
    path.write_text(CATALOGUE + "\n")
    with pytest.raises(ReadError, match="changed"):
        annotate(path, [found], path)
    plain = tmp_path / "x.txt"
    plain.write_text("Some words.")
    with pytest.raises(UsageError, match="XLIFF and PO"):
        annotate(plain, [report(read_path(plain))], plain)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["x.po", "x.txt"]


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "x.xlf", tmp_path / "y.xlf"
    path.write_text(ONE.replace("The bridge is", "The  bridge is “"), encoding="utf-8")
    code = main(["score", "--engine", "fake", "--no-cache", str(path), "--annotate", str(out), "--format", "jsonl"])
    shown = capsys.readouterr()
    assert code in (0, 1, 3)
    assert "noted" in shown.err
    assert 'from="tqcheck"' in out.read_text(encoding="utf-8")
    assert main(["score", "--engine", "fake", str(path), str(path), "--annotate", str(out)]) == 2


@pytest.mark.parametrize(("name", "content"), [("x.xlf", ONE), ("y.xlf", TWO), ("x.po", CATALOGUE)])
def test_a_file_in_parts_gets_the_notes_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content.replace("It is late.", "It was in the the town."), encoding="utf-8")
    options = ["score", "--engine", "none", str(path), "--format", "jsonl", "--annotate"]
    main([*options, str(tmp_path / "whole")])
    monkeypatch.setitem(streaming.parts.__kwdefaults__, "units", 1)
    monkeypatch.setattr(streaming, "is_huge", lambda *_: True)
    monkeypatch.setattr(run, "_is_huge", lambda *_: True)
    monkeypatch.setitem(streaming.documents.__kwdefaults__, "units", 1)
    main([*options, str(tmp_path / "parts")])
    parts, whole = ((tmp_path / one).read_bytes() for one in ("parts", "whole"))
    # The indent of a part's first line is not known in it.
    assert b"".join(parts.split()) == b"".join(whole.split())
    assert b"doubled/word" in parts
