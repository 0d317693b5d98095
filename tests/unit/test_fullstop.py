"""A full stop, question mark or ellipsis between two stretches of text."""

from __future__ import annotations

import pytest

from tqcheck.fullstop import FullStop


def ends(language: str | None, left: str, right: str, proposed: bool = True, whole_quotation: bool = False) -> bool:
    rules = FullStop.of(language)
    return rules.ends(left, right, proposed=proposed, quoted=whole_quotation, whole_quotation=whole_quotation)


@pytest.mark.parametrize(
    ("language", "left", "right", "expected"),
    [
        ("en", "He met Dr.", "Finch there", False),
        ("fr", "He met Dr.", "Finch là", False),
        ("en", "as M.", "The film", True),
        ("fr", "as M.", "Le Pen", False),
        ("de", "am 3.", "Oktober", False),
        ("en", "at number 34.", "Peter", True),
        ("en", "on 21.", "May", False),
        ("en", "in the U.S.", "Navy", False),
        ("en", "in the U.S.", "He", True),
        ("en", "at 5 p.m.", "Friday", False),
        ("en", "at 5 p.m.", "Marlow", True),
        ("fr", "1,60 m.", "Marlow", True),
        ("en", "he waited…", "and left", False),
        ("en", "1.", "First", False),
        ("en", "really?", "he asked", False),
        ("en", "it broke.", "iPhone sales", True),
    ],
)
def test_both_sides_decide(language: str, left: str, right: str, expected: bool) -> None:
    assert ends(language, left, right) is expected


def test_who_speaks_belongs_to_what_was_said() -> None:
    assert not ends("en", " We go!", "Ms. Abel said", whole_quotation=True)
    assert ends("en", " We go!", "Ms. Abel left", whole_quotation=True)
    assert ends("en", " We go!", "He said", whole_quotation=True)


def test_the_library_is_overruled_only_on_evidence() -> None:
    assert not ends("en", "for Acme Bros.", "Larkin", proposed=False)
    assert ends("en", "for Acme Bros.", "They", proposed=False)
    assert ends("en", "he told me.", "Larkin", proposed=False)
