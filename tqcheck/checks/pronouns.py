"""It, he and she where the antecedent is of the other kind: “Its farm” for a farmer, “He” for a company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tqcheck.checks.antecedents import LONGEST, PRONOUNS, Place, Reader, Sentence, places
from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.bodies import BODY_NOUNS, OWN_VERBS
from tqcheck.checks.passages import passages
from tqcheck.report import Finding, Severity

_CATEGORY = "pronoun"

ITS = RuleInfo(
    "pronouns/its",
    _CATEGORY,
    Severity.WARNING,
    "“Its” for the person who was named right before.",
    "The possessive of the original has no gender of the owner, so the engine took the owner for a thing.",
    bad=(
        "“We lost everything,” said Luc Brenner, a baker in Metz. Its shop burned down before he could call for help.",
        "Julie Brenner runs a dairy in the hills. Its herd no longer feeds her family.",
    ),
    good=(
        "“We lost everything,” said Luc Brenner, a baker in Metz. His shop burned down before he could call for help.",
        "The house was sold to Luc Brenner. Its price surprised him.",
        "Luc Brenner left the firm in May. Its board did not thank him.",
        "Luc Brenner has a dog. Its owner says that he is tired.",
        "Luc Brenner loves the valley. Its rivers are full.",
    ),
    languages=("en",),
)
THING = RuleInfo(
    "pronouns/body",
    _CATEGORY,
    Severity.WARNING,
    "“He” or “she” for a country, a company or another body, where nobody has been spoken of.",
    "In the original every noun has a gender; in English a body is “it”.",
    bad=(
        "The factory makes bolts for lorries.\n\nThe company lost a third of its orders in March. "
        "He plans to close two of its sites.",
        "The match ended late.\n\nThe club lost its last four games. She has won only once since May.",
    ),
    good=(
        "The factory makes bolts.\n\nThe company lost a third of its orders in March. It plans to close two sites.",
        "Luc Brenner makes bolts.\n\nThe company lost its orders in March. He plans to close two of its sites.",
        "The company lost its orders. He was late that day.",
        "The minister was there.\n\nThe government has a plan. She will present it in May.",
    ),
    languages=("en",),
)
_NEAR = 4
"""Words from the start of a sentence within which its subject stands."""
_CLOSING = '”"’»'
_LOOK_BACK = 6
_FEWEST = 2
"""Sentences that must come before: an excerpt may begin in the middle of a story."""


class Pronouns:
    """Looks at sentences that begin with a pronoun, and at who the sentences before them speak of."""

    rules: tuple[RuleInfo, ...] = (ITS, THING)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a pronoun."""
        found = places(passages(context))
        reader = Reader()
        for at, place in enumerate(found):
            first = place.passage.text[place.start : place.start + 4]
            if not at or place.end - place.start > LONGEST or not first.startswith(("Its ", "He ", "She ")):
                continue
            if place.passage.shields.touch(place.start, place.start + 3):
                continue
            last = found[at - 1]
            if first == "Its ":
                if last.passage is place.passage:
                    yield from _its(place, reader.sentence(place), last, reader.sentence(last))
            elif at >= _FEWEST and last.passage is place.passage:
                past = [reader.sentence(near) for near in found[max(0, at - _LOOK_BACK) : at]]
                yield from _thing(place, reader.sentence(place), past)


def _its(place: Place, sentence: Sentence, before: Place, last: Sentence) -> Iterator[Finding]:
    """“Its” before a noun, in a sentence that goes on with “he”, behind one whose subject is a person."""
    words = sentence.words
    if len(words) < _NEAR or last.bodies or len(sentence.genders) != 1:
        return
    # “Its owner says that he”: then he is the owner.
    if any(words[person.index].low not in PRONOUNS for person in sentence.people):
        return
    named = [person for person in last.people if person.named]
    if not named or not _is_subject(before, last, named[0].index):
        return
    (gender,) = sentence.genders
    if any(person.gender not in (None, gender) for person in last.people):
        return
    if words[1].low in BODY_NOUNS and words[1].low not in ("shop", "product", "products", "production"):
        return
    better = "His" if gender == "m" else "Her"
    word = words[0]
    message = f"The person named before takes “{better.lower()}”."
    yield finding(ITS, place.passage.block, word.start, word.end, message, better)


def _is_subject(before: Place, last: Sentence, name: int) -> bool:
    """Whether the name opens the sentence or stands right behind its quotation: “…,” said Luc Brenner."""
    if name == 0:
        return True
    lead = before.passage.text[before.start : last.words[name].start].rstrip()
    said = lead.rpartition(" ")
    return said[0].rstrip().endswith(tuple(_CLOSING)) and said[2].isalpha()


def _thing(place: Place, sentence: Sentence, past: Sequence[Sentence]) -> Iterator[Finding]:
    """“He” behind a sentence whose subject is a body, where no sentence before speaks of a person."""
    last = past[-1]
    if any(each.people or each.genders for each in past) or not last.bodies or last.bodies[0] >= _NEAR:
        return
    words = sentence.words
    if len(words) < _NEAR or not any(word.low in OWN_VERBS or word.low.endswith("s") for word in words[1:3]):
        return
    message = f"“{words[0].text}” cannot stand for a country or a body: write “It”."
    yield finding(THING, place.passage.block, words[0].start, words[0].end, message, "It")
