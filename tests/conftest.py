"""A tiny Marian model made of random numbers, and a model hub on this machine that serves such models."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

SENTENCES = (
    "The river rose in the night and took the old bridge with it.",
    "Der Fluss stieg in der Nacht und nahm die alte Brücke mit.",
    "Three schools stay closed until the water has gone.",
    "Drei Schulen bleiben zu, bis das Wasser fort ist.",
    "Le maire promet un pont neuf avant la fin de l'été.",
)
WIDTH, HEADS, FORWARD = 16, 2, 32
MakeModel = Callable[..., Path]


def _tiny_marian(
    folder: Path, source: str = "en", target: str = "de", tags: tuple[str, ...] = (), seed: int = 1
) -> Path:
    """A MarianMTModel folder of one layer each; the vocabulary knows the given tags, as in ``>>ita<<``."""
    import numpy as np
    import sentencepiece
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES),
        model_writer=model,
        vocab_size=80,
        hard_vocab_limit=False,
        bos_id=-1,
        unk_id=1,
        eos_id=0,
        minloglevel=2,
        user_defined_symbols=list(tags),
    )
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(model.getvalue())
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    tokens = [pieces.id_to_piece(index) for index in range(pieces.get_piece_size())] + ["<pad>"]
    size = len(tokens)
    (folder / "vocab.json").write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
    (folder / "tokenizer_config.json").write_text(json.dumps({"source_lang": source, "target_lang": target}))
    config = {
        "model_type": "marian",
        "architectures": ["MarianMTModel"],
        "activation_function": "swish",
        "d_model": WIDTH,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": HEADS,
        "decoder_attention_heads": HEADS,
        "encoder_ffn_dim": FORWARD,
        "decoder_ffn_dim": FORWARD,
        "max_position_embeddings": 64,
        "vocab_size": size,
        "decoder_vocab_size": size,
        "pad_token_id": size - 1,
        "eos_token_id": 0,
        "bos_token_id": 0,
        "decoder_start_token_id": size - 1,
        "forced_eos_token_id": 0,
        "scale_embedding": True,
        "static_position_embeddings": True,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "is_encoder_decoder": True,
    }
    (folder / "config.json").write_text(json.dumps(config))
    random = np.random.default_rng(seed)

    def noise(*shape: int) -> object:
        return (random.standard_normal(shape) * 0.1).astype(np.float32)

    shared = noise(size, WIDTH)
    shared[-1] = 0  # type: ignore[index]
    weights = {"model.shared.weight": shared, "final_logits_bias": np.zeros((1, size), np.float32)}
    for side in ("encoder", "decoder"):
        layer = f"model.{side}.layers.0"
        attentions = ("self_attn", "encoder_attn") if side == "decoder" else ("self_attn",)
        for attention in attentions:
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                weights[f"{layer}.{attention}.{part}.weight"] = noise(WIDTH, WIDTH)
                weights[f"{layer}.{attention}.{part}.bias"] = noise(WIDTH)
        for norm in (*(f"{attention}_layer_norm" for attention in attentions), "final_layer_norm"):
            weights[f"{layer}.{norm}.weight"] = np.ones(WIDTH, np.float32)
            weights[f"{layer}.{norm}.bias"] = noise(WIDTH)
        for name, rows, columns in (("fc1", FORWARD, WIDTH), ("fc2", WIDTH, FORWARD)):
            weights[f"{layer}.{name}.weight"] = noise(rows, columns)
            weights[f"{layer}.{name}.bias"] = noise(rows)
    save_file(weights, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="session")
def tiny_marian() -> MakeModel:
    """``tiny_marian(folder, source, target, tags)`` writes a transformers folder with random weights; no torch."""
    return _tiny_marian


@dataclass
class Repository:
    """A repository of the local hub."""

    files: dict[str, bytes]
    revision: str = "a" * 40
    licence: str = "apache-2.0"
    proposals: dict[int, tuple[str, dict[str, bytes]]] = field(default_factory=dict)
    """Pull requests: by number, the author and the files that the branch has."""


class LocalHub:
    """A hub on 127.0.0.1 with the part of the Hugging Face API that tqcheck uses, and with faults to order."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.requests: list[str] = []
        self.ranges: list[str] = []
        self.break_after: dict[str, list[int]] = {}
        """By file name, after how many bytes the next answers break off."""
        self.corrupt: set[str] = set()
        self.ignore_ranges = False
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, name: str, folder: Path, **changes: object) -> Repository:
        """Serve the files of a folder as a repository of the OPUS-MT family."""
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.repositories[f"Helsinki-NLP/{name}"] = repository = Repository(files, **changes)  # type: ignore[arg-type]
        return repository

    @property
    def downloads(self) -> list[str]:
        """The paths of the files that were asked for."""
        return [path for path in self.requests if "/resolve/" in path]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        url = urlsplit(handler.path)
        self.requests.append(handler.path)
        parts = [unquote(part) for part in url.path.strip("/").split("/")]
        if parts[:2] == ["api", "models"]:
            repository = self.repositories.get("/".join(parts[2:4]))
            if repository is None:
                self._send(handler, 401, b'{"error": "Invalid username or password."}')
            elif parts[4] == "revision":
                self._revision(handler, repository, parts[5])
            elif parts[4] == "discussions":
                author = parse_qs(url.query)["author"][0]
                found = [
                    {"num": number, "isPullRequest": True, "author": {"name": name}, "title": "x", "status": "open"}
                    for number, (name, _) in repository.proposals.items()
                    if name == author or author == "anybody"
                ]
                self._send(handler, 200, json.dumps({"discussions": found, "count": len(found), "start": 0}).encode())
            return
        repository = self.repositories.get("/".join(parts[:2]))
        files = self._at(repository, parts[3]) if repository else None
        if files is None or parts[4] not in files:
            self._send(handler, 404, b"Entry not found")
            return
        self._file(handler, parts[4], files[parts[4]])

    def _at(self, repository: Repository, revision: str) -> dict[str, bytes] | None:
        if revision in ("main", repository.revision):
            return repository.files
        for number, (_, files) in repository.proposals.items():
            if revision in (f"refs/pr/{number}", f"{number:040x}"):
                return files
        return None

    def _revision(self, handler: BaseHTTPRequestHandler, repository: Repository, revision: str) -> None:
        files = self._at(repository, revision)
        if files is None:
            self._send(handler, 404, b"{}")
            return
        siblings = []
        for name, content in files.items():
            blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
            item: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": blob}
            if name.endswith((".safetensors", ".bin")):
                item["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
            siblings.append(item)
        sha = repository.revision if files is repository.files else f"{int(revision.rsplit('/', 1)[-1]):040x}"
        answer = {"sha": sha, "siblings": siblings, "cardData": {"license": repository.licence}}
        self._send(handler, 200, json.dumps(answer).encode())

    def _file(self, handler: BaseHTTPRequestHandler, name: str, content: bytes) -> None:
        if name in self.corrupt:
            content = bytes([content[0] ^ 1]) + content[1:]
        start = 0
        asked = handler.headers.get("Range")
        if asked:
            self.ranges.append(asked)
            start = 0 if self.ignore_ranges else int(asked.removeprefix("bytes=").removesuffix("-"))
        body = content[start:]
        handler.send_response(206 if start else 200)
        handler.send_header("Content-Length", str(len(body)))
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        handler.end_headers()
        cuts = self.break_after.get(name)
        handler.wfile.write(body[: cuts.pop(0)] if cuts else body)

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def local_hub() -> Iterator[LocalHub]:
    """An empty hub on this machine."""
    hub = LocalHub()
    yield hub
    hub.close()
