"""Judges whether a text reads as machine translation, and from which language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tqcheck.document import Segment
from tqcheck.origin import model as fitted
from tqcheck.origin.evidence import Signs, tell
from tqcheck.origin.measures import counted, round_trip, styled, weighed
from tqcheck.report import Finding, Judged, Origin, SentenceOrigin, Severity

FEWEST_WORDS = 60
"""A text with fewer words gives too little to go by."""
_STANDS_OUT = 0.4
"""The share of all translations that the likeliest language must have to be named."""
_SHORTEST = 4
"""Words of a segment that is a sentence rather than a headline or a label."""
_MOST_SHARED = 0.5
"""Share of the sentences that must have been translated there and back for the full level."""


class Detector:
    """Judges texts; reads its model when it is first needed. Safe for threads."""

    def __init__(self, path: Path = fitted.PATH):
        """`path` is a file that `python -m tqcheck.training.origin` made."""
        self._path = path

    def judge(
        self,
        text_language: str | None,
        segments: Sequence[Segment],
        judged: Mapping[int, Judged],
        findings: Sequence[Finding],
    ) -> Origin:
        """How much the text reads as machine translation; `judged`, by segment index, is empty without a model.

        The answer abstains, with a reason and without a probability, where the text is too short or in a language
        that the detector does not know. Never raises.
        """
        level = "full" if judged else "surface"
        if text_language != "en":
            what = f"in {text_language}" if text_language else "in no one language that could be told"
            return _silent(level, f"The text is {what}; where a text comes from can only be judged in English so far.")
        used = [
            segment
            for segment in segments
            if segment.language in (None, "en") and len(segment.text.split()) >= _SHORTEST
        ]
        words = sum(len(segment.text.split()) for segment in used)
        if words < FEWEST_WORDS:
            return _silent(
                level,
                f"There are {words} words in sentences; fewer than {FEWEST_WORDS} say nothing of their origin.",
            )
        try:
            model = fitted.load(self._path)
        except (OSError, ValueError, KeyError) as error:
            return _silent(level, f"The model of origin cannot be read: {error}.")
        return _judge(model, used, judged, findings)


def sentence_measures(
    model: fitted.Model, segment: Segment, judged: Judged | None
) -> tuple[dict[str, float], list[float], bool]:
    """The measures of a sentence, what it weighs for each language, and whether the way there and back is in them."""
    found = counted(segment.text)
    columns = [bias + weighed(found, model.patterns, at) for at, bias in enumerate(model.biases)]
    measures = {"patterns": columns[0], "style": weighed(styled(segment.text), model.style)}
    trip = round_trip(judged, model.patterns, model.changes, model.style) if judged else None
    if trip:
        measures |= trip
    return measures, columns[1:], trip is not None


def _judge(
    model: fitted.Model, used: Sequence[Segment], judged: Mapping[int, Judged], findings: Sequence[Finding]
) -> Origin:
    rows = [sentence_measures(model, segment, judged.get(segment.index)) for segment in used]
    phrases = calques(findings)
    full = [measures for measures, _, whole in rows if whole]
    level = "full" if len(full) >= _MOST_SHARED * len(rows) else "surface"
    head = model.full if level == "full" else model.surface
    counting = full if level == "full" else [measures for measures, _, _ in rows]
    means = {name: sum(row[name] for row in counting) / len(counting) for name in counting[0]}
    odds = head.odds(means, len(counting)) + fitted.phrase_odds(phrases)
    translated = fitted.logistic(odds)
    words = [sum(row[at] for _, row, _ in rows) / len(rows) for at in range(len(model.languages.names))]
    shares = model.languages.shares(words, phrases, len(rows))
    best = max(shares, key=lambda name: shares[name])
    named = best if shares[best] >= _STANDS_OUT and translated >= 0.5 else None
    languages = {"none": 1 - translated, **{name: translated * share for name, share in shares.items()}}
    sentences = tuple(
        SentenceOrigin(segment.span, _alone(model, measures, whole and level == "full"))
        for segment, (measures, _, whole) in zip(used, rows, strict=True)
    )
    signs = Signs(model, means, used, judged, findings, named, level)
    return Origin(
        translated,
        named,
        dict(sorted(languages.items(), key=lambda item: -item[1])),
        tuple(tell(signs)),
        level,
        odds > fitted.at(head.thresholds, len(counting)),
        sentences,
    )


def _alone(model: fitted.Model, measures: Mapping[str, float], whole: bool) -> float:
    # A sentence that was not translated back is judged by its words alone, in a full report too.
    return fitted.logistic((model.full if whole else model.surface).odds(measures, 1))


def calques(findings: Sequence[Finding]) -> Counter[str]:
    """The number of phrases taken over word for word, by language."""
    return Counter(
        finding.rule.partition("/")[0].removeprefix("from-")
        for finding in findings
        if finding.rule.startswith("from-") and finding.severity >= Severity.WARNING
    )


def _silent(level: str, reason: str) -> Origin:
    return Origin(None, None, {}, level=level, reason=reason)
