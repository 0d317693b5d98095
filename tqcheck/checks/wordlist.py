"""Word lists as readable prose instead of columns of literals."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a literal, separated by white space."""
    return frozenset(words.split())
