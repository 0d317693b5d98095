"""Running the application under uvicorn: where it binds, and how it stops."""

from __future__ import annotations

import ipaddress
import threading
from dataclasses import dataclass
from types import FrameType

import uvicorn

from tqcheck.checker import Checker
from tqcheck.errors import UsageError
from tqcheck.service import wire
from tqcheck.service.access import Access
from tqcheck.service.app import LOOPBACK, create_app
from tqcheck.service.callback import Callbacks
from tqcheck.service.desk import Desk
from tqcheck.service.limits import Limits

_SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the service is to be reached."""

    host: str
    port: int

    @property
    def wide(self) -> bool:
        """Whether other machines can reach it."""
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() != "localhost"


class _Server(uvicorn.Server):
    """Answers for what it has accepted before it stops; a second signal stops it at once."""

    def __init__(self, config: uvicorn.Config, desk: Desk):
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on SIGTERM or SIGINT."""
        if self._desk.draining:
            super().handle_exit(sig, frame)
            return
        self._desk.draining = True
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        self._desk.drain()
        self.should_exit = True


def serve(
    checker: Checker, binding: Binding, token: str | None, limits: Limits, callbacks: Callbacks | None = None
) -> None:
    """Serve until told to stop.

    Raises UsageError for a wide binding without a token, a token too short to keep anybody out, or hosts to be called
    back without a secret to sign with.
    """
    if binding.wide and not token:
        raise UsageError(
            f"--host {binding.host} lets other machines in: set TQCHECK_TOKEN to a secret that they have to show"
        )
    secret = callbacks.secret if callbacks else None
    for name, value in (("TQCHECK_TOKEN", token), ("TQCHECK_CALLBACK_SECRET", secret)):
        if value and (len(value) < _SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value):
            raise UsageError(f"{name} needs {_SHORTEST_TOKEN} printable ASCII characters or more, without spaces")
    if callbacks and callbacks.hosts and not secret:
        raise UsageError("--callback-host: callbacks are signed; set TQCHECK_TOKEN or TQCHECK_CALLBACK_SECRET")
    # With a token it does not matter by which name a proxy calls.
    hosts = None if token else LOOPBACK | {binding.host.lower()}
    app = create_app(checker, limits, Access(token), hosts, callbacks)
    config = uvicorn.Config(
        app,
        host=binding.host,
        port=binding.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=round(limits.longest_deadline),
        timeout_keep_alive=10,
        http=wire.Protocol,
        ws="none",
        h11_max_incomplete_event_size=wire.HEAD_BYTES,
    )
    _Server(config, app.state.desk).run()
