"""His and her where nobody can be meant: for a country, a company, a team, or a person of the other sex."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tqcheck.checks.antecedents import LONGEST, Reader, Sentence, places
from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.bodies import (
    BODY_NOUNS,
    NATIONALITIES,
    OWN_VERBS,
    PARTS,
    PERSONAL,
    STATE_NOUNS,
)
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.people import Word
from tqcheck.checks.possessive_rules import BODY, PERSON
from tqcheck.checks.possessive_sources import possessive_behind
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding

_POSSESSIVE = later(r"\b(?:[Hh]is|[Hh]er)\b")
_OBJECT_FOLLOWS = word_set(
    "to in on at for with from by of about into onto over under after before during until since and or but as than "
    "that when while if because who whom which where so not too also the a an this these those is was has had will "
    "would could can may might should all both up down out off back away again very more most well is am are were do "
    "does did what how why yet then there here like through without against between himself herself his her its their "
    "my your"
)
_HELPERS = word_set(
    "has have had will would shall should can could must may might did does do is was be been being to not first also "
    "already now just still then never always again recently finally often once clearly soon thus only even therefore "
    "decided wants wanted plans planned hopes hoped intends intended continues began begins tries tried agreed going "
    "about which"
)
_OFFICIALS = word_set(
    "negotiator diplomat ambassador envoy spokesman spokeswoman spokesperson representative delegate emissary official"
)
_MILITARY = word_set(
    "troops troop army military forces soldiers missiles missile tanks weapons deployed deployment nato invasion "
    "border borders frontier war attack threat sanctions bases manoeuvres maneuvers arsenal fleet"
)
_LINKS = word_set("of from for in at to with by and near between against de")
_SKIPPED_NEXT = word_set("majesty holiness highness honour honor excellency lordship ladyship grace")
_LOOK_BACK = 2
_REACH = 4


class Possessives:
    """Looks for the owner behind each “his” and “her” of an English text."""

    rules: tuple[RuleInfo, ...] = (BODY, PERSON)
    any_origin = True

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a possessive whose owner cannot be a he or a she."""
        found = places(passages(context))
        reader = Reader()
        for at, place in enumerate(found):
            text = place.passage.text
            if place.end - place.start > LONGEST or not _POSSESSIVE.search(text, place.start, place.end):
                continue
            # Two sentences back in the same paragraph, or the last one of the paragraph before.
            past = [near for near in found[max(0, at - _LOOK_BACK) : at] if near.passage is place.passage]
            if not past and at:
                past = [found[at - 1]]
            earlier = [reader.sentence(near) for near in past]
            yield from _judge(context, place.passage, reader.sentence(place), earlier)


def _judge(context: Context, passage: Passage, sentence: Sentence, past: Sequence[Sentence]) -> Iterator[Finding]:
    for at, word in enumerate(sentence.words):
        low = word.text.lower()
        if low not in ("his", "her") or passage.shields.touch(word.start, word.end):
            continue
        after = sentence.words[at + 1] if at + 1 < len(sentence.words) else None
        if after is None or passage.text[word.end : after.start] != " " or not _has_noun(word, after):
            continue
        gender = "m" if low == "his" else "f"
        verdict = _verdict(passage.text, sentence, at, gender, past)
        if verdict is None:
            continue
        rule, better = verdict
        better = better.capitalize() if word.text[0].isupper() else better
        yield _found(context, passage, rule, sentence, at, better)


def _has_noun(word: Word, after: Word) -> bool:
    """Whether a noun phrase follows, so that “her” is no object."""
    if after.low in _SKIPPED_NEXT or after.low in _OBJECT_FOLLOWS:
        return False
    return after.text[0].islower() or after.text in NATIONALITIES


def _verdict(
    text: str, sentence: Sentence, at: int, gender: str, past: Sequence[Sentence]
) -> tuple[RuleInfo, str] | None:
    noun = _noun(sentence.words, at)
    people = sentence.people_but(gender)
    owner = _subject(text, sentence, at)
    if owner is None and noun in BODY_NOUNS and not people and _opens(sentence, at):
        return BODY, "its"
    if owner is not None and noun in BODY_NOUNS:
        # A speaker named after the quotation is not meant; one named before may be.
        earlier = [person for person in people if person.index < at]
        plural = _is_joined(sentence.words, at)
        doubtful = noun in PERSONAL and any(each.tells_of(gender) for each in past)
        if not doubtful and (not people or (not plural and not earlier)):
            return BODY, "its"
    if owner is not None and not people and not any(each.people_but(gender) or each.genders for each in past):
        return BODY, "its"
    if at == 0 and past:
        verdict = _start(sentence, noun, gender, past)
        if verdict:
            return verdict
    return _state(sentence, at, noun)


def _start(sentence: Sentence, noun: str, gender: str, past: Sequence[Sentence]) -> tuple[RuleInfo, str] | None:
    """A possessive that starts the sentence: its owner is in the sentence before."""
    last = past[-1]
    if sentence.people_but(gender) and any(person.index < _REACH for person in sentence.people_but(gender)):
        return None
    if last.bodies and not last.people and not last.genders and noun in PARTS:
        return BODY, "its"
    other = "f" if gender == "m" else "m"
    pronoun = "her" if other == "f" else "his"
    if any(each.people_but(gender) or gender in each.genders for each in past):
        return None
    if {person.gender for person in last.people} == {other} and any(person.named for person in last.people):
        return PERSON, pronoun
    return None


def _subject(text: str, sentence: Sentence, at: int) -> int | None:
    """The body that governs the verb right before the possessive, or stands beside it: “Chad opened his doors”."""
    found = sentence.words
    if at and found[at - 1].low == "and":
        return at - 2 if at - 2 in sentence.bodies and found[at - 2].end + 1 == found[at - 1].start else None
    verb = None
    for back in range(at - 1, max(-1, at - 2 - _REACH), -1):
        gap = text[found[back].end : found[back + 1].start]
        if verb is not None and found[back + 1].low == "which" and back in sentence.bodies and gap.strip() == ",":
            return None if _is_inner(sentence, back) else back
        if gap.strip(' "“‘«') or found[back].text.endswith(("’s", "'s")):
            return None
        if back in sentence.bodies:
            return back if verb is not None and not _is_inner(sentence, back) else None
        low = found[back].low
        if verb is None and low in OWN_VERBS:
            verb = back
        elif verb is None or (low not in _HELPERS and low not in OWN_VERBS and not low.endswith("ly")):
            return None
    return None


def _opens(sentence: Sentence, at: int) -> bool:
    """Whether a body is the first noun of the sentence and the possessive its verb's object, whatever lies between."""
    found = sentence.words
    first = next((back for back in sentence.bodies if back < min(at, _REACH)), None)
    if first is None or found[0].low not in ("the", "this", "our", "their") or _is_inner(sentence, first):
        return False
    return found[at - 1].low in OWN_VERBS and any(word.low in _HELPERS for word in found[max(0, at - 4) : at - 1])


def _is_inner(sentence: Sentence, body: int) -> bool:
    """Whether the body only completes another noun: “the head of the company has sold his house”."""
    back = body - 1
    while back >= 0 and body - back < _REACH + 1 and sentence.words[back].low not in _LINKS:
        if sentence.words[back].low in ("the", "a", "an", "this", "our", "that"):
            return back > 0 and sentence.words[back - 1].low in _LINKS
        back -= 1
    return back >= 0 and body - back < _REACH + 1


def _is_joined(found: Sequence[Word], at: int) -> bool:
    return at > 0 and found[at - 1].low == "and"


def _noun(found: Sequence[Word], at: int) -> str:
    """The noun behind the possessive: the first word that a body may have, among the next three, else the next."""
    near = [word.low for word in found[at + 1 : at + 4]]
    return next((low for low in near if low in BODY_NOUNS or low in STATE_NOUNS), near[0] if near else "")


def _state(sentence: Sentence, at: int, noun: str) -> tuple[RuleInfo, str] | None:
    """What a state has, said by somebody who only speaks for it: the negotiator and “his Western rivals”."""
    if noun not in STATE_NOUNS or not sentence.people:
        return None
    people = sentence.people
    if any(person.named or sentence.words[person.index].low not in _OFFICIALS for person in people):
        return None
    if people[0].index >= at or sentence.words[at - 1].low not in _LINKS:
        return None
    said = {word.low for word in sentence.words[people[0].index : at]}
    return (BODY, "its") if said & _MILITARY else None


def _found(context: Context, passage: Passage, rule: RuleInfo, sentence: Sentence, at: int, better: str) -> Finding:
    word, after = sentence.words[at], sentence.words[at + 1]
    for near in sentence.words[at + 2 : at + 4]:
        # The whole noun phrase, where its noun is one that we know.
        between = passage.text[after.end : near.start].replace(" ", "")
        if near.low in BODY_NOUNS | STATE_NOUNS and (not between or between.isalpha()):
            after = near
    near_by = bisect_right(passage.segments, word.start, key=lambda segment: segment.start)
    segment = passage.segments[near_by - 1] if near_by else None
    phrase, evidence = possessive_behind(context, segment, word.start) if segment else (None, None)
    message = (
        f"“{word.text}” cannot stand for a country or a body: write “{better}”."
        if rule is BODY
        else f"The person spoken of takes “{better}”, not “{word.text.lower()}”."
    )
    suggestion = better + passage.text[word.end : after.end]
    return finding(rule, passage.block, word.start, after.end, message, suggestion, phrase, evidence)
