"""A real service, as a process or in a thread of this one, for the tests that need one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tqcheck.checker import Checker
from tqcheck.service.limits import Limits


class Running:
    """A service."""

    def __init__(self, port: int):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, content, {"Content-Type": "application/json", **headers})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def raw(self, data: bytes, wait: float = 10) -> bytes:
        """What comes back for bytes on the wire."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(data)
            got = b""
            while part := connection.recv(65536):
                got += part
                if b"\r\n\r\n" in got and got.split(b"\r\n\r\n", 1)[1]:
                    break
        return got


class Process(Running):
    """A service in a process of its own."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]):
        super().__init__(port)
        self.process = process


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Process]:
    """`tqcheck serve` in `folder`, ready to judge; its log may hold neither a text nor a traceback."""
    port = free_port()
    settings = {"TQCHECK_ENGINE": "fake", "TQCHECK_CACHE_DIR": str(folder / "cache"), **environment}
    command = [sys.executable, "-m", "tqcheck", "serve", "--port", str(port), *options]
    log = folder / f"log-{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stdout=out, stderr=out)
    running = Process(port, process)
    try:
        for _ in range(600):
            if process.poll() is not None:
                pytest.fail(log.read_text())
            try:
                if running.ask("GET", "/readyz")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(0.1)
        else:
            pytest.fail(log.read_text())
        yield running
        assert "ferry" not in log.read_text("utf-8", "replace")
        assert "Traceback" not in log.read_text("utf-8", "replace")
    finally:
        process.kill()
        process.wait()


@contextmanager
def in_thread(checker: Checker, limits: Limits) -> Iterator[Running]:
    """The application over `checker` with settings that the command line does not have."""
    import uvicorn

    from tqcheck.service import wire
    from tqcheck.service.app import create_app

    port = free_port()
    config = uvicorn.Config(create_app(checker, limits), port=port, http=wire.Protocol, log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield Running(port)
    finally:
        server.should_exit = True
        thread.join(10)
