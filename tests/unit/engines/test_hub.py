"""The hub client: snapshots, proposals of safetensors, downloads that break."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from tqcheck.engines.hub import Hub
from tqcheck.errors import ModelError

CONTENT = bytes(range(256)) * 40


def hub_of(local_hub: Any) -> Hub:
    return Hub(local_hub.endpoint, timeout=5, pause=0)


def serve(local_hub: Any, tmp_path: Path, **files: bytes) -> Any:
    folder = tmp_path / "served"
    folder.mkdir()
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return local_hub.add("opus-mt-en-de", folder)


def download(local_hub: Any, tmp_path: Path, name: str = "model.safetensors") -> tuple[Path, list[int]]:
    hub = hub_of(local_hub)
    snapshot = hub.snapshot("Helsinki-NLP/opus-mt-en-de")
    assert snapshot is not None
    received: list[int] = []
    hub.download(snapshot.repository, snapshot.files[name], tmp_path / name, received.append)
    return tmp_path / name, received


def test_snapshot_lists_files_with_sizes_and_checksums(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT, vocab_json=b"{}")
    snapshot = hub_of(local_hub).snapshot("Helsinki-NLP/opus-mt-en-de")
    assert snapshot is not None
    assert snapshot.revision == "a" * 40
    assert snapshot.licence == "apache-2.0"
    assert snapshot.files["model.safetensors"].size == len(CONTENT)
    assert snapshot.files["model.safetensors"].sha256
    assert snapshot.files["vocab.json"].sha256 is None
    assert snapshot.files["vocab.json"].blob


def test_repository_that_does_not_exist_is_none(local_hub: Any) -> None:
    assert hub_of(local_hub).snapshot("Helsinki-NLP/opus-mt-xx-yy") is None


def test_download_arrives_whole(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    path, received = download(local_hub, tmp_path)
    assert path.read_bytes() == CONTENT
    assert sum(received) == len(CONTENT)
    assert not list(tmp_path.glob("*.part"))


def test_broken_connection_is_continued_in_the_same_call(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    local_hub.break_after["model.safetensors"] = [1000, 3000]
    path, received = download(local_hub, tmp_path)
    assert path.read_bytes() == CONTENT
    assert local_hub.ranges == ["bytes=1000-", "bytes=4000-"]
    assert sum(received) == len(CONTENT)


def test_part_of_an_earlier_run_is_continued(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    (tmp_path / "model.safetensors.part").write_bytes(CONTENT[:777])
    path, received = download(local_hub, tmp_path)
    assert path.read_bytes() == CONTENT
    assert local_hub.ranges == ["bytes=777-"]
    assert sum(received) == len(CONTENT)


def test_server_without_ranges_sends_everything_again(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    local_hub.ignore_ranges = True
    (tmp_path / "model.safetensors.part").write_bytes(CONTENT[:777])
    path, received = download(local_hub, tmp_path)
    assert path.read_bytes() == CONTENT
    assert sum(received) == len(CONTENT)


def test_connection_that_keeps_breaking_ends_and_leaves_the_part(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    local_hub.break_after["model.safetensors"] = [500] + [0] * 10
    with pytest.raises(ModelError, match="broke off after 500 bytes"):
        download(local_hub, tmp_path)
    assert (tmp_path / "model.safetensors.part").read_bytes() == CONTENT[:500]
    assert not (tmp_path / "model.safetensors").exists()


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json"])
def test_wrong_checksum_is_refused_and_deleted(local_hub: Any, tmp_path: Path, name: str) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT, vocab_json=b'{"a": 0}')
    local_hub.corrupt.add(name)
    with pytest.raises(ModelError, match="wrong checksum"):
        download(local_hub, tmp_path, name)
    assert not list(tmp_path.glob(f"{name}*"))


def test_part_longer_than_the_file_is_thrown_away(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    (tmp_path / "model.safetensors.part").write_bytes(CONTENT * 2)
    path, _ = download(local_hub, tmp_path)
    assert path.read_bytes() == CONTENT


def test_missing_file_names_the_answer(local_hub: Any, tmp_path: Path) -> None:
    repository = serve(local_hub, tmp_path, model_safetensors=CONTENT)
    hub = hub_of(local_hub)
    snapshot = hub.snapshot("Helsinki-NLP/opus-mt-en-de")
    assert snapshot is not None
    del repository.files["model.safetensors"]
    with pytest.raises(ModelError, match="404"):
        hub.download(snapshot.repository, snapshot.files["model.safetensors"], tmp_path / "x")


def test_full_disk_is_one_clear_line(local_hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Hub, "_continue", full)
    with pytest.raises(ModelError, match="no space left"):
        download(local_hub, tmp_path)


def test_safetensors_of_the_repository_itself_need_no_proposal(local_hub: Any, tmp_path: Path) -> None:
    serve(local_hub, tmp_path, model_safetensors=CONTENT)
    hub = hub_of(local_hub)
    snapshot = hub.snapshot("Helsinki-NLP/opus-mt-en-de")
    assert snapshot is not None
    weights = hub.weights(snapshot)
    assert weights is not None
    assert weights.revision == "a" * 40
    assert not any("discussions" in request for request in local_hub.requests)


def test_newest_proposal_of_the_converter_is_taken(local_hub: Any, tmp_path: Path) -> None:
    repository = serve(local_hub, tmp_path, vocab_json=b"{}")
    repository.proposals = {
        2: ("SFconvertbot", {"model.safetensors": b"old"}),
        7: ("SFconvertbot", {"model.safetensors": b"new"}),
        9: ("SFconvertbot", {"README.md": b"no weights"}),
    }
    hub = hub_of(local_hub)
    snapshot = hub.snapshot("Helsinki-NLP/opus-mt-en-de")
    assert snapshot is not None
    weights = hub.weights(snapshot)
    assert weights is not None
    assert weights.revision == f"{7:040x}"


def test_proposal_of_somebody_else_is_not_taken(local_hub: Any, tmp_path: Path) -> None:
    repository = serve(local_hub, tmp_path, vocab_json=b"{}")
    repository.proposals = {3: ("mallory", {"model.safetensors": b"hers"})}
    hub = hub_of(local_hub)
    snapshot = hub.snapshot("Helsinki-NLP/opus-mt-en-de")
    assert snapshot is not None
    assert hub.weights(snapshot) is None


def test_hub_that_cannot_be_reached_is_an_error(local_hub: Any) -> None:
    hub = hub_of(local_hub)
    local_hub.close()
    with pytest.raises(ModelError, match="cannot be reached"):
        hub.snapshot("Helsinki-NLP/opus-mt-en-de")


@pytest.mark.parametrize("address", ["file:///etc", "ftp://127.0.0.1", "localhost:80"])
def test_address_must_be_http(address: str) -> None:
    with pytest.raises(ModelError, match="http://"):
        Hub(address)


def test_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1/")
    monkeypatch.delenv("TQCHECK_HUB", raising=False)
    assert Hub().endpoint == "http://127.0.0.1:1"
    monkeypatch.setenv("TQCHECK_HUB", "http://127.0.0.1:2")
    assert Hub().endpoint == "http://127.0.0.1:2"
