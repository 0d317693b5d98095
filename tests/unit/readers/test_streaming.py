"""Files too large for one document, in parts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tqcheck.errors import ReadError
from tqcheck.readers import read_path
from tqcheck.readers.streaming import documents

HEAD = '<?xml version="1.0"?><tmx version="1.4"><header srclang="fr"/><body>\n'


def unit(number: int) -> str:
    return (
        f'<tu tuid="t{number}"><tuv xml:lang="fr"><seg>Été numéro {number} &amp; suite.</seg></tuv>\n'
        f'<tuv xml:lang="en"><seg>Summer <ph/>number {number} &amp; more.</seg></tuv></tu>\n'
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_parts_of_a_memory_hold_what_the_whole_holds(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "m.tmx"
    path.write_text(HEAD + "".join(map(unit, range(1, 1206))) + "</body></tmx>", encoding=encoding)
    whole = read_path(path)
    parts = list(documents(path, units=500))
    assert [part.id for part in parts] == [f"{path}:1-500", f"{path}:501-1000", f"{path}:1001-1205"]
    assert [block.text for part in parts for block in part.blocks] == [block.text for block in whole.blocks]
    for part in parts:
        assert part.text in whole.text
        assert part.source is not None
        assert (part.source.language, part.language, part.paired) == ("fr", "en", True)
        for block in part.blocks:
            assert block.span(0, 6).of(part.text) == "Summer"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_parts_of_a_memory_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "m.tmx"
    head = HEAD.replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    path.write_text(head + "".join(map(unit, range(1, 26))) + "</body></tmx>", encoding=encoding)
    whole, parts = read_path(path), list(documents(path, units=10))
    assert [block.text for part in parts for block in part.blocks] == [block.text for block in whole.blocks]
    assert [block.text for part in parts if part.source for block in part.source.blocks][24] == "Été numéro 25 & suite."
    assert all(block.span(0, 6).of(part.text) == "Summer" for part in parts for block in part.blocks)


def test_parts_of_a_table_that_names_its_separator(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\n" + "".join(f"Le mot, {n};The word, {n}\n" for n in range(25)))
    parts = list(documents(path, units=10))
    assert [block.text for part in parts for block in part.blocks] == [f"The word, {n}" for n in range(25)]
    assert [block.name for part in parts for block in part.blocks] == [str(n) for n in range(1, 26)]


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".jsonl"])
def test_parts_of_lines(tmp_path: Path, suffix: str) -> None:
    lines = {
        ".tsv": ["id\tsource\ttarget"] + [f"k{n}\tLe mot {n}\tThe word {n}" for n in range(25)],
        ".csv": ["source,target"] + [f'"Le mot\n{n}","The word\n{n}"' for n in range(25)],
        ".jsonl": [f'{{"id": "k{n}", "source": "Le mot {n}", "text": "The word {n}"}}' for n in range(25)],
    }[suffix]
    path = tmp_path / f"x{suffix}"
    path.write_text("\n".join(lines) + "\n")
    whole, parts = read_path(path), list(documents(path, units=10))
    assert len(parts) == 3
    assert [block.text for part in parts for block in part.blocks] == [block.text for block in whole.blocks]
    if suffix != ".csv":
        assert [block.name for part in parts for block in part.blocks] == [f"k{n}" for n in range(25)]
    assert all(block.span(0, 3).of(part.text) == "The" for part in parts for block in part.blocks)


GROUP = """<group id="g{n}" translate="{t}"><trans-unit id="{n}a"><source>Le pont numéro {n}.</source>
<target phase-name="p">Bridge number {n} &amp; more.</target><note>Of {n}</note></trans-unit>
<trans-unit id="{n}b" sdl:x="1"><source>Un mot.</source><target>A word of {n}.</target></trans-unit></group>
"""


def xliff(files: int, groups: int) -> str:
    head = (
        '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" '
        'xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">\n'
    )
    body = ""
    for number in range(files):
        to = ("en", "de")[number % 2]
        body += f'<file original="a>b" source-language="fr" target-language="{to}"><header><phase-group>'
        body += '<phase phase-name="p" process-name="x" tool-id="t"/></phase-group><tool tool-id="t" tool-name="Mill"/>'
        body += f"<sdl:large>{'A' * 3000}</sdl:large></header><body>"
        body += "".join(GROUP.format(n=f"{number}-{at}", t="no" if at % 5 == 0 else "yes") for at in range(groups))
        body += "</body></file>\n"
    return head + body + "</xliff>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("units", [1, 3, 7, 1000])
def test_parts_of_xliff(tmp_path: Path, encoding: str, units: int) -> None:
    path = tmp_path / "m.xlf"
    path.write_text(xliff(3, 11), encoding=encoding)
    whole, parts = read_path(path), list(documents(path, units=units))
    assert [(block.name, block.text, block.note, block.system) for part in parts for block in part.blocks] == [
        (block.name, block.text, block.note, block.system) for block in whole.blocks
    ]
    assert {block.system for block in whole.blocks} == {"Mill", ""}
    assert [block.text for part in parts if part.source for block in part.source.blocks] == [
        block.text for block in whole.source.blocks if whole.source
    ]
    for part in parts:
        for block in part.blocks:
            assert block.span(0, 2).of(part.text) in ("Br", "A ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("head", [True, False])
def test_parts_of_a_catalogue(tmp_path: Path, encoding: str, head: bool) -> None:
    header = '# Licence\n\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n"X-Source-Language: fr\\n"\n\n'
    entries = [
        f'#. note {n}\nmsgid ""\n"Le mot {n}"\nmsgstr "The word "\n"number {n}"\n' + "\n" * (n % 3 + 1)
        for n in range(25)
    ]
    path = tmp_path / "c.po"
    path.write_text((header if head else "") + "".join(entries), encoding=encoding)
    whole, parts = read_path(path), list(documents(path, units=10))
    assert [part.id.rpartition(":")[2] for part in parts] == ["1-10", "11-20", "21-25"]
    assert [(block.name, block.text, block.note) for part in parts for block in part.blocks] == [
        (block.name, block.text, block.note) for block in whole.blocks
    ]
    for part in parts:
        assert part.language == ("en" if head else None)
        assert all(block.span(0, 3).of(part.text) == "The" for block in part.blocks)


def test_rows_without_ids_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("source\ttarget\n" + "".join(f"Le mot {n}\tThe word {n}\n" + "\n" * (n % 2) for n in range(25)))
    parts = list(documents(path, units=10))
    assert [block.name for part in parts for block in part.blocks] == [str(n) for n in range(1, 26)]
    assert [part.id.rpartition(":")[2] for part in parts] == ["1-10", "11-20", "21-25"]


def test_the_languages_of_a_memory_are_those_of_its_first_part(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    german = unit(3).replace("<tuv", '<tuv xml:lang="de"><seg>Sommer.</seg></tuv><tuv', 1)
    path.write_text(HEAD.replace('"fr"', '"*all*"') + unit(1) + unit(2) + german + "</body></tmx>")
    parts = list(documents(path, units=1))
    assert [(part.source.language, part.language) for part in parts if part.source] == [("fr", "en")] * 3


def test_rows_of_parquet(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="needs the extra [formats]")
    import pyarrow.parquet

    path = tmp_path / "x.parquet"
    table = {
        "id": list(range(25)),
        "source": [f"Le mot {n}" for n in range(25)],
        "text": [f"The word “{n}”" if n != 7 else None for n in range(25)],
        "system": ["Mill"] * 25,
        "scores": [[0.5]] * 25,
    }
    pyarrow.parquet.write_table(arrow.table(table), path, row_group_size=12)
    whole, parts = read_path(path), list(documents(path, units=10))
    assert [part.id.rpartition(":")[2] for part in parts] == ["1-10", "11-12", "13-22", "23-24", "25-25"]
    assert [(block.name, block.text, block.system) for part in parts for block in part.blocks] == [
        (str(n), f"The word “{n}”", "Mill") for n in range(25) if n != 7
    ]
    assert [block.text for block in whole.blocks] == [block.text for part in parts for block in part.blocks]
    assert whole.markup == "parquet"
    assert whole.source is not None
    path.write_bytes(path.read_bytes()[:-20])
    for read in (read_path, lambda path: list(documents(path))):
        with pytest.raises(ReadError, match="cannot be read as Parquet"):
            read(path)


def test_a_memory_that_breaks_off_gives_the_parts_before(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    path.write_text(HEAD + "".join(map(unit, range(3000))))
    found = documents(path, units=100)
    assert len(next(found).blocks) == 100
    with pytest.raises(ReadError, match="not well-formed"):
        list(found)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "m.tmx"
    with pytest.raises(ReadError, match="cannot be read"):
        list(documents(path))
    path.write_text(HEAD + "</body></tmx>")
    with pytest.raises(ReadError, match="no prose"):
        list(documents(path))
    path.write_bytes(HEAD.encode() + b"\xff\xfe")
    with pytest.raises(ReadError, match="UTF-8"):
        list(documents(path))
    path.write_text(HEAD + "<tu><tuv xml:lang='fr'><seg>" + "mot " * 100_000)
    with pytest.raises(ReadError, match="larger than"):
        list(documents(path, limit=100_000))
    with pytest.raises(ValueError, match="parts"):
        list(documents(tmp_path / "a.txt"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.tmx"
    filler = "Les bateaux attendent au port. " * 80
    one = (
        f'<tu><tuv xml:lang="fr"><seg>{filler}</seg></tuv><tuv xml:lang="en"><seg>'
        f"{filler.replace('Les', 'The')}</seg></tuv></tu>\n"
    )
    with path.open("w") as file:
        file.write(HEAD)
        for _ in range(50_000_000 // len(one)):
            file.write(one)
        file.write("</body></tmx>")
    script = """
import resource, sys
from pathlib import Path
from tqcheck.readers.streaming import documents
found = documents(Path(sys.argv[1]), units=200)
next(found)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(len(part.blocks) for part in found)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(count, grown * (1 if sys.platform == "darwin" else 1024))
"""
    out = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    count, grown = map(int, out.stdout.split())
    assert count == 50_000_000 // len(one) - 200
    assert grown < 16_000_000
