"""What `tqcheck compare` found: a sentence for an editor, a table, the passages that differ most; or a JSON object."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Any

from tqcheck.evaluation.comparison import LEAST, Comparison, Difference, most_different
from tqcheck.evaluation.passages import FIDELITY, FLAWS, METRICS, Passage
from tqcheck.evaluation.table import estimate_json

SCHEMA = "tqcheck.comparison/1"
_NAME, _COLUMN = 22, 9


def text(comparison: Comparison, width: int, passages: int) -> str:
    """The answer for a terminal of `width` columns, with at most so many passages."""
    return "\n".join(_lines(comparison, width, passages)) + "\n"


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The same, with every passage, as one object."""
    first = comparison.texts[0].report
    return {
        "schema": SCHEMA,
        "mode": first.mode.value,
        "language": first.language.code,
        "source_language": first.source_language,
        "summary": sentences(comparison),
        "texts": [
            {
                "name": one.name,
                "id": one.report.document.id,
                "path": one.report.document.path,
                "figures": {name: estimate_json(estimate) for name, estimate in one.figures.items()},
                "omitted": one.omitted,
                "added": one.added,
                "not_judged": list(one.lost),
            }
            for one in comparison.texts
        ],
        "differences": [
            {
                "first": one.first,
                "second": one.second,
                "metric": one.metric,
                "second_better_by": estimate_json(one.difference),
                "p": round(one.p, 4),
                "trusted": one.trusted,
            }
            for one in comparison.differences
        ],
        "left_out": comparison.left_out,
        "passages": [
            {
                "source": passage.source,
                "weight": passage.weight,
                "versions": [
                    {
                        "text": version.text,
                        "spans": [[span.start, span.end] for span in version.spans],
                        "figures": {name: round(value, 2) for name, value in version.figures.items()},
                    }
                    for version in passage.versions
                ],
            }
            for passage in comparison.passages
        ],
        "provenance": {
            "tqcheck": first.provenance.version,
            "engine": first.provenance.engine,
            "models": list(first.provenance.models),
        },
    }


def sentences(comparison: Comparison) -> list[str]:
    """What to make of each pair of texts, in words; the best text first."""
    ranks = [one.figures[FIDELITY].value for one in comparison.texts]
    ordered = sorted(comparison.of(FIDELITY), key=lambda one: sorted((-ranks[one.first], -ranks[one.second])))
    return [_sentence(one, comparison) for one in ordered]


def _sentence(one: Difference, comparison: Comparison) -> str:
    passages = len(comparison.passages)
    names = (_letter(one.first), _letter(one.second))
    by = one.difference
    points = round(abs(by.value), 1)
    better, worse = (names[1], names[0]) if by.value >= 0 else names
    low, high = (by.low, by.high) if by.value >= 0 else (-by.high, -by.low)
    interval = f"({low:.1f} to {high:.1f})"
    flaws = comparison.flaws_of(one)
    cleaner = flaws.trusted and _letter(flaws.second if flaws.difference.value > 0 else flaws.first)
    counts = " against ".join(
        f"{comparison.texts[number].figures[FLAWS].value:.0f}"
        for number in sorted((one.first, one.second), key=lambda number: -comparison.texts[number].figures[FLAWS].value)
    )
    if one.trusted and cleaner == worse:
        return (
            f"{better} has {points:.1f} points more fidelity than {worse} {interval}, more than chance "
            f"(p = {_p(one.p)}), but more flaws too: {counts} a 1,000 words (p = {_p(flaws.p)}). Fidelity is closeness "
            "to the source, not good style: read both."
        )
    if one.trusted:
        said = f"{better} is better than {worse} by {points:.1f} points of fidelity {interval}; "
        said += f"that is more than chance (p = {_p(one.p)})."
    elif not points:
        said = f"{names[0]} and {names[1]}: no difference in fidelity."
    elif passages < LEAST:
        few = _many(passages)
        said = f"{better} has {points:.1f} points more than {worse}, but {few} are too few to tell that from chance."
    else:
        said = f"{names[0]} and {names[1]}: no difference that one could trust; "
        said += f"{better} has {points:.1f} points more {interval[:-1]}, p = {_p(one.p)})."
    return f"{said} {cleaner} has fewer flaws: {counts} a 1,000 words (p = {_p(flaws.p)})." if cleaner else said


def _lines(comparison: Comparison, width: int, passages: int) -> Iterator[str]:
    for number, one in enumerate(comparison.texts):
        yield f"{_letter(number)}  {one.name}"
    yield ""
    for sentence in sentences(comparison):
        yield from textwrap.wrap(sentence, width)
    yield ""
    yield from _table(comparison)
    yield ""
    yield from _remarks(comparison, width)
    shown = most_different(comparison, passages)
    if shown:
        yield ""
        yield "Where they differ most"
        for passage in shown:
            yield ""
            yield from _passage(passage, width)


def _table(comparison: Comparison) -> Iterator[str]:
    letters = [_letter(number) for number in range(len(comparison.texts))]
    two = len(letters) == 2
    head = " " * _NAME + "".join(f"{letter:>{_COLUMN}}" for letter in letters)
    yield head + (f"   {'B better by':<24}p" if two else "")
    for metric in comparison.texts[0].figures:
        values = "".join(f"{one.figures[metric].value:{_COLUMN}.1f}" for one in comparison.texts)
        line = f"{metric if METRICS[metric] else metric + ' ↓':{_NAME}}{values}"
        if two:
            (one,) = comparison.of(metric)
            by = one.difference
            interval = f"{by.value:+.1f} ({by.low:+.1f} to {by.high:+.1f})"
            line += f"   {interval:<24}{_p(one.p)}{' *' if one.trusted else ''}"
        yield line
    if not two:
        yield ""
        yield f"{'p':{_NAME}}" + "".join(f"{letter:>{_COLUMN}}" for letter in letters[1:])
        ps = {(one.first, one.second): one for one in comparison.of(FIDELITY)}
        for row, letter in enumerate(letters[:-1]):
            cells = [ps.get((row, column)) for column in range(1, len(letters))]
            yield f"{letter:{_NAME}}" + "".join(f"{_cell(cell):>{_COLUMN}}" for cell in cells)


def _cell(one: Difference | None) -> str:
    return "" if one is None else _p(one.p) + ("*" if one.trusted else "")


def _remarks(comparison: Comparison, width: int) -> Iterator[str]:
    against = "the source" if comparison.has_source else "the text itself, by a round trip, since no source was given"
    many, left_out = len(comparison.passages), comparison.left_out
    counted = f"{many:,} of {_many(many + left_out)} (the rest was not judged in each)" if left_out else _many(many)
    told = (
        f"Means over {counted}, weighted by length, against {against}. p: how probably equals "
        "would differ so much, by a paired bootstrap; * more than chance; ↓ lower is better."
    )
    if not comparison.has_source:
        told += " A round trip favours what the engine would have written itself."
    yield from textwrap.wrap(told, width)
    for number, one in enumerate(comparison.texts):
        parts = []
        if one.omitted:
            parts.append(f"leaves out {_count(one.omitted, 'sentence')} that another has")
        if one.added:
            origin = "the source" if comparison.has_source else _letter(0)
            parts.append(f"has {_count(one.added, 'sentence')} that {origin} has not")
        if one.lost:
            parts.append(f"has {_count(len(one.lost), 'sentence')} that could not be judged: {one.lost[0]}")
        if parts:
            yield from textwrap.wrap(f"{_letter(number)} {', '.join(parts)}", width)
    for note in dict.fromkeys(note for one in comparison.texts for note in one.report.provenance.notes):
        yield from textwrap.wrap(note, width)


def _passage(passage: Passage, width: int) -> Iterator[str]:
    rows: list[tuple[str, str]] = [("", passage.source)] if passage.source else []
    rows += [
        (f"{_letter(number)} {version.figures[FIDELITY]:3.0f}", version.text)
        for number, version in enumerate(passage.versions)
    ]
    for label, words in rows:
        shown = "".join(char if char.isprintable() else " " for char in words)
        yield from textwrap.wrap(shown, width, initial_indent=f"{label:7}", subsequent_indent=" " * 7)


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"#{number + 1}"


def _p(p: float) -> str:
    return f"{p:.3f}"


def _many(passages: int) -> str:
    return _count(passages, "passage")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
