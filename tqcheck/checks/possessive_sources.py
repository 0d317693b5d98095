"""The possessive of the original behind one of the translation."""

from __future__ import annotations

import re

from tqcheck.checks.base import Context
from tqcheck.checks.later import later
from tqcheck.document import Segment

_POSSESSIVES: dict[str, re.Pattern[str]] = {
    "fr": later(r"\b(?:son|sa|ses|leurs?) [\w’'-]+(?: [\w’'-]+)?", re.IGNORECASE),
    "es": later(r"\bsus? [\w’'-]+", re.IGNORECASE),
    "it": later(r"\b(?:suo|sua|suoi|sue|loro) [\w’'-]+", re.IGNORECASE),
    "pt": later(r"\b(?:seu|sua|seus|suas) [\w’'-]+", re.IGNORECASE),
    "de": later(r"\b(?:sein|ihr)(?:e|er|es|en|em)? [\w’'-]+", re.IGNORECASE),
    "nl": later(r"\b(?:zijn|haar) [\w’'-]+", re.IGNORECASE),
}


def possessive_behind(context: Context, segment: Segment, at: int) -> tuple[str | None, str | None]:
    """The possessive of the original at about the same place of its sentence, and that sentence."""
    judged = context.judged.get(segment.index)
    source = segment.source_text or (judged.back_translation if judged else None)
    spoken = context.origin if segment.source_text else context.back or context.origin
    if spoken != context.origin:
        return None, None
    pattern = _POSSESSIVES.get((spoken or "").split("-")[0])
    if not source or pattern is None:
        return None, None
    found = list(pattern.finditer(source))
    if not found:
        return None, None
    place = (at - segment.start) / max(1, len(segment.text))
    nearest = min(found, key=lambda match: abs(match.start() / len(source) - place))
    return nearest.group(), source
