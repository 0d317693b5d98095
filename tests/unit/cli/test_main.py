"""The command line: exit codes, one-line errors, help, and options from the environment."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tqcheck.cli import main
from tqcheck.cli.main import COMMANDS, tqcheck

CLEAN = "The ferry left the harbour late in the evening. Nobody on board had expected such a storm.\n"
FLAWED = "The ferry left the the harbour late in the evening. Nobody on board had expected such a storm.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "flawed.txt").write_text(FLAWED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize(("name", "code"), [("clean.txt", 0), ("flawed.txt", 1)])
def test_lint_says_by_its_exit_code_whether_it_flagged(folder: Path, name: str, code: int) -> None:
    assert main(["lint", name]) == code


def test_score_prints_a_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--format", "json", "--no-cache", "flawed.txt"]) == 1
    report = json.loads(capsys.readouterr().out)
    (document,) = report["documents"]
    assert document["path"] == "flawed.txt"
    assert document["mode"] == "round-trip"
    assert "the the" in [finding["quote"] for finding in document["findings"]]


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 0), ("warning", 1)])
def test_fail_on_decides_what_flags(folder: Path, fail_on: str, code: int) -> None:
    assert main(["lint", "--fail-on", fail_on, "flawed.txt"]) == code


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["lint", "missing.txt"], 3, "missing.txt"),
        (["lint", "."], 3, "folder"),
        (["lint", "empty.txt"], 3, "empty"),
        (["lint", "latin.txt"], 3, "0xE9"),
        (["lint", "paper.pdf"], 3, "PDF"),
        (["lint"], 2, "Missing argument"),
        (["lint", "--nonsense", "clean.txt"], 2, "--nonsense"),
        (["lint", "--ignore", "nonsense", "clean.txt"], 2, "'nonsense'"),
        (["lint", "--config", "none.toml", "clean.txt"], 2, "none.toml"),
        (["lint", "--config", "wrong.toml", "clean.txt"], 2, "beem"),
        (["score", "--source", "clean.txt", "clean.txt", "flawed.txt"], 2, "give a folder"),
        (["score", "--engine", "ctranslate", "--offline", "--no-cache", "--from", "xx", "clean.txt"], 3, "xx"),
        (["score", "--engine", "ctranslate", "--model", "nowhere", "clean.txt"], 3, "nowhere"),
        (["score", "--from", "fr", "--origin", "auto", "clean.txt"], 2, "exclude"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_a_failure_is_one_clear_line_and_its_own_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "latin.txt").write_bytes("Une journée au marché.".encode("latin-1"))
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    (folder / "wrong.toml").write_text("beem = 3\n", encoding="utf-8")
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert said in captured.err + captured.out
    assert "Traceback" not in captured.err
    assert len(captured.err.strip().splitlines()) <= 2


def test_one_unreadable_file_does_not_stop_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "missing.txt", "flawed.txt"]) == 3
    captured = capsys.readouterr()
    assert "missing.txt" in captured.err
    assert "flawed.txt" in captured.out


@pytest.mark.parametrize(
    "format_", ["json", "jsonl", "csv", "sarif", "junit", "github", "checkstyle", "rdjson", "html"]
)
def test_who_reads_the_report_alone_learns_of_an_unreadable_file(
    format_: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lint", "--format", format_, "missing.txt", "flawed.txt"]) == 3
    out = capsys.readouterr().out
    assert "there is no file missing.txt" in out
    assert "flawed.txt" in out


def test_what_was_not_read_is_not_described(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--format", "html", "missing.txt", "lost.txt"]) == 3
    page = capsys.readouterr().out
    assert "not read" in page
    assert "Language unsure" not in page
    assert "no flaws" not in page
    assert main(["lint", "--format", "sarif", "missing.txt"]) == 3
    (rule,) = json.loads(capsys.readouterr().out)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "The text could not be judged."


def test_output_is_written_whole_or_not_at_all(folder: Path) -> None:
    assert main(["lint", "--format", "json", "--output", "out.json", "flawed.txt"]) == 1
    assert json.loads((folder / "out.json").read_text("utf-8"))["documents"]
    before = (folder / "out.json").read_bytes()
    assert main(["lint", "--output", "out.json", "--ignore", "nonsense", "flawed.txt"]) == 2
    assert (folder / "out.json").read_bytes() == before
    assert not list(folder.glob(".out.json*"))
    assert main(["lint", "--output", "no/such/folder.json", "flawed.txt"]) == 3


def test_a_text_comes_from_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tqcheck", "lint", "-"], input=FLAWED.encode(), capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"standard input" in done.stdout
    assert b"\x1b" not in done.stdout


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m tqcheck lint - | true"
    done = subprocess.run(command, shell=True, input=FLAWED.encode() * 500, capture_output=True, check=False)
    assert done.stderr == b""


def test_a_baseline_shows_only_what_is_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--update-baseline", "flawed.txt"]) == 2
    assert main(["lint", "--baseline", "known.json", "--update-baseline", "flawed.txt"]) == 0
    assert main(["lint", "--baseline", "known.json", "flawed.txt"]) == 0
    (folder / "flawed.txt").write_text("A new start.\n\n" + FLAWED + "They waited in in vain.\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["lint", "--baseline", "known.json", "--format", "json", "flawed.txt"]) == 1
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert [finding["quote"] for finding in document["findings"]] == ["in in"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_fix_shows_a_diff_and_writes_only_when_told(
    folder: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    before = (mark + FLAWED.replace("\n", "\r\n")).encode(encoding)
    (folder / "flawed.txt").write_bytes(before)
    assert main(["lint", "--fix", "flawed.txt"]) == 1
    assert "+The ferry left the harbour" in capsys.readouterr().out
    assert (folder / "flawed.txt").read_bytes() == before
    main(["lint", "--fix", "--write", "flawed.txt"])
    expected = (mark + FLAWED.replace("the the", "the").replace("\n", "\r\n")).encode(encoding)
    assert (folder / "flawed.txt").read_bytes() == expected
    assert main(["lint", "--write", "flawed.txt"]) == 2


def test_a_comment_in_the_text_keeps_quiet(folder: Path) -> None:
    (folder / "flawed.txt").write_text("# tqcheck: ignore doubled\n" + FLAWED, encoding="utf-8")
    assert main(["lint", "flawed.txt"]) == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [name, "--help"]
    assert main(arguments) == 0
    assert f"Usage: tqcheck {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["score", "lint"])
def test_every_option_has_its_environment_variable(name: str) -> None:
    import click

    command = tqcheck.get_command(click.Context(tqcheck), name)
    assert command is not None
    without = [p.name for p in command.params if isinstance(p, click.Option) and not p.envvar]
    assert without == []


def test_the_environment_sets_options(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TQCHECK_FAIL_ON", "never")
    assert main(["lint", "flawed.txt"]) == 0


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    from tqcheck import __version__

    assert main(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_our_commands(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_TQCHECK_COMPLETE" in capsys.readouterr().out


def test_the_readme_names_every_command() -> None:
    text = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if not re.search(rf"`tqcheck {name}\b", text)] == []


def test_colour_only_where_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["lint", "--color", "flawed.txt"])
    assert "\x1b[" in capsys.readouterr().out
    main(["lint", "flawed.txt"])
    assert "\x1b[" not in capsys.readouterr().out


def test_interruption_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tqcheck.cli.lint.run", interrupt)
    assert main(["lint", "clean.txt"]) == 130
    assert capsys.readouterr().err.strip() == "tqcheck: stopped"
    assert os.getcwd() == str(folder)
