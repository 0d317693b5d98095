"""Every rule fires on its bad examples and keeps quiet on its good ones; every span and suggestion is exact."""

from __future__ import annotations

import re

import pytest

from tqcheck.align import attach
from tqcheck.checks import CHECKS, RULES, Context, RuleInfo
from tqcheck.document import Document, Segment, Span
from tqcheck.report import Finding, Judged, TokenScore


def findings(text: str, language: str | None = "en", trip: str = "", **fields: object) -> list[Finding]:
    document = Document.plain(text, **fields)
    segments = segmented(document)
    if document.source is not None:
        segments = attach(document, segments, document.source, segmented(document.source)).segments
    judged = {}
    if trip:
        (segment,) = segments
        judged[0] = Judged(segment, "?", trip, tokens=tokens(segment, trip))
    context = Context(document, language, segments, judged=judged)
    return [found for check in CHECKS for found in check(context)]


def tokens(segment: Segment, trip: str) -> tuple[TokenScore, ...]:
    """Scores of a model that believes only the words of its round trip."""
    known = set(trip.split())
    words = re.finditer(r"\S+", segment.text)
    return tuple(TokenScore(Span(*word.span()), -0.1 if word.group() in known else -12.0) for word in words)


def segmented(document: Document) -> tuple[Segment, ...]:
    return tuple(
        Segment(at, at, 0, len(block.text), block.span(0, len(block.text)), block.text)
        for at, block in enumerate(document.blocks)
    )


def parted(example: str) -> tuple[str, dict[str, object]]:
    """The text of an example and, where it shows one, its source before an arrow or its round trip behind two.

    A pilcrow parts paragraphs.
    """
    text, arrow, trip = example.partition(" ⇄ ")
    if arrow:
        return text, {"trip": trip}
    source, arrow, text = example.rpartition(" → ")
    if not arrow:
        return example, {}
    return text.replace(" ¶ ", "\n\n"), {"source": Document.plain(source.replace(" ¶ ", "\n\n"), id="source")}


def examples(kind: str) -> list[tuple[RuleInfo, str]]:
    return [(rule, text) for rule in RULES.values() for text in getattr(rule, kind)]


def language_of(rule: RuleInfo) -> str:
    return rule.languages[0] if rule.languages else "en"


def name(value: object) -> str:
    return value.id if isinstance(value, RuleInfo) else str(value)[:40]


@pytest.mark.parametrize(("rule", "text"), examples("bad"), ids=name)
def test_fires_on_bad_examples(rule: RuleInfo, text: str) -> None:
    text, fields = parted(text)
    found = findings(text, language_of(rule), **fields)
    assert rule.id in {flaw.rule for flaw in found}
    for flaw in found:
        assert flaw.span.of(text) == flaw.quote
        assert flaw.message.endswith((".", "!"))
        assert flaw.suggestion != flaw.quote


@pytest.mark.parametrize(("rule", "text"), examples("good"), ids=name)
def test_keeps_quiet_on_good_examples(rule: RuleInfo, text: str) -> None:
    text, fields = parted(text)
    assert [flaw for flaw in findings(text, language_of(rule), **fields) if flaw.rule == rule.id] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=name)
def test_rules_are_complete(rule: RuleInfo) -> None:
    family, _, what = rule.id.partition("/")
    assert family.isidentifier()
    assert what.replace("-", "").isalpha()
    assert len(rule.bad) >= 2
    assert len(rule.good) >= 2
    assert rule.summary.endswith(".")
    assert rule.why.endswith(".")


def test_ids_are_unique() -> None:
    assert len(RULES) == sum(len(check.rules) for check in CHECKS)
