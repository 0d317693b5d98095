"""Spaces of a sentence that an editor would mend, as the checks of spacing find them."""

from __future__ import annotations

from tqcheck.checks.base import Context
from tqcheck.checks.no_break import NoBreak
from tqcheck.checks.spacing import Spacing
from tqcheck.document import Document

_CHECKS = (Spacing(), NoBreak())
_INVISIBLE = "spacing/no-break"
"""A plain space for a no-break one: few readers ever see it, and no judge of a translation does."""


def misplaced(text: str, language: str) -> int:
    """How many spaces of `text` are missing, or stand where `language` (ISO 639-1) has none."""
    context = Context(Document.plain(text), language, ())
    return sum(found.rule != _INVISIBLE for check in _CHECKS for found in check(context))
