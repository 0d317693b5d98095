import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.errors import ConfigError
from tqcheck.rules.classes import Classes
from tqcheck.rules.compiler import compile_pattern
from tqcheck.rules.pattern import parse
from tqcheck.rules.tokens import tokenize

CLASSES = {"weekday": ("Monday", "Tuesday"), "speaker": ("he", "the ...2 mayor")}


def program(pattern, language="en"):
    return compile_pattern(parse(pattern, Classes(CLASSES)), language)


def found(pattern, text, language="en"):
    tokens = tokenize(text)
    return [
        tokens.quote(*match.captures.get("", (match.start, match.end)))
        for match in program(pattern, language).search(tokens)
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("in effect", "In effect, yes", ["In effect"]),
        ("Westerners", "westerners and Westerners", ["Westerners"]),
        ("<affirm> that", "she affirms that; they affirmed that", ["affirms that", "affirmed that"]),
        ("<affirm:ing> that", "she affirms that", []),
        ("<affirm|assert> that", "she asserted that", ["asserted that"]),
        ("(the | a) camp", "a camp, the camp, this camp", ["a camp", "the camp"]),
        ("the [two] camps", "the camps, the two camps", ["the camps", "the two camps"]),
        ("never ...2 not", "never did he not", ["never did he not"]),
        ("never ...2 not", "never did he ever say not", []),
        ("never ...3 not", "never, he did not", []),
        ("never ...3+ not", "“never” he did not", ["never” he did not"]),
        ("never ...1 not", "never NATO’s not", ["never NATO’s not"]),
        ("on @weekday", "on Monday, on monday", ["on Monday"]),
        ("@speaker left", "the former deputy mayor left", ["the former deputy mayor left"]),
        ("camp !site", "camp site camp", ["camp"]),
        ("camp !(site | fire | in the)", "camp in the wood, camp in a wood", ["camp"]),
        ("^ in effect", "“In effect”, in effect", ["In effect"]),
        ("so $", "so it is so.”", ["so"]),
        ("said {so} ,", "he said so, so", ["so"]),
        ('" {so} ,', "‘open’ so, but", ["so"]),
        ("@number hours", "20 hours, ten hours", ["20 hours"]),
        ("in @capital", "in Paris, in town", ["in Paris"]),
        ("the *ologist", "The geologist, the ologist", ["The geologist"]),
        ("informat*", "Informations, inform", ["Informations"]),
        ("a - t - il", "a-t-il dit", ["a-t-il"]),
        ("he ' s", "he’s off, he 's", ["he’s"]),
        ("50 \\(", "50 (fifty)", ["50 ("]),
    ],
)
def test_patterns_match_what_they_say(pattern, text, expected):
    assert found(pattern, text) == expected


def test_french_lemmas_know_participles_that_the_dictionary_files_elsewhere():
    assert found("<marteler>", "a-t-il martelé ; ils martèlent", "fr") == ["martelé", "martèlent"]


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("", "nothing stands here"),
        ("(a | b", "“)” is missing"),
        ("a )", "closes nothing"),
        ("a | | b", "nothing stands here"),
        ("@nobody", "no class is called @nobody"),
        ("<go:gone>", "the form “gone”"),
        ("a ...0", "a gap is"),
        ("a ...99", "a gap is"),
        ("{a} {b}", "stands twice"),
        ("v:a v:b", "stands twice"),
        ("[a]", "empty stretch"),
        ("a < b", "means something here"),
        ("!", "write \\! for the mark"),
        ("(a | !)", "write \\! for the mark"),
        ("(" * 40 + "a" + ")" * 40, "too many brackets"),
        ("a " * 400, "more than"),
        ("...12 a ...12 b", "more than"),
    ],
)
def test_a_malformed_pattern_says_what_is_wrong(pattern, what):
    with pytest.raises(ConfigError, match=re.escape(what)):
        program(pattern)


def test_a_class_that_holds_itself_is_an_error():
    with pytest.raises(ConfigError, match="holds itself"):
        parse("@a", Classes({"a": ("@a",)}))


@given(st.text(alphabet="ab<>()[]{}|!^$@\"'.3: *", max_size=30))
def test_any_string_is_a_pattern_or_a_config_error(pattern):
    try:
        compiled = program(pattern)
    except ConfigError:
        return
    list(compiled.search(tokenize("a b a b “a” b . 3")))


@given(
    st.lists(st.sampled_from(["so", "never", "not", ",", "“x”", "the"]), max_size=40),
    st.sampled_from(
        [
            "(the | never ever | [so] never) ...3+ (not | [so] so) [,]",
            "the [so] (never ...2 not | so the) [,] never",
            "a:[(the | so so)] !x never ...1 (so , | not)",
        ]
    ),
)
def test_each_match_holds_an_anchor_and_its_need_where_the_program_says(words, pattern):
    tokens = tokenize(" ".join(words))
    compiled = program(pattern)
    for start in range(len(tokens)):
        match = compiled.at(tokens, start)
        if match is not None:
            assert match.end - match.start <= compiled.longest

            def holds(place, start=start):
                return not place.words.isdisjoint(tokens.lows[start + place.low : start + place.high + 1])

            assert any(holds(one) and (one.need is None or holds(one.need)) for one in compiled.anchors)


def test_what_a_part_needs_counts_from_the_start_of_the_whole():
    anchors = program("(the | ,) (never so | so not)").anchors
    assert {(tuple(one.words), one.low, tuple(one.need.words), one.need.low, one.need.high) for one in anchors} == {
        (("never",), 1, ("so",), 2, 2),
        (("so",), 1, ("not",), 2, 2),
    }


def test_no_pattern_is_slow_on_repetition():
    hard = program("[so] [so] [so] [so] [so] [so] [so] [so] ...6 (so | so so | so so so) ...6 so so so stop")
    tokens = tokenize("so " * 400)
    start = time.process_time()
    assert list(hard.search(tokens)) == []
    assert time.process_time() - start < 3
