"""Which model a direction gets, without a hub."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tqcheck.engines.base import Pair
from tqcheck.engines.catalogue import Catalogue, offline_wanted
from tqcheck.engines.convert import convert
from tqcheck.engines.model import Kind
from tqcheck.errors import ModelError

EN_DE, DE_EN, EN_FR, FR_EN, DE_FR = (Pair(*pair.split("-")) for pair in ("en-de", "de-en", "en-fr", "fr-en", "de-fr"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, tiny_marian: Any) -> Path:
    """A CTranslate2 folder to copy from."""
    source = tiny_marian(tmp_path_factory.mktemp("source") / "en-de")
    out = convert(source, tmp_path_factory.mktemp("ct2") / "en-de")
    for name in ("source.spm", "target.spm"):
        shutil.copy(source / name, out / name)
    return out


def place(tiny: Path, folder: Path, name: str, sources: str, targets: dict[str, str | None]) -> Path:
    shutil.copytree(tiny, folder)
    content = {"name": name, "kind": "ctranslate2", "sources": sources.split(), "targets": targets}
    (folder / "model.json").write_text(json.dumps(content))
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, tiny: Path) -> Any:
    """Makes a catalogue over an embedded en-fr and fr-en and a cache of one's own."""
    place(tiny, tmp_path / "embedded" / "en-fr", "tqcheck en-fr", "en", {"fr": None})
    place(tiny, tmp_path / "embedded" / "fr-en", "tqcheck fr-en", "fr", {"en": None})

    def make(*models: Path, **settings: Any) -> Catalogue:
        return Catalogue(models, cache=tmp_path / "cache", embedded=tmp_path / "embedded", **settings)

    return make


def test_embedded_model_needs_nothing_else(catalogue: Any) -> None:
    (found,) = catalogue().resolve(EN_FR)
    assert found.name == "tqcheck en-fr"
    assert found.pair == EN_FR
    assert len(found.checksum) == 64
    assert found.source_spm.is_file()


def test_named_folder_goes_before_all(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    mine = place(tiny, tmp_path / "mine", "mine", "en", {"fr": None})
    resolver = catalogue(mine)
    assert resolver.resolve(EN_FR)[0].name == "mine"
    assert resolver.resolve(FR_EN)[0].name == "tqcheck fr-en"


def test_folder_of_folders_serves_both_directions(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    place(tiny, tmp_path / "mine" / "en-de", "mine there", "en", {"de": None})
    place(tiny, tmp_path / "mine" / "de-en", "mine back", "de", {"en": None})
    resolver = catalogue(tmp_path / "mine")
    assert [resolver.resolve(pair)[0].name for pair in (EN_DE, DE_EN)] == ["mine there", "mine back"]


def test_cached_direct_model_goes_before_the_embedded_one(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    place(tiny, tmp_path / "cache" / "direct", "direct", "en", {"fr": None})
    assert catalogue().resolve(EN_FR)[0].name == "direct"


def test_embedded_model_goes_before_a_cached_group(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    place(tiny, tmp_path / "cache" / "group", "group", "en", {"fr": ">>fr<<", "it": ">>it<<"})
    assert catalogue().resolve(EN_FR)[0].name == "tqcheck en-fr"
    (found,) = catalogue().resolve(Pair("en", "it"))
    assert (found.name, found.tag) == ("group", ">>it<<")


def test_narrow_group_goes_before_a_wide_one(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    place(tiny, tmp_path / "cache" / "a-wide", "wide", "en", {code: f">>{code}<<" for code in ("it", "es", "de")})
    place(tiny, tmp_path / "cache" / "b-narrow", "narrow", "en", {code: f">>{code}<<" for code in ("it", "es")})
    assert catalogue().resolve(Pair("en", "it"))[0].name == "narrow"


def test_two_models_through_english(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    place(tiny, tmp_path / "cache" / "back", "back", "de", {"en": None})
    first, second = catalogue().resolve(DE_FR)
    assert (first.pair, second.pair) == (DE_EN, EN_FR)


def test_nothing_there_says_how_to_get_it(catalogue: Any) -> None:
    with pytest.raises(ModelError, match=r"no model for en-de on this machine; `tqcheck models pull en-de`"):
        catalogue().resolve(EN_DE)
    with pytest.raises(ModelError, match="offline mode is on"):
        catalogue(offline=True, allow_download=True).resolve(EN_DE)
    with pytest.raises(ModelError, match="offline mode is on"):
        catalogue(offline=True).pull(EN_DE)


def test_same_language_twice_is_refused(catalogue: Any) -> None:
    for ask in (catalogue().resolve, catalogue().pull):
        with pytest.raises(ModelError, match="the same"):
            ask(Pair("en", "en"))


def test_named_model_of_other_languages_is_refused(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    mine = place(tiny, tmp_path / "mine", "mine", "de", {"en": None})
    with pytest.raises(ModelError, match="translates de-en, not fr-en"):
        catalogue(mine).resolve(FR_EN)


def test_wrong_folder_is_refused_at_once(tmp_path: Path, catalogue: Any) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        catalogue(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="no model in it"):
        catalogue(tmp_path / "empty")


def test_broken_weights_are_refused(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    mine = place(tiny, tmp_path / "mine", "mine", "en", {"de": None})
    (mine / "model.bin").write_bytes((mine / "model.bin").read_bytes()[:-9])
    with pytest.raises(ModelError, match=r"model\.bin: broken"):
        catalogue(mine).resolve(EN_DE)


def test_damaged_cached_model_is_named_with_the_way_out(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    folder = place(tiny, tmp_path / "cache" / "direct", "direct", "en", {"de": None})
    (folder / "model.bin").write_bytes(b"")
    with pytest.raises(ModelError, match="models pull en-de"):
        catalogue().resolve(EN_DE)


def test_damaged_embedded_model_is_named_with_the_way_out(tmp_path: Path, catalogue: Any) -> None:
    (tmp_path / "embedded" / "en-fr" / "model.bin").write_bytes(b"")
    with pytest.raises(ModelError, match="install tqcheck again"):
        catalogue().resolve(EN_FR)


def test_marian_is_told_what_it_needs(catalogue: Any) -> None:
    with pytest.raises(ModelError, match=r"that transformers can read; `tqcheck models pull en-fr --engine marian`"):
        catalogue().resolve(EN_FR, Kind.TRANSFORMERS)


def test_unreadable_manifest_in_the_cache_hides_no_other_model(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    (tmp_path / "cache" / "bad").mkdir(parents=True)
    (tmp_path / "cache" / "bad" / "model.json").write_text("{")
    assert catalogue().resolve(EN_FR)
    assert [model.problem is not None for model in catalogue().models()] == [False, False, True]


def test_transformers_folder_is_converted_once(tmp_path: Path, tiny_marian: Any, catalogue: Any) -> None:
    mine = tiny_marian(tmp_path / "mine", "en", "de")
    (reference,) = catalogue(mine).resolve(EN_DE, Kind.TRANSFORMERS)
    assert reference.folder == mine
    (first,) = catalogue(mine).resolve(EN_DE)
    assert first.kind is Kind.CTRANSLATE2
    assert (first.folder / "model.bin").is_file()
    written = (first.folder / "model.bin").stat().st_mtime_ns
    (second,) = catalogue(mine).resolve(EN_DE)
    assert (second.folder / "model.bin").stat().st_mtime_ns == written
    # What was converted for one --model is not for those who do not name it.
    with pytest.raises(ModelError, match="no model for en-de"):
        catalogue().resolve(EN_DE)


def test_ctranslate2_folder_is_nothing_for_marian(tmp_path: Path, tiny: Path, catalogue: Any) -> None:
    mine = place(tiny, tmp_path / "mine", "mine", "en", {"de": None})
    with pytest.raises(ModelError, match="needs a transformers folder"):
        catalogue(mine).resolve(EN_DE, Kind.TRANSFORMERS)


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("true", True), ("0", False), ("", False), ("no", False)])
def test_offline_by_environment(monkeypatch: pytest.MonkeyPatch, value: str, wanted: bool) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setenv("TQCHECK_OFFLINE", value)
    assert offline_wanted() is wanted
