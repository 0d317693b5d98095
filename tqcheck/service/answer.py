"""What the service and the hook answer: the report, and what it comes to for the CMS."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tqcheck.config import Config
from tqcheck.policy import flags
from tqcheck.render.json import document_set, dumps
from tqcheck.report import Report, Verdict

SCHEMA = "tqcheck.check/1"

_WORST_FIRST = (Verdict.BLOCK, Verdict.UNDECIDED, Verdict.REVIEW, Verdict.PASS)


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished check; the report is kept as the JSON that is sent."""

    verdict: Verdict
    reason: str
    flagged: bool
    """Whether the policy's `fail_on` or `fail_under` asks to be told: the command line's exit code 1."""
    report: bytes

    @property
    def size(self) -> int:
        """Bytes that the answer takes, nearly."""
        return len(self.report) + len(self.reason) + 200

    @property
    def exit_code(self) -> int:
        """As of the command line: 0 passes, 1 flagged, 3 not judged."""
        return 3 if self.verdict is Verdict.UNDECIDED else int(self.flagged)

    def json(self, id: str, revision: str | None, job: Mapping[str, Any] | None = None, cached: bool = False) -> bytes:
        """The JSON to send; with a `job` that is waiting, the answer is the rules' alone, the model's to come."""
        head = {
            "schema": SCHEMA,
            "id": id,
            "revision": revision,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "flagged": self.flagged,
            "cached": cached,
            "job": job,
        }
        return b'%s, "report": %s}' % (dumps(head)[:-1].encode(), self.report)


def answer(reports: Sequence[Report], config: Config) -> Answer:
    """The answer for the fields of one text: the worst verdict of any of them."""
    worst = min(reports, key=lambda report: _WORST_FIRST.index(report.verdict))
    reason = worst.reason or ""
    if len(reports) > 1:
        reason = f"{worst.document.id}: {reason}"
    return Answer(
        worst.verdict,
        reason,
        any(flags(report, config) for report in reports),
        dumps(document_set(reports)).encode(),
    )


def exit_code(body: bytes) -> int:
    """The exit code for an answer that a service has sent; raises ValueError where it is none."""
    value = json.loads(body)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError("not an answer of tqcheck")
    return Answer(Verdict(value["verdict"]), "", value["flagged"] is True, b"").exit_code
