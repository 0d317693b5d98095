"""Files with a sentence a line, as test sets are: line n of one goes with line n of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from tqcheck.document import Block, Document
from tqcheck.errors import ReadError


def by_lines(documents: Sequence[Document], source: Document | None) -> tuple[list[Document], Document | None]:
    """The same documents, a block a line, named by its number and paired by it.

    Raises ReadError where the numbers of lines differ.
    """
    every = [*documents, *([source] if source is not None else [])]
    lines = [document.text.splitlines(keepends=True) for document in every]
    if len(set(map(len, lines))) > 1:
        counts = ", ".join(f"{one.path or one.id}: {len(some):,}" for one, some in zip(every, lines, strict=True))
        raise ReadError(f"the files have different numbers of lines ({counts})")
    made = [_lined(document, some) for document, some in zip(every, lines, strict=True)]
    return (made[:-1], made[-1]) if source is not None else (made, None)


def _lined(document: Document, lines: Sequence[str]) -> Document:
    starts = accumulate(map(len, lines), initial=0)
    blocks = []
    for number, (start, line) in enumerate(zip(starts, lines, strict=False), 1):
        words = line.strip()
        if words:
            lead = len(line) - len(line.lstrip())
            blocks.append(Block.copy(words, start + lead, name=str(number)))
    return replace(document, blocks=tuple(blocks), markup="text", paired=True)
