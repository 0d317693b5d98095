"""Checks that wait for a source."""

from dataclasses import replace

import pytest

from tqcheck.checks import CHECKS
from tqcheck.checks.base import Context
from tqcheck.checks.with_source import WithSource
from tqcheck.document import Document
from tqcheck.segment import segment

WAITING = [check for check in CHECKS if isinstance(check, WithSource)]


def test_some_checks_wait() -> None:
    assert {check.check.__class__.__name__ for check in WAITING} == {
        "SourceDates",
        "SourceNumbers",
        "SourceSentences",
        "SourceWords",
    }


@pytest.mark.parametrize("waiting", WAITING, ids=lambda waiting: waiting.check.__class__.__name__)
def test_a_check_finds_with_a_source_what_it_finds_alone_and_nothing_without(waiting: WithSource) -> None:
    text = "On Monday the 14 ships left. He lives in Rome."
    document = Document.plain(text)
    segments = segment(document, "en")
    bare = Context(document, "en", segments, "fr")
    assert list(waiting(bare)) == list(waiting.check(bare)) == []
    source = "Mardi, les 15 navires sont partis ?", "Il n’habite pas à Lyon, M. Dupuis ?"
    pairs = zip(segments, source, strict=True)
    paired = tuple(replace(one, source_text=text, source_spans=(one.span,)) for one, text in pairs)
    context = Context(document, "en", paired, "fr")
    assert list(waiting(context)) == list(waiting.check(context)) != []
