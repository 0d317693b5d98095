"""What is checked, and against which source."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from tqcheck.languages import normalise


def is_checked(instance: object) -> bool:
    """Whether a publication of `instance` is checked: pages and snippets are, but for those that say otherwise.

    A model says so by ``tqcheck_exempt = True``. An alias says what its source says.
    """
    if not isinstance(instance, models.Model) or getattr(instance, "tqcheck_exempt", False):
        return False
    if getattr(instance, "alias_of_id", None):
        return False
    return isinstance(instance, (DraftStateMixin, Page, *get_snippet_models()))


def is_public(instance: models.Model) -> bool:
    """Whether readers see what is saved: always where the model knows no drafts."""
    return bool(instance.live) if isinstance(instance, DraftStateMixin) else True


def language(instance: models.Model) -> str | None:
    """The two letters of the language that the site says `instance` is in; ``None`` leaves it to be found.

    Without translations every page has the site's one locale, whatever its language.
    """
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not isinstance(instance, TranslatableMixin):
        return None
    if instance.locale_id is None:
        return None
    code = normalise(instance.locale.language_code)
    return code if len(code) == 2 else None


def source(instance: models.Model) -> models.Model | None:
    """What `instance` translates; ``None`` where it is an original, or nobody knows.

    A model may say so itself by a method ``tqcheck_source()``. Else it is what wagtail-localize says, or the oldest
    object of the same translation key.
    """
    told = getattr(instance, "tqcheck_source", None)
    if callable(told):
        found = told()
        return found if isinstance(found, models.Model) else None
    if not isinstance(instance, TranslatableMixin) or not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return None
    if instance.locale_id is None:
        return None
    every = instance.get_translations(inclusive=True)
    locale = _localize_source(instance)
    # A translation is copied from its source, which is therefore the older one.
    found = every.filter(locale_id=locale).first() if locale is not None else every.order_by("pk").first()
    if found is None or found.pk == instance.pk:
        return None
    found = getattr(found, "specific", found)
    if isinstance(found, DraftStateMixin) and not found.live:
        return found.get_latest_revision_as_object()
    return found


def _localize_source(instance: Any) -> int | None:
    if not apps.is_installed("wagtail_localize"):
        return None
    from wagtail_localize.models import Translation

    made = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id
    ).select_related("source")
    first = made.first()
    return first.source.locale_id if first else None
