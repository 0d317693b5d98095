"""The fit of the model of words."""

import numpy as np

from tqcheck.fidelity.words import WORD_FEATURES, Word
from tqcheck.training.words import changed, fit, kept, labelled, limit, matrix


def test_what_a_post_editor_changed() -> None:
    assert changed("the red cat sleeps", "The cat slept.") == [False, True, False, True]


def test_a_word_of_two_parts_is_changed_where_one_is() -> None:
    text = "it 's late"
    words = [Word(0, 5, ()), Word(6, 10, ())]
    assert labelled(text, words, "It was late.") == [True, False]


def test_the_fit_finds_what_tells_changed_words() -> None:
    random = np.random.default_rng(1)
    names = list(WORD_FEATURES)
    telling, wrongly = names.index("loss"), names.index("own")
    x = random.normal(size=(600, len(names)))
    bad = x[:, telling] + 0.3 * random.normal(size=600) < -0.8
    x[:, wrongly] += bad
    words = [[Word(0, 1, tuple(map(float, row)))] for row in x]
    model = fit("source", words, [[bool(one)] for one in bad])
    assert max(model.weight, key=lambda name: model.weight[name]) == "loss"
    # What speaks for a word never counts against it.
    assert model.weight["own"] == 0
    doubted = kept(model, matrix([word for some in words for word in some])) < model.doubted
    assert (doubted == bad).mean() > 0.9


def test_the_limit_is_where_f1_is_best() -> None:
    probability = np.array([0.45, 0.55, 0.65, 0.9])
    assert 0.55 < limit(probability, np.array([True, True, False, False])) <= 0.65
