"""How long the service takes for articles of about 600 words, how many it does, and what it holds on to.

One client asks for one article after the other: first check, repeat, edit of one sentence, and what of it is
translated. Then several ask at once for as many as they can get, beside what the checker does by itself in one process;
200 ask at the same moment; and with --minutes a few go on asking for that long while the memory of the process is read.

Starts services of its own with an empty cache, or none; TQCHECK_ENGINE chooses what translates.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count, pairwise
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

CORPORA = Path(__file__).parents[1] / "corpora"
PORT = int(os.environ.get("PORT", "8799"))
URL = f"http://127.0.0.1:{PORT}"
WORDS = 600
ARTICLES = 8


def articles() -> list[str]:
    """Texts of the corpora, one behind the other, cut into articles of the wanted length; no sentence twice."""
    made, now = [], ""
    for path in sorted(CORPORA.glob("*-en/*/raw.en.txt")):
        for paragraph in path.read_text("utf-8").split("\n\n"):
            now += paragraph.strip() + "\n\n"
            if len(now.split()) >= WORDS:
                made.append(f"Number {len(made) + 1} of the articles begins here. {now}")
                now = ""
    return made[:ARTICLES]


def check(text: str, deadline: float) -> dict[str, Any]:
    """The service's answer."""
    body = json.dumps({"text": text, "language": "en", "source_language": "fr", "deadline": deadline}).encode()
    with urlopen(Request(f"{URL}/v1/check", body, {"Content-Type": "application/json"}), timeout=120) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def checked(text: str) -> dict[str, Any]:
    """The service's final answer, however long it takes."""
    answer = check(text, 60)
    while answer["job"]:
        time.sleep(0.2)
        with urlopen(f"{URL}/v1/jobs/{answer['job']['id']}", timeout=120) as response:
            answer = json.load(response)
    return answer


def timed(work: Callable[[str], object], texts: list[str]) -> list[float]:
    """The seconds that `work` takes for each text."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        taken.append(time.perf_counter() - start)
    return taken


def told(what: str, taken: list[float], first: list[float]) -> None:
    """Print the median, the 95th percentile, and the median ratio to the `first` check of the same article."""
    high = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    ratio = statistics.median(one / other for one, other in zip(taken, first, strict=True))
    print(
        f"{what:<28} p50 {1000 * statistics.median(taken):7.0f} ms   p95 {1000 * high:7.0f} ms   "
        f"{ratio:6.3f} x the first check, n = {len(taken)}"
    )


def edited(text: str) -> str:
    """The text with another first sentence."""
    return re.sub(r"begins here", "starts at this place", text, count=1)


@contextmanager
def serving(*options: str, folder: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A service, ready to judge; its cache is in `folder`."""
    with tempfile.TemporaryDirectory() as own:
        command = [sys.executable, "-m", "tqcheck", "serve", "--port", str(PORT), "--grace", "0", *options]
        environment = {**os.environ, "TQCHECK_CACHE_DIR": folder or own}
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    urlopen(f"{URL}/readyz")
                    break
                except (URLError, OSError):
                    if process.poll() is not None:
                        sys.exit("the service did not start")
                    time.sleep(0.1)
            yield process
        finally:
            process.terminate()
            process.wait()


def spent(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time of a process, as Linux counts them."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ceiling(texts: list[str], seconds: float) -> tuple[float, float]:
    """Articles a second that one checker does alone, without service, queue or JSON; processor seconds for each."""
    from dataclasses import replace

    from tqcheck.assembly import assemble
    from tqcheck.config import Config
    from tqcheck.document import Document

    config = replace(Config(), engine=os.environ.get("TQCHECK_ENGINE", Config().engine), cache=False)
    checker = assemble(replace(config, origin="fr", to="en"))
    list(checker.check([Document.plain(texts[0])]))
    start, used, done = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - start < seconds:
        list(checker.check([Document.plain(texts[done % len(texts)])]))
        done += 1
    return done / (time.perf_counter() - start), (time.process_time() - used) / done


def sustained(
    process: subprocess.Popen[bytes], texts: list[str], seconds: float, clients: int = 4
) -> tuple[float, float]:
    """As `ceiling`, of the service, for clients who ask again as soon as they have an answer."""
    numbers, finished = count(), []
    used = spent(process)
    start = time.perf_counter()

    def client() -> None:
        while time.perf_counter() - start < seconds:
            number = next(numbers)
            checked(f"Item {number} of many. {texts[number % len(texts)]}")
            finished.append(time.perf_counter())

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(finished) / (max(finished) - start), (spent(process) - used) / len(finished)


def at_once(clients: int = 200) -> tuple[int, int, float]:
    """Of clients who ask at the same moment: how many had no answer, how many another's, the seconds of the last."""

    def ask(number: int) -> str:
        last = f"The captain had {number + 1000} boxes on board."
        try:
            answer = checked(f"The ferry left the the harbour late in the evening. {last}")
        except OSError:
            return "lost"
        return "right" if answer["report"]["documents"][0]["segments"][-1]["text"] == last else "wrong"

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        outcomes = list(pool.map(ask, range(clients)))
    return outcomes.count("lost"), outcomes.count("wrong"), time.perf_counter() - start


def resident(process: subprocess.Popen[bytes]) -> float:
    """MB of memory of a process, as Linux counts it; other systems are not measured."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1000


def kept() -> float:
    """MB of answers that the service keeps; it drops the oldest beyond 64 MB."""
    with urlopen(f"{URL}/metrics") as response:
        return float(re.findall(r"^tqcheck_memory_bytes (\S+)", response.read().decode(), re.M)[0]) / 1e6


def memory(process: subprocess.Popen[bytes], minutes: float, clients: int = 4) -> None:
    """Print the memory while clients ask for texts that are all different."""
    numbers, asked, lost = count(), [0], [0]
    end = time.monotonic() + 60 * minutes

    def client() -> None:
        while time.monotonic() < end:
            number = next(numbers)
            try:
                checked(f"The {number}th ferry left the the harbour late. It had {number + 7} boxes on board.")
                asked[0] += 1
            except OSError:
                lost[0] += 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    read: list[float] = []
    while time.monotonic() < end:
        time.sleep(min(5, max(0.1, end - time.monotonic())))
        read.append(resident(process))
    for thread in threads:
        thread.join()
    part = max(1, len(read) // 4)
    first, last = statistics.median(read[:part]), statistics.median(read[-part:])
    print(
        f"{minutes:g} minutes, {asked[0]:,} texts, {lost[0]} lost: {first:.0f} MB in the first quarter, "
        f"{last:.0f} MB in the last, {max(read):.0f} MB at most; of it {kept():.1f} MB of answers for a repeat"
    )


def answers(folder: str) -> int:
    """How many answers of the model the service's cache holds: translations there and back, and likelihoods."""
    path = Path(folder) / "translations.sqlite"
    if not path.exists():  # What the engine for tests makes up, or none, is not kept.
        return 0
    with closing(sqlite3.connect(path)) as cache:
        (number,) = cache.execute("SELECT count(*) FROM entries_1").fetchone()
    return int(number)


def single(texts: list[str], rounds: int) -> None:
    """Print the times of one request after the other, and what an edit has translated."""
    names = ("first check, rules and model", "repeat", "edit of one sentence", "first check, rules alone")
    taken: dict[str, list[float]] = {name: [] for name in names}
    made = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, serving(folder=folder):
            works = (checked, checked, lambda text: checked(edited(text)))
            counts = [0]
            for name, work in zip(names, works, strict=False):
                taken[name] += timed(work, texts)
                counts.append(answers(folder))
            made = [after - before for before, after in pairwise(counts)]
        with serving():
            taken[names[3]] += timed(lambda text: check(text, 0), texts)
    for name in names:
        told(name, taken[name], taken[names[0]])
    print(
        f"answers of the model for {len(texts)} articles: {made[0]} by first checks, {made[1]} more by repeats, "
        f"{made[2]} more by edits of one sentence each"
    )


def main() -> None:
    """Start, measure, stop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=0, help="go on asking for so long and read the memory")
    parser.add_argument("--seconds", type=float, default=20, help="for each figure of articles a second")
    parser.add_argument("--rounds", type=int, default=3, help="of single requests, each with services of their own")
    parser.add_argument("--load", action="store_true", help="leave out the times of single requests")
    given = parser.parse_args()
    texts = articles()
    print(f"{len(texts)} articles of {statistics.mean(len(text.split()) for text in texts):.0f} words")
    if not given.load:
        single(texts, given.rounds)
    alone, alone_used = ceiling(texts, given.seconds)
    with serving("--no-cache") as process:
        together, used = sustained(process, texts, given.seconds)
        print(f"articles a second, no cache    {together:.2f}, the checker alone {alone:.2f}")
        print(f"processor seconds an article   {used:.2f}, the checker alone {alone_used:.2f}", flush=True)
        lost, wrong, seconds = at_once()
        print(f"200 clients at once            {lost} lost, {wrong} wrong, the last after {seconds:.1f} s", flush=True)
        if given.minutes:
            memory(process, given.minutes)


if __name__ == "__main__":
    main()
