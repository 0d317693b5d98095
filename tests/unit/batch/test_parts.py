"""Large memories in a batch: judged in parts, again only those that changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tqcheck.batch.corpus import Choice, Item, find
from tqcheck.batch.judge import Order
from tqcheck.batch.run import JSONL, Outcome, report
from tqcheck.batch.state import Result
from tqcheck.config import Config
from tqcheck.readers import streaming

ORDER = Order(Config(engine="fake", max_bytes=2000), Path("out"))
ROW = "The ferry number {n} left the harbour late.\tLe ferry numéro {n} a quitté le port tard."


class Told:
    def __init__(self) -> None:
        self.paths: list[str] = []

    def planned(self, documents: int, open: int) -> None:
        pass

    def done(self, result: Result) -> None:
        self.paths.append(result.path)


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(streaming, "UNITS", 10)
    monkeypatch.setitem(streaming.parts.__kwdefaults__, "units", 10)
    path = tmp_path / "texts" / "memory.tsv"
    path.parent.mkdir()
    path.write_text("\n".join(["target\tsource", *(ROW.format(n=n) for n in range(45))]) + "\n")
    return path


def run(lines: tuple[tuple[int, int], ...] | None = None) -> tuple[list[str], Outcome]:
    told = Told()
    items = [Item(item.path, lines=lines) for item in find(["texts"], Choice(), ORDER.out)]
    outcome = report(items, ORDER, told)
    return told.paths, outcome


def summaries() -> dict[str, dict[str, object]]:
    return {one["path"]: one for one in map(json.loads, Path("out", JSONL).read_text().splitlines())}


def test_each_part_is_a_document_and_is_judged_once(memory: Path) -> None:
    judged, outcome = run()
    assert judged == [f"texts/memory.tsv:{n}-{min(45, n + 9)}" for n in range(1, 46, 10)]
    assert (outcome.documents, outcome.open) == (5, 0)
    assert [one["sentences"] for one in summaries().values()] == [10, 10, 10, 10, 5]
    assert run()[0] == []


def test_only_a_part_that_changed_is_judged_again(memory: Path) -> None:
    run()
    memory.write_text(memory.read_text().replace("number 25 left", "number 25 left left"))
    judged, outcome = run()
    assert judged == ["texts/memory.tsv:21-30"]
    assert outcome.flagged == 1
    memory.write_text("\n".join(memory.read_text().splitlines()[:31]) + "\n")
    judged, outcome = run()
    assert (judged, outcome.documents) == ([], 3)
    assert len(list(Path("out", "documents").iterdir())) == 6


def test_a_place_that_cannot_be_read_is_listed_after_the_parts_before_it(memory: Path) -> None:
    memory.unlink()
    unit = '<tu><tuv xml:lang="fr"><seg>Un mot.</seg></tuv><tuv xml:lang="en"><seg>Word {}.</seg></tuv></tu>'
    body = "".join(unit.format(n) for n in range(25))
    memory.with_suffix(".tmx").write_text(f'<tmx version="1.4"><header srclang="fr"/><body>{body}<tu><broken</body>')
    judged, outcome = run()
    assert judged[-1] == "texts/memory.tmx"
    assert outcome.open == 1
    assert "not well-formed" in str(summaries()["texts/memory.tmx"]["reason"])
    assert judged[:2] == ["texts/memory.tmx:1-10", "texts/memory.tmx:11-20"]


def test_lines_count_from_the_start_of_the_file(memory: Path) -> None:
    text = memory.read_text()
    for number in (12, 25):
        text = text.replace(f"number {number} left", f"number {number} left left")
    memory.write_text(text)
    # The row of number 25 is line 27.
    run(((27, 28),))
    assert {path: one["warnings"] for path, one in summaries().items() if one["warnings"]} == {
        "texts/memory.tsv:21-30": 1
    }


def test_a_part_without_a_translation_passes(memory: Path) -> None:
    lines = memory.read_text().splitlines()
    memory.write_text("\n".join(lines[:11] + [f"\t{'un mot ' * 9}{n}" for n in range(10)] + lines[21:]) + "\n")
    _, outcome = run()
    assert outcome.open == 0
    assert summaries()["texts/memory.tsv:11-20"]["verdict"] == "pass"


def test_totals_by_system_and_findings_as_rows(memory: Path) -> None:
    rows = memory.read_text().splitlines()
    systems = ["system", *(("Mill", "Wheel", "")[n % 3] for n in range(45))]
    memory.write_text("\n".join(f"{row}\t{system}" for row, system in zip(rows, systems, strict=True)) + "\n")
    # Two flaws in what the wheel made.
    text = memory.read_text()
    for number in (1, 40):
        text = text.replace(f"number {number} left", f"number {number} left left")
    memory.write_text(text)
    run()
    with open("out/totals.csv", encoding="utf-8", newline="") as file:
        totals = {row["name"]: row for row in csv.DictReader(file) if row["kind"] == "system"}
    assert {name: (row["units"], row["warnings"]) for name, row in totals.items()} == {
        "": ("15", "0"),
        "Mill": ("15", "0"),
        "Wheel": ("15", "2"),
    }
    assert 0 < float(totals["Mill"]["fidelity"]) <= 100
    with open("out/findings.csv", encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["severity"] == "warning"]
    assert [(row["document"], row["unit"]) for row in found] == [
        ("texts/memory.tsv:1-10", "2"),
        ("texts/memory.tsv:41-45", "41"),
    ]
    page = Path("out/index.html").read_text("utf-8")
    assert page.index('data-v="Wheel"') > 0
    assert "not said" in page
    first = summaries()["texts/memory.tsv:1-10"]["systems"]
    assert isinstance(first, dict)
    assert first["Mill"]["units"] == 4
