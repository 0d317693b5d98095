"""What `tqcheck evaluate` found, as lines for a terminal and as a JSON object."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from tqcheck.evaluation.bootstrap import Estimate
from tqcheck.evaluation.human import Result, Row
from tqcheck.evaluation.threshold import Aim, Suggestion

_SENTENCE = 30
"""Words up to which a row is a sentence rather than a text."""
SCHEMA = "tqcheck.evaluation/1"
_FIGURES = {
    "pearson": "Pearson",
    "spearman": "Spearman",
    "kendall": "Kendall",
    "pairwise": "pairwise",
    "auc": "AUC",
}
_NAME, _COLUMN, _WIDTH = 24, 11, 80


def text(result: Result) -> str:
    """The tables, at most 80 columns wide unless names of columns are long."""
    return "\n".join(_lines(result)) + "\n"


def as_json(result: Result) -> dict[str, Any]:
    """The same as one object; figures that are undefined are null."""
    judgements = result.judgements
    return {
        "schema": SCHEMA,
        "file": judgements.name,
        "columns": dict(judgements.columns),
        "per_word": judgements.per_word,
        "lower_is_better": judgements.lower_is_better,
        "pair": "-".join(result.pair),
        "rows": len(result.scored),
        "sources": len({one.judgement.source for one in result.scored}),
        "skipped": [{"reason": why, "rows": many, "first": row} for why, (many, row) in result.skipped.items()],
        "bad": {"means": result.bad_means, "rows": sum(result.bad)} if result.bad else None,
        "agreement": [
            {"name": row.name} | {key: estimate_json(getattr(row, key)) for key in _FIGURES} for row in result.rows
        ],
        "error_spans": {
            name: {key: estimate_json(value) for key, value in _estimates(found)} if found else None
            for name, found in (
                ("by_word", result.by_word),
                ("by_word_all_marked", result.by_word_all),
                ("by_character", result.by_character),
            )
        },
        "systems": [
            {"system": name, "rows": many, "human": estimate_json(human), "fidelity": estimate_json(fidelity)}
            for name, many, human, fidelity in result.systems
        ],
        "system_pairs": {"told": result.system_pairs[0], "of": result.system_pairs[1]},
        "notes": list(result.notes),
    }


def estimate_json(estimate: Estimate | None) -> dict[str, Any] | None:
    """Value, interval and count; ``None`` where there is no value."""
    if estimate is None or math.isnan(estimate.value):
        return None
    return {k: v if k == "n" else None if math.isnan(v) else round(v, 4) for k, v in asdict(estimate).items()}


def _estimates(found: Any) -> Iterator[tuple[str, Estimate]]:
    for name in ("precision", "recall", "f1"):
        yield name, getattr(found, name)


def _lines(result: Result) -> Iterator[str]:
    judgements = result.judgements
    sense = "lower" if judgements.lower_is_better else "higher"
    sources = len({one.judgement.source for one in result.scored})
    yield f"{judgements.name}: {len(result.scored):,} translations of {sources:,} sources, {'-'.join(result.pair)}"
    yield f"human score: {judgements.score} ({sense} is better); bad: {_bad(result)}"
    for why, (many, first) in result.skipped.items():
        yield f"left out: {many:,} row{'' if many == 1 else 's'}, the first is {first}: {why}"
    shown = [key for key in _FIGURES if any(getattr(row, key) is not None for row in result.rows)]
    if result.rows:
        yield ""
        yield " " * _NAME + "".join(f"{_FIGURES[key]:>{_COLUMN}}" for key in shown)
        for row in result.rows:
            yield from _row(row, shown)
    if result.by_word and result.by_word_all and result.by_character:
        yield ""
        heads = ("precision", "recall", "F1")
        yield f"{'words marked as errors':{_NAME}}" + "".join(f"{head:>{_COLUMN}}" for head in heads)
        for name, found in (
            ("doubted words", result.by_word),
            ("every word marked", result.by_word_all),
            ("doubted, by character", result.by_character),
        ):
            yield from _figures(name, [estimate for _, estimate in _estimates(found)])
    if result.systems:
        yield ""
        width = max(_NAME, *(len(name) + 2 for name, *_ in result.systems))
        yield f"{'system':{width}}{'rows':>6}{'human':>{_COLUMN}}{'fidelity':>{_COLUMN}}"
        for name, many, human, fidelity in result.systems:
            yield f"{name:{width}}{many:6,}{human.value:{_COLUMN}.3g}{fidelity.value:{_COLUMN}.1f}"
        told, of = result.system_pairs
        yield f"{told} of {of} pairs of systems are ordered as people order them."
    yield ""
    yield from _legend(result, shown)


def _bad(result: Result) -> str:
    if result.bad is None:
        return "none, or all"
    return f"{result.bad_means}, {sum(result.bad):,} of {len(result.bad):,}"


def _row(row: Row, shown: Sequence[str]) -> Iterator[str]:
    yield from _figures(row.name, [getattr(row, key) for key in shown])


def _figures(name: str, estimates: Sequence[Estimate | None]) -> Iterator[str]:
    yield f"{name:{_NAME}}" + "".join(f"{_value(one):>{_COLUMN}}" for one in estimates)
    yield " " * _NAME + "".join(f"{_interval(one):>{_COLUMN}}" for one in estimates)


def _value(estimate: Estimate | None) -> str:
    return "–" if estimate is None or math.isnan(estimate.value) else f"{estimate.value:.3f}"


def _interval(estimate: Estimate | None) -> str:
    if estimate is None or math.isnan(estimate.low):
        return ""
    return f"{_short(estimate.low)}–{_short(estimate.high)}"


def _short(value: float) -> str:
    shown = f"{value:.2f}"
    return shown.replace("0.", ".", 1)


def _legend(result: Result, shown: Sequence[str]) -> Iterator[str]:
    yield "Below each figure: its 95% interval, by the bootstrap over sources."
    if "pairwise" in shown:
        pairs = next((row.pairwise.n for row in result.rows if row.pairwise), 0)
        yield f"pairwise: of {pairs:,} pairs of translations of one source, how many are ordered as people do."
    if "auc" in shown:
        yield "AUC: how probably a good translation gets more than a bad one; 0.5 is chance."
    yield from result.notes


def limit_text(result: Result, suggestion: Suggestion, aim: Aim, bound: str) -> str:
    """What a proposed limit would do, and the lines for the configuration file."""
    return "\n".join(_limit_lines(result, suggestion, aim, bound)) + "\n"


def limit_json(suggestion: Suggestion, aim: Aim, bound: str) -> dict[str, Any]:
    """The same as an object."""
    limit = suggestion.fail_under
    return {
        "aim": {key: value for key, value in asdict(aim).items() if value is not None},
        "fail_under": limit,
        "fail_on_bound": bound,
        "low": None if limit is None else suggestion.low,
        "high": None if limit is None else suggestion.high,
        **{key: estimate_json(getattr(suggestion, key)) for key in ("blocked", "caught", "false_blocks", "precision")},
        "unseen": None if math.isnan(suggestion.unseen) else round(suggestion.unseen, 4),
    }


def _limit_lines(result: Result, suggestion: Suggestion, aim: Aim, bound: str) -> Iterator[str]:
    assert result.bad is not None
    many_bad = sum(result.bad)
    good = len(result.bad) - many_bad
    if aim.precision is not None:
        wish, unseen = f"at least {aim.precision:.0%} of what is blocked is bad", "of what it blocks is bad"
    else:
        wish, unseen = f"at most {aim.false_blocks:.0%} of the good texts are blocked", "of the good texts are blocked"
    yield f"A limit such that {wish}; {result.bad_means}: bad."
    if suggestion.fail_under is None:
        yield "There is none on these texts that blocks anything: fidelity does not tell the bad ones well enough."
        return
    yield ""
    for name, estimate, of in (
        ("blocked", suggestion.blocked, f"of all {len(result.bad):,}"),
        ("bad texts blocked", suggestion.caught, f"of {many_bad:,}"),
        ("good texts blocked", suggestion.false_blocks, f"of {good:,}"),
        ("bad among the blocked", suggestion.precision, f"of {suggestion.precision.n:,}"),
    ):
        yield f"{name:{_NAME}}{estimate.value:>7.1%}  ({estimate.low:.1%} to {estimate.high:.1%}) {of}"
    yield from textwrap.wrap(
        f"The limit is fitted to these texts and varies with them, from {suggestion.low:g} to {suggestion.high:g}; "
        f"on texts that it was not fitted to, {suggestion.unseen:.1%} {unseen}.",
        _WIDTH,
    )
    words = sorted(len(one.judgement.translation.split()) for one in result.scored)
    if words[len(words) // 2] < _SENTENCE:
        told = "These rows are sentences. Whole articles differ less from each other: judge articles to limit articles."
        yield from textwrap.wrap(told, _WIDTH)
    yield ""
    yield "# tqcheck.toml"
    yield "[[thresholds]]"
    yield f'pair = "{"-".join(result.pair)}"'
    yield f"fail-under = {suggestion.fail_under:g}"
    if bound != "middle":
        yield f'fail-on-bound = "{bound}"'
