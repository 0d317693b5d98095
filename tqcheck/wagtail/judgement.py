"""What a check of a page or a snippet comes to, in the terms of its fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tqcheck.fidelity.interval import weighted
from tqcheck.report import Severity, Verdict
from tqcheck.wagtail.text import Text


@dataclass(frozen=True, slots=True)
class Flaw:
    """A finding, with the field that it is in."""

    field: str
    """For an editor, as in ``Body › 3. Quote``."""
    path: str
    """Wagtail's content path of the field."""
    rule: str
    severity: str
    """``error``, ``warning`` or ``info``."""
    quote: str
    message: str
    suggestion: str | None
    source_phrase: str | None
    evidence: str | None
    start: int
    """Half-open offsets in code points into the text of the field, as stored."""
    end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one text of an object as a whole."""

    verdict: Verdict
    """``undecided`` too where the check failed."""
    reason: str
    flaws: tuple[Flaw, ...] = ()
    fidelity: float | None = None
    language: str | None = None
    version: str = ""
    """Of tqcheck; empty where it did not get to work."""

    def json(self) -> dict[str, Any]:
        """The judgement in the types that JSON knows."""
        return asdict(self) | {"verdict": self.verdict.value, "flaws": [asdict(flaw) for flaw in self.flaws]}

    def number(self, severity: Severity) -> int:
        """How many flaws of that severity there are."""
        return sum(flaw.severity == severity.label for flaw in self.flaws)


NOTHING = Judgement(Verdict.PASS, "There is no text to check.")


def failed(reason: str) -> Judgement:
    """The judgement where the check did not come to an end."""
    return Judgement(Verdict.UNDECIDED, f"The text could not be checked: {reason.rstrip('.')}.")


def judgement(answer: Mapping[str, Any], texts: Sequence[Text]) -> Judgement:
    """The judgement in the service's answer on `texts`; raises KeyError or ValueError where it is none."""
    named = {text.name: text for text in texts}
    flaws, scores, weights = [], [], []
    languages: Counter[str] = Counter()
    documents = answer["report"]["documents"]
    for document in documents:
        text = named[_name(document)]
        flaws += [_flaw(finding, text) for finding in document["findings"]]
        languages[document["language"]["code"] or ""] += len(text.text)
        for segment in document["segments"]:
            if segment["fidelity"] is not None:
                scores.append(float(segment["fidelity"]))
                weights.append(float(len(segment["text"])))
    # An editor who reads no further has seen what stops the text.
    flaws.sort(key=lambda flaw: -Severity.parse(flaw.severity))
    fidelity = weighted(scores, weights)
    verdict = Verdict(answer["verdict"])
    decisive = next(document for document in documents if document["verdict"] == verdict.value)
    return Judgement(
        verdict,
        _reason(verdict, flaws, decisive, named),
        tuple(flaws),
        fidelity.score if fidelity else None,
        max(languages, key=lambda code: languages[code]) or None,
        str(answer["report"]["provenance"]["tqcheck"]),
    )


def combined(parts: Sequence[Judgement]) -> Judgement:
    """One judgement for the parts of a text that was too long for one request."""
    if len(parts) == 1:
        return parts[0]
    order = (Verdict.BLOCK, Verdict.UNDECIDED, Verdict.REVIEW, Verdict.PASS)
    worst = min(parts, key=lambda part: order.index(part.verdict))
    known = [part.fidelity for part in parts if part.fidelity is not None]
    flaws = tuple(flaw for part in parts for flaw in part.flaws)
    fidelity = round(sum(known) / len(known), 1) if known else None
    return Judgement(worst.verdict, worst.reason, flaws, fidelity, worst.language, worst.version)


def _name(document: Mapping[str, Any]) -> str:
    return str(document["id"]).split("/", 1)[1]


def _flaw(finding: Mapping[str, Any], text: Text) -> Flaw:
    kept = ("rule", "severity", "quote", "message", "suggestion", "source_phrase", "evidence", "start", "end")
    return Flaw(text.label, text.path, **{key: finding[key] for key in kept})


def _reason(verdict: Verdict, flaws: Sequence[Flaw], decisive: Mapping[str, Any], named: Mapping[str, Text]) -> str:
    """The checker's own words, for all fields together."""
    errors = sum(flaw.severity == Severity.ERROR.label for flaw in flaws)
    warnings = sum(flaw.severity == Severity.WARNING.label for flaw in flaws)
    if verdict is Verdict.BLOCK and errors:
        return f"{_count(errors, 'error')} to mend before publication."
    if verdict is Verdict.REVIEW:
        return f"{_count(warnings, 'flaw')} to look at before publication."
    if verdict is Verdict.PASS:
        return str(decisive["reason"])
    return f"{named[_name(decisive)].label}: {decisive['reason']}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
