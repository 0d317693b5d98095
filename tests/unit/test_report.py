"""Findings' fingerprints and severities."""

import pytest

from tqcheck.document import Span
from tqcheck.report import Finding, Severity, fingerprints


def found(rule: str, quote: str, start: int) -> Finding:
    return Finding(rule, "style", Severity.WARNING, Span(start, start + len(quote)), quote, "why")


def test_fingerprints_outlive_edits_elsewhere() -> None:
    before = [found("a/b", "one", 10), found("a/b", "two", 20)]
    after = [found("c/d", "new", 3), found("a/b", "one", 110), found("a/b", "two", 190)]
    assert fingerprints(after)[1:] == fingerprints(before)


def test_equal_words_are_told_apart_by_their_order() -> None:
    keys = fingerprints([found("a/b", "one", 1), found("a/b", "one", 9), found("a/c", "one", 9)])
    assert len(set(keys)) == 3


def test_a_lone_surrogate_has_a_fingerprint() -> None:
    assert len(fingerprints([found("a/b", "\ud800", 1)])[0]) == 16


def test_severities_are_ordered_and_named() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert [Severity.parse(s.label) for s in Severity] == list(Severity)
    with pytest.raises(KeyError):
        Severity.parse("fatal")
