"""The report in the menu of reports: what was judged, what was stopped, who decided otherwise."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from tqcheck.wagtail.models import CheckResult

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CheckResultFilterSet(WagtailFilterSet):
    """By verdict, outcome, way and date."""

    created_at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    title = django_filters.CharFilter(label=_("Title"), lookup_expr="icontains")

    class Meta:
        """The fields that are filtered as they are."""

        model = CheckResult
        fields = ["title", "verdict", "outcome", "way", "language", "created_at"]


class _Titles(TitleColumn):
    """Wide enough on a phone, too, where Wagtail scrolls the table, for a title that is not broken inside its words."""

    class Media:
        css = {"all": ["tqcheck_wagtail/tqcheck.css"]}


class CheckReportView(ReportView):
    """All results, newest first, as a table, CSV or a spreadsheet."""

    model = CheckResult
    permission_policy = ModelPermissionPolicy(CheckResult)
    any_permission_required = ["view"]
    page_title = _("Translation checks")
    header_icon = "tqcheck"
    filterset_class = CheckResultFilterSet
    index_url_name = "tqcheck:report"
    index_results_url_name = "tqcheck:report_results"
    export_filename = "translation-checks"
    is_searchable = False
    columns = [
        _Titles("title", label=_("Title"), classname="tqcheck-title", url_name="tqcheck:result", sort_key="title"),
        Column("verdict", label=_("Verdict"), accessor="get_verdict_display", sort_key="verdict"),
        Column("outcome", label=_("What came of it"), accessor="get_outcome_display", sort_key="outcome"),
        Column("way", label=_("Way"), accessor="get_way_display", sort_key="way"),
        Column("errors", label=_("Errors"), sort_key="errors"),
        Column("warnings", label=_("Warnings"), sort_key="warnings"),
        Column("fidelity", label=_("Fidelity"), sort_key="fidelity"),
        Column("user", label=_("User")),
        DateColumn("created_at", label=_("Date"), sort_key="created_at"),
    ]
    default_ordering = "-created_at"
    list_export = [
        *["created_at", "title", "content_type", "object_id", "revision_id", "language", "verdict", "outcome", "way"],
        *["errors", "warnings", "fidelity", "user", "note", "reason"],
    ]

    def get_queryset(self) -> QuerySet[CheckResult]:
        """The results with what the table shows of other tables."""
        self.queryset = CheckResult.objects.select_related("content_type", "user")
        found: QuerySet[CheckResult] = super().get_queryset()
        return found

    def to_row_dict(self, item: CheckResult) -> dict[str, Any]:
        """A row, with an apostrophe before what a spreadsheet would take for a formula."""
        row: dict[str, Any] = super().to_row_dict(item)
        row["user"] = str(item.user or "")
        row["content_type"] = str(item.content_type)
        return {key: f"'{value}" if str(value).startswith(_FORMULA) else value for key, value in row.items()}
