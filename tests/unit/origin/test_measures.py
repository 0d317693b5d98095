import pytest

from tqcheck.document import Segment, Span
from tqcheck.origin.measures import counted, round_trip, styled, weighed
from tqcheck.report import Judged, TokenScore

TEXT = "The mayor opened the new bridge on Friday."


def judged(back: str | None, logprob: float = -0.5, start: int = 0) -> Judged:
    segment = Segment(0, 0, 0, len(TEXT), Span(start, start + len(TEXT)), TEXT)
    tokens, at = [], start
    for word in TEXT.split():
        tokens.append(TokenScore(Span(at, at + len(word)), logprob))
        at += len(word) + 1
    metrics = {
        "chrF++": 70.0,
        "BLEU": 40.0,
        "likelihood.text": logprob,
        "likelihood.best": -0.2,
        "likelihood.source": -0.3,
    }
    return Judged(segment, "Le maire a ouvert le pont.", back, 70.0, metrics, tuple(tokens))


def measured(back: str, logprob: float = -0.5, start: int = 0) -> dict[str, float]:
    found = round_trip(judged(back, logprob, start), {}, {}, {})
    assert found is not None
    return found


def test_a_pattern_counts_twice_at_most() -> None:
    assert counted("of of of of")["of"] == 2


def test_weights_are_summed_over_what_is_known() -> None:
    assert weighed({"of": 2, "unknown": 5}, {"of": (0.5, -1.0)}) == 1.0
    assert weighed({"of": 2}, {"of": (0.5, -1.0)}, 1) == -2.0


def test_what_comes_back_unchanged_is_kept_whole() -> None:
    found = measured(TEXT)
    assert found["kept"] == found["overlap"] == found["function overlap"] == found["order"] == 1.0
    assert found["longer"] == 0.0


def test_what_the_way_back_rewrites_is_kept_less() -> None:
    found = measured("On Friday the new bridge was inaugurated by the mayor.")
    assert found["kept"] < 0.7
    assert found["order"] < found["overlap"] + 0.3


def test_style_knows_words_side_by_side_and_patterns_do_not() -> None:
    assert styled("He said that it was. He said so.")["=he said"] == 2
    assert styled("He said that.")["=he said that"] == 1
    assert "=he said" not in counted("He said that.")
    assert counted("The mayor came.").items() <= styled("The mayor came.").items()


def test_the_style_of_the_way_back_is_weighed() -> None:
    back = "The mayor opened the new bridge."
    found = round_trip(judged(back), {"^ the": (5.0,)}, {}, {"the": (0.5,), "=the mayor": (0.5,), "on": (9.0,)})
    assert found is not None
    assert found["style drift"] == 1.5
    assert found["drift"] == 5.0


def test_improbable_words_are_counted_wherever_the_sentence_stands() -> None:
    likely, unlikely = measured(TEXT, -0.05), measured(TEXT, -9.0, start=1000)
    assert (likely["sure"], likely["below 4"]) == (1.0, 0.0)
    assert (unlikely["sure"], unlikely["below 6"]) == (0.0, 1.0)
    assert unlikely["lowest"] == -8.0


@pytest.mark.parametrize("lacking", ["trip", "likelihood", "tokens"])
def test_without_the_whole_way_there_are_no_figures(lacking: str) -> None:
    whole = judged(None if lacking == "trip" else TEXT)
    metrics = {} if lacking == "likelihood" else whole.metrics
    tokens = () if lacking == "tokens" else whole.tokens
    one = Judged(whole.segment, whole.back_translation, whole.round_trip, 70.0, metrics, tokens)
    assert round_trip(one, {}, {}, {}) is None
