"""Words that the model hardly believes, where its own round trip has others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.shields import shields
from tqcheck.document import Block, Span
from tqcheck.report import Finding, Judged, Severity

IMPROBABLE = RuleInfo(
    "model/improbable",
    "fluency/awkward",
    Severity.INFO,
    "Words that the model finds improbable, with the wording that it would choose.",
    "Told only where `--select model` asks for it: with the model in the package about half of these places in raw "
    "machine translations hold a flaw, and it doubts as many in good texts, mostly for a rare word. At most one in a "
    "hundred words is shown, the least probable first.",
    bad=(
        "The minister hammered that the road would open. ⇄ The minister insisted that the road would open.",
        "She left the town in the end of the year and never came back. ⇄ "
        "She left the town at the end of the year and never came back.",
    ),
    good=(
        "The minister insisted that the road would open. ⇄ The minister insisted that the road would open.",
        "The road is open. ⇄ A street, they said, has just been closed for good.",
        "The Ryabkov plan was on the table on Monday. ⇄ The Riabkov plan was on the table on Monday.",
        "In 2019 the firm had 40 workers in the town. ⇄ In 2020 the firm had 41 workers in the town.",
    ),
)

_WORD = later(r"[^\W_]+(?:['’-][^\W_]+)*")
WORST = -7.0
"""The log-probability of the least probable token from which on words are shown."""
_ALIKE = 0.7
"""The share of the words that text and round trip have in common: below that the round trip went another way."""
_LONGEST = 4
"""Words on either side."""
_PATIENCE = 120
"""Words of a segment beyond which nothing is compared."""
_SPARSE = 100
"""Words of the document for one finding."""


@dataclass(frozen=True, slots=True)
class _Place:
    judged: Judged
    start: int
    end: int
    wording: str
    worst: float


class Improbable:
    """Compares text and round trip word by word, and looks up in the forced scores how far the model follows."""

    rules: tuple[RuleInfo, ...] = (IMPROBABLE,)
    asked = True
    """It runs only where `select` names it, since it is right too seldom to speak unasked."""

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The least probable places, in the order of the text."""
        judged = [one for one in context.judged.values() if one.round_trip is not None and one.tokens]
        known = _dictionary(context.language)
        places = [place for one in judged for place in _places(one, context.document.blocks[one.segment.block], known)]
        if not places:
            return
        words = sum(len(segment.text.split()) for segment in context.segments)
        places.sort(key=lambda place: place.worst)
        for place in places[: max(1, words // _SPARSE)]:
            segment = place.judged.segment
            message = f"The model finds these words improbable and would write “{place.wording}”."
            block = context.document.blocks[segment.block]
            start, end = segment.start + place.start, segment.start + place.end
            yield finding(IMPROBABLE, block, start, end, message, place.wording, evidence=place.judged.round_trip)


def _dictionary(language: str | None) -> Callable[[str], bool]:
    """Tells words of `language` from what a small model makes up. Read late: the check hardly ever runs."""
    from tqcheck.fidelity.gauge import dictionary

    return dictionary(language.partition("-")[0]) if language else lambda _: True


def _places(judged: Judged, block: Block, known: Callable[[str], bool]) -> Iterator[_Place]:
    """The least probable stretch of one segment that the round trip words otherwise."""
    text, trip = judged.segment.text, judged.round_trip or ""
    ours, theirs = list(_WORD.finditer(text)), list(_WORD.finditer(trip))
    if not ours or max(len(ours), len(theirs)) > _PATIENCE:
        return
    matcher = SequenceMatcher(
        None, [word.group().lower() for word in ours], [word.group().lower() for word in theirs], autojunk=False
    )
    if sum(match.size for match in matcher.get_matching_blocks()) < _ALIKE * len(ours):
        return
    shielded = shields(text)
    best: _Place | None = None
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation != "replace" or j - i > _LONGEST or m - k > _LONGEST:
            continue
        start, end = ours[i].start(), ours[j - 1].end()
        wording = trip[theirs[k].start() : theirs[m - 1].end()]
        if shielded.touch(start, end) or not _is_wording(text, start, end) or not _is_wording(wording, 0, len(wording)):
            continue
        if not all(known(word.group()) for word in theirs[k:m]):
            continue
        worst = _worst(judged, block.span(judged.segment.start + start, judged.segment.start + end))
        if worst <= WORST and (best is None or worst < best.worst):
            best = _Place(judged, start, end, wording, worst)
    if best is not None:
        yield best


def _is_wording(text: str, start: int, end: int) -> bool:
    """Whether the stretch is words only: names and numbers are others' business, and no model's to choose."""
    return all(
        not any(map(str.isdecimal, word.group())) and (word.group().islower() or word.start() == 0)
        for word in _WORD.finditer(text, start, end)
    )


def _worst(judged: Judged, span: Span) -> float:
    """The lowest log-probability of a token in the stretch; 0 where there is none."""
    return min((token.logprob for token in judged.tokens if token.span.overlaps(span)), default=0.0)
