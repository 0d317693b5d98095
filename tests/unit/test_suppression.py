"""Comments that keep tqcheck quiet, and only where they say so."""

import pytest

from tqcheck.document import Document, Span
from tqcheck.readers import read_text
from tqcheck.report import Finding, Severity
from tqcheck.suppression import directives, without_comments


def quiet(text: str, markup: str, quote: str, rule: str = "quotes/space", at: int = 1) -> bool:
    document = read_text(text, markup=markup)
    start = -1
    for _ in range(at):
        start = text.index(quote, start + 1)
    finding = Finding(rule, "style", Severity.WARNING, Span(start, start + len(quote)), quote, "why")
    return any(directive.covers(finding) for directive in directives(document))


MARKDOWN = """<!-- tqcheck: ignore -->
First line,
second line.

Third line. <!-- tqcheck: ignore quotes, names/russian -->
Fourth line.
"""


@pytest.mark.parametrize(
    ("quote", "rule", "expected"),
    [
        ("First", "quotes/space", True),
        ("second", "any/rule", True),
        ("Third", "quotes/space", True),
        ("Third", "names/russian", True),
        ("Third", "names/french", False),
        ("Fourth", "quotes/space", False),
    ],
)
def test_a_comment_in_markdown(quote: str, rule: str, expected: bool) -> None:
    assert quiet(MARKDOWN, "markdown", quote, rule) is expected


def test_a_comment_in_html() -> None:
    text = "<p>One.</p>\n<!-- tqcheck: ignore doubled -->\n<p>Two.</p>\n\n<p>Three.</p>"
    assert quiet(text, "html", "Two", "doubled/word")
    assert not quiet(text, "html", "Two", "quotes/space")
    assert not quiet(text, "html", "One", "doubled/word")
    assert not quiet(text, "html", "Three", "doubled/word")


def test_a_comment_in_html_without_line_breaks() -> None:
    text = "<p>One.</p><!-- tqcheck: ignore --><p>Two.</p><p>Three <!-- tqcheck: ignore doubled --> is.</p><p>Four.</p>"
    assert [quiet(text, "html", word) for word in ("One", "Two", "Three", "Four")] == [False, True, False, False]
    assert quiet(text, "html", "is.", "doubled/word")


def test_a_line_of_plain_text_is_a_comment_only_where_it_stands_alone() -> None:
    assert quiet("# tqcheck: ignore\nOne.\n\nTwo.", "text", "One")
    assert not quiet("# tqcheck: ignore\nOne.\n\nTwo.", "text", "Two")
    assert not quiet("Write tqcheck: ignore into the text\nOne.", "text", "One")


def test_the_words_in_markdown_prose_are_no_comment() -> None:
    assert not quiet("Write `tqcheck: ignore` above it.\n\nOne.", "markdown", "One")


def test_a_whole_file() -> None:
    assert quiet("tqcheck: ignore-file quotes\n\nOne.\n\nTwo.", "text", "Two")
    assert not quiet("tqcheck: ignore-file quotes\n\nOne.\n\nTwo.", "text", "Two", "names/russian")


def test_a_comment_in_plain_text_is_no_prose() -> None:
    document = read_text("One.\n\n# tqcheck: ignore\nTwo words here.")
    kept = without_comments(document, directives(document))
    assert not any("tqcheck" in block.text for block in kept.blocks)
    assert [block.text for block in kept.blocks][-1] == "Two words here."


def test_a_text_of_comments_alone_is_linear() -> None:
    for end in ("\n", ""):
        text = f"<!-- tqcheck: ignore a -->{end}" * 5000
        assert len(directives(Document("x", text, (), markup="markdown"))) == 5000
