"""Parquet: a row a unit, read as if it were JSON Lines; needs the extra ``[formats]``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from tqcheck.errors import ReadError
from tqcheck.readers.base import Prose
from tqcheck.readers.cutting import Part
from tqcheck.readers.jsonl import Jsonl


class Parquet:
    """Reads ``.parquet``; offsets are into the rows as JSON Lines, since the file itself is no text."""

    markup = "parquet"
    suffixes = (".parquet",)

    def read(self, text: str, name: str, pointers: tuple[str, ...] = ()) -> Prose:
        """The prose of rows that are JSON Lines already."""
        return Jsonl().read(text, name, pointers)

    def unpack(self, data: bytes, name: str, limit: int) -> tuple[str, Prose]:
        """All rows. Raises ReadError where the file is damaged, too large, or nothing is there to read it with."""
        text = ""
        try:
            file = _file(data)
            for group in range(file.num_row_groups):
                text += _lines(file.read_row_group(group))
                if len(text) > limit:
                    raise ReadError(f"{name} holds more than {limit / 1e6:,.3g} MB of text")
        except (OSError, ValueError) as error:
            raise _damaged(name, error) from None
        return text, self.read(text, name)


def stretches(path: Path, units: int) -> Iterator[Part]:
    """The parts of the file, none over the border of a row group, so that each is read without the others."""
    try:
        file = _file(path)
        first = 1
        for group in range(file.num_row_groups):
            end = first - 1 + file.metadata.row_group(group).num_rows
            for start in range(first - 1, end, units):
                stop = min(end, start + units)
                yield Part(start + 1, stop, start, stop)
            first = end + 1
    except (OSError, ValueError) as error:
        raise _damaged(str(path), error) from None


def rows(path: Path, start: int, end: int) -> str:
    """The rows of one part as JSON Lines."""
    try:
        metadata = _file(path).metadata
        begin = 0
        for group in range(metadata.num_row_groups):
            size = metadata.row_group(group).num_rows
            if start < begin + size:
                return _lines(_group(path, path.stat().st_mtime_ns, group).slice(start - begin, end - start))
            begin += size
    except (OSError, ValueError) as error:
        raise _damaged(str(path), error) from None
    raise ReadError(f"{path} has changed since it was looked at; start again")


@lru_cache(maxsize=1)
def _group(path: Path, _when: int, group: int) -> Any:
    """A row group, which cannot be read in part; its parts are mostly asked for one after the other."""
    return _file(path).read_row_group(group)


def _file(content: Path | bytes) -> Any:
    try:
        from pyarrow import BufferReader
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise ReadError("Parquet files need pyarrow, which is not installed: pip install 'tqcheck[formats]'") from None
    return ParquetFile(BufferReader(content) if isinstance(content, bytes) else content)


def _lines(table: Any) -> str:
    """Texts, numbers and what is true or false; an empty text where there is none, so that the row keeps its number."""
    import pyarrow.types as types

    plain = [one.name for one in table.schema if not types.is_nested(one.type) and not types.is_binary(one.type)]
    texts = {one.name for one in table.schema if types.is_string(one.type) or types.is_large_string(one.type)}
    made = []
    for row in table.select(plain).to_pylist():
        kept = {
            name: "" if value is None else value
            for name, value in row.items()
            if isinstance(value, str | int | float) or (value is None and name in texts)
        }
        made.append(json.dumps(kept, ensure_ascii=False) + "\n")
    return "".join(made)


def _damaged(name: str, error: Exception) -> ReadError:
    lines = str(error).strip().splitlines()
    return ReadError(f"{name} cannot be read as Parquet: {lines[0] if lines else 'it is damaged'}")
