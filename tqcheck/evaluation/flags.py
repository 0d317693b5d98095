"""Findings against the flaws that people annotated: recall, precision, false alarms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tqcheck.document import Document, Span
from tqcheck.errors import ReadError
from tqcheck.readers import read_path
from tqcheck.report import Finding, Report, Severity

_GROUPS = {
    **dict.fromkeys(("calque", "false-friend", "fluency", "style", "accuracy", "untranslated", "pronoun"), "wording"),
    **dict.fromkeys(("typography", "markup", "boilerplate"), "typography"),
    **dict.fromkeys(("locale", "name"), "locale"),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One annotated flaw: a span of the text, and how sure an editor is that it must go."""

    id: str
    span: Span
    quote: str
    category: str
    tier: str
    """``must`` for what any editor would mend, ``may`` for a matter of taste."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text, its annotated flaws and, where there is one, what a good editor made of it."""

    name: str
    document: Document
    flaws: tuple[Flaw, ...]
    clean: Document | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the findings of one article fit its flaws; warnings and errors only."""

    article: Article
    found: tuple[Flaw, ...]
    missed: tuple[Flaw, ...]
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    """Findings where nobody annotated a flaw."""
    alarms: tuple[Finding, ...]
    """Findings in the clean version."""

    def recall(self, tier: str) -> tuple[int, int]:
        """Flaws of the tier that were found, and all of them."""
        hit = sum(flaw.tier == tier for flaw in self.found)
        return hit, hit + sum(flaw.tier == tier for flaw in self.missed)


def articles(paths: Iterable[Path], sources: bool = False) -> Iterator[Article]:
    """The articles in folders, searched through, or of single annotation files.

    Beside ``flaws.jsonl`` lie ``raw.LANG.txt`` and perhaps ``clean.LANG.txt`` and ``source.LANG.txt``; beside
    ``NAME.gold.jsonl`` lies ``NAME.LANG.txt``. With `sources` the documents have theirs, where there is one.

    Raises ReadError where there is no annotation, or one that does not fit its text.
    """
    found = False
    for path in paths:
        files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
        for file in files:
            found = True
            yield _article(file, sources)
    if not found:
        raise ReadError("there is no annotation file (flaws.jsonl) in " + ", ".join(map(str, paths)))


def _article(file: Path, sources: bool) -> Article:
    own = file.name == "flaws.jsonl"
    stem = "raw" if own else file.name.removesuffix(".jsonl").removesuffix(".gold")
    text = _beside(file, stem)
    if text is None:
        raise ReadError(f"{file}: there is no {stem}.LANG.txt beside it")
    clean = _beside(file, "clean") if own else None
    original = _beside(file, "source") if own and sources else None
    source = read_path(original, language=_language(original)) if original else None
    document = replace(read_path(text, language=_language(text)), source=source)
    return Article(
        str(file.parent) if own else str(text),
        document,
        tuple(_flaws(file, document.text)),
        replace(read_path(clean, language=_language(clean)), source=source) if clean else None,
    )


def _beside(file: Path, stem: str) -> Path | None:
    return next(iter(sorted(file.parent.glob(f"{stem}.*.txt"))), None)


def _language(path: Path) -> str:
    return path.suffixes[-2].removeprefix(".")


def _flaws(file: Path, text: str) -> Iterator[Flaw]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{file}: cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row: Mapping[str, Any] = json.loads(line)
            flaw = Flaw(row["id"], Span(row["start"], row["end"]), row["quote"], row["category"], row["tier"])
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{file}, line {number}: is no annotated flaw ({error})") from None
        if flaw.span.of(text) != flaw.quote:
            raise ReadError(f"{file}, line {number}: {flaw.quote!r} does not stand at {flaw.span.start}")
        yield flaw


def agree(article: Article, report: Report, clean: Report | None) -> Agreement:
    """Compare a report with the annotation.

    A flaw is found where a warning or error overlaps it and their kinds fit: wording, typography or locale.
    A finding is right where it overlaps any flaw, whatever its kind: it led the editor to a place to mend.
    """
    findings = [finding for finding in report.findings if finding.severity >= Severity.WARNING]
    found = tuple(flaw for flaw in article.flaws if any(fits(finding, flaw) for finding in findings))
    right = tuple(f for f in findings if any(_overlap(f.span, flaw.span) for flaw in article.flaws))
    return Agreement(
        article,
        found,
        tuple(flaw for flaw in article.flaws if flaw not in found),
        right,
        tuple(finding for finding in findings if finding not in right),
        tuple(f for f in clean.findings if f.severity >= Severity.WARNING) if clean else (),
    )


def fits(finding: Finding, flaw: Flaw) -> bool:
    """Whether the finding names the flaw."""
    return _overlap(finding.span, flaw.span) and bool(_kinds(finding.category) & _kinds(flaw.category))


def _overlap(one: Span, other: Span) -> bool:
    return one.overlaps(other) or (len(one) == 0 and other.start <= one.start <= other.end)


def _kinds(category: str) -> set[str]:
    return {_GROUPS[part] for part in category.split("/") if part in _GROUPS} | (
        {"typography"} if category.endswith("/quotation") else set()
    )


def words(document: Document) -> int:
    """Running words of the prose."""
    return sum(len(block.text.split()) for block in document.blocks)


def totals(agreements: Sequence[Agreement]) -> dict[str, float | int | None]:
    """Recall and precision over all articles, and false alarms a 1,000 clean words."""

    def share(hit: int, of: int) -> float | None:
        return round(hit / of, 3) if of else None

    must = [agreement.recall("must") for agreement in agreements]
    may = [agreement.recall("may") for agreement in agreements]
    right = sum(len(agreement.right) for agreement in agreements)
    wrong = sum(len(agreement.wrong) for agreement in agreements)
    alarms = sum(len(agreement.alarms) for agreement in agreements)
    clean = sum(words(agreement.article.clean) for agreement in agreements if agreement.article.clean)
    return {
        "articles": len(agreements),
        "must": sum(of for _, of in must),
        "must_recall": share(sum(hit for hit, _ in must), sum(of for _, of in must)),
        "may_recall": share(sum(hit for hit, _ in may), sum(of for _, of in may)),
        "findings": right + wrong,
        "precision": share(right, right + wrong),
        "alarms_per_1000_clean_words": round(1000 * alarms / clean, 2) if clean else None,
    }
