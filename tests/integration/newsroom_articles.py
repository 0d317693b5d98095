"""Articles of the demo site, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

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


def as_user(name: str, **options: Any) -> Any:
    """A client of theirs, with these options."""
    from django.test import Client

    client = Client(**options)
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


def user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)
