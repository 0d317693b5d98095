"""`tqcheck evaluate` on tables of human judgements, with an engine that swaps words."""

from __future__ import annotations

import json
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from tqcheck.cli.main import main

FRENCH = "le chat dort dans la maison avec un chien et la vieille école est dans la ville nouvelle"
ENGLISH = "the cat sleeps in the house with a dog and the old school is in the city with water"
OFFLINE = ["--engine", "fake", "--no-cache", "--from", "fr", "--to", "en"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Translations of 20 sources, two of each: the more of the words are others, the lower is the score."""
    words = cycle(FRENCH.split())
    lines = ["source\tmt\tscore\tsystem"]
    for number in range(20):
        source = " ".join((*islice(words, 9 + number % 3), str(2000 + number)))
        for system, wrong in (("careful", number % 4), ("hasty", number % 4 + 3)):
            made = ENGLISH.split()[: len(source.split())]
            made[:wrong] = ["bridges"] * wrong
            lines.append(f"{source}\t{' '.join(made)}\t{100 - 10 * wrong}\t{system}")
    path = tmp_path / "judged.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["evaluate", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def evaluated(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> dict[str, Any]:
    code, out, err = run(capsys, str(path), *OFFLINE, "--format", "json", *options)
    assert (code, err) == (0, "")
    made: dict[str, Any] = json.loads(out)
    return made


def test_the_figures_stand_beside_the_baselines(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = evaluated(capsys, table)
    assert (made["schema"], made["rows"], made["sources"], made["pair"]) == ("tqcheck.evaluation/1", 40, 20, "fr-en")
    rows = {row["name"]: row for row in made["agreement"]}
    assert list(rows) == [
        "fidelity",
        "fidelity, no source",
        "back-translation chrF++",
        "round-trip chrF++",
        "round-trip BLEU",
        "the shorter the better",
    ]
    chrf = rows["back-translation chrF++"]
    assert chrf["pairwise"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 20}
    assert chrf["pearson"]["low"] < chrf["pearson"]["value"] < chrf["pearson"]["high"]
    # The fake engine's round trip is exact whatever the text says.
    assert rows["round-trip chrF++"]["pearson"] is None
    assert [one["system"] for one in made["systems"]] == ["careful", "hasty"]
    assert made["systems"][0]["human"]["value"] == 85.0
    assert made["system_pairs"] == {"told": 1, "of": 1}
    assert made["bad"] == {"means": "the worse half", "rows": 15}


def test_the_round_trip_can_be_left_out_and_a_limit_given(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = evaluated(capsys, table, "--no-round-trip", "--limit", "80", "--lower-is-better")
    assert "round-trip chrF++" not in {row["name"] for row in made["agreement"]}
    assert made["bad"]["means"] == "score above 80"
    assert made["agreement"][1]["pearson"]["value"] < 0


def test_the_table_fits_a_terminal(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(table.read_text("utf-8") + "Le chat\t\t7\tlate\n", encoding="utf-8")
    code, out, _ = run(capsys, str(table), *OFFLINE)
    assert code == 0
    assert max(map(len, out.splitlines()[1:])) <= 90
    assert "left out: 1 row, the first is 42: without source or translation" in out
    assert "Pearson   Spearman    Kendall   pairwise        AUC" in out


def test_a_limit_is_proposed_with_the_lines_to_paste(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(table), *OFFLINE, "--suggest-threshold", "--false-blocks", "0.1")
    assert code == 0
    pasted = out.partition("# tqcheck.toml\n")[2]
    assert pasted.startswith('[[thresholds]]\npair = "fr-en"\nfail-under = ')
    (table.parent / "tqcheck.toml").write_text(pasted, encoding="utf-8")
    from tqcheck.config import load

    (threshold,) = load(table.parent / "tqcheck.toml").thresholds
    made = evaluated(capsys, table, "--suggest-threshold", "--false-blocks", "0.1")["threshold"]
    assert made["fail_under"] == threshold.fail_under
    assert made["false_blocks"]["value"] <= 0.1
    assert made["blocked"]["value"] > 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--misses"], "go with --flags"),
        (["--precision", "0.9"], "go with --suggest-threshold"),
        (["--suggest-threshold", "--precision", "0.9", "--false-blocks", "0.1"], "exclude each other"),
        (["--suggest-threshold", "--limit", "-1"], "say with --limit which are"),
        (["--score-column", "nine"], "has no column 'nine'"),
        (["--engine", "none"], "needs an engine"),
    ],
)
def test_wrong_use_is_one_line(table: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    code, out, err = run(capsys, str(table), *OFFLINE, *options)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_folder_is_for_flags(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, str(tmp_path), *OFFLINE)
    assert code == 3
    assert "give --flags" in err
