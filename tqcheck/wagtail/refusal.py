"""What an editor sees where the guard holds a publication that a view of Wagtail has begun."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import auth, messages
from wagtail.admin.views.generic import workflow
from wagtail.models import Revision

from tqcheck.wagtail.guard import PublicationHeldError, summary

_AJAX = "XMLHttpRequest"


def install() -> list[str]:
    """Answer a held publication with its reasons in place of ‘no permission’; the names of what Wagtail lacks."""
    missing = []
    action: Any = getattr(workflow, "WorkflowAction", None)
    places: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
        (auth, "permission_denied", _explaining),
        (action, "post", _leading),
    )
    for owner, name, wrap in places:
        found = getattr(owner, name, None)
        if found is None:
            missing.append(f"{name} in {'wagtail.admin.auth' if owner is auth else 'WorkflowAction'}")
        elif not getattr(found, "tqcheck_refusal", False):
            wrapped = wrap(found)
            wrapped.tqcheck_refusal = True
            setattr(owner, name, wrapped)
    return missing


def _explaining(denied: Callable[..., Any]) -> Any:
    @wraps(denied)
    def explaining(request: HttpRequest, *args: Any) -> HttpResponse:
        # Wagtail calls this while it handles the exception.
        error = sys.exc_info()[1]
        if isinstance(error, PublicationHeldError):
            error.keep()
            return redirect(_place(request, error))
        return denied(request, *args)

    return explaining


def _leading(post: Callable[..., Any]) -> Any:
    """The approval in the list of what awaits a review is sent by a script, to which Wagtail says no more than 403."""

    @wraps(post)
    def leading(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return post(self, request, *args, **kwargs)
        except PublicationHeldError as error:
            if request.headers.get("x-requested-with") != _AJAX:
                raise
            error.keep()
            return self.render_modal_json(request, {"step": "success", "redirect": _place(request, error)})

    return leading


def _place(request: HttpRequest, error: PublicationHeldError) -> str:
    """The page with the flaws where there is a revision to publish after all, else the first page, with a message."""
    # The revision is gone where the view's transaction was rolled back.
    if error.revision is not None and Revision.objects.filter(pk=error.revision.pk).exists():
        return reverse("tqcheck:publish", args=[error.revision.pk])
    messages.error(request, f"“{error.instance}” was not published: {summary(error.judgement)}")
    return reverse("wagtailadmin_home")
