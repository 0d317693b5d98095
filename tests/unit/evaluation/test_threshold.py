"""Limits out of judgements, on texts small enough to count."""

import numpy as np
import pytest

from tqcheck.errors import UsageError
from tqcheck.evaluation.threshold import Aim, suggest

# 10 bad texts with fidelity 0 to 9 and, among them, one good text; 19 good ones above.
FIDELITY = [*range(10), 4.5, *range(20, 39)]
BAD = [True] * 10 + [False] * 20


def test_the_highest_limit_that_keeps_to_the_false_blocks_is_taken() -> None:
    found = suggest(FIDELITY, BAD, range(30), Aim(false_blocks=0.05))
    assert found.fail_under == 20
    assert found.caught.value == 1.0
    assert found.false_blocks.value == pytest.approx(1 / 20)
    assert found.precision.value == pytest.approx(10 / 11)
    assert found.blocked.value == pytest.approx(11 / 30)
    none = suggest(FIDELITY, BAD, range(30), Aim(false_blocks=0.0))
    assert none.fail_under == 4.5
    assert none.caught.value == 0.5


def test_precision_is_kept_to() -> None:
    assert suggest(FIDELITY, BAD, range(30), Aim(precision=1.0)).fail_under == 4.5
    assert suggest(FIDELITY, BAD, range(30), Aim(precision=0.9)).fail_under == 20
    assert suggest(FIDELITY, BAD, range(30), Aim(precision=0.5)).fail_under == 29


def test_without_a_limit_there_is_none() -> None:
    upside_down = suggest([-one for one in FIDELITY], BAD, range(30), Aim(precision=0.9))
    assert upside_down.fail_under is None
    assert upside_down.blocked.value == 0
    assert suggest([50.0] * 30, BAD, range(30), Aim(false_blocks=0.1)).fail_under is None


def test_too_few_texts_are_no_ground_for_a_limit() -> None:
    with pytest.raises(UsageError, match="at least 10 good and 10 bad texts; there are 20 good and 9 bad"):
        suggest(FIDELITY[1:], BAD[1:], range(29), Aim(false_blocks=0.1))


def test_what_is_promised_holds_on_other_texts() -> None:
    random = np.random.default_rng(3)
    bad = random.random(600) < 0.3
    values = random.normal(60, 10, 600) - 12 * bad
    found = suggest(values.tolist(), bad.tolist(), range(600), Aim(false_blocks=0.05))
    fresh = random.normal(60, 10, 20_000)
    assert found.fail_under is not None
    assert found.false_blocks.value <= 0.05
    assert (fresh < found.fail_under).mean() == pytest.approx(found.unseen, abs=0.02)
    assert found.low <= found.fail_under <= found.high
    assert found == suggest(values.tolist(), bad.tolist(), range(600), Aim(false_blocks=0.05))
