"""The loss over a large vocabulary: some candidates a step instead of all, and gradients on the way forward."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Generator, Tensor


@dataclass(frozen=True, slots=True)
class Candidates:
    """The tokens that a step tells apart."""

    ids: Tensor
    """(candidates): token ids, ascending in each of the two parts, the certain and the drawn."""
    targets: Tensor
    """(targets): the place of each target among `ids`."""
    correction: Tensor | None
    """(candidates): what is added to the logits; None: nothing, since all tokens are candidates."""


class Sampler:
    """Picks the candidates: the targets of the step, the most frequent tokens, and others at random.

    Those at random stand for all the rest, so their logits are raised by the log of how many each stands for
    (Jean et al. 2015): the expectation of the partition function is that of the full softmax.
    """

    def __init__(self, counts: Tensor, frequent: int, drawn: int) -> None:
        """`counts`: (tokens), how often each is a target. `drawn`: how many are at random; 0: no sampling at all."""
        self._size, self._drawn = len(counts), drawn
        self._frequent = counts.argsort(descending=True, stable=True)[:frequent]

    def __call__(self, targets: Tensor, chance: Generator) -> Candidates:
        """`targets`: (targets) token ids. `chance`: a generator of the processor, whatever device the ids are on."""
        import torch

        device = targets.device
        if not self._drawn or self._drawn + len(self._frequent) >= self._size:
            return Candidates(torch.arange(self._size, device=device), targets, None)
        certain = torch.zeros(self._size, dtype=torch.bool, device=device)
        certain[targets] = True
        certain[self._frequent] = True
        sure, rest = certain.nonzero().squeeze(1), (~certain).nonzero().squeeze(1)
        if self._drawn >= len(rest):
            return Candidates(torch.arange(self._size, device=device), targets, None)
        pick = torch.randperm(len(rest), generator=chance)[: self._drawn].sort().values.to(device)
        ids = torch.cat([sure, rest[pick]])
        places = torch.empty(self._size, dtype=torch.long, device=device)
        places[ids] = torch.arange(len(ids), device=device)
        correction = torch.zeros(len(ids), device=device)
        correction[len(sure) :] = math.log(len(rest) / self._drawn)
        return Candidates(ids, places[targets], correction)


@dataclass(frozen=True, slots=True)
class Loss:
    """Cross entropy in nats a target token, with its gradients."""

    value: Tensor
    """(): the label-smoothed loss, which the gradients are of."""
    hidden: Tensor
    """Like `hidden`: its gradient."""
    rows: Tensor
    """Like `rows`, in float32: its gradient."""


def softmax_loss(
    hidden: Tensor,
    rows: Tensor,
    targets: Tensor,
    bias: Tensor | None = None,
    correction: Tensor | None = None,
    smoothing: float = 0.0,
    at_once: int = 256,
) -> Loss:
    """The mean cross entropy of ``hidden @ rows.T + bias``, and its gradients, without ever holding all logits.

    `hidden` (targets, width) and `rows` (candidates, width) are of one type, in which the products are taken; `targets`
    (targets) are rows of `rows`; `bias` and `correction` (candidates) are added to the logits, the latter not to those
    that smoothing raises. `at_once` targets are done together: their logits then stay in the processor's cache. To
    compute the gradients at once saves keeping or repeating the product.
    """
    import torch

    count, size = len(hidden), len(rows)
    to_hidden = torch.empty_like(hidden)
    to_rows = torch.zeros(rows.shape, dtype=torch.float32, device=rows.device)
    total = torch.zeros((), device=hidden.device)
    for at in range(0, count, at_once):
        part, goal = hidden[at : at + at_once], targets[at : at + at_once, None]
        logits = (part @ rows.t()).float()
        if bias is not None:
            logits += bias
        right = logits.gather(1, goal)
        mean = logits.mean(1, keepdim=True) if smoothing else right
        if correction is not None:
            logits += correction
        whole = logits.logsumexp(1, keepdim=True)
        total += (whole - (1 - smoothing) * right - smoothing * mean).sum()
        logits.sub_(whole).exp_()
        if smoothing:
            logits -= smoothing / size
        logits.scatter_add_(1, goal, torch.full_like(right, smoothing - 1))
        wrong = logits.div_(count).to(rows.dtype)
        to_hidden[at : at + at_once] = wrong @ rows
        to_rows += wrong.t() @ part
    return Loss(total / count, to_hidden, to_rows)
