"""Many phrase rules over one sentence: each word leads to the few rules that it can belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tqcheck.rules.program import Found, Program
from tqcheck.rules.rule import Candidate, Rule
from tqcheck.rules.table import Table
from tqcheck.rules.tokens import Tokens


class _Entry(NamedTuple):
    number: int
    rule: int
    program: Program
    low: int
    high: int


class Index:
    """The patterns of `rules` by their rarest words, so that a text costs the same for ten rules or for thousands."""

    def __init__(self, rules: Iterable[Rule] = (), table: Table | None = None, ranges: Sequence[range] = ()) -> None:
        """Those rules of `table` whose numbers are in `ranges` go before `rules`."""
        self._table = table
        self._ranges = ranges
        self._rules = tuple(rules)
        self._first = len(table) if table else 0
        self._by_word: dict[str, list[_Entry]] = {}
        self._read: dict[str, list[_Entry]] = self._by_word if table is None else {}
        number = 0
        for at, rule in enumerate(self._rules, self._first):
            for program in rule.programs:
                number -= 1  # the programs of the table count upwards
                for words, low, high in program.anchors:
                    for word in words:
                        self._by_word.setdefault(word, []).append(_Entry(number, at, program, low, high))

    def candidates(self, tokens: Tokens) -> list[Candidate]:
        """The candidates in one sentence, from left to right; those of one rule do not overlap."""
        tried: set[tuple[int, int]] = set()
        found: dict[int, list[Found]] = {}
        read = self._read
        for at, low in enumerate(tokens.lows):
            entries = read.get(low)
            if entries is None:
                if self._table is None or (low not in self._table and low not in self._by_word):
                    continue
                entries = read[low] = self._entries(self._table, low)
            for entry in entries:
                for start in range(max(0, at - entry.high), at - entry.low + 1):
                    self._try(entry, tokens, start, tried, found)
        kept: list[Candidate] = []
        for number, matches in found.items():
            rule = self._rule(number)
            if not rule.met(tokens):
                continue
            end = -1
            # The longer of two that begin together: "jump on a land mine" rather than "jump on a land".
            for match in sorted(matches, key=lambda match: (match.start, -match.end)):
                candidate = rule.candidate(tokens, match)
                if candidate is not None and candidate.start >= end:
                    kept.append(candidate)
                    end = candidate.end
        kept.sort(key=lambda candidate: (candidate.start, candidate.end))
        return kept

    def _entries(self, table: Table, word: str) -> list[_Entry]:
        """What `word` leads to; only now are the programs of the table read."""
        places = (place for place in table.places(word) if any(place.rule in numbers for numbers in self._ranges))
        entries = [_Entry(at, rule, table.program(at), low, high) for at, rule, low, high in places]
        return entries + self._by_word.get(word, [])

    def _rule(self, number: int) -> Rule:
        if self._table is not None and number < self._first:
            return self._table.rule(number)
        return self._rules[number - self._first]

    @staticmethod
    def _try(
        entry: _Entry,
        tokens: Tokens,
        start: int,
        tried: set[tuple[int, int]],
        found: dict[int, list[Found]],
    ) -> None:
        key = (entry.number, start)
        if key in tried:
            return
        tried.add(key)
        match = entry.program.at(tokens, start)
        if match is not None:
            found.setdefault(entry.rule, []).append(match)
