"""Safe suggestions put into the text, and only those."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checker import Checker
from tqcheck.checks import CHECKS, RULES, RuleInfo
from tqcheck.config import Config
from tqcheck.document import Document, Span
from tqcheck.fixes import applicable, diff, mended
from tqcheck.report import Finding, Language, Mode, Provenance, Report, Severity, Verdict

TEXT = "The the mayor said “no”, he added, and &amp; left."


def found(quote: str, suggestion: str | None, rule: str = "a/safe", shown: str | None = None) -> Finding:
    start = TEXT.index(quote)
    span = Span(start, start + len(quote))
    return Finding(rule, "style", Severity.WARNING, span, shown or quote, "why", suggestion)


def report(*findings: Finding, markup: str = "text") -> Report:
    document = replace(Document.plain(TEXT), markup=markup)
    made = Provenance("0", None)
    return Report(document, Language("en", 1.0), Mode.RULES_ONLY, (), findings, Verdict.REVIEW, made)


def fixed(*findings: Finding, markup: str = "text") -> str:
    return mended(TEXT, applicable(report(*findings, markup=markup), {"a/safe"}))


def test_safe_suggestions_are_applied() -> None:
    assert fixed(found("”,", ",”"), found("The the", "The")) == "The mayor said “no,” he added, and &amp; left."


def test_rules_that_are_not_safe_and_findings_without_wording_are_left() -> None:
    assert fixed(found("mayor", "prefect", rule="a/other"), found("left", None)) == TEXT


def test_an_empty_suggestion_deletes() -> None:
    assert fixed(found(" he added,", "")) == "The the mayor said “no”, and &amp; left."


def test_of_two_that_overlap_the_first_is_applied() -> None:
    assert fixed(found("The the", "The"), found("the mayor", "a mayor")) == TEXT.replace("The the", "The")


def test_words_spelt_otherwise_in_the_file_are_left_alone() -> None:
    assert fixed(found("&amp;", "and", shown="&"), markup="html") == TEXT
    assert fixed(found("left", "a < b"), markup="html") == TEXT
    assert fixed(found("left", "a < b")) != TEXT


def test_a_diff_shows_the_changed_line() -> None:
    assert list(diff("x", "one\ntwo\n", "one\nthree\n"))[-2:] == ["-two", "+three"]
    assert list(diff("x", TEXT, TEXT)) == []


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 6), st.text(max_size=3))))
def test_any_findings_leave_the_rest_of_the_text_as_it_is(drawn: list[tuple[int, int, str]]) -> None:
    findings = []
    for start, length, suggestion in drawn:
        span = Span(start, min(len(TEXT), start + length))
        findings.append(Finding("a/safe", "s", Severity.WARNING, span, span.of(TEXT), "why", suggestion))
    chosen = applicable(report(*findings), {"a/safe"})
    kept, at = "", 0
    for one in chosen:
        kept += TEXT[at : one.span.start] + (one.suggestion or "")
        at = one.span.end
    kept += TEXT[at:]
    deletions = sum(not one.suggestion and bool(len(one.span)) for one in chosen)
    assert 0 <= len(kept) - len(mended(TEXT, chosen)) <= deletions
    assert "".join(mended(TEXT, chosen).split()) == "".join(kept.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He [really] left.", "He left."),
        ("[Photo] He left.", "He left."),
        ("He left [twice].", "He left."),
        ("He left [twice]", "He left"),
        ("He left\u00a0[twice]\nand back", "He left\nand back"),
        ("He left ([see] below).", "He left (below)."),
        ("One ([two] three) and “[four] five”.", "One (three) and “five”."),
        ("He[ really] left.", "He left."),
        ("He [really][ truly] left.", "He left."),
        ("anti[-]war", "antiwar"),
    ],
)
def test_a_deletion_takes_one_space_along(before: str, after: str) -> None:
    parts = re.split(r"[\[\]]", before)
    text, findings = "", []
    for number, part in enumerate(parts):
        if number % 2:
            span = Span(len(text), len(text) + len(part))
            findings.append(Finding("a/safe", "s", Severity.WARNING, span, part, "why", ""))
        text += part
    assert mended(text, findings) == after


def test_no_break_spaces_can_be_put_in() -> None:
    assert fixed(found(" said", "\u00a0said"), markup="html") == TEXT.replace(" said", "\u00a0said")
    assert fixed(found(" said", "\u200bsaid")) == TEXT


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.fix], ids=lambda rule: rule.id)
def test_what_was_mended_is_not_flagged_again(rule: RuleInfo) -> None:
    checker = Checker(Config(engine="none", select=(rule.id,)), None, CHECKS)
    language = rule.languages[0] if rule.languages else "en"
    for text in rule.bad:
        (first,) = checker.check([Document.plain(text, language=language)])
        after = mended(text, applicable(first, {rule.id}))
        (again,) = checker.check([Document.plain(after, language=language)])
        assert applicable(again, {rule.id}) == ()
