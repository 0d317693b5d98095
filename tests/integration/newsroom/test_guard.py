"""No publication goes round the check: every path that Wagtail knows, on a real site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")

pytestmark = pytest.mark.usefixtures("newsroom")

FLAWED = "<p>The ferry left the the harbour late in the evening.</p>"
MILD = "<p>The ferry left the harbour late, at 23h15.</p>"
CLEAN = "<p>The ferry left the harbour late in the evening.</p>"
PASSWORD = "demo"


def article(body: str, *, slug: str = "test", parent: Any = None) -> Any:
    """A draft under the home page."""
    from newsroom.models import ArticlePage
    from wagtail.models import Locale

    home = parent or ArticlePage.objects.get(slug="home")
    page = ArticlePage(title="A ferry", slug=slug, live=False, locale=Locale.objects.get(language_code="en"))
    write(page, body)
    home.add_child(instance=page)
    page.save_revision()
    return ArticlePage.objects.get(pk=page.pk)


def write(page: Any, body: str) -> None:
    page.body = type(page)._meta.get_field("body").to_python([{"type": "paragraph", "value": body}])


def notice(text: str) -> Any:
    from newsroom.models import Notice

    made = Notice(name="Ferry", text=text, live=False)
    made.save()
    made.save_revision()
    return made


def is_live(instance: Any) -> bool:
    return bool(type(instance).objects.get(pk=instance.pk).live)


def as_user(name: str) -> Any:
    from django.test import Client

    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def form_data(page: Any, **changes: Any) -> dict[str, Any]:
    """What the page's editor sends."""
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    body = [(block.block_type, rich_text(block.value.source)) for block in page.body]
    data = {
        "title": page.title,
        "slug": page.slug,
        "standfirst": "",
        "reference": "",
        "seo_title": "",
        "search_description": "",
        "body": streamfield(body),
        "facts": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 100},
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 100},
    }
    return {**nested_form_data(data), **changes}


def results(**fields: Any) -> list[Any]:
    from tqcheck.wagtail.models import CheckResult

    return list(CheckResult.objects.filter(**fields))


def logged(page: Any, action: str) -> list[Any]:
    from wagtail.models import PageLogEntry

    return list(PageLogEntry.objects.filter(page=page.pk, action=action))


@contextmanager
def held() -> Iterator[Any]:
    from tqcheck.wagtail.guard import PublicationHeldError

    with pytest.raises(PublicationHeldError) as caught:
        yield caught


def test_code_that_publishes_a_flawed_revision_is_stopped_with_the_flaw_named() -> None:
    page = article(FLAWED)
    with held() as caught:
        page.get_latest_revision().publish()
    assert "Body › 1. Paragraph: “the the”" in str(caught.value)
    assert not is_live(page)
    (result,) = results(object_id=str(page.pk))
    assert (result.outcome, result.way, result.verdict, result.errors) == ("held", "code", "block", 1)
    assert result.revision == page.get_latest_revision()
    (flaw,) = result.judgement["flaws"]
    assert FLAWED[flaw["start"] : flaw["end"]] == "the the"
    (entry,) = logged(page, "tqcheck.hold")
    assert "the the" in entry.message


def test_a_clean_text_is_published_and_recorded() -> None:
    page = article(CLEAN)
    page.get_latest_revision().publish()
    assert is_live(page)
    (result,) = results(object_id=str(page.pk))
    assert (result.outcome, result.verdict) == ("allowed", "pass")


def test_save_revision_and_publish_of_a_live_page_leaves_the_old_text_public() -> None:
    from newsroom.models import ArticlePage

    page = article(CLEAN)
    page.get_latest_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    write(page, FLAWED)
    with held():
        page.save_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.live
    assert "the the" not in page.body[0].value.source


def save_live(page: Any) -> None:
    page.live = True
    page.save()


def save_text(page: Any) -> None:
    write(page, CLEAN)
    page.save_revision().publish()
    fresh = type(page).objects.get(pk=page.pk)
    write(fresh, FLAWED)
    fresh.save()


@pytest.mark.parametrize("act", [save_live, save_text])
def test_saving_what_is_public_is_publishing(act: Callable[[Any], None]) -> None:
    page = article(FLAWED)
    with held():
        act(page)
    fresh = type(page).objects.get(pk=page.pk)
    assert not (fresh.live and "the the" in fresh.body[0].value.source)


def test_a_page_made_live_by_code_is_stopped() -> None:
    from newsroom.models import ArticlePage

    page = ArticlePage(title="The the ferry", slug="born-live")
    with held():
        ArticlePage.objects.get(slug="home").add_child(instance=page)
    assert not ArticlePage.objects.filter(slug="born-live").exists()


def test_saves_that_change_no_text_of_a_public_page_are_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsroom.models import ArticlePage

    from tqcheck.wagtail import guard

    page = article(CLEAN)
    page.get_latest_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)

    def judge(*_: Any) -> None:
        raise AssertionError("was judged")

    monkeypatch.setattr(guard, "judge", judge)
    page.slug = "other"
    page.save()
    page.reference = "the the"
    page.save()
    page.move(ArticlePage.objects.get(slug="lighthouse-clean"), pos="last-child")
    page.refresh_from_db()
    page.unpublish()


def due(page: Any) -> None:
    """Schedule the latest revision, and let its time come."""
    from django.utils import timezone

    page = page.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def let_time_pass(page: Any) -> None:
    from django.utils import timezone

    revision = page.get_latest_revision()
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


def publish_scheduled() -> None:
    from django.core.management import call_command

    call_command("publish_scheduled", stdout=StringIO())


def test_scheduling_a_flawed_page_is_stopped_at_once() -> None:
    page = article(FLAWED)
    with held():
        due(page)
    assert page.get_latest_revision().approved_go_live_at is None


def test_what_is_due_and_flawed_is_not_published_and_does_not_hold_up_the_others() -> None:
    flawed, clean = article(FLAWED, slug="flawed"), article(CLEAN, slug="clean")
    for page in (flawed, clean):
        let_time_pass(page)
    publish_scheduled()
    assert (is_live(flawed), is_live(clean)) == (False, True)
    (result,) = results(object_id=str(flawed.pk))
    assert (result.way, result.outcome) == ("schedule", "held")
    # The schedule locks the page; it is over, so that the editor can mend it.
    flawed.refresh_from_db()
    assert flawed.get_latest_revision().approved_go_live_at is None
    publish_scheduled()
    assert len(results(object_id=str(flawed.pk))) == 1
    assert not is_live(flawed)


def test_what_could_not_be_judged_when_it_was_due_is_tried_again(broken: None) -> None:
    from django.test import override_settings

    from tqcheck.wagtail.judge import forget

    page = article(CLEAN)
    let_time_pass(page)
    with override_settings(TQCHECK_FAIL="closed"):
        publish_scheduled()
        forget()
        publish_scheduled()
        assert not is_live(page)
        assert len(results(object_id=str(page.pk))) == 1
        assert page.get_latest_revision().approved_go_live_at is not None
        with override_settings(TQCHECK_CHECKER={"engine": "none"}):
            publish_scheduled()
    assert is_live(page)


@pytest.mark.parametrize(("body", "live"), [(FLAWED, False), (CLEAN, True)])
def test_an_override_when_it_was_scheduled_holds_when_it_is_due(body: str, live: bool) -> None:
    from tqcheck.wagtail.guard import in_spite_of

    page = article(FLAWED)
    page = page.get_latest_revision_as_object()
    write(page, body)
    revision = page.save_revision()
    if body == FLAWED:
        with in_spite_of(revision, "The minister's own words."):
            revision.publish()
        page.refresh_from_db()
        page.unpublish()
        live = True
    let_time_pass(page)
    publish_scheduled()
    assert is_live(page) is live


def workflow(*tasks: Any) -> Any:
    from newsroom.content import workflow as made

    return made(*tasks)


def user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


def test_the_approval_that_ends_a_workflow_publishes_nothing_flawed() -> None:
    page = article(FLAWED)
    state = workflow().start(page, user("editor"))
    with held():
        state.current_task_state.approve(user=user("chief"))
    state.refresh_from_db()
    assert not is_live(page)
    assert state.status == "in_progress"


@pytest.mark.parametrize("by_script", [False, True])
def test_an_approval_in_the_admin_leads_to_the_flaws(by_script: bool) -> None:
    page = article(FLAWED)
    state = workflow().start(page, user("editor"))
    path = f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state.pk}/"
    headers = {"x-requested-with": "XMLHttpRequest"} if by_script else {}
    answer = as_user("chief").post(path, {"comment": ""}, headers=headers)
    url = f"/admin/tqcheck/publish/{page.get_latest_revision().pk}/"
    assert (answer.json()["redirect"] if by_script else answer.url) == url
    assert not is_live(page)
    (result,) = results(object_id=str(page.pk))
    assert (result.outcome, result.way) == ("held", "workflow")
    assert logged(page, "tqcheck.hold")
    state.refresh_from_db()
    assert state.status == "in_progress"


@pytest.mark.parametrize(
    ("body", "strict", "status"),
    [
        (FLAWED, False, "needs_changes"),
        (MILD, False, "approved"),
        (MILD, True, "needs_changes"),
        (CLEAN, True, "approved"),
    ],
)
def test_the_task_approves_or_rejects_with_the_reason(body: str, strict: bool, status: str) -> None:
    from tqcheck.wagtail.models import TranslationCheckTask

    page = article(body)
    state = workflow(TranslationCheckTask.objects.create(name="Check", reject_on_review=strict)).start(
        page, user("editor")
    )
    state.refresh_from_db()
    assert state.status == status
    assert is_live(page) is (status == "approved")
    comment = state.current_task_state.comment
    assert comment.startswith("Translation check: ")
    assert ("the the" in comment) is (body == FLAWED)


def test_a_rejected_text_passes_when_it_was_mended() -> None:
    from tqcheck.wagtail.models import TranslationCheckTask

    page = article(FLAWED)
    state = workflow(TranslationCheckTask.objects.create(name="Check")).start(page, user("editor"))
    state.refresh_from_db()
    write(page, CLEAN)
    page.save_revision()
    state.resume(user=user("editor"))
    assert is_live(page)


def bulk_path(pages: list[Any]) -> str:
    return "/admin/bulk/wagtailcore/page/publish/?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages)


def test_bulk_publishing_publishes_none_where_one_is_flawed() -> None:
    flawed, clean = article(FLAWED, slug="flawed"), article(CLEAN, slug="clean")
    answer = as_user("editor").post(bulk_path([flawed, clean]))
    assert answer.status_code == 200
    assert "none of the pages you chose has been published" in answer.content.decode()
    assert f"/admin/tqcheck/publish/{flawed.get_latest_revision().pk}/" in answer.content.decode()
    assert (is_live(flawed), is_live(clean)) == (False, False)
    as_user("editor").post(bulk_path([clean]))
    assert is_live(clean)


def test_bulk_publishing_judges_the_drafts_below() -> None:
    parent = article(CLEAN, slug="parent")
    child = article(FLAWED, slug="child", parent=parent)
    answer = as_user("editor").post(bulk_path([parent]), {"include_descendants": "on"})
    assert answer.status_code == 200
    assert (is_live(parent), is_live(child)) == (False, False)


def test_bulk_publishing_asks_about_warnings() -> None:
    page = article(MILD)
    client = as_user("editor")
    answer = client.post(bulk_path([page]), {"include_descendants": "on"})
    text = answer.content.decode()
    assert 'name="tqcheck-looked"' in text
    assert 'name="include_descendants" value="on"' in text
    assert not is_live(page)
    client.post(bulk_path([page]), {"tqcheck-looked": "1"})
    assert is_live(page)


def test_the_actions_own_code_is_guarded_too() -> None:
    from wagtail.admin.views.pages.bulk_actions import PublishBulkAction

    page = article(FLAWED)
    with held():
        PublishBulkAction.execute_action([page], user=user("editor"))
    assert not is_live(page)


def test_a_snippet_with_drafts_is_guarded_when_it_is_published() -> None:
    made = notice(FLAWED)
    with held() as caught:
        made.get_latest_revision().publish()
    assert "Text: “the the”" in str(caught.value)
    made = notice(CLEAN)
    made.get_latest_revision().publish()
    assert is_live(made)


def test_a_snippet_without_drafts_is_guarded_when_it_is_saved() -> None:
    from newsroom.models import Motto

    with held():
        Motto(text="All the the news from the islands, and the weather.").save()
    motto = Motto(text="All the news from the islands, and the weather.")
    motto.save()
    motto.text = "All the the news from the islands, and the weather."
    with held():
        motto.save()


def test_a_snippet_without_drafts_shows_the_reason_in_its_editor() -> None:
    from newsroom.models import Motto

    answer = as_user("editor").post(
        "/admin/snippets/newsroom/motto/add/", {"text": "All the the news from the islands, and the weather."}
    )
    assert answer.status_code == 200
    assert "the the" in answer.content.decode()
    assert "1 error to mend" in answer.content.decode()
    assert not Motto.objects.exists()


def test_a_copy_that_stays_public_is_judged() -> None:
    from newsroom.models import ArticlePage

    from tqcheck.wagtail.guard import in_spite_of

    page = article(FLAWED)
    with in_spite_of(page.get_latest_revision(), "Quoted as it was said."):
        page.get_latest_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    with held():
        page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    data = {
        "new_title": "A ferry",
        "new_slug": "copy",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    as_user("editor").post(f"/admin/pages/{page.pk}/copy/", data)
    copies = ArticlePage.objects.filter(slug="copy")
    assert not any(copy.live for copy in copies)


def test_an_alias_says_what_its_source_says() -> None:
    from newsroom.models import ArticlePage

    page = article(CLEAN)
    page.get_latest_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    alias = page.create_alias(update_slug="alias")
    assert alias.live
    write(page, FLAWED)
    with held():
        page.save_revision().publish()
    alias = ArticlePage.objects.get(pk=alias.pk)
    assert "the the" not in alias.body[0].value.source


def test_fixtures_are_loaded_as_they_are() -> None:
    from django.core import serializers
    from newsroom.models import Motto

    text = '[{"model": "newsroom.motto", "pk": 7, "fields": {"text": "All the the news from the islands."}}]'
    for one in serializers.deserialize("json", text):
        one.save()
    assert Motto.objects.get(pk=7).text == "All the the news from the islands."


def test_the_api_answers_a_held_publication_as_forbidden() -> None:
    page = article(FLAWED)
    path = f"/admin/api/main/pages/{page.pk}/action/publish/"
    answer = as_user("editor").post(path, content_type="application/json")
    assert answer.status_code == 403
    assert "the the" in answer.content.decode()
    assert not is_live(page)


@pytest.fixture
def broken(newsroom: None) -> Iterator[None]:
    """A service that is not there."""
    import socket

    from django.test import override_settings

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with override_settings(TQCHECK_CHECKER=f"http://127.0.0.1:{port}"):
        yield


def test_a_broken_checker_lets_go_or_holds_as_the_site_has_decided(broken: None) -> None:
    from django.test import override_settings

    page, other = article(CLEAN), article(CLEAN, slug="other")
    page.get_latest_revision().publish()
    assert is_live(page)
    (result,) = results(object_id=str(page.pk))
    assert (result.outcome, result.verdict) == ("unjudged", "undecided")
    assert "cannot be reached" in result.reason
    assert logged(page, "tqcheck.unjudged")
    with override_settings(TQCHECK_FAIL="closed"), held() as caught:
        other.get_latest_revision().publish()
    assert "cannot be reached" in str(caught.value)
    assert not is_live(other)


def test_a_crash_of_the_checker_is_a_failure_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from tqcheck.wagtail import judge

    def assemble(_config: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(judge, "assemble", assemble)
    page = article(CLEAN)
    page.get_latest_revision().publish()
    assert is_live(page)
    assert "MemoryError" in results(object_id=str(page.pk))[0].reason


def test_a_slow_checker_ends_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from django.test import override_settings

    from tqcheck.wagtail import judge

    def assemble(_config: Any) -> Any:
        time.sleep(1.5)
        raise AssertionError

    monkeypatch.setattr(judge, "assemble", assemble)
    page = article(CLEAN)
    started = time.monotonic()
    with override_settings(TQCHECK_TIMEOUT=0.2, TQCHECK_FAIL="closed"), held() as caught:
        page.get_latest_revision().publish()
    assert time.monotonic() - started < 1.2
    assert "longer than" in str(caught.value)
