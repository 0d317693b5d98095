"""A run that is killed at any point and started again comes to what an undisturbed one comes to."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCUMENTS = int(os.environ.get("TQCHECK_TEST_DOCUMENTS", "60"))
KILLS = int(os.environ.get("TQCHECK_TEST_KILLS", "4"))
"""Few by default, since each start takes its time."""
WORDS = ("the", "ferry", "left", "harbour", "late", "nobody", "on", "board", "expected", "such", "a", "storm")

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of fifteen sentences, some with flaws, and one that cannot be read."""
    place = tmp_path_factory.mktemp("batch")
    choose = random.Random(7)
    for number in range(DOCUMENTS):
        folder = place / "texts" / f"{number % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        sentences = [" ".join(choose.choices(WORDS, k=9)).capitalize() + "." for _ in range(15)]
        (folder / f"{number}.txt").write_text(" ".join(sentences), encoding="utf-8")
    (place / "texts" / "0" / "0.txt").write_bytes(b"caf\xe9")
    return place


def start(corpus: Path, out: str, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tqcheck", "report", "texts", "--out", out, "--jobs", str(jobs)]
    command += ["--segments", "jsonl"]
    env = {**os.environ, "TQCHECK_ENGINE": "fake", "TQCHECK_LOG": f"{out}.log"}
    return subprocess.Popen(command, cwd=corpus, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def judged(log: Path) -> Counter[str]:
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return Counter(re.findall(r" INFO (texts/\S+\.txt): ", "\n".join(lines)))


def tree(out: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    files = {name: content for name, content in files.items() if name not in (".lock", ".state.sqlite")}
    files["index.html"] = re.sub(rb"<time.*?</time>", b"", files["index.html"])
    return files


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_and_comes_to_the_same(corpus: Path, jobs: int) -> None:
    whole, name = f"whole{jobs}", f"killed{jobs}"
    assert start(corpus, whole, jobs).wait() == 3  # one text cannot be read
    undisturbed = tree(corpus / whole)
    assert len(undisturbed) == 3 * (DOCUMENTS - 1) + 5
    choose = random.Random(jobs)
    log, kills = corpus / f"{name}.log", 0
    while kills < KILLS:
        seen = sum(judged(log).values())
        process = start(corpus, name, jobs)
        # The first kill comes anywhere, start-up included; the others a while after something was judged.
        if kills:
            while process.poll() is None and sum(judged(log).values()) == seen:
                time.sleep(0.005)
        time.sleep(choose.uniform(0, 0.15))
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        kills += 1
    assert kills >= 2
    assert start(corpus, name, jobs).wait() == 3
    assert tree(corpus / name) == undisturbed
    assert set(judged(log).values()) == {1}
    assert sum(judged(log).values()) >= DOCUMENTS - kills


def test_no_process_is_left_when_the_first_one_is_killed(corpus: Path) -> None:
    process = start(corpus, "orphans", 2)
    while process.poll() is None and not judged(corpus / "orphans.log"):
        time.sleep(0.005)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.wait()
        pytest.skip("needs /proc")
    pids = children.read_text().split()
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _state(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_ctrl_c_ends_with_one_line(corpus: Path) -> None:
    command = [sys.executable, "-m", "tqcheck", "report", "texts", "--out", "stopped", "--jobs", "2"]
    env = {**os.environ, "TQCHECK_ENGINE": "fake", "TQCHECK_LOG": "stopped.log"}
    process = subprocess.Popen(command, cwd=corpus, env=env, stderr=subprocess.PIPE, start_new_session=True)
    while process.poll() is None and not judged(corpus / "stopped.log"):
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    if process.returncode == 3:
        pytest.skip("the run was quicker than the signal")
    assert process.returncode == 130
    assert [line for line in errors.decode().splitlines() if line][1:] == ["tqcheck: stopped"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for a part of the reports."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(
    corpus: Path, small_disk: Path, jobs: int
) -> None:
    out, whole = small_disk / "reports", f"roomy{jobs}"
    assert start(corpus, whole, jobs).wait() == 3
    command = [sys.executable, "-m", "tqcheck", "report", "texts", "--out", str(out), "--jobs", str(jobs)]
    env = {**os.environ, "TQCHECK_ENGINE": "fake", "TQCHECK_LOG": "full.log"}
    done = subprocess.run(command, cwd=corpus, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 3
    last = done.stderr.rstrip().splitlines()[-1]
    assert "No space left" in last or "disk is full" in last
    assert "Traceback" not in done.stderr
    left = [path.name for path in out.rglob("*") if path.is_file() and path.suffix not in (".json", ".html", ".sqlite")]
    assert [name for name in left if ".tmp" in name or name.startswith("tmp")] == []
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    env["TQCHECK_LOG"] = f"{out}.log"
    done = subprocess.run(
        [*command, "--segments", "jsonl"], cwd=corpus, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 3, done.stderr
    assert tree(out) == tree(corpus / whole)
