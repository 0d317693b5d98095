"""Settings applied to single findings; the verdict is tested with the checker."""

from dataclasses import replace

import pytest

from tqcheck.config import Config
from tqcheck.document import Document, Span
from tqcheck.errors import ConfigError
from tqcheck.policy import Policy
from tqcheck.report import Finding, Severity
from tqcheck.suppression import Directive

FINDING = Finding("quotes/capital", "typography", Severity.WARNING, Span(2, 4), "We", "why")


def applied(config: Config, path: str = "drafts/deep/one.txt", *comments: Directive) -> list[Finding]:
    return Policy(config).apply(replace(Document.plain("So We go."), path=path), comments, [FINDING])


@pytest.mark.parametrize(
    ("pattern", "rules", "kept"),
    [
        ("drafts/*", ("quotes",), False),
        ("*.txt", ("quotes/capital",), False),
        ("*.txt", ("quotes/capitals", "quot"), True),
        ("texts/*", ("quotes",), True),
    ],
)
def test_rules_are_left_out_by_path(pattern: str, rules: tuple[str, ...], kept: bool) -> None:
    assert bool(applied(Config(ignore_in=((pattern, rules),)))) is kept


def test_the_last_severity_that_fits_counts() -> None:
    config = Config(severity=(("quotes", "error"), ("quotes/capital", "info")))
    assert applied(config)[0].severity is Severity.INFO
    with pytest.raises(ConfigError, match="'fatal'"):
        Config(severity=(("quotes", "fatal"),))


def test_a_comment_keeps_quiet_only_its_place() -> None:
    assert applied(Config(), "x", Directive(Span(0, 9), ("quotes",), Span(0, 0))) == []
    assert applied(Config(), "x", Directive(Span(5, 9), (), Span(0, 0))) == [FINDING]
