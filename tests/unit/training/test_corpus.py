"""Cleaned pairs as ids, and the ones held out."""

from pathlib import Path

import numpy as np
import pytest

from tqcheck.engines.base import Pair
from tqcheck.errors import ReadError
from tqcheck.training.cleaning import Fault
from tqcheck.training.corpus import Corpus, prepare
from tqcheck.training.data import Row
from tqcheck.training.vocabulary import Vocabulary, train_vocabulary

EN_FR = Pair("en", "fr")
NAMES = [f"{first}{last}" for first in ("Ba", "Do", "Ki", "Lu", "Me", "Po") for last in ("ran", "ster", "vel", "mont")]
ROWS = [
    Row(f"{one} met {two} at the lake.", f"{one} a vu {two} près du lac.", 1.0)
    for one in NAMES
    for two in NAMES
    if one < two
]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path = tmp_path_factory.mktemp("corpus") / "v.spm"
    train_vocabulary((side for row in ROWS for side in (row.source, row.target)), 400, EN_FR, path)
    return Vocabulary.of_spm(path)


def texts(corpus: Corpus, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    sides = [
        vocabulary.decode([[vocabulary.tokens[at] for at in side[row]] for row in range(len(corpus))])
        for side in (corpus.source, corpus.target)
    ]
    return list(zip(*sides, strict=True))


def test_what_is_kept_is_what_was_given(vocabulary: Vocabulary) -> None:
    made = prepare(ROWS, vocabulary, EN_FR, True, hold=10)
    assert len(made.held) == 10
    assert len(made.corpus) == len(ROWS) - 10
    assert not made.left_out
    assert {*texts(made.corpus, vocabulary), *map(tuple, made.held)} == {row[:2] for row in ROWS}


def test_what_is_left_out_is_counted(vocabulary: Vocabulary) -> None:
    first = ROWS[0]
    bad = [
        Row(first.source.upper(), first.target + " "),
        Row("", "x"),
        Row("Paris", "Paris"),
        Row("One >>fr<< here in the text.", "Un tel mot dans ce texte."),
        Row("Ω" * 200, "Ψ" * 200),
    ]
    made = prepare([*ROWS, *bad], vocabulary, EN_FR, True)
    wanted = {Fault.DUPLICATE: 1, Fault.EMPTY: 1, Fault.SAME: 1, Fault.TAGGED: 1, Fault.LONG: 1}
    assert dict(made.left_out) == wanted
    unclean = prepare([*ROWS, *bad], vocabulary, EN_FR, True, clean=False)
    assert Fault.SAME not in unclean.left_out
    assert unclean.left_out[Fault.TAGGED] == 1


def test_the_same_pairs_stay_held_out_whatever_is_added(vocabulary: Vocabulary) -> None:
    before = prepare(ROWS, vocabulary, EN_FR, True, hold=5).held
    assert prepare(list(reversed(ROWS)), vocabulary, EN_FR, True, hold=5).held == before
    fewer = prepare(ROWS[:-40], vocabulary, EN_FR, True, hold=5).held
    assert {one for one in before if one in {row[:2] for row in ROWS[:-40]}} <= set(fewer)


def test_no_sentence_held_out_is_trained_on(vocabulary: Vocabulary) -> None:
    rows = [Row(row.source, f"{row.target} Voilà {number % 3}.") for row in ROWS for number in range(3)]
    made = prepare(rows, vocabulary, EN_FR, True, clean=False, hold=20)
    trained = {source for source, _ in texts(made.corpus, vocabulary)}
    assert trained
    assert not trained & {pair.source for pair in made.held}


def test_at_most_one_in_twenty_is_held_out(vocabulary: Vocabulary) -> None:
    assert len(prepare(ROWS, vocabulary, EN_FR, True, hold=500).held) == len(ROWS) // 20
    assert prepare(ROWS, vocabulary, EN_FR, True, hold=0).held == ()


def test_too_few_pairs(vocabulary: Vocabulary) -> None:
    with pytest.raises(ReadError, match=r"only 50 usable pairs.*100 are needed; left out: 9 empty on one side"):
        prepare([*ROWS[:50], *[Row("", "")] * 9], vocabulary, EN_FR, True, hold=0)


def test_saving_and_loading(vocabulary: Vocabulary, tmp_path: Path) -> None:
    corpus = prepare([row._replace(weight=0.5) for row in ROWS], vocabulary, EN_FR, True).corpus
    corpus.save(tmp_path / "c.npz")
    again = Corpus.load(tmp_path / "c.npz")
    assert texts(again, vocabulary) == texts(corpus, vocabulary)
    assert np.array_equal(again.weights, corpus.weights)
    assert again.weights[0] == 0.5


@pytest.mark.parametrize("cut", [0, 10, 1000])
def test_a_damaged_file(vocabulary: Vocabulary, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "c.npz"
    prepare(ROWS, vocabulary, EN_FR, True).corpus.save(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ReadError, match="damaged"):
        Corpus.load(path)


def test_no_pairs_at_all_make_an_empty_corpus(vocabulary: Vocabulary) -> None:
    assert len(Corpus.of([], vocabulary)) == 0
