"""Where the service may call back, and one call: no host that the operator has not named, no address behind a wall."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tqcheck import __version__
from tqcheck.errors import UsageError
from tqcheck.service.access import SIGNATURE, TIMESTAMP, sign

_LONGEST = 2_000
"""Characters of an address."""
_PORTS = {"https": 443, "http": 80}
_PATH = re.compile(r"[!-\"$-~]*")
_HOST = re.compile(r"[a-z0-9._:-]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")


class CallError(Exception):
    """A call came to nothing; `final` where another try would not either."""

    def __init__(self, reason: str, final: bool = False):
        super().__init__(reason)
        self.final = final


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be called."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Which hosts may be called, and the secret that signs the calls."""

    hosts: frozenset[str] = frozenset()
    """Names as in ``cms.example.org``, with a port where it is not the scheme's own."""
    secret: str | None = None
    private: bool = False
    """Whether a host may have a loopback or private address, and be called without TLS."""
    seconds: float = 10.0
    """For one call, from the name's resolution to the answer."""

    def target(self, url: str) -> Target:
        """The address to call. Raises UsageError where the service may not call it."""
        if not self.hosts or self.secret is None:
            raise UsageError("callback: this service makes no callbacks (--callback-host); ask for the job instead")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        host = parts.hostname or ""
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        plain = _HOST.fullmatch(host) and _PATH.fullmatch(path) and _PATH.fullmatch(url)
        if len(url) > _LONGEST or parts.scheme not in _PORTS or not plain or parts.fragment or "@" in parts.netloc:
            raise UsageError("callback: give an address as in https://cms.example.org/checked, without a user's name")
        if parts.scheme == "http" and not self.private:
            raise UsageError("callback: the address must begin with https://, since the answer holds the text")
        target = Target(parts.scheme, host, port or _PORTS[parts.scheme], path)
        if target.authority not in self.hosts and f"{host}:{target.port}" not in self.hosts:
            raise UsageError(f"callback: {target.authority[:200]} is no host that this service may call")
        return target

    def headers(self, body: bytes) -> dict[str, str]:
        """The signature of a body, of now; it is that of `tqcheck.service.access`.

        That one secret serves both ways lets nobody pass an answer off as a request, or a request as an answer: the one
        has a `schema`, with the other it is an unknown key.
        """
        assert self.secret is not None
        stamp = str(time.time())
        return {TIMESTAMP: stamp, SIGNATURE: sign(self.secret.encode(), stamp, body)}


def allowed(address: str, private: bool) -> bool:
    """Whether an address, as digits, is one that anybody in the world could call, or `private` lets it be another."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address in the clothes of IPv6 is reached all the same.
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    if ip.is_multicast or ip.is_unspecified:
        return False
    return ip.is_global or (private and (ip.is_private or ip.is_loopback))


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as digits."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


async def call(callbacks: Callbacks, target: Target, body: bytes, resolved: Callable[..., object] = resolve) -> None:
    """Post `body`, signed. Raises CallError unless the answer is of the 200s; redirects are not followed.

    The address that is connected to is the one that was looked at, so a name cannot change its mind in between.
    """
    try:
        async with asyncio.timeout(callbacks.seconds):
            addresses = await resolved(target.host, target.port)  # type: ignore[misc]
            if not addresses or not all(allowed(address, callbacks.private) for address in addresses):
                raise CallError("its address is not a public one", final=True)
            status = await _post(callbacks, target, addresses[0], body)
    except TimeoutError:
        raise CallError(f"no answer within {callbacks.seconds:g} seconds") from None
    except OSError as error:
        raise CallError(f"{type(error).__name__}: {error.strerror or 'no connection'}") from None
    if not 200 <= status < 300:
        raise CallError(f"it answered {status}", final=300 <= status < 500 and status not in (408, 425, 429))


async def _post(callbacks: Callbacks, target: Target, address: str, body: bytes) -> int:
    tls = ssl.create_default_context() if target.scheme == "https" else None
    name = target.host if tls else None
    reader, writer = await asyncio.open_connection(address, target.port, ssl=tls, server_hostname=name, limit=8192)
    try:
        headers = {
            "Host": target.authority,
            "User-Agent": f"tqcheck/{__version__}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **callbacks.headers(body),
        }
        lines = [f"POST {target.path} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("ascii") + body)
        await writer.drain()
        try:
            line = await reader.readline()
        except ValueError:
            line = b""
        match = _STATUS.match(line)
        if not match:
            raise CallError("what answers there speaks no HTTP")
        return int(match[1])
    finally:
        writer.close()
