import pytest

from tqcheck.errors import ConfigError
from tqcheck.rules.lemmas import computed, forms, regular


def test_a_lemma_that_no_shipped_pack_uses_is_looked_up():
    assert {"grignote", "grignotait", "grignoté", "grignotèrent"} <= forms("fr", "grignoter")


def test_irregular_forms_come_from_the_dictionary():
    assert {"sont", "était", "fut"} <= computed("fr", ["être"])["être"]


@pytest.mark.parametrize(
    ("language", "lemma", "form"),
    [
        ("fr", "lancer", "lançait"),
        ("fr", "manger", "mangeons"),
        ("fr", "ouvrir", "ouverte"),
        ("fr", "permettre", "permis"),
        ("fr", "décevoir", "déçu"),
        ("es", "afirmar", "afirmó"),
        ("it", "affermare", "affermato"),
        ("de", "zeigen", "zeigte"),
        ("fr", "camp", "camps"),
    ],
)
def test_regular_endings_fill_what_a_dictionary_files_elsewhere(language, lemma, form):
    assert form in regular(language, lemma)


def test_an_unknown_language_and_tags_outside_english_are_errors():
    with pytest.raises(ConfigError, match="no inflected forms"):
        forms("xx", "word")
    with pytest.raises(ConfigError, match="English only"):
        forms("fr", "lancer", ("ed",))
