"""Agreement with sacrebleu's own command line, as tuples of input and number."""

import pytest
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

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


def test_the_figures_of_a_corpus_are_those_of_sacrebleu() -> None:
    hypotheses = ["a ferry left the harbour", "harbour the left a ferry", "", "it rained on us all night long", "no"]
    references = ["a ferry left", "a ferry left the harbour", "it rained", "all night long it rained on us", "no"]
    fresh = Surface().corpus(hypotheses, references)
    after = Surface()
    for pair in zip(hypotheses, references, strict=True):
        after.segment(*pair)
    assert after.corpus(hypotheses, references) == fresh
    expected = [metric.corpus_score(hypotheses, [references]) for metric in (CHRF(word_order=2), BLEU(), TER())]
    assert [metric.value for metric in fresh] == [round(score.score, 2) for score in expected]
    assert [metric.value for metric in Surface().corpus(["a"], [""]) if metric.name == "TER"] == [100.0]
    assert [metric.value for metric in Surface().corpus([""], [""]) if metric.name == "TER"] == [0.0]


def test_a_sentence_without_end_has_no_ter() -> None:
    """A table of 40,000 words by 40,000 would take all memory."""
    endless = "the " * 40_000
    assert set(SURFACE.segment(endless, endless)) == {"chrF++", "BLEU"}
    short = SURFACE.corpus(["a ferry left"], ["a ferry leaves"])
    both = SURFACE.corpus([endless, "a ferry left"], [endless, "a ferry leaves"])
    assert [one for one in both if one.name == "TER"] == [one for one in short if one.name == "TER"]
    assert [one.name for one in SURFACE.corpus([endless], [endless])] == ["chrF++", "BLEU"]


def test_forgetting_empties_what_the_tokenizers_remember() -> None:
    from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

    surface = Surface()
    surface.segment("A ferry left before dawn.", "A ferry left at dawn.")
    assert Tokenizer13a.__call__.cache_info().currsize > 0
    surface.forget()
    assert Tokenizer13a.__call__.cache_info().currsize == 0
    assert surface.segment("A ferry left.", "A ferry left.")["BLEU"] == 100
