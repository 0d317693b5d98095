"""Pairs made of pairs say the same on both sides."""

import random
from pathlib import Path

import numpy as np
import pytest

from tqcheck.engines.base import Pair
from tqcheck.training.corpus import Corpus, Held
from tqcheck.training.links import words
from tqcheck.training.synthetic import quoted, renamed, renumbered, varied
from tqcheck.training.vocabulary import Vocabulary, train_vocabulary

EN_FR = Pair("en", "fr")
NOUNS = {"dog": "chien", "cat": "chat", "bird": "oiseau", "horse": "cheval", "cow": "veau", "goat": "bouc"}
VERBS = {"sleeps": "dort", "eats": "mange", "runs": "court", "sings": "chante"}
PAIRS = [
    Held(f"The {noun} {verb} near {town} today.", f"Le {nom} {verbe} près de {town} aujourd'hui.")
    for noun, nom in NOUNS.items()
    for verb, verbe in VERBS.items()
    for town in ("Montbrac", "Vorge", "Tanneur")
]
SOURCE, TARGET = "The old goat sleeps near Vorge.", "Le vieux bouc dort près de Vorge."
LINKED = {1: 1, 2: 2, 3: 3, 5: 6}


def test_quoted_words_are_each_others_translation() -> None:
    seen = set()
    for seed in range(60):
        made = quoted(SOURCE, TARGET, words(SOURCE), words(TARGET), LINKED, random.Random(seed))
        if made:
            assert made[0].replace('"', "") == SOURCE
            assert made[1].replace('"', "") == TARGET
            seen.add((made[0].split('"')[1], made[1].split('"')[1]))
    assert ("goat", "bouc") in seen
    assert ("old goat", "vieux bouc") in seen
    ends = {("old", "vieux"), ("goat", "bouc"), ("sleeps", "dort"), ("Vorge", "Vorge")}
    assert all({(one.split()[at], other.split()[at]) for at in (0, -1)} <= ends for one, other in seen)


def test_a_text_with_quotation_marks_is_left_alone() -> None:
    source = 'The "old" goat.'
    assert quoted(source, TARGET, words(source), words(TARGET), {1: 1}, random.Random(1)) is None


def test_a_name_changes_on_both_sides() -> None:
    made = renamed(SOURCE, TARGET, words(SOURCE), words(TARGET), LINKED, ("London", "Londres"))
    assert made == ("The old goat sleeps near London.", "Le vieux bouc dort près de Londres.")
    assert (
        renamed("Vorge sleeps.", "Vorge dort.", words("Vorge sleeps."), words("Vorge dort."), {0: 0}, ("A", "A"))
        is None
    )


def test_a_number_is_written_as_each_language_writes_it() -> None:
    for seed in range(40):
        made = renumbered("It cost 12 euros.", "Cela a coûté 12 euros.", EN_FR, random.Random(seed))
        assert made is not None
        english, french = made[0].split()[2], made[1].removeprefix("Cela a coûté ").removesuffix(" euros.")
        assert english.replace(",", " ").replace(".", ",") == french


@pytest.mark.parametrize(
    ("source", "target"),
    [("In 1993 it rained.", "En 1993 il a plu."), ("Ten of 12 came.", "Dix sur 13 sont venus."), ("No one.", "Nul.")],
)
def test_years_and_unlike_numbers_stay(source: str, target: str) -> None:
    assert renumbered(source, target, EN_FR, random.Random(1)) is None


def test_made_pairs_have_their_share(tmp_path: Path) -> None:
    path = tmp_path / "v.spm"
    train_vocabulary((side for pair in PAIRS for side in pair), 420, EN_FR, path)
    vocabulary = Vocabulary.of_spm(path)
    corpus = Corpus.of(PAIRS, vocabulary)
    whole = varied(corpus, vocabulary, EN_FR, 0.2, 1)
    assert len(whole) > len(corpus) + 5
    assert whole.weights[len(corpus) :].sum() / whole.weights.sum() == pytest.approx(0.2, rel=1e-4)
    again = varied(corpus, vocabulary, EN_FR, 0.2, 1)
    assert np.array_equal(whole.target.ids, again.target.ids)
