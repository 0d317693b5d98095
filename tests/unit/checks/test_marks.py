"""Which marks open, close, or are no quotation marks at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.marks import read
from tqcheck.checks.shields import Shields


def quoted(text: str, language: str = "en") -> list[str]:
    return [pair.inner(text) for pair in read(text, language, Shields(())).quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "yes" or "no"', ["yes", "no"]),
        ('"He said "no" to me"', ['He said "no" to me', "no"]),
        ("\"'No,' she said\"", ["'No,' she said", "No,"]),
        ('a 6\'2" man with a "hat"', ["hat"]),
        ('the "27" screen" is new', ['27" screen']),
        ('born in "1990" or so', ["1990"]),
        ("‘the workers’ union is big’ here", ["the workers’ union is big"]),
        ("‘Ladies’ and ‘Gents’", ["Ladies", "Gents"]),
        ("rock ‘n’ roll", []),
        ("don’t, can't, o’clock", []),
        ("„a“ and „b” and “c“ and ”d”", ["a", "b", "c", "d"]),
        ("»a« «b»", ["a", "b"]),
        ("Home » News", []),
        ("''a b'' and ``c''", ["a b", "c"]),
        ('( "a" ), "b"-"c"', ["a", "b", "c"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_single_marks_are_apostrophes_in_french() -> None:
    assert quoted("l’eau d’ici ‘non’", "fr") == []


def test_partners_that_are_missing() -> None:
    quoting = read("“a “b” c” d” e «f", "en", Shields(()))
    assert [mark.start for mark in quoting.unopened] == [11]
    assert [mark.text for mark in quoting.unclosed] == ["«"]


@given(st.text(st.sampled_from("\"'“”‘’„«» ab.5s`"), max_size=60))
def test_double_quotations_never_cross(text: str) -> None:
    quoting = read(text, "en", Shields(()))
    for pair in quoting.quotations:
        assert pair.open.end <= pair.close.start
        if pair.parent:
            assert pair.parent.open.start < pair.open.start
            assert pair.close.end <= pair.parent.close.start or pair.close.start < pair.parent.close.start
