"""Settings: defaults, then a configuration file, then the environment and the command line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from tqcheck.errors import ConfigError

ENGINES = ("ctranslate", "marian", "fake", "none")
FAIL_ON = ("error", "warning", "never")
BOUNDS = ("middle", "lower")
SEVERITIES = ("error", "warning", "info")
# How the work is done, and what becomes of its outcome; the models in use are in the provenance by themselves.
_HOW = ("threads", "cache", "cache_path", "offline", "allow_download", "fail_on")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit of fidelity for some texts; what is ``None`` is no condition, or as in the rest of the settings."""

    fail_under: float
    """Block such a text where its fidelity is lower than this, 0 to 100."""
    pair: str | None = None
    """Language of origin and of the text, as in `fr-en`; either may be `*`."""
    path: str | None = None
    """A pattern that the path fits, as in `news/*`."""
    fail_on_bound: str | None = None
    """`middle` or `lower`."""

    def __post_init__(self) -> None:
        _check_limit(self.fail_under, self.fail_on_bound)
        if self.pair is not None and not _PAIR.fullmatch(self.pair):
            raise ConfigError(f"thresholds: pair: {self.pair!r} is not two languages, as in 'fr-en'")


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default; the names are those of the configuration file and of the options."""

    to: str | None = None
    """Language of the text, as in `en`; found by itself where it is not given."""
    origin: str = "auto"
    """Language that the text was translated from, as in `fr`; `auto` takes the source's or the likeliest."""
    engine: str = "ctranslate"
    """`ctranslate`, `marian` (needs the extra torch), `fake` (for tests) or `none` (rules only)."""
    model: tuple[str, ...] = ()
    """Model folders to use before any other."""
    beam: int = 4
    """Width of the beam search; 1 is fastest."""
    threads: int = 0
    """Processor threads of the engine; 0 takes all cores."""
    hypotheses: int = 4
    """Back-translations looked at for the phrase behind a flaw; at most `beam`."""
    likelihood: bool = True
    """Let the model say of each token how probable it is."""
    detect_origin: bool = True
    """Say whether the text reads as machine translation, and from which language."""
    detect_surface: bool = False
    """Say so in a check by rules alone too, which then takes almost twice as long."""
    cache: bool = True
    """Keep translations in a cache, so that nothing is translated twice."""
    cache_path: str | None = None
    """File of that cache; by default in the user's cache folder."""
    offline: bool = False
    """Never ask the hub, even for a download that was asked for."""
    allow_download: bool = False
    """Download a missing model from the hub without a separate `tqcheck models pull`."""
    select: tuple[str, ...] = ()
    """Rules or families to apply, as in `quotes` or `quotes/unbalanced`; empty means all."""
    ignore: tuple[str, ...] = ()
    """Rules or families not to apply."""
    ignore_in: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Rules or families not to apply to files whose path fits a pattern, as in `"drafts/*" = ["capitals"]`."""
    severity: tuple[tuple[str, str], ...] = ()
    """Another severity for a rule or family, as in `"quotes/capital" = "info"`."""
    baseline: str | None = None
    """File of the findings that are known and not shown again."""
    packs: tuple[str, ...] = ()
    """Folders with phrase-rule packs of your own."""
    fields: tuple[str, ...] = ()
    """JSON pointers of the fields to check in a JSON document, as in `/body` or `/blocks/*/text`."""
    fail_on: str = "warning"
    """The least severe finding that makes the exit code 1: `error`, `warning` or `never`."""
    fail_under: float | None = None
    """Block a text whose fidelity is lower than this, 0 to 100."""
    fail_on_bound: str = "middle"
    """What `fail_under` looks at: `middle`, the fidelity, or `lower`, the lower end of its interval."""
    thresholds: tuple[Threshold, ...] = ()
    """Other limits by pair of languages and by path; the last that fits goes before `fail_under`."""
    max_bytes: int = 20_000_000
    """Largest file that is read."""

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ConfigError(f"engine: {self.engine!r} is none of {', '.join(ENGINES)}")
        if self.fail_on not in FAIL_ON:
            raise ConfigError(f"fail-on: {self.fail_on!r} is none of {', '.join(FAIL_ON)}")
        if not 1 <= self.beam <= 32:
            raise ConfigError(f"beam: {self.beam} is not between 1 and 32")
        if self.threads < 0:
            raise ConfigError(f"threads: {self.threads} is negative")
        _check_limit(self.fail_under, self.fail_on_bound)
        for rule, label in self.severity:
            if label not in SEVERITIES:
                raise ConfigError(f"severity: {label!r}, for {rule}, is none of {', '.join(SEVERITIES)}")
        if self.max_bytes < 1:
            raise ConfigError(f"max-bytes: {self.max_bytes} is not a size")

    def digest(self) -> str:
        """A short checksum of every setting that can change a report, for its provenance."""
        text = json.dumps({name: value for name, value in asdict(self).items() if name not in _HOW}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def updated(self, values: Mapping[str, Any]) -> Config:
        """The same settings with `values` in their place; ``None`` values leave the setting as it is.

        A `fail_under` given here is meant for every text: the file's `thresholds` go.
        """
        given = {key: value for key, value in values.items() if value is not None}
        if "fail_under" in given:
            given.setdefault("thresholds", ())
        return replace(self, **given)


def _check_limit(fail_under: float | None, bound: str | None) -> None:
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise ConfigError(f"fail-under: {fail_under:g} is not between 0 and 100")
    if bound is not None and bound not in BOUNDS:
        raise ConfigError(f"fail-on-bound: {bound!r} is none of {', '.join(BOUNDS)}")


def key_of(field_name: str) -> str:
    """The spelling of a setting in files and options: ``fail_on`` is written ``fail-on``."""
    return field_name.replace("_", "-")


def find(folder: Path) -> Path | None:
    """The nearest configuration file, from `folder` upwards; ``None`` where there is none.

    In each folder: `tqcheck.toml`, then `pyproject.toml` with `[tool.tqcheck]`, then `setup.cfg` with `[tqcheck]`.
    """
    for place in (folder, *folder.parents):
        for name in ("tqcheck.toml", "pyproject.toml", "setup.cfg"):
            path = place / name
            if path.is_file() and (name == "tqcheck.toml" or (_mentions(path) and _section(path) is not None)):
                return path
    return None


def _mentions(path: Path) -> bool:
    """Whether the file can have a section for tqcheck: parsing one that has none is the longest part of a start."""
    try:
        text = path.read_bytes()
    except OSError:
        return True
    # TOML may put spaces around the dot, or write the table as a key of [tool]; setup.cfg knows only the header.
    return b"tqcheck" in text if path.suffix == ".toml" else b"[tqcheck]" in text


def load(path: Path | None) -> Config:
    """The settings of a file over the defaults; the defaults alone for ``None``.

    Raises ConfigError, naming file and key, for a file that cannot be read, an unknown key or a wrong value.
    """
    if path is None:
        return Config()
    table = _section(path)
    if table is None:
        raise ConfigError(f"{path}: has no section for tqcheck")
    try:
        return Config(**_typed(table, path, text=path.suffix == ".cfg"))
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}" if str(path) not in str(error) else str(error)) from None


def _section(path: Path) -> Mapping[str, Any] | None:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 (byte {error.start})") from None
    if path.suffix == ".cfg":
        import configparser

        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read_string(text)
        except configparser.Error as error:
            raise ConfigError(f"{path}: {str(error).splitlines()[0]}") from None
        return dict(parser["tqcheck"]) if parser.has_section("tqcheck") else None
    import tomllib

    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None
    if path.name == "pyproject.toml":
        section = table.get("tool", {}).get("tqcheck")
        return section if isinstance(section, Mapping) else None
    return table


def _typed(table: Mapping[str, Any], path: Path, text: bool) -> dict[str, Any]:
    hints = get_type_hints(Config)
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = _known(str(path), key, Config)
        where = f"{path}: {key}"
        if name in _TABLES:
            values[name] = _table(where, value, name)
        elif name == "thresholds":
            values[name] = _thresholds(where, value)
        else:
            values[name] = _value(where, value, hints[name], text)
    return values


def _known(where: str, key: str, settings: type[Config] | type[Threshold]) -> str:
    """The field that a key of the file means. Raises ConfigError for an unknown key."""
    known = {key_of(field.name): field.name for field in fields(settings)}
    name = known.get(key_of(key))
    if name is None:
        raise ConfigError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}")
    return name


def _thresholds(where: str, value: Any) -> tuple[Threshold, ...]:
    """A list of tables, as ``[[thresholds]]`` writes it."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ConfigError(f"{where}: expected tables, each headed [[thresholds]], which only a TOML file can hold")
    hints = get_type_hints(Threshold)
    out = []
    for number, one in enumerate(value, 1):
        here = f"{where}, number {number}"
        names = {_known(here, key, Threshold): key for key in one}
        if "fail_under" not in names:
            raise ConfigError(f"{here}: has no fail-under")
        values = {name: _value(f"{here}: {key}", one[key], hints[name], False) for name, key in names.items()}
        try:
            out.append(Threshold(**values))
        except ConfigError as error:
            raise ConfigError(f"{here}: {error}") from None
    return tuple(out)


_TABLES = ("ignore_in", "severity")
_PAIR = re.compile(r"(\*|[A-Za-z]{2,3})-(\*|[A-Za-z]{2,3})")


def _table(where: str, value: Any, name: str) -> tuple[tuple[str, Any], ...]:
    """A table of the file as pairs; setup.cfg has none."""
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: expected a table, which only a TOML file can hold")
    hint = tuple[str, ...] if name == "ignore_in" else str
    return tuple((key, _value(f"{where}: {key}", one, hint, False)) for key, one in value.items())


def _value(where: str, value: Any, hint: Any, text: bool) -> Any:
    """`value` as the type that `hint` names; `text` says that the file knows only strings."""
    allowed = [kind for kind in get_args(hint) if kind is not type(None)] if get_origin(hint) is not tuple else []
    kind = allowed[0] if allowed else hint
    if get_origin(kind) is tuple:
        if text and isinstance(value, str):
            value = value.replace(",", "\n").split()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{where}: expected a list of strings")
        return tuple(value)
    if text:
        return _from_string(where, value, kind)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ConfigError(f"{where}: expected {_NAMES[kind]}, not {value!r}")
    return value


_NAMES = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}


def _from_string(where: str, value: str, kind: type) -> Any:
    try:
        if kind is bool:
            import configparser

            return configparser.ConfigParser.BOOLEAN_STATES[value.lower()]
        return kind(value)
    except (KeyError, ValueError):
        raise ConfigError(f"{where}: expected {_NAMES[kind]}, not {value!r}") from None
