"""How long the service takes for articles of about 600 words: first check, repeat, edit of one sentence.

One client asks for one article after the other.
Starts a service of its own with an empty cache; TQCHECK_ENGINE chooses what translates.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

CORPORA = Path(__file__).parents[1] / "corpora" / "fr-en"
PORT = int(os.environ.get("PORT", "8799"))
URL = f"http://127.0.0.1:{PORT}"
WORDS = 600
ARTICLES = 8


def articles() -> list[str]:
    """Texts of the corpora, one behind the other, cut into articles of the wanted length; no sentence twice."""
    made, now = [], ""
    for path in sorted(CORPORA.glob("*/raw.en.txt")):
        for paragraph in path.read_text("utf-8").split("\n\n"):
            now += paragraph.strip() + "\n\n"
            if len(now.split()) >= WORDS:
                made.append(f"Number {len(made) + 1} of the articles begins here. {now}")
                now = ""
    return made[:ARTICLES]


def check(text: str, deadline: float) -> dict[str, object]:
    """The service's answer."""
    body = json.dumps({"text": text, "language": "en", "source_language": "fr", "deadline": deadline}).encode()
    with urlopen(Request(f"{URL}/v1/check", body, {"Content-Type": "application/json"}), timeout=120) as response:
        answer: dict[str, object] = json.load(response)
        return answer


def timed(what: str, work: Callable[[str], object], texts: list[str]) -> None:
    """Print the median and the 95th percentile of the seconds that `work` takes."""
    taken = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        taken.append(time.perf_counter() - start)
    high = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    print(f"{what:<28} p50 {1000 * statistics.median(taken):7.0f} ms   p95 {1000 * high:7.0f} ms")


def edited(text: str) -> str:
    """The text with another first sentence."""
    return re.sub(r"begins here", "starts at this place", text, count=1)


def main() -> None:
    """Start, measure, stop."""
    texts = articles()
    print(f"{len(texts)} articles of {statistics.mean(len(text.split()) for text in texts):.0f} words")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tqcheck", "serve", "--port", str(PORT), "--grace", "0"]
        environment = {**os.environ, "TQCHECK_CACHE_DIR": folder}
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
            rules = [text.replace("Number", "Item") for text in texts]
            timed("first check, rules and model", lambda text: check(text, 60), texts)
            timed("repeat", lambda text: check(text, 60), texts)
            timed("edit of one sentence", lambda text: check(edited(text), 60), texts)
            timed("first check, rules alone", lambda text: check(text, 0), rules)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
