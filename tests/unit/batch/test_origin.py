"""What summaries, tables and the index say of the origin."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tqcheck import assembly
from tqcheck.batch.corpus import Choice, find
from tqcheck.batch.judge import Order
from tqcheck.batch.run import CSV, PAGE, report
from tqcheck.batch.state import Result
from tqcheck.batch.summary import Summary
from tqcheck.config import Config
from tqcheck.document import Segment
from tqcheck.report import Finding, Judged, Origin

TEXT = "The ferry left the harbour late in the evening. Nobody on board had expected such a storm.\n"


class Says:
    """A detector that believes the texts that speak of storms to be Spanish."""

    def judge(
        self,
        text_language: str | None,
        segments: Sequence[Segment],
        judged: Mapping[int, Judged],
        findings: Sequence[Finding],
    ) -> Origin:
        if len(segments) > 1:
            return Origin(0.93, "es", {"es": 0.9, "none": 0.07}, reads_translated=True)
        return Origin(None, None, {}, reason="It is short.")


class Watcher:
    def planned(self, documents: int, open: int) -> None: ...

    def done(self, result: Result) -> None: ...


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(assembly, "_detector", lambda _config: Says())
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/long.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "texts/short.txt").write_text("The ferry left the harbour late in the evening.", encoding="utf-8")
    order = Order(Config(engine="fake"), tmp_path / "out")
    report(find(["texts"], Choice(), order.out), order, Watcher())
    return order.out


def test_the_index_has_a_column_and_a_figure(out: Path) -> None:
    page = (out / PAGE).read_text("utf-8")
    assert ">Machine translation</th>" in page
    said = '93% <span class="from">from Spanish</span>'
    assert f'class="number reads" data-label="machine translation" data-v="0.93">{said}</td>' in page
    assert 'class="number" data-label="machine translation" data-v=""></td>' in page
    assert '<span class="value">1</span> <span class="word">read as translated</span>' in page


def test_the_table_has_columns(out: Path) -> None:
    with (out / CSV).open(encoding="utf-8", newline="") as file:
        long, short = csv.DictReader(file)
    assert (long["translated"], long["reads_translated"], long["origin"]) == ("0.93", "True", "es")
    assert (short["translated"], short["reads_translated"], short["origin"]) == ("", "False", "")


def test_a_summary_of_an_older_run_can_be_read() -> None:
    assert Summary.loads('{"path": "a", "verdict": "pass", "reason": ""}').translated is None


def test_without_a_detector_the_page_has_no_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    order = Order(Config(engine="fake", detect_origin=False), tmp_path / "out")
    report(find(["a.txt"], Choice(), order.out), order, Watcher())
    assert "Machine translation" not in (order.out / PAGE).read_text("utf-8")
