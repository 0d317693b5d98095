"""Findings against annotated flaws, on articles small enough to count by hand."""

import json
from pathlib import Path

import pytest

from tqcheck.cli import main
from tqcheck.document import Document, Span
from tqcheck.errors import ReadError
from tqcheck.evaluation.flags import agree, articles, totals
from tqcheck.report import Finding, Language, Mode, Provenance, Report, Severity, Verdict

RAW = "The the mayor hammered that he would stay.\n"
CLEAN = "The mayor insisted that he would stay.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {"id": "f1", "quote": "The the", "start": 0, "end": 7, "category": "fluency/duplication", "tier": "must"},
        {"id": "f2", "quote": "hammered", "start": 14, "end": 22, "category": "calque", "tier": "must"},
        {"id": "f3", "quote": "stay", "start": 37, "end": 41, "category": "calque", "tier": "may"},
    ]
    (tmp_path / "raw.en.txt").write_text(RAW, "utf-8")
    (tmp_path / "clean.en.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "flaws.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def report(document: Document, *findings: Finding) -> Report:
    made = Provenance("0", None)
    return Report(document, Language("en", 1.0), Mode.RULES_ONLY, (), findings, Verdict.REVIEW, made)


def found(quote: str, category: str, severity: Severity = Severity.WARNING) -> Finding:
    start = RAW.index(quote)
    return Finding("a/b", category, severity, Span(start, start + len(quote)), quote, "why")


def test_recall_and_precision_are_counted(folder: Path) -> None:
    (article,) = articles([folder])
    agreement = agree(
        article,
        report(
            article.document,
            found("the", "style/awkward"),
            found("mayor", "style/awkward"),
            found("stay", "calque", Severity.INFO),
        ),
        report(article.document, found("mayor", "calque")),
    )
    assert [flaw.id for flaw in agreement.found] == ["f1"]
    assert agreement.recall("must") == (1, 2)
    assert agreement.recall("may") == (0, 1)
    assert [finding.quote for finding in agreement.wrong] == ["mayor"]
    assert totals([agreement]) == {
        "articles": 1,
        "must": 2,
        "must_recall": 0.5,
        "may_recall": 0.0,
        "findings": 2,
        "precision": 0.5,
        "alarms_per_1000_clean_words": round(1000 / 7, 2),
    }


def test_a_finding_of_another_kind_does_not_count_as_found(folder: Path) -> None:
    (article,) = articles([folder])
    agreement = agree(article, report(article.document, found("hammered", "typography/quotation")), None)
    assert agreement.found == ()
    assert len(agreement.right) == 1


def test_an_annotation_that_does_not_fit_its_text_is_an_error(folder: Path) -> None:
    (folder / "raw.en.txt").write_text(RAW.replace("mayor", "may"), "utf-8")
    with pytest.raises(ReadError, match=r"line 2: 'hammered' does not stand at 14"):
        list(articles([folder]))


def test_the_source_is_taken_only_when_asked_for(folder: Path) -> None:
    (folder / "source.fr.txt").write_text("Le maire a martelé qu'il resterait.\n", "utf-8")
    (without,) = articles([folder])
    (article,) = articles([folder], sources=True)
    assert without.document.source is None
    assert article.document.source is not None
    assert article.document.source.language == "fr"
    assert article.clean is not None
    assert article.clean.source == article.document.source


def test_a_folder_without_annotations_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no annotation file"):
        list(articles([tmp_path]))


def test_the_command_prints_what_was_missed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--flags", "--engine", "none", "--misses", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "Recall of must" in out
    assert "'stay'" in out


def test_the_command_prints_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--flags", "--engine", "none", "--format", "json", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["all"]["articles"] == 1
