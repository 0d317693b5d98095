"""Surface agreement of two texts of one language: chrF++, BLEU and TER, by sacrebleu and by it alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tqcheck.report import Metric

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric as SacrebleuMetric

NAMES = ("chrF++", "BLEU", "TER")
_LONGEST = 1000
"""Words of a sentence up to which TER is computed: its memory grows with the square of them."""


class Surface:
    """The three metrics, made on first use since sacrebleu takes a while to import.

    chrF++ is Popović (2017), BLEU Papineni et al. (2002), TER Snover et al. (2006), with sacrebleu's defaults
    (Post 2018); all on a scale of 0 to 100, where a lower TER is better and it may exceed 100. A sentence of more
    than 1,000 words has no TER, and is left out of that of the document.
    """

    def segment(self, hypothesis: str, reference: str) -> dict[str, float]:
        """The figures of one pair of sentences, by name; BLEU with effective n-gram order."""
        return {
            name: round(metric.sentence_score(hypothesis, [reference]).score, 2)
            for name, metric in self._sentence.items()
            if name != "TER" or _bounded(hypothesis, reference)
        }

    def chrf(self, hypothesis: str, reference: str) -> float:
        """chrF++ of one pair of sentences."""
        score: float = self._sentence["chrF++"].sentence_score(hypothesis, [reference]).score
        return score

    def corpus(self, hypotheses: Sequence[str], references: Sequence[str]) -> tuple[Metric, ...]:
        """The figures over all pairs together, with the signatures that make them reproducible."""
        out = []
        bounded = [pair for pair in zip(hypotheses, references, strict=True) if _bounded(*pair)]
        for name, metric in self._corpus.items():
            if name == "TER":
                if not bounded:
                    continue
                hypotheses, references = zip(*bounded, strict=True)
            score = metric.corpus_score(hypotheses, [references])
            out.append(Metric(name, round(score.score, 2), str(metric.get_signature())))
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

        return {**self._corpus, "BLEU": BLEU(effective_order=True)}


def _bounded(hypothesis: str, reference: str) -> bool:
    return max(len(hypothesis.split()), len(reference.split())) <= _LONGEST
