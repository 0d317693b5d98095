"""The default engine on the tiny model, and on a broken one."""

import math
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tqcheck.engines.base import Engine, Forced, Pair
from tqcheck.engines.ctranslate import CTranslateDecoder, CTranslateEngine
from tqcheck.engines.decoder import Settings
from tqcheck.engines.model import Kind
from tqcheck.engines.tokens import Tokeniser
from tqcheck.errors import ModelError

if TYPE_CHECKING:
    from conftest import Folders

EN_DE = Pair("en", "de")
TEXTS = [
    "The river rose in the night.",
    "Three schools",
    "The old bridge stays closed until the water has gone, and the river took it with it.",
]


@pytest.fixture(scope="module")
def engine(resolver: "Folders") -> CTranslateEngine:
    return CTranslateEngine(resolver, threads=2, compute_type="float32")


@pytest.fixture(scope="module")
def decoder(engine: CTranslateEngine, resolver: "Folders") -> CTranslateDecoder:
    (model,) = resolver.resolve(EN_DE, Kind.CTRANSLATE2)
    made = engine._open(model)
    assert isinstance(made, CTranslateDecoder)
    return made


@pytest.fixture(scope="module")
def sources(resolver: "Folders") -> list[list[str]]:
    return Tokeniser(resolver.resolve(EN_DE, Kind.CTRANSLATE2)[0]).source(TEXTS * 20)


def test_is_an_engine(engine: CTranslateEngine) -> None:
    assert isinstance(engine, Engine)
    assert engine.identity(EN_DE) == "ctranslate/1 float32 beam=4 tiny en-de@0000000000000000"


def test_the_order_is_the_given_one(decoder: CTranslateDecoder, sources: list[list[str]]) -> None:
    batched = decoder.decode(sources, Settings(), 1)
    alone = [decoder.decode([source], Settings(), 1)[0] for source in sources[:3]]
    assert [beam[0].tokens for beam in batched] == [beam[0].tokens for beam in alone] * 20


def test_hypotheses_are_in_the_order_of_their_scores(decoder: CTranslateDecoder, sources: list[list[str]]) -> None:
    for beam in decoder.decode(sources[:3], Settings(), 6):
        assert len(beam) == 6
        assert len({hypothesis.tokens for hypothesis in beam}) == 6
        assert [one.score for one in beam] == sorted((one.score for one in beam), reverse=True)


def test_a_score_is_the_mean_of_the_forced_logprobs(decoder: CTranslateDecoder, sources: list[list[str]]) -> None:
    finished = 0
    for source, (best,) in zip(sources[:3], decoder.decode(sources[:3], Settings(beam=2), 1), strict=True):
        (forced,) = decoder.force([source], [best.tokens])
        assert len(forced) == len(best.tokens) + 1
        if best.finished:
            finished += 1
            # Off by the share that <unk> may not have in the search.
            assert best.score == pytest.approx(sum(forced) / len(forced), abs=0.05)
    assert finished or all(not beam[0].finished for beam in decoder.decode(sources[:3], Settings(beam=2), 1))


def test_tokens_are_probabilities(engine: CTranslateEngine) -> None:
    (outcome,) = engine.score([TEXTS[0]], ["Der Fluss « stieg »…"], EN_DE)
    assert isinstance(outcome, Forced)
    assert all(token.logprob < 0 and math.isfinite(token.logprob) for token in outcome.tokens)
    assert {0, 10, 12, 19} <= {token.start for token in outcome.tokens} | {token.end for token in outcome.tokens}


def test_threads_may_share_it(engine: CTranslateEngine) -> None:
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(engine.score(TEXTS, TEXTS, EN_DE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)


def test_a_broken_model_is_named(resolver: "Folders", tmp_path: Path) -> None:
    (model,) = resolver.resolve(EN_DE, Kind.CTRANSLATE2)
    (tmp_path / "model.bin").write_bytes(b"\x06\x00\x00\x00nonsense")
    broken = replace(resolver, models={(EN_DE, Kind.CTRANSLATE2): (replace(model, folder=tmp_path),)})
    with pytest.raises(ModelError, match="cannot load the model") as caught:
        CTranslateEngine(broken).translate(["The river"], EN_DE)
    assert "\n" not in str(caught.value)


def test_a_beam_of_none() -> None:
    with pytest.raises(ValueError, match="beam"):
        CTranslateEngine(None, beam=0)  # type: ignore[arg-type]
