"""Batches by length, and the limit of an output."""

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.batches import batches, by_limit, cores, output_limit

LENGTHS = st.lists(st.integers(1, 300), max_size=60)


@given(LENGTHS, st.integers(1, 400))
def test_batches_hold_every_text_once_and_stay_in_bounds(lengths: list[int], tokens: int) -> None:
    made = list(batches(lengths, tokens))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or max(lengths[index] for index in batch) * len(batch) <= tokens
        assert len({output_limit(lengths[index]) for index in batch}) == 1


@given(LENGTHS)
def test_groups_are_sorted_by_length(lengths: list[int]) -> None:
    order = [lengths[index] for group in by_limit(lengths).values() for index in group]
    assert order == sorted(lengths, reverse=True)


@given(st.integers(1, 160))
def test_an_output_may_be_three_times_as_long(length: int) -> None:
    assert 3 * length < output_limit(length) <= 6 * length + 40


def test_cores() -> None:
    assert cores() >= 1
