"""The shipped rules for one language, compiled beforehand: a short run reads only what the words of its text call for.

``packs/<language>/words/compiled.jsonl`` is made from the TOML files by ``python -m tqcheck.rules.tabulate``. They stay
the truth: a table that was made from other files than stand beside it is not used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from tqcheck.report import Severity
from tqcheck.rules.classes import Classes
from tqcheck.rules.pack import shared_classes
from tqcheck.rules.program import Instruction, Need, Op, Program
from tqcheck.rules.rule import Rule
from tqcheck.rules.suggestion import Suggestion

if TYPE_CHECKING:
    from tqcheck.rules.pattern import Node

FORMAT = 2
FILE = "compiled.jsonl"
PACKS = Path(__file__).with_name("packs")
# What a pattern is compiled to hangs on these as well.
_CODE = (
    *("../inflection.py", "classes.py", "compiler.py", "lemmas.py", "pack.py", "pattern.py", "program.py", "rule.py"),
    "tabulate.py",
)
_OPS = {int(op): op for op in Op}


class Place(NamedTuple):
    """Where a pattern is to be tried: `low` to `high` tokens before the word that led to it."""

    program: int
    rule: int
    low: int
    high: int
    need: Need | None
    """What has to stand near for the try to be worth it; the tokens are counted from where the match would start."""


class Table:
    """Rules by number, in the order of the packs, and their programs; each is read when it is first asked for."""

    def __init__(self, target: str, text: str) -> None:
        """`text` is the content of the file."""
        self.target = target
        self._text = text
        words_at = text.index("\n") + 1
        self._body = text.index("\n", words_at) + 1
        head = json.loads(text[:words_at])
        self._packs: list[tuple[str, str | None, int, int]] = [tuple(row) for row in head["packs"]]
        self._rules_at: list[int] = head["rules"]
        self._places_at: dict[str, int] = json.loads(text[words_at : self._body])
        self._sets: dict[int, frozenset[str]] = {}
        self._programs: dict[int, Program] = {}
        self._rules: dict[int, Rule] = {}

    def __len__(self) -> int:
        return len(self._rules_at)

    def packs(self, origin: str | None = None) -> Iterator[tuple[str, range]]:
        """The names of the packs for text that may come from `origin`, and the numbers of their rules."""
        for name, _, first, end in self._packs:
            if origin is None or name == f"from-{origin}" or not name.startswith("from-"):
                yield name, range(first, end)

    def __contains__(self, word: str) -> bool:
        return word in self._places_at

    def places(self, word: str) -> list[Place]:
        """The patterns of which a match holds `word`, at a known distance from its start."""
        if word not in self._places_at:
            return []
        return [self._place(*row) for row in self._line(self._places_at[word])]

    def _place(self, program: int, rule: int, low: int, high: int, *need: Any) -> Place:
        return Place(program, rule, low, high, Need(self._words(need[0]), *need[1:]) if need else None)

    def program(self, at: int) -> Program:
        """The compiled pattern of a place, without the anchors that led to it."""
        if at not in self._programs:
            names, longest, code = self._line(at)
            self._programs[at] = Program(self._code(code), tuple(names), (), longest)
        return self._programs[at]

    def _line(self, at: int) -> Any:
        start = self._body + at
        return json.loads(self._text[start : self._text.index("\n", start)])

    def _code(self, rows: list[list[Any]]) -> tuple[Instruction, ...]:
        return tuple(self._instruction(*row) for row in rows)

    def _instruction(self, number: int, x: Any = None, y: Any = None) -> Instruction:
        op = _OPS[number]
        if op is Op.SET or op is Op.EXACT:
            return op, self._words(x), None
        return op, self._code(x) if op is Op.NOT else x, y

    def _words(self, words: str | int) -> frozenset[str]:
        """A set of words: one that stands here, or those of a line."""
        if isinstance(words, str):
            return frozenset((words,))
        if words not in self._sets:
            self._sets[words] = frozenset(self._line(words))
        return self._sets[words]

    def rule(self, number: int) -> Rule:
        """A rule, without its examples, which no run needs."""
        if number not in self._rules:
            self._rules[number] = self._rule(*self._line(self._rules_at[number]))
        return self._rules[number]

    def _rule(self, pack: int, classes: int, fields: dict[str, Any], unless: list[int], requires: list[int]) -> Rule:
        origin = self._packs[pack][1]
        own = {name: tuple(words) for name, words in self._line(classes).items()}
        settings: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
        }
        expected = settings.pop("expected", ())
        settings["severity"] = Severity.parse(fields["severity"])
        settings["suggestions"] = tuple(Suggestion(template) for template in fields.get("suggestions", ()))
        rule = Rule(
            target=self.target,
            origin=origin,
            classes=Classes(own, _Shared(self.target)),
            source_classes=Classes(own, _Shared(origin or self.target)),
            **settings,
        )
        rule.__dict__["exceptions"] = tuple(map(self.program, unless))
        rule.__dict__["expected"] = expected
        rule.__dict__["conditions"] = tuple(map(self.program, requires))
        return rule


class _Shared(Classes):
    """The word lists of a language, read when a pattern names one of them."""

    def __init__(self, language: str) -> None:
        super().__init__({})
        self._language = language

    def node(self, name: str) -> Node:
        return shared_classes(self._language).node(name)


def stamp(target: str, packs: Path = PACKS) -> str | None:
    """What tells the files that a table for `target` is made from; ``None`` where they are no files in a folder.

    A checksum guards against forgetting to make the table anew, not against forgery, and hashlib takes longer to
    import than all this.
    """
    sum_ = length = 0
    try:
        paths = [Path(__file__).parent / name for name in _CODE]
        for folder in sorted(os.listdir(packs / target)):
            inside = os.path.join(packs, target, folder)
            if os.path.isdir(inside):
                paths += [Path(inside, name) for name in sorted(os.listdir(inside)) if name.endswith(".toml")]
        for path in paths:
            data = path.read_bytes().replace(b"\r\n", b"\n")
            sum_ = crc32(data, crc32(f"{path.parent.name}/{path.name}".encode(), sum_))
            length += len(data)
    except OSError:
        return None
    return f"{FORMAT}-{length}-{sum_:08x}"


def read(target: str, packs: Path = PACKS) -> Table | None:
    """The table for text in `target`; ``None`` where there is none or it was made from other files."""
    try:
        text = (packs / target / "words" / FILE).read_text("ascii")
    except (OSError, ValueError):
        return None
    made_from = stamp(target, packs)
    if made_from is None or not text.startswith(f'{{"stamp":"{made_from}"'):
        return None
    return Table(target, text)


@lru_cache(maxsize=16)
def shipped_table(target: str) -> Table | None:
    """The table that comes with tqcheck for text in `target`, read once a process."""
    return read(target) if target.isalpha() else None
