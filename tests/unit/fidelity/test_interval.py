"""The document's score and its bootstrap."""

import pytest

from tqcheck.fidelity.interval import weighted


def test_no_segment_no_score() -> None:
    assert weighted([], []) is None


def test_long_segments_count_more() -> None:
    result = weighted([100.0, 0.0], [30, 10])
    assert result is not None
    assert result.score == 75.0
    assert result.low == 0.0
    assert result.high == 100.0


def test_the_interval_holds_the_score_and_narrows_with_more_segments() -> None:
    few = weighted([40.0, 60.0, 80.0] * 3, [10] * 9)
    many = weighted([40.0, 60.0, 80.0] * 100, [10] * 300)
    assert few is not None
    assert many is not None
    assert few.low < few.score < few.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_equal_input_gives_an_equal_interval() -> None:
    assert weighted([10.0, 90.0, 30.0], [1, 2, 3]) == weighted([10.0, 90.0, 30.0], [1, 2, 3])


def test_segments_without_length_count_alike() -> None:
    result = weighted([10.0, 30.0], [0, 0])
    assert result is not None
    assert result.score == pytest.approx(20.0)
