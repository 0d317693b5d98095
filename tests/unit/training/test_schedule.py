"""The learning rate and the end of a run."""

import pytest

from tqcheck.training.schedule import Schedule


def test_up_level_down() -> None:
    schedule = Schedule(rate=1.0, warm_up=10, plateau=100, steps=10_000, cool_down=0)
    assert [schedule.at(step, 0) for step in (0, 4, 9, 50, 99)] == [0.1, 0.5, 1.0, 1.0, 1.0]
    assert schedule.at(399, 0) == pytest.approx(0.5)


def test_the_last_quarter_of_the_steps_cools_down() -> None:
    schedule = Schedule(rate=1.0, warm_up=0, plateau=10_000, steps=100, cool_down=0.25)
    assert schedule.at(75, 0) == 1.0
    assert schedule.at(90, 0) == pytest.approx(0.4)
    assert schedule.at(99, 0) == pytest.approx(0.04)


def test_the_last_quarter_of_the_time_cools_down() -> None:
    schedule = Schedule(rate=1.0, warm_up=0, plateau=10_000, minutes=10, cool_down=0.25)
    assert schedule.at(5, 7.5 * 60) == 1.0
    assert schedule.at(5, 9 * 60) == pytest.approx(0.4)
    assert schedule.at(5, 600) == pytest.approx(0.02)


def test_the_end_that_comes_first_counts() -> None:
    schedule = Schedule(steps=100, minutes=1)
    assert not schedule.over(99, 59)
    assert schedule.over(100, 0)
    assert schedule.over(0, 60)
    assert not Schedule(steps=None, minutes=None).over(10**9, 10**9)


@pytest.mark.parametrize("schedule", [Schedule(steps=0), Schedule(minutes=0)])
def test_nothing_to_do_is_over_at_once(schedule: Schedule) -> None:
    assert schedule.over(0, 0)
    assert schedule.over(50, 0)
