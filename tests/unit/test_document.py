"""Spans and blocks: offsets into the text as published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.document import Block, Document, Run, Span


def test_a_span_is_half_open() -> None:
    span = Span(2, 5)
    assert span.of("abcdefg") == "cde"
    assert len(span) == 3
    assert not span.overlaps(Span(5, 7))
    assert span.overlaps(Span(4, 7))
    assert span.contains(Span(2, 5))
    assert not span.contains(Span(2, 6))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_an_impossible_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


# "Tea &amp; <b>cake</b>." is read as "Tea & cake."
RAW = "Tea &amp; <b>cake</b>."
MARKED = Block("Tea & cake.", (Run(0, 4, 0, 4), Run(4, 1, 4, 5), Run(5, 1, 9, 1), Run(6, 4, 13, 4), Run(10, 1, 21, 1)))


@pytest.mark.parametrize(
    ("start", "end", "raw"),
    [(0, 3, "Tea"), (4, 5, "&amp;"), (0, 5, "Tea &amp;"), (6, 10, "cake"), (7, 9, "ak"), (4, 11, RAW[4:])],
)
def test_a_block_maps_its_words_to_the_raw_file(start: int, end: int, raw: str) -> None:
    assert MARKED.span(start, end).of(RAW) == raw


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [(0, 3, "Tea"), (5, 7, "&"), (0, 17, "Tea & cake"), (13, 17, "cake"), (14, 16, "ak"), (4, 22, "& cake.")],
)
def test_a_raw_span_maps_to_what_the_reader_sees(start: int, end: int, shown: str) -> None:
    found = MARKED.find(Span(start, end))
    assert found is not None
    assert MARKED.text[slice(*found)] == shown


def test_a_span_of_markup_alone_stands_for_nothing() -> None:
    assert MARKED.find(Span(10, 13)) is None


@given(st.text(min_size=1), st.data())
def test_find_undoes_span(text: str, data: st.DataObject) -> None:
    block = Block.copy(text, 3)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert block.find(block.span(start, end)) == (start, end)


def test_an_empty_range_maps_to_an_empty_span() -> None:
    assert MARKED.span(6, 6) == Span(13, 13)
    assert MARKED.span(11, 11) == Span(22, 22)


@given(st.text(), st.data())
def test_a_copied_block_maps_every_range_onto_itself(text: str, data: st.DataObject) -> None:
    block = Block.copy(text, 7)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert block.span(start, end) == Span(start + 7, end + 7)


@given(st.text(alphabet="ab \n"))
def test_a_plain_document_has_its_paragraphs_where_they_stand(text: str) -> None:
    for block in Document.plain(text).blocks:
        assert block.span(0, len(block.text)).of(text) == block.text
        assert block.text == block.text.strip() != ""
