"""Pairs made out of pairs, for what running text seldom shows: quoted words, foreign names, numbers, capitals."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from tqcheck.checks.exonyms import exonyms
from tqcheck.engines.base import Pair
from tqcheck.training.corpus import Corpus, Held, joined
from tqcheck.training.links import Links, Word, words
from tqcheck.training.vocabulary import Vocabulary

_MOST_READ = 250_000
_SHORTEST, _LONGEST = 5, 60
_TRIES = 4
_CAPITALS = 15
"""A headline in capitals has so many words at most."""
_NUMBER = re.compile(r"\d{1,12}(?:[., \u00a0]\d{3}){0,4}(?:[.,]\d{1,6})?")
_COMMAS = frozenset({"fr", "de", "es", "it", "pt", "nl", "pl", "ru"})
"""Languages that write a comma in decimals, and here a space in thousands."""
# Letters that the pairs seldom have, so that the model learns to copy them.
_NAMES = (
    "Müller",
    "Núñez",
    "Kučera",
    "Šimić",
    "Øverland",
    "Çelik",
    "Haddad",
    "Nguyên",
    "Lindström",
    "Garcés",
    "Fernández",
    "Naïm",
    "Anaïs",
    "Jiménez",
    "Ibáñez",
    "Schröder",
    "Größl",
    "Håkan",
    "Dvořák",
    "Łukasz",
    "Ştefan",
    "Vučić",
    "Erdoğan",
    "Iñigo",
    "Loïc",
    "Joël",
    "Raphaël",
    "Ångström",
)

Variant = tuple[str, str] | None


def varied(corpus: Corpus, vocabulary: Vocabulary, pair: Pair, share: float, seed: int) -> Corpus:
    """The corpus with made pairs behind it, which are drawn in `share` (0 to 1) of all cases.

    Words are linked by how often they stand together, so small data give few variants.
    """
    import numpy as np

    chance = random.Random(seed)
    fit = [
        row
        for row in np.flatnonzero(corpus.weights > 0).tolist()
        if all(_SHORTEST <= side.lengths[row] <= _LONGEST for side in (corpus.source, corpus.target))
    ]
    rows = sorted(chance.sample(fit, min(len(fit), _MOST_READ)))
    texts = [
        vocabulary.texts([side[row].tolist() for row in rows], target)
        for side, target in ((corpus.source, False), (corpus.target, True))
    ]
    made = [Held(*both) for both in _variants(texts[0], texts[1], pair, chance)]
    if not made:
        return corpus
    behind = Corpus.of(made, vocabulary)
    weight = corpus.weights.sum() * share / (1 - share) / len(made)
    return joined(corpus, behind, float(weight))


def _variants(
    sources: Sequence[str], targets: Sequence[str], pair: Pair, chance: random.Random
) -> Iterator[tuple[str, str]]:
    tokens = [words(text) for text in sources], [words(text) for text in targets]
    links = Links.of(*tokens)
    names = [(name, name) for name in _NAMES]
    places = [(theirs, own[pair.source]) for theirs, own in exonyms(pair.target).items() if pair.source in own]
    for at, (source, target) in enumerate(zip(sources, targets, strict=True)):
        here, there = tokens[0][at], tokens[1][at]
        linked = links.between(here, there)
        draw = chance.random()
        made: Variant = None
        if draw < 0.25:
            made = renamed(
                source, target, here, there, linked, chance.choice(names if draw < 0.15 else places or names)
            )
            made = made or renumbered(source, target, pair, chance)
        elif draw < 0.28 and len(here) <= _CAPITALS:
            made = source.upper().rstrip("."), target.upper().rstrip(".")
        made = made or (quoted(source, target, here, there, linked, chance) if draw < 0.6 else None)
        if made:
            yield made


def quoted(
    source: str,
    target: str,
    here: Sequence[Word],
    there: Sequence[Word],
    linked: Mapping[int, int],
    chance: random.Random,
) -> Variant:
    """The pair with up to five words of the one in quotation marks, and their translation in the other.

    The words must be each other's whole translation as far as the links tell (the consistency of Och and Ney 2004).
    """
    if '"' in source + target or not linked:
        return None
    for _ in range(_TRIES):
        first = chance.choice(list(linked))
        last = first + chance.choice((0, 0, 0, 1, 1, 2, 3, 4))
        inside = [linked[k] for k in range(first, last + 1) if k in linked]
        low, high = min(inside), max(inside)
        if (
            last in linked
            and len(inside) >= 0.6 * (last - first + 1)
            and high - low <= last - first + 2
            and not any(low <= other <= high and not first <= own <= last for own, other in linked.items())
            and all(word.text[0].isalnum() for word in (*here[first : last + 1], *there[low : high + 1]))
            and (first < last or len(here[first].text) > 3)
        ):
            return _marked(source, here[first].start, here[last].end), _marked(
                target, there[low].start, there[high].end
            )
    return None


def renamed(
    source: str,
    target: str,
    here: Sequence[Word],
    there: Sequence[Word],
    linked: Mapping[int, int],
    name: tuple[str, str],
) -> Variant:
    """The pair with a name that both sides share, not at the start of the sentence, replaced by another."""
    for own, other in linked.items():
        word = here[own]
        shared = word.text == there[other].text and len(word.text) > 3 and own > 0
        if shared and word.text[0].isupper() and not word.text.isupper() and source.count(word.text) == 1:
            place = there[other]
            return (
                source[: word.start] + name[0] + source[word.end :],
                target[: place.start] + name[1] + target[place.end :],
            )
    return None


def renumbered(source: str, target: str, pair: Pair, chance: random.Random) -> Variant:
    """The pair with its one number, no year, replaced by another in the manner of each language."""
    found = [_NUMBER.findall(text) for text in (source, target)]
    if any(len(numbers) != 1 for numbers in found):
        return None
    digits = {re.sub(r"\D", "", numbers[0]) for numbers in found}
    if len(digits) > 1 or len(digits.pop()) == 4:
        return None
    largest = chance.choice((100, 1000, 1_000_000))
    value = chance.randrange(2, largest) if chance.random() < 0.75 else chance.randrange(20, 999) / 10
    texts = [
        text.replace(numbers[0], _written(value, language), 1)
        for text, numbers, language in zip((source, target), found, pair, strict=True)
    ]
    return texts[0], texts[1]


def _written(value: float, language: str) -> str:
    plain = f"{value:,}"
    return plain.replace(",", " ").replace(".", ",") if language in _COMMAS else plain


def _marked(text: str, start: int, end: int) -> str:
    return f'{text[:start]}"{text[start:end]}"{text[end:]}'
