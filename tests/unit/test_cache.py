"""The cache file: exact, shared, bounded, and never in the way."""

import json
import logging
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.cache import Cache, cache_path
from tqcheck.engines.base import Engine, Forced, Pair, Refusal, Translation
from tqcheck.engines.cached import CachedEngine
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import TqcheckError

EN_FR = Pair("en", "fr")


class Counting(FakeEngine):
    """Remembers what it was asked."""

    def __init__(self, **fields: dict[str, str]) -> None:
        super().__init__(**fields)  # type: ignore[arg-type]
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], pair: Pair, hypotheses: int = 1) -> list[Translation | Refusal]:
        self.asked += texts
        return super().translate(texts, pair, hypotheses)

    def score(self, sources: Sequence[str], targets: Sequence[str], pair: Pair) -> list[Forced | Refusal]:
        self.asked += sources
        return super().score(sources, targets, pair)


def test_is_an_engine(tmp_path: Path) -> None:
    assert isinstance(CachedEngine(FakeEngine(), tmp_path / "c"), Engine)


def test_asks_for_a_text_once(tmp_path: Path) -> None:
    engine = Counting(refusals={"river": "too deep"})
    texts = ["The cat.", "The river.", "The cat.", "42", "a\ud800b"]
    first = CachedEngine(engine, tmp_path / "c").translate(texts, EN_FR, 2)
    assert engine.asked == ["The cat.", "The river.", "42", "a\ud800b"]
    assert first == FakeEngine(refusals={"river": "too deep"}).translate(texts, EN_FR, 2)
    assert CachedEngine(engine, tmp_path / "c").translate(texts[::-1], EN_FR, 2) == first[::-1]
    assert len(engine.asked) == 4


def test_keeps_apart_what_differs(tmp_path: Path) -> None:
    engine = Counting()
    cached = CachedEngine(engine, tmp_path / "c")
    cached.translate(["The cat."], EN_FR)
    for pair, hypotheses in ((EN_FR.back, 1), (EN_FR, 2)):
        cached.translate(["The cat."], pair, hypotheses)
    other = Counting(answers={"The dog.": "Le loup."})
    CachedEngine(other, tmp_path / "c").translate(["The cat."], EN_FR)
    assert (len(engine.asked), len(other.asked)) == (3, 1)


def test_scores(tmp_path: Path) -> None:
    engine = Counting()
    sources, targets = ["The cat.", "The cat.", "The cat."], ["Le chat.", "Le chien.", "Le chat."]
    expected = FakeEngine().score(sources, targets, EN_FR)
    for _ in range(2):
        assert CachedEngine(engine, tmp_path / "c").score(sources, targets, EN_FR) == expected
    assert len(engine.asked) == 2
    with pytest.raises(ValueError, match="1 sources for 0 targets"):
        CachedEngine(engine, tmp_path / "c").score(["a"], [], EN_FR)


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(st.characters()), max_size=5))
def test_answers_as_the_engine_does(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    cached = CachedEngine(FakeEngine(), tmp_path_factory.mktemp("cache") / "c")
    for _ in range(2):
        assert cached.translate(texts, EN_FR, 2) == FakeEngine().translate(texts, EN_FR, 2)
        assert cached.score(texts, texts[::-1], EN_FR) == FakeEngine().score(texts, texts[::-1], EN_FR)


def test_values_are_json(tmp_path: Path) -> None:
    CachedEngine(FakeEngine(), tmp_path / "c").translate(["The cat."], EN_FR)
    with sqlite3.connect(tmp_path / "c") as database:
        (value,) = database.execute("SELECT value FROM entries_1").fetchone()
    assert json.loads(value)["text"] == "Le chat."


@pytest.mark.parametrize("value", ["{", "[]", '"x"', "{}", '{"text": "a"}', '{"reason": 1, "other": 2}'])
def test_a_value_that_makes_no_sense_is_computed_anew(tmp_path: Path, value: str) -> None:
    cached = CachedEngine(FakeEngine(), tmp_path / "c")
    cached.translate(["The cat."], EN_FR)
    with sqlite3.connect(tmp_path / "c") as database:
        database.execute("UPDATE entries_1 SET value = ?", (value,))
    assert cached.translate(["The cat."], EN_FR) == FakeEngine().translate(["The cat."], EN_FR)


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\x07" * 5000])
def test_a_corrupt_file_is_set_aside(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "c"
    path.write_bytes(content)
    engine = Counting()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert CachedEngine(engine, path).translate(["The cat."], EN_FR) == [
                Translation("Le chat.", pytest.approx(0, abs=2))
            ]
    assert engine.asked == ["The cat."]
    assert len(caplog.records) == 1
    assert "is corrupt" in caplog.text
    (aside,) = tmp_path.glob("c.corrupt-*")
    assert aside.read_bytes() == content


def test_pages_that_went_bad_later_are_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "c"
    cached = CachedEngine(FakeEngine(), path)
    texts = [f"The cat number {number}." for number in range(400)]
    expected = cached.translate(texts, EN_FR)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert cached.translate(texts, EN_FR) == expected
    assert cached.cache.info().entries == 400
    assert len(caplog.records) == 1


def test_a_place_that_cannot_be_written_gives_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    cached = CachedEngine(Counting(), tmp_path / "file" / "c")
    for _ in range(3):
        cached.translate(["The cat."], EN_FR)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "going on without it" in caplog.text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_gives_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = CachedEngine(FakeEngine(), tmp_path / "c")
    cached.translate(["The cat."], EN_FR)
    connect = sqlite3.connect

    def full(*args: object, **options: object) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*args, **options)  # type: ignore[call-overload]
        database.execute("PRAGMA max_page_count = 1")
        return database

    monkeypatch.setattr(sqlite3, "connect", full)
    texts = [f"The cat number {number}." for number in range(500)]
    for _ in range(2):
        assert cached.translate(texts, EN_FR) == FakeEngine().translate(texts, EN_FR)
    assert len(caplog.records) == 1
    assert "full" in caplog.text


def test_stays_in_bounds_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c", max_bytes=300_000)
    for number in range(60):
        cache.put({number.to_bytes(2) + bytes([index]): "x" * 1000 for index in range(20)})
        with sqlite3.connect(tmp_path / "c") as database:
            database.execute("UPDATE entries_1 SET used = ? WHERE substr(key, 1, 2) = ?", (number, number.to_bytes(2)))
    assert (tmp_path / "c").stat().st_size < 450_000
    assert len(cache.get([(59).to_bytes(2) + bytes([index]) for index in range(20)])) == 20
    assert cache.get([b"\x00\x00\x00"]) == {}


def test_reading_counts_as_use(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    cache.put({b"old": 1, b"new": 2})
    with sqlite3.connect(tmp_path / "c") as database:
        database.execute("UPDATE entries_1 SET used = CASE key WHEN ? THEN 1 ELSE 2 END", (b"old",))
    cache.get([b"old"])
    assert cache.prune(100) == 1
    assert cache.get([b"old", b"new"]) == {b"old": 1}


def test_info_prune_and_clear(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c", max_bytes=100_000)
    assert (cache.info().entries, cache.info().size, cache.clear()) == (0, 0, 0)
    assert not cache.path.exists()
    cache.put({bytes([index]): "x" * 100 for index in range(10)})
    assert cache.info().entries == 10
    assert cache.info().size > 0
    assert cache.info().limit == 100_000
    assert cache.prune(0) == 10
    cache.put({b"1": 1})
    assert cache.clear() == 1
    assert cache.info().entries == 0


def test_what_the_user_asks_for_says_why_it_fails(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"nonsense" * 100)
    with pytest.raises(TqcheckError, match="the cache cannot be used"):
        Cache(tmp_path / "c").info()


def test_threads_share_it(tmp_path: Path) -> None:
    texts = [f"The cat number {number}." for number in range(50)]
    cached = CachedEngine(FakeEngine(), tmp_path / "c")
    results: list[list[Translation | Refusal]] = []
    threads = [threading.Thread(target=lambda: results.append(cached.translate(texts, EN_FR))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [FakeEngine().translate(texts, EN_FR)] * 8


def test_processes_share_it(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tqcheck.engines.cached import CachedEngine
from tqcheck.engines.base import Pair
from tqcheck.engines.fake import FakeEngine
cached = CachedEngine(FakeEngine(), Path(sys.argv[1]))
for number in range(30):
    cached.translate([f"The cat number {number} {sys.argv[2] if number % 2 else ''}."], Pair("en", "fr"))
"""
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "c"), str(number)], stderr=subprocess.PIPE)
        for number in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 3
    assert Cache(tmp_path / "c").info().entries == 15 + 3 * 15


def test_the_place_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TQCHECK_CACHE_DIR", str(tmp_path))
    assert cache_path().parent == tmp_path
    monkeypatch.delenv("TQCHECK_CACHE_DIR")
    assert os.fspath(cache_path()).endswith("translations.sqlite")
