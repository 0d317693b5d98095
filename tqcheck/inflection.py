"""English inflection: the forms of a word, and a word put into the form of another."""

from __future__ import annotations

import re
from functools import lru_cache

TAGS = ("base", "s", "ed", "en", "ing")
"""Infinitive or singular; third person or plural; past; past participle; present participle."""

_PAST = """
arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became become|begin began begun
bend bent bent|bet bet bet|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken
breed bred bred|bring brought brought|broadcast broadcast broadcast
build built built|burst burst burst|buy bought bought
cast cast cast|catch caught caught|choose chose chosen|cling clung clung|come came come|cost cost cost|creep crept crept
cut cut cut|deal dealt dealt|dig dug dug|do did done|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten
fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found|flee fled fled|fling flung flung
fly flew flown|forbid forbade forbidden|forecast forecast forecast|foresee foresaw foreseen|forget forgot forgotten
forgive forgave forgiven|freeze froze frozen|get got got|give gave given|go went gone|grow grew grown|hang hung hung
have had had|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|keep kept kept|know knew known
lay laid laid|lead led led|leave left left|lend lent lent|let let let|lie lay lain|lose lost lost|make made made
mean meant meant|meet met met|mistake mistook mistaken|overcome overcame overcome|overtake overtook overtaken
pay paid paid
put put put|quit quit quit|read read read|ride rode ridden|ring rang rung|rise rose risen|run ran run|say said said
see saw seen|seek sought sought|sell sold sold|send sent sent|set set set|shake shook shaken|shed shed shed
shine shone shone|shoot shot shot|show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk
sit sat sat|sleep slept slept|slide slid slid|speak spoke spoken|spend spent spent|spin spun spun|split split split
spread spread spread|spring sprang sprung|stand stood stood|steal stole stolen|stick stuck stuck|sting stung stung
strike struck struck|strive strove striven|swear swore sworn|sweep swept swept|swim swam swum|swing swung swung
take took taken|teach taught taught|tear tore torn|tell told told|think thought thought|throw threw thrown
undergo underwent undergone|understand understood understood|undertake undertook undertaken|uphold upheld upheld
upset upset upset|wake woke woken|wear wore worn|weave wove woven|win won won|wind wound wound
withdraw withdrew withdrawn|withhold withheld withheld|withstand withstood withstood|write wrote written
"""
_PLURAL = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "life": "lives",
    "wife": "wives",
    "half": "halves",
    "crisis": "crises",
    "analysis": "analyses",
    "criterion": "criteria",
    "phenomenon": "phenomena",
}
# Stress on the last syllable doubles the consonant; spelling alone does not tell.
_LAST_STRESSED = """
abet abhor admit allot begin commit compel concur confer control defer deter dispel embed equip excel expel forget incur
infer occur omit outwit overlap patrol permit prefer propel rebut recap recur refer regret remit repel submit transfer
transmit upset
"""
_DOUBLED = frozenset(_LAST_STRESSED.split())
_BE = {
    "base": ("be", "am", "are"),
    "s": ("is",),
    "ed": ("was", "were"),
    "en": ("been",),
    "ing": ("being",),
}
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtvz]")
_HOUR = ("hour", "honest", "honor", "honour", "heir")
_YOU = ("uni", "use", "usu", "util", "euro", "eu-", "one", "once", "ub", "u-")
_HELPING = "have has had having ve be is are was were am been being get gets got getting gotten"
_AUXILIARIES = frozenset(_HELPING.split())
_MODAL = "to will would can could may might shall should must not t did do does let and or please"
_BEFORE_INFINITIVE = frozenset(_MODAL.split())


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, str]]:
    rows = (row.split() for row in _PAST.replace("\n", "|").split("|") if row)
    return {base: (past, participle) for base, past, participle in rows}


def form(lemma: str, tag: str) -> str:
    """`lemma` in the form that `tag` names, as it is spelt; of a phrase the first word is inflected."""
    head, gap, tail = lemma.partition(" ")
    return _word(head, tag) + gap + tail


def base(word: str) -> str:
    """`word` without the ending of a plural or of the third person: researches -> research."""
    for ending, instead in (("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ies", "y"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss"):
            return word.removesuffix(ending) + instead
    return word


def _word(lemma: str, tag: str) -> str:
    if tag == "base":
        return lemma
    if lemma == "be":
        return _BE[tag][0]
    if tag == "s":
        return _s(lemma)
    if tag == "ing":
        return _stem(lemma, "ing") + "ing"
    if lemma in _irregular():
        return _irregular()[lemma][tag == "en"]
    return _stem(lemma, "ed") + "ed"


def _s(lemma: str) -> str:
    if lemma in _PLURAL:
        return _PLURAL[lemma]
    if lemma == "have":
        return "has"
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in ("go", "do", "undergo", "echo", "veto", "hero"):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"


def _stem(lemma: str, ending: str) -> str:
    if ending == "ing" and lemma.endswith("ie"):
        return lemma[:-2] + "y"
    if lemma.endswith("e") and (ending == "ed" or not lemma.endswith(("ee", "oe", "ye", "be"))):
        return lemma[:-1]
    if lemma.endswith("be") and len(lemma) > 3:
        return lemma[:-1]
    if ending == "ed" and lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "i"
    if lemma in _DOUBLED or _SHORT.fullmatch(lemma):
        return lemma + lemma[-1]
    return lemma


def forms(lemma: str, tags: tuple[str, ...] = TAGS) -> frozenset[str]:
    """Every form of `lemma` with one of `tags`; British and American doubling both count as forms."""
    if lemma == "be":
        return frozenset(word for tag in tags for word in _BE[tag])
    found = {_word(lemma, tag) for tag in tags}
    if lemma[-1:] in ("l", "p"):
        found |= {lemma + lemma[-1] + tag for tag in tags if tag in ("ed", "ing")}
        if "en" in tags:
            found.add(lemma + lemma[-1] + "ed")
    if lemma in _PLURAL and "s" in tags:
        found.add(lemma + "s")
    return frozenset(found)


def tag_of(word: str, before: tuple[str, ...]) -> str:
    """The form that `word` (lower case) is in; `before` are the words left of it, the nearest last.

    A past form that is also the participle is taken as the one that the auxiliaries before it ask for.
    """
    for tag, shapes in _BE.items():
        if word in shapes:
            return tag
    # Without a vowel before it the ending is the word's own, as in bring.
    if word.endswith("ing") and any(letter in "aeiouy" for letter in word[:-3]):
        return "ing"
    past, participle = _past_forms()
    if word in _same_forms():
        return _tag_of_same(before)
    if word.endswith("ed") or (word in past and word in participle):
        return "en" if any(part in _AUXILIARIES for part in before[-3:]) else "ed"
    if word in participle:
        return "en"
    if word in past:
        return "ed"
    if word in ("has", "does", "goes") or word in _PLURAL.values():
        return "s"
    return "s" if word.endswith("s") and not word.endswith("ss") else "base"


@lru_cache(maxsize=1)
def _past_forms() -> tuple[frozenset[str], frozenset[str]]:
    rows = [(past, participle) for base, (past, participle) in _irregular().items() if past != base]
    return frozenset(past for past, _ in rows), frozenset(participle for _, participle in rows)


@lru_cache(maxsize=1)
def _same_forms() -> frozenset[str]:
    return frozenset(base for base, (past, _) in _irregular().items() if past == base)


def _tag_of_same(before: tuple[str, ...]) -> str:
    """The form of a word such as ``put``, whose past is its infinitive: only the words before it can tell."""
    if any(part in _AUXILIARIES for part in before[-2:]):
        return "en"
    return "base" if not before or before[-1] in _BEFORE_INFINITIVE else "ed"


def inflected(phrase: str, like: str, before: tuple[str, ...]) -> str:
    """`phrase` with its first word put into the form of the word `like`: ("insist", "hammered") -> "insisted".

    A phrase that begins with ``be`` agrees with the word before, as far as its ending tells its number.
    """
    tag = tag_of(like.lower(), before)
    head, gap, tail = phrase.partition(" ")
    if head == "be" and tag in ("ed", "base") and like.lower() != "be":
        plural = bool(before) and (before[-1] in ("we", "you", "they") or _s_plural(before[-1]))
        if tag == "ed":
            return ("were" if plural else "was") + gap + tail
        if plural:
            return "are" + gap + tail
    return form(phrase, tag)


def _s_plural(word: str) -> bool:
    return word in _PLURAL.values() or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def article(following: str) -> str:
    """``a`` or ``an``, as `following` sounds."""
    low = following.lower().lstrip("\"'“‘«")
    if low.startswith(_HOUR):
        return "an"
    if low.startswith(("unin", "unim", "unid")):
        return "an"
    return "an" if low[:1] in tuple("aeiou") and not low.startswith(_YOU) else "a"
