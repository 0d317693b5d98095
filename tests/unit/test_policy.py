"""Settings applied to single findings and to the fidelity; the rest of the verdict is tested with the checker."""

from dataclasses import replace

import pytest

from tqcheck.config import Config, Threshold
from tqcheck.document import Document, Segment, Span
from tqcheck.errors import ConfigError
from tqcheck.policy import Policy, decide
from tqcheck.report import Fidelity, Finding, Judged, Language, Mode, Provenance, Report, Severity, Verdict
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


def verdict(config: Config, path: str = "news/one.txt", languages: tuple[str, str] = ("fr", "en")) -> tuple[str, str]:
    document = replace(Document.plain("We go."), path=path)
    judged = Judged(Segment(0, 0, 0, 6, Span(0, 6), "We go."), fidelity=50.0)
    report = Report(
        document,
        Language(languages[1], 1.0),
        Mode.SOURCE,
        (judged,),
        (),
        Verdict.PASS,
        Provenance("0", None),
        Fidelity(50.0, 40.0, 60.0),
        source_language=languages[0],
    )
    return decide(report, config)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        (Config(fail_under=50), ""),
        (Config(fail_under=51), "Fidelity 50 is below the limit of 51."),
        (Config(fail_under=41, fail_on_bound="lower"), "Fidelity 50 may be as low as 40, below the limit of 41 for"),
        (Config(fail_under=40, fail_on_bound="lower"), ""),
        (Config(fail_under=51, fail_on_bound="lower"), "Fidelity 50 is below the limit of 51."),
    ],
)
def test_a_limit_is_for_the_middle_or_for_the_lower_bound(config: Config, reason: str) -> None:
    found, said = verdict(config)
    assert found is (Verdict.BLOCK if reason else Verdict.PASS)
    assert said.startswith(reason or "Nothing")


LIMITS = (Threshold(60, "fr-en"), Threshold(10, "*-en", "news/*"), Threshold(45, "de-*", fail_on_bound="lower"))


@pytest.mark.parametrize(
    ("path", "languages", "blocked"),
    [
        ("essays/one.txt", ("fr", "en"), True),
        ("news/deep/one.txt", ("fr", "en"), False),
        ("news\\one.txt", ("fr", "en"), False),
        ("essays/one.txt", ("de", "fr"), True),
        ("essays/one.txt", ("fr", "es"), True),
    ],
)
def test_the_last_limit_that_fits_counts(path: str, languages: tuple[str, str], blocked: bool) -> None:
    found, _ = verdict(Config(fail_under=51, thresholds=LIMITS), path, languages)
    assert (found is Verdict.BLOCK) is blocked
    assert verdict(Config(thresholds=LIMITS), "x", ("fr", "es"))[0] is Verdict.PASS
