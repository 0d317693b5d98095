"""How texts of many lengths are put together for a model, and how long an output may grow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

TOKENS = 1024
"""Padded source tokens of a batch; more gains nothing on a CPU and costs memory."""

MOST_TOKENS = 500
"""The longest source or output, tag and end of sentence counted: Marian models have 512 positions."""


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def output_limit(length: int) -> int:
    """The most tokens that a source of `length` tokens may be translated into.

    It depends on the length alone, in steps, never on the rest of the batch: what is cut off for looping is cut off
    at the same place whatever it is translated with.
    """
    step = 8
    while step < length:
        step *= 2
    return min(3 * step + 16, MOST_TOKENS)


def by_limit(lengths: Sequence[int]) -> dict[int, list[int]]:
    """The indexes of texts by their output limit, the longest first."""
    groups: dict[int, list[int]] = {}
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        groups.setdefault(output_limit(lengths[index]), []).append(index)
    return groups


def batches(lengths: Sequence[int], tokens: int = TOKENS) -> Iterator[list[int]]:
    """The indexes of texts in batches, the longest first.

    A batch holds texts of one output limit, and at most `tokens` tokens once all are padded to its longest; a text
    longer than that is a batch of its own.
    """
    for group in by_limit(lengths).values():
        batch: list[int] = []
        for index in group:
            if batch and lengths[batch[0]] * (len(batch) + 1) > tokens:
                yield batch
                batch = []
            batch.append(index)
        yield batch
