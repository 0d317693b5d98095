"""The segments of a batch as a data set: what is in a row, and when a file is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tqcheck.batch import segments
from tqcheck.batch.corpus import Choice, find
from tqcheck.batch.files import SEGMENTS, WriteError
from tqcheck.batch.judge import Order
from tqcheck.batch.run import Outcome, report
from tqcheck.batch.state import Result
from tqcheck.checker import Checker
from tqcheck.cli import main
from tqcheck.config import Config
from tqcheck.errors import UsageError
from tqcheck.readers import streaming

ORDER = Order(Config(engine="fake", max_bytes=2000), Path("out"))
UNIT = {"source": "Le ferry a quitté le port. Personne n'est mort.", "source_language": "fr", "language": "en"}
TEXT = "The ferry left the harbour. Nobody died number {}."


class Quiet:
    def planned(self, documents: int, open: int) -> None:
        pass

    def done(self, result: Result) -> None:
        pass


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of ten units in three parts, a text, and one that cannot be read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(streaming.parts.__kwdefaults__, "units", 4)
    folder = tmp_path / "texts"
    folder.mkdir()
    units = [{"id": f"u{n}", **UNIT, "text": TEXT.format(n), "system": "Mill"} for n in range(10)]
    units[5]["text"] = "The ferry left the the harbour. Nobody died died."
    (folder / "memory.jsonl").write_text("".join(f"{json.dumps(unit)}\n" for unit in units))
    (folder / "plain.txt").write_text("The ferry left the harbour late. It rained.\n")
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    return folder


def run(*forms: str, order: Order = ORDER, again: bool = False) -> Outcome:
    return report(find(["texts"], Choice(), order.out), order, Quiet(), 1, again, None, forms)


def files(form: str = "jsonl") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path("out", SEGMENTS).glob(f"*.{form}"))}


def found() -> list[dict[str, Any]]:
    lines = b"".join(files().values()).splitlines()
    return sorted(map(json.loads, lines), key=lambda row: (row["document"], row["index"]))


def test_a_row_a_segment_with_what_was_found_in_it(corpus: Path) -> None:
    assert run("jsonl").segments == 4
    rows = found()
    assert [row["document"] for row in rows[::2]] == [
        *["texts/memory.jsonl:1-4"] * 4,
        *["texts/memory.jsonl:5-8"] * 4,
        *["texts/memory.jsonl:9-10"] * 2,
        "texts/plain.txt",
    ]
    assert [(row["unit"], row["index"]) for row in rows[8:12]] == [("u4", 0), ("u4", 1), ("u5", 2), ("u5", 3)]
    assert all(tuple(row) == segments.COLUMNS for row in rows)
    bad = rows[10]
    assert (bad["text"], bad["source"]) == ("The ferry left the the harbour.", "Le ferry a quitté le port.")
    assert (bad["severity"], bad["errors"], bad["warnings"], bad["document_verdict"]) == ("warning", 0, 1, "review")
    assert [one["quote"] for one in bad["findings"]] == ["the the"]
    assert [one["quote"] for one in rows[11]["findings"]] == ["died died"]
    assert bad["system"] == "Mill"
    assert bad["mode"] == "source"
    assert (bad["language"], bad["source_language"]) == ("en", "fr")
    assert bad["back_translation"]
    assert bad["metrics"]
    assert {row["severity"] for row in rows if row["unit"] not in ("u5",)} == {None}


def test_parquet_says_what_jsonl_says(corpus: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra [formats]")
    run("parquet", "jsonl")
    rows = []
    for path in sorted(Path("out", SEGMENTS).glob("*.parquet")):
        table = parquet.read_table(path)
        assert table.schema.metadata == {b"schema": b"tqcheck.segments/1"}
        assert table.column_names == list(segments.COLUMNS)
        rows += table.to_pylist()
    rows.sort(key=lambda row: (row["document"], row["index"]))
    for row in rows:
        row["metrics"] = dict(row["metrics"])
    assert rows == found()


def test_files_are_a_function_of_the_reports(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra [formats]")
    run("parquet", "jsonl")
    one = files("parquet"), files()
    run()
    assert not Path("out", SEGMENTS).exists()
    monkeypatch.setattr(Checker, "check", None)
    assert run("parquet", "jsonl").segments == 8
    assert (files("parquet"), files()) == one
    assert run("parquet", "jsonl").segments == 0
    assert run("jsonl").segments == 0
    assert files("parquet") == {}


def test_only_what_changed_is_written_again(corpus: Path) -> None:
    run("jsonl")
    before = files()
    path = corpus / "memory.jsonl"
    path.write_text(path.read_text().replace("number 9", "number 99"))
    assert run("jsonl").segments == 1
    after = files()
    assert [name for name in after if after[name] != before[name]] == [name for name in before if "9-10" in name]
    path.unlink()
    run("jsonl")
    assert len(files()) == 1


def test_judged_again_without_segments_they_are_not_left_as_they_were(corpus: Path) -> None:
    run("jsonl")
    whole = files()
    (corpus / "plain.txt").write_text("The ferry left the harbour late. It snowed.\n")
    run()
    run("jsonl")
    assert sum(content != whole.get(name) for name, content in files().items()) == 1
    assert found()[-1]["text"] == "It snowed."


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"{")])
def test_a_file_that_is_missing_or_cut_is_written_again(corpus: Path, harm: Callable[[Path], object]) -> None:
    run("jsonl")
    whole = files()
    harm(Path("out", SEGMENTS, min(whole)))
    assert run("jsonl").segments == 1
    assert files() == whole


def test_a_run_that_is_stopped_while_it_writes_goes_on(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("jsonl", order=replace(ORDER, out=Path("whole")))
    write = segments._write
    with monkeypatch.context() as patch:

        def full(out: Path, path: str, target: Path, form: str) -> int:
            if path.endswith("9-10"):
                raise WriteError("No space left on device")
            return write(out, path, target, form)

        patch.setattr(segments, "_write", full)
        with pytest.raises(WriteError, match="No space"):
            run("jsonl")
    assert len(files()) == 2
    outcome = run("jsonl")
    assert (outcome.judged, outcome.segments) == (0, 2)
    assert files() == {path.name: path.read_bytes() for path in Path("whole", SEGMENTS).iterdir()}


def test_a_finding_between_two_segments_belongs_to_the_one_before() -> None:
    def finding(start: int) -> dict[str, Any]:
        return {name: start if name in ("start", "end") else "info" for name in segments._FINDING}

    segment = dict.fromkeys((*segments._FROM_SEGMENT, *segments._JUDGED))
    document = {
        **{"language": {"code": None}, "source_language": None, "mode": "rules-only", "origin": None},
        "segments": [{**segment, "start": start, "end": start + 5} for start in (10, 20)],
        "findings": [finding(start) for start in (3, 12, 17, 20, 40)],
        "verdict": "pass",
    }
    rows = list(segments.rows("x", document))
    assert [[one["start"] for one in row["findings"]] for row in rows] == [[3, 12, 17], [20, 40]]
    assert [(row["notes"], row["severity"]) for row in rows] == [(3, "info"), (2, "info")]


def test_half_of_a_surrogate_pair_is_replaced(corpus: Path) -> None:
    (corpus / "half.json").write_text('{"title": "A ferry \\ud800 left the harbour late in the evening."}')
    pytest.importorskip("pyarrow", reason="needs the extra [formats]")
    run("parquet", "jsonl")
    assert "\ud800" not in str(found())
    assert len(files("parquet")) == 5


def test_without_pyarrow_parquet_is_refused_before_anything_is_judged(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="formats"):
        run("parquet")
    assert not Path("out").exists()


def test_the_command(corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TQCHECK_ENGINE", "fake")
    monkeypatch.setenv("TQCHECK_CACHE_DIR", str(corpus.parent / "cache"))
    assert main(["report", "texts", "--out", "out", "--segments", "jsonl", "--segments", "jsonl"]) == 3
    assert "2 files of segments written" in capsys.readouterr().err
    assert main(["report", "texts", "--out", "out", "--segments", "xml"]) == 2
