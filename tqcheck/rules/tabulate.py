"""Makes the tables of compiled rules that `tqcheck.rules.table` reads.

Run as ``python -m tqcheck.rules.tabulate`` after every change to the packs; it writes those that are out of date.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tqcheck.rules.library import shipped, shipped_files
from tqcheck.rules.program import Instruction, Op, Program
from tqcheck.rules.rule import Rule
from tqcheck.rules.table import FILE, PACKS, read, stamp


def targets() -> list[str]:
    """The languages that tqcheck ships rules for."""
    return sorted({target for target, _, _ in shipped_files()})


def tabulate(target: str) -> str:
    """The content of the table for `target`: a head, where each word's places stand, then all else, a line each.

    A line refers to others by the number of characters from the start of the third line to theirs.
    """
    return _Writer(target).text()


class _Writer:
    def __init__(self, target: str) -> None:
        self.target = target
        self.lines: list[str] = []
        self.length = 0
        self.known: dict[str, int] = {}
        self.places: dict[str, list[list[object]]] = {}
        self.packs: list[list[object]] = []
        self.rules: list[int] = []

    def text(self) -> str:
        # Before the files are read: one that is changed meanwhile makes the table out of date.
        made_from = stamp(self.target)
        for pack in shipped(self.target):
            first = len(self.rules)
            for rule in pack.rules:
                self._rule(len(self.packs), rule)
            self.packs.append([pack.name, pack.origin, first, len(self.rules)])
        words = {word: self._line(self.places[word]) for word in sorted(self.places)}
        head = {
            "stamp": made_from,
            "made by": "python -m tqcheck.rules.tabulate; do not edit",
            "packs": self.packs,
            "rules": self.rules,
        }
        return "\n".join([_compact(head), _compact(words), *self.lines]) + "\n"

    def _line(self, value: object) -> int:
        """Where the line stands that holds `value`; equal ones share it."""
        line = _compact(value)
        if line not in self.known:
            self.known[line] = self.length
            self.lines.append(line)
            self.length += len(line) + 1
        return self.known[line]

    def _rule(self, pack: int, rule: Rule) -> None:
        for program in rule.programs:
            at = self._program(program)
            for words, low, high, need in program.anchors:
                row: list[object] = [at, len(self.rules), low, high]
                if need is not None:
                    row += [self._words(need.words), need.low, need.high]
                for word in sorted(words):
                    self.places.setdefault(word, []).append(row)
        classes = self._line(rule.classes.lists())
        others = [[self._program(one) for one in programs] for programs in (rule.exceptions, rule.conditions)]
        self.rules.append(self._line([pack, classes, _fields(rule), *others]))

    def _program(self, program: Program) -> int:
        return self._line([program.names, program.longest, self._code(program.code)])

    def _words(self, words: frozenset[str]) -> str | int:
        ordered = sorted(words)
        return ordered[0] if len(ordered) == 1 else self._line(ordered)

    def _code(self, code: Iterable[Instruction]) -> list[list[object]]:
        return [self._instruction(*instruction) for instruction in code]

    def _instruction(self, op: Op, x: object, y: object) -> list[object]:
        if isinstance(x, frozenset):
            return [int(op), self._words(x)]
        if isinstance(x, tuple):
            return [int(op), self._code(x)]
        row = [int(op), x, y]
        while row[-1] is None:
            row.pop()
        return row


def _fields(rule: Rule) -> dict[str, object]:
    """The fields of `rule` that are not as they are by default."""
    fields: dict[str, object] = {
        "id": rule.id,
        "patterns": rule.patterns,
        "unless": rule.unless,
        "requires": rule.requires,
        "source": rule.source,
        "suggestions": [suggestion.template for suggestion in rule.suggestions],
        "message": rule.message,
        "why": rule.why,
        "severity": rule.severity.label,
        "category": rule.category,
        "alone": rule.alone,
        "strict": rule.strict,
        "silent": rule.silent,
        # Of other rules the model is never asked.
        "expected": () if rule.alone or rule.strict or rule.silent else rule.expected,
    }
    return {key: value for key, value in fields.items() if value}


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def write(path: Path, text: str) -> None:
    """Put `text` into the file at `path`, whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="ascii", newline="\n", dir=path.parent, delete=False) as part:
        part.write(text)
    os.chmod(part.name, 0o644)
    os.replace(part.name, path)


def main() -> None:
    """Write every table that is out of date, and say which."""
    for target in targets():
        if read(target) is None:
            path = PACKS / target / "words" / FILE
            path.parent.mkdir(exist_ok=True)
            write(path, tabulate(target))
            print(path, file=sys.stderr)


if __name__ == "__main__":
    main()
