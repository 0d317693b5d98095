"""Batches: what is in them, how often, and in what order."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import numpy as np
import pytest

from tqcheck.training.batches import Batch, Batches, Place, Route
from tqcheck.training.corpus import Corpus, Side

EOS, PAD, TAG, OTHER_TAG = 0, 999, 2, 3


def side(lengths: Sequence[int], first: int) -> Side:
    """Sentence n has the id ``first + n`` all over."""
    counts = np.array(lengths, np.int64)
    ids = np.repeat(np.arange(first, first + len(counts)), counts).astype(np.uint16)
    return Side(ids, counts, np.concatenate([[0], np.cumsum(counts)]))


def corpus(weights: Sequence[float] = (1.0,) * 60) -> Corpus:
    chance = np.random.default_rng(5)
    size = len(weights)
    sides = [side(chance.integers(1, 20, size).tolist(), first) for first in (10, 200)]
    return Corpus(sides[0], sides[1], np.array(weights, np.float32))


def stream(of: Corpus, tokens: int = 200, place: Place | None = None, seed: int = 1) -> Batches:
    return Batches(of, [Route(False, TAG)], EOS, PAD, tokens, seed, place or Place())


def rows(batch: Batch) -> list[int]:
    return [int(row[1]) - 10 for row in batch.source]


def test_a_row_is_tag_sentence_end_and_padding() -> None:
    of = Corpus(side([2, 4], 10), side([3, 1], 200), np.ones(2, np.float32))
    batch = stream(of).batch(np.array([0, 1]), Route(False, TAG))
    assert batch.source.tolist() == [[TAG, 10, 10, EOS, PAD, PAD], [TAG, 11, 11, 11, 11, EOS]]
    assert batch.target.tolist() == [[200, 200, 200, EOS], [201, EOS, PAD, PAD]]
    back = stream(of).batch(np.array([1]), Route(True, None))
    assert back.source.tolist() == [[201, EOS]]
    assert back.target.tolist() == [[11, 11, 11, 11, EOS]]


def test_without_weights_a_round_has_every_pair_once() -> None:
    batches = stream(corpus())
    seen: list[int] = []
    for batch in batches:
        if batches.place.round:
            break
        seen += rows(batch)
    assert sorted(seen) == list(range(60))


def test_weights_are_kept_to() -> None:
    batches = stream(corpus([1.0] * 30 + [4.0] * 30))
    counts = Counter(row >= 30 for batch in islice(batches, 800) for row in rows(batch))
    assert 3.5 < counts[True] / counts[False] < 4.5


def test_batches_are_as_large_as_asked_for() -> None:
    for batch in islice(stream(corpus(), tokens=100), 50):
        assert batch.source.size <= 100 or len(batch.source) <= 8
        assert batch.target.size <= 100 or len(batch.target) <= 8


def test_a_stream_goes_on_from_any_place() -> None:
    whole = [batch.source for batch in islice(stream(corpus([1.0, 2.0] * 30)), 80)]
    place = Place()
    first = [batch.source for batch in islice(stream(corpus([1.0, 2.0] * 30), place=place), 33)]
    rest = [batch.source for batch in islice(stream(corpus([1.0, 2.0] * 30), place=place), 47)]
    assert all(np.array_equal(one, other) for one, other in zip(whole, first + rest, strict=True))


def test_another_seed_gives_another_order() -> None:
    one, other = (next(iter(stream(corpus(), seed=seed))) for seed in (1, 2))
    assert not np.array_equal(one.source, other.source)


def test_both_routes_are_taken() -> None:
    routes = [Route(False, TAG), Route(True, OTHER_TAG)]
    batches = Batches(corpus(), routes, EOS, PAD, 100, 1, Place())
    counts = Counter(int(batch.source[0, 0]) for batch in islice(batches, 300))
    assert counts[TAG] + counts[OTHER_TAG] == 300
    assert min(counts.values()) > 100


@pytest.mark.parametrize("tokens", [64, 10_000])
def test_all_gives_every_pair_along_every_route(tokens: int) -> None:
    routes = [Route(False, TAG), Route(True, OTHER_TAG)]
    batches = Batches(corpus(), routes, EOS, PAD, tokens, 1, Place()).all()
    assert sum(len(batch.source) for batch in batches) == 120
