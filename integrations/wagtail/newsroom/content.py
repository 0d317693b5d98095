"""Puts the pages into the database, all of them as drafts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, GroupPagePermission, Locale, Page, Site, Workflow, WorkflowTask

from newsroom import texts
from newsroom.models import ArticlePage, Fact, Notice

PASSWORD = "demo"


def fill() -> None:
    """Make the site, its two languages, the people who work on it, and the pages to try."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    french, _ = Locale.objects.get_or_create(language_code="fr")
    Page.objects.filter(depth__gt=1).exclude(pk__in=ArticlePage.objects.values("pk")).delete()
    root = Page.objects.get(depth=1)
    home = draft(root, texts.HOME, english, slug="home", publish=True)
    site, _ = Site.objects.get_or_create(hostname="localhost", defaults={"root_page": home, "is_default_site": True})
    site.root_page = home
    site.save()
    home_fr = home.copy_for_translation(french)
    fill_in(home_fr, texts.HOME_FR)
    home_fr.save_revision().publish()
    original = draft(home_fr, texts.FRENCH, french, slug="phare", publish=True)
    raw = original.copy_for_translation(english)
    fill_in(raw, texts.RAW)
    raw.slug = "lighthouse-raw"
    raw.save()
    raw.save_revision()
    draft(home, texts.CLEAN, english, slug="lighthouse-clean")
    draft(home, texts.MILD, english, slug="ferry")
    draft(home, texts.HOSTILE, english, slug="script")
    notice = Notice(name="Reading room", text=texts.NOTICE, live=False)
    notice.save()
    notice.save_revision()
    people()


def people() -> None:
    """`admin` may do everything, `editor` may publish, `chief` may override the check besides."""
    user = get_user_model()
    user.objects.create_superuser("admin", "admin@example.org", PASSWORD)
    publishers, _ = Group.objects.get_or_create(name="Publishers")
    chiefs, _ = Group.objects.get_or_create(name="Chiefs")
    publishers.permissions.add(Permission.objects.get(codename="access_admin"))
    publishers.permissions.add(*Permission.objects.filter(content_type__app_label="newsroom"))
    chiefs.permissions.add(*Permission.objects.filter(codename__in=["override_check", "view_checkresult"]))
    root = Page.objects.get(depth=1)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["add_page", "change_page", "publish_page"]
    ):
        GroupPagePermission.objects.get_or_create(group=publishers, page=root, permission=permission)
    user.objects.create_user("editor", "editor@example.org", PASSWORD).groups.add(publishers)
    user.objects.create_user("chief", "chief@example.org", PASSWORD).groups.add(publishers, chiefs)


def workflow(*tasks: Any) -> Workflow:
    """A workflow of the given tasks, which are saved; an approval by the publishers where there are none."""
    made = Workflow.objects.create(name="Desk")
    if not tasks:
        approval = GroupApprovalTask.objects.create(name="Chief's approval")
        approval.groups.set(Group.objects.filter(name="Publishers"))
        tasks = (approval,)
    for number, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=made, task=task, sort_order=number)
    return made


def draft(
    parent: Page,
    text: dict[str, Any],
    locale: Locale,
    slug: str,
    publish: bool = False,
) -> ArticlePage:
    """A page under `parent`."""
    page = ArticlePage(slug=slug, locale=locale, live=False)
    fill_in(page, text)
    parent.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return ArticlePage.objects.get(pk=page.pk)


def fill_in(page: ArticlePage, text: dict[str, Any]) -> None:
    """Put a text into the fields of a page; a translation keeps the ids of the blocks of its source."""
    ids = [block.id for block in page.body]
    blocks: list[tuple[str, Any]] = [("paragraph", one) for one in text.get("paragraphs", ())]
    if "quote" in text:
        words, speaker = text["quote"]
        blocks += [("quote", {"words": words, "speaker": speaker}), ("points", text["points"])]
    if "end" in text:
        blocks.append(("html", f"<p>{text['end']}</p>"))
    ids += [None] * (len(blocks) - len(ids))
    data: list[dict[str, Any]] = []
    for (kind, value), block_id in zip(blocks, ids, strict=True):
        data.append({"type": kind, "value": value, **({"id": block_id} if block_id else {})})
    page.title, page.standfirst, page.reference = text["title"], text["standfirst"], "ref the the 7"
    field = ArticlePage._meta.get_field("body")
    page.body = field.to_python(data)
    page.facts = [Fact(text=fact) for fact in text.get("facts", ())]
