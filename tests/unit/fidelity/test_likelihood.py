"""Forced decoding both ways, against what the fake engine is known to say."""

import pytest

from tqcheck.engines.base import Forced, Pair, TokenLogProb
from tqcheck.engines.fake import FakeEngine
from tqcheck.fidelity.likelihood import Likelihood, Passage, measure, worst

BACK = Pair("en", "fr")


def test_each_direction_is_one_call_and_a_known_one_is_none() -> None:
    calls: list[tuple[str, int]] = []

    class Counted(FakeEngine):
        def score(self, sources, targets, pair):  # type: ignore[no-untyped-def]
            calls.append((str(pair), len(sources)))
            return super().score(sources, targets, pair)

    passages = [Passage("le chat dort", ("the cat sleeps",)), Passage("le chien mange", ("the dog eats",), -0.3)]
    first, second = measure(Counted(), BACK, passages)
    assert calls == [("fr-en", 2), ("en-fr", 1)]
    assert first.source is not None
    assert first.back == first.source.mean
    assert (second.source, second.back) == (None, -0.3)


def test_a_wrong_word_is_less_likely_than_a_right_one() -> None:
    right, wrong = measure(
        FakeEngine(), BACK, [Passage("le chat dort", (t,)) for t in ("the cat sleeps", "the dog sleeps")]
    )
    assert right.text is not None
    assert wrong.text is not None
    assert wrong.figures()["likelihood.text"] < right.figures()["likelihood.text"]
    assert min(wrong.text.tokens, key=lambda token: token.logprob).start == 4


def test_what_cannot_be_scored_has_no_figures() -> None:
    (one,) = measure(FakeEngine(refusals={"chat": "It is too long."}), BACK, [Passage("le chat", ("the cat",))])
    assert one.figures(-0.2) == {"likelihood.best": -0.2}
    assert one.shared(Passage("le chat", ("the cat",))) == [()]


def test_the_figures_follow_from_the_tokens() -> None:
    tokens = tuple(TokenLogProb(2 * k, 2 * k + 1, -value) for k, value in enumerate((0.5, 4.0, 0.5, 1.0)))
    figures = Likelihood(Forced(tokens, -1.0), None, -2.0).figures(-1.0)
    assert figures["likelihood.text"] == pytest.approx(-1.4)
    assert figures["likelihood.gap"] == pytest.approx(-0.4)
    assert figures["likelihood.dual"] == pytest.approx(-1.7 - 0.6)
    assert figures["likelihood.worst"] == -4.0


def test_tokens_go_to_the_sentence_that_they_stand_in() -> None:
    passage = Passage("x", ("One two.", "Three."))
    tokens = (TokenLogProb(0, 3, -1.0), TokenLogProb(4, 8, -2.0), TokenLogProb(9, 15, -3.0))
    first, second = Likelihood(Forced(tokens, 0.0), None, None).shared(passage)
    assert [(t.start, t.end) for t in first] == [(0, 3), (4, 8)]
    assert [(t.start, t.end, t.logprob) for t in second] == [(0, 6, -3.0)]


def test_the_worst_quarter_of_no_tokens_is_nothing() -> None:
    assert worst(()) == 0.0
