"""Lines and columns."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.render.lines import Lines

TEXT = "ab\r\ncd\re\u0301f\n\tg𐐀h\n\u2028i\x0bj"


@pytest.mark.parametrize(
    ("mark", "line", "column", "byte_column"),
    [
        ("a", 1, 1, 1),
        ("\r\n", 1, 3, 3),
        ("\n", 1, 4, 4),
        ("c", 2, 1, 1),
        ("e", 3, 1, 1),
        ("\u0301", 3, 2, 2),
        ("f", 3, 3, 4),
        ("\t", 4, 1, 1),
        ("g", 4, 2, 2),
        ("𐐀", 4, 3, 3),
        ("h", 4, 4, 7),
        ("i", 5, 2, 4),
        ("j", 5, 4, 6),
    ],
)
def test_positions(mark: str, line: int, column: int, byte_column: int) -> None:
    lines = Lines(TEXT)
    offset = TEXT.index(mark)
    assert lines.position(offset) == (line, column)
    assert lines.byte_position(offset) == (line, byte_column)
    assert lines.line(offset) == line


def test_the_end_of_a_text_has_a_position() -> None:
    assert Lines("").position(0) == (1, 1)
    assert Lines("ab").position(2) == (1, 3)
    assert Lines("ab\n").position(3) == (2, 1)


def test_a_lone_surrogate_counts() -> None:
    assert Lines("\ud800a").byte_position(1) == (1, 4)


@given(st.text(st.sampled_from("aé\u0301𐐀\t\r\n\u2028"), max_size=40), st.data())
def test_positions_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text)
    line, column = lines.position(offset)
    before = text[: offset - column + 1]
    assert before == "" or before[-1] in "\r\n"
    broken = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    inside = text[offset - 1 : offset + 1] == "\r\n"
    assert line == broken.count("\n") + 1 - inside
    assert lines.byte_position(offset).column == len(text[offset - column + 1 : offset].encode()) + 1


def test_one_long_line_is_quick() -> None:
    text = "é" * 1_000_000
    lines = Lines(text)
    started = time.perf_counter()
    for offset in range(0, len(text), 100):
        lines.byte_position(offset)
    assert time.perf_counter() - started < 2
