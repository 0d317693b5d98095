"""Known findings: written, read back, and outliving edits."""

from pathlib import Path

import pytest

from tqcheck.baseline import Baseline, load, save
from tqcheck.document import Document, Span
from tqcheck.errors import ConfigError
from tqcheck.report import Finding, Language, Mode, Provenance, Report, Severity, Verdict


def report(name: str, *quotes: str) -> Report:
    text = " ".join(quotes)
    findings = tuple(
        Finding("a/b", "style", Severity.WARNING, Span(text.index(q), text.index(q) + len(q)), q, "why") for q in quotes
    )
    document = Document.plain(text, name)
    return Report(document, Language("en", 1.0), Mode.RULES_ONLY, (), findings, Verdict.REVIEW, Provenance("0", None))


def test_what_was_saved_is_known_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    assert save(path, Baseline(), [report("one", "hammered", "camps")]) == 2
    known = load(path)
    assert [f.quote for f in known.new("one", report("one", "precised", "hammered", "camps").findings)] == ["precised"]
    assert len(known.new("two", report("two", "hammered").findings)) == 1


def test_an_update_replaces_a_document_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    save(path, Baseline(), [report("one", "hammered"), report("two", "camps")])
    save(path, load(path), [report("one")])
    assert list(load(path).documents) == ["two"]


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "other", "documents": {}}', "[" * 100_000])
def test_another_file_is_no_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match="is no baseline"):
        load(path)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        save(tmp_path / "none" / "known.json", Baseline(), [])
