"""Who may ask: the holder of the token, by showing it or by signing with it."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

WINDOW = 300.0
"""Seconds that the clock of a signature may differ from ours."""

TIMESTAMP, SIGNATURE = "x-tqcheck-timestamp", "x-tqcheck-signature"


class DeniedError(Exception):
    """No access, and why."""


class Access:
    """Holds requests against the token; without one, everybody may ask."""

    def __init__(self, token: str | None, clock: Callable[[], float] = time.time):
        self._token = token.encode() if token else None
        self._clock = clock
        # Signatures seen by an earlier process are forgotten, so it must be too late for them.
        self._started = clock()
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    @property
    def open(self) -> bool:
        """Whether there is no token."""
        return self._token is None

    def by_token(self, headers: Mapping[str, str]) -> bool:
        """Whether the request shows the token; ``False``: it is signed, which only its body can prove.

        Raises DeniedError where it does neither, or shows another token.
        """
        if self._token is None:
            return True
        given = headers.get("authorization", "")
        if given:
            scheme, _, token = given.partition(" ")
            # Latin-1 is how the bytes of a header arrive.
            right = hmac.compare_digest(token.strip().encode("latin-1", "replace"), self._token)
            if scheme.lower() != "bearer" or not right:
                raise DeniedError("the token is not right")
            return True
        if SIGNATURE in headers:
            return False
        raise DeniedError("give the token as `Authorization: Bearer TOKEN`, or sign the request")

    def by_signature(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raise DeniedError unless the signature is ours, of now, and not seen before."""
        assert self._token is not None
        stamp = headers.get(TIMESTAMP, "")
        given = headers.get(SIGNATURE, "")
        if not hmac.compare_digest(given.encode("latin-1", "replace"), sign(self._token, stamp, body).encode()):
            raise DeniedError("the signature does not fit the timestamp and the body")
        now = self._clock()
        try:
            at = float(stamp)
        except ValueError:
            raise DeniedError("the timestamp is no number of seconds since 1970") from None
        if not abs(now - at) <= WINDOW:
            raise DeniedError("the timestamp is more than five minutes from the clock of the service")
        if at < self._started:
            raise DeniedError("the timestamp is from before the start of the service; sign anew")
        with self._lock:
            while self._seen and next(iter(self._seen.values())) < now - 2 * WINDOW:
                self._seen.popitem(last=False)
            if given in self._seen:
                raise DeniedError("this signature has been used; sign anew, with a timestamp that has fractions")
            self._seen[given] = now


def sign(token: bytes, stamp: str, body: bytes) -> str:
    """``sha256=`` and the HMAC-SHA256 (RFC 2104) under the token of timestamp, a full stop, and the raw body."""
    return "sha256=" + hmac.new(token, stamp.encode("latin-1", "replace") + b"." + body, hashlib.sha256).hexdigest()
