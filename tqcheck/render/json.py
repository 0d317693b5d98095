"""The report as JSON, version 1: ``docs/report.schema.json`` is its schema."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from tqcheck.document import Document
from tqcheck.render import Style
from tqcheck.report import Finding, Judged, Outcome, Provenance, Report, fingerprints

SCHEMA = "tqcheck.report/1"


def render_json(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One JSON object for all reports."""
    out.write(dumps(document_set(reports), indent=2) + "\n")


def render_jsonl(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """One such object a line and document, written as soon as the document is done."""
    for report in reports:
        out.write(dumps(document_set([report])) + "\n")
        out.flush()


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON as UTF-8 text; a lone surrogate, which UTF-8 cannot hold, stays an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return "".join(f"\\u{ord(c):04x}" if 0xD800 <= ord(c) < 0xE000 else c for c in text) if _lone(text) else text


def _lone(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def document_set(reports: Iterable[Report]) -> dict[str, Any]:
    """The report format of one or more documents; provenance is merged over all."""
    documents, origins = [], []
    for report in reports:
        documents.append(document_json(report))
        origins.append(report.provenance)
    return {"schema": SCHEMA, "documents": documents, "provenance": provenance_json(origins)}


def document_json(report: Report) -> dict[str, Any]:
    """One element of ``documents``."""
    keys = fingerprints(report.findings)
    named = named_units(report.document)
    return {
        "id": report.document.id,
        "path": report.document.path,
        "language": {"code": report.language.code, "certainty": round(report.language.certainty, 3)},
        "source_language": report.source_language,
        "mode": report.mode.value,
        "fidelity": asdict(report.fidelity) if report.fidelity else None,
        "metrics": [asdict(metric) for metric in report.metrics],
        "origin": _origin(report),
        "segments": [_segment(outcome, report.document) for outcome in report.outcomes],
        "findings": [
            {
                "rule": finding.rule,
                "category": finding.category,
                "severity": finding.severity.label,
                "start": finding.span.start,
                "end": finding.span.end,
                "quote": finding.quote,
                "message": finding.message,
                "suggestion": finding.suggestion,
                "source_phrase": finding.source_phrase,
                "evidence": finding.evidence,
                "fingerprint": key,
                "unit": unit_of(finding, named),
            }
            for finding, key in zip(report.findings, keys, strict=True)
        ],
        "verdict": report.verdict.value,
        "reason": report.reason,
    }


def provenance_json(origins: Iterable[Provenance]) -> dict[str, Any] | None:
    """The provenance of a run: what all documents share, the models and notes of any, the time of all."""
    every = list(origins)
    if not every:
        return None
    first = every[0]
    return {
        "tqcheck": first.version,
        "engine": first.engine,
        "models": sorted({model for one in every for model in one.models}),
        "packs": list(first.packs),
        "config": first.config,
        "notes": list(dict.fromkeys(note for one in every for note in one.notes)),
        "elapsed_ms": sum(one.elapsed_ms for one in every),
    }


def _origin(report: Report) -> dict[str, Any] | None:
    origin = report.origin
    if origin is None:
        return None
    return {
        "translated": None if origin.translated is None else round(origin.translated, 3),
        "reads_translated": origin.reads_translated,
        "language": origin.language,
        "languages": {code: round(share, 3) for code, share in origin.languages.items()},
        "level": origin.level,
        "evidence": list(origin.evidence),
        "sentences": [
            {"start": one.span.start, "end": one.span.end, "translated": round(one.translated, 3)}
            for one in origin.sentences
        ],
        "reason": origin.reason,
    }


def named_units(document: Document) -> list[tuple[int, str]]:
    """Where each block begins that has a name, in order."""
    return sorted((block.runs[0].raw, block.name) for block in document.blocks if block.name and block.runs)


def unit_of(finding: Finding, named: list[tuple[int, str]]) -> str | None:
    """The name of the unit that the finding begins in; `named` is what `named_units` says."""
    at = bisect_right(named, finding.span.start, key=lambda one: one[0])
    return named[at - 1][1] if at else None


def _segment(outcome: Outcome, document: Document) -> dict[str, Any]:
    segment = outcome.segment
    block = document.blocks[segment.block]
    judged = outcome if isinstance(outcome, Judged) else None
    return {
        "index": segment.index,
        "start": segment.span.start,
        "end": segment.span.end,
        "text": segment.text,
        "source": segment.source_text,
        "back_translation": judged.back_translation if judged else None,
        "round_trip": judged.round_trip if judged else None,
        "fidelity": judged.fidelity if judged else None,
        "metrics": dict(judged.metrics) if judged else {},
        "tokens": [
            {"start": token.span.start, "end": token.span.end, "logprob": round(token.logprob, 4)}
            for token in (judged.tokens if judged else ())
        ],
        "doubts": [
            {"start": doubt.span.start, "end": doubt.span.end, "severity": doubt.severity.label}
            for doubt in (judged.doubts if judged else ())
        ],
        "omissions": [asdict(omission) for omission in (judged.omissions if judged else ())],
        "skipped": None if isinstance(outcome, Judged) else outcome.reason,
        "unit": block.name or None,
        "note": block.note or None,
        "system": block.system or None,
    }
