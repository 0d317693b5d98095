"""Names and tags of the OPUS-MT family."""

from __future__ import annotations

import pytest

from tqcheck.engines.base import Pair
from tqcheck.engines.opus_mt import candidates, languages, split, targets


def names(pair: str) -> list[str]:
    source, target = pair.split("-")
    return [name.removeprefix("Helsinki-NLP/opus-mt-") for name in candidates(Pair(source, target))]


def test_direct_model_comes_first_then_narrow_then_wide_groups() -> None:
    found = names("en-it")
    assert found[0] == "en-it"
    assert found.index("en-ROMANCE") < found.index("en-ine") < found.index("en-mul")
    assert "ROMANCE-en" not in found


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("en-pl", "en-zlw"),
        ("pt-en", "ROMANCE-en"),
        ("sv-da", "SCANDINAVIA-SCANDINAVIA"),
        ("de-nl", "gem-gem"),
        ("ga-en", "CELTIC-en"),
        ("te-en", "dra-en"),
    ],
)
def test_groups_that_hold_both_languages_are_candidates(pair: str, expected: str) -> None:
    assert expected in names(pair)


def test_renamed_model_is_tried_before_the_regular_name() -> None:
    found = names("en-ja")
    assert found.index("en-jap") < found.index("en-ja")


def test_unknown_language_still_gets_its_direct_name() -> None:
    assert names("en-ceb")[0] == "en-ceb"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("de", ("de",)), ("deu", ("de",)), ("jap", ("ja",)), ("ZH", ("zh",)), ("zle", ("be", "ru", "uk"))],
)
def test_codes_become_iso_639_1(code: str, expected: tuple[str, ...]) -> None:
    assert languages(code) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Helsinki-NLP/opus-mt-en-ROMANCE", Pair("en", "ROMANCE")),
        ("opus-mt-tc-big-en-pt", Pair("en", "pt")),
        ("fr-en", Pair("fr", "en")),
        ("my-model", None),
        ("en", None),
    ],
)
def test_languages_in_a_name(name: str, expected: Pair | None) -> None:
    assert split(name) == expected


def test_tags_are_those_that_the_vocabulary_has() -> None:
    assert targets("ROMANCE", {">>fr<<", ">>it<<", "a"}) == {"fr": ">>fr<<", "it": ">>it<<"}
    assert targets("zlw", {">>pol<<", "a"}) == {"pl": ">>pol<<"}


def test_direct_model_with_tags_is_asked_with_one() -> None:
    assert targets("zh", {">>cmn_Hans<<", ">>cmn_Hant<<"}) == {"zh": ">>cmn_Hans<<"}


def test_untagged_model_has_one_target_only() -> None:
    assert targets("de", {"a", "b"}) == {"de": None}
    assert targets("ROMANCE", {"a", "b"}) == {}


def test_tagged_model_without_the_language_cannot_be_asked_for_it() -> None:
    assert targets("de", {">>nld<<"}) == {}
