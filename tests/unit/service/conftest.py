"""A service over the fake engine, and a client that calls it in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

pytest.importorskip("fastapi", reason="needs the extra [serve]")

from starlette.testclient import TestClient

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.engines.base import Engine
from tqcheck.service.access import Access
from tqcheck.service.app import create_app
from tqcheck.service.limits import Limits

MakeClient = Callable[..., TestClient]


@pytest.fixture
def service() -> Iterator[MakeClient]:
    """``service(limits, token=..., engine=..., kind="none")`` starts a service; it stops after the test."""
    with ExitStack() as stack:

        def make(
            limits: Limits | None = None, token: str | None = None, engine: Engine | None = None, kind: str = "fake"
        ) -> TestClient:
            checker = assemble(Config(engine=kind))
            if engine is not None:
                checker.engine = engine
            app = create_app(checker, limits, Access(token))
            client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
            return stack.enter_context(client)

        yield make


@pytest.fixture
def client(service: MakeClient) -> TestClient:
    return service()
