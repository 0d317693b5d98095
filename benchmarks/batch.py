"""`tqcheck report` on corpora of 100, 1,000 and 10,000 sentences: time a sentence, memory, a second run, two processes.

Usage: python benchmarks/batch.py [ENGINE [SENTENCES...]]
The engine `fake`, the default, translates in no time: what is measured is all the rest. With another the share of that
is told, by a run that finds all translations in the cache, and whether repeated sentences are translated once. Times
are of the processor and of the clock; on a machine with other work only the first mean anything. "From 100 on" leaves
out what starting costs. Ray is measured where it is installed (extra `[ray]`).
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

A_DOCUMENT = 10
OPENINGS = ("The ferry", "A night train", "The last bus", "Her brother", "The mayor", "An old fisherman", "The choir")
ENDINGS = ("left the harbour late", "came back before midnight", "waited for the others", "kept the keys", "sang on")


def write(folder: Path, sentences: int) -> None:
    """Documents of ten sentences, no two of them equal, and as long in large corpora as in small ones."""
    for number in range(sentences // A_DOCUMENT):
        place = folder / f"{number % 20}"
        place.mkdir(parents=True, exist_ok=True)
        text = " ".join(
            f"{OPENINGS[at % 7]} {ENDINGS[at % 5]}, for the {at + 1002}nd time in {number + 1003} days."
            for at in range(number, number + A_DOCUMENT)
        )
        (place / f"{number}.txt").write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a run, the processes that it started included where there are several."""

    seconds: float
    processor: float
    memory: float
    """Peak resident megabytes of the largest process."""


def run(folder: Path, out: Path, engine: str, *options: str) -> Cost:
    """Run `tqcheck report` with a cache of its own."""
    command = [sys.executable, "-m", "tqcheck", "report", str(folder), "--out", str(out), *options]
    env = {**os.environ, "TQCHECK_ENGINE": engine, "TQCHECK_CACHE_DIR": str(out.parent / f"cache-{out.name}")}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def repeated(place: Path, engine: str) -> str:
    """How many translations a text needs that says the same ten sentences twenty times over."""
    folder, out = place / "repeated", place / "repeated-out"
    write(folder, A_DOCUMENT)
    (first,) = folder.rglob("*.txt")
    first.write_text("\n\n".join([first.read_text("utf-8")] * 20), encoding="utf-8")
    run(folder, out, engine)
    with closing(sqlite3.connect(place / f"cache-{out.name}" / "translations.sqlite")) as cache:
        # The others are scores of translations, by forced decoding.
        (count,) = cache.execute("SELECT count(*) FROM entries_1 WHERE value LIKE '{\"text\"%'").fetchone()
    return f"{20 * A_DOCUMENT} sentences, {A_DOCUMENT} of them different, there and back: {count} translations"


def flat(costs: Sequence[tuple[int, Cost]]) -> str:
    """What a sentence costs in the largest corpus against the one before, without what starting costs; and memory."""
    (low, first), (middle, second), (high, third) = costs[-3:]
    before = (second.processor - first.processor) / (middle - low)
    after = (third.processor - second.processor) / (high - middle)
    return (
        f"a sentence from {middle} to {high} takes {100 * after / before:.0f}% of the time of one from {low} to "
        f"{middle}; peak memory is {100 * third.memory / second.memory:.0f}%"
    )


def main() -> None:
    engine = sys.argv[1] if len(sys.argv) > 1 else "fake"
    sizes = [int(one) for one in sys.argv[2:]] or [100, 1_000, 10_000]
    print(f"engine {engine}, {A_DOCUMENT} sentences a document, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        place, smallest = Path(name), None
        costs: list[tuple[int, Cost]] = []
        for size in sizes:
            folder = place / f"texts-{size}"
            write(folder, size)
            one = run(folder, place / f"one-{size}", engine)
            smallest = smallest or (size, one)
            print(
                f"{size:6} sentences: {one.processor:6.1f} s of a processor, {one.seconds:6.1f} s; "
                f"{1000 * one.processor / size:5.1f} ms a sentence; peak {one.memory:4.0f} MB",
                flush=True,
            )
            if size > smallest[0]:
                more = 1000 * (one.processor - smallest[1].processor) / (size - smallest[0])
                print(f"       from {smallest[0]} on: {more:5.1f} ms a sentence")
            again = run(folder, place / f"one-{size}", engine)
            print(f"       again, nothing changed: {again.processor:.2f} s of a processor, {again.seconds:.2f} s")
            two = run(folder, place / f"two-{size}", engine, "--jobs", "2")
            print(f"       two processes: {two.seconds:.1f} s, {one.seconds / two.seconds:.2f} x as fast", flush=True)
            if find_spec("ray"):
                ray = run(folder, place / f"ray-{size}", engine, "--runner", "ray", "--jobs", "2")
                print(f"       Ray, two workers: {ray.seconds:.1f} s, {one.seconds / ray.seconds:.2f} x as fast")
            if engine not in ("fake", "none"):
                rest = run(folder, place / f"one-{size}", engine, "--again")
                print(f"       not translation: {100 * rest.processor / one.processor:.0f}% of the processor's time")
            costs.append((size, one))
        if len(costs) > 2:
            print(flat(costs))
        if engine == "ctranslate":
            print(repeated(place, engine))


if __name__ == "__main__":
    main()
