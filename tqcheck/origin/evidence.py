"""What weighed most in a judgement of origin, in sentences that an editor can check by eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tqcheck.document import Segment
from tqcheck.languages import name_of
from tqcheck.origin.measures import counted
from tqcheck.origin.model import Model
from tqcheck.origin.patterns import WORDS, differences
from tqcheck.report import Finding, Judged, Severity

MOST = 12
"""Pieces of evidence told."""
_PHRASES = 6
_TURNS = 4
_NEARLY = 0.85
"""Share of a sentence's words that come back in their order from which it comes back almost word for word."""
_UNLIKELY = -4.0
"""The log-probability below which the translation model would not have thought of a word."""


@dataclass(frozen=True, slots=True)
class Signs:
    """All that a judgement rests on."""

    model: Model
    means: Mapping[str, float]
    segments: Sequence[Segment]
    judged: Mapping[int, Judged]
    findings: Sequence[Finding]
    language: str | None
    level: str


def tell(signs: Signs) -> Iterator[str]:
    """The pieces of evidence for translation, weightiest kind first; nothing that speaks for a native author."""
    told = [*_phrases(signs), *_way_back(signs), *_turns(signs)]
    yield from told[:MOST]


def _phrases(signs: Signs) -> Iterator[str]:
    found = [
        finding
        for finding in signs.findings
        if finding.rule.startswith("from-") and finding.severity >= Severity.WARNING
    ]
    by_language: dict[str, list[Finding]] = {}
    for finding in found:
        by_language.setdefault(finding.rule.partition("/")[0].removeprefix("from-"), []).append(finding)
    for code, some in sorted(by_language.items(), key=lambda item: (item[0] != signs.language, -len(item[1]))):
        for finding in sorted(some, key=lambda finding: -finding.severity)[:_PHRASES]:
            behind = f" “{finding.source_phrase}”" if finding.source_phrase else " usage"
            yield f"“{finding.quote}” follows {name_of(code)}{behind}."
        rest = len(some) - _PHRASES
        if rest > 0:
            yield f"{_number(rest, 'more phrase')} like these."


def _way_back(signs: Signs) -> Iterator[str]:
    if signs.level != "full":
        return
    kept = [
        differences(judged.segment.text, judged.round_trip)[1]
        for segment in signs.segments
        if (judged := signs.judged.get(segment.index)) and judged.round_trip is not None
    ]
    if not kept:
        return
    same = sum(share >= _NEARLY for share in kept)
    mean, spread = signs.model.native["kept"]
    share = sum(kept) / len(kept)
    # Half a standard deviation of single sentences is far for the mean of ten.
    if share > mean + spread / 4:
        yield (
            f"Translated there and back, {100 * share:.0f}% of the words stay in place, against {100 * mean:.0f}% in "
            "texts by native authors."
        )
    if same >= 2 and same / len(kept) > 2 * signs.model.native["nearly"][0]:
        yield f"{same} of {len(kept)} sentences come back almost word for word."
    mean, spread = signs.model.native["below 4"]
    share = signs.means.get("below 4", mean)
    if share < mean - spread / 4:
        yield (
            f"Only {100 * share:.0f}% of the words are such as the translation model would not have chosen, against "
            f"{100 * mean:.0f}% in texts by native authors."
        )


def _turns(signs: Signs) -> Iterator[str]:
    """The runs of function words that are commoner here than native authors write them, and that weigh most."""
    found: Counter[str] = Counter()
    for segment in signs.segments:
        found.update(counted(segment.text))
    column = 0
    names = signs.model.languages.names
    if signs.language in names:
        column = 1 + names.index(signs.language)
    size = len(signs.segments)
    weights = signs.model.patterns
    likely = [
        ((number - size * signs.model.rates.get(name, 0.0)) * sum(weights[name][at] for at in {0, column}), name)
        for name, number in found.items()
        if number > 1 and name in weights and _readable(name) and number > 2 * size * signs.model.rates.get(name, 0.0)
    ]
    chosen: list[str] = []
    for weight, name in sorted(likely, key=lambda item: (-item[0], item[1])):
        if weight <= 0 or len(chosen) == _TURNS:
            break
        if not any(f" {name} " in f" {other} " or f" {other} " in f" {name} " for other in chosen):
            chosen.append(name)
    for name in chosen:
        usual = size * signs.model.rates.get(name, 0.0)
        yield f"{_quoted(name)} stands here {_times(found[name])}; so long a native text has it {usual:.1f} times."


def _readable(name: str) -> bool:
    """Whether a pattern can be shown as it is: words of closed classes and commas alone."""
    parts = name.split(" ")
    return len(parts) > 1 and all(part in WORDS or part in ("^", ",") for part in parts) and parts[-1] not in ("^", ",")


def _quoted(name: str) -> str:
    start = name.startswith("^ ")
    shown = name.removeprefix("^ ").replace(" ,", ",")
    if start:
        return f"“{shown[:1].upper()}{shown[1:]}” at the start of a sentence"
    return f"“{shown}”"


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number} times"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
