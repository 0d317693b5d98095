"""Sentence pairs from files: tab-separated values, translation memories, paired texts, packs of token ids."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple, TextIO

from tqcheck.engines.base import Pair
from tqcheck.errors import ReadError
from tqcheck.training.tmx import read_tmx

_LONGEST_LINE = 100_000
_AT_ONCE = 4096
_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"\xfd7zXZ", b"BZh", b"%PDF-")


class Row(NamedTuple):
    """One sentence pair as it stands in the data."""

    source: str
    target: str
    weight: float = 1.0
    """How often it is drawn, against others."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where pairs come from: a file or folder, or two text files of which line n translates line n."""

    path: Path
    other: Path | None = None
    weight: float = 1.0

    def rows(self, pair: Pair) -> Iterator[Row]:
        """The pairs, `pair.source` first, in the order of the file.

        A ``.tmx`` file is a translation memory; a folder holds packs (`read_packs`); anything else is
        tab-separated. Raises ReadError where something cannot be read.
        """
        if self.other is not None:
            pairs = read_texts(self.path, self.other)
        elif self.path.is_dir():
            for row in read_packs(self.path, pair):
                yield row._replace(weight=row.weight * self.weight)
            return
        elif self.path.suffix.casefold() == ".tmx":
            pairs = read_tmx(self.path, pair)
        else:
            pairs = read_tsv(self.path, pair)
        for source, target in pairs:
            yield Row(source, target, self.weight)


def read_tsv(path: Path, pair: Pair) -> Iterator[tuple[str, str]]:
    """The first two columns; or, where the first line names columns by language code, those of `pair`.

    Quotation marks mean nothing. Lines with one column are skipped as empty pairs.
    """
    columns: tuple[int, int] | None = None
    for line in _lines(path):
        cells = line.split("\t")
        if columns is None:
            names = [cell.strip().casefold() for cell in cells]
            if pair.source in names and pair.target in names:
                columns = names.index(pair.source), names.index(pair.target)
                continue
            if len(cells) < 2:
                raise ReadError(f"{path}: no tab in the first line; a pair is a line, with a tab between the two")
            columns = 0, 1
        here, there = columns
        yield (cells[here], cells[there]) if max(columns) < len(cells) else ("", "")


def read_texts(source: Path, target: Path) -> Iterator[tuple[str, str]]:
    """Line n of one file with line n of the other. Raises ReadError where one has more lines."""
    for here, there in zip_longest(_lines(source), _lines(target)):
        if here is None or there is None:
            raise ReadError(f"{source if there is None else target}: has more lines than the file it is paired with")
        yield here, there


def read_packs(folder: Path, pair: Pair) -> Iterator[Row]:
    """The pairs of ``pack-*.npz`` files, ids of the ``sp.model`` beside them, each with the weight of its source.

    Raises ReadError where there are none, or they are no such files or in other languages.
    """
    import numpy as np
    from sentencepiece import SentencePieceProcessor

    paths = sorted(folder.glob("pack-*.npz"))
    if not paths:
        raise ReadError(f"{folder}: a folder without pack-*.npz in it; name files, or a folder of packs")
    try:
        pieces = SentencePieceProcessor(model_file=str(folder / "sp.model"))
    except (OSError, RuntimeError) as error:
        raise ReadError(f"{folder / 'sp.model'}: missing, or not a SentencePiece model") from error
    for path in paths:
        try:
            with np.load(path, allow_pickle=False) as pack:
                weights = pack["weight"][pack["source"]].tolist()
                sides = []
                for language in pair:
                    ends = np.cumsum(pack[f"{language}_len"], dtype=np.int64)
                    sides.append(np.split(pack[language], ends[:-1]))
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise ReadError(f"{path}: not a pack of {pair} pairs ({error})") from error
        if not len(weights) == len(sides[0]) == len(sides[1]):
            raise ReadError(f"{path}: damaged, its two sides differ in length")
        for at in range(0, len(weights), _AT_ONCE):
            try:
                here, there = (pieces.decode([ids.tolist() for ids in side[at : at + _AT_ONCE]]) for side in sides)
            except (IndexError, RuntimeError) as error:
                raise ReadError(f"{path}: damaged, or of another vocabulary ({error})") from error
            yield from map(Row, here, there, weights[at : at + _AT_ONCE])


def _lines(path: Path) -> Iterator[str]:
    """The lines without their ends; one that is not in the encoding of the file has U+FFFD in it."""
    try:
        with path.open("rb") as raw:
            head = raw.read(4)
        if head.startswith(_MAGIC):
            raise ReadError(f"{path}: not a text file but an archive or a document; unpack it first")
        utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        with path.open(encoding="utf-16" if utf16 else "utf-8-sig", errors="replace", newline="\n") as file:
            yield from _bounded(file, path)
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or 'cannot be read'}") from error


def _bounded(file: TextIO, path: Path) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE):
        if "\0" in line:
            raise ReadError(f"{path}: not a text file, there are NUL characters in it")
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            line = ""
        yield line.rstrip("\r\n")


def parse_source(text: str) -> Source:
    """``PATH`` or ``PATH=WEIGHT`` as a source. Raises ReadError where there is no such file."""
    path, equals, weight = text.rpartition("=")
    if equals and not Path(text).exists():
        try:
            number = float(weight)
        except ValueError:
            number = 0.0
        if 0 < number < 1e6:
            return Source(_existing(path), weight=number)
    return Source(_existing(text))


def _existing(path: str) -> Path:
    if not Path(path).exists():
        raise ReadError(f"{path}: there is no such file")
    return Path(path)


def rows(sources: Sequence[Source], pair: Pair) -> Iterator[Row]:
    """The pairs of all sources, one after the other."""
    for source in sources:
        yield from source.rows(pair)
