"""The editor's side: the panel's answer, the page that asks, the override, the report, permissions and CSRF."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")

from newsroom_articles import CLEAN, FLAWED, MILD, article, as_user, is_live

pytestmark = pytest.mark.usefixtures("newsroom")

ERROR, WARNING = "1 error to mend before publication.", "1 flaw to look at before publication."


def form(body: str, **changes: Any) -> dict[str, Any]:
    """What the editor of a page sends."""
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    data = {
        "title": "A ferry",
        "slug": "test",
        "standfirst": "",
        "reference": "",
        "seo_title": "",
        "search_description": "",
        "body": streamfield([("paragraph", rich_text(body))]),
        "facts": inline_formset([]),
        "comments": inline_formset([]),
    }
    return {**nested_form_data(data), **changes}


def results(page: Any) -> list[str]:
    from tqcheck.wagtail.models import CheckResult

    return [one.outcome for one in CheckResult.objects.filter(object_id=str(page.pk)).order_by("pk")]


def edit(page: Any, body: str, who: Any, **changes: Any) -> Any:
    return who.post(f"/admin/pages/{page.pk}/edit/", form(body, **{"action-publish": "1", **changes}))


def decision(page: Any) -> str:
    page.refresh_from_db()
    return f"/admin/tqcheck/publish/{page.latest_revision_id}/"


def test_publishing_a_flawed_page_leads_to_its_flaws_and_saves_the_draft() -> None:
    page, editor = article(CLEAN), as_user("editor")
    answer = edit(page, FLAWED, editor)
    assert (answer.status_code, answer.url) == (302, decision(page))
    shown = editor.get(answer.url).content.decode()
    for words in ("Not published", ERROR, "the the", "Body › 1. Paragraph", "Mend it in the editor"):
        assert words in shown
    assert 'name="reason"' not in shown
    assert not is_live(page)
    assert "the the" in page.get_latest_revision_as_object().body[0].value.source
    assert results(page) == ["held"]
    history = editor.get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert "Not published: 1 error to mend before publication. Body › 1. Paragraph: “the the”" in history


def test_a_clean_page_is_published_without_a_question() -> None:
    page = article(FLAWED)
    assert edit(page, CLEAN, as_user("editor")).url.startswith("/admin/pages/")
    assert is_live(page)
    assert results(page) == ["allowed"]


def test_warnings_are_asked_about_once() -> None:
    page, editor = article(CLEAN), as_user("editor")
    url = edit(page, MILD, editor).url
    shown = editor.get(url).content.decode()
    assert "Publish it as it is?" in shown
    assert WARNING in shown
    assert not is_live(page)
    answer = editor.post(url, {"verdict": "review"})
    assert answer.status_code == 302
    assert is_live(page)
    assert results(page) == ["asked", "acknowledged"]


def test_an_override_needs_the_permission() -> None:
    page, editor = article(CLEAN), as_user("editor")
    url = edit(page, FLAWED, editor).url
    answer = editor.post(url, {"verdict": "block", "reason": "I want it."})
    assert answer.status_code == 302
    assert not is_live(page)
    assert results(page) == ["held"]


def test_an_override_needs_a_reason_and_stays_in_the_history() -> None:
    from wagtail.models import PageLogEntry

    page, chief = article(CLEAN), as_user("chief")
    url = edit(page, FLAWED, chief).url
    assert 'name="reason"' in chief.get(url).content.decode()
    for reason in ("", "   "):
        shown = chief.post(url, {"verdict": "block", "reason": reason})
        assert "Say why" in shown.content.decode()
        assert not is_live(page)
    chief.post(url, {"verdict": "block", "reason": "Quoted <b>as it was said</b>."})
    assert is_live(page)
    assert results(page) == ["held", "overridden"]
    entry = PageLogEntry.objects.get(page=page.pk, action="tqcheck.override")
    assert entry.user.username == "chief"
    assert entry.message.startswith("Published in spite of the check: 1 error")
    assert entry.comment == "Quoted <b>as it was said</b>."
    history = chief.get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert history.count("Quoted &lt;b&gt;as it was said&lt;/b&gt;.") == 1, "the reason is shown, and not twice"
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").exists()


def test_an_override_is_for_one_version_only() -> None:
    page, chief = article(CLEAN), as_user("chief")
    chief.post(edit(page, FLAWED, chief).url, {"verdict": "block", "reason": "Quoted."})
    answer = edit(page, FLAWED.replace("late", "very late"), chief)
    assert "/tqcheck/publish/" in answer.url
    page.refresh_from_db()
    assert "very" not in page.body[0].value.source


def test_a_decision_about_an_old_version_publishes_nothing() -> None:
    page, editor = article(CLEAN), as_user("editor")
    url = edit(page, MILD, editor).url
    page.refresh_from_db()
    page.save_revision()
    shown = editor.post(url, {"verdict": "review"}).content.decode()
    assert "another version" in shown
    assert not is_live(page)


def test_a_decision_about_another_result_publishes_nothing() -> None:
    page, chief = article(CLEAN), as_user("chief")
    url = edit(page, FLAWED, chief).url
    assert "another one now" in chief.post(url, {"verdict": "review", "reason": "Fine."}).content.decode()
    assert not is_live(page)


def test_a_page_that_is_created_and_published_at_once_is_held_as_a_draft() -> None:
    from newsroom.models import ArticlePage

    home, editor = ArticlePage.objects.get(slug="home"), as_user("editor")
    path = f"/admin/pages/add/newsroom/articlepage/{home.pk}/"
    for slug, body, live in (("flawed", FLAWED, False), ("mild", MILD, False), ("clean", CLEAN, True)):
        answer = editor.post(path, form(body, slug=slug, **{"action-publish": "1"}))
        page = ArticlePage.objects.get(slug=slug)
        assert page.live is live
        assert ("/tqcheck/publish/" in answer.url) is not live


def test_scheduling_in_the_editor_is_judged_at_once() -> None:
    page, editor = article(CLEAN), as_user("editor")
    answer = edit(page, FLAWED, editor, go_live_at="2099-01-01 08:00")
    assert "/tqcheck/publish/" in answer.url
    page.refresh_from_db()
    assert page.latest_revision.approved_go_live_at is None


def test_a_snippet_is_asked_about_and_overridden_in_the_same_way() -> None:
    from newsroom.models import Notice
    from wagtail.models import ModelLogEntry
    from wagtail.test.utils.form_data import nested_form_data, rich_text

    chief = as_user("chief")
    data = {**nested_form_data({"name": "Ferry", "text": rich_text(FLAWED)}), "action-publish": "1"}
    answer = chief.post("/admin/snippets/newsroom/notice/add/", data)
    made = Notice.objects.get(name="Ferry")
    assert answer.url == f"/admin/tqcheck/publish/{made.latest_revision_id}/"
    assert not made.live
    chief.post(answer.url, {"verdict": "block", "reason": "As it was said."})
    assert Notice.objects.get(pk=made.pk).live
    assert ModelLogEntry.objects.filter(object_id=str(made.pk), action="tqcheck.override").exists()


def test_an_approval_in_the_editor_saves_the_text_and_leads_to_its_flaws() -> None:
    from django.contrib.auth import get_user_model
    from newsroom.content import workflow

    page, chief = article(CLEAN), as_user("chief")
    state = workflow().start(page, get_user_model().objects.get(username="editor"))
    data = form(FLAWED, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    answer = chief.post(f"/admin/pages/{page.pk}/edit/", data)
    assert answer.url == decision(page)
    assert not is_live(page)
    assert "the the" in page.get_latest_revision_as_object().body[0].value.source
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert results(page) == ["held"]


def test_a_snippet_with_warnings_is_asked_about() -> None:
    from newsroom.models import Notice
    from wagtail.test.utils.form_data import nested_form_data, rich_text

    editor, made = as_user("editor"), Notice.objects.get()
    data = {**nested_form_data({"name": "Ferry", "text": rich_text(MILD)}), "action-publish": "1"}
    answer = editor.post(f"/admin/snippets/newsroom/notice/edit/{made.pk}/", data)
    made.refresh_from_db()
    assert answer.url == f"/admin/tqcheck/publish/{made.latest_revision_id}/"
    assert not made.live
    editor.post(answer.url, {"verdict": "review"})
    made.refresh_from_db()
    assert made.live


def test_every_request_may_be_a_transaction() -> None:
    from django.db import connection, transaction

    page, editor = article(CLEAN), as_user("editor")
    before = connection.settings_dict["ATOMIC_REQUESTS"]
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    try:
        with transaction.atomic():
            assert "/tqcheck/publish/" in edit(page, FLAWED, editor).url
    finally:
        connection.settings_dict["ATOMIC_REQUESTS"] = before
    assert results(page) == ["held"]
    assert not is_live(page)


def check(page: Any, who: Any, data: dict[str, Any] | None = None) -> Any:
    return who.post(f"/admin/tqcheck/check/newsroom/articlepage/{page.pk}/", data or {})


def test_the_panel_is_answered_about_what_the_form_holds() -> None:
    page, editor = article(CLEAN), as_user("editor")
    assert check(page, editor).json()["verdict"] == "pass"
    answer = check(page, editor, form(FLAWED, **{"tqcheck-form": "1"})).json()
    assert (answer["verdict"], answer["step"], answer["reason"]) == ("block", "hold", ERROR)
    (flaw,) = answer["flaws"]
    assert (flaw["quote"], flaw["field"], flaw["suggestion"]) == ("the the", "Body › 1. Paragraph", "the")
    assert flaw["path"].startswith("body.")
    page.refresh_from_db()
    assert "the the" not in page.get_latest_revision_as_object().body[0].value.source


def test_the_panel_is_answered_where_the_form_is_not_valid_yet() -> None:
    page, editor = article(CLEAN), as_user("editor")
    data = form(FLAWED, title="", slug="", **{"tqcheck-form": "1"})
    assert check(page, editor, data).json()["verdict"] == "block"


def test_the_panel_is_in_the_editors_of_pages_and_snippets() -> None:
    from newsroom.models import Notice

    page, editor = article(CLEAN), as_user("editor")
    for path in (f"/admin/pages/{page.pk}/edit/", f"/admin/snippets/newsroom/notice/edit/{Notice.objects.get().pk}/"):
        shown = editor.get(path).content.decode()
        assert "data-tqcheck-panel" in shown
        assert "tqcheck_wagtail/panel.js" in shown
        assert "tqcheck_wagtail/tqcheck.css" in shown


def test_who_may_not_edit_may_not_check() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission
    from django.test import Client

    page = article(FLAWED)
    stranger = get_user_model().objects.create_user("stranger", password="demo")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for who in (Client(), as_user("stranger")):
        for answer in (check(page, who), who.get(decision(page)), who.get("/admin/tqcheck/report/")):
            assert answer.status_code == 302
            assert "tqcheck" not in answer.url.split("?")[0]


def test_requests_of_other_sites_are_refused() -> None:
    page = article(MILD)
    strict = as_user("editor", enforce_csrf_checks=True)
    assert check(page, strict).status_code == 403
    assert strict.post(decision(page), {"verdict": "review"}).status_code == 403
    assert not is_live(page)


@pytest.mark.parametrize(
    "path",
    [
        "check/newsroom/articlepage/99999/",
        "check/newsroom/nothing/1/",
        "check/auth/user/1/",
        "publish/99999/",
        "results/99999/",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    admin = as_user("admin")
    answer = admin.post(f"/admin/tqcheck/{path}") if path.startswith("check") else admin.get(f"/admin/tqcheck/{path}")
    assert answer.status_code == 404


def test_a_get_never_publishes() -> None:
    page = article(MILD)
    editor = as_user("editor")
    editor.get(decision(page), {"verdict": "review"})
    assert not is_live(page)
    assert check(page, editor).status_code == 200
    assert editor.get(f"/admin/tqcheck/check/newsroom/articlepage/{page.pk}/").status_code == 405


def test_an_unjudged_publication_says_so() -> None:
    from django.test import override_settings

    page, editor = article(CLEAN), as_user("editor")
    with override_settings(TQCHECK_CHECKER="http://127.0.0.1:9"):
        answer = edit(page, CLEAN, editor)
    assert is_live(page)
    assert "Published without a translation check" in editor.get(answer.url).content.decode()


def test_a_site_that_fails_closed_holds_and_lets_the_chief_decide() -> None:
    from django.test import override_settings

    page, chief = article(CLEAN), as_user("chief")
    with override_settings(TQCHECK_CHECKER="http://127.0.0.1:9", TQCHECK_FAIL="closed"):
        url = edit(page, CLEAN, chief).url
        shown = chief.get(url).content.decode()
        assert "cannot be reached" in shown
        assert not is_live(page)
        chief.post(url, {"verdict": "undecided", "reason": "The checker is down."})
    assert is_live(page)
    assert results(page) == ["held", "overridden"]


def report(query: str = "", who: str = "chief") -> str:
    answer = as_user(who).get(f"/admin/tqcheck/report/{query}")
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def test_the_report_lists_filters_and_exports() -> None:
    flawed, clean = article(FLAWED, slug="flawed"), article(CLEAN, slug="clean")
    editor = as_user("editor")
    edit(flawed, FLAWED, editor, slug="flawed", title="A flawed ferry")
    edit(clean, CLEAN, editor, slug="clean", title="=1+1")
    assert "A flawed ferry" in report("?title=ferry")
    assert "A flawed ferry" in report("?verdict=block&outcome=held&way=editor")
    assert "A flawed ferry" not in report("?verdict=pass")
    assert "A flawed ferry" not in report("?created_at_from=2000-01-01&created_at_to=2000-01-02")
    rows = list(csv.reader(io.StringIO(report("?export=csv"))))
    titles = [row[1] for row in rows]
    assert {"A flawed ferry", "'=1+1"} <= set(titles)
    row = rows[titles.index("A flawed ferry")]
    assert {"block", "held", "editor", "1"} <= set(row)


def test_a_past_result_shows_its_flaws() -> None:
    from tqcheck.wagtail.models import CheckResult

    page = article(FLAWED)
    edit(page, FLAWED, as_user("editor"))
    found = CheckResult.objects.get(object_id=str(page.pk))
    shown = as_user("chief").get(f"/admin/tqcheck/results/{found.pk}/").content.decode()
    assert "the the" in shown
    assert ERROR in shown
    assert as_user("editor").get(f"/admin/tqcheck/results/{found.pk}/").status_code == 302
    page.delete()
    assert as_user("chief").get(f"/admin/tqcheck/results/{found.pk}/").status_code == 200


def test_the_menu_of_reports_leads_there_for_who_may_see_it() -> None:
    assert "/admin/tqcheck/report/" in as_user("chief").get("/admin/").content.decode()
    assert "/admin/tqcheck/report/" not in as_user("editor").get("/admin/").content.decode()


def test_script_in_a_text_is_text_on_every_page() -> None:
    page, chief = article(CLEAN), as_user("chief")
    hostile = '<script>alert(1)</script> "><img src=x onerror=alert(1)> the the evening was long for all of us'
    url = edit(page, FLAWED, chief, title=hostile, standfirst=hostile).url
    from tqcheck.wagtail.models import CheckResult

    found = CheckResult.objects.filter(object_id=str(page.pk)).first()
    for path in (url, f"/admin/tqcheck/results/{found.pk}/", "/admin/tqcheck/report/"):
        shown = chief.get(path).content.decode()
        assert "<script>alert(1)" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)" in shown
