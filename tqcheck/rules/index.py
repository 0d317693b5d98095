"""Many phrase rules over one sentence: each word leads to the few rules that it can belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tqcheck.rules.program import Found, Program
from tqcheck.rules.rule import Candidate, Rule
from tqcheck.rules.table import Place, Table
from tqcheck.rules.tokens import Tokens


class Index:
    """The patterns of `rules` by their rarest words, so that a text costs the same for ten rules or for thousands."""

    def __init__(self, rules: Iterable[Rule] = (), table: Table | None = None, ranges: Sequence[range] = ()) -> None:
        """Those rules of `table` whose numbers are in `ranges` go before `rules`."""
        self._table = table
        self._ranges = ranges
        self._rules = tuple(rules)
        self._first = len(table) if table else 0
        self._programs: list[Program] = []
        self._by_word: dict[str, list[Place]] = {}
        self._read: dict[str, list[Place]] = self._by_word if table is None else {}
        for at, rule in enumerate(self._rules, self._first):
            for program in rule.programs:
                self._programs.append(program)
                number = -len(self._programs)  # those of the table are not below zero
                for words, low, high, need in program.anchors:
                    for word in words:
                        self._by_word.setdefault(word, []).append(Place(number, at, low, high, need))

    def candidates(self, tokens: Tokens) -> list[Candidate]:
        """The candidates in one sentence, from left to right; those of one rule do not overlap."""
        kept: list[Candidate] = []
        for number, matches in self._matches(tokens).items():
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

    def _matches(self, tokens: Tokens) -> dict[int, list[Found]]:
        """The matches of each rule that has any, by its number."""
        tried: set[tuple[int, int, int]] = set()
        found: dict[int, list[Found]] = {}
        lows, read = tokens.lows, self._read
        for at, word in enumerate(lows):
            places = read.get(word)
            if places is None:
                if self._table is None or (word not in self._table and word not in self._by_word):
                    continue
                places = read[word] = self._places(self._table, word)
            for program, rule, low, high, need in places:
                for start in range(max(0, at - high), at - low + 1):
                    # Most places fall here, before their program is as much as read from the table.
                    if need is not None and need.words.isdisjoint(lows[start + need.low : start + need.high + 1]):
                        continue
                    if (program, rule, start) not in tried:
                        tried.add((program, rule, start))
                        match = self._program(program).at(tokens, start)
                        if match is not None:
                            found.setdefault(rule, []).append(match)
        return found

    def _places(self, table: Table, word: str) -> list[Place]:
        own = [place for place in table.places(word) if any(place.rule in numbers for numbers in self._ranges)]
        return own + self._by_word.get(word, [])

    def _program(self, number: int) -> Program:
        if self._table is not None and number >= 0:
            return self._table.program(number)
        return self._programs[-number - 1]

    def _rule(self, number: int) -> Rule:
        if self._table is not None and number < self._first:
            return self._table.rule(number)
        return self._rules[number - self._first]
