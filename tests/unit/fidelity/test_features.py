"""The features, each higher for the better translation."""

from tqcheck.engines.base import Forced, Pair, TokenLogProb, Translation
from tqcheck.engines.fake import FakeEngine
from tqcheck.fidelity.evidence import Question
from tqcheck.fidelity.features import FEATURES, MEANING, ROUND_TRIP, SOURCE, clipped, comparable
from tqcheck.fidelity.gauge import Gauge, dictionary
from tqcheck.fidelity.likelihood import Passage, measure
from tqcheck.fidelity.words import WORD_FEATURES, WordModel

BACK = Pair("en", "fr")
MODEL = WordModel("source", 3.0, dict.fromkeys(WORD_FEATURES, 0.5), 0.7)
TEXT, GIVEN = "The cat sleeps in the old house.", "Le chat dort dans le vieux maison."


def gauged(text: str, source: str | None = GIVEN) -> dict[str, float]:
    engine = FakeEngine()
    (back,) = engine.translate([text], BACK)
    assert isinstance(back, Translation)
    trip = None
    if source is None:
        (trip,) = engine.translate([back.text], BACK.back)
        assert isinstance(trip, Translation)
    passage = Passage(source or back.text, (text,), None if source else back.score)
    (one,) = measure(engine, BACK, [passage])
    assert one.text is not None
    (made,) = Gauge(engine, 1, MODEL)(BACK, [Question(text, passage.source, back, trip, one.text, one.source)])
    assert made is not None
    return made.features


def test_each_mode_has_its_features_and_each_is_explained() -> None:
    assert set(gauged(TEXT)) == set(SOURCE)
    assert set(gauged(TEXT, None)) == set(ROUND_TRIP)
    assert set(SOURCE) | set(ROUND_TRIP) | set(MEANING) == set(FEATURES)


def test_a_wrong_word_lowers_what_should_tell_it() -> None:
    right, wrong = gauged(TEXT), gauged("The dog sleeps in the old house.")
    assert all(wrong[name] < right[name] for name in ("adequacy", "agreement", "kept", "missing", "back"))


def test_shared_words_in_many_pieces_are_out_of_order() -> None:
    right, moved = gauged(TEXT), gauged("The old cat sleeps in the house.")
    assert moved["order"] < right["order"]
    assert moved["missing"] > gauged("The dog barks in the new barn.")["missing"]


def test_spaces_are_counted_by_the_language() -> None:
    assert gauged(TEXT)["spacing"] == 0
    assert gauged("The cat , they say , sleeps in the old house .")["spacing"] < 0


def test_faults_of_form_are_told_apart_from_what_the_words_say() -> None:
    right, loud = gauged(TEXT), gauged(TEXT.replace("cat", "CAT"))
    assert loud["adequacy"] == right["adequacy"]
    assert loud["case"] < right["case"] == 0
    assert loud["form"] < right["form"] == 0


def test_slips_numbers_and_words_that_are_none() -> None:
    assert gauged("The cat cat sleeps in the old house.")["slips"] == -1
    assert gauged("The cat sleeps in the old house")["slips"] == -1
    assert gauged("The 3 cats.", "Les 4 chats.")["numbers"] == -1
    assert gauged("The cat sleeps in the old hquse.")["known"] < 0 == gauged(TEXT)["known"]
    assert gauged("The cat sleeps in the old house of the cats and dogs.")["length"] < 0


def test_one_hopeless_token_counts_no_more_than_the_floor() -> None:
    tokens = (TokenLogProb(0, 1, -30.0), TokenLogProb(1, 2, -1.0))
    assert clipped(Forced(tokens, -1.0)) == -2.0


def test_only_what_is_said_is_compared() -> None:
    assert comparable("“It’s LATE”,  she said") == comparable('"it\'s late" , she said')


def test_a_language_without_a_dictionary_knows_every_word() -> None:
    assert dictionary("xx")("qwrtz")
    assert dictionary("en")("house")
    assert not dictionary("en")("hquse")
