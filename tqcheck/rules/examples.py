"""Holds a rule against its own examples."""

from __future__ import annotations

from collections.abc import Iterator

from tqcheck.rules.index import Index
from tqcheck.rules.pack import Pack
from tqcheck.rules.rule import Example, Rule
from tqcheck.rules.tokens import tokenize


def failures(pack: Pack) -> Iterator[str]:
    """One line for each example in `pack` that does not do what it is there for."""
    for rule in pack.rules:
        index = Index([rule])
        for example in rule.bad:
            if not _fires(index, rule, example):
                yield f"{rule.id}: not flagged, but should be: {example.text}"
        for example in rule.good:
            if _fires(index, rule, example):
                yield f"{rule.id}: flagged, but is good: {example.text}"
        for sentence in rule.source_examples:
            if rule.phrase_in(tokenize(sentence)) is None:
                yield f"{rule.id}: no source phrase found in: {sentence}"


def _fires(index: Index, rule: Rule, example: Example) -> bool:
    if not index.candidates(tokenize(example.text)):
        return False
    return example.source is None or rule.alone or rule.phrase_in(tokenize(example.source)) is not None
