"""How the origin of a text is told: in careful words, by the sentences that stand out, as a strip of heat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tqcheck.document import Document, Span
from tqcheck.languages import name_of
from tqcheck.render.marks import Places
from tqcheck.report import Origin, Report

NATIVE = "none"
"""Stands among the languages of origin for: written in its own language."""
CAUTION = (
    "This is an estimate from the wording, never a proof: plain, formulaic or non-native English can read as machine "
    "translation, and edited machine translation can read as native. Look at the evidence before you act on it."
)
STEPS = 5
_SHOWN = 3
_SMALL = 0.05
_LEANS = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a reader sees it, and how much it reads as machine translation."""

    number: int
    """From 1, among all sentences of the document."""
    text: str
    translated: float

    @property
    def step(self) -> int:
        """See `step`."""
        return step(self.translated)


def headline(origin: Origin) -> str:
    """What can be said of the whole text, without a full stop: the claim and its probability."""
    if origin.translated is None:
        return "Cannot tell whether it reads as machine translation"
    share = chance(origin.translated)
    if origin.reads_translated and origin.language:
        return f"Reads as machine translation from {name_of(origin.language)}: {share}"
    if origin.reads_translated:
        return f"Reads as machine translation, from which language cannot be told: {share}"
    if origin.translated >= _LEANS:
        return f"Cannot tell: leans towards machine translation, but not enough to say so: {share}"
    return f"Does not read as machine translation: {share} probable that it is"


def basis(origin: Origin) -> str:
    """What was looked at."""
    if origin.level == "full":
        return "judged by its wording and by how it survives translation there and back"
    return "judged by its wording alone; nothing was translated"


def chance(probability: float) -> str:
    """``87%``; the ends of the scale, which nothing reaches, as ``under 1%`` and ``over 99%``."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{100 * probability:.0f}%"


def step(probability: float) -> int:
    """0 to 4, from what reads native to what reads translated."""
    return min(STEPS - 1, max(0, int(STEPS * probability)))


def shares(origin: Origin) -> list[tuple[str, float]]:
    """The languages that the text may come from with their shares, likeliest first; small ones together at the end."""
    foreign = {code: share for code, share in origin.languages.items() if code != NATIVE}
    whole = sum(foreign.values())
    if not whole:
        return []
    ranked = sorted(((share / whole, code) for code, share in foreign.items()), key=lambda one: (-one[0], one[1]))
    kept = [(name_of(code), share) for share, code in ranked if share >= _SMALL]
    rest = sum(share for share, _ in ranked if share < _SMALL)
    return [*kept, ("others", rest)] if rest >= 0.005 else kept


def sentences(report: Report) -> list[Sentence]:
    """The sentences that were judged, in the order of the text."""
    if report.origin is None or not report.origin.sentences:
        return []
    segments = {outcome.segment.span: outcome.segment for outcome in report.outcomes}
    places = Places(report.document)
    found = []
    for place, one in enumerate(report.origin.sentences, 1):
        segment = segments.get(one.span)
        number = segment.index + 1 if segment else place
        text = segment.text if segment else _words(report.document, places, one.span)
        found.append(Sentence(number, " ".join(text.split()), one.translated))
    return found


def extremes(every: Sequence[Sentence], count: int = _SHOWN) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences that read most and least translated, the most telling first; none is in both."""
    ranked = sorted(every, key=lambda one: (-one.translated, one.number))
    half = len(ranked) // 2
    return ranked[: min(count, len(ranked) - half)], ranked[::-1][: min(count, half)]


def summary(every: Sequence[Sentence]) -> str:
    """The strip in words, for who does not see it."""
    high = sum(one.translated >= _LEANS for one in every)
    return f"{high} of {len(every)} sentences read more translated than native"


def _words(document: Document, places: Places, span: Span) -> str:
    return " ".join(document.blocks[place.block].text[place.start : place.end] for place in places.of(span))
