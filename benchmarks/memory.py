"""`tqcheck report` on one translation memory of gigabytes: its memory, while the file is cut and while it is judged.

Usage: python benchmarks/memory.py [MEGABYTES [SECONDS]]
The engine `fake` translates in no time, so that as much as possible is read. Judging a memory of 2 GB takes hours; it
is stopped after so many seconds, and started again, as an interrupted run goes on. Needs /proc, so Linux.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from batch import ENDINGS, OPENINGS


def write(path: Path, megabytes: int) -> int:
    """A memory of that size, no two sentences of it equal; returns the number of its units."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="fr"/><body>\n')
        while file.tell() < megabytes * 1_000_000:
            for _ in range(10_000):
                english = f"{OPENINGS[count % 7]} {ENDINGS[count % 5]}, for the {count + 10_000_000}th time this year."
                french = (
                    f"{count + 10_000_000} fois cette année, le bateau a quitté le port en retard, dit le capitaine."
                )
                file.write(
                    f'<tu tuid="{count}"><tuv xml:lang="fr"><seg>{french}</seg></tuv>'
                    f'<tuv xml:lang="en"><seg>{english}</seg></tuv></tu>\n'
                )
                count += 1
        file.write("</body></tmx>\n")
    return count


def resident(process: int) -> float:
    """Megabytes that a process holds now; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def judged(out: Path) -> int | None:
    """How many parts are done; ``None`` before the file is cut."""
    state = out / ".state.sqlite"
    if not state.exists():
        return None
    with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as database:
        try:
            if not database.execute("SELECT count(*) FROM cuts_1").fetchone()[0]:
                return None
            done: int = database.execute("SELECT count(*) FROM documents_1").fetchone()[0]
        except sqlite3.OperationalError:
            return None
    return done


def watch(command: list[str], env: dict[str, str], out: Path, seconds: int) -> None:
    """Run the command for so long at most after the cut and print what it holds."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cut_at, peak, first, told = 0.0, 0.0, None, 0
    while process.poll() is None:
        time.sleep(0.2)
        now, peak = time.perf_counter() - started, max(peak, resident(process.pid))
        done = judged(out)
        if done is None:
            continue
        if first is None:
            print(f"cut, or found to be, after {now:.0f} s: peak {peak:.0f} MB", flush=True)
            cut_at, first, peak = now, done, 0.0
        elif done - first >= 2 * max(told, 5):
            told = done - first
            print(f"{told:6} parts judged: {peak:.0f} MB at most since", flush=True)
        if now - cut_at > seconds:
            process.terminate()
            process.wait()
            print(f"{(done or 0) - first:6} parts judged: {peak:.0f} MB at most; stopped", flush=True)


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "memories", Path(name) / "out"
        folder.mkdir()
        units = write(folder / "memory.tmx", megabytes)
        print(f"{megabytes} MB, {units} units")
        command = [sys.executable, "-m", "tqcheck", "report", str(folder), "--out", str(out)]
        env = {**os.environ, "TQCHECK_ENGINE": "fake", "TQCHECK_CACHE_DIR": str(Path(name) / "cache")}
        for _ in range(2):
            watch(command, env, out, seconds)


if __name__ == "__main__":
    main()
