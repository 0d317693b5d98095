"""What comes in before there is a request: heads that never end, and bytes that are no HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from tqcheck.service.guard import HEADERS
from tqcheck.service.problems import MEDIA_TYPE, ProblemError, response

HEAD_SECONDS = 20.0
"""Within which the head of a request must have arrived."""
HEAD_BYTES = 65_536


class Protocol(H11Protocol):
    """Closes a connection on which nothing is asked, and answers what is no HTTP as every other mistake."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to count."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count no longer."""
        if self._late:
            self._late.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to count anew, for the next request on the same connection."""
        # What was sent ahead is read in there, and may be a whole request.
        super().on_response_complete()
        self._wait()

    def send_400_response(self, msg: str) -> None:
        """Tell a client that what it sent is no HTTP, unless it is being told something already."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        told = response(ProblemError(400, msg.rstrip(".")))
        headers: list[tuple[str, str]] = [*HEADERS.items(), ("connection", "close"), ("content-type", MEDIA_TYPE)]
        body = bytes(told.body)
        events: tuple[Any, ...] = (
            h11.Response(status_code=400, headers=[*headers, ("content-length", str(len(body)))], reason="Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()

    def _wait(self) -> None:
        if self._late:
            self._late.cancel()
        self._late = self.loop.call_later(HEAD_SECONDS, self._end)

    def _end(self) -> None:
        # The body of a request that is there has a time of its own.
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
