"""Settings: files, precedence, and errors that name file and key."""

from dataclasses import fields
from pathlib import Path

import pytest

from tqcheck.config import Config, Threshold, find, key_of, load
from tqcheck.errors import ConfigError


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_need_no_file() -> None:
    assert load(None) == Config()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tqcheck.toml", 'beam = 2\nignore = ["quotes"]\nfail-under = 40\noffline = true\norigin = "es"\n'),
        (
            "pyproject.toml",
            '[tool.tqcheck]\nbeam = 2\nignore = ["quotes"]\nfail-under = 40.0\noffline = true\norigin = "es"\n',
        ),
        ("setup.cfg", "[tqcheck]\nbeam = 2\nignore = quotes\nfail-under = 40\noffline = yes\norigin = es\n"),
    ],
)
def test_every_kind_of_file_says_the_same(tmp_path: Path, name: str, text: str) -> None:
    config = load(write(tmp_path, name, text))
    assert config == Config(beam=2, ignore=("quotes",), fail_under=40.0, offline=True, origin="es")


def test_the_nearest_file_counts_and_one_without_our_section_does_not(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = write(tmp_path, "tqcheck.toml", "beam = 1")
    write(inner, "pyproject.toml", "[tool.other]\nx = 1")
    assert find(inner) == outer
    near = write(inner, "setup.cfg", "[tqcheck]\nbeam = 3")
    assert find(inner) == near


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("beem = 2", "unknown key 'beem'"),
        ("beam = 'two'", "expected a whole number"),
        ("beam = true", "expected a whole number"),
        ("beam = 99", "not between 1 and 32"),
        ("ignore = 'quotes'", "expected a list of strings"),
        ("fail-on = 'info'", "none of error, warning, never"),
        ("engine = 'magic'", "'magic' is none of"),
        ("fail-on-bound = 'upper'", "none of middle, lower"),
        ("thresholds = 40", "expected tables, each headed [[thresholds]]"),
        ("[[thresholds]]\nfail-under = 101", "thresholds, number 1: fail-under: 101 is not between 0 and 100"),
        ("[[thresholds]]\npair = 'fr-en'", "thresholds, number 1: has no fail-under"),
        ("[[thresholds]]\nfail-under = 40\ngenre = 'news'", "unknown key 'genre'; known are fail-on-bound, fail-under"),
        ("[[thresholds]]\nfail-under = 40\npair = 'French'", "'French' is not two languages"),
        ("[[thresholds]]\nfail-under = '40'", "expected a number"),
        ("beam = = 2", "line 1"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, "tqcheck.toml", text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "tqcheck.toml"
    path.write_bytes("origin = 'é'".encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_options_go_over_the_file_and_unset_ones_leave_it() -> None:
    assert Config(beam=2).updated({"beam": None, "threads": 1}) == Config(beam=2, threads=1)


def test_limits_for_some_texts_are_read_in_their_order(tmp_path: Path) -> None:
    text = """
        [tool.tqcheck]
        fail_under = 30
        [[tool.tqcheck.thresholds]]
        pair = "fr-en"
        fail-under = 45
        [[tool.tqcheck.thresholds]]
        path = "news/*"
        fail_under = 55.5
        fail-on-bound = "lower"
    """
    config = load(write(tmp_path, "pyproject.toml", text))
    assert config.thresholds == (Threshold(45.0, "fr-en"), Threshold(55.5, None, "news/*", "lower"))
    assert config.updated({"beam": 1}).thresholds == config.thresholds
    assert config.updated({"fail_under": 10.0}).thresholds == ()


def test_the_digest_tells_settings_apart() -> None:
    assert Config().digest() == Config().digest() != Config(beam=2).digest()
    assert Config(thresholds=(Threshold(40.0),)).digest() != Config().digest()


def test_the_digest_passes_over_what_cannot_change_a_report() -> None:
    assert Config(threads=3, cache=False, cache_path="x", fail_on="never").digest() == Config().digest()


def test_every_setting_is_explained_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")
    missing = [key_of(field.name) for field in fields(Config) if f"`{key_of(field.name)}`" not in docs]
    assert not missing
