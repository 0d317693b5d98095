"""Figures of one sentence that tell machine translation from what people write: a number each, by name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from tqcheck.origin.patterns import WORDS, differences, open_words, patterns, runs, words
from tqcheck.report import Judged

_LOWEST = -8.0
"""Log-probabilities below are as good as this: a rare name must not outweigh the rest of a sentence."""
_MOST = 2
"""Times that a pattern counts in one sentence."""

Weights = Mapping[str, Sequence[float]]


def counted(text: str) -> dict[str, int]:
    """The patterns and open words of a sentence, each counted twice at most."""
    return _bounded(patterns(text) + open_words(text))


def styled(text: str) -> dict[str, int]:
    """The same with all runs of words; enough is learnt of these from pairs only, whose topics cancel out."""
    return _bounded(patterns(text) + open_words(text) + runs(text))


def _bounded(found: Mapping[str, int]) -> dict[str, int]:
    return {name: min(number, _MOST) for name, number in found.items()}


def weighed(found: Mapping[str, int], weights: Weights, column: int = 0) -> float:
    """The sum of what the patterns weigh."""
    return sum(number * weights[name][column] for name, number in found.items() if name in weights)


def round_trip(
    judged: Judged, text_weights: Weights, change_weights: Weights, style_weights: Weights
) -> dict[str, float] | None:
    """What the back-translation and the way back say of a sentence; ``None`` where they were not both made.

    Machine output comes back nearly unchanged, and its words are probable given their own back-translation (Nguyen-Son
    et al. 2021, "Machine Translated Text Detection Through Text Similarity with Round-Trip Translation"). What native
    authors write and no engine would is what the way back changes: ``changes``, ``drift`` and ``style drift`` weigh
    that by kind.
    """
    text, back = judged.segment.text, judged.round_trip
    if back is None or "likelihood.text" not in judged.metrics or not judged.tokens:
        return None
    logprobs = [max(_LOWEST, value) for value in _of_words(judged)]
    size = len(logprobs)
    mean = sum(logprobs) / size
    mine, theirs = words(text), words(back)
    common = Counter(mine) & Counter(theirs)
    function = [word for word in mine if word in WORDS]
    kept_function = sum(number for word, number in common.items() if word in WORDS)
    changes, kept, runs = differences(text, back)
    length = max(1, len(mine))
    metrics = judged.metrics
    likely = metrics["likelihood.text"]
    best = metrics.get("likelihood.best", likely)
    return {
        "chrf": metrics.get("chrF++", 0.0),
        "bleu": metrics.get("BLEU", 0.0),
        "kept": kept,
        "runs": runs,
        "overlap": common.total() / length,
        "function overlap": kept_function / max(1, len(function)),
        "order": kept * length / max(1, common.total()),
        "text": likely,
        "best": best,
        "gap": likely - best,
        "back": metrics.get("likelihood.source", best),
        "mean": mean,
        "below 1": sum(value < -1 for value in logprobs) / size,
        "below 2": sum(value < -2 for value in logprobs) / size,
        "below 4": sum(value < -4 for value in logprobs) / size,
        "below 6": sum(value < -6 for value in logprobs) / size,
        "sure": sum(value > -0.1 for value in logprobs) / size,
        "spread": math.sqrt(sum((value - mean) ** 2 for value in logprobs) / size),
        "lowest": min(logprobs),
        "first": logprobs[0],
        "longer": math.log(max(1, len(theirs)) / length),
        "length": math.log(length),
        "pieces": size / length,
        "commas": text.count(",") / length,
        "drift": weighed(counted(back), text_weights),
        "style drift": weighed(styled(back), style_weights),
        "changes": weighed({name: min(number, 3) for name, number in changes.items()}, change_weights),
    }


def _of_words(judged: Judged) -> list[float]:
    """The log-probabilities of the tokens that are letters, as far as markup does not hide which these are."""
    text, span = judged.segment.text, judged.segment.span
    every = [token.logprob for token in judged.tokens]
    if len(span) != len(text):
        return every
    chosen = [
        token.logprob
        for token in judged.tokens
        if any(map(str.isalpha, text[token.span.start - span.start : token.span.end - span.start]))
    ]
    return chosen or every
