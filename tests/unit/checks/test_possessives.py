"""His and her: whose they can be, what is offered, and what the original says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.base import Context
from tqcheck.checks.possessives import Possessives
from tqcheck.document import Document, Segment
from tqcheck.report import Finding, Judged


def findings(text: str, back: str | None = None, source: str | None = None, origin: str = "fr") -> list[Finding]:
    document = Document.plain(text)
    segments = tuple(
        Segment(at, at, 0, len(block.text), block.span(0, len(block.text)), block.text, source_text=source)
        for at, block in enumerate(document.blocks)
    )
    judged = {segment.index: Judged(segment, back) for segment in segments} if back else {}
    return list(Possessives()(Context(document, "en", segments, origin, judged)))


@pytest.mark.parametrize(
    ("text", "quote", "better"),
    [
        ("The ministry published his plans on Monday.", "his plans", "its plans"),
        ("Peru and her allies refused.", "her allies", "its allies"),
        ("“The club has sold his best products,” said Mr Ash.", "his best products", "its best products"),
        ("Sweden must now renew her fleet.", "her fleet", "its fleet"),
        ("The firm grew fast. His employees now number 300.", "His employees", "Its employees"),
        ("The airline, based in Porto, has already reduced his losses.", "his losses", "its losses"),
        ("“I saw it,” said Alice Moor. His shop was empty.", "His shop", "Her shop"),
    ],
)
def test_offers_the_right_possessive(text: str, quote: str, better: str) -> None:
    (found,) = findings(text)
    assert (found.quote, found.suggestion) == (quote, better)
    assert found.span.of(text) == quote


def test_shows_the_possessive_of_the_back_translation() -> None:
    (found,) = findings("The region has cut his subsidy.", back="La région a réduit sa subvention.")
    assert found.source_phrase == "sa subvention"
    assert found.evidence == "La région a réduit sa subvention."


def test_the_source_goes_before_the_back_translation() -> None:
    source = "Son directeur dit que la région a réduit sa contribution."
    text = "The region has cut his contribution."
    (found,) = findings(text, back="La région a coupé son apport.", source=source)
    assert found.source_phrase == "sa contribution"
    assert found.evidence == source


def test_other_languages_have_possessives_too() -> None:
    (found,) = findings("The bank closed his stores.", back="El banco cerró sus tiendas.", origin="es")
    assert found.source_phrase == "sus tiendas"


@pytest.mark.parametrize(
    "text",
    [
        "The company fired him, and the union defended his position.",
        "Ali Baba lost. The team changed his position on the field.",
        "He ran the firm for years. The firm kept his office.",
        "The head of the company sold his stores.",
        "Jack London kept his plans secret, and Paris Hilton sold her products.",
        "The council gave her doors to paint. The navy saw her off.",
        "Nigeria’s president kept his plans secret.",
        "She works for the bank. Her employees like her.",
        "The envoy praised his family and left for the border with his wife.",
    ],
)
def test_leaves_possible_owners_alone(text: str) -> None:
    assert findings(text) == []


def test_a_person_in_the_paragraph_before_may_be_meant() -> None:
    assert findings("Lord Ash died in May.\n\nThe museum showed his letters.") == []


@given(
    st.lists(
        st.sampled_from(
            ["The", "company", "his", "Her", "her", "doors", "sold", "has", "Mr", "Ash", ".", ",", "“", "and", "Peru"]
        )
    )
)
def test_spans_are_exact(parts: list[str]) -> None:
    text = " ".join(parts)
    for found in findings(text):
        assert found.span.of(text) == found.quote


@pytest.mark.parametrize("unit", ["his dog ", "The bank sold his stores. ", "Peru and his allies ", "Her Mr "])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    findings(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 6
