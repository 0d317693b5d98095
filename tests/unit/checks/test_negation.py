"""Double negations: what is offered instead, how sure the check is, and its speed."""

from __future__ import annotations

import time

import pytest

from tqcheck.checks.base import Context
from tqcheck.checks.negation import Negation
from tqcheck.document import Document
from tqcheck.report import Finding, Severity


def findings(text: str, language: str = "en") -> list[Finding]:
    return list(Negation()(Context(Document.plain(text), language, ())))


@pytest.mark.parametrize(
    ("text", "quote", "better"),
    [
        ("Nobody had not opened the box.", "Nobody had not", "Nobody had"),
        ("No one never came back.", "No one never", "No one ever"),
        ("He has never seen no one like her.", "has never seen no one", "has never seen anyone"),
        ("The board does not approve of no merger.", "does not approve of no merger", "does not approve of any merger"),
        ("She sang without missing nothing.", "without missing nothing", "without missing anything"),
        ("Never the court will not accept it.", "Never the court will not accept", None),
    ],
)
def test_offers_the_single_negation(text: str, quote: str, better: str | None) -> None:
    (found,) = findings(text)
    assert (found.quote, found.suggestion, found.severity) == (quote, better, Severity.WARNING)
    assert found.span.of(text) == quote


def test_contractions_are_dialect_too() -> None:
    (found,) = findings("We don’t need no instructions.")
    assert found.severity is Severity.INFO


def test_speaks_of_english_only() -> None:
    assert findings("Nobody has not seen it.", "nl") == []


@pytest.mark.parametrize("unit", ["never the ", "has not ", "Nobody ", "without no ", "never I ", "not seen of "])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    started = time.perf_counter()
    findings(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 5
