"""Variants of a back-translation, and which of them the engine finds likely."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.engines.base import Forced, Pair, Refusal, TokenLogProb
from tqcheck.errors import EngineError
from tqcheck.rules.plausibility import Claim, Plausibility, _variants

PAIR = Pair("en", "fr")
CLAIM = Claim("The coach evoked a delay.", "Le coach a parlé d’un retard.", ("évoqué",), 10, 16)


class Engine:
    """Gives each target the log-probability that `likes` gives it."""

    def __init__(self, likes):
        self.likes, self.calls = likes, []

    def score(self, sources, targets, pair):
        self.calls.append((list(sources), list(targets), pair))
        return [self.answer(target) for target in targets]

    def answer(self, target):
        liked = self.likes(target)
        return Refusal("too long") if liked is None else Forced((TokenLogProb(0, 1, liked),))


def test_the_likeliest_variant_is_the_evidence():
    engine = Engine(lambda text: {"Le coach a évoqué un retard.": -5.0}.get(text, -4.0 if "évoqué" not in text else -9))
    claim = Claim(CLAIM.text, "Le coach a parlé d’un un retard.", CLAIM.phrases, CLAIM.start, CLAIM.end)
    (variant,) = Plausibility(engine)([claim], PAIR)
    assert (variant.phrase, variant.sentence) == ("évoqué", "Le coach a évoqué un retard.")


def test_unlikely_variants_are_no_evidence():
    assert Plausibility(Engine(lambda text: -9.0 if "évoqué" in text else -1.0))([CLAIM], PAIR) == [None]


def test_all_claims_are_asked_in_one_call():
    engine = Engine(lambda text: -1.0)
    answers = Plausibility(engine)([CLAIM, Claim("It rains.", "Il pleut.", (), 0, 2), CLAIM], PAIR)
    assert [answer is None for answer in answers] == [False, True, False]
    ((sources, targets, pair),) = engine.calls
    assert len(sources) == len(targets)
    assert pair == PAIR


def test_a_refusal_or_a_failing_engine_proves_nothing():
    assert Plausibility(Engine(lambda text: None if "évoqué" in text else -1.0))([CLAIM], PAIR) == [None]

    class Broken:
        def score(self, sources, targets, pair):
            raise EngineError("out of memory")

    assert Plausibility(Broken())([CLAIM, CLAIM], PAIR) == [None, None]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=12), st.integers(0, 80), st.integers(0, 80))
def test_every_variant_holds_the_phrase_and_is_no_echo(text, back, phrase, start, length):
    for variant in _variants(Claim(text, back, (phrase,), start, start + length)):
        assert phrase in variant.sentence
        assert variant.sentence != back


def sentences(back, phrase):
    return {variant.sentence for variant in _variants(Claim("x", back, (phrase,), 0, 1), "fr")}


def test_an_apostrophe_parts_words_and_the_word_before_it_is_fitted():
    assert "Deux ans de travaux ici." in sentences("Deux ans d’œuvres ici.", "travaux")
    assert "Un mois d’attente." in sentences("Un mois de repos.", "attente")
    assert "Le coût de l’essai." in sentences("Le coût de la vie.", "essai")
    assert "Un peu d’huile." in sentences("Un peu d’eau.", "huile")


def test_a_phrase_with_commas_doubles_none():
    assert "Les élus, eux, contestent." in sentences("Les élus, ils contestent.", ", eux,")
    assert "Les élus, eux, contestent." in sentences("Les élus, ils, contestent.", ", eux,")
    assert not any(",," in made or ", ," in made for made in sentences("Les élus, ils, contestent.", ", eux,"))


def test_other_languages_keep_their_apostrophes():
    (one, *_) = _variants(Claim("x", "Due d’opere.", ("lavori",), 0, 1), "it")
    assert "de " not in one.sentence


def test_long_sentences_make_no_more_variants_than_short_ones():
    long = Claim("word " * 100, "mot " * 100, ("évoqué",), 250, 254)
    assert 0 < len(list(_variants(long))) <= 11 * 4
    assert list(_variants(Claim("word " * 200, "mot " * 200, ("évoqué",), 250, 254))) == []
