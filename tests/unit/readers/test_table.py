"""Pairs in columns, by name or place, tab- or comma-separated."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.document import Document
from tqcheck.errors import ReadError
from tqcheck.readers import read_text


def pairs(document: Document) -> list[tuple[str, str, str]]:
    assert document.source is not None
    sources = {block.name: block.text for block in document.source.blocks}
    return [(block.name, sources.get(block.name, ""), block.text) for block in document.blocks]


def test_columns_by_place(hold: Callable[[Document], None]) -> None:
    text = 'Le pont est ouvert.\tThe bridge is open.\textra\n\nIl dit "non".\t"No", he says.\r\nSeul\n'
    document = read_text(text, "p.tsv")
    hold(document)
    assert pairs(document) == [
        ("1", "Le pont est ouvert.", "The bridge is open."),
        ("2", 'Il dit "non".', '"No", he says.'),
    ]


def test_columns_by_name() -> None:
    text = "ID,Note,Target,Source\nk7,a sign,The bridge is open,Le pont est ouvert\n,,Closed,Fermé\n"
    document = read_text(text, "p.csv")
    assert pairs(document) == [("k7", "Le pont est ouvert", "The bridge is open"), ("2", "Fermé", "Closed")]
    assert document.blocks[0].note == "a sign"


def test_columns_by_language() -> None:
    text = "id;en-GB;fr;de\n1;The bridge;Le pont;Die Brücke\n"
    assert pairs(read_text(text, "p.csv")) == [("1", "The bridge", "Le pont")]
    document = read_text(text, "p.csv", language="en", origin="de")
    assert pairs(document) == [("1", "Die Brücke", "The bridge")]
    assert document.source is not None
    assert (document.source.language, document.language) == ("de", "en")


@pytest.mark.parametrize(
    "names",
    ["Key;French;English;Status", "key;Français;English (UK);x", "ID;français [fr];ENGLISH;", "Key;fr-CA;en_GB;x"],
)
def test_columns_named_by_words_for_languages(names: str) -> None:
    document = read_text(f"{names}\r\nk1;Le chat dort.;The cat sleeps.;done\r\n", "p.csv")
    assert pairs(document) == [("k1", "Le chat dort.", "The cat sleeps.")]
    assert document.source is not None
    assert (document.source.language, document.language) == ("fr", "en")


@pytest.mark.parametrize("names", ["source;target\r\n", ""])
def test_the_line_in_which_excel_names_the_separator(names: str) -> None:
    text = f'sep=;\r\n{names}"Oui, oui";"Yes, yes"\r\n;\r\nNon;No\r\n'
    document = read_text(text, "p.csv")
    assert [pair[1:] for pair in pairs(document)] == [("Oui, oui", "Yes, yes"), ("Non", "No")]
    assert [document.blocks[0].span(0, 8).of(text), document.blocks[0].name] == ["Yes, yes", "1"]


def test_quoted_cells_hold_commas_lines_and_doubled_marks() -> None:
    text = 'source,target\n"Un, deux\net ""trois""","One, two\nand ""three"""\n'
    document = read_text(text, "p.csv")
    (block,) = document.blocks
    assert block.text == 'One, two\nand "three"'
    at = block.text.index('"')
    assert block.span(at, at + 1).of(text) == '""'


def test_in_a_tab_separated_table_quotation_marks_are_text_unless_doubled_ones_stand_inside() -> None:
    text = 'a b\t"All of it."\nc d\t"She said ""no""."\ne f\t"She said "no"."\n'
    assert [block.text for block in read_text(text, "p.tsv").blocks] == [
        '"All of it."',
        'She said "no".',
        '"She said "no"."',
    ]


def test_one_column_is_no_table_of_pairs() -> None:
    with pytest.raises(ReadError, match="one column"):
        read_text("Only words here\nand there\n", "p.tsv")


@given(
    cells=st.lists(
        st.tuples(*[st.text(st.characters(codec="utf-8"), min_size=1).map(lambda cell: f"w{cell}w")] * 2), min_size=1
    )
)
def test_what_a_csv_writer_writes_is_read_back_in_place(cells: list[tuple[str, str]]) -> None:
    cells = [(one.replace("\x00", ""), two.replace("\x00", "")) for one, two in cells]
    quoted = ["".join(('"', cell.replace('"', '""'), '"')) for row in cells for cell in row]
    rows = [f"{one},{two}\r\n" for one, two in zip(quoted[::2], quoted[1::2], strict=True)]
    text = "source,target\r\n" + "".join(rows)
    document = read_text(text, "p.csv")
    assert len(document.blocks) == len(cells)
    for block, (_, target) in zip(document.blocks, cells, strict=True):
        raw = block.span(0, len(block.text)).of(text)
        assert raw.replace('""', '"') == target
