"""Negations, names, URLs and e-mail addresses that differ between a translation and its source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.exonyms import exonyms
from tqcheck.checks.later import later
from tqcheck.checks.romanisation import cyrillic, english
from tqcheck.checks.units import Unit, units
from tqcheck.report import Finding, Severity

NEGATION = RuleInfo(
    "source/negation",
    "accuracy/mistranslation",
    Severity.WARNING,
    "A negation that was lost, or one that the source does not have.",
    "The sentence says the opposite of its source.",
    bad=(
        "Le maire n’a pas signé la lettre. → The mayor has signed the letter.",
        "La banque a fermé ses portes. → The bank has not closed its doors.",
    ),
    good=(
        "Le maire n’a pas signé la lettre. → The mayor has refused to sign the letter.",
        "Elle n’a que deux enfants. → She has only two children.",
        "Il craint qu’elle ne vienne. → He fears that she will come.",
        "Il est impossible de fermer. → We cannot close.",
        "La banque manque de place. → The bank does not have enough room.",
    ),
    languages=("en",),
)

NAME = RuleInfo(
    "source/name",
    "accuracy/mistranslation",
    Severity.WARNING,
    "A name that is spelled otherwise than in the source.",
    "A letter was lost or changed on the way.",
    bad=(
        "Le juge Martin Delorme a tranché. → Judge Martin Delrome has ruled.",
        "L’avocate Claire Bonnard parle. → The lawyer, Claire Bonard, speaks.",
    ),
    good=(
        "Le juge Martin Delorme a tranché. → Judge Martin Delorme has ruled; Martin Delorme’s view won.",
        "Le peintre Alexeï Chestakov est là. → The painter Alexei Shestakov is there.",
        "Le roi Philippe d’Espagne. → King Felipe of Spain.",
        "L’Union africaine et la Banque mondiale. → The African Union and the World Bank.",
    ),
)

ADDRESS = RuleInfo(
    "source/address",
    "accuracy/mistranslation",
    Severity.WARNING,
    "A URL or e-mail address of the source that the translation does not have.",
    "An address with a changed letter leads nowhere.",
    bad=(
        "Écrivez à bureau@exemple.fr. → Write to office@example.fr.",
        "Voir https://exemple.fr/page pour la suite. → See https://exemple.fr/side for more.",
    ),
    good=(
        "Écrivez à bureau@exemple.fr. → Write to bureau@exemple.fr.",
        "Voir https://exemple.fr/fr/page. → See https://exemple.fr/en/page.",
        "Voir www.exemple.fr. → See https://www.exemple.fr/.",
    ),
)

_SOURCE_NEGATION: dict[str, re.Pattern[str]] = {
    "fr": later(
        r"\b(?:ne |n['’])(?!oubli|ignor|hésit|manqu|dout|tard|cess)(?!.{0,12}\bqu[e'’])"
        r"(?:[\w’'-]{1,30} ){1,5}?(?:pas|jamais|rien|aucune?|personne|nullement)\b",
        re.IGNORECASE,
    ),
    "es": later(r"\b(?:no|nunca|jamás|nadie|ningún|ninguna|ninguno)\b(?! sólo| solo)", re.IGNORECASE),
    "it": later(r"\b(?:non|mai|nessuno|nessuna|nessun)\b(?! solo)", re.IGNORECASE),
    "de": later(r"\b(?:nicht|kein|keine|keinen|keiner|keinem|nie|niemals|niemand|nichts)\b(?! nur)", re.IGNORECASE),
    "pt": later(r"\b(?:não|nunca|jamais|ninguém|nenhum|nenhuma)\b(?! só)", re.IGNORECASE),
    "nl": later(r"\b(?:niet|geen|nooit|niemand|niets)\b(?! alleen)", re.IGNORECASE),
}
_SOURCE_DOUBT: dict[str, re.Pattern[str]] = {
    # Whatever may stand behind an English negation.
    "fr": later(
        r"\b(?:ne|n|pas|non|sans|ni|jamais|rien|aucune?|personne|nul|nulle|guère|peu|plutôt|faute|manqu\w*|refus\w*|exclu\w*"
        r"|interdi\w*|emp[êe]ch\w*|évit\w*|absen\w*|échou\w*|rat\w*|ignor\w*|nie\w*|contrairement|loin|trop|difficile\w*"
        r"|sauf|hors|moins|contre|seule?s?|cess\w*|arrêt\w*|perd\w*|encore|toujours|avant|autre\w*|rare\w*|que"
        r"|fin|mal|dé[a-zéè]{4,}|in[a-zéè]{4,}|im[pmb][a-zéè]{3,}|ir[r][a-zéè]{3,}|il[l][a-zéè]{3,}|mé[a-zéè]{4,})\b",
        re.IGNORECASE,
    ),
}
_TARGET_NEGATION = later(r"\b(?:not|never|cannot|nobody|nothing)\b|n['’]t\b", re.IGNORECASE)
_TARGET_DOUBT = later(
    r"\b(?:no|not|nor|none|never|neither|nobody|nothing|nowhere|cannot|without|hardly|barely|scarcely|rarely|seldom|little"
    r"|few|fewer|less|least|unable|unlikely|unless|until|only|but|yet|far|instead|rather|anything|any|too|lack\w*|fail\w*"
    r"|refus\w*|den(?:y|ied|ies|ying|ial)|avoid\w*|prevent\w*|absen\w*|stop\w*|ban\w*|forbid\w*|forbade|prohibit\w*|miss\w*"
    r"|short|reject\w*|exclud\w*|impossib\w*|hard|difficult|still|out|away|off|against|beyond|before|different\w*|remain\w*"
    r"|keep\w*|kept|least|end\w*|cease\w*|exempt\w*|free|except|non\w*|un\w{3,}|in\w{4,}|im\w{4,}|ir\w{4,}|il\w{4,}"
    r"|dis\w{3,}|mis\w{3,}|\w{3,}less\w*|other\w*|disregard\w*|ignor\w*|wrong\w*|bad\w*|poor\w*|nought|zero|empty|all|whatever"
    r"|wait\w*|declin\w*|suspicio\w*|depriv\w*|deficien\w*|doubt\w*|contrary|unlike|despite|over|lest|down)\b|n['’]t\b",
    re.IGNORECASE,
)
_URL = later(r"(?:https?://|www\.)[^\s<>\"“”«»()]{3,300}")
_EMAIL = later(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}")
_NAME = later(r"\b(?=([A-ZÀ-Þ][\w’'-]{2,30}) ([A-ZÀ-Þ][\w’'-]{3,30}))")
_MOST_NAMES = 10
_LONGEST = 3000
"""Characters of a sentence; what is longer is a table or a list."""
_MOST_WORDS = 40
_LEAST = 5


class SourceWords:
    """Compares what each translated sentence must have in common with its source, word by word."""

    rules: tuple[RuleInfo, ...] = (NEGATION, NAME, ADDRESS)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a difference; nothing without a source."""
        language = (context.language or "en").split("-")[0]
        origin = (context.origin or "fr").split("-")[0]
        for unit in units(context):
            yield from _addresses(unit)
            yield from _names(unit, language)
            if language == "en":
                yield from _negations(context, unit, origin)


def _negations(context: Context, unit: Unit, origin: str) -> Iterator[Finding]:
    pattern = _SOURCE_NEGATION.get(origin)
    if pattern is None or len(unit.text) > 12 * _MOST_WORDS:
        return
    judged = [context.judged.get(segment.index) for segment in unit.segments]
    back = " ".join(each.back_translation for each in judged if each and each.back_translation)
    block = unit.passage.block
    there = pattern.search(unit.source)
    if there and not _TARGET_DOUBT.search(unescape(unit.text)):
        # A back-translation without the negation makes it sure; one with it says that English found another way.
        if back and pattern.search(back):
            return
        message = f"The negation of the source, “{there.group()}”, is missing here."
        yield finding(NEGATION, block, unit.start, unit.end, message, None, there.group(), unit.source)
        return
    doubt = _SOURCE_DOUBT.get(origin)
    here = _TARGET_NEGATION.search(unit.text)
    if (
        here
        and here.group() not in unit.source
        and doubt is not None
        and not doubt.search(unit.source.replace("’", " ").replace("'", " "))
    ):
        start = unit.start + here.start()
        message = "The source has no negation here."
        yield finding(NEGATION, block, start, unit.start + here.end(), message, None, None, unit.source)


def _addresses(unit: Unit) -> Iterator[Finding]:
    if "@" not in unit.source and "www" not in unit.source and "://" not in unit.source:
        return
    block = unit.passage.block
    for pattern in (_URL, _EMAIL):
        theirs = [match.group().rstrip(".,;:!?/") for match in pattern.finditer(unit.source)]
        ours = [(match.start(), match.group().rstrip(".,;:!?/")) for match in pattern.finditer(unit.text)]
        known = {_core(address) for _, address in ours}
        lost = [address for address in theirs if _core(address) not in known]
        sources = {_core(address) for address in theirs}
        new = [(start, address) for start, address in ours if _core(address) not in sources]
        for number, address in enumerate(lost):
            message = f"The source has “{address}” here."
            if number < len(new):
                start, changed = new[number]
                at = unit.start + start
                yield finding(ADDRESS, block, at, at + len(changed), message, address, address, unit.source)
            else:
                yield finding(ADDRESS, block, unit.start, unit.end, message, None, address, unit.source)


def _core(address: str) -> str:
    """An address without its scheme and without the language in its path."""
    core = re.sub(r"^https?://", "", address.lower()).removeprefix("www.")
    return re.sub(r"(?:/|^)[a-z]{2}(?:-[a-z]{2})?(?=/|$)", "/", core).replace("//", "/").rstrip("/")


def _names(unit: Unit, language: str) -> Iterator[Finding]:
    if len(unit.text) > _LONGEST:
        return
    ours = {match.groups(): match for match in _NAME.finditer(unit.text)}
    if not ours:
        return
    theirs = {match.groups() for match in _NAME.finditer(unit.source)} - set(ours)
    if not theirs:
        return
    firsts: dict[str, list[str]] = {}
    for first, last in theirs:
        firsts.setdefault(first, []).append(last)
    for (first, last), match in ours.items():
        # The first word may be a title or a noun, which is translated.
        for other in firsts.get(first, [])[:_MOST_NAMES]:
            bare = re.sub(r"['’]s?$", "", last)
            if bare and bare not in unit.source and other not in unit.text and _is_slip(other, bare, language):
                start = unit.start + match.start(2)
                message = f"The source spells this name “{other}”."
                yield finding(NAME, unit.passage.block, start, start + len(bare), message, other, other, unit.source)
                break


def _is_slip(source: str, target: str, language: str) -> bool:
    """Whether two spellings differ by a slip rather than by the habits of two languages."""
    if min(len(source), len(target)) < _LEAST or source in _places(language):
        return False
    a, b = _folded(source), _folded(target)
    if a == b or a.rstrip("es") == b.rstrip("es") or not _is_near(a, b):
        return False
    letters = cyrillic(source, "fr")
    return not (letters and _folded(english(letters)) == b)


@cache
def _places(language: str) -> frozenset[str]:
    return frozenset(exonyms(language))


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower())
    return "".join(char for char in plain if char.isalpha())


def _is_near(a: str, b: str) -> bool:
    """Whether one letter was changed, added or lost, or two neighbours were swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    mine, other = a[head : len(a) - tail], b[head : len(b) - tail]
    return max(len(mine), len(other)) <= 1 or (len(mine) == 2 and mine == other[::-1])
