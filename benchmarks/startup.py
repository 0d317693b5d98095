"""Whole processes side by side: start-up, a cold `lint` of 1,000 words beside proselint, the memory of `score`.

Usage: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def article(words: int) -> str:
    """The clean English articles of the corpora, one after the other, up to `words` words."""
    paragraphs, count = [], 0
    for path in sorted(ROOT.glob("corpora/*-en/*/clean.en.txt")):
        for paragraph in path.read_text("utf-8").split("\n\n"):
            if count >= words:
                return "\n\n".join(paragraphs)
            paragraphs.append(paragraph)
            count += len(paragraph.split())
    return "\n\n".join(paragraphs)


def run(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak resident megabytes of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "article.txt"
        text.write_text(article(1000), encoding="utf-8")
        env = {**os.environ, "XDG_CACHE_HOME": folder, "TQCHECK_OFFLINE": "1"}
        # As pip installs it: compiled to byte code, which an environment that forbids it would do anew at every start.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        env["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "tqcheck --help": [str(BIN / "tqcheck"), "--help"],
            "tqcheck lint": [str(BIN / "tqcheck"), "lint", str(text)],
        }
        proselint = shutil.which("proselint", path=str(BIN))
        if proselint:
            commands["proselint check"] = [proselint, "check", str(text)]
        commands["tqcheck score --no-cache"] = [str(BIN / "tqcheck"), "score", "--no-cache", str(text)]
        times: dict[str, list[float]] = {name: [] for name in commands}
        memory: dict[str, float] = {}
        for number in range(rounds + 1):
            for name, command in commands.items():
                seconds, peak = run(command, env)
                memory[name] = max(memory.get(name, 0), peak)
                if number:  # the first round warms the disk cache
                    times[name].append(seconds)
        print(f"{len(text.read_text('utf-8').split())} words, {rounds} rounds, {os.cpu_count()} cores")
        base = times["python -c pass"]
        for name, seconds in times.items():
            ratio = statistics.median(a / b for a, b in zip(seconds, base, strict=True))
            print(
                f"{name:26} {statistics.median(seconds):6.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"
                f"  {ratio:6.1f} x python -c pass  peak {memory[name]:4.0f} MB"
            )
        if proselint:
            pairs = zip(times["proselint check"], times["tqcheck lint"], strict=True)
            ratios = sorted(theirs / ours for theirs, ours in pairs)
            middle = statistics.median(ratios)
            print(f"tqcheck lint is {middle:.1f} x as fast as proselint ({ratios[0]:.1f} to {ratios[-1]:.1f})")
        else:
            print("proselint is not installed here (pip install proselint), so it was not measured")


if __name__ == "__main__":
    main()
