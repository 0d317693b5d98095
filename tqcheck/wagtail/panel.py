"""The side panel in the editors of pages and snippets."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages import edit as pages
from wagtail.snippets.views import snippets

from tqcheck.wagtail.scope import is_checked


class CheckSidePanel(BaseSidePanel):
    """The live result: static/tqcheck_wagtail/panel.js fills it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it, with the number of flaws."""

        aria_label = "Toggle translation check"
        icon_name = "tqcheck"
        counter_classname = "w-bg-critical-200"

    name = "tqcheck"
    title = "Translation check"
    template_name = "tqcheck_wagtail/panel.html"
    order = 360

    class Media:
        """Files of our own, so that a strict Content-Security-Policy holds."""

        css = {"all": ["tqcheck_wagtail/tqcheck.css"]}
        js = ["tqcheck_wagtail/panel.js"]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """With the address that checks this object; none before it was saved."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        options = self.object._meta
        names = [options.app_label, options.model_name, quote(self.object.pk)]
        context["check_url"] = reverse("tqcheck:check", args=names) if self.object.pk else None
        return context


def install() -> list[str]:
    """Add the panel to Wagtail's views, which have no hook for it; the names of what Wagtail lacks."""
    missing = []
    for module in (pages, snippets):
        view: Any = getattr(module, "EditView", None)
        method = getattr(view, "get_side_panels", None)
        if method is None:
            missing.append(f"{module.__name__}.EditView.get_side_panels")
        elif not getattr(method, "tqcheck_panel", False):
            view.get_side_panels = _with_panel(method)
    return missing


def _with_panel(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def get_side_panels(self: Any) -> Any:
        panels = method(self)
        # A save in the background renders parts of the page again; the panel keeps itself up to date.
        partial = self.expects_json_response or getattr(self, "hydrate_create_view", False)
        instance = getattr(self, "page", None) or self.object
        if partial or not is_checked(instance):
            return panels
        return MediaContainer([*panels, CheckSidePanel(instance, self.request)])

    get_side_panels.tqcheck_panel = True  # type: ignore[attr-defined]
    return get_side_panels
