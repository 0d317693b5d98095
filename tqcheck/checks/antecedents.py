"""The sentences of a text with the persons and the bodies in them, among which a pronoun has its antecedent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tqcheck.checks.bodies import CAPITALS, COLLECTIVES, COUNTRIES
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage
from tqcheck.checks.people import Mention, Word, mentions, words
from tqcheck.checks.wordlist import word_set

_SENTENCE_END = later(r"[.!?…][\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-Þ])")
_TITLE = later(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Lt|Col|Capt|Sgt|Jr|Sr|vs|No|M|[A-Z])\.$")
PRONOUNS = word_set("his he him her she hers")
LONGEST = 3000
"""Characters of a sentence; what is longer is a table or a list, and no grammar."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words, the persons in it, and where its bodies stand."""

    words: list[Word]
    people: list[Mention]
    bodies: list[int]

    def people_but(self, gender: str) -> list[Mention]:
        """Persons who may be meant by a possessive of `gender`."""
        return [person for person in self.people if person.gender in (None, gender)]

    def tells_of(self, gender: str) -> bool:
        """Whether a person of that gender is sure to be spoken of: a lone capital may be a place or a firm."""
        names = {person.index for person in self.people_but(gender) if person.named}
        return any(
            not person.named or person.gender == gender or {person.index - 1, person.index + 1} & names
            for person in self.people_but(gender)
        )

    @property
    def genders(self) -> set[str]:
        """The genders that pronouns and possessives tell of."""
        return {"m" if word.low in ("his", "he", "him") else "f" for word in self.words if word.low in PRONOUNS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands in the text of its passage, half-open."""

    passage: Passage
    start: int
    end: int


def places(passages: Sequence[Passage]) -> list[Place]:
    """Every sentence of the English passages, in order."""
    found: list[Place] = []
    for passage in passages:
        if passage.language == "en":
            found.extend(Place(passage, start, end) for start, end in _split(passage.text))
    return found


class Reader:
    """Reads sentences, each once while it is near."""

    def __init__(self) -> None:
        self._read = lru_cache(maxsize=8)(_read)

    def sentence(self, place: Place) -> Sentence:
        """The sentence at `place`, or its end where it is very long."""
        return self._read(place.passage.text, max(place.start, place.end - LONGEST), place.end)


def _split(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _TITLE.search(text[max(start, match.start() - 6) : match.start() + 1]):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _read(text: str, start: int, end: int) -> Sentence:
    found = words(text, start, end)
    bodies = [at for at in range(len(found)) if _is_body(found, at)]
    return Sentence(found, mentions(found), bodies)


def _is_body(found: Sequence[Word], at: int) -> bool:
    word = found[at]
    bare = word.text.replace("’", "'")
    if bare in COUNTRIES or bare in CAPITALS:
        # “the Niger delta”, “Jack London”, “Washington Irving”: parts of other names.
        after = found[at + 1] if at + 1 < len(found) else None
        joined = after is not None and after.start == word.end + 1 and after.text[0].isupper()
        before = found[at - 1] if at > 1 else None
        led = before is not None and before.end + 1 == word.start and before.text[0].isupper()
        return not joined and not led
    return word.text.lower() in COLLECTIVES
