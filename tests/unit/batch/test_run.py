"""Judging what has changed, and only that; with the fake engine."""

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tqcheck.batch import workers
from tqcheck.batch.corpus import Choice, Item, find
from tqcheck.batch.files import DOCUMENTS, WriteError
from tqcheck.batch.judge import Judge, Order
from tqcheck.batch.run import CSV, JSONL, PAGE, Outcome, report
from tqcheck.batch.state import FILE, Result
from tqcheck.checker import Checker
from tqcheck.config import Config
from tqcheck.engines.base import Pair
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import ModelError, UsageError

CLEAN = "The ferry left the harbour late in the evening. Nobody on board had expected such a storm.\n"
FLAWED = "The ferry left the the harbour late in the evening. Nobody on board had expected such a storm.\n"


class Told:
    """Remembers what a watcher is told."""

    def __init__(self) -> None:
        self.plan: tuple[int, int] | None = None
        self.results: list[Result] = []

    def planned(self, documents: int, open: int) -> None:
        self.plan = (documents, open)

    def done(self, result: Result) -> None:
        self.results.append(result)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(FLAWED if number == 1 else CLEAN, encoding="utf-8")
    return folder


ALL = Choice()
ORDER = Order(Config(engine="fake"), Path("out"))


def run(order: Order = ORDER, choice: Choice = ALL, **options: int) -> tuple[list[str], Outcome]:
    told = Told()
    outcome = report(find(["texts"], choice, order.out), order, told, **options)
    assert told.plan == (outcome.documents, len(told.results))
    return sorted(Path(result.path).name for result in told.results), outcome


def tree(out: Path = Path("out")) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file() and path.name[0] != "."}


def lines() -> dict[str, dict[str, object]]:
    return {line["path"]: line for line in map(json.loads, Path("out", JSONL).read_text().splitlines())}


def test_everything_is_judged_once(corpus: Path) -> None:
    judged, outcome = run()
    assert judged == ["0.txt", "1.txt", "2.txt", "3.txt"]
    assert (outcome.documents, outcome.judged, outcome.flagged, outcome.open) == (4, 4, 1, 0)
    before = tree()
    assert len(before) == 13
    again, outcome = run()
    assert again == []
    assert (outcome.documents, outcome.judged, outcome.flagged, outcome.open) == (4, 0, 1, 0)
    assert tree() == before


def test_a_run_with_nothing_to_do_loads_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    monkeypatch.setattr(Checker, "check", None)
    assert run()[0] == []


def test_only_what_changed_is_judged_again(corpus: Path) -> None:
    run()
    (corpus / "2.txt").write_text(FLAWED)
    assert run()[0] == ["2.txt"]
    assert lines()["texts/2.txt"]["warnings"] == 1
    os.utime(corpus / "0.txt")
    assert run()[0] == []


def test_a_source_that_changed_counts_too(corpus: Path) -> None:
    for number in range(4):
        (corpus / f"{number}.fr").write_text("Le ferry a quitté le port tard dans la soirée.")
    choice = Choice(source="{stem}.fr")
    assert len(run(choice=choice)[0]) == 4
    assert lines()["texts/0.txt"]["mode"] == "source"
    (corpus / "3.fr").write_text("Le ferry a quitté le port.")
    assert run(choice=choice)[0] == ["3.txt"]
    assert len(run()[0]) == 4


@pytest.mark.parametrize(
    "order",
    [
        replace(ORDER, config=Config(engine="fake", ignore=("doubled",))),
        replace(ORDER, config=Config(engine="none")),
        replace(ORDER, markup="markdown"),
    ],
)
def test_settings_that_matter_make_all_be_judged_again(corpus: Path, order: Order) -> None:
    run()
    assert len(run(order)[0]) == 4


def test_settings_that_do_not_matter_do_not(corpus: Path) -> None:
    run()
    config = Config(engine="fake", threads=7, cache=False, fail_on="never")
    judged, outcome = run(replace(ORDER, config=config))
    assert (judged, outcome.flagged) == ([], 0)


def test_a_rule_pack_a_baseline_and_a_model_count(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = Path("packs/en/from-fr/own.toml")
    pack.parent.mkdir(parents=True)
    rule = """target = "en"\norigin = "fr"\n[[rule]]\nid = "%s"\npatterns = ["{v:expect} such"]\nalone = true
message = "m"\nwhy = "w"\nsuggestions = ["x"]\nseverity = "warning"\ncategory = "calque"
bad = ["Nobody expects such a storm.", "He expected such rain."]\ngood = ["a", "b"]\n"""
    pack.write_text(rule % "one")
    known = Path("known.json")
    known.write_text('{"schema": "tqcheck.baseline/1", "documents": {}}')
    order = replace(ORDER, config=Config(engine="fake", packs=("packs",), baseline="known.json"))
    assert len(run(order)[0]) == 4
    assert run(order)[0] == []
    pack.write_text(rule % "two")
    assert len(run(order)[0]) == 4
    known.write_text('{"schema": "tqcheck.baseline/1", "documents": {"a": {}}}')
    assert len(run(order)[0]) == 4
    monkeypatch.setattr(FakeEngine, "identity", lambda self, pair: f"another {pair}")
    assert len(run(order)[0]) == 4
    assert run(order)[0] == []


def test_a_model_that_was_missing_and_came_counts(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(self: FakeEngine, pair: Pair) -> str:
        raise ModelError("no model")

    with monkeypatch.context() as patch:
        patch.setattr(FakeEngine, "identity", missing)
        run()
        assert run()[0] == []
    assert len(run()[0]) == 4


def test_a_report_that_is_missing_or_cut_is_made_again(corpus: Path) -> None:
    run()
    before = tree()
    pages = sorted(Path("out", DOCUMENTS).glob("*.html"))
    pages[0].unlink()
    pages[1].write_text("")
    Path("out", PAGE).unlink()
    assert len(run()[0]) == 2
    after = tree()
    assert "No figure has changed" in after.pop(f"out/{PAGE}").decode()
    assert after == {name: content for name, content in before.items() if name != f"out/{PAGE}"}


def without_times(files: dict[str, bytes]) -> dict[str, list[bytes]]:
    return {name: [line for line in content.splitlines() if b"<time" not in line] for name, content in files.items()}


def test_again_judges_everything(corpus: Path) -> None:
    run()
    assert len(run(again=True)[0]) == 4


def test_documents_that_are_gone_go_from_the_folder(corpus: Path) -> None:
    run()
    (corpus / "1.txt").unlink()
    _, outcome = run()
    assert (outcome.documents, outcome.flagged) == (3, 0)
    assert len(tree()) == 11
    assert "3 documents" in Path("out", PAGE).read_text()
    assert "1 gone" in Path("out", PAGE).read_text()


def test_what_cannot_be_judged_is_listed_and_stops_nothing(corpus: Path) -> None:
    (corpus / "empty.txt").write_text("")
    (corpus / "latin.txt").write_bytes(b"caf\xe9 au lait, bien s\xfbr")
    (corpus / "binary.txt").write_bytes(bytes(range(256)))
    os.symlink("missing", corpus / "link.txt")
    judged, outcome = run()
    assert len(judged) == 7
    assert (outcome.documents, outcome.open) == (7, 3)
    failed = lines()["texts/latin.txt"]
    assert (failed["verdict"], failed["html"]) == ("failed", None)
    assert "UTF-8" in str(failed["reason"])
    assert run()[0] == []
    (corpus / "latin.txt").write_text("The café is open.", encoding="utf-8")
    assert run()[0] == ["latin.txt"]


def test_a_text_that_trips_the_program_stops_nothing_and_is_tried_again(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "1.txt").write_text("This is the text that the program cannot bear, whatever it tries.")
    with monkeypatch.context() as patch:
        whole = Checker._report

        def trip(self: Checker, case: object) -> object:
            if "cannot bear" in case.document.text:  # type: ignore[attr-defined]
                raise RecursionError("too deep")
            return whole(self, case)  # type: ignore[arg-type]

        patch.setattr(Checker, "_report", trip)
        judged, outcome = run()
        assert (len(judged), outcome.open) == (4, 1)
        assert lines()["texts/1.txt"]["reason"] == "tqcheck failed on it: RecursionError: too deep"
        assert run()[0] == ["1.txt"]
    assert run()[1].open == 0


def test_an_interrupted_run_goes_on(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(replace(ORDER, out=Path("whole")))
    monkeypatch.setattr(workers, "_MOST", 1)

    class Stopped(Told):
        def done(self, result: Result) -> None:
            super().done(result)
            if len(self.results) == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        report(find(["texts"], Choice(), Path("out")), ORDER, Stopped())
    assert not Path("out", PAGE).exists()
    assert run()[0] == ["2.txt", "3.txt"]
    found = {name.replace("whole", "out", 1): content for name, content in tree(Path("whole")).items()}
    assert without_times(found) == without_times(tree())


def test_the_trend_is_against_the_last_whole_run(corpus: Path) -> None:
    run()
    assert "first run" in Path("out", PAGE).read_text()
    (corpus / "2.txt").write_text(FLAWED)
    (corpus / "new.txt").write_text(CLEAN)

    class Stopped(Told):
        def done(self, result: Result) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        report(find(["texts"], Choice(), Path("out")), ORDER, Stopped())
    run()
    page = Path("out", PAGE).read_text()
    assert 'class="course worse">was pass, +1 warning</span>' in page
    assert 'class="course new">new</span>' in page
    assert page.count('class="course ') == 2
    assert run()[0] == []
    assert Path("out", PAGE).read_text() == page


def test_a_full_disk_is_said_and_loses_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_MOST", 1)
    written: list[Item] = []
    whole = Judge._write

    def full(self: Judge, item: Item, *rest: object) -> int:
        written.append(item)
        if len(written) > 4:
            raise WriteError("out/x: cannot be written: No space left on device")
        return whole(self, item, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Judge, "_write", full)
        with pytest.raises(WriteError, match="No space"):
            run()
    assert run()[0] == ["2.txt", "3.txt"]


def test_a_corrupt_state_is_set_aside(corpus: Path, caplog: pytest.LogCaptureFixture) -> None:
    run()
    Path("out", FILE).write_bytes(b"no database" * 1000)
    assert len(run()[0]) == 4
    assert "corrupt" in caplog.text
    assert run()[0] == []


def test_a_folder_of_other_things_is_left_alone(corpus: Path) -> None:
    Path("out").mkdir()
    Path("out", PAGE).write_text("My page")
    with pytest.raises(UsageError, match="another folder"):
        run()
    assert Path("out", PAGE).read_text() == "My page"


def test_two_runs_cannot_share_a_folder(corpus: Path) -> None:
    from filelock import FileLock

    Path("out").mkdir()
    with FileLock("out/.lock"), pytest.raises(UsageError, match="another run"):
        run()


def test_several_processes_come_to_the_same(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_MOST", 1)
    (corpus / "latin.txt").write_bytes(b"caf\xe9")
    run()
    one = tree()
    judged, outcome = run(replace(ORDER, out=Path("two")), jobs=2)
    assert (len(judged), outcome.open) == (5, 1)
    two = {name.replace("two", "out", 1): content for name, content in tree(Path("two")).items()}
    assert without_times(two) == without_times(one)


def _dying(pipe: workers.Connection, order: Order) -> None:
    judge = Judge(order)
    while group := pipe.recv():
        for item in group:
            if item.path == "texts/2.txt":
                os._exit(9)
            for result in judge([item]):
                pipe.send(result)
        pipe.send(None)


def test_a_process_that_dies_costs_only_the_document_that_killed_it(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_work", _dying)
    monkeypatch.setattr(workers, "get_context", lambda _method: workers_fork())
    judged, outcome = run(jobs=2)
    assert (len(judged), outcome.open) == (4, 1)
    assert "exit code 9" in str(lines()["texts/2.txt"]["reason"])


def test_a_process_takes_no_more_threads_than_its_share(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe:
        def recv(self) -> list[Item]:
            return []

    monkeypatch.setattr(workers.signal, "signal", lambda *_: None)
    for given, expected in ((None, "3"), ("5", "5")):
        with monkeypatch.context() as patch:
            patch.setenv("OMP_NUM_THREADS", given or "")
            if given is None:
                patch.delenv("OMP_NUM_THREADS")
            workers._work(Pipe(), replace(ORDER, config=Config(engine="fake", threads=3)))  # type: ignore[arg-type]
            assert os.environ["OMP_NUM_THREADS"] == expected


def workers_fork() -> object:
    """A context whose processes know this module's functions by inheritance."""
    import multiprocessing

    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs fork")
    return multiprocessing.get_context("fork")


def test_wrong_settings_are_said_by_the_processes_too(corpus: Path) -> None:
    order = replace(ORDER, config=Config(engine="fake", ignore=("nonsense",)))
    for jobs in (1, 2):
        with pytest.raises(UsageError, match="nonsense"):
            run(replace(order, out=Path(f"out{jobs}")), jobs=jobs)


def test_names_that_are_hard_to_write_are_no_obstacle(corpus: Path) -> None:
    names = [
        "a\nb.txt",
        "<script>alert(1)<&>.txt",
        os.fsdecode(b"caf\xe9.txt"),
        "-rf.txt",
        "=cmd.txt",
        "A.txt",
        "a.txt",
    ]
    try:
        for name in names:
            (corpus / name).write_text(CLEAN)
    except OSError:
        pytest.skip("this file system takes no such names")
    _, outcome = run()
    assert (outcome.documents, outcome.open) == (4 + len(names), 0)
    page = Path("out", PAGE).read_text()
    assert "<script>alert" not in page
    assert len(Path("out", CSV).read_text().splitlines()) >= 12
    assert len(lines()) == outcome.documents
    assert run()[0] == []


def test_the_state_has_no_second_copy_of_a_report(corpus: Path) -> None:
    (corpus / "long.txt").write_text(CLEAN * 500)
    run()
    with sqlite3.connect(Path("out", FILE)) as database:
        longest = database.execute("SELECT max(length(summary)) FROM documents_1").fetchone()[0]
    assert longest < 1000


@pytest.fixture(autouse=True)
def nothing_outside() -> Iterator[None]:
    yield
    assert not list(Path().glob(".part-*"))
