"""What keeps an engine from translating the untranslatable, and from handing on an output that is no translation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from operator import eq

from tqcheck.engines.base import Pair
from tqcheck.function_words import FUNCTION_WORDS

_URL = re.compile(r"(?:[a-z][a-z0-9+-]{1,15}://|www\.|mailto:)\S+", re.I)
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")
# A host or a file name: dotted, no letters but ASCII ones, no second sentence run on.
_DOTTED = re.compile(r"[\w~/\\:-]*[\w-](?:\.[\w-]+)*\.[a-z][a-z0-9]{1,4}(?:/\S*)?", re.A)
_EDGES = "()[]{}\"'«»“”‘’.,;:!?…"
_STRAIGHT = str.maketrans(dict.fromkeys("«»“”„", '"'))
_NUMBER_LETTERS = re.compile(r"[ivxlcdm]+|[a-z]{0,2}", re.I)
_LONGEST_WORD = 2000


def nothing_to_translate(text: str) -> bool:
    """Whether `text` holds no word of a language: numbers, punctuation, URLs, e-mail addresses, file names, code."""
    return all(_wordless(word) for word in text.split())


def _wordless(word: str) -> bool:
    if not any(letter.isalpha() for letter in word):
        return True
    if len(word) > _LONGEST_WORD:
        return False
    bare = word.strip(_EDGES)
    if any(sign.isdigit() for sign in bare) and _NUMBER_LETTERS.fullmatch("".join(filter(str.isalpha, bare))):
        return True
    return any(pattern.fullmatch(bare) for pattern in (_URL, _EMAIL, _DOTTED)) or _code(word)


def _code(word: str) -> bool:
    if word[0] == "&" and word[-1] == ";":
        return True
    word = word.rstrip(".,;:")
    if "_" in word and word.isascii() and word.replace("_", "").isalnum():
        return True
    if word[:2] == "--" or word[:1] in "$#@":
        return word.lstrip("-$#@").partition("=")[0].replace("-", "_").isidentifier()
    if (word[0], word[-1]) in {("<", ">"), ("`", "`"), ("{", "}")}:
        return True
    if word.startswith(("/", "./", "../", "~/", "\\")) and (word.count("/") > 1 or word.count("\\") > 1):
        return True
    head, call, inside = word.partition("(")
    if call and inside.endswith(")"):
        names = head.replace("::", ".").replace("->", ".").split(".")
        # "author(s)" is a word, author() and author("s") are not.
        return all(name.isidentifier() for name in names) and (len(names) > 1 or not inside[:-1].isalpha())
    return False


def flaw(source: str, output: str, pair: Pair, finished: bool = True) -> str | None:
    """Why `output` cannot be a translation of `source`, in words for an editor; ``None`` where it may be one.

    `finished` is False where the length limit ended the output. Linear in both texts. The checks are coarse: what
    they let through may still be wrong.
    """
    if not output.strip():
        return "the model gave no translation"
    before, after = _words(source), _words(output)
    if _loops(after, output) and not _loops(before, source):
        return "the translation repeats itself"
    given, made = _weight(source), _weight(output)
    if not finished or made > 3 * given + 40:
        return "the translation runs far beyond the sentence"
    if 4 * made + 30 < given:
        return "most of the sentence is missing from the translation"
    if pair.source != pair.target:
        if before == after and sum(word.islower() for word in _bare(source)) >= 4:
            return "the model left the sentence untranslated"
        if _foreign(_words(_unquoted(output)), pair):
            return f"the translation is not in the language asked for ({pair.target})"
    return None


def lost(source: str, output: str) -> str | None:
    """Why characters of `source` did not survive in `output`; ``None`` where they did.

    Only letters of scripts that neither the source nor the target is likely to be written in count, and emoji: a
    Latin letter or a currency sign may rightly become another.
    """
    if "\N{REPLACEMENT CHARACTER}" in output and "\N{REPLACEMENT CHARACTER}" not in source:
        return "the translation is garbled"
    if any(sign not in output for sign in source if not sign.isascii() and _exotic(sign)):
        return "characters of the sentence are missing from the translation"
    return None


def _exotic(sign: str) -> bool:
    if unicodedata.category(sign) == "So":
        return sign > "\u2190"
    return sign.isalpha() and not unicodedata.name(sign, "LATIN").startswith(
        ("LATIN", "MODIFIER", "FEMININE", "MASCULINE")
    )


def _bare(text: str) -> list[str]:
    return [word for word in (word.strip(_EDGES) for word in text.split()) if word]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _bare(text.replace("'", " ").replace("’", " "))]


def _unquoted(text: str) -> str:
    """`text` without what stands in quotation marks: a title may well stay as it is."""
    parts = text.translate(_STRAIGHT).split('"')
    return " ".join(parts[::2]) if len(parts) % 2 else text


def _weight(text: str) -> float:
    """The length of a text in characters, a Chinese or Japanese one counted as what it takes to spell it elsewhere."""
    high = [] if text.isascii() else [sign for sign in text if sign >= "\u0300"]
    return len(text) - len(high) + sum(map(_breadth, high))


def _breadth(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    return 2.5 if unicodedata.east_asian_width(sign) in "WF" else 1.0


def _loops(words: Sequence[str], text: str) -> bool:
    for period in range(1, 9):
        # "very, very, very" is prose; the same three words three times over are not.
        if _recurs(words, period, 4 if period == 1 else 6 if period == 2 else 2 * period):
            return True
    letters = "".join(filter(str.isalpha, text))
    if any(_recurs(letters, period, max(20, 5 * period)) for period in range(1, 9)):
        return True
    triples = [tuple(words[at : at + 3]) for at in range(len(words) - 2)]
    return len(triples) >= 24 and 2 * len(set(triples)) < len(triples)


def _recurs(items: Sequence[str], period: int, often: int) -> bool:
    """Whether so many items in a row equal the one `period` places before them."""
    return b"\1" * often in bytes(map(eq, items[period:], items))


def _foreign(words: Sequence[str], pair: Pair) -> bool:
    """Whether the function words of the source language stay and those of the target language are missing."""
    if len(words) < 5 or pair.source not in FUNCTION_WORDS or pair.target not in FUNCTION_WORDS:
        return False
    stay = FUNCTION_WORDS[pair.source] - FUNCTION_WORDS[pair.target]
    come = FUNCTION_WORDS[pair.target] - FUNCTION_WORDS[pair.source]
    staying, coming = (sum(word in which for word in words) for which in (stay, come))
    return staying >= 3 and staying > 3 * coming
