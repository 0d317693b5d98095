"""Agreement with sacrebleu's own command line, as tuples of input and number."""

import pytest

from tqcheck.fidelity.surface import NAMES, Surface

SURFACE = Surface()


@pytest.mark.parametrize(
    ("hypothesis", "reference", "chrf", "bleu", "ter"),
    [
        ("The ferry left late.", "The ferry left late.", 100.0, 100.0, 0.0),
        ("The ferry left late.", "The ferry was late.", 58.36, 30.21, 25.0),
        ("", "The ferry left late.", 0.0, 0.0, 100.0),
    ],
)
def test_a_pair_of_sentences(hypothesis: str, reference: str, chrf: float, bleu: float, ter: float) -> None:
    figures = SURFACE.segment(hypothesis, reference)
    assert (figures["chrF++"], figures["BLEU"], figures["TER"]) == pytest.approx((chrf, bleu, ter), abs=0.01)


def test_corpus_figures_carry_signatures() -> None:
    metrics = SURFACE.corpus(["a ferry left", "it rained"], ["a ferry left", "it rained"])
    assert tuple(metric.name for metric in metrics) == NAMES
    assert [metric.value for metric in metrics if metric.name == "chrF++"] == [100.0]
    assert all("version:" in metric.signature for metric in metrics)
