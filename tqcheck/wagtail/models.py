"""What has been judged and what came of it, and the task for workflows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Task, TaskState

from tqcheck.report import Severity, Verdict
from tqcheck.wagtail.decision import Outcome, Way
from tqcheck.wagtail.judgement import Judgement
from tqcheck.wagtail.text import fingerprint

OVERRIDE = "tqcheck_wagtail.override_check"
"""The permission to publish what the check holds."""


class CheckResult(models.Model):
    """One judgement that a publication hung on, by revision where there is one."""

    OUTCOMES = [
        (Outcome.ALLOWED.value, _("Published")),
        (Outcome.UNJUDGED.value, _("Published, not judged")),
        (Outcome.ASKED.value, _("Editor asked")),
        (Outcome.ACKNOWLEDGED.value, _("Published after a look")),
        (Outcome.OVERRIDDEN.value, _("Published in spite of the check")),
        (Outcome.HELD.value, _("Stopped")),
    ]
    WAYS = [
        (Way.EDITOR.value, _("Editor")),
        (Way.BULK.value, _("Bulk action")),
        (Way.SCHEDULE.value, _("Schedule")),
        (Way.WORKFLOW.value, _("Workflow")),
        (Way.CODE.value, _("Other way")),
        (Way.SAVE.value, _("Saved directly")),
    ]
    VERDICTS = [
        (Verdict.PASS.value, _("Pass")),
        (Verdict.REVIEW.value, _("Review")),
        (Verdict.BLOCK.value, _("Block")),
        (Verdict.UNDECIDED.value, _("Not judged")),
    ]

    created_at = models.DateTimeField(_("date"), auto_now_add=True, db_index=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("type"))
    object_id = models.CharField(max_length=255, blank=True)
    title = models.CharField(_("title"), max_length=255)
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)
    verdict = models.CharField(_("verdict"), max_length=20, choices=VERDICTS)
    reason = models.TextField(_("reason"), blank=True)
    fidelity = models.FloatField(_("fidelity"), null=True, blank=True)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    warnings = models.PositiveIntegerField(_("warnings"), default=0)
    language = models.CharField(_("language"), max_length=20, blank=True)
    judgement = models.JSONField(default=dict)
    way = models.CharField(_("way"), max_length=20, choices=WAYS)
    outcome = models.CharField(_("outcome"), max_length=20, choices=OUTCOMES)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("editor's reason"), blank=True)

    class Meta:
        """The newest first; one permission besides Django's own."""

        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="tqcheck_object")]
        permissions = [("override_check", "Can publish what the translation check stops")]
        verbose_name = _("translation check result")
        verbose_name_plural = _("translation check results")

    def __str__(self) -> str:
        return f"{self.title}: {self.verdict}"

    @property
    def content_object(self) -> models.Model | None:
        """The page or snippet, where it still exists."""
        model = self.content_type.model_class()
        return model._base_manager.filter(pk=self.object_id).first() if model and self.object_id else None

    @classmethod
    def of(
        cls,
        instance: models.Model,
        judgement: Judgement,
        way: Way,
        outcome: Outcome,
        revision: Revision | None = None,
        user: Any = None,
        note: str = "",
    ) -> CheckResult:
        """A result that has yet to be saved."""
        return cls(
            content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
            object_id=str(instance.pk or ""),
            title=str(instance)[:255],
            revision=revision,
            digest=fingerprint(instance) or "",
            verdict=judgement.verdict.value,
            reason=judgement.reason,
            fidelity=judgement.fidelity,
            errors=judgement.number(Severity.ERROR),
            warnings=judgement.number(Severity.WARNING),
            language=judgement.language or "",
            judgement=judgement.json(),
            way=way.value,
            outcome=outcome.value,
            user=user if getattr(user, "pk", None) else None,
            note=note,
        )


class TranslationCheckTask(Task):
    """A step of a workflow that the checker takes by itself: it approves, or rejects with the reason."""

    reject_on_review = models.BooleanField(
        _("send back texts with warnings"),
        default=False,
        help_text=_("Without this only texts with errors go back to the editor."),
    )

    admin_form_fields = [*Task.admin_form_fields, "reject_on_review"]

    class Meta:
        """As Wagtail lists it."""

        verbose_name = _("Translation check")
        verbose_name_plural = _("Translation checks")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Judge the latest revision at once; the state that comes back is approved or rejected."""
        from tqcheck.wagtail import guard

        state = super().start(workflow_state, user=user)
        approved, comment = guard.review(state.revision, user, strict=self.reject_on_review)
        # The workflow goes on by itself once it sees the state.
        if approved:
            state.approve(user=None, update=False, comment=comment)
        else:
            state.reject(user=None, update=False, comment=comment)
        return state

    @classmethod
    def get_description(cls) -> str:
        """For the list of task types."""
        return str(_("The text is checked by itself; one with errors goes back to its editor with the reasons"))
