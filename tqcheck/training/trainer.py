"""The training itself: steps, the averaged weights, the checks between, and the state to take it up again."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tqcheck.errors import TrainingError
from tqcheck.training.architecture import SHARED, Architecture
from tqcheck.training.batches import Batch, Batches, Place
from tqcheck.training.network import Network
from tqcheck.training.schedule import Schedule
from tqcheck.training.softmax import Loss, Sampler, softmax_loss

if TYPE_CHECKING:
    import torch
    from torch import Tensor

_AVERAGED_EVERY = 4
_SAVED_EVERY = 300.0
_LONGEST_GRADIENT = 1.0
_SHOWN_OVER = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is trained, whatever its data."""

    schedule: Schedule = field(default_factory=Schedule)
    frequent: int = 1000
    """The most frequent target tokens, candidates of every step."""
    drawn: int = 2500
    """Candidates at random besides; 0: the full softmax."""
    smoothing: float = 0.0
    dropout: float = 0.0
    memory: float = 0.995
    """The share of the averaged weights that stays when the present ones are averaged in."""
    checked_every: int = 200
    """Steps from one look at the pairs held out to the next."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands."""

    step: int
    loss: float
    """Nats a target token, over the last steps."""
    rate: float
    tokens: int
    """Target tokens learnt from so far, in all runs."""
    speed: float
    """Target tokens a second."""
    elapsed: float
    """Seconds in this run."""


@dataclass(frozen=True, slots=True)
class Check:
    """A look at the pairs held out, with the averaged weights."""

    step: int
    loss: float
    """Nats a target token."""
    gain: float
    """Nats a token that the right source saves against another sentence's: near 0 the source is being ignored."""


class Watcher(Protocol):
    """Is told how a training goes."""

    def progress(self, now: Progress) -> None:
        """After each step."""

    def checked(self, check: Check) -> None:
        """After each look at the pairs held out."""


class Trainer:
    """Trains the weights of one model. All that it does follows from its arguments: it is the same every time."""

    def __init__(
        self,
        architecture: Architecture,
        weights: Mapping[str, Tensor],
        bias: Tensor | None,
        batches: Batches,
        counts: Tensor,
        settings: Settings,
        device: str,
        precision: torch.dtype,
    ) -> None:
        """`bias` (tokens) is added to the logits; `counts` (tokens without ``<pad>``): how often each is a target."""
        import torch

        self._settings, self._batches = settings, batches
        self._pad = architecture.vocabulary - 1
        self._weights = {name: tensor.to(device).clone().requires_grad_() for name, tensor in weights.items()}
        self._average = {name: tensor.detach().clone() for name, tensor in self._weights.items()}
        self._best = {name: tensor.clone() for name, tensor in self._average.items()}
        self._best_loss = math.inf
        self._bias = None if bias is None else bias[:-1].to(device)
        self._network = Network(architecture, self._weights, precision, settings.dropout)
        self._averaged = Network(architecture, self._average, precision)
        self._sampler = Sampler(counts.to(device), settings.frequent, settings.drawn)
        self._device, self._at_once = device, 256 if device == "cpu" else 8192
        self._optimiser = torch.optim.AdamW(
            self._weights.values(), lr=settings.schedule.rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True
        )
        self.step = self.tokens = 0

    @property
    def best(self) -> Mapping[str, Tensor]:
        """The averaged weights that did best on the pairs held out; the last where none are held out."""
        return self._best if math.isfinite(self._best_loss) else self._average

    def run(
        self,
        held: Sequence[Batch],
        state: Path,
        watcher: Watcher | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Train to the end of the schedule and save the state; False where `stop` ended it before.

        The state is also saved now and then. Raises TrainingError where the loss is no number any more; the state
        last saved is then from before.
        """
        schedule, settings = self._settings.schedule, self._settings
        start = time.monotonic()
        saved, recent = start, [(start, self.tokens, math.nan)]
        stream = iter(self._batches)
        if not self.step:
            # What is adapted may be better as it is.
            self._look(held, watcher)
        while not schedule.over(self.step, time.monotonic() - start):
            if stop():
                self.save(state)
                return False
            rate = schedule.at(self.step, time.monotonic() - start)
            loss = self._learn(next(stream), rate)
            if not math.isfinite(loss):
                raise TrainingError(f"at step {self.step:,} the loss is no number any more; take a lower --rate")
            now = time.monotonic()
            recent = [*recent[-_SHOWN_OVER:], (now, self.tokens, loss)]
            if watcher:
                mean = sum(one for _, _, one in recent[1:]) / len(recent[1:])
                speed = (self.tokens - recent[0][1]) / max(now - recent[0][0], 1e-9)
                watcher.progress(Progress(self.step, mean, rate, self.tokens, speed, now - start))
            if self.step % settings.checked_every == 0:
                self._look(held, watcher)
            if now - saved > _SAVED_EVERY:
                self.save(state)
                saved = time.monotonic()
        if self.step % settings.checked_every:
            self._look(held, watcher)
        self.save(state)
        return True

    def _learn(self, batch: Batch, rate: float) -> float:
        import torch

        if self._settings.dropout:
            torch.manual_seed(self._settings.seed * 1_000_003 + self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        chance = torch.Generator().manual_seed(self._settings.seed * 1_000_003 + self.step)
        hidden, targets = self._states(self._network, batch)
        candidates = self._sampler(targets, chance)
        full = candidates.correction is None
        rows = self._weights[SHARED][:-1] if full else self._weights[SHARED][candidates.ids]
        bias = self._bias if full or self._bias is None else self._bias[candidates.ids]
        loss = self._loss(hidden, rows, candidates.targets, bias, candidates.correction, self._settings.smoothing)
        torch.autograd.backward((hidden, rows), (loss.hidden, loss.rows))
        shared = self._weights[SHARED].grad
        assert shared is not None
        # <pad> starts the decoder, and CTranslate2 takes that start to be the zero vector.
        shared[-1] = 0
        torch.nn.utils.clip_grad_norm_(self._weights.values(), _LONGEST_GRADIENT)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self.tokens += len(targets)
        if self.step % _AVERAGED_EVERY == 0:
            turn = self.step // _AVERAGED_EVERY
            stays = min(self._settings.memory, turn / (turn + 1))
            with torch.no_grad():
                for name, tensor in self._weights.items():
                    self._average[name].lerp_(tensor, 1 - stays)
        return float(loss.value)

    def _states(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        """The decoder's states (targets, width) before each target token, and the tokens; padding left out."""
        import torch

        source, target = (torch.from_numpy(side).to(self._device) for side in (batch.source, batch.target))
        network.refresh()
        memory, mask = network.encode(source, source != self._pad)
        before = torch.cat([torch.full_like(target[:, :1], self._pad), target[:, :-1]], 1)
        states = network.decode(before, memory, mask).flatten(0, 1)
        targets = target.flatten()
        present = (targets != self._pad).nonzero().squeeze(1)
        return states[present].to(network.precision), targets[present]

    def _loss(
        self,
        hidden: Tensor,
        rows: Tensor,
        targets: Tensor,
        bias: Tensor | None,
        correction: Tensor | None = None,
        smoothing: float = 0.0,
    ) -> Loss:
        cast = rows.detach().to(hidden.dtype)
        return softmax_loss(hidden.detach(), cast, targets, bias, correction, smoothing, self._at_once)

    def _look(self, held: Sequence[Batch], watcher: Watcher | None) -> None:
        import torch

        if not held:
            return
        own = other = count = 0.0
        with torch.no_grad():
            for batch in held:
                for source in (batch.source, batch.source[::-1].copy()):
                    hidden, targets = self._states(self._averaged, Batch(source, batch.target))
                    loss = float(self._loss(hidden, self._average[SHARED][:-1], targets, self._bias).value)
                    if source is batch.source:
                        own += loss * len(targets)
                    else:
                        other += loss * len(targets)
                count += len(targets)
        own, other = own / count, other / count
        if own < self._best_loss:
            self._best_loss = own
            for name, tensor in self._average.items():
                self._best[name].copy_(tensor)
        if watcher:
            watcher.checked(Check(self.step, own, other - own))

    def save(self, path: Path) -> None:
        """Write the whole state to `path`, or leave what is there."""
        import torch

        content = {
            "weights": {name: tensor.detach() for name, tensor in self._weights.items()},
            "average": self._average,
            "best": self._best,
            "best_loss": self._best_loss,
            "optimiser": self._optimiser.state_dict(),
            "step": self.step,
            "tokens": self.tokens,
            "place": asdict(self._batches.place),
        }
        half = path.with_name(f".{path.name}.part")
        torch.save(content, half)
        os.replace(half, path)

    def load(self, path: Path) -> None:
        """Go on from what `save` wrote. Raises TrainingError where it is missing, damaged, or of another model."""
        import pickle

        import torch

        try:
            saved: dict[str, Any] = torch.load(path, map_location=self._device, weights_only=True)
            with torch.no_grad():
                for ours, theirs in (
                    (self._weights, saved["weights"]),
                    (self._average, saved["average"]),
                    (self._best, saved["best"]),
                ):
                    for name, tensor in ours.items():
                        tensor.copy_(theirs[name])
            self._optimiser.load_state_dict(saved["optimiser"])
            self._best_loss = float(saved["best_loss"])
            self.step, self.tokens = int(saved["step"]), int(saved["tokens"])
            self._batches.place = Place(**saved["place"])
        except (OSError, RuntimeError, KeyError, TypeError, ValueError, EOFError, pickle.UnpicklingError) as error:
            reason = " ".join(str(error).split())[:120]
            raise TrainingError(f"{path}: missing, damaged, or of another model ({reason})") from error
