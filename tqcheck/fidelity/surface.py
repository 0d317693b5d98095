"""Surface agreement of two texts of one language: chrF++, BLEU and TER, by sacrebleu and by it alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from tqcheck.report import Metric

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as SacrebleuMetric

NAMES = ("chrF++", "BLEU", "TER")
_LONGEST = 1000
"""Words of a sentence up to which TER is computed: its memory grows with the square of them."""

_KEPT = 4096
"""Sentences of which TER is remembered."""


class Surface:
    """The three metrics, made on first use since sacrebleu takes a while to import.

    chrF++ is Popović (2017), BLEU Papineni et al. (2002), TER Snover et al. (2006), with sacrebleu's defaults
    (Post 2018); all on a scale of 0 to 100, where a lower TER is better and it may exceed 100. A sentence of more
    than 1,000 words has no TER, and is left out of that of the document.
    """

    def forget(self) -> None:
        """Let go of the 65,536 sentences that each tokenizer of sacrebleu would remember: no use to the next texts."""
        for name, module in list(sys.modules.items()):
            if name.startswith("sacrebleu.tokenizers."):
                for value in list(vars(module).values()):
                    call = vars(value).get("__call__") if isinstance(value, type) else None
                    clear = getattr(call, "cache_clear", None)
                    if clear is not None:
                        clear()

    def segment(self, hypothesis: str, reference: str) -> dict[str, float]:
        """The figures of one pair of sentences, by name; BLEU with effective n-gram order."""
        figures = {
            name: round(metric.sentence_score(hypothesis, [reference]).score, 2)
            for name, metric in self._sentence.items()
        }
        if _bounded(hypothesis, reference):
            figures["TER"] = round(self._ter(hypothesis, reference).score, 2)
        return figures

    def chrf(self, hypothesis: str, reference: str) -> float:
        """chrF++ of one pair of sentences."""
        score: float = self._sentence["chrF++"].sentence_score(hypothesis, [reference]).score
        return score

    def corpus(self, hypotheses: Sequence[str], references: Sequence[str]) -> tuple[Metric, ...]:
        """The figures over all pairs together, with the signatures that make them reproducible."""
        out = []
        for name, metric in self._corpus.items():
            if name == "TER":
                pairs = [pair for pair in zip(hypotheses, references, strict=True) if _bounded(*pair)]
                if not pairs:
                    continue
                # As sacrebleu does it, which would compute every sentence anew.
                scores = [self._ter(*pair) for pair in pairs]
                edits, length = sum(one.num_edits for one in scores), sum(one.ref_length for one in scores)
                value = 100 * edits / length if length else 100.0 * (edits > 0)
            else:
                value = metric.corpus_score(hypotheses, [references]).score
            out.append(Metric(name, round(value, 2), str(metric.get_signature())))
        return tuple(out)

    @cached_property
    def _corpus(self) -> Mapping[str, SacrebleuMetric]:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF
        from sacrebleu.metrics.ter import TER

        return dict(zip(NAMES, (CHRF(word_order=2), BLEU(), TER()), strict=True))

    @cached_property
    def _sentence(self) -> Mapping[str, SacrebleuMetric]:
        from sacrebleu.metrics.bleu import BLEU

        return {"chrF++": self._corpus["chrF++"], "BLEU": BLEU(effective_order=True)}

    @cached_property
    def _ter(self) -> Callable[[str, str], Any]:
        """TER of one pair. It takes longer than all else here, and the document's needs that of each sentence again."""
        metric = self._corpus["TER"]
        return lru_cache(_KEPT)(lambda hypothesis, reference: metric.sentence_score(hypothesis, [reference]))


def _bounded(hypothesis: str, reference: str) -> bool:
    return max(len(hypothesis.split()), len(reference.split())) <= _LONGEST
