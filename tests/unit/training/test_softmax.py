"""The sampled softmax against torch's own."""

import pytest

torch = pytest.importorskip("torch")

from tqcheck.training.softmax import Sampler, softmax_loss  # noqa: E402

pytestmark = pytest.mark.torch


def noise(*shape: int, seed: int = 1) -> "torch.Tensor":
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("at_once", [1, 7, 1000])
@pytest.mark.parametrize("biased", [False, True])
def test_with_all_candidates_it_is_cross_entropy(smoothing: float, at_once: int, biased: bool) -> None:
    hidden, rows = noise(20, 8).requires_grad_(), noise(50, 8, seed=2).requires_grad_()
    targets = torch.arange(20) * 2
    bias = noise(50, seed=3) if biased else None
    loss = softmax_loss(hidden.detach(), rows.detach(), targets, bias, None, smoothing, at_once)
    logits = hidden @ rows.t() + (0 if bias is None else bias)
    wanted = torch.nn.functional.cross_entropy(logits, targets, label_smoothing=smoothing)
    wanted.backward()
    torch.testing.assert_close(loss.value, wanted.detach())
    torch.testing.assert_close(loss.hidden, hidden.grad)
    torch.testing.assert_close(loss.rows, rows.grad)


def test_in_bfloat16_it_is_nearly_so() -> None:
    hidden, rows, targets = noise(20, 8), noise(50, 8, seed=2), torch.arange(20)
    exact = softmax_loss(hidden, rows, targets)
    loss = softmax_loss(hidden.bfloat16(), rows.bfloat16(), targets)
    assert loss.hidden.dtype == torch.bfloat16
    assert loss.rows.dtype == torch.float32
    torch.testing.assert_close(loss.value, exact.value, rtol=0.01, atol=0.01)
    torch.testing.assert_close(loss.rows, exact.rows, rtol=0.05, atol=0.01)


def test_candidates_hold_the_targets_and_the_frequent() -> None:
    counts = torch.arange(100)
    targets = torch.tensor([3, 3, 50, 98])
    candidates = Sampler(counts, 5, 20)(targets, torch.Generator().manual_seed(1))
    assert candidates.ids[candidates.targets].tolist() == targets.tolist()
    assert {95, 96, 97, 98, 99, 3, 50} <= set(candidates.ids.tolist())
    assert len(candidates.ids) == len(set(candidates.ids.tolist())) == 27
    assert candidates.correction is not None
    assert candidates.correction[:7].tolist() == [0] * 7
    assert candidates.correction[7:].exp().tolist() == pytest.approx([93 / 20] * 20)


@pytest.mark.parametrize(("frequent", "drawn"), [(0, 0), (10, 0), (50, 50), (90, 60)])
def test_a_small_vocabulary_is_taken_whole(frequent: int, drawn: int) -> None:
    candidates = Sampler(torch.ones(100), frequent, drawn)(torch.tensor([7, 9]), torch.Generator())
    assert candidates.ids.tolist() == list(range(100))
    assert candidates.targets.tolist() == [7, 9]
    assert candidates.correction is None


def test_the_partition_function_is_right_on_average() -> None:
    hidden, rows, targets = 0.5 * noise(1, 16), noise(400, 16, seed=2), torch.tensor([11])
    sampler, chance = Sampler(torch.ones(400), 20, 100), torch.Generator().manual_seed(4)
    whole = float((hidden @ rows.t()).exp().sum())
    sums = []
    for _ in range(400):
        candidates = sampler(targets, chance)
        assert candidates.correction is not None
        sums.append((hidden @ rows[candidates.ids].t() + candidates.correction).exp().sum())
    assert float(torch.stack(sums).mean()) == pytest.approx(whole, rel=0.02)


def test_the_same_chance_draws_the_same() -> None:
    sampler, targets = Sampler(torch.ones(400), 20, 100), torch.tensor([1, 2])
    one, other = (sampler(targets, torch.Generator().manual_seed(9)).ids for _ in range(2))
    assert torch.equal(one, other)
