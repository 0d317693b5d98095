"""Sentences in parts."""

from dataclasses import replace

import pytest

from tqcheck.engines.base import Pair, Refusal, Translation
from tqcheck.engines.model import Kind, Resolver
from tqcheck.engines.parts import Part, between, joined, split
from tqcheck.engines.tokens import Tokeniser

EN_DE = Pair("en", "de")


def test_parts_are_joined_with_the_mean_of_their_tokens() -> None:
    parts = [Part(Translation("Hier,", -1.0, ("Da,",)), 1), Part(Translation("und dort.", -2.0), 3)]
    assert joined(parts, EN_DE) == Part(Translation("Hier, und dort.", -1.75), 4)
    assert joined(parts, Pair("en", "ja")) == Part(Translation("Hier,und dort.", -1.75), 4)


def test_one_part_keeps_its_alternatives() -> None:
    part = Part(Translation("Hier", -1.0, ("Da",)), 1)
    assert joined([part], EN_DE) is part


def test_a_refused_part_refuses_the_whole() -> None:
    refusal = Refusal("it repeats itself")
    assert joined([Part(Translation("Hier", -1.0), 1), refusal], EN_DE) is refusal


def test_between() -> None:
    assert between("un 日本 deux 京", [(3, 5), (11, 12)]) == [
        ("un", True),
        ("日本", False),
        ("deux", True),
        ("京", False),
    ]
    assert between("日本", [(0, 2)]) == [("日本", False)]


@pytest.mark.parametrize(
    "sentence", ["The river rose, and it took the old bridge; ", "Theriverroseandtooktheoldbridge", "a "]
)
def test_a_long_sentence_is_split_and_nothing_is_cut(resolver: Resolver, sentence: str) -> None:
    model = replace(resolver.resolve(EN_DE, Kind.CTRANSLATE2)[0], longest=40)
    tokeniser = Tokeniser(model)
    text = (sentence * 12).strip()
    parts = split(tokeniser, text, len(tokeniser.source([text])[0]), model)
    assert all(len(tokens) <= 40 for tokens in tokeniser.source(parts))
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
