"""What stands in the text in another language: sentences, clauses, single words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.loanwords import LOANWORDS, PHRASES
from tqcheck.checks.marks import read
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.function_words import FUNCTION_WORDS
from tqcheck.report import Finding, Severity

_CATEGORY = "untranslated"

SENTENCE = RuleInfo(
    "untranslated/sentence",
    _CATEGORY,
    Severity.WARNING,
    "A sentence in another language.",
    "Engines pass over lines in small print, captions and addresses; nobody noticed.",
    bad=(
        "The museum opens at nine.\n\nEntrée libre pour les moins de dix ans.",
        "The road is closed.\n\nLa route est fermée pour une durée de deux mois.",
        "Die Straße ist bis auf weiteres für den Verkehr gesperrt.",
    ),
    good=(
        "The museum opens at nine. C’est la vie.",
        "He wrote Les Fleurs du mal and La Peste, and lives in Rue de la Paix.",
        "Los Angeles, San Juan de la Cruz, Rio de Janeiro and La Paz are cities.",
        "“Je ne sais quoi” is what she has. Sturm und Drang!",
        "Die another day, man, in the den.",
    ),
    languages=("en", "fr", "es", "it", "de", "pt", "nl"),
)

CLAUSE = RuleInfo(
    "untranslated/clause",
    _CATEGORY,
    Severity.WARNING,
    "Some words of a sentence in another language.",
    "The engine gave up in the middle, mostly at a name or at a mark that it did not know.",
    bad=(
        "She said that la réforme ne sera pas votée before the summer.",
        "The law says that los vecinos no pueden aparcar sin permiso hasta el lunes, and it is clear.",
    ),
    good=(
        "She said that the réforme du lycée will not be voted on.",
        "He is the crème de la crème, and has a certain je ne sais quoi.",
        "The poem “Les sanglots longs des violons de l’automne” is by Verlaine.",
        "They met at the Ministère de la Santé et des Sports in the rue de la paix.",
    ),
    languages=("en",),
)

WORD = RuleInfo(
    "untranslated/word",
    _CATEGORY,
    Severity.INFO,
    "A word with an accent that English does not use.",
    "It may be a word that the engine did not know.",
    bad=(
        "The préfecture asked the députés to wait.",
        "The größe of the room surprised the bürgermeister.",
    ),
    good=(
        "The fiancée of the protégé ate a crème brûlée in a café with an ornate façade.",
        "The lycée, the résumé and the naïve élite; Besançon, Müller, Málaga.",
        "The word “préfecture” is French.",
    ),
    languages=("en",),
)

_TOKEN = later(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_PARTS = later(r"[^\W\d_]+")
_GAP = later(r"[ ,\u00a0\u202f-]{1,3}")
_ENGLISH = word_set(
    "plus on son sur no die in was an is so van des door met do as at to am man per me a con all come die per sue se "
    "si ne son ton pour un que qui en est et den war ab das die mit hat von des los el al del da di do dos das os as "
    "um na no ma lo tra o e y du le la les de van der te die pas ou au par uit men hij wel ze we he are one not for "
    "or il i"
)
"""Function words of other languages that are English words, letters, or parts of names that English keeps."""
_ENGLISH_SURE = word_set("pour que qui est et les un ne pas ou par mit hat war")
"""Those of them that still count where several others stand beside them."""
_LEAST = 4
_SHARE = 0.25
_ACCENTS = {
    "fr": "àâçéèêëîïôùûœ",
    "de": "äöüß",
    "es": "áéíóúñ",
    "it": "àèéìòù",
    "pt": "ãõçáéíóúâêô",
    "nl": "éëïö",
    "pl": "ąćęłńóśźż",
}
_ACCENTED = later(r"(?<![\w@#’'-])[a-zß-öø-ÿœąćęłńśźż]*[ß-öø-ÿœąćęłńśźż][a-zß-öø-ÿœąćęłńśźż]*(?![\w@’'-])")


class Untranslated:
    """Looks for function words of other languages, and for accents."""

    rules: tuple[RuleInfo, ...] = (SENTENCE, CLAUSE, WORD)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a sentence, or one a clause or word in sentences that are otherwise in the language."""
        language = (context.language or "").split("-")[0].lower()
        if language not in SENTENCE.languages:
            return
        parts = list(passages(context))
        origin = (context.origin or "").split("-")[0]
        foreign = [part for part in parts if part.language not in (None, language)]
        bilingual = len(foreign) * 3 > len(parts) > 1
        for passage in parts:
            if passage.block.language and passage.block.language.split("-")[0].lower() != language and bilingual:
                continue
            whole: list[tuple[int, int]] = []
            for segment in passage.segments:
                start, end = segment.start, segment.end
                other = _language_of(passage.text[start:end], language)
                if other is None or passage.shields.touch(start, end):
                    continue
                whole.append((start, end))
                # A sentence that equals its source is told as such, by the checks that see the source.
                if segment.source_text != segment.text:
                    severity = None if other == origin or not origin or not bilingual else Severity.INFO
                    message = f"This sentence is in {_NAMES[other]}."
                    yield finding(SENTENCE, passage.block, start, end, message, severity=severity)
            if language == "en" and passage.language in ("en", None):
                yield from _inside(passage, origin, whole)


_NAMES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "de": "German",
    "pt": "Portuguese",
    "nl": "Dutch",
}


@cache
def _telling(target: str) -> dict[str, frozenset[str]]:
    """By language, the function words that neither are words of `target` nor stand in many names."""
    own = FUNCTION_WORDS[target] | (_ENGLISH if target == "en" else _PARTICLES)
    return {language: words - own for language, words in FUNCTION_WORDS.items() if language != target}


_PARTICLES = word_set("de la le les du des di da del van von der den el los las o a e y in on so as at do")


def _language_of(sentence: str, target: str) -> str | None:
    """The language of a sentence that is in another one than `target`; ``None`` where it is not, or may be a name."""
    plain = sentence.lower().split()
    if len(plain) < _LEAST - 1 or sum(map(FUNCTION_WORDS[target].__contains__, plain)) * 5 > len(plain):
        return None
    raw = _PARTS.findall(sentence)
    if len(raw) < _LEAST or sum(word.islower() for word in raw) * 2 < len(raw):
        return None
    if any(phrase in sentence.lower().replace("’", "'") for phrase in PHRASES) and len(raw) < 10:
        return None
    words = [word.lower() for word in raw]
    own = sum(word in FUNCTION_WORDS[target] for word in words)
    best: tuple[int, str] = (0, "")
    for language, telling in _telling(target).items():
        known = FUNCTION_WORDS[language]
        hits = sum(word in known for word in words)
        sure = len({word for word in words if word in telling or (target == "en" and word in known & _ENGLISH_SURE)})
        accents = sum(not word.isascii() for word in words)
        shared = sum(word in known and word in FUNCTION_WORDS[target] for word in words)
        if (
            sure >= 2
            and hits >= _SHARE * len(words)
            and own - shared <= hits // 4
            and (sure > 2 or accents or hits > 2)
        ):
            best = max(best, (hits, language))
    return best[1] or None


def _inside(passage: Passage, origin: str, whole: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    text = passage.text
    # Most English paragraphs end here: the quotations are read only where something foreign stands.
    words = set(text.lower().replace("’", "'").replace("'", " ").split())
    telling = _all_telling() & words
    # Without a word of English the line is a name, a title or foreign as a whole.
    accented = [] if text.isascii() or FUNCTION_WORDS["en"].isdisjoint(words) else list(_accented(text, origin))
    if len(telling) < 2 and not accented:
        return
    quoted = [(each.open.start, each.close.end) for each in read(text, "en", passage.shields).quotations]
    free = free_spans(sorted([*quoted, *whole]), len(text))
    if len(telling) > 1:
        yield from _clauses(passage, free)
    at = 0
    for match in accented:
        while at < len(free) and free[at][1] <= match.start():
            at += 1
        if at < len(free) and free[at][0] <= match.start() and not passage.shields.touch(*match.span()):
            message = f"“{match.group()}” looks like a word that was not translated."
            yield finding(WORD, passage.block, *match.span(), message)


def _accented(text: str, origin: str) -> Iterator[re.Match[str]]:
    accents = set(_ACCENTS.get(origin, "".join(_ACCENTS.values())))
    for match in _ACCENTED.finditer(text):
        word = match.group()
        if len(word) > 2 and not {word, word.removesuffix("s")} & LOANWORDS and not accents.isdisjoint(word):
            yield match


@cache
def _all_telling() -> frozenset[str]:
    return frozenset().union(*_telling("en").values()) | _ENGLISH_SURE


def free_spans(taken: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The stretches of ``0..length`` outside the spans `taken`, which are sorted and may nest."""
    spans, at = [], 0
    for start, end in taken:
        if start > at:
            spans.append((at, start))
        at = max(at, end)
    if at < length:
        spans.append((at, length))
    return spans


def _clauses(passage: Passage, spans: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    text = passage.text
    for low, high in spans:
        run: list[re.Match[str]] = []
        for match in _TOKEN.finditer(text, low, high):
            joined = not run or _GAP.fullmatch(text, run[-1].end(), match.start())
            word = match.group()
            if joined and word[0].islower() and word.lower() not in FUNCTION_WORDS["en"] - _MIXED:
                run.append(match)
                continue
            yield from _clause(passage, run)
            run = [match] if word[0].islower() and word.lower() not in FUNCTION_WORDS["en"] - _MIXED else []
        yield from _clause(passage, run)


_MIXED = word_set("on in no so a son plus as me he die was an is am")


def _clause(passage: Passage, run: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """A finding where a run of words without any of English holds several of one other language."""
    if len(run) < _LEAST:
        return
    words = [part.lower() for match in run for part in _PARTS.findall(match.group())]
    for language, telling in _telling("en").items():
        known = FUNCTION_WORDS[language]
        sure = {word for word in words if word in telling or word in known & _ENGLISH_SURE}
        at = [
            place for place, match in enumerate(run) if any(p.lower() in known for p in _PARTS.findall(match.group()))
        ]
        if len(sure) < 2 or len(at) < 3:
            continue
        # English content words may stand at either end; the clause goes from the first to the word behind the last.
        first, last = at[0], min(at[-1] + 1, len(run) - 1)
        if last - first + 1 < _LEAST or len(at) < 0.4 * (last - first + 1):
            continue
        start, end = run[first].start(), run[last].end()
        quote = passage.text[start:end].lower().replace("’", "'")
        if any(phrase in quote for phrase in PHRASES) or passage.shields.touch(start, end):
            return
        yield finding(CLAUSE, passage.block, start, end, f"These words are in {_NAMES[language]}.")
        return
