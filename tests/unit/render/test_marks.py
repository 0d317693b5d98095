"""From the document's offsets to what a reader sees, and text cut at the edges of marks."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.document import Block, Document, Run, Span
from tqcheck.render.marks import Mark, Piece, Place, Places, pieces
from tqcheck.report import Severity

RAW = "<p>Fish &amp; <b>chips</b></p>\n<p>Peas</p>"
BLOCKS = (
    Block("Fish & chips", (Run(0, 5, 3, 5), Run(5, 1, 8, 5), Run(6, 1, 13, 1), Run(7, 5, 17, 5))),
    Block("Peas", (Run(0, 4, RAW.index("Peas"), 4),)),
)
DOCUMENT = Document("menu", RAW, BLOCKS, "html")


def place(start: int, end: int) -> list[Place]:
    return Places(DOCUMENT).of(Span(start, end))


def test_words_of_one_block() -> None:
    at = RAW.index("chips")
    assert place(at, at + 5) == [Place(0, 7, 12)]
    assert place(at + 1, at + 2) == [Place(0, 8, 9)]


def test_an_entity_is_covered_whole() -> None:
    at = RAW.index("&amp;")
    assert place(at + 1, at + 3) == [Place(0, 5, 6)]


def test_markup_is_nowhere() -> None:
    assert place(0, 3) == []
    assert place(RAW.index("<b>"), RAW.index("<b>") + 3) == []


def test_a_span_over_two_blocks_is_in_both() -> None:
    assert place(RAW.index("ips"), RAW.index("as<") + 1) == [Place(0, 9, 12), Place(1, 0, 3)]


def test_an_empty_span_is_a_point() -> None:
    assert place(3, 3) == [Place(0, 0, 0)]
    assert place(5, 5) == [Place(0, 2, 2)]
    assert place(22, 22) == [Place(0, 12, 12)]
    assert place(1, 1) == []


@given(st.integers(0, 12), st.integers(0, 12))
def test_places_lead_back(a: int, b: int) -> None:
    start, end = sorted((a, b))
    assert Places(DOCUMENT).of(BLOCKS[0].span(start, end)) == [Place(0, start, end)]


def test_overlapping_marks() -> None:
    assert pieces(
        9, [Mark(1, 5, 0, Severity.INFO), Mark(3, 7, 1, Severity.ERROR), Mark(8, 9, 2, Severity.WARNING)]
    ) == [
        Piece(0, 1, 0, None, None, ()),
        Piece(1, 3, 1, Severity.INFO, None, ()),
        Piece(3, 5, 2, Severity.ERROR, None, (0,)),
        Piece(5, 7, 1, Severity.ERROR, None, (1,)),
        Piece(7, 8, 0, None, None, ()),
        Piece(8, 9, 1, Severity.WARNING, 2, (2,)),
    ]


def test_an_empty_mark_has_a_piece() -> None:
    point = Mark(2, 2, 0, Severity.INFO)
    assert pieces(4, [point]) == [
        Piece(0, 2, 0, None, None, ()),
        Piece(2, 2, 1, Severity.INFO, 0, (0,)),
        Piece(2, 4, 0, None, None, ()),
    ]
    assert [piece.closing for piece in pieces(2, [point])] == [(), (0,)]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from(Severity)), max_size=8))
def test_pieces_rebuild_the_text_and_close_every_mark_once(given_marks: list[tuple[int, int, Severity]]) -> None:
    marks = [Mark(min(a, b), max(a, b), number, level) for number, (a, b, level) in enumerate(given_marks)]
    cut = pieces(20, marks)
    assert [(piece.start, piece.end) for piece in cut if piece.start < piece.end][-1][1] == 20
    assert sum(piece.end - piece.start for piece in cut) == 20
    assert sorted(number for piece in cut for number in piece.closing) == list(range(len(marks)))
    for piece in cut:
        if piece.start == piece.end:
            continue
        over = [m for m in marks if m.start <= piece.start and piece.end <= m.end and m.start < m.end]
        assert piece.depth == len(over)
        assert piece.severity == (max(m.severity for m in over) if over else None)


def test_many_overlapping_marks_are_quick() -> None:
    marks = [Mark(k, 40_000 - k, k, Severity.INFO) for k in range(20_000 - 1)]
    started = time.perf_counter()
    pieces(40_000, marks)
    assert time.perf_counter() - started < 2
