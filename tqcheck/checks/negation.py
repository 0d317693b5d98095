"""Two negations where the original has one: *ne ... jamais*, *no ... nada*, rendered word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "accuracy/double-negation"
_WHY = (
    "In French, Spanish, Italian or Russian the two negative words make one negation; in English they cancel each "
    "other out, and the sentence says the opposite."
)

NEVER = RuleInfo(
    "negation/never-not",
    _CATEGORY,
    Severity.WARNING,
    "“Never” before a subject whose verb is negated as well.",
    _WHY,
    bad=(
        "Never he did not ask for our opinion.",
        "They swore that “never again” the army would not enter the village.",
        "Never the ministry has not received such a request.",
    ),
    good=(
        "Never say never: they will not come back.",
        "I have never said that we would not sell.",
        "She never thought he did not like it.",
        "“Never,” he said. We will not go.",
        "Never did they ask, and the mayor never knew; they could not tell.",
        "Never a keen reader, he did not buy books.",
        "He had never seen a bird that could not fly.",
        "It has never been clear why the army did not act.",
    ),
    languages=("en",),
)

NOBODY = RuleInfo(
    "negation/nobody-not",
    _CATEGORY,
    Severity.WARNING,
    "“Nobody”, “nothing” or “none” as the subject of a negated verb.",
    _WHY,
    bad=(
        "Nobody has not claimed the prize.",
        "Until then nothing didn’t work in this house.",
        "No one never answered the letter.",
        "None of the members did not vote for it.",
    ),
    good=(
        "Nobody has claimed the prize that was not theirs.",
        "There is nobody who did not laugh.",
        "Nothing is impossible, and no one could not notice it.",
        "If nothing, not even rain, stops them, they play.",
        "Nobody asked. Did he not know?",
        "None of those who have not paid may vote.",
    ),
    languages=("en",),
)

OBJECT = RuleInfo(
    "negation/not-nothing",
    _CATEGORY,
    Severity.WARNING,
    "A negated verb with “nothing”, “nobody” or “no” as its object.",
    _WHY,
    bad=(
        "The inspectors have not found nothing in the cellar.",
        "We had never met nobody from the head office.",
        "She did not speak of no plan to close the school.",
        "He has never received no letter from the bank.",
    ),
    good=(
        "The inspectors have not found anything, and we cannot do nothing.",
        "It was not for nothing that he came, and that is not nothing.",
        "He would not take no for an answer. She did not say no.",
        "I never knew nobody lived here, and it does not mean nothing happened.",
        "They did not stay no matter what, and there was not, no doubt, a reason.",
        "It did not rain; nothing grew. Not only nothing was done.",
        "It is not that no one cared.",
        "She has not seen any; no vote was held.",
        "They will never find no-name brands there, nor will they see No 10.",
    ),
    languages=("en",),
)

WITHOUT = RuleInfo(
    "negation/without-nothing",
    _CATEGORY,
    Severity.WARNING,
    "“Without” or “nor” followed by a second negative word.",
    _WHY,
    bad=(
        "He left without saying nothing to the guests.",
        "They worked all night without never stopping.",
        "She did not call, nor did not she write.",
        "The shop closed without no warning.",
    ),
    good=(
        "He left without saying anything, without a word.",
        "Without nobody’s permission slip system, they let people in.",
        "She did not call, nor did she write; without it nothing works.",
        "Without it, no shop could open.",
    ),
    languages=("en",),
)

_QUOTE = r"[\"“”‘’'«»]"
_AUXILIARY = r"(?:am|is|are|was|were|has|have|had|do|does|did|will|would|shall|should|can|could|may|might|must|ca|wo)"
_NOT = rf"(?:{_AUXILIARY}(?: not\b|n[’']t\b)|cannot\b)"
_FULL_NOT = rf"(?:{_AUXILIARY} not|cannot)\b"
# A subject right behind “never”: a pronoun, or a short noun phrase with an article, a possessive or a capital.
_SUBJECT = (
    r"(?:(?:I|we|you|he|she|it|they|nobody|anyone)"
    r"|(?:the|our|this|that|these|those|their|its|his|her|my|your)(?: [\w’'-]{1,30}){1,5}"
    r"|[A-Z][\w’'-]{1,30}(?: [\w’'-]{1,30}){0,4})"
)
_NEVER = later(
    rf"\b[Nn]ever(?: ever| again|, ever| more)?{_QUOTE}? {_SUBJECT} {_NOT}(?! only)(?: ever)?(?P<verb> [a-z]{{2,20}})?"
)
_ONLY_COULD = r"(?!could|can|ca)"
_NOBODY = later(
    rf"(?<![’'-])\b(?P<lead>[Nn]obody|[Nn]othing|[Nn]o[ -]one|[Nn]one of (?:us|them|you|"
    r"(?:the|these|those|our|their) (?!who\b|that\b)\w{2,20})"
    rf"|[Nn]either of (?:us|them|you)|[Nn]ot one of them)"
    rf" (?:{_ONLY_COULD}{_AUXILIARY}(?: not\b|n[’']t\b)(?! only)|never\b)"
)
_BETWEEN = (
    r"(?P<verb>[a-z]{2,20})(?: (?:up|out|off|on|to|of|about|with|from|for|in|at|by"
    r"|us|him|them|me|you|her|yet|ever)){0,3}"
)
_OBJECT = later(
    rf"(?<!if )(?<!why )\b(?:(?P<full>{_FULL_NOT}|(?:have|has|had|will|would|can|could|do|did|does|should|must) never"
    r"|never)"
    rf"|(?P<short>{_AUXILIARY}n[’']t)) {_BETWEEN} (?:(?P<pronoun>nothing|nobody|no one)\b(?![’'])"
    r"|no (?P<noun>[a-z]{3,30}))"
)
_OWN_NOTHING = word_set(
    "do doing be been being is was are were mean means meant know knew known say said says think thought believe "
    "believed imply implied suggest suggested ensure guarantee pretend claim claimed argue feel felt see hope assume "
    "assumed accept accepted take taken leave left stand sit because that when while if as where which who there here "
    "like just simply only for come go so say answer end care"
)
"""Words after which a second negation may stand: “cannot do nothing”, “did not know nobody came”."""
_IDIOMS = word_set(
    "longer more matter doubt less later sooner fewer wonder way good better one two where such sense further other "
    "for and but or when because that which who is was are were"
)
_ANY = {"nothing": "anything", "nobody": "anybody", "never": "ever"}
_WITHOUT = later(
    r"\b[Ww]ithout (?:(?P<verb>[a-z]{2,20}ing) (?:(?:to|for|about|of|with|from) )?)?"
    r"(?:never|nothing|nobody|no one)(?![\w’'])"
)
_WITHOUT_NO = later(r"\b[Ww]ithout (?:[a-z]{2,20}ing )?no (?!one|doubt|longer|more\b|matter|less|way\b)[a-z]{3,30}\b")
_NOR = later(rf"\b[Nn]or {_FULL_NOT}|\b[Nn]or [a-z]{{2,15}} not\b")


class Negation:
    """Looks for a second negative word in the same clause of an English text."""

    rules: tuple[RuleInfo, ...] = (NEVER, NOBODY, OBJECT, WITHOUT)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a pair of negations; contracted forms, which dialects double, are told as information."""
        for passage in passages(context):
            if passage.language == "en":
                yield from _doubles(passage)


def _doubles(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    if "ever" in text:
        for match in _NEVER.finditer(text):
            yield _found(passage, NEVER, match)
    if "not" in text or "n’t" in text or "n't" in text or "never" in text:
        for match in _NOBODY.finditer(text):
            yield _found(passage, NOBODY, match, better=_without_second(match.group()))
        for match in _OBJECT.finditer(text):
            verb, noun = match["verb"], match["noun"]
            if verb in _OWN_NOTHING or (noun and noun in _IDIOMS) or (noun and verb == "no"):
                continue
            if match["pronoun"] and _goes_on(text, match.end()):
                continue
            severity = Severity.INFO if match["short"] else None
            yield _found(passage, OBJECT, match, severity, _positive(match.group()))
    if "ithout " in text:
        for pattern in (_WITHOUT, _WITHOUT_NO):
            for match in pattern.finditer(text):
                yield _found(passage, WITHOUT, match, better=_positive(match.group()))
    for match in _NOR.finditer(text):
        yield _found(passage, WITHOUT, match)


def _goes_on(text: str, at: int) -> bool:
    """Whether “nothing” is rather the subject of a clause of its own: “nothing happened”, “nobody was”."""
    rest = text[at : at + 30].split()
    word = rest[0] if rest and text[at : at + 1] == " " else ""
    return word.endswith(("ed", "s")) or word in ("would", "could", "can", "will", "had", "came", "went", "but", "to")


def _positive(words: str) -> str | None:
    """The words with “any” for the second negation."""
    head, _, last = words.rpartition(" ")
    if last == "one":
        return head.removesuffix(" no") + " anyone"
    if last in _ANY:
        return f"{head} {_ANY[last]}"
    start, found, noun = words.rpartition(" no ")
    return f"{start} any {noun}" if found else None


def _without_second(words: str) -> str | None:
    """The words without the second negation, where the verb then needs no other form."""
    if words.endswith(" never"):
        return words.removesuffix("never") + "ever"
    bare = words.removesuffix(" not")
    return bare if bare != words and bare.split()[-1] not in ("do", "does", "did") else None


def _found(
    passage: Passage,
    rule: RuleInfo,
    match: re.Match[str],
    severity: Severity | None = None,
    better: str | None = None,
) -> Finding:
    message = "Two negations cancel each other out in English: " + (
        f"write “{better}”." if better else "keep one of them."
    )
    return finding(rule, passage.block, match.start(), match.end(), message, better, severity=severity)
