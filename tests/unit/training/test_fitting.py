"""The fit finds what made-up data were made with."""

import numpy as np

from tqcheck.training.fitting import Judgements, Preferences, fit

RANDOM = np.random.default_rng(3)
X = RANDOM.standard_normal((400, 3))
HUMAN = 1 / (1 + np.exp(-(0.4 + X @ np.array([1.0, 0.0, -0.8]))))
NONE = [(1.0, Preferences(X[:1], X[:1], np.ones(1)))]


def test_weights_are_never_negative_and_the_scale_is_that_of_the_judgements() -> None:
    made = fit(Judgements(X, HUMAN), NONE)
    assert made.weight[0] > 0.5
    assert (made.weight >= 0).all()
    assert made.weight[2] == 0
    assert abs(float(made.predict(X).mean() - HUMAN.mean())) < 0.01
    assert np.corrcoef(made.predict(X), HUMAN)[0, 1] > 0.7


def test_preferences_teach_what_the_judgements_do_not_show() -> None:
    better, worse = X.copy(), X.copy()
    better[:, 1] += 1.0
    made = fit(Judgements(X, HUMAN), [(1.0, Preferences(better, worse, np.ones(len(X))))])
    assert made.weight[1] > fit(Judgements(X, HUMAN), NONE).weight[1] + 0.1


def test_outliers_are_cut_off() -> None:
    made = fit(Judgements(X, HUMAN), NONE)
    assert made.predict(np.array([[1e6, 0, 0]]))[0] == made.predict(np.array([[made.high[0], 0, 0]]))[0]


def test_equal_data_give_an_equal_fit() -> None:
    one, other = fit(Judgements(X, HUMAN), NONE), fit(Judgements(X, HUMAN), NONE)
    assert (one.weight == other.weight).all()
