"""Files that appear whole or not at all."""

import os
from pathlib import Path

import pytest

from tqcheck.atomic import written


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    with written(tmp_path / "new") as stream:
        stream.write(b"whole")
        assert not (tmp_path / "new").exists()
    (tmp_path / "other").touch()
    assert (tmp_path / "new").read_bytes() == b"whole"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_old_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"before")
    os.chmod(tmp_path / "old", 0o600)
    with written(tmp_path / "old") as stream:
        stream.write(b"after")
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"before")

    def interrupted() -> None:
        with written(tmp_path / "old") as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_bytes() == b"before"
