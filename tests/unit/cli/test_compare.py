"""`tqcheck compare` from files to exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tqcheck.cli.main import main

NUMBERS = range(2001, 2013)
SOURCE = [f"Le chat dort dans la maison avec un chien {number} et la nuit est nouvelle." for number in NUMBERS]
GOOD = [f"The cat sleeps in al house with a dog {number} and al night is new." for number in NUMBERS]
POOR = [line.replace("house", "bridge").replace("dog", "law") for line in GOOD]
OFFLINE = ["--engine", "fake", "--no-cache", "--from", "fr", "--to", "en"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in (("source", SOURCE), ("good", GOOD), ("poor", POOR)):
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    named = [str(folder / one) if one.endswith(".txt") else one for one in arguments]
    code = main(["compare", *named, *OFFLINE])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_answer_is_a_sentence_then_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(folder, capsys, "poor.txt", "good.txt", "--source", "source.txt", "--lines")
    assert code == 0
    lines = out.splitlines()
    assert lines[:2] == ["A  poor.txt", "B  good.txt"]
    assert lines[3].startswith("B is better than A by ")
    assert max(map(len, lines)) <= 80
    assert "Where they differ most" in out


def test_a_worse_text_fails_where_that_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--source", "source.txt", "--lines", "--fail-if-worse")
    assert run(folder, capsys, "good.txt", "poor.txt", *asked)[0] == 1
    assert run(folder, capsys, "poor.txt", "good.txt", *asked)[0] == 0
    assert run(folder, capsys, "good.txt", "good.txt", *asked)[0] == 0


def test_json_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(folder, capsys, "poor.txt", "good.txt", "--lines", "--format", "json")
    made = json.loads(out)
    assert (code, made["mode"], len(made["passages"])) == (0, "round-trip", 12)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["good.txt"], 2, "give two texts to compare"),
        (["good.txt", "none.txt"], 3, "there is no file"),
        (["good.txt", "poor.txt", "--engine", "none"], 2, "needs an engine"),
    ],
)
def test_wrong_use_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    named = [str(folder / one) if one.endswith(".txt") else one for one in arguments]
    assert main(["compare", *OFFLINE, *named]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.splitlines()[0].startswith("tqcheck: ")
