"""Abbreviations that each language forms from its own words: OTAN for NATO, PIB for GDP."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.checks.wordlist import word_set
from tqcheck.report import Finding, Severity

ACRONYM = RuleInfo(
    "untranslated/acronym",
    "untranslated",
    Severity.WARNING,
    "An abbreviation of another language, such as OTAN for NATO.",
    "Engines take capitals for names and leave them; readers do not know the abbreviation.",
    bad=(
        "The OTAN summit opens today.",
        "The new PDG wants to cut costs.",
        "Growth of the PIB slowed, says the OCDE.",
        "The International Monetary Fund (FMI) lends more.",
    ),
    good=(
        "The NATO summit opens today, and the CEO is there.",
        "The alliance (OTAN in French) meets today; OTAN Productions sells films.",
        "The Organisation of Chemical and Dental Engineers (OCDE) meets.",
        "It was built in 300 BCE. The TVA dams are old.",
        "The tag #OTAN and the file FMI.pdf are no prose.",
    ),
    languages=("en", "fr", "es", "it", "de", "pt", "nl"),
)

_LANGUAGES = ("en", "fr", "es", "it", "de", "pt", "nl")
# One thing a line; a dot stands for the English form, a star marks forms that also mean something else.
_TABLE = """
NATO|OTAN|OTAN|.|.|OTAN|NAVO
*UN|ONU|ONU|ONU|*UNO|ONU|*VN
*EU|*UE|*UE|*UE|.|*UE|.
*US|.|EEUU|.|.|EUA|*VS
*WHO|OMS|OMS|OMS|.|OMS|.
IMF|FMI|FMI|FMI|IWF|FMI|.
WTO|OMC|OMC|OMC|.|OMC|.
OECD|OCDE|OCDE|OCSE|.|OCDE|OESO
IAEA|AIEA|OIEA|AIEA|IAEO|AIEA|.
UNHCR|*HCR|ACNUR|.|.|ACNUR|.
ICRC|CICR|CICR|CICR|IKRK|CICV|.
*ILO|*OIT|*OIT|*OIL|*IAO|*OIT|*IAO
*IOM|*OIM|*OIM|*OIM|.|*OIM|.
*IOC|*CIO|*COI|*CIO|.|*COI|.
WADA|*AMA|*AMA|.|.|*AMA|.
*CAS|*TAS|*TAS|*TAS|.|*TAS|.
*ESA|*ASE|.|*ASE|.|.|.
*CIS|*CEI|*CEI|*CSI|*GUS|*CEI|*GOS
ECB|*BCE|*BCE|*BCE|EZB|*BCE|.
ECHR|CEDH|TEDH|CEDU|EGMR|TEDH|EHRM
*ICC|*CPI|*CPI|*CPI|.|*TPI|.
GDP|PIB|PIB|*PIL|*BIP|PIB|.
VAT|*TVA|*IVA|*IVA|MwSt|*IVA|*BTW
NGO|ONG|ONG|ONG|*NRO|ONG|.
NGOs|ONGs|ONGs|.|.|ONGs|.
SMEs|PME|pymes|*PMI|.|PME|.
*CEO|PDG|.|.|.|.|.
HR|*DRH|.|.|.|.|.
DNA|ADN|ADN|.|.|ADN|.
HIV|VIH|VIH|.|.|VIH|.
AIDS|SIDA|SIDA|.|.|SIDA|.
MRI|*IRM|*IRM|.|MRT|.|.
GMO|OGM|OGM|OGM|.|OGM|.
GMOs|OGMs|OGMs|.|.|OGMs|.
UFO|OVNI|OVNI|.|.|OVNI|.
USSR|URSS|URSS|URSS|UdSSR|URSS|.
GDPR|RGPD|RGPD|.|DSGVO|RGPD|*AVG
R&D|.|*I+D|.|*F&E|*P&D|.
permanent contract|*CDI|.|.|.|.|.
fixed-term contract|*CDD|.|.|.|.|.
minimum wage|*SMIC|.|.|.|.|.
lorry|.|.|.|Lkw|.|.
car|.|.|.|Pkw|.|.
"""
_TOKEN = later(r"(?<![\w@#.&/“\"«‘'’(-])[A-Za-z][A-Za-z&+]{1,4}(?![\w@&/”\"»)]|\.\w|-\w)")
_BRACKETED = later(r"(?<=[^\W\d_] \()[A-Z]{2,6}(?=\))")
_LINKS = (" and", " or", " as", " called")
_WITHOUT_ARTICLE = word_set("NATO GDP VAT AIDS HIV DNA")
_TAKEN_IN_ENGLISH = word_set("UNO VS VN BTW AVG HR")


@cache
def _foreign(target: str) -> dict[str, tuple[frozenset[str], str, bool]]:
    """For `target`: each foreign form, the languages that have it, the form to write, and whether it is doubtful."""
    at = _LANGUAGES.index(target)
    rows = [line.split("|") for line in _TABLE.strip().splitlines()]
    full = [[cell if cell != "." else row[0] for cell in row] for row in rows]
    own = {row[at].lstrip("*").lower() for row in full}
    found: dict[str, tuple[frozenset[str], str, bool]] = {}
    for raw, row in zip(rows, full, strict=True):
        better = row[at].lstrip("*")
        if (raw[at] == "." and target != "en" and raw[0].startswith("*")) or (target != "en" and better.islower()):
            continue
        for place, cell in enumerate(raw):
            form = cell.lstrip("*")
            if cell == "." or form.lower() in own or form in _TAKEN_IN_ENGLISH or not form[:2].strip().isalpha():
                continue
            if place == 0 and (form.islower() or cell.startswith("*")):
                continue
            languages, _, doubtful = found.get(form, (frozenset(), "", False))
            found[form] = (languages | {_LANGUAGES[place]}, better, doubtful or cell.startswith("*"))
    return found


class Acronyms:
    """Looks every short word in capitals up among the abbreviations of other languages."""

    rules: tuple[RuleInfo, ...] = (ACRONYM,)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding an abbreviation; doubtful ones only from their own language, and without “the” as information."""
        for passage in passages(context):
            if passage.language in _LANGUAGES:
                yield from _acronyms(passage, context.origin)


def _spoken_of(after: list[str]) -> bool:
    """Whether “in French” follows."""
    return after[0] == "in" and len(after) > 1 and after[1][0].isupper()


def _acronyms(passage: Passage, origin: str | None) -> Iterator[Finding]:
    text = passage.text
    if text.isupper():
        return
    table = _foreign(passage.language or "")
    for match in _TOKEN.finditer(text):
        word = match.group()
        entry = table.get(word)
        if entry is None or passage.shields.touch(*match.span()):
            continue
        languages, better, doubtful = entry
        if doubtful and origin not in languages:
            continue
        # “OTAN Productions”, “OTAN in French”: a name, or a word that is spoken of.
        after = text[match.end() : match.end() + 12].split()
        named = after and after[0][:1].isupper() and (doubtful or origin not in languages)
        if after and text[match.end()] == " " and (named or _spoken_of(after)):
            continue
        # “300 BCE”, “44 UE”: a date or a unit.
        if text[max(0, match.start() - 2) : match.start()].rstrip()[-1:].isdigit():
            continue
        message = f"“{word}” is “{better}” here."
        led = passage.language == "en" and text[max(0, match.start() - 4) : match.start()].lower() == "the "
        severity = Severity.INFO if doubtful and not led else None
        start = match.start() - 4 if led and better in _WITHOUT_ARTICLE else match.start()
        yield finding(ACRONYM, passage.block, start, match.end(), message, better, severity=severity)
    for match in _BRACKETED.finditer(text):
        entry = table.get(match.group())
        if entry is None or (entry[2] and origin not in entry[0]) or _stands_for(match.group(), text[: match.start()]):
            continue
        if text[: match.start() - 2].endswith(_LINKS):
            continue
        message = f"“{match.group()}” is “{entry[1]}” here."
        yield finding(ACRONYM, passage.block, *match.span(), message, entry[1])


def _stands_for(word: str, before: str) -> bool:
    """Whether the letters begin words before them, in order: then the text has made the abbreviation itself."""
    initials = iter(part[0].upper() for part in before[-100:].rstrip(" (").split()[-len(word) - 3 :])
    return all(letter in initials for letter in word)
