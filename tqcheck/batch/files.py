"""The files of the out folder: safe names, and contents that appear whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from tqcheck.errors import TqcheckError

DOCUMENTS = "documents"
"""The folder in the out folder that holds two files a document."""
SEGMENTS = "segments"
"""The folder in the out folder that holds the segments, where they are asked for."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._]+")
_OURS = re.compile(r"[A-Za-z0-9._-]+-[0-9a-f]{16}\.(?:html|json)")
_PART = ".part-"
_LONGEST = 60


class WriteError(TqcheckError):
    """The out folder cannot be written: no rights, no space."""


def stem(path: str) -> str:
    """The name, without suffix, of the files of the document at `path`.

    It is safe on every file system, and different for different paths: behind the end of the path, for people, stands
    a checksum of all of it, so that neither case nor any character that had to go makes two names one.
    """
    readable = _UNSAFE.sub("-", path)[-_LONGEST:].strip(".-") or "text"
    return f"{readable}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}"


@contextmanager
def written(target: Path) -> Iterator[TextIO]:
    """A stream for the new content of `target`. Raises WriteError, and then `target` is as it was."""
    with (
        placed(target) as part,
        open(part, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream,
    ):
        yield stream


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """The path of a file to write, which then takes the place of `target`; raises as `written`."""
    part = target.with_name(f"{_PART}{os.getpid()}-{target.name}")
    try:
        yield part
        os.replace(part, target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise WriteError(
                f"{target}: cannot be written: {reason}. What is done is kept: start again to go on"
            ) from error
        raise


def sweep(out: Path, kept: set[str] | None = None) -> None:
    """Remove what an interrupted run has left half-written and, given the `stem`s to keep, the other documents."""
    for folder in (out, out / DOCUMENTS, out / SEGMENTS):
        with suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                ours = folder.name == DOCUMENTS and _OURS.fullmatch(entry.name) is not None
                if entry.name.startswith(_PART) or (kept is not None and ours and entry.name[:-5] not in kept):
                    with suppress(OSError):
                        os.unlink(entry.path)


def sizes(out: Path) -> dict[str, int]:
    """The files of the documents with their bytes."""
    try:
        with os.scandir(out / DOCUMENTS) as entries:
            return {entry.name: entry.stat().st_size for entry in entries}
    except FileNotFoundError:
        return {}
