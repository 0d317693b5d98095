"""The pairs as token ids, cleaned, each once, with a few held out to judge the model on."""

from __future__ import annotations

import hashlib
import heapq
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tqcheck.engines.base import Pair
from tqcheck.errors import ReadError
from tqcheck.training.cleaning import Fault, fault, key, straightened
from tqcheck.training.data import Row
from tqcheck.training.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 100
"""Fewer pairs than that teach nothing."""
_MOST_TOKENS = 120
_AT_ONCE = 5000


class Held(NamedTuple):
    """A pair that is kept from the training."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a corpus."""

    ids: NDArray[np.unsignedinteger]
    """All sentences end to end, without tags and ends."""
    lengths: NDArray[np.int64]
    offsets: NDArray[np.int64]
    """Where each sentence begins, and last where all end."""

    def __getitem__(self, row: int) -> NDArray[np.unsignedinteger]:
        return self.ids[self.offsets[row] : self.offsets[row + 1]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pairs to train on."""

    source: Side
    target: Side
    weights: NDArray[np.float32]
    """How often each pair is drawn, against others."""

    def __len__(self) -> int:
        return len(self.weights)

    @classmethod
    def of(cls, pairs: Sequence[Held], vocabulary: Vocabulary) -> Corpus:
        """The given pairs as they are, all of one weight."""
        import numpy as np

        sides = []
        for side in (0, 1):
            ids = vocabulary.encode([pair[side] for pair in pairs], target=bool(side))
            whole = np.concatenate([*ids, np.zeros(0, np.uint32)]).astype(np.uint32)
            sides.append(_side(whole, np.array([len(one) for one in ids], np.int64)))
        return cls(sides[0], sides[1], np.ones(len(pairs), np.float32))

    def save(self, path: Path) -> None:
        """Write to `path`, whole or not at all."""
        import numpy as np

        half = path.with_name(f".{path.name}.part")
        with half.open("wb") as file:
            np.savez(
                file,
                source=self.source.ids,
                source_lengths=self.source.lengths,
                target=self.target.ids,
                target_lengths=self.target.lengths,
                weights=self.weights,
            )
        os.replace(half, path)

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """What `save` wrote. Raises ReadError where it is missing or damaged."""
        import zipfile

        import numpy as np

        try:
            with np.load(path, allow_pickle=False) as saved:
                sides = [_side(saved[name], saved[f"{name}_lengths"]) for name in ("source", "target")]
                return cls(sides[0], sides[1], saved["weights"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ReadError(f"{path}: missing or damaged; without it a training cannot go on") from error


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of reading the data."""

    corpus: Corpus
    held: tuple[Held, ...]
    left_out: Counter[Fault]


def cleaned(
    rows: Iterable[Row], pair: Pair, straighten: bool, clean: bool, left_out: Counter[Fault] | None = None
) -> Iterator[Row]:
    """The rows, normalised, that are fit to learn from; what is not is counted in `left_out`."""
    for row in rows:
        source, target = straightened(row.source, straighten), straightened(row.target, straighten)
        wrong = fault(source, target, pair) if clean else None if source and target else Fault.EMPTY
        if wrong is None:
            yield Row(source, target, row.weight)
        elif left_out is not None:
            left_out[wrong] += 1


def prepare(
    rows: Iterable[Row], vocabulary: Vocabulary, pair: Pair, straighten: bool, clean: bool = True, hold: int = 500
) -> Prepared:
    """Clean, encode, and leave out what is there twice.

    At most `hold` pairs, and at most one in twenty, are held out: those of the lowest hash, so that the same stay out
    when data are added. No sentence of theirs is left in the training, whatever it is paired with.
    Raises ReadError where fewer than `LEAST` pairs remain.
    """
    import numpy as np

    left_out: Counter[Fault] = Counter()
    number = np.uint16 if len(vocabulary) <= 1 << 16 else np.uint32
    ids = bytearray(), bytearray()
    lengths: tuple[list[int], ...] = ([], [])
    weights: list[float] = []
    hashes: tuple[list[int], ...] = ([], [])
    lowest: list[tuple[int, Held]] = []
    known: set[int] = set()
    tags = {at for at, token in enumerate(vocabulary.tokens) if token.startswith(">>") and token.endswith("<<")}
    clean_rows = cleaned(rows, pair, straighten, clean, left_out)
    while block := list(islice(clean_rows, _AT_ONCE)):
        encoded = (
            vocabulary.encode([row.source for row in block], target=False),
            vocabulary.encode([row.target for row in block], target=True),
        )
        for row, *both in zip(block, *encoded, strict=True):
            if max(map(len, both)) > _MOST_TOKENS:
                left_out[Fault.LONG] += 1
            elif any(not tags.isdisjoint(side.tolist()) for side in both):
                left_out[Fault.TAGGED] += 1
            else:
                marks = _hash(row.source), _hash(row.target)
                whole = _mix(*marks)
                if whole in known:
                    left_out[Fault.DUPLICATE] += 1
                    continue
                known.add(whole)
                for side in (0, 1):
                    ids[side].extend(both[side].astype(number).tobytes())
                    lengths[side].append(len(both[side]))
                    hashes[side].append(marks[side])
                weights.append(row.weight)
                if hold:
                    push = heapq.heappush if len(lowest) < hold else heapq.heappushpop
                    push(lowest, (-whole, Held(row.source, row.target)))
    held = [pair for _, pair in sorted(lowest, reverse=True)][: min(hold, len(weights) // 20)]
    keep = np.ones(len(weights), bool)
    for side in (0, 1):
        out = np.array([_hash(one[side]) for one in held], np.uint64)
        keep &= ~np.isin(np.array(hashes[side], np.uint64), out)
    if keep.sum() < LEAST:
        raise ReadError(f"only {keep.sum()} usable pairs, and at least {LEAST} are needed{_because(left_out)}")
    sides = []
    for side in (0, 1):
        counts = np.array(lengths[side], np.int64)
        sides.append(_side(np.frombuffer(ids[side], number)[np.repeat(keep, counts)], counts[keep]))
    corpus = Corpus(sides[0], sides[1], np.array(weights, np.float32)[keep])
    return Prepared(corpus, tuple(held), left_out)


def joined(first: Corpus, second: Corpus, weight: float) -> Corpus:
    """All pairs of both; those of the second weigh `weight` each."""
    import numpy as np

    sides = [
        _side(np.concatenate([one.ids, other.ids]), np.concatenate([one.lengths, other.lengths]))
        for one, other in ((first.source, second.source), (first.target, second.target))
    ]
    weights = np.concatenate([first.weights, np.full(len(second), weight, np.float32)])
    return Corpus(sides[0], sides[1], weights)


def _side(ids: NDArray[np.unsignedinteger], lengths: NDArray[np.int64]) -> Side:
    import numpy as np

    offsets = np.concatenate([[0], np.cumsum(lengths)])
    if offsets[-1] != len(ids):
        raise ValueError("the lengths do not add up")
    return Side(ids, lengths, offsets)


def _hash(text: str) -> int:
    digest = hashlib.blake2b((key(text) or text).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _mix(source: int, target: int) -> int:
    both = source.to_bytes(8, "big") + target.to_bytes(8, "big")
    return int.from_bytes(hashlib.blake2b(both, digest_size=8).digest(), "big")


def _because(left_out: Counter[Fault]) -> str:
    if not left_out:
        return ""
    return "; left out: " + ", ".join(f"{count:,} {why}" for why, count in left_out.most_common())
