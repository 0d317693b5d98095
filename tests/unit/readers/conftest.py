"""What every reader must hold, whatever it is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tqcheck.document import Document


def _hold(document: Document) -> None:
    raw_start = 0
    for block in document.blocks:
        size, at = 0, 0
        first = block.runs[0].raw
        assert first >= raw_start, "blocks stand in the document's order"
        raw_start = at = first
        for run in block.runs:
            assert run.start == size
            assert run.length > 0
            assert run.raw >= at, "runs stand in the document's order"
            assert run.raw + run.raw_length <= len(document.text)
            stretch = document.text[run.raw : run.raw + run.raw_length]
            if run.copied and run.length > 1:
                assert stretch == block.text[run.start : run.start + run.length]
            size += run.length
            at = run.raw + run.raw_length
        assert size == len(block.text)
        assert any(map(str.isalnum, block.text))
        assert not any("\ud800" <= char <= "\udfff" or char == "\x1b" for char in block.text)
        for start in range(0, len(block.text), max(1, len(block.text) // 7)):
            span = block.span(start, len(block.text))
            assert 0 <= span.start < span.end <= len(document.text)


@pytest.fixture(scope="session")
def hold() -> Callable[[Document], None]:
    """Asserts the invariants of runs and blocks over a document."""
    return _hold
