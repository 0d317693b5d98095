"""No publication by code, by saving or of a snippet goes round the check; and what a broken checker does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")

from newsroom_articles import CLEAN, FLAWED, article, as_user, held, is_live, logged, notice, results, user, write

pytestmark = pytest.mark.usefixtures("newsroom")


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
