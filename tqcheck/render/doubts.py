"""Words that the model doubts, and words of the source that it misses, as stretches of one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tqcheck.report import Judged, Outcome, Report, Severity

LEGEND = "hardly follow from {against}: perhaps wrong, perhaps only put freely"
OMITTED = "perhaps left out"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sentence; `severity` is ``None`` where nothing is doubted, `omitted` for a word that is missed."""

    text: str
    severity: Severity | None = None
    omitted: bool = False


def text_of(report: Report, outcome: Outcome) -> tuple[Stretch, ...]:
    """The sentence, cut at the edges of what is doubted in it; markup inside it left out."""
    segment = outcome.segment
    if not isinstance(outcome, Judged) or not outcome.doubts:
        return (Stretch(segment.text),)
    block = report.document.blocks[segment.block]
    found = []
    for doubt in outcome.doubts:
        place = block.find(doubt.span)
        if place is not None:
            found.append((place[0] - segment.start, place[1] - segment.start, Stretch("", doubt.severity)))
    return _cut(segment.text, found)


def source_of(outcome: Outcome) -> tuple[Stretch, ...]:
    """The source sentence, cut at the edges of what the translation does not account for; nothing without one."""
    text = outcome.segment.source_text
    if text is None:
        return ()
    missed = outcome.omissions if isinstance(outcome, Judged) else ()
    return _cut(text, [(one.start, one.end, Stretch("", None, True)) for one in missed])


def legend(report: Report) -> str:
    """What a mark on doubted words means; ``""`` where nothing is doubted."""
    if not any(isinstance(o, Judged) and o.doubts for o in report.outcomes):
        return ""
    has_source = any(o.segment.source_text for o in report.outcomes)
    return LEGEND.format(against="the source" if has_source else "the back-translation")


def omitted(outcome: Outcome) -> Sequence[str]:
    """The words of the source that the translation does not account for."""
    return [one.text for one in outcome.omissions] if isinstance(outcome, Judged) else []


def _cut(text: str, marks: Iterable[tuple[int, int, Stretch]]) -> tuple[Stretch, ...]:
    parts, at = [], 0
    for start, end, like in sorted(marks, key=lambda mark: mark[:2]):
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        if start > at:
            parts.append(Stretch(text[at:start]))
        parts.append(Stretch(text[start:end], like.severity, like.omitted))
        at = end
    if at < len(text) or not parts:
        parts.append(Stretch(text[at:]))
    return tuple(parts)
