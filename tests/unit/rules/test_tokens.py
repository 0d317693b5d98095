import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.rules.tokens import TokenKind, tokenize


@given(st.text(max_size=200))
def test_tokens_lie_in_the_text_in_order(text):
    tokens = tokenize(text)
    at = 0
    for raw, start, end in zip(tokens.raws, tokens.starts, tokens.ends, strict=True):
        assert at <= start < end
        assert text[start:end] == raw
        assert text[at:start].strip() == ""
        at = end
    assert text[at:].strip() == ""


def test_apostrophes_and_hyphens_inside_words_join_and_elsewhere_quote():
    tokens = tokenize("NATO’s ‘open’ a-t-il")
    assert tokens.lows == ("nato", "'", "s", '"', "open", '"', "a", "-", "t", "-", "il")
    assert tokens.kinds[1] is TokenKind.JOINER
    assert tokens.kinds[3] is TokenKind.OPENING


@pytest.mark.parametrize(
    "text",
    ["https://example.org/affirmed-that", "me.you@example.org", "#informations", "@informations", "informations.pdf",
     "/srv/informations", "read_informations"],
)  # fmt: skip
def test_what_is_no_prose_is_one_opaque_token(text):
    tokens = tokenize(f"see ({text}).")
    assert tokens.kinds[2] is TokenKind.OPAQUE
    assert tokens.raws[2] == text
    assert tokens.lows[2] == ""


def test_decomposed_accents_compare_as_composed():
    assert tokenize("martele\u0301").lows == ("martelé",)


@pytest.mark.parametrize("unit", ['"', "so ", "a.", "e\u0301", "a@", "1,", "'", "x-"])
def test_time_is_linear(unit):
    def cost(count):
        start = time.process_time()
        tokenize(unit * count)
        return time.process_time() - start

    small = min(cost(5_000) for _ in range(3))
    assert cost(50_000) < 25 * small + 0.05


def test_lone_surrogates_and_one_endless_word_pass():
    assert len(tokenize("\ud800 " + "a" * 1_000_000)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” he said", "oc"),
        ('"Yes", he said', "oc"),
        ("« Oui », dit-il", "oc"),
        ('said: "Yes" and ("no")', "ococ"),
        ('" Yes " and " no "', "ococ"),
        ("‘in quotes’", "oc"),
    ],
)
def test_quotation_marks_open_or_close(text, expected):
    sides = {TokenKind.OPENING: "o", TokenKind.CLOSING: "c"}
    assert "".join(sides.get(kind, "") for kind in tokenize(text).kinds) == expected
