"""Models for the engine tests: the tiny one made of random numbers in both layouts, with a resolver that finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tqcheck.engines.base import Pair
from tqcheck.engines.convert import convert
from tqcheck.engines.model import Kind, Model
from tqcheck.errors import ModelError

TAG = ">>de<<"


@dataclass
class Folders:
    """Resolves every pair that it has models for."""

    models: dict[tuple[Pair, Kind], tuple[Model, ...]]

    def resolve(self, pair: Pair, kind: Kind) -> tuple[Model, ...]:
        if (pair, kind) not in self.models:
            raise ModelError(f"no model for {pair}")
        return self.models[pair, kind]


def model(folder: Path, spm: Path, pair: Pair, kind: Kind, checksum: str = "0" * 64) -> Model:
    return Model(pair, folder, kind, f"tiny {pair}", checksum, spm, spm, TAG, True, longest=40)


@pytest.fixture(scope="session")
def tiny(tiny_marian: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The transformers folder; beside it ``float32`` and ``int8`` for CTranslate2."""
    base = tmp_path_factory.mktemp("tiny")
    folder = tiny_marian(base / "en-de", tags=(TAG,))
    for quantization in ("float32", "int8"):
        convert(folder, base / quantization, quantization)
    return folder


@pytest.fixture(scope="session")
def resolver(tiny: Path) -> Folders:
    """Finds the tiny model for en-de in float32, and a pivot of two such models for en-fr."""
    pairs = {
        Pair("en", "de"): (Pair("en", "de"),),
        Pair("fr", "de"): (Pair("fr", "en"), Pair("en", "de")),
    }
    kinds = {Kind.TRANSFORMERS: tiny, Kind.CTRANSLATE2: tiny.parent / "float32"}
    return Folders(
        {
            (pair, kind): tuple(model(folder, tiny / "source.spm", leg, kind) for leg in legs)
            for pair, legs in pairs.items()
            for kind, folder in kinds.items()
        }
    )
