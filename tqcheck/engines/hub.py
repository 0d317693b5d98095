"""The model hub over HTTP: what a repository holds, and downloads that go on where they broke off.

Only what a download of public weights needs, with the standard library: the hub's own client brings a dozen packages
for uploads, tokens and its own cache.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqcheck import __version__
from tqcheck.engines import manifest
from tqcheck.errors import ModelError

DEFAULT_ENDPOINT = "https://huggingface.co"
CONVERTER = "SFconvertbot"
"""The hub's own account that proposes safetensors for repositories which have only a pickle."""
CHUNK = 1 << 20
ATTEMPTS = 4

Received = Callable[[int], None]
"""Told the number of bytes that came in; a negative number takes back bytes that have to come again."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at one revision."""

    name: str
    revision: str
    size: int | None = None
    sha256: str | None = None
    blob: str | None = None
    """Git's SHA-1 of the content, which is what the hub gives for small files."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A repository at one commit."""

    repository: str
    revision: str
    files: Mapping[str, RemoteFile]
    licence: str | None = None


class Hub:
    """A hub that speaks the Hugging Face API, at `endpoint` (by default TQCHECK_HUB, then HF_ENDPOINT)."""

    def __init__(self, endpoint: str | None = None, timeout: float = 30.0, pause: float = 0.5) -> None:
        """`timeout` is the longest silence and `pause` the first wait between two tries, both in seconds."""
        given = endpoint or os.environ.get("TQCHECK_HUB") or os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT
        self.endpoint = given.rstrip("/")
        self.timeout = timeout
        self.pause = pause
        if urllib.parse.urlsplit(self.endpoint).scheme not in ("http", "https"):
            raise ModelError(f"the hub's address must begin with http:// or https://, not {given!r}")
        # Without the handlers for file: and ftp:, to which a redirect could otherwise lead.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPRedirectHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.UnknownHandler(),
        ):
            self._opener.add_handler(handler)

    def snapshot(self, repository: str, revision: str = "main") -> Snapshot | None:
        """What `repository` holds at `revision`; None where the hub has no such repository or revision.

        Raises ModelError where the hub cannot be reached or answers nonsense.
        """
        quoted = urllib.parse.quote(revision, safe="")
        content = self._json(f"/api/models/{repository}/revision/{quoted}?blobs=true")
        if content is None:
            return None
        try:
            commit = str(content["sha"])
            if not re.fullmatch(r"[0-9a-f]{40,64}", commit):
                raise ValueError(commit)
            files = {item["rfilename"]: _remote(item, commit) for item in content["siblings"]}
            card = content.get("cardData") or {}
            licence = card.get("license") if isinstance(card, Mapping) else None
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ModelError(f"{self.endpoint}: the answer about {repository} cannot be understood") from error
        return Snapshot(repository, commit, files, str(licence) if licence else None)

    def weights(self, snapshot: Snapshot, name: str = "model.safetensors") -> RemoteFile | None:
        """The safetensors of a repository: its own, else those that the hub's converter proposes in a pull request.

        Proposals of anybody else are not looked at: whoever may write one could put any weights into it.
        None where there are none. Raises ModelError as `snapshot`.
        """
        if name in snapshot.files:
            return snapshot.files[name]
        content = self._json(f"/api/models/{snapshot.repository}/discussions?type=pull_request&author={CONVERTER}&p=0")
        proposals = content.get("discussions") if content else None
        numbers = []
        for proposal in proposals if isinstance(proposals, list) else []:
            try:
                if proposal["author"]["name"] == CONVERTER and proposal["isPullRequest"]:
                    numbers.append(int(proposal["num"]))
            except (KeyError, TypeError, ValueError):
                continue
        for number in sorted(numbers, reverse=True)[:5]:
            proposed = self.snapshot(snapshot.repository, f"refs/pr/{number}")
            if proposed and name in proposed.files:
                return proposed.files[name]
        return None

    def download(self, repository: str, file: RemoteFile, path: Path, received: Received = lambda _: None) -> None:
        """Download a file to `path` and check it; a part that is there from an earlier try is continued.

        The part lies beside `path` as ``*.part`` until it is whole. Raises ModelError where the hub cannot be
        reached, the connection keeps breaking, the checksum is wrong (the part is deleted) or the disk is full.
        """
        part = path.with_name(path.name + ".part")
        url = f"{self.endpoint}/{repository}/resolve/{file.revision}/{urllib.parse.quote(file.name)}"
        try:
            size = part.stat().st_size if part.exists() else 0
            if file.size is not None and size > file.size:
                part.unlink()
                size = 0
            received(size)
            self._fetch(url, file, part, received)
            self._check(repository, file, part)
            os.replace(part, path)
        except OSError as error:
            raise ModelError(_write_failure(path, error)) from error

    def _fetch(self, url: str, file: RemoteFile, part: Path, received: Received) -> None:
        failures = 0
        while True:
            have = part.stat().st_size if part.exists() else 0
            if file.size is not None and have == file.size:
                return
            try:
                if self._continue(url, file, part, have, received):
                    return
                reason = "the connection broke off"
            except urllib.error.HTTPError as error:
                if error.code < 500 and error.code != 429:
                    raise ModelError(f"{url}: the hub answers {error.code} ({error.reason})") from error
                reason = f"the hub answers {error.code} ({error.reason})"
            except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
                reason = _reason(error)
            now = part.stat().st_size if part.exists() else 0
            failures = 1 if now > have else failures + 1
            if failures >= ATTEMPTS:
                raise ModelError(f"{file.name}: {reason} after {now} bytes; the next download goes on from there")
            time.sleep(self.pause * 2 ** (failures - 1))

    def _continue(self, url: str, file: RemoteFile, part: Path, have: int, received: Received) -> bool:
        """One request for what is missing of the part; whether the file is whole as far as one can tell."""
        headers = {"Range": f"bytes={have}-"} if have else {}
        try:
            response = self._open(url, headers)
        except urllib.error.HTTPError as error:
            if error.code != 416:
                raise
            # The part does not fit the file: start again.
            part.unlink()
            received(-have)
            return False
        with response:
            resumed = have > 0 and response.status == 206 and _starts_at(response.headers.get("Content-Range"), have)
            if have and not resumed:
                received(-have)
                have = 0
            length = response.headers.get("Content-Length")
            whole = file.size if file.size is not None else have + int(length) if length else None
            with part.open("ab" if resumed else "wb") as out:
                while chunk := response.read(CHUNK):
                    have += len(chunk)
                    if whole is not None and have > whole:
                        raise ModelError(f"{url}: the hub sends more than the {whole} bytes that it announced")
                    out.write(chunk)
                    received(len(chunk))
        return have == whole if whole is not None else True

    def _check(self, repository: str, file: RemoteFile, part: Path) -> None:
        right = True
        if file.sha256:
            right = manifest.sha256(part) == file.sha256
        elif file.blob and len(file.blob) == 40:
            content = part.read_bytes()
            header = f"blob {len(content)}\0".encode()
            right = hashlib.sha1(header + content, usedforsecurity=False).hexdigest() == file.blob
        if not right:
            part.unlink()
            raise ModelError(f"{repository}: {file.name} came with a wrong checksum and was deleted; try again")

    def _json(self, path: str) -> dict[str, Any] | None:
        try:
            with self._open(self.endpoint + path, {}) as response:
                content = json.loads(response.read(10_000_000))
        except urllib.error.HTTPError as error:
            # The hub answers 401 for a repository that does not exist, as it would for a private one.
            if error.code in (401, 403, 404):
                return None
            raise ModelError(f"{self.endpoint}: the hub answers {error.code} ({error.reason})") from error
        except (OSError, http.client.HTTPException) as error:
            raise ModelError(f"{self.endpoint}: the hub cannot be reached ({_reason(error)})") from error
        except ValueError as error:
            raise ModelError(f"{self.endpoint}: this does not answer like a model hub") from error
        if not isinstance(content, dict):
            raise ModelError(f"{self.endpoint}: this does not answer like a model hub")
        return content

    def _open(self, url: str, headers: Mapping[str, str]) -> Any:
        request = urllib.request.Request(url, headers={"User-Agent": f"tqcheck/{__version__}", **headers})
        return self._opener.open(request, timeout=self.timeout)


def _remote(item: Mapping[str, Any], revision: str) -> RemoteFile:
    large = item.get("lfs") or {}
    size = item.get("size")
    return RemoteFile(
        name=str(item["rfilename"]),
        revision=revision,
        size=int(size) if size is not None else None,
        sha256=large.get("sha256"),
        blob=None if large else item.get("blobId"),
    )


def _starts_at(content_range: str | None, start: int) -> bool:
    match = re.match(r"bytes (\d{1,20})-", content_range or "")
    return match is not None and int(match[1]) == start


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(getattr(reason, "strerror", None) or reason or type(error).__name__)


def _write_failure(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path.parent}: no space left on the disk; what has come so far is kept for the next download"
    return f"{error.filename or path}: {error.strerror or error}"
