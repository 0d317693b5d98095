"""One step, the averages, and the choice of the best."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tqcheck.errors import TrainingError  # noqa: E402
from tqcheck.training.architecture import SHARED, Architecture, fresh  # noqa: E402
from tqcheck.training.batches import Batch, Batches, Place, Route  # noqa: E402
from tqcheck.training.corpus import Corpus, Side  # noqa: E402
from tqcheck.training.network import Network  # noqa: E402
from tqcheck.training.schedule import Schedule  # noqa: E402
from tqcheck.training.trainer import Check, Progress, Settings, Trainer  # noqa: E402

pytestmark = pytest.mark.torch
SHAPE = Architecture(40, 16, 32, 1, 1, 2, positions=30)
PAD = 39


def corpus() -> Corpus:
    chance = np.random.default_rng(1)
    lengths = chance.integers(2, 8, 64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    source = chance.integers(4, 20, offsets[-1]).astype(np.uint16)
    # The target is the source in other tokens.
    return Corpus(
        Side(source, lengths, offsets), Side((source + 18).astype(np.uint16), lengths, offsets), np.ones(64, np.float32)
    )


def batches(tokens: int = 120) -> Batches:
    return Batches(corpus(), [Route(False, 2)], 0, PAD, tokens, 1, Place())


def trainer(bias: "torch.Tensor | None" = None, **changes: object) -> Trainer:
    settings = Settings(**{"schedule": Schedule(3e-3, 5, 1000, steps=30), "drawn": 0, **changes})  # type: ignore[arg-type]
    return Trainer(SHAPE, fresh(SHAPE, 1), bias, batches(), torch.ones(PAD), settings, "cpu", torch.float32)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Two threads crawl where another process has one of the cores."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


class Log:
    def __init__(self) -> None:
        self.steps: list[Progress] = []
        self.checks: list[Check] = []

    def progress(self, now: Progress) -> None:
        self.steps.append(now)

    def checked(self, check: Check) -> None:
        self.checks.append(check)


@pytest.mark.parametrize("biased", [False, True])
def test_the_gradients_of_a_step_are_those_of_cross_entropy(biased: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    bias = torch.linspace(-1, 1, 40) if biased else None
    one = trainer(bias)
    batch = next(iter(batches()))
    found: dict[str, torch.Tensor] = {}
    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", lambda *_: None)
    monkeypatch.setattr(
        one._optimiser, "step", lambda: found.update({n: w.grad.clone() for n, w in one._weights.items()})
    )
    loss = one._learn(batch, 1e-3)

    weights = {name: tensor.requires_grad_() for name, tensor in fresh(SHAPE, 1).items()}
    network = Network(SHAPE, weights, torch.float32)
    network.refresh()
    source, target = torch.from_numpy(batch.source), torch.from_numpy(batch.target)
    before = torch.cat([torch.full_like(target[:, :1], PAD), target[:, :-1]], 1)
    states = network.decode(before, *network.encode(source, source != PAD))
    logits = (states @ weights[SHARED].t())[..., :-1] + (0 if bias is None else bias[:-1])
    wanted = torch.nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD)
    wanted.backward()
    assert loss == pytest.approx(float(wanted.detach()), rel=1e-5)
    for name, weight in weights.items():
        assert weight.grad is not None
        if name == SHARED:
            weight.grad[-1] = 0
        torch.testing.assert_close(found[name], weight.grad, rtol=1e-4, atol=1e-6, msg=lambda text, at=name: at + text)


def test_it_learns_reads_the_source_and_keeps_the_start_at_zero(tmp_path: Path) -> None:
    one, log = trainer(schedule=Schedule(1e-2, 5, 1000, steps=120), checked_every=40), Log()
    assert one.run(batches().all(), tmp_path / "state.pt", log)
    assert [check.step for check in log.checks] == [0, 40, 80, 120]
    assert log.checks[-1].loss < 0.6 * log.checks[0].loss
    assert log.checks[-1].gain > 0.3
    assert [now.step for now in log.steps] == list(range(1, 121))
    assert log.steps[-1].tokens == one.tokens > 120 * 20
    assert not one.best[SHARED][-1].any()


def test_the_best_look_is_what_is_handed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, held = trainer(schedule=Schedule(1e-2, 1, 1000, steps=8), checked_every=4), batches().all()
    first = {name: tensor.clone() for name, tensor in one._average.items()}
    learn = Trainer._learn

    def spoil(self: Trainer, batch: Batch, rate: float) -> float:
        loss = learn(self, batch, rate)
        if self.step > 4:
            for tensor in self._average.values():
                tensor.mul_(-3)
        return loss

    monkeypatch.setattr(Trainer, "_learn", spoil)
    one.run(held, tmp_path / "state.pt")
    assert not torch.equal(one.best[SHARED], one._average[SHARED])
    assert not torch.equal(one.best[SHARED], first[SHARED])


def test_with_nothing_held_out_the_last_average_is_handed_out(tmp_path: Path) -> None:
    one = trainer(schedule=Schedule(1e-2, 1, 1000, steps=4))
    one.run([], tmp_path / "state.pt")
    assert one.best is one._average


def test_the_average_is_the_mean_at_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = trainer(schedule=Schedule(1e-2, 1, 1000, steps=8))
    seen = [one._weights[SHARED].detach().clone()]
    learn = Trainer._learn

    def note(self: Trainer, batch: Batch, rate: float) -> float:
        loss = learn(self, batch, rate)
        if self.step % 4 == 0:
            seen.append(self._weights[SHARED].detach().clone())
        return loss

    monkeypatch.setattr(Trainer, "_learn", note)
    one.run([], tmp_path / "state.pt")
    torch.testing.assert_close(one._average[SHARED], torch.stack(seen).mean(0))


def test_a_state_of_another_model_is_refused(tmp_path: Path) -> None:
    one = trainer()
    one.save(tmp_path / "state.pt")
    other = Trainer(
        *(Architecture(40, 32, 32, 1, 1, 2), fresh(Architecture(40, 32, 32, 1, 1, 2), 1), None, batches()),
        *(torch.ones(PAD), Settings(), "cpu", torch.float32),
    )
    with pytest.raises(TrainingError, match="of another model"):
        other.load(tmp_path / "state.pt")


def test_a_state_is_read_without_running_anything(tmp_path: Path) -> None:
    class Bad:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "ran",))  # type: ignore[return-value]

    torch.save({"weights": Bad()}, tmp_path / "state.pt")
    with pytest.raises(TrainingError, match=r"state\.pt"):
        trainer().load(tmp_path / "state.pt")
    assert not (tmp_path / "ran").exists()
