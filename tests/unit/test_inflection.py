import pytest

from tqcheck import inflection


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("insist", "insist insists insisted insisted insisting"),
        ("stop", "stop stops stopped stopped stopping"),
        ("carry", "carry carries carried carried carrying"),
        ("write", "write writes wrote written writing"),
        ("launch", "launch launches launched launched launching"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("lie", "lie lies lay lain lying"),
        ("admit", "admit admits admitted admitted admitting"),
        ("visit", "visit visits visited visited visiting"),
        ("go on", "go on goes on went on gone on going on"),
    ],
)
def test_forms_are_spelt_right(lemma, expected):
    assert " ".join(inflection.form(lemma, tag) for tag in inflection.TAGS) == expected


def test_both_spellings_of_travelled_are_forms():
    assert {"travelled", "traveled"} <= inflection.forms("travel")


def test_tags_narrow_the_forms():
    assert inflection.forms("launch", ("s",)) == {"launches"}


@pytest.mark.parametrize(
    ("phrase", "like", "before", "expected"),
    [
        ("insist", "hammered", ("he",), "insisted"),
        ("insist", "hammering", (), "insisting"),
        ("provide", "bring", ("must",), "provide"),
        ("go", "trying", (), "going"),
        ("say", "affirms", ("she",), "says"),
        ("write", "evoked", ("she", "has"), "written"),
        ("write", "evoked", ("she",), "wrote"),
        ("be blown up by", "jumped", ("soldiers",), "were blown up by"),
        ("be blown up by", "jumped", ("soldier",), "was blown up by"),
        ("be blown up by", "jumping", ("after",), "being blown up by"),
        ("be", "jump", ("they",), "are"),
    ],
)
def test_a_phrase_takes_the_form_of_the_word_it_replaces(phrase, like, before, expected):
    assert inflection.inflected(phrase, like, before) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("possible", "a"), ("interview", "an"), ("hour", "an"), ("union", "a"), ("uninformed", "an"), ("“open", "an")],
)
def test_article_goes_by_the_sound(word, expected):
    assert inflection.article(word) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (("was",), "placed"),
        (("has", "been"), "placed"),
        (("to",), "place"),
        (("will",), "place"),
        (("judge",), "placed"),
        ((), "place"),
    ],
)
def test_put_takes_its_form_from_the_words_before(before, expected):
    assert inflection.inflected("place", "put", before) == expected
