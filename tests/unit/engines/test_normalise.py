"""Text as the models were trained on it, and the way back."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.normalise import normalise

CHARACTERS = st.text(
    st.one_of(
        st.sampled_from(" \t\n\u00a0\u202f«»“”„‘’ʼ…\u00ad\u200b'\".aé"),
        st.sampled_from("e\u0301\u0327o\u0308\u1100\u1161\u11a8"),
        st.characters(exclude_categories=("Cs", "Cc")),
    )
)


def reference(text: str) -> str:
    """The same by whole-string replacements, which lose the offsets."""
    text = unicodedata.normalize("NFC", text)
    for marks, plain in (("’‘ʼ", "'"), ("“”„", '"'), ("…", "..."), ("\u00ad\u200b", "")):
        for mark in marks:
            text = text.replace(mark, plain)
    return " ".join(re.sub(r"«\s*|\s*»", '"', text).split())


@given(CHARACTERS)
def test_equals_the_preparation_of_the_training_pairs(text: str) -> None:
    assert normalise(text).text == reference(text)


@given(st.text(), st.booleans())
def test_offsets_are_ordered_and_inside(text: str, straighten: bool) -> None:
    made = normalise(text, straighten)
    assert len(made.starts) == len(made.ends) == len(made.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(made.starts, made.ends, strict=True))
    assert list(made.starts) == sorted(made.starts)
    assert list(made.ends) == sorted(made.ends)
    made.text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "part", "given_part"),
    [
        ("« Bonjour » dit-il", "Bonjour", "Bonjour"),
        ("Encore… un mot", "...", "…"),
        ("Encore… un mot", "mot", "mot"),
        ("l’été", "l'", "l’"),
        ("cafe\u0301 noir", "é", "e\u0301"),
        ("deux   mots", " ", "   "),
        ("co\u00adopérer", "coopérer", "co\u00adopérer"),
    ],
)
def test_a_part_finds_its_way_back(text: str, part: str, given_part: str) -> None:
    made = normalise(text)
    at = made.text.index(part)
    start, end = made.span(at, at + len(part))
    assert text[start:end] == given_part


def test_what_no_model_knows_is_taken_out() -> None:
    assert normalise("a\ud800b\x00c\x07d", straighten=False).text == "a\ufffdbcd"
    assert normalise("“as given”", straighten=False).text == "“as given”"


@pytest.mark.parametrize("piece", ["\u0301\u0316", " ", "« ", "\u200b"])
def test_is_linear(piece: str) -> None:
    begin = time.perf_counter()
    normalise("a" + piece * 100_000 + "b")
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("straighten", [True, False])
def test_a_left_over_entity_is_read_as_its_character_and_keeps_its_place(straighten: bool) -> None:
    text = "He said &quot;yes&#39; &amp; left &notable; AT&T."
    made = normalise(text, straighten)
    assert made.text == "He said \"yes' & left &notable; AT&T."
    assert made.span(8, 9) == (text.index("&quot;"), text.index("yes"))
    assert text[slice(*made.span(9, 12))] == "yes"
    assert made.span(len(made.text) - 1, len(made.text)) == (len(text) - 1, len(text))
