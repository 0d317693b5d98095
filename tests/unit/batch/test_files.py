"""Names that are safe anywhere, and files that appear whole or not at all."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.batch.files import DOCUMENTS, WriteError, sizes, stem, sweep, written

PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(st.sets(PATHS | st.sampled_from(["a/b", "a-b", "A/b", "../../etc/passwd", "..", "con", "a/b.", "-rf"])))
def test_names_are_safe_and_differ(paths: set[str]) -> None:
    names = [stem(path).casefold() for path in paths]
    assert len(set(names)) == len(paths)
    assert all(re.fullmatch(r"[a-z0-9_][a-z0-9._-]*-[0-9a-f]{16}", name) and len(name) < 100 for name in names)


def test_a_name_that_is_no_utf_8_is_taken() -> None:
    assert stem(os.fsdecode(b"caf\xe9.txt")) != stem(os.fsdecode(b"caf\xe8.txt"))


def test_a_file_that_fails_half_way_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "index.html"
    target.write_text("before")

    def fail() -> None:
        with written(target) as out:
            out.write("after")
            raise OSError(28, "No space left on device")

    with pytest.raises(WriteError, match=r"No space left on device\. What is done is kept"):
        fail()
    assert target.read_text() == "before"
    assert os.listdir(tmp_path) == ["index.html"]


def test_sweeping_takes_only_what_is_ours(tmp_path: Path) -> None:
    folder = tmp_path / DOCUMENTS
    folder.mkdir()
    kept, gone = stem("a.txt"), stem("b.txt")
    for name in (f"{kept}.html", f"{kept}.json", f"{gone}.html", f".part-7-{kept}.html", "notes.html", "x.json"):
        (folder / name).write_text("x")
    (tmp_path / ".part-7-index.html").write_text("x")
    sweep(tmp_path)
    assert len(sizes(tmp_path)) == 5
    sweep(tmp_path, {kept})
    assert sorted(sizes(tmp_path)) == sorted([f"{kept}.html", f"{kept}.json", "notes.html", "x.json"])
    assert os.listdir(tmp_path) == [DOCUMENTS]
