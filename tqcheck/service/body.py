"""The body of a request, counted while it comes in and never waited for without end."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.requests import Request

from tqcheck.service.limits import Limits
from tqcheck.service.problems import ProblemError


async def read(request: Request, limits: Limits) -> bytes:
    """The raw body. Raises ProblemError where it is too large, too slow, compressed or no JSON by its own word."""
    # Any page may have a browser send plain text or a form; JSON from elsewhere it has to ask for first.
    return await _read(request, limits, "application/json", limits.body)


async def read_form(request: Request, limits: Limits, size: int) -> bytes:
    """The raw body of a form of at most `size` bytes. Raises ProblemError as `read`."""
    return await _read(request, limits, "application/x-www-form-urlencoded", size)


async def _read(request: Request, limits: Limits, wanted: str, largest: int) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != wanted:
        raise ProblemError(415, f"send {wanted}")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise ProblemError(415, "send the request uncompressed")
    declared = request.headers.get("content-length", "")
    large = ProblemError(413, f"the request is larger than {largest:,} bytes; send the text in parts")
    if declared.isascii() and declared.isdigit() and len(declared) < 19 and int(declared) > largest:
        if "expect" not in request.headers:
            await _discard(request, limits)
        raise large
    parts, size, more = [], 0, True
    try:
        async with asyncio.timeout(limits.body_seconds):
            while more and size <= largest:
                part, more = await _next(request)
                parts.append(part)
                size += len(part)
    except TimeoutError:
        raise ProblemError(408, f"the request took longer than {limits.body_seconds:g} seconds to arrive") from None
    if size > largest:
        if more:
            await _discard(request, limits)
        raise large
    return b"".join(parts)


async def _next(request: Request) -> tuple[bytes, bool]:
    """The next part, and whether there is more."""
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise ProblemError(400, "the request broke off")
    return message.get("body", b""), message.get("more_body", False)


async def _discard(request: Request, limits: Limits) -> None:
    """Let the client finish, for a while: one that is cut off in the middle never reads why."""
    with suppress(TimeoutError, ProblemError):
        async with asyncio.timeout(limits.body_seconds):
            while (await _next(request))[1]:
                pass
