"""A batch on a real Ray of this machine: two workers, some of them killed, and what a local run comes to."""

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tqcheck.batch import cluster, segments, workers
from tqcheck.batch.corpus import Choice, find
from tqcheck.batch.files import sizes, stem
from tqcheck.batch.judge import Order
from tqcheck.batch.run import Outcome, report
from tqcheck.batch.state import Result, State
from tqcheck.config import Config
from tqcheck.errors import UsageError

pytest.importorskip("ray.data", reason="needs the extra [ray]")
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds Ray's workers by /proc")

WORDS = ("the", "ferry", "left", "harbour", "late", "nobody", "on", "board", "expected", "such", "a", "storm")


@pytest.fixture(scope="module")
def ray() -> Iterator[None]:
    """Two processors, and as little shared memory as Ray takes."""
    with cluster._running(None, 2, 1):
        yield


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty texts, a large table in parts, and a text that cannot be read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workers, "_MOST", 2)
    place = tmp_path / "texts"
    place.mkdir()
    choose = random.Random(7)
    for number in range(20):
        sentences = [" ".join(choose.choices(WORDS, k=9)).capitalize() + "." for _ in range(15)]
        (place / f"{number}.txt").write_text(" ".join(sentences), encoding="utf-8")
    rows = [f"Le ferry numéro {n} est parti.\tThe ferry number {n} has left left.\tMill {n % 2}" for n in range(2100)]
    (place / "memory.tsv").write_text("\n".join(["source\ttarget\tsystem", *rows]) + "\n", encoding="utf-8")
    (place / "latin.txt").write_bytes(b"caf\xe9")
    return place


class Told:
    """Kills a worker when the first result is there."""

    def __init__(self, kill: bool = False) -> None:
        self.kill = kill
        self.killed: list[int] = []
        self.paths: list[str] = []

    def planned(self, documents: int, open: int) -> None:
        pass

    def done(self, result: Result) -> None:
        self.paths.append(result.path)
        if self.kill and not self.killed:
            self.killed = _workers()[:1]
            for pid in self.killed:
                os.kill(pid, signal.SIGKILL)


def _workers() -> list[int]:
    found = []
    for place in Path("/proc").iterdir():
        try:
            if place.name.isdigit() and b"ray::MapWorker" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue
    return sorted(found)


ORDER = Order(Config(engine="fake", max_bytes=100_000), Path("out"))


def run(out: str, told: Told, on_ray: bool) -> Outcome:
    order = Order(ORDER.config, Path(out))
    runner = partial(cluster.judged, jobs=2, address=None) if on_ray else None
    return report(find(["texts"], Choice(), order.out), order, told, runner=runner, forms=segments.FORMS)


def tree(out: str) -> dict[str, bytes]:
    files = {str(p.relative_to(out)): p.read_bytes() for p in Path(out).rglob("*") if p.is_file() and p.name[0] != "."}
    files["index.html"] = re.sub(rb"<time.*?</time>", b"", files["index.html"])
    return files


def test_a_worker_is_killed_and_the_outcome_is_that_of_a_local_run(corpus: Path, ray: None) -> None:
    run("local", Told(), on_ray=False)
    told = Told(kill=True)
    outcome = run("there", told, on_ray=True)
    assert told.killed
    assert (outcome.documents, outcome.judged, outcome.open) == (24, 24, 1)
    assert sorted(set(told.paths)) == sorted(told.paths)
    assert tree("there") == tree("local")
    there = sizes(Path("there"))
    with closing(State(Path("there"))) as state:
        for path, known in state.known():
            for form, size in (("html", known.html), ("json", known.json)):
                assert there.get(f"{stem(path)}.{form}", 0) == size


class Deadly(cluster.Worker):
    def __call__(self, batch: dict[str, object]) -> dict[str, list[object]]:
        if any("7.txt" in str(packed) for packed in batch["items"]):  # type: ignore[attr-defined]
            time.sleep(0.2)
            os._exit(9)
        return super().__call__(batch)


def test_a_document_that_takes_its_worker_with_it_costs_no_other(
    corpus: Path, ray: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in corpus.iterdir():
        if path.name not in ("7.txt", "8.txt", "9.txt"):
            path.unlink()
    # The worker's own class, so that the change travels to its process.
    monkeypatch.setattr(cluster, "Worker", Deadly)
    monkeypatch.setattr(cluster, "RETRIES", 1)
    told = Told()
    outcome = run("out", told, on_ray=True)
    assert (outcome.documents, outcome.judged, outcome.open) == (3, 3, 1)
    assert sorted(told.paths) == ["texts/7.txt", "texts/8.txt", "texts/9.txt"]
    assert "was lost" in Path("out/summary.csv").read_text()


def test_wrong_settings_are_said_before_anything_starts(corpus: Path) -> None:
    wrong = Order(Config(engine="fake", ignore=("no-such-rule",)), Path("out"))
    with pytest.raises(UsageError, match="no-such-rule"):
        list(cluster.judged(find(["texts"], Choice(), Path("out")), wrong, 1, None))
