"""Plain text: paragraphs, wrapped lines, headlines, list items."""

from __future__ import annotations

import pytest

from tqcheck.document import Kind
from tqcheck.readers import read_text


def _shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_text(text).blocks]


WRAPPED = """\
The town council met on Tuesday evening to decide what should become of the
old brewery by the canal, which has stood empty since the last owner left and
which half of the neighbours would rather see pulled down.

Nobody spoke against the plan. The mayor, who had expected a long night, was
home before ten.
"""


def test_wrapped_lines_are_joined_and_the_spans_cover_the_line_break() -> None:
    document = read_text(WRAPPED)
    assert len(document.blocks) == 2
    block = document.blocks[0]
    assert "of the old brewery" in block.text
    assert "\n" not in block.text
    at = block.text.index("the old")
    assert block.span(at, at + 7).of(document.text) == "the\nold"
    at = block.text.index("brewery")
    assert block.span(at, at + 7).of(document.text) == "brewery"


def test_carriage_returns_and_indents_are_part_of_the_break() -> None:
    text = WRAPPED.replace("\n", "  \r\n")
    document = read_text(text)
    assert [block.text for block in document.blocks] == [block.text for block in read_text(WRAPPED).blocks]
    block = document.blocks[0]
    at = block.text.index("the old")
    assert block.span(at, at + 7).of(text) == "the  \r\nold"


def test_a_line_each_where_lines_are_paragraphs() -> None:
    text = (
        "Rents rise again\nFlats in the old town cost a tenth more than they did a year ago, says the tenants' union.\n"
        "The city disagrees and points to its own figures, which count only those who have moved this year.\n"
    )
    assert [kind for kind, _ in _shown(text)] == ["heading", "paragraph", "paragraph"]


def test_short_lines_that_end_their_sentences_are_not_joined() -> None:
    assert len(_shown("It rained.\nWe stayed in.\nNobody called.\n")) == 3


def test_a_headline_above_its_paragraph_is_not_joined() -> None:
    shown = _shown("Rain stops play\n" + WRAPPED)
    assert shown[0] == ("heading", "Rain stops play")
    assert shown[1][1].startswith("The town council")


def test_headings() -> None:
    shown = _shown(
        "Will it hold?\n\nThe dam is old. It leaks.\n\nNo money for repairs\n\nThe state is broke.\n\nAgency"
    )
    assert [kind for kind, _ in shown] == ["heading", "paragraph", "heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("text", ["Just one line of text", "A first line with its stop.\n\nMore."])
def test_no_heading(text: str) -> None:
    assert _shown(text)[0][0] == "paragraph"


def test_verse_is_not_all_headings() -> None:
    kinds = [kind for kind, _ in _shown("A song\n\nThe cat\nA mouse\nNo house\nThe end")]
    assert kinds == ["heading", *["paragraph"] * 4]


def test_items_without_their_marks() -> None:
    text = "You need:\n- two eggs\n* some flour\n• a pan\n1. Break the eggs.\n2. Stir.\n"
    document = read_text(text)
    assert [block.text for block in document.blocks[1:]] == [
        "two eggs",
        "some flour",
        "a pan",
        "Break the eggs.",
        "Stir.",
    ]
    assert all(block.kind is Kind.ITEM for block in document.blocks[1:])
    assert document.blocks[4].span(0, 5).of(text) == "Break"


def test_a_date_at_the_start_of_a_line_is_no_item() -> None:
    assert _shown("10. Januar war es kalt.\n\nDann nicht mehr.")[0] == ("paragraph", "10. Januar war es kalt.")


def test_a_wrapped_item_is_one_block() -> None:
    text = (
        "- a long item about the state of the bridges in the county, none of them\n  painted since the war, and\n"
        "- a short one about the roads that lead to them, which is\n  wrapped as well\n"
    )
    assert [kind for kind, _ in _shown(text)] == ["item", "item"]


def test_scripts_without_spaces_are_joined_without_one() -> None:
    line = "今日の午後市議会は新しい橋の建設について話し合いを行い多くの住民が参"
    (block,) = read_text(f"{line}\n加した。\n").blocks
    assert block.text == f"{line}加した。"


def test_rules_are_no_prose() -> None:
    assert [text for _, text in _shown("One.\n\n* * *\n\n-----\n\nTwo.")] == ["One.", "Two."]


def test_double_spaces_are_kept_for_the_checks() -> None:
    assert _shown("Two  spaces here.")[0][1] == "Two  spaces here."
