"""What stands for no word, and what only looks so."""

import time

import pytest

from tqcheck.document import Block
from tqcheck.readers import OBJECT
from tqcheck.readers.placeholders import veil


def shown(text: str) -> str:
    block = veil(Block.copy(text, 10))
    assert block is not None
    for at, char in enumerate(block.text):
        if char not in (OBJECT, " "):
            assert text[block.span(at, at + 1).start - 10] == char
    return block.text.replace(OBJECT, "@")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello %s, you are %1$d of %(all)03d", "Hello @, you are @ of @"),
        ("{0} of {name}: {{ total }} at ${price} and %{rate}", "@ of @: @ at @ and @"),
        ("<b>Bold</b> and <a href='x'>linked</a>", "Bold and linked"),
        ("One<br/>two", "One two"),
        ("{n, plural, one {# boat} other {{x} boats}} sailed", "@ sailed"),
        ("{n, plural, never closed", "{n, plural, never closed"),
        ("About 50% of it, 100%d'accord, 5 < 6 > 4", "About 50% of it, 100%d'accord, 5 < 6 > 4"),
        ("100%", "100%"),
        ("The {1>bold<1} {b>one<b} at {2}", "The bold one at @"),
        ("If {a>b} and <c} then 1<2} or {3 > 2", "If {a>b} and <c} then 1 or {3 > 2"),
    ],
)
def test_placeholders(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_nothing_but_placeholders_is_no_prose() -> None:
    assert veil(Block.copy("%s: {0} <b>%d</b>", 0)) is None


@pytest.mark.parametrize("scrap", ["{a,", "<a ", "%(a", "{{", "${", "</a", "{a, b {"])
def test_hostile_text_takes_linear_time(scrap: str) -> None:
    began = time.perf_counter()
    veil(Block.copy(scrap * 100_000, 0))
    assert time.perf_counter() - began < 5
