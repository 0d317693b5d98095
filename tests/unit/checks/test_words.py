"""Doubled words, left-overs, markup and capitals beyond the examples of their rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks import CHECKS
from tqcheck.checks.base import Context
from tqcheck.document import Block, Document, Kind, Segment
from tqcheck.report import Finding, Severity


def check(document: Document | str, language: str | None = "en", sentences: bool = False) -> list[Finding]:
    document = Document.plain(document) if isinstance(document, str) else document
    segments = []
    for at, block in enumerate(document.blocks):
        cuts = [0, *(i + 2 for i in range(len(block.text)) if sentences and block.text[i : i + 2] == ". ")]
        for start, end in zip(cuts, [*cuts[1:], len(block.text)], strict=True):
            segments.append(Segment(len(segments), at, start, end, block.span(start, end), block.text[start:end]))
    context = Context(document, language, tuple(segments))
    return [flaw for family in CHECKS for flaw in family(context)]


def flaws(
    document: Document | str, language: str | None = "en", sentences: bool = False
) -> list[tuple[str, str, str | None]]:
    return [(flaw.rule, flaw.quote, flaw.suggestion) for flaw in check(document, language, sentences)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("They saw the the the sea.", "en", [("doubled/word", "the the the", "the")]),
        ("Il parle avec avec elle. Nous nous levons, vous vous levez.", "fr", [("doubled/word", "avec avec", "avec")]),
        ("Er kommt und und geht. Die, die die Tür kennen.", "de", [("doubled/word", "und und", "und")]),
        ("Habla con con ella.", "es", [("doubled/word", "con con", "con")]),
        ("Он был в в саду.", "ru", [("doubled/word", "в в", "в")]),
        ("Saya melihat anak anak di sana.", "id", []),
        ("She works at at-risk sites and in in-house teams.", "en", []),
        ("They came in groups. Groups are welcome.", "en", []),
    ],
)
def test_doubled_words(text: str, language: str, expected: list[tuple[str, str, str]]) -> None:
    assert flaws(text, language) == expected


def test_words_on_both_sides_of_a_sentence_edge_are_not_doubled() -> None:
    text = "We met Mr. Smith. smith is here"
    assert [rule for rule, _, _ in flaws("He wrote to Berg Berg answered.", sentences=True)] == []
    assert "doubled/word" not in [rule for rule, _, _ in flaws(text, sentences=True)]


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("It&#039;s &amp;quot;late&amp;quot;", 'It\'s "late"'),
        ("One<br/>two", "One two"),
        ("The <em>new</em> one", "The new one"),
        ("cafÃ© Ã\u00a0 la crÃ¨me", "café à la crème"),
        ("donâ€™t â€\u201d ever", "don’t — ever"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("Ã¢â‚¬â„¢s", "’s"),
        ("na\\u00efve", "naïve"),
    ],
)
def test_markup_is_mended(text: str, better: str) -> None:
    found = sorted(check(text, None), key=lambda flaw: flaw.span, reverse=True)
    assert found
    for flaw in found:
        text = text[: flaw.span.start] + (flaw.suggestion or "") + text[flaw.span.end :]
    assert text == better


def test_entities_that_a_reader_decoded_map_to_the_raw_file() -> None:
    raw = "A &amp;quot;word&amp;quot;"
    whole = Document("d", raw, (Block.copy(raw, 0),), "text")
    assert [flaw.span.of(raw) for flaw in check(whole)] == ["&amp;quot;", "&amp;quot;"]


def test_markdown_signs_are_right_in_markdown() -> None:
    text = "This is **very important** here."
    assert flaws(text)
    assert flaws(Document("d", text, (Block.copy(text, 0),), "markdown")) == []


BODY = "The bridge opened on Monday.\n\nThe town was glad.\n\nPeople danced.\n\nIt rained."


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi : le pont ferme", "Lea también: el puente", "Lesen Sie auch: Die Brücke", "À lire également",
        "Share on Facebook", "Tous droits réservés", "© AFP", "Advertisement", "Reading time: 3 min", "4 min read",
        "Subscribe to our newsletter", "Réservé aux abonnés", "Source : AFP", "Quelle: dpa", "[Translated by Anna]",
        "Published on 12/03/2021 at 14:03", "Crédit photo : Anna Berg", "Copyright 2021 The Crier",
    ],
)  # fmt: skip
def test_lines_of_a_site(line: str) -> None:
    for text in (f"{BODY}\n\n{line}", f"{line}\n\n{BODY}" if not line.startswith("Quelle") else f"{BODY}\n{line}"):
        # A line left in French has French spaces as well.
        found = [(rule.split("/")[0], quote, better) for rule, quote, better in flaws(text)]
        assert [flaw for flaw in found if flaw[0] != "spacing"] == [("leftovers", line, "")]


@pytest.mark.parametrize(
    "line",
    [
        "Source: Eurostat", "The source", "Share prices fell again", "Read the letter aloud, also to the children.",
        "Advertisement spending rose", "Image is everything", "All rights are reserved to the heirs of the painter.",
        "Continue reading the report on page four", "Printed articles sell less", "Click here and there, he said.",
    ],
)  # fmt: skip
def test_prose_is_no_site_line(line: str) -> None:
    assert flaws(f"{BODY}\n\n{line}\n\n{BODY}") == []


def test_datelines_of_english_agencies_are_a_note() -> None:
    assert [flaw.severity for flaw in check("PARIS (AP) — The bridge opened.")] == [Severity.INFO]
    assert [flaw.severity for flaw in check("Madrid, 4 Jun (EFE).- The bridge opened.")] == [Severity.WARNING]


def test_items_and_cells_may_start_small() -> None:
    for kind in (Kind.ITEM, Kind.CELL):
        assert flaws(Document("d", "some bread and milk", (Block.copy("some bread and milk", 0, kind),))) == []
    assert flaws(Document("d", "some bread and milk", (Block.copy("some bread and milk", 0, Kind.HEADING),))) == [
        ("capitals/start", "some", "Some")
    ]


def test_a_text_that_never_uses_capitals_is_left_alone() -> None:
    assert flaws("no capitals here\n\nnone there either\n\nit is a poem\n\nof four short lines") == []


PIECES = [*"&;#<>[]{}*_\\Ãâ€™©ÐŸ .\n:()aAthe", "the ", "&amp;", "<br>", "Source: ", "(AFP)", "so so "]


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.sampled_from(["en", "fr", None]))
def test_every_span_is_exact(text: str, language: str | None) -> None:
    document = Document.plain(text)
    for flaw in check(document, language):
        assert flaw.quote == flaw.span.of(text)
        assert flaw.quote
        assert flaw.suggestion != flaw.quote


@pytest.mark.parametrize(
    "unit",
    ["\"", "“", "”", "“”", "'a ", "‘as’ ", "«“", "a", "so so ", "a-", "a.", "`", "a_", "&", "<b ", "[", "*", "a\n", "(",
     "“big costs”, “vast”, for ", "help in quotes the ", "Ã", "{{", "\\u00e9", "5\" ", "x. the ", "Source: "],
)  # fmt: skip
def test_hostile_texts_take_linear_time(unit: str) -> None:
    from time import process_time

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = process_time()
        check(text)
        return process_time() - start

    seconds(500)
    small, large = (min(seconds(size) for _ in range(2)) for size in (4_000, 32_000))
    assert large < 30 * small + 0.1
