"""`lint` and `score` with --changed: the files and the lines of a git range, and nothing else."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tqcheck.cli import main

OLD = "The ferry left the the harbour late in the evening.\n\nNobody on board had expected such a storm.\n"
ADDED = "\nThe captain said that nobody had been hurt in the the night.\n"


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("same.txt", "edited.txt", "edited.md"):
        (texts / name).write_text(OLD)
    git("add", ".")
    git("commit", "-qm", "first")
    for name in ("edited.txt", "edited.md"):
        (texts / name).write_text(OLD + ADDED)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, list[int]], Any]:
    """Exit code, and by document the lines with findings."""
    code = main([*arguments, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    lines = {}
    for document in report["documents"]:
        text = Path(document["id"]).read_text()
        lines[document["id"]] = [1 + text.count("\n", 0, one["start"]) for one in document["findings"]]
    return code, lines, report


@pytest.mark.parametrize("command", ["lint", "score"])
def test_only_files_and_lines_of_the_range_are_judged(
    repository: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, lines, _ = found(capsys, command, "--changed", "HEAD", "texts")
    assert (code, list(lines)) == (1, ["texts/edited.md", "texts/edited.txt"])
    assert all(set(numbers) == {5} for numbers in lines.values())
    code, lines, _ = found(capsys, command, "--changed", "HEAD", "texts/edited.txt", "texts/same.txt")
    assert (code, list(lines)) == (1, ["texts/edited.txt"])


def test_an_old_flaw_beside_a_clean_change_passes(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "texts" / "edited.txt").write_text(OLD + "\nEverybody was glad to be home at last.\n")
    code, lines, report = found(capsys, "lint", "--changed", "HEAD", "texts/edited.txt")
    assert (code, lines) == (0, {"texts/edited.txt": []})
    assert report["documents"][0]["verdict"] == "pass"
    assert found(capsys, "lint", "texts/edited.txt")[0] == 1


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html", "csv", "sarif", "junit", "github", "rdjson", "mqm"])
def test_a_range_without_documents_passes_in_every_format(
    repository: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    git("commit", "-qam", "second")
    assert main(["lint", "--changed", "HEAD", "texts", "--format", form]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--changed", "nonsense", "texts"], "git says"),
        (["--changed", "--output=x", "texts"], "no commit"),
        (["--changed", "HEAD", "-"], "standard input"),
        (["--changed", "HEAD", "nowhere"], "no such file"),
        (["--changed", "HEAD", "--baseline", "b.json", "--update-baseline", "texts"], "whole documents"),
    ],
)
def test_wrong_use_is_said_in_one_line(
    repository: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["lint", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_fix_keeps_to_the_changed_lines(repository: Path) -> None:
    assert main(["lint", "--changed", "HEAD", "--fix", "--write", "texts/edited.txt"]) in (0, 1)
    text = (repository / "texts" / "edited.txt").read_text()
    assert text.startswith(OLD)
    assert text != OLD + ADDED
