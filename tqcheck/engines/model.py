"""A translation model on disk, and who finds one for a direction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from tqcheck.engines.base import Pair


class Kind(StrEnum):
    """The layout of a model folder, and so the engine that reads it."""

    CTRANSLATE2 = "ctranslate2"
    """``model.bin``, ``config.json`` and the vocabulary, as CTranslate2's converters write them."""
    TRANSFORMERS = "transformers"
    """A MarianMTModel folder: ``config.json``, ``model.safetensors``, ``vocab.json``."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model folder for one direction; nothing in it has been loaded yet."""

    pair: Pair
    folder: Path
    kind: Kind
    name: str
    """What a report calls the model, as in ``tqcheck en-fr`` or ``Helsinki-NLP/opus-mt-en-de``."""
    checksum: str
    """SHA-256 of the weights, in hexadecimal."""
    source_spm: Path
    """The SentencePiece model of the source side."""
    target_spm: Path
    """The SentencePiece model of the target side; the same file where the vocabulary is joint."""
    tag: str | None = None
    """The first source token, where the model wants one to name the target language, as in ``>>fr<<``."""
    normalise: bool = False
    """Whether the model was trained on straight quotation marks: texts go through `normalise` first."""
    longest: int = 100
    """The most source tokens that the model handles well; longer sentences are split at clauses."""
    note: str | None = None
    """What a reader of the figures must know of the model, in one sentence."""


class Resolver(Protocol):
    """Finds the model or models that serve a direction; the catalogue is one."""

    def resolve(self, pair: Pair, kind: Kind) -> tuple[Model, ...]:
        """The models to chain for `pair`: one, or two that pivot (``de-en``, ``en-fr``).

        Raises ModelError where there is none.
        """
