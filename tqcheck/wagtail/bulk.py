"""Bulk publishing: all are judged before the first is published."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page

from tqcheck.wagtail import access, guard
from tqcheck.wagtail.decision import Outcome, Step, Way, decide
from tqcheck.wagtail.judge import judge
from tqcheck.wagtail.models import CheckResult
from tqcheck.wagtail.scope import is_checked
from tqcheck.wagtail.settings import read
from tqcheck.wagtail.views import NAMES

_PATIENCE = 3
"""How many times the time of one check all checks of an action may take, before the proxy gives up."""


def ask(request: HttpRequest, objects: Iterable[Any], action: Any) -> HttpResponse | None:
    """The page that lists what is held or to look at; ``None`` where the action may go on."""
    settings = read()
    end = time.monotonic() + _PATIENCE * settings.timeout
    held: list[dict[str, Any]] = []
    asked: list[dict[str, Any]] = []
    for page in _pages(objects, bool(request.POST.get("include_descendants"))):
        revision = page.get_latest_revision()
        instance = revision.as_object() if revision else page.specific
        if not is_checked(instance):
            continue
        judgement = judge(instance, max(0.1, end - time.monotonic()))
        step = decide(judgement, settings.fail)
        if step is Step.GO:
            continue
        item = {
            "title": str(instance),
            "verdict": judgement.verdict.value,
            "verdict_name": NAMES[judgement.verdict.value],
            "reason": judgement.reason,
            "edit_url": access.edit_url(request.user, page),
            "url": reverse("tqcheck:publish", args=[revision.pk]) if revision else None,
        }
        (held if step is Step.HOLD else asked).append(item)
        outcome = Outcome.HELD if step is Step.HOLD else Outcome.ASKED
        if step is Step.HOLD or not request.POST.get("tqcheck-looked"):
            CheckResult.of(instance, judgement, Way.BULK, outcome, revision, request.user).save()
        if step is Step.HOLD:
            guard.log_to_history(instance, guard.HELD, judgement, revision, request.user)
    if not held and (not asked or request.POST.get("tqcheck-looked")):
        return None
    context = {
        "page_title": "Not published" if held else "Publish them as they are?",
        "header_icon": "tqcheck",
        "held": held,
        "asked": asked,
        "fields": [(name, value) for name in request.POST for value in request.POST.getlist(name) if _kept(name)],
        "submit_url": request.get_full_path(),
        "next_url": action.next_url,
    }
    return TemplateResponse(request, "tqcheck_wagtail/bulk.html", context)


def _kept(name: str) -> bool:
    return name not in ("csrfmiddlewaretoken", "tqcheck-looked")


def _pages(objects: Iterable[Any], with_descendants: bool) -> Iterator[Page]:
    seen = set()
    for page in objects:
        drafts = page.get_descendants().not_live().specific() if with_descendants else ()
        for one in (page, *drafts):
            if one.pk not in seen:
                seen.add(one.pk)
                yield one
