"""Pieces and their places in the text as given."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tqcheck.engines.base import Pair
from tqcheck.engines.model import Kind, Resolver
from tqcheck.engines.tokens import Pieces, Tokeniser
from tqcheck.errors import ModelError


@pytest.fixture(scope="module")
def tokeniser(resolver: Resolver) -> Tokeniser:
    return Tokeniser(resolver.resolve(Pair("en", "de"), Kind.CTRANSLATE2)[0])


def test_a_source_stands_between_tag_and_end(tokeniser: Tokeniser) -> None:
    (tokens,) = tokeniser.source(["The bridge"])
    assert (tokens[0], tokens[-1]) == (">>de<<", "</s>")
    assert tokeniser.text(tokens) == "The bridge"


def test_a_tag_in_the_text_does_not_steer(tokeniser: Tokeniser) -> None:
    (tokens,) = tokeniser.source([">>de<< The bridge"])
    assert tokens.count(">>de<<") == 1
    assert ">>de<<" not in tokeniser.target([">>de<< The bridge"])[0].tokens


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.sampled_from("abeht «»…’.\u00ad\u0301é"), st.characters())))
def test_spans_are_ordered_and_hold_every_visible_character(tokeniser: Tokeniser, text: str) -> None:
    (pieces,) = tokeniser.target([text])
    scored = pieces.scored([-1.0] * len(pieces.tokens))
    assert sum(token.logprob for token in scored) == (-len(pieces.tokens) if scored else 0)
    at = 0
    for token in scored:
        assert at <= token.start < token.end <= len(text)
        assert not text[token.start].isspace()
        assert not text[token.end - 1].isspace()
        at = token.end
    held = {index for token in scored for index in range(token.start, token.end)}
    assert all(index in held for index, sign in enumerate(text) if sign.isalnum())


def test_pieces_of_one_character_are_one_token() -> None:
    pieces = Pieces(("▁", "<0xE2>", "<0x82>", "<0xAC>", "▁un", "▁"), ((0, 0), (0, 0), (0, 0), (0, 1), (2, 4), (4, 4)))
    scored = pieces.scored([-1, -2, -4, -8, -16, -32])
    assert [(token.start, token.end, token.logprob) for token in scored] == [(0, 1, -15), (2, 4, -48)]


def test_dots_of_one_ellipsis_are_one_token() -> None:
    scored = Pieces((".", ".", ".", "a"), ((0, 1), (0, 1), (0, 1), (1, 2))).scored([-1, -1, -1, -5])
    assert [(token.start, token.end, token.logprob) for token in scored] == [(0, 1, -3), (1, 2, -5)]


def test_what_the_model_cannot_read(tokeniser: Tokeniser) -> None:
    text = "The bridge 日本 京 of “Ωmega”, the >>de<< old"
    assert [text[start:end] for start, end in tokeniser.unknown(text)] == ["日本 京", "“Ωmega”,", ">>de<<"]
    assert tokeniser.unknown("The old bridge") == []


def test_a_missing_or_broken_vocabulary(resolver: Resolver, tmp_path: Path) -> None:
    model = resolver.resolve(Pair("en", "de"), Kind.CTRANSLATE2)[0]
    (tmp_path / "broken.spm").write_bytes(b"nonsense")
    for name in ("none.spm", "broken.spm"):
        with pytest.raises(ModelError, match=name):
            Tokeniser(replace(model, source_spm=tmp_path / name))
