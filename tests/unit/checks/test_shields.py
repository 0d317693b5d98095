"""What no check may touch."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.checks.shields import shields


def shielded(text: str) -> list[str]:
    return [span.of(text) for span in shields(text).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/a_b?c=“d” now.", ["https://example.org/a_b?c=“d"]),
        ("(www.example.org), then", ["www.example.org"]),
        ("Write to anna.berg@example.org.", ["anna.berg@example.org"]),
        ("Open report.final.pdf or data.csv!", ["report.final.pdf", "data.csv"]),
        ("Tags #budget and #2024plan by @anna", ["#budget", "#2024plan", "@anna"]),
        ("Use `rm -rf x` or git_commit, run()", ["`rm -rf x`", "git_commit", "run"]),
        ("In C:\\temp\\x and /usr/bin and ~/notes", ["C:\\temp\\x", "/usr/bin", "~/notes"]),
        ("On example.com/news he wrote", ["example.com/news"]),
        ("The end.The start, and/or 3.5, U.S. policy, #1", []),
        ("Nothing here", []),
    ],
)
def test_shielded(text: str, expected: list[str]) -> None:
    assert shielded(text) == expected


@given(st.text(st.sampled_from("ab/.@#_`(=) :\\\n")))
def test_spans_are_sorted_and_apart(text: str) -> None:
    spans = shields(text).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end < second.start for first, second in pairwise(spans))


def test_touching_and_holding() -> None:
    spans = shields("see `a b c` here")
    assert spans.touch(0, 5)
    assert not spans.touch(0, 4)
    assert spans.hold(5, 8)
    assert not spans.hold(4, 8)
