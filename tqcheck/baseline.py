"""Findings that a team has seen and lives with, so that only new ones are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tqcheck.atomic import written
from tqcheck.errors import ConfigError
from tqcheck.report import Finding, Report, fingerprints

SCHEMA = "tqcheck.baseline/1"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings of each document, by its id, as fingerprint and words."""

    documents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def new(self, document: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings of `document` that are not known yet."""
        every = tuple(findings)
        known = self.documents.get(document, {})
        return tuple(one for one, key in zip(every, fingerprints(every), strict=True) if key not in known)


def load(path: Path) -> Baseline:
    """The baseline in a file. Raises ConfigError where it cannot be read or is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: is no baseline: {error}") from None
    documents = data.get("documents") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(documents, dict) or not all(isinstance(known, dict) for known in documents.values()):
        raise ConfigError(f"{path}: is no baseline; `--update-baseline` writes one")
    return Baseline(documents)


def save(path: Path, old: Baseline, reports: Iterable[Report]) -> int:
    """Write the findings of `reports` as known, beside what `old` knows of other documents; how many they are.

    The file appears whole or not at all. Raises ConfigError where it cannot be written.
    """
    documents = {name: dict(known) for name, known in old.documents.items()}
    count = 0
    for report in reports:
        keys = fingerprints(report.findings)
        known = {key: f"{one.rule}: {one.quote}" for key, one in zip(keys, report.findings, strict=True)}
        count += len(known)
        documents.pop(report.document.id, None)
        if known:
            documents[report.document.id] = known
    text = json.dumps({"schema": SCHEMA, "documents": dict(sorted(documents.items()))}, indent=1, ensure_ascii=True)
    try:
        with written(path) as stream:
            stream.write(f"{text}\n".encode())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from None
    return count
