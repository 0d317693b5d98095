"""What the site does about a judgement."""

from __future__ import annotations

from enum import StrEnum

from tqcheck.report import Verdict
from tqcheck.wagtail.judgement import Judgement
from tqcheck.wagtail.settings import Fail


class Step(StrEnum):
    """What happens to the publication."""

    GO = "go"
    ASK = "ask"
    """The editor is asked, where there is one."""
    HOLD = "hold"


class Outcome(StrEnum):
    """What came of a publication."""

    ALLOWED = "allowed"
    UNJUDGED = "unjudged"
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    OVERRIDDEN = "overridden"
    HELD = "held"


class Way(StrEnum):
    """How a text was to be published."""

    EDITOR = "editor"
    BULK = "bulk"
    SCHEDULE = "schedule"
    WORKFLOW = "workflow"
    CODE = "code"
    SAVE = "save"


def decide(judgement: Judgement, fail: Fail) -> Step:
    """The step for a judgement; `fail` is for what could not be judged."""
    if judgement.verdict is Verdict.BLOCK:
        return Step.HOLD
    if judgement.verdict is Verdict.UNDECIDED:
        return Step.HOLD if fail is Fail.CLOSED else Step.GO
    return Step.ASK if judgement.verdict is Verdict.REVIEW else Step.GO
