"""Capitals and spaces as the source has them."""

from hypothesis import given
from hypothesis import strategies as st

from tqcheck.fidelity.form import restore

SOURCE = "Le ministre canadien a parlé de la COVID-19 à Ottawa."
OWN = ("The Canadian minister spoke of COVID-19 in Ottawa.",)


def test_capitals_come_from_the_source_and_the_own_translation() -> None:
    made = restore("the canadian minister spoke about Covid-19 in Ottawa.", SOURCE, OWN)
    assert made.text == "The Canadian minister spoke about COVID-19 in Ottawa."
    assert (made.recased, made.words) == (3, 8)


def test_a_text_in_good_form_stays_as_it_is() -> None:
    text = "The Canadian minister mentioned COVID-19 in Ottawa."
    assert restore(text, SOURCE, OWN).text == text
    assert restore(text, SOURCE, OWN).recased == 0


def test_the_capital_of_a_first_word_says_nothing_of_the_word() -> None:
    assert restore("A minister, and the others.", "Les autres.", ("The others.",)).text == "A minister, and the others."


def test_a_tokenised_text_is_joined_again() -> None:
    made = restore("it 's late , they said ( yes ) .", "Il est tard, ont-ils dit (oui).", ())
    assert made.text == "It's late, they said (yes)."


def test_places_in_the_joined_text_lead_back_to_the_text_as_it_stood() -> None:
    text = "it 's late , they said ( yes ) ."
    made = restore(text, "Il est tard, ont-ils dit (oui).", ())
    assert [text[made.original(at)] for at, _ in enumerate(made.text)][1:] == list(made.text)[1:]


def test_french_keeps_its_spaces_before_signs() -> None:
    assert restore("Pourquoi ? Il part !", "Why? He leaves!", ()).text == "Pourquoi ? Il part !"


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_any_text_goes_through(text: str, source: str, other: str) -> None:
    made = restore(text, source, (other,))
    assert 0 <= made.recased <= made.words
