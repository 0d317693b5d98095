"""Many phrase rules over one sentence: each word leads to the few rules that it can belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tqcheck.rules.program import Found, Program
from tqcheck.rules.rule import Candidate, Rule
from tqcheck.rules.tokens import Tokens


class _Entry(NamedTuple):
    number: int
    rule: Rule
    program: Program
    low: int
    high: int


class Index:
    """The patterns of `rules` by their rarest words, so that a text costs the same for ten rules or for thousands."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word: dict[str, list[_Entry]] = {}
        number = 0
        for rule in rules:
            for program in rule.programs:
                for words, low, high in program.anchors:
                    for word in words:
                        self._by_word.setdefault(word, []).append(_Entry(number, rule, program, low, high))
                number += 1

    def candidates(self, tokens: Tokens) -> list[Candidate]:
        """The candidates in one sentence, from left to right; those of one rule do not overlap."""
        tried: set[tuple[int, int]] = set()
        found: dict[str, list[tuple[Rule, Found]]] = {}
        by_word = self._by_word
        for at, low in enumerate(tokens.lows):
            for entry in by_word.get(low, ()):
                for start in range(max(0, at - entry.high), at - entry.low + 1):
                    self._try(entry, tokens, start, tried, found)
        kept: list[Candidate] = []
        for matches in found.values():
            rule = matches[0][0]
            if not rule.met(tokens):
                continue
            end = -1
            # The longer of two that begin together: "jump on a land mine" rather than "jump on a land".
            for _, match in sorted(matches, key=lambda pair: (pair[1].start, -pair[1].end)):
                candidate = rule.candidate(tokens, match)
                if candidate is not None and candidate.start >= end:
                    kept.append(candidate)
                    end = candidate.end
        kept.sort(key=lambda candidate: (candidate.start, candidate.end))
        return kept

    @staticmethod
    def _try(
        entry: _Entry,
        tokens: Tokens,
        start: int,
        tried: set[tuple[int, int]],
        found: dict[str, list[tuple[Rule, Found]]],
    ) -> None:
        key = (entry.number, start)
        if key in tried:
            return
        tried.add(key)
        match = entry.program.at(tokens, start)
        if match is not None:
            found.setdefault(entry.rule.id, []).append((entry.rule, match))
