"""The panel's check, the page that asks before a publication, and a past result."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page, Revision

from tqcheck.report import Verdict
from tqcheck.wagtail import access, guard
from tqcheck.wagtail.decision import Step, Way, decide
from tqcheck.wagtail.judge import judge
from tqcheck.wagtail.judgement import Judgement
from tqcheck.wagtail.models import CheckResult
from tqcheck.wagtail.scope import is_checked
from tqcheck.wagtail.settings import read

TITLES = {
    Step.GO: "Nothing stands in the way",
    Step.ASK: "Publish it as it is?",
    Step.HOLD: "Not published",
}
NAMES = {
    Verdict.PASS.value: "Passed",
    Verdict.REVIEW.value: "To look at",
    Verdict.BLOCK.value: "Stopped",
    Verdict.UNDECIDED.value: "Not judged",
}
_LONGEST_REASON = 2_000


@never_cache
@require_POST
def check(request: HttpRequest, app_label: str, model_name: str, key: str) -> HttpResponse:
    """The judgement, as JSON, on an object as it stands in the editor's form."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    instance = access.editable(request.user, model, key)
    if request.POST.get("tqcheck-form"):
        instance = _filled(request, instance)
    judgement = judge(instance)
    step = decide(judgement, read().fail)
    return JsonResponse({**judgement.json(), "name": NAMES[judgement.verdict.value], "step": step.value})


def _filled(request: HttpRequest, instance: Any) -> Any:
    """The object with what the form holds: fields that are not valid yet stay as they were."""
    data = request.POST.copy()
    if isinstance(instance, Page):
        form_class = instance.get_edit_handler().get_form_class()
        form = form_class(data, instance=instance, parent_page=instance.get_parent(), for_user=request.user)
    else:
        form_class = _snippet_form(type(instance))
        form = form_class(data, instance=instance, for_user=request.user)
    if hasattr(form, "defer_required_fields"):
        form.defer_required_fields()
    if form.is_valid():
        form.save(commit=False)
    return form.instance


def _snippet_form(model: Any) -> Any:
    viewset = getattr(model, "snippet_viewset", None)
    handler = viewset.get_edit_handler() if viewset is not None else None
    return (handler or get_edit_handler(model)).get_form_class()


@never_cache
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Shows why a revision was not published, and publishes it where the editor decides so and may."""
    revision = get_object_or_404(Revision, pk=revision_id)
    instance = revision.as_object()
    if not is_checked(instance):
        raise Http404
    if not (access.can_edit(request.user, instance) or access.can_publish(request.user, instance)):
        raise PermissionDenied
    judgement = judge(instance)
    step = decide(judgement, read().fail)
    may = _may(request.user, instance, step) and revision.is_latest_revision()
    trouble = ""
    if request.method == "POST":
        note = request.POST.get("reason", "").strip()[:_LONGEST_REASON] if step is Step.HOLD else ""
        if not revision.is_latest_revision():
            trouble = "Somebody has saved another version since. Go back to the editor and publish that one."
        elif not may:
            raise PermissionDenied
        elif step is Step.HOLD and not note:
            trouble = "Say why it is to be published all the same; your reason is kept in the page's history."
        elif request.POST.get("verdict") != judgement.verdict.value:
            trouble = "The result is another one now. Look at it before you decide."
        else:
            return _published(request, revision, instance, note)
    context = {
        **_context(judgement, step),
        "instance": instance,
        "revision": revision,
        "may": may,
        "trouble": trouble,
        "edit_url": access.edit_url(request.user, instance),
    }
    return TemplateResponse(request, "tqcheck_wagtail/publish.html", context, status=200)


def _may(user: Any, instance: Any, step: Step) -> bool:
    return access.can_publish(user, instance) and (step is not Step.HOLD or access.can_override(user))


def _published(request: HttpRequest, revision: Revision, instance: Any, note: str) -> HttpResponse:
    from tqcheck.wagtail.wagtail_hooks import ask_before_publishing

    for fn in hooks.get_hooks("before_publish_page") if isinstance(instance, Page) else ():
        if fn is not ask_before_publishing and hasattr(answer := fn(request, instance), "status_code"):
            return answer
    with guard.by(Way.EDITOR), guard.in_spite_of(revision, note):
        revision.publish(user=request.user)
    current = type(instance)._default_manager.get(pk=instance.pk)
    for fn in hooks.get_hooks("after_publish_page") if isinstance(instance, Page) else ():
        if hasattr(answer := fn(request, current), "status_code"):
            return answer
    later = current.go_live_at and not current.live
    messages.success(request, f"“{current}” has been {'scheduled for publishing' if later else 'published'}.")
    url = access.edit_url(request.user, current)
    return redirect(url or "wagtailadmin_home")


@never_cache
@require_GET
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """A past result with its flaws."""
    if not request.user.has_perm("tqcheck_wagtail.view_checkresult"):
        raise PermissionDenied
    found = get_object_or_404(CheckResult, pk=pk)
    context = {
        "result": found,
        "instance": found.title,
        "page_title": "Translation check",
        "page_subtitle": found.title,
        "verdict": found.verdict,
        "verdict_name": NAMES[found.verdict],
        "reason": found.reason,
        "fidelity": found.fidelity,
        "flaws": found.judgement.get("flaws", []),
        "edit_url": access.edit_url(request.user, found.content_object),
        "report_url": reverse("tqcheck:report"),
    }
    return TemplateResponse(request, "tqcheck_wagtail/result.html", context)


def _context(judgement: Judgement, step: Step) -> dict[str, Any]:
    return {
        "page_title": TITLES[step],
        "step": step.value,
        "verdict": judgement.verdict.value,
        "verdict_name": NAMES[judgement.verdict.value],
        "reason": judgement.reason,
        "fidelity": judgement.fidelity,
        "flaws": judgement.json()["flaws"],
    }
