"""The reference engine, and that the default one agrees with it on the same weights."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tqcheck.engines.base import Engine, Forced, Pair, Refusal
from tqcheck.engines.convert import convert
from tqcheck.engines.ctranslate import CTranslateDecoder, CTranslateEngine
from tqcheck.engines.decoder import Decoder, Settings
from tqcheck.engines.marian import MarianEngine
from tqcheck.engines.model import Kind
from tqcheck.engines.neural import NeuralEngine
from tqcheck.engines.tokens import Tokeniser
from tqcheck.errors import EngineError, ModelError

if TYPE_CHECKING:
    from conftest import Folders

EN_DE = Pair("en", "de")
TEXTS = [
    "The river rose in the night.",
    "Three schools",
    "The old bridge stays closed until the water has gone, and the river took it with it.",
]


def test_without_torch_it_says_what_to_install(resolver: "Folders", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(EngineError, match=r"pip install 'tqcheck\[torch\]'"):
        MarianEngine(resolver).translate(["The river"], EN_DE)


@pytest.fixture(scope="module")
def decoders(resolver: "Folders") -> list[Decoder]:
    """CTranslate2's in float32, then transformers'."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    engines: list[NeuralEngine] = [CTranslateEngine(resolver, compute_type="float32"), MarianEngine(resolver)]
    return [engine._open(engine.models(EN_DE)[0]) for engine in engines]


@pytest.fixture(scope="module")
def sources(resolver: "Folders") -> list[list[str]]:
    return Tokeniser(resolver.resolve(EN_DE, Kind.CTRANSLATE2)[0]).source(TEXTS)


@pytest.mark.torch
@pytest.mark.parametrize("beam", [1, 4])
def test_both_engines_write_the_same(decoders: list[Decoder], sources: list[list[str]], beam: int) -> None:
    default, reference = (decoder.decode(sources, Settings(beam), 1) for decoder in decoders)
    for one, other in zip(default, reference, strict=True):
        assert one[0].tokens == other[0].tokens
        assert one[0].finished == other[0].finished
        assert one[0].score == pytest.approx(other[0].score, abs=0.001)


@pytest.mark.torch
def test_both_engines_score_the_same(decoders: list[Decoder], sources: list[list[str]], resolver: "Folders") -> None:
    tokeniser = Tokeniser(resolver.resolve(EN_DE, Kind.CTRANSLATE2)[0])
    targets = [
        pieces.tokens for pieces in tokeniser.target(["Der Fluss stieg… 日", "Drei «Schulen»", "Die alte Brücke"])
    ]
    default, reference = (decoder.force(sources, targets) for decoder in decoders)
    for one, other, target in zip(default, reference, targets, strict=True):
        assert len(one) == len(other) == len(target) + 1
        assert one == pytest.approx(other, abs=0.001)


@pytest.mark.torch
def test_is_an_engine(resolver: "Folders") -> None:
    pytest.importorskip("torch")
    engine = MarianEngine(resolver)
    assert isinstance(engine, Engine)
    (forced,) = engine.score(["The river"], ["Der Fluss"], EN_DE)
    assert isinstance(forced, Forced)
    assert not isinstance(engine.translate(["42"], EN_DE)[0], Refusal)


@pytest.mark.torch
@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json", "config.json"])
def test_a_broken_model_is_named(resolver: "Folders", tmp_path: Path, name: str) -> None:
    pytest.importorskip("torch")
    (model,) = resolver.resolve(EN_DE, Kind.TRANSFORMERS)
    for path in model.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_bytes(b"{nonsense")
    broken = replace(resolver, models={(EN_DE, Kind.TRANSFORMERS): (replace(model, folder=tmp_path),)})
    with pytest.raises(ModelError):
        MarianEngine(broken).translate(["The river"], EN_DE)


@pytest.mark.torch
def test_our_conversion_is_that_of_ctranslate2(tiny: Path, tmp_path: Path, sources: list[list[str]]) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from ctranslate2 import Translator
    from ctranslate2.converters import TransformersConverter

    ours = convert(tiny, tmp_path / "ours", "float32")
    TransformersConverter(str(tiny)).convert(str(tmp_path / "theirs"), quantization="float32")
    assert (ours / "shared_vocabulary.json").read_bytes() == (tmp_path / "theirs/shared_vocabulary.json").read_bytes()
    assert (ours / "config.json").read_bytes() == (tmp_path / "theirs/config.json").read_bytes()
    ours_scores, theirs_scores = (
        CTranslateDecoder(Translator(str(tmp_path / name), compute_type="float32")).force(sources, sources)
        for name in ("ours", "theirs")
    )
    assert ours_scores == theirs_scores
