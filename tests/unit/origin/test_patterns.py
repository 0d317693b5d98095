from hypothesis import given
from hypothesis import strategies as st

from tqcheck.origin.patterns import LONGEST, clean, differences, open_words, patterns, shape, words


def test_entities_and_marks_are_those_of_any_editor() -> None:
    assert clean("It is &amp;quot;new&quot;, he’s told “so”") == 'It is "new", he\'s told "so"'


def test_a_shape_keeps_function_words_and_hides_the_topic() -> None:
    assert [
        shape(word) for word in ["The", "Danube", "NATO", "quickly", "flooding", "14", "1,500", ",", "it's", "sky"]
    ] == [
        "the",
        "Abc",
        "ABC",
        "-ly",
        "-ing",
        "99",
        "9,9",
        ",",
        "~s",
        "*",
    ]


def test_patterns_are_runs_of_shapes_with_the_edges_of_the_sentence() -> None:
    found = patterns("According to him, it rains.")
    assert found["^ according to"] == 1
    assert found["him ,"] == 1
    assert found[". $"] == 1
    assert "rains" not in " ".join(found)


def test_open_words_are_those_that_no_pattern_names() -> None:
    assert open_words("The harbour of the old harbour") == {"=harbour": 2}


def test_differences_name_what_went_and_what_came() -> None:
    found, kept, runs = differences("She told him the truth.", "She has told him the whole truth.")
    assert found["+has"] == 1
    assert found["+whole"] == 1
    assert kept == 1.0
    assert runs == 3 / 6


def test_the_same_sentence_differs_in_nothing() -> None:
    assert differences("Nothing at all.", "Nothing at all.") == ({}, 1.0, 0.25)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_patterns_and_differences(text: str, other: str) -> None:
    assert patterns(text).total() >= 1
    _, kept, runs = differences(text, other)
    assert 0 <= kept <= 1
    assert 0 <= runs <= 1
    assert all(word == word.lower() for word in words(text))


def test_a_sentence_without_end_is_compared_only_in_part() -> None:
    _, kept, _ = differences("word " * 5000, "word " * LONGEST)
    assert kept == 1.0
