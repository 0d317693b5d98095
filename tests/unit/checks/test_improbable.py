"""Improbable words: asked for only by name, sparse, placed exactly."""

from __future__ import annotations

import pytest

from tqcheck.checker import Checker
from tqcheck.checks.base import Context
from tqcheck.checks.improbable import Improbable
from tqcheck.config import Config
from tqcheck.document import Document, Segment, Span
from tqcheck.report import Finding, Judged, Severity, TokenScore

TEXT = "The coach hammered that they would win."
TRIP = "The coach insisted that they would win."


def findings(text: str = TEXT, trip: str | None = TRIP, loss: float = -9.0, lead: str = "") -> list[Finding]:
    document = Document.plain(lead + text)
    block = document.blocks[0]
    segment = Segment(0, 0, len(lead), len(block.text), block.span(len(lead), len(block.text)), text)
    at = len(lead) + text.find("hammered")
    judged = Judged(segment, "?", trip, tokens=(TokenScore(Span(at, at + 8), loss),))
    return list(Improbable()(Context(document, "en", (segment,), judged={0: judged})))


def test_a_wording_that_is_no_word_is_not_offered() -> None:
    assert findings(trip="The coach insimpted that they would win.") == []


@pytest.mark.parametrize("lead", ["", "So it is. "])
def test_the_stretch_and_the_wording(lead: str) -> None:
    (one,) = findings(lead=lead)
    assert (one.quote, one.suggestion, one.severity) == ("hammered", "insisted", Severity.INFO)
    assert one.span == Span(len(lead) + 10, len(lead) + 18)


def test_probable_words_and_texts_without_a_round_trip_are_left_alone() -> None:
    assert findings(loss=-2.0) == []
    assert findings(trip=None) == []
    assert findings(trip="Nothing of the kind was ever said by him.") == []


def test_it_runs_only_where_it_is_asked_for() -> None:
    checks = (Improbable(),)
    assert not Checker(Config(engine="none"), None, checks)._runs(checks[0])
    assert not Checker(Config(engine="none", ignore=("model",)), None, checks)._runs(checks[0])
    assert Checker(Config(engine="none", select=("model",)), None, checks)._runs(checks[0])
