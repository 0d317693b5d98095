"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A stream for the new content of `path`, which takes its place, with its permissions, when the block ends.

    Where the block fails, `path` is as it was. Raises OSError where the folder cannot be written.
    """
    part, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(part, "wb") as stream:
            yield stream
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is there, or those that a new one would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
