"""The app: name it in INSTALLED_APPS as ``tqcheck.wagtail``."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Error, Warning, register


class TqcheckConfig(AppConfig):
    """Puts the guard and the panel in place when the site starts."""

    name = "tqcheck.wagtail"
    label = "tqcheck_wagtail"
    verbose_name = "Translation check"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wrap what every publication goes through, and add the panel to the editors."""
        from tqcheck.wagtail import guard, panel, refusal

        self.missing = [*guard.install(), *refusal.install(), *panel.install()]
        register(_settings)
        register(_places)


def _settings(app_configs: object, **_: object) -> list[Error]:
    from tqcheck.wagtail.settings import problems

    return [Error(one.message, hint=one.hint, id=one.id) for one in problems()]


def _places(app_configs: object, **_: object) -> list[Warning]:
    from django.apps import apps

    return [
        Warning(f"This version of Wagtail has no {name}, where tqcheck hooks in.", id="tqcheck.W001")
        for name in apps.get_app_config("tqcheck_wagtail").missing
    ]
