"""tqcheck's figures and the plain baselines against the judgements of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tqcheck import language
from tqcheck.checker import Checker
from tqcheck.document import Document, Span
from tqcheck.errors import UsageError
from tqcheck.evaluation.bootstrap import Bootstrap, Estimate
from tqcheck.evaluation.judgements import Judgement, Judgements
from tqcheck.evaluation.spans import Marks, SpanAgreement, by_character, by_word
from tqcheck.judging import Progress
from tqcheck.report import Fidelity, Judged, Report, Skipped

FIDELITY = "fidelity"
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """A judged translation with what tqcheck and the baselines give it, higher for the better."""

    judgement: Judgement
    fidelity: Fidelity
    figures: dict[str, float]
    """By name, `FIDELITY` first; the same names for all."""
    doubts: tuple[Span, ...] | None
    """The words that tqcheck doubts, as offsets into the translation; ``None`` where it was not asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """How one figure agrees with people; ``None`` where the table cannot tell."""

    name: str
    pearson: Estimate
    spearman: Estimate
    kendall: Estimate
    pairwise: Estimate | None
    auc: Estimate | None


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that `tqcheck evaluate` says of a table."""

    judgements: Judgements
    pair: tuple[str, str]
    scored: tuple[Scored, ...]
    skipped: dict[str, tuple[int, int]]
    """By reason, how many rows were left out, and the first of them."""
    bad: tuple[bool, ...] | None
    """For each of `scored` whether people hold it to be bad."""
    bad_means: str
    rows: tuple[Row, ...]
    by_word: SpanAgreement | None
    by_word_all: SpanAgreement | None
    """The same were every word marked: the baseline."""
    by_character: SpanAgreement | None
    systems: tuple[tuple[str, int, Estimate, Estimate], ...]
    """By name: rows, the mean human score as in the table, the mean fidelity; the best in people's eyes first."""
    system_pairs: tuple[int, int]
    """How many pairs of systems the mean fidelity orders as people do, and of how many that people tell apart."""
    notes: tuple[str, ...]


def languages(judgements: Judgements, origin: str, to: str | None) -> tuple[str, str]:
    """The languages of source and translation, found over many rows where they are not given.

    Raises UsageError where they cannot be told.
    """
    found = []
    for given, texts, option in (
        (None if origin == "auto" else origin, [row.source for row in judgements.rows[:_SAMPLE]], "--from"),
        (to, [row.translation for row in judgements.rows[:_SAMPLE]], "--to"),
    ):
        code = given or language.detect("\n\n".join(dict.fromkeys(texts))).code
        if code is None:
            raise UsageError(f"{judgements.name}: the language is unsure; name it with {option}")
        found.append(code)
    if found[0] == found[1]:
        raise UsageError(f"{judgements.name}: source and translation are both in {found[0]}; name them: --from, --to")
    return found[0], found[1]


def evaluate(
    judgements: Judgements,
    checker: Checker,
    limit: float | None = None,
    round_trip: bool = True,
    progress: Progress | None = None,
) -> Result:
    """Judge every row, with its source and (`round_trip`) without, and compare with people.

    Rows worse than `limit` are bad; without one those with error spans, those labelled so, else the worse half.
    Rows that could not be judged are left out for all figures alike. Raises UsageError as `languages`.
    """
    config = checker.config
    pair = languages(judgements, config.origin, config.to)
    plain = checker.figures(replace(config, origin=pair[0], to=pair[1]))
    with_source = list(plain.check((_document(row, True) for row in judgements.rows), progress))
    without = list(plain.check((_document(row, False) for row in judgements.rows), progress)) if round_trip else None
    scored, skipped = [], Counter[str]()
    first: dict[str, int] = {}
    for at, row in enumerate(judgements.rows):
        one = _scored(row, with_source[at], without[at] if without else None)
        if isinstance(one, Scored):
            scored.append(one)
        else:
            skipped[one] += 1
            first.setdefault(one, row.row)
    notes = dict.fromkeys(note for report in with_source[:1] for note in report.provenance.notes)
    left_out = {**judgements.skipped, **{reason: (many, first[reason]) for reason, many in skipped.items()}}
    return _compared(judgements, pair, scored, left_out, limit, tuple(notes))


def _document(row: Judgement, with_source: bool) -> Document:
    source = Document.plain(row.source, f"source {row.row}") if with_source else None
    return Document.plain(row.translation, f"row {row.row}", source=source)


def _scored(row: Judgement, report: Report, alone: Report | None) -> Scored | str:
    for one in (report, alone):
        if one is None:
            continue
        lost = next((o.reason for o in one.outcomes if isinstance(o, Skipped) and not o.harmless), None)
        if lost or one.fidelity is None:
            return lost or next((o.reason for o in one.outcomes if isinstance(o, Skipped)), "nothing to judge")
    assert report.fidelity is not None
    figures = {FIDELITY: report.fidelity.score}
    if alone is not None and alone.fidelity is not None:
        figures["fidelity, no source"] = alone.fidelity.score
    figures["back-translation chrF++"] = _mean(report, "chrF++")
    if alone is not None:
        figures["round-trip chrF++"] = _mean(alone, "chrF++")
        figures["round-trip BLEU"] = _mean(alone, "BLEU")
    figures["the shorter the better"] = -float(len(row.translation))
    return Scored(row, report.fidelity, figures, _doubts(report))


def _doubts(report: Report) -> tuple[Span, ...] | None:
    """The doubted words; ``None`` where the engine was not asked how probable the words are."""
    judged = [o for o in report.outcomes if isinstance(o, Judged)]
    if not any(o.tokens or o.doubts for o in judged):
        return None
    return tuple(doubt.span for o in judged for doubt in o.doubts)


def _mean(report: Report, metric: str) -> float:
    """The mean over the sentences, weighted by length."""
    judged = [o for o in report.outcomes if isinstance(o, Judged)]
    total = sum(len(o.segment.text) for o in judged)
    return sum(o.metrics[metric] * len(o.segment.text) for o in judged) / max(1, total)


def _compared(
    judgements: Judgements,
    pair: tuple[str, str],
    scored: Sequence[Scored],
    skipped: dict[str, tuple[int, int]],
    limit: float | None,
    notes: tuple[str, ...],
) -> Result:
    bad, means = _bad(judgements, scored, limit)
    bootstrap = Bootstrap([one.judgement.group for one in scored])
    human = [one.judgement.human for one in scored]
    sources = [one.judgement.source for one in scored]
    several = len(set(sources)) < len(sources)
    rows = []
    for name in scored[0].figures if scored else ():
        figures = [one.figures[name] for one in scored]
        rows.append(
            Row(
                name,
                bootstrap.pearson(figures, human),
                bootstrap.spearman(figures, human),
                bootstrap.kendall(figures, human),
                bootstrap.pairwise(figures, human, sources) if several else None,
                bootstrap.auc(figures, [not one for one in bad]) if bad else None,
            )
        )
    marks = [
        Marks(one.judgement.translation, one.doubts, one.judgement.spans, one.judgement.group)
        for one in scored
        if one.doubts is not None and one.judgement.spans is not None
    ]
    if not any(mark.ours for mark in marks):
        marks = []
    systems = _systems(scored)
    every = [replace(mark, ours=(Span(0, len(mark.text)),)) for mark in marks]
    return Result(
        judgements,
        pair,
        tuple(scored),
        skipped,
        bad,
        means,
        tuple(rows),
        by_word(marks) if marks else None,
        by_word(every) if marks else None,
        by_character(marks) if marks else None,
        systems,
        _pairs_told([(human.value, fidelity.value) for _, _, human, fidelity in systems]),
        notes,
    )


def _bad(judgements: Judgements, scored: Iterable[Scored], limit: float | None) -> tuple[tuple[bool, ...] | None, str]:
    """Which translations people hold to be bad, and what that means."""
    rows = [one.judgement for one in scored]
    side = "above" if judgements.lower_is_better else "below"
    if limit is not None:
        sign = -1 if judgements.lower_is_better else 1
        bad, means = tuple(row.human < sign * limit for row in rows), f"{judgements.score} {side} {limit:g}"
    elif judgements.labelled:
        bad, means = tuple(row.human <= (0 if not judgements.lower_is_better else -1) for row in rows), "labelled bad"
    elif rows and all(row.spans is not None for row in rows):
        bad, means = tuple(bool(row.spans) for row in rows), "with error spans"
    else:
        ordered = sorted(row.human for row in rows)
        middle = ordered[len(ordered) // 2] if ordered else 0.0
        bad, means = tuple(row.human < middle for row in rows), "the worse half"
    return (bad, means) if any(bad) and not all(bad) else (None, means)


def _systems(scored: Sequence[Scored]) -> tuple[tuple[str, int, Estimate, Estimate], ...]:
    groups: dict[str, list[Scored]] = {}
    for one in scored:
        if one.judgement.system:
            groups.setdefault(one.judgement.system, []).append(one)
    if not 1 < len(groups) <= 100:
        return ()
    out = []
    for name, members in groups.items():
        bootstrap = Bootstrap([one.judgement.group for one in members])
        human = bootstrap.mean([one.judgement.score for one in members])
        better = sum(one.judgement.human for one in members) / len(members)
        out.append((better, name, len(members), human, bootstrap.mean([one.fidelity.score for one in members])))
    return tuple(row[1:] for row in sorted(out, key=lambda row: (-row[0], row[1])))


def _pairs_told(systems: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Of pairs of (human score, fidelity), the best in people's eyes first."""
    told = [one[1] > other[1] for one, other in combinations(systems, 2) if one[0] != other[0]]
    return sum(told), len(told)
