"""What the service can do: its rules and languages, as JSON."""

from __future__ import annotations

from typing import Any

from tqcheck.checker import Checker
from tqcheck.engines.catalogue import Catalogue
from tqcheck.rules.check import PhraseCheck


def rules(checker: Checker) -> list[dict[str, Any]]:
    """One object a rule, by id."""
    return [
        {
            "id": rule.id,
            "category": rule.category,
            "severity": rule.severity.label,
            "summary": rule.summary,
            "why": rule.why,
            "languages": list(rule.languages),
            "fix": rule.fix,
        }
        for _, rule in sorted(checker.rules.items())
    ]


def languages(checker: Checker) -> dict[str, Any]:
    """``pairs``: directions that a model on this machine serves; ``packs``: rule packs with their languages."""
    config = checker.config
    pairs = []
    if config.engine in ("ctranslate", "marian"):
        for model in Catalogue(config.model, offline=True).models():
            for pair in model.manifest.pairs if model.manifest else ():
                pairs.append({"from": pair.source, "to": pair.target, "model": model.name})
    packs = {
        str(pack): {"pack": str(pack), "language": pack.target, "origin": pack.origin, "rules": len(pack.rules)}
        for check in checker.checks
        if isinstance(check, PhraseCheck)
        for pack in check.packs()
    }
    return {"pairs": pairs, "packs": [packs[name] for name in sorted(packs)]}
