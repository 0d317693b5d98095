"""Which language a text, or each paragraph of a document, is written in, by langdetect; unsure is an answer too.

langdetect alone is overconfident: it calls the two letters ``ok`` Slovak with certainty 0.99999, lets names, URLs
and quoted titles decide, and takes the larger half of a mixed text for the whole. So a text is first stripped of what
says nothing of its language, must then be long enough, and is asked again in parts, which have to agree. Most
articles in English, French or German never get so far: their function words tell. Only the profiles of the text's
script are loaded: 60 to 100 ms for the Latin ones, once a process; all take five times that.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tqcheck.document import Block, Document
from tqcheck.function_words import FUNCTION_WORDS
from tqcheck.languages import normalise
from tqcheck.report import Language

_LATIN = "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi"
# The languages that langdetect knows, by the script they are written in. A script of one language needs no profile.
_SCRIPTS = {
    "latin": _LATIN.split(),
    "cyrillic": ["bg", "mk", "ru", "uk"],
    "arabic": ["ar", "fa", "ur"],
    "devanagari": ["hi", "mr", "ne"],
    "greek": ["el"],
    "hebrew": ["he"],
    "bengali": ["bn"],
    "gurmukhi": ["pa"],
    "gujarati": ["gu"],
    "tamil": ["ta"],
    "telugu": ["te"],
    "kannada": ["kn"],
    "malayalam": ["ml"],
    "thai": ["th"],
    "hangul": ["ko"],
    "kana": ["ja"],
    "han": ["zh"],
}
_RANGES = [
    (0x41, "latin"),
    (0x370, "greek"),
    (0x400, "cyrillic"),
    (0x530, ""),
    (0x590, "hebrew"),
    (0x600, "arabic"),
    (0x780, ""),
    (0x900, "devanagari"),
    (0x980, "bengali"),
    (0xA00, "gurmukhi"),
    (0xA80, "gujarati"),
    (0xB00, ""),
    (0xB80, "tamil"),
    (0xC00, "telugu"),
    (0xC80, "kannada"),
    (0xD00, "malayalam"),
    (0xD80, ""),
    (0xE00, "thai"),
    (0xE80, ""),
    (0x1100, "hangul"),
    (0x1200, ""),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, ""),
    (0x3040, "kana"),
    (0x3100, ""),
    (0x3400, "han"),
    (0xA000, ""),
    (0xAC00, "hangul"),
    (0xD7B0, ""),
    (0x20000, "han"),
    (0x32000, ""),
]
_STARTS = [start for start, _ in _RANGES]
# Scripts that put no spaces between words, and say in a letter what takes others two or three.
_DENSE = {"han", "kana", "hangul", "thai"}

# Languages that a short text cannot tell apart; certainty inside a group has to be high.
_CONFUSABLE = [
    frozenset(group.split())
    for group in (
        "es pt ca",
        "it ro",
        "no da sv",
        "cs sk",
        "hr sl",
        "ru uk bg mk",
        "nl af",
        "fi et",
        "hi mr ne",
        "ar fa ur",
    )
]

_LETTERS = 20
_WORDS = 4
# Below this, chance n-grams make langdetect certain of a wrong language; each half of the words has to agree.
_SURE_LETTERS = 60
_CERTAIN = 0.9
_CERTAIN_AMONG_CONFUSABLE = 0.99
# A paragraph has to be this long and this certain to be said to differ from its document.
_ODD_LETTERS = 60
_ODD_CERTAINTY = 0.95
# Languages, number and share of function words, and certainty, for a paragraph that needs no langdetect.
_PLAIN = ("en", "fr", "de")
_PLAIN_WORDS = 12
_PLAIN_SHARE = 0.25
_PLAIN_CERTAINTY = 0.99
# Share of the text from which plain paragraphs of one language settle the document's.
_MAJORITY = 0.8
_WINDOW = 100
_WINDOWS = 6
_SLICE = 500
_PARAGRAPHS = 300

_QUOTED = re.compile(r"[“«„\"][^“”«»„\"\n]{1,60}[”»“\"]")
_CODE = re.compile(r"`[^`\n]{1,200}`")
_NEVER_A_WORD = frozenset("@/\\_=<>{}[]|#$%^*+~0123456789")
_EDGES = " \t\n.,;:!?…()[]\"'“”„«»‹›‘’–—-¿¡*#"

_lock = threading.Lock()


def detect(text: str) -> Language:
    """The language of `text`, as an ISO 639-1 code, with a certainty from 0 to 1.

    The code is ``None`` where the text is too short (fewer than 20 letters or 4 words once URLs, numbers, code and
    short quotations are left out), mixed, or not to be told from a neighbouring language. At most 3,000 characters
    are looked at, spread evenly over a longer text.
    """
    slices = list(_slices(text))
    script, share = _script("".join(slices))
    if not script or share < 0.7:
        return Language(None, 0.0)
    windows = slices if script in _DENSE else _windows([word for part in slices for word in _words(part)])
    sample = " ".join(windows)
    letters = sum(map(str.isalpha, sample))
    dense = script in _DENSE
    if letters < (_LETTERS // 2 if dense else _LETTERS) or not (dense or len(sample.split()) >= _WORDS):
        return Language(None, 0.0)
    if len(_SCRIPTS[script]) == 1:
        return Language(_SCRIPTS[script][0], round(share, 4))
    found = _agreed(sample, windows, script, letters)
    if found.code is None and letters < _SURE_LETTERS:
        # What langdetect cannot tell in a headline, its few function words may.
        return _plainly(sample, _WORDS) or found
    return found


def detect_document(document: Document) -> tuple[Language, tuple[str | None, ...]]:
    """The language of the document, and of each of its blocks where that is known to be another (else ``None``).

    The document's is the one it declares, otherwise the majority of its paragraphs by length; its code is ``None``
    where they are split. At most 300 paragraphs, spread evenly, are looked at.
    """
    blocks = document.blocks
    found: dict[int, Language] = {}
    open_: list[int] = []
    step = max(1, -(-len(blocks) // _PARAGRAPHS))
    for at, block in enumerate(blocks):
        if block.language:
            found[at] = Language(normalise(block.language), 1.0)
        elif at % step == 0:
            plain = _plainly(block.text)
            if plain:
                found[at] = plain
            else:
                open_.append(at)
    main = _plain_majority(blocks, found, open_)
    for at in open_:
        if main is None or not _harmless(blocks[at].text, main):
            found[at] = detect(blocks[at].text)

    weights: Counter[str] = Counter()
    certainties: dict[str, float] = {}
    for at, language in found.items():
        if language.code:
            weights[language.code] += len(blocks[at].text)
            weighted = len(blocks[at].text) * language.certainty
            certainties[language.code] = certainties.get(language.code, 0.0) + weighted
    if document.language:
        whole = Language(normalise(document.language), 1.0)
    elif weights:
        code, weight = max(weights.items(), key=lambda item: (item[1], item[0]))
        share = weight / weights.total()
        certainty = round(share * certainties[code] / weight, 4)
        whole = Language(code if share >= 0.6 else None, certainty)
    else:
        whole = detect("\n".join(block.text for block in blocks))

    def differing(at: int) -> str | None:
        language = found.get(at)
        if language is None or language.code in (None, whole.code):
            return None
        declared = blocks[at].language is not None
        sure = language.certainty >= _ODD_CERTAINTY and len(blocks[at].text) >= _ODD_LETTERS
        return language.code if declared or sure else None

    return whole, tuple(differing(at) for at in range(len(blocks)))


def _plainly(text: str, fewest: int = _PLAIN_WORDS) -> Language | None:
    """The language of a paragraph that its function words leave no doubt of; spares most paragraphs langdetect.

    Only for languages that no neighbour shares its function words with, as Catalan does with Spanish.
    """
    words = _words(text[: _SLICE * _WINDOWS])
    if len(words) < fewest:
        return None
    (most, code), (next_most, _) = _hits(words)[:2]
    if code not in _PLAIN or most < 2 or most < _PLAIN_SHARE * len(words) or next_most * 2 > most:
        return None
    # A paragraph of two languages is for langdetect: its second half must say the same.
    half = words[len(words) // 2 :]
    if sum(map(FUNCTION_WORDS[code].__contains__, half)) < _PLAIN_SHARE * len(half) / 2:
        return None
    return Language(code, _PLAIN_CERTAINTY)


def _hits(words: list[str]) -> list[tuple[int, str]]:
    """How many of `words` are function words of each language, the most first."""
    return sorted(((sum(map(known.__contains__, words)), code) for code, known in FUNCTION_WORDS.items()), reverse=True)


def _plain_majority(blocks: Sequence[Block], found: Mapping[int, Language], open_: Sequence[int]) -> str | None:
    """The language of most of the text, where the paragraphs that are `found` leave those still open no say in it."""
    weights: Counter[str | None] = Counter()
    for at, language in found.items():
        weights[language.code] += len(blocks[at].text)
    total = weights.total() + sum(len(blocks[at].text) for at in open_)
    return next((code for code, weight in weights.items() if weight >= _MAJORITY * total), None)


def _harmless(text: str, main: str) -> bool:
    """Whether a paragraph of a document in `main` is too short to be said to differ, or does not look as if it did.

    A headline of a few words is what langdetect is worst at, and all that it would be asked of most articles.
    """
    if len(text) < _ODD_LETTERS:
        return True
    (most, code), (next_most, _) = _hits(_words(text[: _SLICE * _WINDOWS]))[:2]
    return code == main and most >= 2 and next_most * 2 <= most


def _agreed(sample: str, windows: list[str], script: str, letters: int) -> Language:
    """What langdetect says of the sample, where it is certain and the sample's parts do not contradict."""
    ranking = _probabilities(sample, script, trials=5)
    if not ranking:
        return Language(None, 0.0)
    (code, certainty), *others = ranking
    siblings = frozenset().union(*(group for group in _CONFUSABLE if code in group))
    needed = _CERTAIN_AMONG_CONFUSABLE if any(other in siblings for other, _ in others) else _CERTAIN
    if certainty < needed:
        return Language(None, round(certainty, 4))
    if letters < _SURE_LETTERS:
        words = sample.split()
        halves = (_probabilities(" ".join(words[start::2]), script, trials=2) for start in (0, 1))
        if any(not half or half[0][0] != code for half in halves):
            return Language(None, round(certainty / 2, 4))
    if len(windows) > 1:
        against = 0
        for window in windows:
            part = _probabilities(window, script, trials=2)
            against += bool(part and part[0][0] != code and part[0][1] >= _CERTAIN and part[0][0] not in siblings)
        agreement = 1 - against / len(windows)
        certainty *= agreement
        if agreement < 0.75:
            return Language(None, round(certainty, 4))
    return Language(code, round(certainty, 4))


def _probabilities(text: str, script: str, trials: int) -> list[tuple[str, float]]:
    """Languages with their probabilities, best first; those below 0.1 are left out."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory(script).create()
    detector.n_trial = trials
    detector.append(text)
    try:
        return [(found.lang, found.prob) for found in detector.get_probabilities()]
    except LangDetectException:
        return []


def _factory(script: str) -> Any:
    with _lock:
        return _load(script)


@cache
def _load(script: str) -> Any:
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    folder = Path(PROFILES_DIRECTORY)
    factory = DetectorFactory()
    factory.load_json_profile([(folder / code).read_text(encoding="utf-8") for code in _SCRIPTS[script]])
    # Without a seed langdetect answers differently from run to run.
    factory.seed = 0
    return factory


def _slices(text: str) -> Iterator[str]:
    """The whole text, or evenly spread slices of a long one."""
    if len(text) <= _SLICE * _WINDOWS:
        yield text
        return
    stride = (len(text) - _SLICE) / (_WINDOWS - 1)
    for at in range(_WINDOWS):
        start = round(at * stride)
        yield text[start : start + _SLICE]


def _script(text: str) -> tuple[str, float]:
    """The script that most letters belong to, and their share. Kana make Japanese of the Han letters beside them."""
    counts: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if char.isalpha():
            counts[_RANGES[at - 1][1] if (at := bisect_right(_STARTS, ord(char))) else ""] += count
    if counts["kana"] * 10 > counts["han"]:
        counts["kana"] += counts.pop("han", 0)
    if not counts.total():
        return "", 0.0
    script, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    return script, count / counts.total()


def _words(text: str) -> list[str]:
    """The words that say something of the language: no URL, number, code, quoted name or name inside a sentence."""
    text = _CODE.sub(" ", text)
    unquoted = _QUOTED.sub(" ", text)
    if any(map(str.isalpha, unquoted)):
        text = unquoted
    words, common, opening = [], [], True
    for token in text.split():
        word = token.strip(_EDGES)
        if not word or not _NEVER_A_WORD.isdisjoint(word) or "." in word or "(" in word:
            continue
        if word[1:] != word[1:].lower() and word != word.title():
            continue
        word = word.lower()
        words.append(word)
        if opening or not token.strip(_EDGES)[0].isupper():
            common.append(word)
        opening = token[-1] in ".!?…"
    # German writes its nouns like names, and some headlines every word: there the capitals say nothing.
    return common if sum(map(len, common)) * 3 >= sum(map(len, words)) else words


def _windows(words: list[str]) -> list[str]:
    """The words in up to six parts of about equal length, none much below 100 letters."""
    total = sum(map(len, words))
    parts = max(1, min(_WINDOWS, total // _WINDOW))
    windows: list[list[str]] = [[] for _ in range(parts)]
    at = 0
    for word in words:
        windows[min(parts - 1, at * parts // max(1, total))].append(word)
        at += len(word)
    return [" ".join(window) for window in windows]
