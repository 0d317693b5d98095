"""What fidelity is made of: figures of one translation, each the higher the better."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import islice

from tqcheck.engines.base import Forced
from tqcheck.fidelity.evidence import Evidence
from tqcheck.fidelity.form import WORD
from tqcheck.fidelity.spaces import misplaced
from tqcheck.fidelity.surface import Surface

FEATURES = {
    "adequacy": "how well the words follow from the source",
    "gap": "how near the text comes to the model's own best translation",
    "form": "what capitals and spacing cost",
    "kept": "how many of the words an editor would probably leave alone",
    "fluency": "how well the words follow one another, whatever the source",
    "agreement": "how much of the model's own translations the text shares",
    "missing": "what the model's own translations say and the text does not",
    "order": "in how few pieces the text shares its words with the model's own translations",
    "back": "how much of the source comes back",
    "way": "how sure the model is of the way back",
    "case": "words with other capitals than in the source",
    "known": "words that no dictionary knows",
    "spacing": "spaces that are missing or stand where none belongs",
    "numbers": "numbers that differ from the source's",
    "slips": "doubled words and signs, and another end than the source's",
    "length": "how far the length is from that of the model's own translation",
    "meaning": "how near text and source are as sentence embeddings",
    "echo": "how near what comes back is to what went out, as sentence embeddings",
}
"""By name what each says, for ``--explain``."""
SOURCE = (
    "adequacy", "gap", "form", "kept", "fluency", "agreement", "missing", "order", "back", "case", "known", "spacing",
    "numbers", "slips", "length",
)  # fmt: skip
"""What stands where a source is given."""
ROUND_TRIP = (
    "adequacy", "gap", "form", "kept", "way", "fluency", "agreement", "missing", "order", "case", "known", "spacing",
    "slips",
)  # fmt: skip
"""What stands without one."""
MEANING = ("meaning", "echo")
"""What stands beside these where sentences are embedded."""

FAULTS = ("form", "case", "known", "spacing", "numbers", "slips", "length")
"""Those that are 0 where nothing is amiss."""

_FLOOR = -4.0
_FLUENCY_FLOOR = -5.0
_COMPARED = 300
"""Words of a text that are compared in order, which takes quadratic time."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b|([,;:?!])\s?\2", re.IGNORECASE)
_ENDS = ".?!…:;"
_CLOSING = "\"'”’»)] \u00a0\u202f"
_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'})


def features(evidence: Evidence, surface: Surface, known: Callable[[str], bool], language: str) -> dict[str, float]:
    """The figures of one translation, by name: those of `SOURCE` or of `ROUND_TRIP`, without ``kept`` and `MEANING`.

    `known` says whether a dictionary of the text's `language` has a word. Token losses are cut off: beyond some point a
    token is wrong, or a name, and by how much tells nothing (clipping took Pearson's r from .42 to .44 on LIG).
    """
    question, restored = evidence.question, evidence.restored
    text, source = comparable(question.text), comparable(question.source)
    bests = [comparable(one) for one in (evidence.best.text, *evidence.best.alternatives)]
    adequacy = clipped(evidence.adequate)
    words = max(1, restored.words)
    missing, order = _compared(restored.text, (evidence.best.text, *evidence.best.alternatives))
    out = {
        "adequacy": adequacy,
        "gap": min(0.0, max(_FLOOR, evidence.adequate.mean - evidence.best.score)),
        "form": min(0.0, clipped(question.plain) - adequacy),
        "fluency": clipped(evidence.fluent, _FLUENCY_FLOOR),
        "agreement": sum(surface.chrf(text, best) for best in bests) / len(bests) / 100,
        "missing": missing,
        "order": order,
        # The first words with a wrong capital say more than the last.
        "case": -math.sqrt(restored.recased / words),
        "known": -_unknown(question.text, question.source, known) / words,
        "spacing": -misplaced(question.text, language) / words,
        "slips": -float(_slips(question.text, question.source if question.trip is None else None)),
    }
    if question.trip is not None:
        return out | {"way": max(_FLOOR, question.back.score)}
    return out | {
        "back": surface.chrf(comparable(question.back.text), source) / 100,
        "numbers": -_numbers(question.text, question.source),
        "length": -max(0.0, abs(math.log(max(1, len(text)) / max(1, len(bests[0])))) - 0.1),
    }


def comparable(text: str) -> str:
    """The text lower-cased and cut into words and signs, so that only what it says is compared."""
    decoded = html.unescape(text) if "&" in text else text
    return " ".join(_TOKEN.findall(unicodedata.normalize("NFKC", decoded).translate(_SIGNS).lower()))


def clipped(forced: Forced, floor: float = _FLOOR) -> float:
    """The mean log-probability a token, the end counted, none taken for less than `floor`."""
    losses = [max(floor, token.logprob) for token in forced.tokens]
    return (sum(losses) + max(floor, forced.end)) / (len(losses) + 1)


def _compared(text: str, bests: Sequence[str]) -> tuple[float, float]:
    """``missing`` and ``order``, means over the model's own translations.

    Shared words that stand in few pieces are the chunks of METEOR (Banerjee and Lavie 2005).
    """
    ours = _words(text)
    often = Counter(ours)
    missing = order = 0.0
    for best in bests:
        theirs = _words(best)
        missing += sum((Counter(theirs) - often).values()) / max(1, len(theirs))
        pieces = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        order += (len(pieces) - 1) / max(1, len(ours))
    return -missing / len(bests), -order / len(bests)


def _words(text: str) -> list[str]:
    return [found[0].lower() for found in islice(WORD.finditer(text), _COMPARED)]


def _unknown(text: str, source: str, known: Callable[[str], bool]) -> int:
    """Words without a capital or digit that are neither in the dictionary nor in the source."""
    given = {word.lower() for word in WORD.findall(source)}
    return sum(
        word.islower() and word.isalpha() and len(word) > 2 and word not in given and not known(word)
        for word in WORD.findall(text)
    )


def _numbers(text: str, source: str) -> float:
    """The numbers that only one side has, as a share of those of both; 0 where there is none."""
    ours, theirs = Counter(_DIGITS.findall(text)), Counter(_DIGITS.findall(source))
    differ = sum(((ours - theirs) + (theirs - ours)).values())
    return differ / max(1, sum((ours + theirs).values()))


def _slips(text: str, source: str | None) -> int:
    doubled = sum(1 for _ in _DOUBLED.finditer(text))
    if source is None:
        return doubled
    return doubled + (_end(text) != _end(source))


def _end(text: str) -> str:
    last = text.rstrip(_CLOSING)[-1:]
    return last if last in _ENDS else ""
