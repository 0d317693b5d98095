"""Who may see and check what, by Wagtail's own permissions."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import policy_registry

from tqcheck.wagtail.models import OVERRIDE
from tqcheck.wagtail.scope import is_checked


def can_edit(user: Any, instance: models.Model) -> bool:
    """Whether `user` may edit `instance`."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    return bool(policy_registry.get(instance).user_has_permission_for_instance(user, "change", instance))


def can_publish(user: Any, instance: models.Model) -> bool:
    """Whether `user` may publish `instance`, the check aside."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    return bool(policy_registry.get(instance).user_has_permission(user, "publish"))


def can_override(user: Any) -> bool:
    """Whether `user` may publish what the check holds."""
    return bool(user.has_perm(OVERRIDE))


def edit_url(user: Any, instance: models.Model | None) -> str | None:
    """Where `user` edits `instance`, if anywhere."""
    url: str | None = AdminURLFinder(user).get_edit_url(instance) if instance is not None else None
    return url


def editable(user: Any, model: type[models.Model], key: str) -> models.Model:
    """The latest version of an object that `user` may edit. Raises Http404 and PermissionDenied."""
    instance: Any = get_object_or_404(model, pk=unquote(key))
    instance = getattr(instance, "specific", instance)
    if not is_checked(instance):
        raise Http404
    if not can_edit(user, instance):
        raise PermissionDenied
    latest: models.Model = getattr(instance, "get_latest_revision_as_object", lambda: instance)()
    return latest
