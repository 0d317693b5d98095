"""What all neural engines do around their model, with a model that says what it is told to."""

from collections.abc import Callable, Sequence

import pytest

from tqcheck.engines.base import Engine, Forced, Pair, Refusal, TokenLogProb, Translation
from tqcheck.engines.decoder import Hypothesis, Settings
from tqcheck.engines.model import Kind, Model, Resolver
from tqcheck.engines.neural import NeuralEngine
from tqcheck.errors import EngineError, ModelError

EN_DE, FR_DE = Pair("en", "de"), Pair("fr", "de")
Say = Callable[[str, Settings], list[tuple[str, float, bool]]]


class Told:
    """A decoder that answers by a function of the source text."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.calls: list[tuple[str, Settings]] = []

    def decode(self, sources: Sequence[Sequence[str]], settings: Settings, hypotheses: int) -> list[list[Hypothesis]]:
        results = []
        for source in sources:
            text = "".join(source[1:-1]).replace("▁", " ").strip()
            self.calls.append((text, settings))
            said = self.say(text, settings)[:hypotheses]
            results.append([Hypothesis(tuple(f"▁{w}" for w in out.split()), score, end) for out, score, end in said])
        return results

    def force(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[list[float]]:
        return [[-0.5] * len(target) + [-0.25] for target in targets]


class ToldEngine(NeuralEngine):
    kind = Kind.CTRANSLATE2

    def __init__(self, resolver: Resolver, say: Say) -> None:
        super().__init__(resolver)
        self.decoder = Told(say)

    @property
    def name(self) -> str:
        return "told"

    def _open(self, model: Model) -> Told:
        return self.decoder


def always(*outputs: str) -> Say:
    return lambda text, settings: [(output, -1.0 - place, True) for place, output in enumerate(outputs)]


def test_is_an_engine(resolver: Resolver) -> None:
    assert isinstance(ToldEngine(resolver, always("Brücke")), Engine)


def test_translates_in_order_and_asks_once(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, lambda text, settings: [(text.upper(), -1.0, True)])
    outcomes = engine.translate(["the bridge", "42", "the old", "the bridge", ""], EN_DE)
    assert [outcome.text for outcome in outcomes if isinstance(outcome, Translation)] == [
        "THE BRIDGE",
        "42",
        "THE OLD",
        "THE BRIDGE",
        "",
    ]
    assert [text for text, _ in engine.decoder.calls] == ["the bridge", "the old"]


def test_alternatives_differ_and_are_sound(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, always("Die Brücke", "Die Brücke", "", "Eine Brücke"))
    assert engine.translate(["the bridge"], EN_DE, 4) == [Translation("Die Brücke", -1.0, ("Eine Brücke",))]


def test_a_wrong_output_is_tried_again_with_firmer_settings(resolver: Resolver) -> None:
    engine = ToldEngine(
        resolver,
        lambda text, settings: [
            ("die die die die die die" if settings.no_repeat_ngram == 0 else "die Brücke", -9, True)
        ],
    )
    (outcome,) = engine.translate(["the bridge"], EN_DE)
    # The second try's score is the model's own, without the penalties of the search.
    assert outcome == Translation("die Brücke", pytest.approx((-0.5 * 2 - 0.25) / 3))
    assert [settings.beam for _, settings in engine.decoder.calls] == [4, 8]


def test_an_output_that_stays_wrong_is_refused(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, always("die die die die die die"))
    assert engine.translate(["the bridge", "7"], EN_DE) == [
        Refusal("the translation repeats itself"),
        Translation("7", 0.0),
    ]
    assert len(engine.decoder.calls) == 2


def test_what_the_model_cannot_read_survives(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, lambda text, settings: [(text.replace("日本", "x"), -1.0, True)])
    assert engine.translate(["the 日本 bridge", "日本"], EN_DE) == [
        Translation("the 日本 bridge", -1.0),
        Refusal("the model does not know the characters of the sentence"),
    ]


def test_a_long_sentence_goes_through_clause_by_clause(resolver: Resolver) -> None:
    text = "; ".join(f"rivers rose {number} times under bridges" for number in range(12)) + "."
    engine = ToldEngine(resolver, lambda text, settings: [(text.replace("e", "o") + " ja", -1.0, True)])
    (outcome,) = engine.translate([text], EN_DE, 3)
    assert isinstance(outcome, Translation)
    assert outcome.text.replace(" ja", "") == text.replace("e", "o")
    assert outcome.score == pytest.approx(-1.0)
    assert outcome.text.count(" ja") == len(engine.decoder.calls) > 2


def test_a_pivot_chains_models(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, lambda text, settings: [(text + " ok", -1.0, True), (text + " no", -2.0, True)])
    assert engine.translate(["the", "5"], FR_DE, 2) == [
        Translation("the ok ok", -2.0, ("the ok no",)),
        Translation("5", 0.0),
    ]
    assert engine.identity(FR_DE) == "told/1 float32 beam=4 tiny fr-en@0000000000000000 tiny en-de@0000000000000000"


def test_a_pivot_refuses_what_its_first_leg_refuses(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, lambda text, settings: [("" if text == "the" else text, -1.0, True)])
    refusal = Refusal("the model gave no translation")
    assert engine.translate(["the"], FR_DE) == [refusal]
    assert engine.score(["the", "bridge"], ["die", "die"], FR_DE)[0] == refusal


def test_scores(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, always("x"))
    whole, number, nothing = engine.score(["the bridge", "4", " "], ["die", "4", "die"], EN_DE)
    assert isinstance(whole, Forced)
    assert (whole.tokens[0].start, whole.tokens[-1].end, whole.end) == (0, 3, -0.25)
    assert all(isinstance(token, TokenLogProb) for token in whole.tokens)
    assert number == Refusal("there is no word to score", harmless=True)
    assert nothing == Refusal("there is no source text to score against")
    assert engine.score([], [], EN_DE) == []
    with pytest.raises(ValueError, match="1 sources for 0 targets"):
        engine.score(["a"], [], EN_DE)


def test_what_is_far_too_long_to_score_is_refused(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, always("x"))
    assert engine.score(["the " * 900], ["die"], EN_DE) == [Refusal("the sentence is too long to score")]


def test_a_failure_of_the_library_is_one_line(resolver: Resolver) -> None:
    def fail(text: str, settings: Settings) -> list[tuple[str, float, bool]]:
        raise RuntimeError("out of something\nstack")

    with pytest.raises(EngineError, match=r"^the engine told failed: out of something$"):
        ToldEngine(resolver, fail).translate(["the bridge"], EN_DE)


def test_a_pair_without_a_model(resolver: Resolver) -> None:
    engine = ToldEngine(resolver, always("x"))
    for ask in (engine.identity, engine.notes, lambda pair: engine.translate(["the"], pair)):
        with pytest.raises(ModelError):
            ask(Pair("xx", "yy"))
