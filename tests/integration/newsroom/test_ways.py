"""No publication by the clock, a workflow or a bulk action goes round the check."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")

from newsroom_articles import CLEAN, FLAWED, MILD, article, as_user, held, is_live, logged, results, user, write

pytestmark = pytest.mark.usefixtures("newsroom")


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
