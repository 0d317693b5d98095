"""Pairs with rare words, and those like the wanted ones, are drawn more often."""

import numpy as np
import pytest

from tqcheck.engines.base import Pair
from tqcheck.training.corpus import Corpus, Held, joined
from tqcheck.training.emphasis import emphasised
from tqcheck.training.vocabulary import Vocabulary, train_vocabulary

COMMON = [Held(f"The house number {n} is red.", f"La maison numéro {n} est rouge.") for n in range(300)]
RARE = [Held("The heron sleeps by a zinc quay.", "Le héron dort sur un quai de zinc.")]
NEWS = [Held(f"The minister spoke on day {n}.", f"Le ministre a parlé le jour {n}.") for n in range(40)]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path = tmp_path_factory.mktemp("emphasis") / "v.spm"
    train_vocabulary((side for pair in (*COMMON, *NEWS, *RARE * 9) for side in pair), 420, Pair("en", "fr"), path)
    return Vocabulary.of_spm(path)


def test_rare_words_weigh_more_and_the_sum_stays(vocabulary: Vocabulary) -> None:
    corpus = Corpus.of([*COMMON, *RARE], vocabulary)
    weights = emphasised(corpus).weights
    assert weights[-1] > 1.5 * np.median(weights)
    assert weights.sum() == pytest.approx(corpus.weights.sum(), rel=1e-4)


def test_what_reads_like_the_wanted_pairs_weighs_more(vocabulary: Vocabulary) -> None:
    plain = Corpus.of([*COMMON, *NEWS[20:]], vocabulary)
    weights = emphasised(joined(plain, Corpus.of(NEWS[:20], vocabulary), 5.0)).weights
    assert weights[len(COMMON) : len(plain)].min() > np.median(weights[: len(COMMON)])
    assert weights[len(plain) :].sum() == pytest.approx(100, rel=1e-4)
