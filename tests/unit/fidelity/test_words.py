"""The words of a translation: where they stand, and what is known of them."""

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.base import Forced, TokenLogProb, Translation
from tqcheck.fidelity.evidence import Evidence, Question
from tqcheck.fidelity.form import WORD, restore
from tqcheck.fidelity.words import WORD_FEATURES, Word, WordModel, described, lost

SOURCE = "Le chat dort dans la maison."


def forced(text: str, **losses: float) -> Forced:
    found = WORD.finditer(text)
    tokens = tuple(TokenLogProb(one.start(), one.end(), losses.get(one[0], -0.1)) for one in found)
    return Forced(tokens, -0.1)


def features(text: str, own: str, source: str = SOURCE, **losses: float) -> list[tuple[str, dict[str, float]]]:
    best, *others = own.split("|")
    restored = restore(text, source, (best,))
    question = Question(text, source, Translation(source, -0.1), None, forced(text), None)
    given_, alone = forced(restored.text, **losses), forced(restored.text)
    evidence = Evidence(question, Translation(best, -0.1, tuple(others)), restored, given_, alone)
    known = {"the", "cat", "dog", "sleeps", "in", "house", "a", "it"}
    return [
        (text[word.start : word.end], dict(zip(WORD_FEATURES, word.features, strict=True)))
        for word in described(evidence, lambda word: word.lower() in known)
    ]


def test_a_word_of_the_own_translations_is_told_from_another() -> None:
    words = dict(features("The dog sleeps.", "The cat sleeps.|The dog sleeps.|The cat sleeps.", dog=-4.0))
    assert (words["dog"]["own"], words["dog"]["best"]) == (1 / 3, 0.0)
    assert words["sleeps"]["own"] == words["sleeps"]["best"] == 1.0
    assert (words["sleeps"]["joined"], words["sleeps"]["joining"]) == (1 / 3, 1.0)
    assert (words["dog"]["loss"], words["dog"]["sure"], words["The"]["after"], words["sleeps"]["before"]) == (
        -4.0, 0.0, -4.0, -4.0,
    )  # fmt: skip


def test_a_word_that_stands_twice_is_not_covered_by_one() -> None:
    words = [one["own"] for word, one in features("The cat cat sleeps.", "The cat sleeps.") if word == "cat"]
    assert words == [0.5, 0.5]


def test_a_word_left_as_in_the_source_is_foreign() -> None:
    words = dict(features("The chat sleeps.", "The cat sleeps."))
    assert (words["chat"]["native"], words["sleeps"]["native"]) == (0.0, 1.0)


def test_offsets_are_those_of_the_text_as_it_stands() -> None:
    assert [word for word, _ in features("it 's the cat , yes .", "It's the cat, yes.", "C'est le chat, oui.")] == [
        "it 's", "the", "cat", "yes",
    ]  # fmt: skip


def test_the_tokens_of_a_word_add_up() -> None:
    tokens = (TokenLogProb(0, 3, -0.1), TokenLogProb(4, 6, -1.0), TokenLogProb(6, 9, -2.0))
    assert lost("The green", Forced(tokens, -0.1)) == [-0.1, -3.0]


def test_the_model_rises_with_each_feature() -> None:
    model = WordModel("source", -1.0, dict.fromkeys(WORD_FEATURES, 0.5), 0.7)
    low, high = (Word(0, 1, (value,) * len(WORD_FEATURES)) for value in (0.0, 1.0))
    assert 0 < model.kept(low) < model.kept(high) < 1


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_has_its_words_in_order(text: str, own: str) -> None:
    found = features(text, own.replace("|", " "), "Une source.")
    assert all(word for word, _ in found)
