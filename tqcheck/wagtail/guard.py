"""The one place that every publication goes through: none goes round the check.

Wagtail publishes by ``PublishRevisionAction``, whoever asks: the editor, a bulk action, a workflow, the command
``publish_scheduled``, code. What is public without it is saved as such, which the signal ``pre_save`` tells.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import DraftStateMixin, Page, Revision, TaskState, WorkflowMixin, WorkflowState

from tqcheck.report import Verdict
from tqcheck.wagtail.decision import Outcome, Step, Way, decide
from tqcheck.wagtail.judge import judge
from tqcheck.wagtail.judgement import Judgement
from tqcheck.wagtail.scope import is_checked, is_public
from tqcheck.wagtail.settings import read
from tqcheck.wagtail.text import UnreadableError, fingerprint, texts

SCHEDULED = "wagtail.publish.scheduled"
"""The log action by which ``publish_scheduled`` is known."""
HELD, LET_GO, OVERRIDDEN = "tqcheck.hold", "tqcheck.unjudged", "tqcheck.override"
_SHOWN = 3
"""Flaws that a one-line message names."""

_log = logging.getLogger(__name__)
_way: ContextVar[Way | None] = ContextVar("tqcheck_way", default=None)
_cleared: ContextVar[frozenset[tuple[type, Any]]] = ContextVar("tqcheck_cleared", default=frozenset())
_told: ContextVar[tuple[int, str] | None] = ContextVar("tqcheck_told", default=None)


class PublicationHeldError(PermissionDenied):
    """The check holds a publication; the message says why.

    A PermissionDenied, which Wagtail's views and its API know how to answer.
    """

    def __init__(self, instance: models.Model, judgement: Judgement, revision: Revision | None = None) -> None:
        self.instance = instance
        self.judgement = judgement
        self.revision = revision
        self.results: list[Any] = []
        super().__init__(f"“{instance}” was not published: {summary(judgement)}")

    def keep(self) -> None:
        """Keep the record of it, where a transaction that was rolled back has lost it."""
        for result in self.results:
            if type(result)._base_manager.filter(pk=result.pk).exists():
                continue
            result.pk = None
            # What was made in that transaction is gone with it.
            if self.revision is None or not Revision.objects.filter(pk=self.revision.pk).exists():
                result.revision = None
            result.save(force_insert=True)
            if result.revision is not None:
                log_to_history(self.instance, HELD, self.judgement, self.revision, result.user)


def summary(judgement: Judgement) -> str:
    """The reason with the first flaws, in one line."""
    grave = [flaw for flaw in judgement.flaws if flaw.severity == "error"] or list(judgement.flaws)
    named = [f"{flaw.field}: “{_short(flaw.quote)}”. {flaw.message}" for flaw in grave[:_SHOWN]]
    more = [f"And {len(grave) - _SHOWN} more."] if len(grave) > _SHOWN else []
    return " ".join([judgement.reason, *named, *more])


def install() -> list[str]:
    """Put the guard in place; the names of what this version of Wagtail lacks."""
    pre_save.connect(_before_save, dispatch_uid="tqcheck.wagtail.guard")
    execute = getattr(PublishRevisionAction, "execute", None)
    if execute is None:
        return ["PublishRevisionAction.execute"]
    if not getattr(execute, "tqcheck_guard", False):
        PublishRevisionAction.execute = _guarded(execute)
    return []


@contextmanager
def by(way: Way) -> Iterator[None]:
    """Publications inside are recorded as done in that way."""
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


@contextmanager
def in_spite_of(revision: Revision, note: str) -> Iterator[None]:
    """Inside, an editor who may has decided to publish `revision`; `note` says why."""
    token = _told.set((revision.pk, note))
    try:
        yield
    finally:
        _told.reset(token)


def review(revision: Revision, user: Any, strict: bool) -> tuple[bool, str]:
    """Whether a workflow may go on, and a comment that says why; `strict` sends back what the editor is asked of."""
    from tqcheck.wagtail.models import CheckResult

    instance = revision.as_object()
    judgement = judge(instance)
    step = decide(judgement, read().fail)
    approved = step is Step.GO or (step is Step.ASK and not strict)
    outcome = Outcome.ALLOWED if approved else Outcome.HELD
    if approved and judgement.verdict is Verdict.UNDECIDED:
        outcome = Outcome.UNJUDGED
    way = Way.WORKFLOW
    CheckResult.of(instance, judgement, way, outcome, revision, user).save()
    return approved, f"Translation check: {summary(judgement)}"


def _guarded(execute: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def guarded(self: Any, skip_permission_checks: bool = False) -> Any:
        self.check(skip_permission_checks=skip_permission_checks)
        revision, instance = self.revision, self.object
        if not is_checked(instance):
            return execute(self, skip_permission_checks=skip_permission_checks)
        scheduled = self.log_action == SCHEDULED
        held = _held(instance, revision, self.user, scheduled)
        if held is not None and scheduled:
            # The command goes on with what else is due; an exception would end it.
            _end_schedule(held)
            return None
        if held is not None:
            raise held
        token = _cleared.set(_cleared.get() | {_identity(instance)})
        try:
            return execute(self, skip_permission_checks=skip_permission_checks)
        finally:
            _cleared.reset(token)

    guarded.tqcheck_guard = True  # type: ignore[attr-defined]
    return guarded


def _held(instance: models.Model, revision: Revision | None, user: Any, scheduled: bool) -> PublicationHeldError | None:
    """Judge and record; the reason to hold the publication, where there is one."""
    from tqcheck.wagtail.models import CheckResult

    way = _way.get()
    if way is None:
        way = Way.SCHEDULE if scheduled else _way_of(instance, revision)
    judgement = judge(instance)
    step = decide(judgement, read().fail)
    told, note = _decided(instance, revision)
    if told is not None and (step is Step.ASK or (step is Step.HOLD and told == Outcome.OVERRIDDEN)):
        outcome = told
    elif step is Step.HOLD:
        outcome = Outcome.HELD
    else:
        outcome = Outcome.UNJUDGED if judgement.verdict is Verdict.UNDECIDED else Outcome.ALLOWED
    result = CheckResult.of(instance, judgement, way, outcome, revision, user, note)
    if not _repeats(result):
        result.save()
        action = {Outcome.HELD: HELD, Outcome.UNJUDGED: LET_GO, Outcome.OVERRIDDEN: OVERRIDDEN}.get(outcome)
        if action is not None:
            log_to_history(instance, action, judgement, revision, user, note)
    if outcome != Outcome.HELD:
        return None
    error = PublicationHeldError(instance, judgement, revision)
    error.results.append(result)
    return error


def _way_of(instance: models.Model, revision: Revision | None) -> Way:
    """Wagtail does not say who publishes; a workflow that ends has approved of the revision just now."""
    if revision is None or not isinstance(instance, WorkflowMixin):
        return Way.CODE
    just_now = timezone.now() - timedelta(minutes=1)
    ended = TaskState.objects.filter(
        revision=revision,
        status=TaskState.STATUS_APPROVED,
        finished_at__gt=just_now,
        workflow_state__status=WorkflowState.STATUS_APPROVED,
    )
    return Way.WORKFLOW if ended.exists() else Way.CODE


def _decided(instance: models.Model, revision: Revision | None) -> tuple[Outcome | None, str]:
    """What an editor has decided about this very text, now or when it was scheduled."""
    from tqcheck.wagtail.models import CheckResult

    if revision is None:
        return None, ""
    now = _told.get()
    if now is not None and now[0] == revision.pk:
        return (Outcome.OVERRIDDEN if now[1] else Outcome.ACKNOWLEDGED), now[1]
    before = CheckResult.objects.filter(
        revision=revision,
        digest=fingerprint(instance) or "",
        outcome__in=[Outcome.OVERRIDDEN, Outcome.ACKNOWLEDGED],
    ).first()
    return (Outcome(before.outcome), before.note) if before else (None, "")


def _repeats(result: Any) -> bool:
    """Whether the last record of the same revision says the same: the schedule is looked at every few minutes."""
    if result.revision is None:
        return False
    last = type(result).objects.filter(revision=result.revision).first()
    alike = ("digest", "verdict", "reason", "outcome", "way", "note")
    return last is not None and all(getattr(last, name) == getattr(result, name) for name in alike)


def _end_schedule(held: PublicationHeldError) -> None:
    _log.warning(
        "%s %r was not published as scheduled: %s",
        type(held.instance).__name__,
        held.instance.pk,
        held.judgement.verdict.value,
    )
    # What could not be judged is tried again when the command runs next; what was judged must be mended, which the
    # schedule's lock would prevent.
    if held.judgement.verdict is Verdict.BLOCK and held.revision is not None:
        held.revision.approved_go_live_at = None
        held.revision.save(update_fields=["approved_go_live_at"])


def _before_save(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool = False,
    using: str | None = None,
    update_fields: frozenset[str] | None = None,
    **_: Any,
) -> None:
    if raw or not is_checked(instance) or not is_public(instance) or _identity(instance) in _cleared.get():
        return
    if update_fields is not None and not _shown_by(instance, update_fields):
        return
    if not instance._state.adding:
        before = sender._base_manager.using(using).filter(pk=instance.pk).first()
        if before is not None and is_public(before) and _equal(before, instance):
            return
    user = get_active_log_context().user
    if instance._state.adding and isinstance(instance, DraftStateMixin) and user is not None:
        # Wagtail's editor saves a new page as live before it asks whether to publish it, and publishes it afterwards;
        # a copy, which was public before, is never asked about.
        step = decide(judge(instance), read().fail)
        if step is Step.HOLD or (step is Step.ASK and instance.first_published_at is None):
            instance.live = False
            instance.has_unpublished_changes = True
        return
    with by(_way.get() or Way.SAVE):
        held = _held(instance, None, user, scheduled=False)
    if held is not None:
        raise held


def _shown_by(instance: models.Model, update_fields: frozenset[str]) -> bool:
    try:
        found = texts(instance)
    except UnreadableError:
        return True
    places = {text.name.split(".", 1)[0] for text in found}
    return "live" in update_fields or not places.isdisjoint(update_fields)


def _equal(before: models.Model, after: models.Model) -> bool:
    known = fingerprint(before)
    return known is not None and known == fingerprint(after)


def _identity(instance: models.Model) -> tuple[type, Any]:
    return (Page if isinstance(instance, Page) else type(instance)), instance.pk


def log_to_history(
    instance: models.Model, action: str, judgement: Judgement, revision: Revision | None, user: Any, note: str = ""
) -> None:
    """Keep in the history of `instance` what was done about it."""
    if instance.pk is None:
        return
    data = {"reason": summary(judgement), "verdict": judgement.verdict.value, "note": note}
    with transaction.atomic():
        log(instance=instance, action=action, user=user, data=data, revision=revision)


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
