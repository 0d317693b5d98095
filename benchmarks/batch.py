"""`tqcheck report` on corpora of 100, 1,000 and 10,000 sentences: time a sentence, memory, a second run, two processes.

Usage: python benchmarks/batch.py [ENGINE [SENTENCES...]]
The engine `fake`, the default, translates in no time: what is measured is all the rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

A_DOCUMENT = 10
OPENINGS = ("The ferry", "A night train", "The last bus", "Her brother", "The mayor", "An old fisherman", "The choir")
ENDINGS = ("left the harbour late", "came back before midnight", "waited for the others", "kept the keys", "sang on")


def write(folder: Path, sentences: int) -> None:
    """Documents of ten sentences; no two sentences are equal."""
    for number in range(sentences // A_DOCUMENT):
        place = folder / f"{number % 20}"
        place.mkdir(parents=True, exist_ok=True)
        text = " ".join(
            f"{OPENINGS[at % 7]} {ENDINGS[at % 5]}, for the {at + 2}nd time in {number + 3} days."
            for at in range(number, number + A_DOCUMENT)
        )
        (place / f"{number}.txt").write_text(text, encoding="utf-8")


def run(folder: Path, out: Path, engine: str, jobs: int) -> tuple[float, float]:
    """Seconds and peak resident megabytes of the first process."""
    command = [sys.executable, "-m", "tqcheck", "report", str(folder), "--out", str(out), "--jobs", str(jobs)]
    env = {**os.environ, "TQCHECK_ENGINE": engine, "TQCHECK_CACHE_DIR": str(out.parent / f"cache-{out.name}")}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> None:
    engine = sys.argv[1] if len(sys.argv) > 1 else "fake"
    sizes = [int(one) for one in sys.argv[2:]] or [100, 1_000, 10_000]
    print(f"engine {engine}, {A_DOCUMENT} sentences a document, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place) / f"texts-{size}"
            write(folder, size)
            seconds, memory = run(folder, Path(place) / f"one-{size}", engine, 1)
            again, small = run(folder, Path(place) / f"one-{size}", engine, 1)
            two, _ = run(folder, Path(place) / f"two-{size}", engine, 2)
            print(
                f"{size:6} sentences  {seconds:6.1f} s  {1000 * seconds / size:5.1f} ms a sentence  "
                f"peak {memory:4.0f} MB  |  again {again:5.2f} s, {small:4.0f} MB  |  "
                f"two processes {two:6.1f} s, {seconds / two:.2f} x as fast"
            )


if __name__ == "__main__":
    main()
