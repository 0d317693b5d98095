"""An engine that remembers what it has been asked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from tqcheck.cache import DEFAULT_BYTES, Cache, key_of
from tqcheck.engines.base import Engine, Forced, Pair, Refusal, TokenLogProb, Translation

# As much is stored at a time, so that an interrupted run keeps what it has paid for.
_CHUNK = 256

_Asked = TypeVar("_Asked", str, tuple[str, str])
_Made = TypeVar("_Made", Translation, Forced)


class CachedEngine:
    """An engine that answers from a cache what has been asked before, and asks for equal texts once."""

    def __init__(self, engine: Engine, path: Path, max_bytes: int = DEFAULT_BYTES) -> None:
        self.engine = engine
        self.cache = Cache(path, max_bytes)

    @property
    def name(self) -> str:
        """The name of the engine inside."""
        return self.engine.name

    def identity(self, pair: Pair) -> str:
        """See Engine."""
        return self.engine.identity(pair)

    def notes(self, pair: Pair) -> tuple[str, ...]:
        """See Engine."""
        return self.engine.notes(pair)

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        """See Engine."""
        told = ("translate", self.identity(pair), str(pair), str(hypotheses))
        keys = {text: key_of(*told, text) for text in texts}
        results = self._recall(keys, _translation)
        for some in _chunks([text for text in keys if text not in results]):
            made = dict(zip(some, self.engine.translate(some, pair, hypotheses), strict=True))
            self._keep(keys, made)
            results |= made
        return [results[text] for text in texts]

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        """See Engine."""
        if len(sources) != len(targets):
            raise ValueError(f"{len(sources)} sources for {len(targets)} targets")
        asked = list(zip(sources, targets, strict=True))
        told = ("score", self.identity(pair), str(pair))
        keys = {both: key_of(*told, *both) for both in asked}
        results = self._recall(keys, _forced)
        for some in _chunks([both for both in keys if both not in results]):
            outcomes = self.engine.score([source for source, _ in some], [target for _, target in some], pair)
            made = dict(zip(some, outcomes, strict=True))
            self._keep(keys, made)
            results |= made
        return [results[both] for both in asked]

    def _recall(
        self, keys: Mapping[_Asked, bytes], parse: Callable[[Mapping[str, Any]], _Made]
    ) -> dict[_Asked, _Made | Refusal]:
        found = self.cache.get(list(keys.values()))
        results: dict[_Asked, _Made | Refusal] = {}
        for asked, key in keys.items():
            # What does not read as an outcome is as good as not there.
            with suppress(KeyError, TypeError, ValueError):
                value = found[key]
                results[asked] = Refusal(**value) if "reason" in value else parse(value)
        return results

    def _keep(self, keys: Mapping[_Asked, bytes], made: Mapping[_Asked, Translation | Forced | Refusal]) -> None:
        self.cache.put({keys[asked]: _value(outcome) for asked, outcome in made.items()})


def _chunks(asked: list[_Asked]) -> Iterator[list[_Asked]]:
    for at in range(0, len(asked), _CHUNK):
        yield asked[at : at + _CHUNK]


def _value(outcome: Translation | Forced | Refusal) -> dict[str, Any]:
    if isinstance(outcome, Forced):
        return {"tokens": [(token.start, token.end, token.logprob) for token in outcome.tokens], "end": outcome.end}
    return asdict(outcome)


def _translation(value: Mapping[str, Any]) -> Translation:
    return Translation(str(value["text"]), float(value["score"]), tuple(map(str, value["alternatives"])))


def _forced(value: Mapping[str, Any]) -> Forced:
    tokens = (TokenLogProb(int(start), int(end), float(logprob)) for start, end, logprob in value["tokens"])
    return Forced(tuple(tokens), float(value["end"]))
