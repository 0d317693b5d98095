"""Spaces that an editor would mend."""

import pytest

from tqcheck.fidelity.spaces import misplaced


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "They left, and it rained.", 0),
        ("en", "They left , and it rained .", 2),
        ("en", "Is it over ? No (not yet ).", 2),
        ("fr", "Ils partent, et il pleut\u202f: c’est fini.", 0),
        ("fr", "Ils partent: 80% d’ entre eux.", 3),
    ],
)
def test_they_are_counted(language: str, text: str, count: int) -> None:
    assert misplaced(text, language) == count


def test_a_plain_space_for_a_no_break_one_is_no_fault() -> None:
    assert misplaced("Il pleut : c’est fini !", "fr") == 0
