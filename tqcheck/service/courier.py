"""Brings finished answers to those who asked to be called: again after a while where that fails, but not for ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from tqcheck.service.callback import Callbacks, CallError, Target, call
from tqcheck.service.worker import BusyError

PAUSES = (2.0, 10.0, 60.0, 300.0)
"""Seconds between one try and the next."""
_PLACES = 256
"""Answers that may be on their way."""
_AT_ONCE = 8

_log = logging.getLogger(__name__)


class Courier:
    """Belongs to one event loop."""

    def __init__(
        self,
        callbacks: Callbacks,
        told: Callable[[str], None] = lambda _outcome: None,
        pauses: tuple[float, ...] = PAUSES,
        post: Callable[[Callbacks, Target, bytes], Awaitable[None]] = call,
    ):
        """`told` hears how each errand ended: ``delivered``, ``failed``, or ``gone`` where the answer was dropped."""
        self.callbacks = callbacks
        self._told = told
        self._pauses = pauses
        self._post = post
        self._errands: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(_AT_ONCE)

    @property
    def pending(self) -> int:
        """Errands that are not done."""
        return len(self._errands)

    def room(self) -> None:
        """Raise BusyError where no errand more is taken."""
        if self.pending >= _PLACES:
            raise BusyError(30)

    def send(
        self,
        target: Target,
        ready: Awaitable[object],
        content: Callable[[], bytes | None],
        delivered: Callable[[], object] = lambda: None,
    ) -> None:
        """When `ready`, post `content` to `target`; it is asked for anew for each try, so nothing is held between."""
        errand = asyncio.get_running_loop().create_task(self._run(target, ready, content, delivered))
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def stop(self) -> None:
        """Give up what is not done."""
        errands = list(self._errands)
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)

    async def _run(
        self,
        target: Target,
        ready: Awaitable[object],
        content: Callable[[], bytes | None],
        delivered: Callable[[], object],
    ) -> None:
        await ready
        for pause in (*self._pauses, None):
            body = content()
            if body is None:
                self._told("gone")
                return
            try:
                async with self._turn:
                    await self._post(self.callbacks, target, body)
            except CallError as error:
                if error.final or pause is None:
                    # The path may hold what is nobody's business; the host is the operator's own choice.
                    _log.warning("A callback to %s was given up: %s", target.authority, error)
                    self._told("failed")
                    return
                await asyncio.sleep(pause)
            else:
                delivered()
                self._told("delivered")
                return
