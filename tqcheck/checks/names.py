"""Names of persons in the romanisation of the original: Sergueï, Tchekhov, el-Béchir, Gorbatschow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.romanisation import cyrillic, english, given_names
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

_CATEGORY = "name/transliteration"

SLAVIC = RuleInfo(
    "names/slavic",
    _CATEGORY,
    Severity.WARNING,
    "A Russian or Ukrainian name in the French or German romanisation.",
    "Each language writes Cyrillic names after its own ear: French “Tchekhov” is Chekhov in English. Readers who look "
    "for the person find nobody under the foreign spelling.",
    bad=(
        "The novelist Mikhaïl Boulgakov lived here.",
        "Nikita Khrouchtchev came to power in 1953.",
        "The minister, Iouri Tchaban, did not answer.",
        "A play by Tchekhov and a novel by Dostoïevski are on the list.",
        "The talks with Boris Eltsine failed.",
        "Sergei Liapkine will stand in for Dmitri Chouvaline.",
    ),
    good=(
        "Anton Chekhov, Boris Yeltsin and Sergei Shoigu; Dmitry Lyapkin and Igor Chernov.",
        "The French players Aurélien Tchouaméni and Louis Dupouy spoke to Boris Bouvier.",
        "Jacques Chirac met Anatole Loupiac and Antoine Boutin in Tchad Street.",
        "Pyotr Tchaikovsky and Mr Rabinovitch eat Poutine in Montréal.",
        "Anaïs, Loïc and Haïm Souchon live in Hanoï.",
        "Valentine Moulin and Ivan Racine are engaged; Oleh Liashko is not.",
        "Roman Polanski and Andrej Babiš, Wladimir Klitschko and Johann Schadow.",
    ),
    languages=("en",),
)

ARABIC = RuleInfo(
    "names/arabic",
    _CATEGORY,
    Severity.WARNING,
    "An Arabic name with al- or el- in the French romanisation.",
    "French writes “ch”, “dj” and “aoui” where English writes “sh”, “j” and “awi”.",
    bad=(
        "General Hamdan al-Machriqi denied it.",
        "The town of El-Hodjaïr was taken.",
        "A speech by Omar el-Berchaoui was broadcast.",
    ),
    good=(
        "General Hamdan al-Mashriqi denied it, and Al-Christian is no name.",
        "The town of El Hajeb, the El-Khoury family, Michel Aoun and Rachid Taha.",
        "Nour al-Maliki and Mahmoud al-Zahar spoke; El-Chapo is Spanish.",
    ),
    languages=("en",),
)

_NAME = later(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDING = later(
    r"(?:[oe]v|[oe]va|ïev|ïeva|sk[iy]|skaïa|skaia|enko|(?:ov|ev)itch|tchouk|iouk|chvili|ine|stoï|khin|chin)$"
)
_MARK = later(r"tch|ou|ï|gu[ei]|kine$|tsine$")
_WEAK = later(r"ch|j|ine$|ia|io|é|ou|ï|tch|gu[ei]")
_FOREIGN = later(r"c(?!h)|[qwxç]|(?<![ckg])h|([bdfgpt])\1|[ln]j")
"""What French never writes for a Cyrillic letter."""
_INITIAL_YA = later(r"^[bcdfgklmnprstvz]{1,2}ia[bcdfgjklmnprstvz]")
_HARD_CH = later(r"^ch[kmnpv]")
"""Ш before a consonant, where English and Polish have no “ch” and German has “sch”."""
_RUSSIAN = later(r"(?:[oe]v|[oe]va|ine|sk[iy]|tch)$")
_GERMAN = later(r"(?:[oe]w|[oe]wa|enko|[oe]wski|[oe]witsch)$")
_UKRAINIAN = word_set(
    "Oleksandr Oleksiy Oleksii Serhiy Serhii Andriy Andrii Dmytro Mykola Volodymyr Mykhailo Oleh Taras Ostap Petro "
    "Vasyl Vitaliy Vitalii Ihor Yuriy Yurii Bohdan Kateryna Olha Nataliia Iryna Yuliia Iuliia"
)
_SHARED = word_set(
    "Alexei Alexey Aleksei Aleksey Andrei Andrey Sergei Sergey Mikhail Nikolai Nikolay Dmitry Yevgeny Evgeny Yuri Yury "
    "Vasily Vitaly Valery Anatoly Arkady Georgy Gennady Grigory Vyacheslav Ruslan Ilya Fyodor Yelena Yulia Serguei"
)
_WESTERN = word_set("Anton Boris Denis Igor Ivan Konstantin Maxim Nikita Roman Olga Irina Elena Natalia Larissa Larisa")
"""Given names that people without a Slavic surname bear as well."""
_WESTERN |= word_set("Tatiana Galina Oxana Xenia Bogdan Viktor Stanislav Kirill Ekaterina Svetlana Vadim Vladimir")
_LONG = 5
_ARABIC = later(r"^(?:[Aa]l|[Ee]l)-([^\W\d_]+)$")
_ARABIC_MARK = later(r"(?:(?<!^)ch|^ch(?=[aeio](?!r[il]|p|i[cn]))|dj|aoui)", re.IGNORECASE)
_FRENCH_ARABIC = (("tch", "ch"), ("ch", "sh"), ("dj", "j"), ("oui", "wi"), ("ou", "u"), ("aï", "ai"), ("é", "e"))
_SPANISH = word_set("chapo chino churro che chico chavo choclo")


@dataclass(frozen=True, slots=True)
class _Word:
    """A capitalised word in a passage."""

    text: str
    start: int
    end: int
    adjoins: bool
    """Whether only a space stands between it and the name before it."""


class Names:
    """Looks at capitalised words: their letters, their endings, and the given names beside them."""

    rules: tuple[RuleInfo, ...] = (SLAVIC, ARABIC)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a name; a surname that was recognised once is found wherever it stands in the document."""
        parts = [(part, _words(part.text)) for part in passages(context) if part.language == "en"]
        system = "de" if context.origin == "de" else "fr" if context.origin in (None, "fr") else None
        known: dict[str, str | None] = {}
        if system:
            for _, words in parts:
                for phrase in _phrases(words):
                    known |= _german(phrase) if system == "de" else _french(phrase)
        for passage, words in parts:
            yield from _slavic(passage, words, known, system or "fr")
            yield from _arabic(passage, words)


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    last = -1
    for match in _NAME.finditer(text):
        word = match.group()
        if word[0].isupper() or word.startswith(("al-", "el-")):
            if word.endswith(("’s", "'s")):
                word = word[:-2]
            words.append(_Word(word, match.start(), match.start() + len(word), last == match.start() - 1))
            last = match.end()
    return words


def _phrases(words: Sequence[_Word]) -> Iterator[list[str]]:
    """The words of each name."""
    phrase: list[str] = []
    for word in words:
        if not word.adjoins and phrase:
            yield phrase
            phrase = []
        phrase.append(word.text)
    if phrase:
        yield phrase


@cache
def _given(system: str) -> tuple[dict[str, str], frozenset[str]]:
    """Given names that only `system` spells so, with the English spelling; and those that English shares."""
    marked, shared = {}, set(_SHARED)
    for spelling, better in given_names(system).items():
        if spelling in _SHARED or (_plain(spelling) == _plain(better) and "ï" not in spelling):
            shared.add(spelling)
        else:
            marked[spelling] = better
    return marked, frozenset(shared)


def _plain(name: str) -> str:
    """What is left when the differences that English tolerates are levelled."""
    plain = name.lower().replace("ie", "e").replace("ye", "e").replace("ya", "ia").replace("y", "i").replace("ss", "s")
    return plain.replace("é", "e").replace("io", "yo") if plain[:1] != "i" else "e" + plain[1:]


def _french(phrase: list[str]) -> dict[str, str | None]:
    """The words of a name that are in the French romanisation, with their English spelling."""
    marked, shared = _given("fr")
    has_marked = any(word in marked for word in phrase)
    has_given = has_marked or any(word in shared or word in _UKRAINIAN for word in phrase[:-1])
    russian = not any(word in _UKRAINIAN for word in phrase)
    western = has_given and not has_marked and russian and all(w in _WESTERN for w in phrase[:-1] if w in shared)
    found: dict[str, str | None] = {}
    for at, word in enumerate(phrase):
        if word in marked:
            found[word] = marked[word]
        elif (
            word not in shared and len(word) >= _LONG and _is_french(word, at, has_marked, has_given, western, russian)
        ):
            letters = cyrillic(word, "fr")
            if letters and english(letters) != word:
                found[word] = english(letters)
    return found


def _is_french(word: str, at: int, marked: bool, given: bool, western: bool, russian: bool) -> bool:
    low = word.lower()
    if not word[1:].islower() or low.endswith("sky") or _FOREIGN.search(low):
        return False
    beside = at > 0 and given
    ending = _ENDING.search(low)
    if ending and _MARK.search(low):
        kind = ending.group()
        if kind in ("ova", "eva"):
            # Czech women and streets end so too, and Czech has a diphthong “ou”.
            sure = beside or len(_MARK.findall(low)) > 1
        elif kind.endswith("itch"):
            sure = "ou" in low or "ï" in low or low.count("ch") > 1
        else:
            sure = kind != "ine" or low.endswith(("chkine", "tchine", "khine"))
        if sure:
            return True
    if not beside:
        return False
    if marked and _WEAK.search(low):
        return True
    if ending and low.endswith("ine"):
        return not western or any(mark in low for mark in ("ts", "ou", "ch", "j"))
    if ending and (_MARK.search(low) or "j" in low):
        return True
    if not western and ("ï" in low or low.startswith(("tch", "ie")) or low.endswith("ou") or _HARD_CH.match(low)):
        return True
    if not western and low.endswith("ski") and "w" not in low:
        return True
    if western and "tch" in low and low.endswith(("k", "in", "ko")):
        return True
    return russian and _INITIAL_YA.match(low) is not None and _RUSSIAN.search(low) is not None


def _german(phrase: list[str]) -> dict[str, str | None]:
    marked, shared = _given("de")
    given = any(word in marked or word in shared for word in phrase[:-1])
    found: dict[str, str | None] = {}
    for at, word in enumerate(phrase):
        low = word.lower()
        if len(word) < _LONG or not word[1:].islower() or word in marked or word in shared:
            continue
        beside = at > 0 and given
        soft = beside and word.startswith(("Je", "Ju", "Ja")) and low.endswith("in")
        if not (_GERMAN.search(low) or soft):
            continue
        strong = "tsch" in low or ("sch" in low and low.endswith(("ew", "enko", "owski")))
        if strong or beside:
            letters = cyrillic(word, "de")
            # “sch” is ш or ж, so the English spelling is not sure.
            sure = letters and "sch" not in low.replace("schtsch", "").replace("tsch", "")
            found[word] = english(letters) if letters and sure else None
            found |= {name: marked[name] for name in phrase[:at] if name in marked}
    return found


def _slavic(passage: Passage, words: Sequence[_Word], known: dict[str, str | None], system: str) -> Iterator[Finding]:
    at = 0
    language = "German" if system == "de" else "French"
    while at < len(words):
        if words[at].text not in known or passage.shields.touch(words[at].start, words[at].end):
            at += 1
            continue
        last = at + 1
        while last < len(words) and words[last].adjoins and words[last].text in known:
            last += 1
        better = [known[word.text] for word in words[at:last]]
        start, end = words[at].start, words[last - 1].end
        whole = " ".join(name for name in better if name) if all(better) else None
        message = f"This is the {language} spelling of a Slavic name" + (
            f": English writes “{whole}”." if whole else "."
        )
        yield finding(SLAVIC, passage.block, start, end, message, whole)
        at = last


def _arabic(passage: Passage, words: Sequence[_Word]) -> Iterator[Finding]:
    for word in words:
        match = _ARABIC.match(word.text)
        if match is None or not _ARABIC_MARK.search(match[1]) or match[1].lower() in _SPANISH:
            continue
        better = match[1].lower()
        for french, other in _FRENCH_ARABIC:
            # “tch” is one sound: its own replacement must not be replaced again.
            better = better.replace(french, other if french != "tch" else "\x00")
        better = better.replace("\x00", "ch").replace("ï", "i")
        better = word.text[:3] + (better.capitalize() if match[1][0].isupper() else better)
        if not passage.shields.touch(word.start, word.end):
            message = f"This is the French spelling of an Arabic name: English writes “{better}”."
            yield finding(ARABIC, passage.block, word.start, word.end, message, better)
