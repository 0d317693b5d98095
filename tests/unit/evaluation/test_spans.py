"""Marked spans against people's, counted by hand."""

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.document import Span
from tqcheck.evaluation.spans import Marks, by_character, by_word

TEXT = "The mayor hammered his ideas home."


def test_words_touched_are_words_marked() -> None:
    # People: "hammered", "ideas"; we: "mer" in "hammered", "The".
    marks = Marks(TEXT, (Span(13, 16), Span(0, 3)), (Span(10, 18), Span(23, 28)))
    words = by_word([marks])
    assert (words.precision.value, words.recall.value, words.f1.value) == (0.5, 0.5, 0.5)
    assert words.f1.n == 6
    letters = by_character([marks])
    assert letters.precision.value == 3 / 6
    assert letters.recall.value == 3 / 13
    assert letters.f1.n == len(TEXT)


def test_texts_without_a_mark_count_for_precision() -> None:
    fine = Marks(TEXT, (Span(0, 3),), ())
    found = by_word([Marks(TEXT, (Span(0, 3),), (Span(0, 3),)), fine])
    assert (found.precision.value, found.recall.value) == (0.5, 1.0)
    assert found.precision.low == 0.0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 14)), max_size=6))
def test_marking_what_people_marked_is_perfect(places: list[tuple[int, int]]) -> None:
    spans = tuple(Span(start, start + length) for start, length in places)
    if any(len(span) for span in spans):
        assert by_character([Marks(TEXT, spans, spans)]).f1.value == 1.0
