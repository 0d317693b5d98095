"""Which model translates a direction: a folder that was named, the cache, the embedded model, the hub."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck.engines import folder as folders
from tqcheck.engines import manifest, opus_mt
from tqcheck.engines.base import Pair
from tqcheck.engines.manifest import Manifest
from tqcheck.engines.model import Kind, Model
from tqcheck.engines.store import Begin, Installed, Store, UnsuitableError, cache_folder, scan
from tqcheck.errors import ModelError

if TYPE_CHECKING:
    from tqcheck.engines.hub import Hub

EMBEDDED = Path(__file__).parent / "embedded"
PIVOT = "en"


def offline_wanted() -> bool:
    """Whether TQCHECK_OFFLINE, or HF_HUB_OFFLINE, says that the hub must not be asked."""
    wanted = (os.environ.get(name, "").strip().lower() for name in ("TQCHECK_OFFLINE", "HF_HUB_OFFLINE"))
    return any(value not in ("", "0", "false", "no", "off") for value in wanted)


class Catalogue:
    """Resolves directions to models. The first of these that serves a direction is taken:

    1. the folders in `models`; 2. a cached model for just this direction; 3. the embedded model; 4. a cached group
    model; 5. where `allow_download`, the hub: a direct model, then a group model; 6. two such models through English.
    """

    def __init__(
        self,
        models: Sequence[str | Path] = (),
        *,
        cache: Path | None = None,
        embedded: Path | None = None,
        offline: bool | None = None,
        allow_download: bool = False,
        hub: Hub | None = None,
        begin: Begin = lambda _name, _size: lambda _received: None,
        store: Store | None = None,
    ) -> None:
        """`cache` defaults to `cache_folder()`, `embedded` to `EMBEDDED`, `offline` to `offline_wanted()`.

        Raises ModelError where a folder in `models` holds no usable model.
        """
        self.store = store or Store(cache or cache_folder())
        self.offline = offline_wanted() if offline is None else offline
        self.allow_download = allow_download
        self._hub = hub
        self._begin = begin
        self._embedded = embedded or EMBEDDED
        self._explicit = [model for path in models for model in _explicit(Path(path))]
        self._resolved: dict[tuple[Pair, Kind], tuple[Model, ...]] = {}

    def resolve(self, pair: Pair, kind: Kind = Kind.CTRANSLATE2) -> tuple[Model, ...]:
        """The models to chain for `pair`: one, or two that pivot through English.

        Downloads only where that is allowed. Raises ModelError where there is none, or the one there is is damaged.
        """
        if (pair, kind) not in self._resolved:
            if pair.source == pair.target:
                raise ModelError(f"{pair}: the two languages are the same, there is nothing to translate")
            self._check_explicit(pair)
            found = self._chain(pair, kind, download=self.allow_download and not self.offline)
            if found is None:
                raise ModelError(self._missing(pair, kind))
            self._resolved[pair, kind] = found
        return self._resolved[pair, kind]

    def pull(self, pair: Pair, kind: Kind = Kind.CTRANSLATE2) -> tuple[Model, ...]:
        """Install what the hub has for `pair`, best first: a direct model, a group model, or two through English.

        Legs of a pivot that are there already are not downloaded. Raises ModelError where the hub has nothing usable.
        """
        if self.offline:
            raise ModelError(f"{pair}: offline mode is on, so nothing is downloaded (TQCHECK_OFFLINE)")
        if pair.source == pair.target:
            raise ModelError(f"{pair}: the two languages are the same, there is nothing to translate")
        self._resolved.clear()
        refused: list[str] = []
        direct = self._download(pair, kind, refused)
        if direct:
            return (direct,)
        if PIVOT not in pair:
            legs = []
            for leg in (Pair(pair.source, PIVOT), Pair(PIVOT, pair.target)):
                model = self._local(leg, kind) or self._download(leg, kind, refused)
                if model is None:
                    break
                legs.append(model)
            else:
                return tuple(legs)
        raise ModelError(_nothing_on_hub(pair, refused))

    def models(self) -> list[Installed]:
        """The models that are there: named, embedded, cached; damaged ones too."""
        return [*self._explicit, *scan(self._embedded), *self.store.models()]

    def embedded(self, model: Installed) -> bool:
        """Whether the model came with the package."""
        return model.folder.parent == self._embedded

    def _chain(self, pair: Pair, kind: Kind, download: bool) -> tuple[Model, ...] | None:
        refused: list[str] = []
        direct = self._local(pair, kind) or (self._download(pair, kind, refused) if download else None)
        if direct:
            return (direct,)
        legs = []
        if PIVOT not in pair:
            for leg in (Pair(pair.source, PIVOT), Pair(PIVOT, pair.target)):
                model = self._local(leg, kind) or (self._download(leg, kind, refused) if download else None)
                if model is None:
                    break
                legs.append(model)
        if len(legs) == 2:
            return tuple(legs)
        if download:
            raise ModelError(_nothing_on_hub(pair, refused))
        return None

    def _local(self, pair: Pair, kind: Kind) -> Model | None:
        for model in self._explicit:
            if model.manifest and model.manifest.serves(pair):
                return self._load_explicit(model.folder, model.manifest, pair, kind)
        for model in (*self._cached(pair, kind, group=False), *scan(self._embedded), *self._cached(pair, kind, True)):
            found = model.manifest
            if found and found.kind is kind and found.serves(pair):
                try:
                    folders.verify(model.folder, found, thorough=False)
                except ModelError as error:
                    again = (
                        "install tqcheck again"
                        if self.embedded(model)
                        else f"`tqcheck models pull {pair}` gets it again"
                    )
                    raise ModelError(f"{error}; {again}") from error
                return folders.model(model.folder, found, pair)
        return None

    def _cached(self, pair: Pair, kind: Kind, group: bool) -> list[Installed]:
        """The cache's models for `pair`, best first; what `--model` left converted there is none of them."""
        names = opus_mt.candidates(pair)
        fitting = [
            (names.index(found.name) if found.name in names else -1, len(found.pairs), model)
            for model in self.store.models()
            if (found := model.manifest) and found.kind is kind and found.serves(pair)
            if (len(found.pairs) > 1) == group and not model.local
        ]
        return [model for _, _, model in sorted(fitting, key=lambda item: item[:2])]

    def _load_explicit(self, folder: Path, found: Manifest, pair: Pair, kind: Kind) -> Model:
        folders.verify(folder, found)
        if found.kind is kind:
            return folders.model(folder, found, pair)
        if kind is Kind.TRANSFORMERS:
            raise ModelError(f"{folder}: a CTranslate2 model; the engine marian needs a transformers folder")
        converted, described = self.store.convert(folder, found)
        return folders.model(converted, described, pair)

    def _download(self, pair: Pair, kind: Kind, refused: list[str]) -> Model | None:
        if self._hub is None:
            from tqcheck.engines.hub import Hub

            self._hub = Hub()
        for name in opus_mt.candidates(pair):
            found = self.store.installed(name, kind)
            if found is None or not found.serves(pair):
                snapshot = self._hub.snapshot(name)
                if snapshot is None:
                    continue
                try:
                    found = self.store.pull(self._hub, snapshot, pair, kind, self._begin)
                except UnsuitableError as error:
                    refused.append(str(error))
                    continue
            return folders.model(self.store.path(name, kind), found, pair)
        return None

    def _check_explicit(self, pair: Pair) -> None:
        """A named model that could have no part in `pair` is a mistake, not something to pass over."""
        useful = {*pair, PIVOT}
        for model in self._explicit:
            if model.manifest and not any(useful.issuperset(other) for other in model.manifest.pairs):
                raise ModelError(f"{model.folder}: translates {model.manifest.directions}, not {pair}")

    def _missing(self, pair: Pair, kind: Kind) -> str:
        engine = " --engine marian" if kind is Kind.TRANSFORMERS else ""
        model = f"no model for {pair} on this machine" + (" that transformers can read" if engine else "")
        if self.offline:
            return f"{model}, and offline mode is on"
        return (
            f"{model}; `tqcheck models pull {pair}{engine}` downloads one (about 300 MB), or name a folder with --model"
        )


def _explicit(path: Path) -> list[Installed]:
    """The model in a named folder, or those in the folders inside it, as in ``en-fr`` and ``fr-en``."""
    marks = (manifest.FILE, *folders.WEIGHTS.values())
    inside = sorted(path.iterdir()) if path.is_dir() and not any((path / mark).exists() for mark in marks) else []
    several = [child for child in inside if any((child / mark).is_file() for mark in marks)]
    return [Installed(folder, folders.describe(folder)) for folder in several or [path]]


def _nothing_on_hub(pair: Pair, refused: list[str]) -> str:
    through = "" if PIVOT in pair else ", neither directly nor through English"
    if refused:
        return f"the hub has no usable model for {pair}{through}: " + "; ".join(dict.fromkeys(refused))
    return f"the hub has no model for {pair}{through}"
