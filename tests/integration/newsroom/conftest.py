"""The demo site of integrations/wagtail with its pages, once for all tests; each test leaves it as it was."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra [wagtail]")

ROOT = Path(__file__).parents[3]
SITE = ROOT / "integrations" / "wagtail"
# Rules alone, quick and always the same; a word twice in a row is an error here, so that a text can be blocked.
CHECKER = {"engine": "none", "origin": "fr", "severity": {"doubled": "error"}}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that was made as `make wagtail-demo` does, and is set up in this process."""
    folder = tmp_path_factory.mktemp("newsroom")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        NEWSROOM_DATA=str(folder),
        NEWSROOM_ENGINE="none",
        NEWSROOM_TRANSLATION="wagtail_localize wagtail_localize.locales",
    )
    sys.path.insert(0, str(SITE))
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    call_command("demo", no_start=True, verbosity=0)
    setup_test_environment()
    return folder


@pytest.fixture
def checker() -> dict[str, Any]:
    """The settings of the checker in this process; a test may change them before it uses `newsroom`."""
    return dict(CHECKER)


@pytest.fixture
def newsroom(site: Path, checker: dict[str, Any]) -> Iterator[None]:
    """The site, with a transaction that is undone."""
    from django.db import transaction
    from django.test import override_settings

    from tqcheck.wagtail.judge import forget

    forget()
    with override_settings(TQCHECK_FAIL="open", TQCHECK_TIMEOUT=20, TQCHECK_CHECKER=checker), transaction.atomic():
        yield
        transaction.set_rollback(True)


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
