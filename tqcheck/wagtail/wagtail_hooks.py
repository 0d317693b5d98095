"""Where the app is plugged into Wagtail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from tqcheck.report import Verdict
from tqcheck.wagtail import bulk, guard, views
from tqcheck.wagtail.decision import Outcome, Step, Way, decide
from tqcheck.wagtail.judge import judge
from tqcheck.wagtail.judgement import Judgement
from tqcheck.wagtail.models import CheckResult
from tqcheck.wagtail.report import CheckReportView
from tqcheck.wagtail.scope import is_checked
from tqcheck.wagtail.settings import read


@hooks.register("before_publish_page")
@hooks.register("before_publish")
def ask_before_publishing(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Lead the editor to the flaws where there are any; the guard behind sees to it that nobody goes another way."""
    revision = instance.get_latest_revision()
    if revision is None or not is_checked(instance):
        return None
    version = revision.as_object()
    judgement = judge(version)
    step = decide(judgement, read().fail)
    if step is Step.GO:
        if judgement.verdict is Verdict.UNDECIDED:
            _say_unjudged(request, judgement)
        return None
    outcome = Outcome.HELD if step is Step.HOLD else Outcome.ASKED
    CheckResult.of(version, judgement, Way.EDITOR, outcome, revision, request.user).save()
    if step is Step.HOLD:
        guard.log_to_history(version, guard.HELD, judgement, revision, request.user)
    return redirect("tqcheck:publish", revision.pk)


def _say_unjudged(request: HttpRequest, judgement: Judgement) -> None:
    from wagtail.admin import messages

    messages.warning(request, f"Published without a translation check. {judgement.reason}")


@hooks.register("before_bulk_action")
def ask_before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Judge every page before any of them is published."""
    return bulk.ask(request, objects, action) if action_type == "publish" else None


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Everything lies behind the login of the admin."""
    patterns = [
        path("check/<slug:app_label>/<slug:model_name>/<str:key>/", views.check, name="check"),
        path("publish/<int:revision_id>/", views.publish, name="publish"),
        path("results/<int:pk>/", views.result, name="result"),
        path("report/", CheckReportView.as_view(), name="report"),
        path("report/results/", CheckReportView.as_view(results_only=True), name="report_results"),
    ]
    return [path("tqcheck/", include((patterns, "tqcheck"), namespace="tqcheck"))]


class _ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("tqcheck_wagtail.view_checkresult"))


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    """Reports > Translation checks."""
    return _ReportItem("Translation checks", reverse("tqcheck:report"), icon_name="tqcheck", order=1200)


@hooks.register("register_icons")
def icons(names: list[str]) -> list[str]:
    """Two speech marks and a tick."""
    return [*names, "tqcheck_wagtail/tqcheck.svg"]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown where groups are edited."""
    return Permission.objects.filter(
        content_type__app_label="tqcheck_wagtail", codename__in=["override_check", "view_checkresult"]
    )


@hooks.register("register_log_actions")
def log_actions(registry: LogActionRegistry) -> None:
    """What stands in the history of a page."""
    for action, label, words in (
        (guard.HELD, "Stopped by the translation check", "Not published: {reason}"),
        (guard.LET_GO, "Published without a translation check", "Published, not judged: {reason}"),
        (guard.OVERRIDDEN, "Published in spite of the translation check", "Published in spite of the check: {reason}"),
    ):
        registry.register_action(action)(_formatter(label, words))


def _formatter(name: str, words: str) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            data = {"reason": "", **(log_entry.data or {})}
            return words.format_map({key: str(value) for key, value in data.items()})

        def format_comment(self, log_entry: Any) -> str:
            """Why somebody decided so; Wagtail shows it below the message."""
            return str((log_entry.data or {}).get("note", ""))

    return Formatter
