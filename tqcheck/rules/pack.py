"""Rule packs: TOML files of phrase rules, read and held against their format. docs/rules-writing.md describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck.errors import ConfigError
from tqcheck.report import Severity
from tqcheck.rules.classes import Classes
from tqcheck.rules.rule import Example, Rule
from tqcheck.rules.suggestion import Suggestion

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MAX_BYTES = 4_000_000
_HEAD = {"target", "origin", "name", "classes", "rule"}
_KEYS = {
    "id", "patterns", "unless", "requires", "message", "why", "source", "source_examples", "suggestions", "severity",
    "category", "alone", "strict", "silent", "bad", "good",
}  # fmt: skip
_NEEDED = ("id", "patterns", "message", "why", "bad", "good")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:/[a-z]+(?:-[a-z]+)*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one name for one target language, out of one file or several."""

    name: str
    """The first half of its rules' ids, as in ``from-fr``."""
    target: str
    origin: str | None
    """The language that the rules' phrases come from; ``None``: they hold for any."""
    rules: tuple[Rule, ...]
    files: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.target}/{self.name}"


def read_file(path: Path | Traversable, trusted: bool = False) -> Pack:
    """The pack in one TOML file; the patterns of a `trusted` one are not looked at before they are needed.

    Raises ConfigError with file and line where it cannot be read or breaks the format.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB, which no rule pack is")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: not UTF-8") from None
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line_found = re.search(r"line (\d+)", str(error))
        where = f":{line_found[1]}" if line_found else f":{text.count(chr(10)) + 1}"
        reason = re.sub(r" \(at [^()]*\)$", "", str(error))
        raise ConfigError(f"{path}{where}: {reason}") from None
    except RecursionError:
        raise ConfigError(f"{path}:1: brackets nested too deep") from None
    return _Reader(str(path), text, content, trusted).pack()


class _Reader:
    """Turns the content of one file into a pack; knows the line of each rule for its errors."""

    def __init__(self, path: str, text: str, content: Mapping[str, object], trusted: bool) -> None:
        self.path = path
        self.trusted = trusted
        self.content = content
        self.heads = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[rule]]"]
        self.where = f"{path}:1: "

    def pack(self) -> Pack:
        content = self.content
        self._known(content, _HEAD)
        target = self._text(content, "target")
        origin = self._text(content, "origin") if "origin" in content else None
        for code in (target, origin or target):
            if not _LANGUAGE.fullmatch(code):
                raise self.error(f"“{code}” is no language code")
        name = self._text(content, "name") if "name" in content else f"from-{origin}" if origin else "phrases"
        if not ID.fullmatch(name):
            raise self.error(f"the name “{name}” is not lower-case words joined by hyphens")
        own = self._classes(content.get("classes", {}))
        here = Classes(own, shared_classes(target))
        there = Classes(own, shared_classes(origin or target))
        tables = content.get("rule", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.error("rules are written as [[rule]]")
        if not tables:
            raise self.error("the file has no [[rule]]")
        rules = []
        for number, table in enumerate(tables):
            line = self.heads[number] if number < len(self.heads) else 1
            label = table.get("id")
            self.where = f"{self.path}:{line}: " + (f"rule “{label}”: " if isinstance(label, str) else "")
            rules.append(self._rule(table, name, (target, origin), (here, there)))
            if any(rule.id == rules[-1].id for rule in rules[:-1]):
                raise self.error("its id stands above already")
        return Pack(name, target, origin, tuple(rules), (self.path,))

    def error(self, what: str) -> ConfigError:
        return ConfigError(self.where + what)

    def _rule(
        self,
        table: Mapping[str, object],
        name: str,
        languages: tuple[str, str | None],
        lists: tuple[Classes, Classes],
    ) -> Rule:
        self._known(table, _KEYS)
        for key in _NEEDED:
            if key not in table:
                raise self.error(f"“{key}” is missing")
        label = self._text(table, "id")
        if not ID.fullmatch(label):
            raise self.error("an id is lower-case words joined by hyphens")
        patterns = self._texts(table, "patterns")
        if not patterns:
            raise self.error("“patterns” is empty")
        rule = Rule(
            id=f"{name}/{label}",
            target=languages[0],
            origin=languages[1],
            patterns=patterns,
            unless=self._texts(table, "unless"),
            requires=self._texts(table, "requires"),
            source=self._texts(table, "source"),
            message=self._text(table, "message"),
            why=self._text(table, "why"),
            severity=self._severity(table),
            category=self._category(table),
            suggestions=tuple(Suggestion(text) for text in self._texts(table, "suggestions", empty=True)),
            alone=self._flag(table, "alone"),
            strict=self._flag(table, "strict"),
            silent=self._flag(table, "silent"),
            bad=self._examples(table, "bad"),
            good=self._examples(table, "good"),
            source_examples=self._texts(table, "source_examples"),
            classes=lists[0],
            source_classes=lists[1],
        )
        if not self.trusted:
            self._whole(rule)
        return rule

    def _whole(self, rule: Rule) -> None:
        try:
            rule.check()
        except ConfigError as error:
            raise self.error(str(error)) from None
        for key, examples in (("bad", rule.bad), ("good", rule.good)):
            if len(examples) < 2:
                raise self.error(f"“{key}” needs two examples at least")
        if rule.source and not rule.source_examples:
            raise self.error("“source” needs a sentence in “source_examples” that shows it at work")
        if not rule.source and not rule.alone:
            raise self.error("without “source” nothing can be its evidence: give one, or “alone = true”")
        if rule.alone and (rule.strict or rule.silent):
            raise self.error("“alone” goes with neither “strict” nor “silent”")
        if rule.source and rule.origin is None:
            raise self.error('“source” needs the language of origin at the top of the file: origin = "fr"')

    def _known(self, table: Mapping[str, object], keys: set[str]) -> None:
        for key in table:
            if key not in keys:
                raise self.error(f"unknown key “{key}”; known are {', '.join(sorted(keys))}")

    def _text(self, table: Mapping[str, object], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"“{key}” has to be a text" if key in table else f"“{key}” is missing")
        return value

    def _texts(self, table: Mapping[str, object], key: str, empty: bool = False) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) and (empty or text.strip()) for text in value):
            raise self.error(f"“{key}” has to be a list of texts")
        return tuple(value)

    def _examples(self, table: Mapping[str, object], key: str) -> tuple[Example, ...]:
        value = table[key]
        if not isinstance(value, list):
            raise self.error(f"“{key}” has to be a list of texts")
        examples = []
        for entry in value:
            if isinstance(entry, str) and entry.strip():
                examples.append(Example(entry))
            elif isinstance(entry, dict) and set(entry) == {"text", "source"}:
                examples.append(Example(self._text(entry, "text"), self._text(entry, "source")))
            else:
                raise self.error(f"an example in “{key}” is a text, or {{text = …, source = …}}")
        return tuple(examples)

    def _flag(self, table: Mapping[str, object], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"“{key}” is true or false")
        return value

    def _severity(self, table: Mapping[str, object]) -> Severity:
        label = self._text(table, "severity") if "severity" in table else "warning"
        try:
            return Severity.parse(label)
        except KeyError:
            raise self.error(f"severity “{label}” is none of info, warning, error") from None

    def _category(self, table: Mapping[str, object]) -> str:
        category = self._text(table, "category") if "category" in table else "calque"
        if not _CATEGORY.fullmatch(category):
            raise self.error(f"category “{category}” is not like “false-friend” or “style/awkward”")
        return category

    def _classes(self, value: object) -> dict[str, tuple[str, ...]]:
        try:
            return classes(value)
        except ConfigError as error:
            raise self.error(str(error)) from None


def classes(value: object) -> dict[str, tuple[str, ...]]:
    """Word lists by name; an entry is a pattern of its own. Raises ConfigError where `value` is no such table."""
    if not isinstance(value, dict):
        raise ConfigError("[classes] is a table of lists")
    found = {}
    for name, words in value.items():
        if (
            not isinstance(words, list)
            or not words
            or not all(isinstance(word, str) and word.strip() for word in words)
        ):
            raise ConfigError(f"the class “{name}” has to be a list of words")
        found[name] = tuple(words)
    return found


@lru_cache(maxsize=16)
def shared_classes(language: str) -> Classes:
    """The word lists that every pack with text in `language` can name."""
    import tomllib
    from importlib.resources import files

    path = files("tqcheck.rules").joinpath("packs", language, "words", "classes.toml")
    return Classes(classes(tomllib.loads(path.read_text("utf-8"))) if path.is_file() else {})


def merged(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """`packs` with those of one name and target made one. Raises ConfigError where two rules share an id."""
    groups: dict[tuple[str, str], list[Pack]] = {}
    for pack in packs:
        groups.setdefault((pack.target, pack.name), []).append(pack)
    whole = []
    for (target, name), parts in groups.items():
        home: dict[str, str] = {}
        for part in parts:
            for rule in part.rules:
                if rule.id in home:
                    raise ConfigError(f"{part.files[0]}: rule “{rule.id}” stands in {home[rule.id]} already")
                home[rule.id] = part.files[0]
        if len({part.origin for part in parts}) > 1:
            raise ConfigError(f"{parts[-1].files[0]}: the pack {name} has another origin in {parts[0].files[0]}")
        rules = tuple(rule for part in parts for rule in part.rules)
        whole.append(Pack(name, target, parts[0].origin, rules, tuple(file for part in parts for file in part.files)))
    return tuple(whole)
