"""All that a training is asked for, kept beside it so that it can go on another day."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tqcheck.engines.base import Pair
from tqcheck.errors import TrainingError, UsageError
from tqcheck.training.data import Source
from tqcheck.training.schedule import Schedule
from tqcheck.training.trainer import Settings

_FILE = "recipe.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to train, on what, and how."""

    languages: Pair
    """Those of the data, in the order of the columns."""
    directions: tuple[Pair, ...]
    """What the model is to translate: `languages`, the opposite, or both."""
    sources: tuple[Source, ...]
    name: str
    init: Path | None = None
    """A transformers folder to go on from."""
    student: Path | None = None
    """A Bergamot student to transplant."""
    lexicon: Path | None = None
    vocabulary: Path | None = None
    """A SentencePiece model to use; None: one is made of the data."""
    pieces: int = 8000
    """The size of the vocabulary where it is made."""
    size: str = "tiny"
    normalise: bool | None = None
    """Whether texts go through `normalise`; None: as with `init`, else yes."""
    clean: bool = True
    emphasis: bool = False
    """Whether pairs with rare words, and such as read like those of the greatest weight, are drawn more often."""
    synthetic: float = 0.0
    """How often, 0 to below 1, a pair is drawn that was made out of another."""
    hold: int = 500
    tokens: int = 0
    """Of one side of a batch, padding counted; 0: as the device can bear."""
    device: str = "auto"
    precision: str = "auto"
    threads: int = 0
    licence: str | None = None
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        if self.init and (self.student or self.vocabulary):
            raise UsageError("an existing model brings its vocabulary: give it without --student and --vocabulary")
        if self.lexicon and not self.student:
            raise UsageError("--lexicon says how to transplant a student; give --student too")
        if self.languages.source == self.languages.target:
            raise UsageError(f"from {self.languages.source} to {self.languages.target}: two languages are wanted")

    def save(self, folder: Path) -> None:
        """Write recipe.json, whole or not at all."""
        content = json.dumps(asdict(self), indent=1, ensure_ascii=False, default=str)
        half = folder / f".{_FILE}.part"
        half.write_text(content + "\n", encoding="utf-8")
        os.replace(half, folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> Recipe:
        """What `save` wrote. Raises TrainingError where there is none, or it is damaged."""
        path = folder / _FILE
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{name: _READERS.get(name, _same)(value) for name, value in content.items()})
        except FileNotFoundError:
            raise TrainingError(f"{folder.parent}: no training was begun there that could go on") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise TrainingError(f"{path}: damaged, the training cannot go on ({error})") from error


def _same(value: Any) -> Any:
    return value


def _path(value: str | None) -> Path | None:
    return None if value is None else Path(value)


def _source(value: Mapping[str, Any]) -> Source:
    return Source(Path(value["path"]), _path(value["other"]), float(value["weight"]))


def _settings(value: Mapping[str, Any]) -> Settings:
    return Settings(**{**value, "schedule": Schedule(**value["schedule"])})


_READERS: Mapping[str, Any] = {
    "languages": lambda value: Pair(*value),
    "directions": lambda value: tuple(Pair(*pair) for pair in value),
    "sources": lambda value: tuple(_source(source) for source in value),
    "settings": _settings,
    **dict.fromkeys(("init", "student", "lexicon", "vocabulary"), _path),
}
