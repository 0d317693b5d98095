"""Lines of a site, an agency or a translation program that were published with the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.later import later
from tqcheck.checks.passages import Passage, passages
from tqcheck.document import Kind
from tqcheck.report import Finding, Severity

_CATEGORY = "boilerplate"

SOURCE = RuleInfo(
    "leftovers/source",
    _CATEGORY,
    Severity.WARNING,
    "A source line at the edge of the text.",
    "Where a text came from is a note between desks, not part of the article.",
    bad=(
        "The museum reopens on Friday.\n\nsource lequotidien.fr",
        "The museum reopens on Friday.\n\nSource: AFP",
        "The museum reopens on Friday.\n\n\nsource site-7",
    ),
    good=(
        "The museum reopens on Friday.\n\nSources close to the minister denied it.",
        "Source code is free for all to read.\n\nAnyone can join.",
        "Source of all life\n\nWater is everywhere, says a new film.",
        "The source: a spring in the hills above the village that has never run dry, even in the worst summers.",
    ),
)
AGENCY = RuleInfo(
    "leftovers/agency",
    _CATEGORY,
    Severity.WARNING,
    "An agency's dateline or signature.",
    "The original carried the wire's name; in a translation that you publish it is left over.",
    bad=(
        "Köln (dpa) – The zoo has a new elephant.",
        "Sevilla, 3 May (EFE).- The fair opened on Sunday.",
        "The fair opened on Sunday. (AFP)",
        "The fair opened on Sunday. (With AFP)",
    ),
    good=(
        "The agency (AFP) reported on the fair.",
        "The European Free Exchange (EFE) opened on Sunday.",
        "He worked for dpa in Hamburg – a good time.",
        "The ministry told Reuters (and others) that it was over.",
    ),
)
SITE = RuleInfo(
    "leftovers/site",
    _CATEGORY,
    Severity.WARNING,
    "A line of the web page around the article.",
    "Links, buttons and notices of the original page are no part of the text.",
    bad=(
        "The bridge opened on Monday.\n\nRead also: The tunnel is late",
        "The bridge opened on Monday.\n\nShare this article",
        "Article reserved for subscribers\n\nThe bridge opened on Monday.",
        "The bridge opened on Monday.\n\n© 2021 The Daily Crier. All rights reserved.",
        "Photo credit: Anna Berg\n\nThe bridge opened on Monday.",
        "The bridge opened on Monday.\n\nContinue reading",
    ),
    good=(
        "Read also the preface, which explains the plan of the book.",
        "They share this article of faith with their neighbours.",
        "The sign © 2021 stands on every page of the manual that the firm printed for its customers in March.",
        "Continue reading until you reach the last chapter, then close the book.",
        "Subscribers, he said, had to pay.",
        "Photo credits matter to the people who take pictures for a living, and editors know it.",
    ),
)
PROGRAM = RuleInfo(
    "leftovers/translator",
    _CATEGORY,
    Severity.WARNING,
    "A note of the translation program.",
    "It tells every reader that nobody edited the text.",
    bad=(
        "The bridge opened on Monday.\n\n[Translated by DeepL]",
        "Translated with www.DeepL.com/Translator (free version)\n\nThe bridge opened on Monday.",
        "The bridge opened on Monday.\n\nThis article was automatically translated from French.",
    ),
    good=(
        "The novel was translated by Anna Berg and won a prize.",
        "Translated from the French by Anna Berg",
        "He said the letter was translated by Google, which nobody believed, and then by hand.",
    ),
)

_AGENCIES = (
    "AFP|dpa|DPA|EFE|ANSA|Ansa|APA|ATS|SDA|Belga|BELGA|ANP|Lusa|LUSA|PAP|TASS|ITAR-TASS|RIA|Interfax|Europa Press"
    "|Xinhua|AP|Reuters|REUTERS|UPI|AFX|Keystone-ATS|KEYSTONE-SDA|epd|KNA|sid|SID|Agerpres|MTI|ČTK|Ritzau|NTB|TT|STT"
)
_EDITED = frozenset(("AP", "Reuters", "REUTERS", "UPI", "AFP"))
"""Agencies that write English themselves: their datelines are printed as they are."""
_DATELINE = later(
    r"[^\W\d_][\w.’'/ -]{1,40}?(?:, ?\d{1,2}\.? ?(?:de )?[^\W\d_]{3,9}\.?(?: \d{4})?)? ?"
    rf"\((?P<agency>{_AGENCIES})(?:[/,-][\w /,-]{{1,20}})?\) ?\.? ?[-–—:]{{1,2}} ?"
)
_SIGNATURE = later(
    rf"[(\[](?:[Ww]ith |[Aa]vec |[Mm]it |[Cc]on )?(?P<agency>{_AGENCIES})(?:[/,+ ]{{1,3}}[\w.]{{2,12}}){{0,3}}[)\]]\.?"
)
_SOURCE = later(
    r"(?:sources?|quellen?|fuentes?|fontes?|fonte|bron|źródło|источник)(?:\s?:\s?(?P<name>\S.*)|\s+(?P<site>\S+))",
    re.IGNORECASE,
)
_SITE = tuple(
    later(pattern, re.IGNORECASE)
    for pattern in (
        r"[\[(>→]?\s*(?:(?:read|see|watch)[ -]also|also (?:read|see|watch)|to (?:read|see) also|read more|more on this"
        r"|(?:à )?lire (?:aussi|également)|voir aussi|le[ae]r? también|leer más|leggi anche|le(?:r|ia) também|lees ook"
        r"|lesen sie (?:auch|mehr)|mehr zum thema|lesen sie auch|czytaj (?:też|także)|читайте также)"
        r"(?:\s?[:>»→|].*|\s?[.…\])]*)",
        r"(?:continue reading|read on|keep reading|continue reading below|article continues below|story continues below"
        r"|seguir leyendo|lire la suite|weiterlesen|continua a leggere)(?:\s?[:>»→.…]*)",
        r"(?:advertisement|advertising|sponsored(?: content)?|publicité|anzeige|publicidad|pubblicità)[.:]?",
        r"(?:share|tweet|print|partager|imprimer|teilen|compartir|condividi|send) "
        r"(?:this |the |cet |diesen |este |questo )?(?:article|story|page|post|artikel|artículo|articolo)"
        r"(?: (?:on|by|via|with|sur|par|auf) [\w ,]{2,40})?[.!:]?",
        r"(?:share|follow us|find us|partager|suivez-nous|teilen|folgen sie uns|síguenos) (?:on|sur|auf|en) "
        r"[\w, &]{2,60}[.!:]?",
        r"(?:sign up|subscribe|register|abonnez-vous|inscrivez-vous|suscríbase)\b[^.?!]{0,20}\b"
        r"(?:newsletters?|updates)\b[^.?!]{0,40}[.!]?",
        r"(?:\W{0,2})(?:this )?(?:article|content|item)s? (?:is )?(?:reserved for|only for|for) "
        r"(?:our )?subscribers(?: only)?[.!]?",
        r"(?:subscribers only|(?:article )?réservé (?:à nos|aux) abonnés|nur für abonnenten"
        r"|solo para suscriptores)[.!]?",
        r"(?:photo|image|picture|video)s? credits?\s?[:/–-]\s?\S.{0,80}",
        r"(?:crédits? photos?|bildnachweis|foto de|créditos?)\s?:\s?\S.{0,80}",
        r"(?:©|\(c\)|copyright)\s?(?:©|\(c\))?\s?\S.{0,80}",
        r"(?:[\w’' -]{0,40}[.–—-]? ?)?(?:all rights reserved|tous droits réservés|todos los derechos reservados"
        r"|alle rechte vorbehalten|tutti i diritti riservati)(?:\W.{0,30})?",
        r"(?:reading time|temps de lecture|lesezeit)\s?:?\s?\d{1,3}.{0,12}|\d{1,3}[ -]min(?:ute)?s? read",
        r"(?:published|posted|updated|publié|mis à jour|publicado|veröffentlicht)\s?(?:on|at|le|el|am|:)"
        r"\s?.{0,30}\d.{0,30}",
        r"(?:click|tap) here(?: (?:to|for) .{1,60})?[.!]?",
    )
)
_PROGRAM = later(
    r"[\[(]?(?:(?:this|the) (?:article|text|page|content) (?:was|has been|is) )?(?:"
    r"(?:machine|automatically|auto)[ -]translated\b.{0,60}"
    r"|translated (?:automatically|by machine)\b.{0,60}"
    r"|translat(?:ed|ion) (?:by|with|using|from .{2,20} (?:by|with|using)) (?:www\.)?"
    r"(?:deepl|google|bing|microsoft|chatgpt|yandex|ai\b|a machine).{0,50}"
    r"|traduit (?:automatiquement|par deepl|avec deepl|par google).{0,50}"
    r"|machine translation)[\])]?\.?"
    r"|\[(?:translated|translation) by [^\]\n]{2,60}\]",
    re.IGNORECASE,
)
_LONGEST = 140
"""A line that is longer is prose, whatever it starts with."""
_SHORTEST = 5
_EDGE = 3
"""Blocks from either end that count as the edge of a text."""


class Leftovers:
    """Looks at whole lines, and at the very start and end of a text; never inside running prose."""

    rules: tuple[RuleInfo, ...] = (SOURCE, AGENCY, SITE, PROGRAM)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings, line by line."""
        parts = list(passages(context))
        for at, passage in enumerate(parts):
            edge = at < _EDGE or at >= len(parts) - _EDGE
            if at < _EDGE:
                yield from _dateline(passage)
            if edge:
                yield from _signature(passage)
            for start, end in _lines(passage.text):
                last = at == len(parts) - 1 and end == len(passage.text)
                yield from _line(passage, start, end, edge, last)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a block, without the space at their ends."""
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            lead = start + len(line) - len(line.lstrip())
            yield lead, lead + len(bare)
        start += len(line) + 1


def _line(passage: Passage, start: int, end: int, edge: bool, last: bool) -> Iterator[Finding]:
    if not _SHORTEST <= end - start <= _LONGEST:
        return
    line = passage.text[start:end]
    block = passage.block
    if any(pattern.fullmatch(line) for pattern in _SITE):
        message = "This line belongs to the web page, not to the article."
        yield finding(SITE, block, start, end, message, "")
    elif edge and _PROGRAM.fullmatch(line):
        yield finding(PROGRAM, block, start, end, "The translation program left its note in the text.", "")
    elif (
        edge and passage.block.kind in (Kind.PARAGRAPH, Kind.FIELD, Kind.ITEM, Kind.HEADING) and _is_source(line, last)
    ):
        yield finding(SOURCE, block, start, end, "A source line was published with the text.", "")


def _is_source(line: str, last: bool) -> bool:
    match = _SOURCE.fullmatch(line.strip("()[] "))
    if match is None:
        return False
    if match["name"] is not None:
        return len(match["name"].split()) <= 8 and (
            last or re.search(rf"\b(?:{_AGENCIES})\b", match["name"]) is not None
        )
    # Without a colon only what looks like an address or a code: “source of life” is a headline.
    site = match["site"].rstrip(".")
    return last and (any(map(str.isdecimal, site)) or "." in site or re.fullmatch(_AGENCIES, site) is not None)


def _dateline(passage: Passage) -> Iterator[Finding]:
    match = _DATELINE.match(passage.text, 0, 140)
    if match is None:
        return
    mild = Severity.INFO if match["agency"] in _EDITED and passage.language == "en" else None
    message = f"The dateline of the agency {match['agency']} was published with the text."
    yield finding(AGENCY, passage.block, 0, match.end(), message, "", severity=mild)


def _signature(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    at = max(text.rfind("(", max(0, len(text) - 60)), text.rfind("[", max(0, len(text) - 60)))
    match = _SIGNATURE.fullmatch(text, at) if at >= 0 else None
    before = text[:at].rstrip()[-1:] if match and at < 200 else text[max(0, at - 5) : max(at, 0)].rstrip()[-1:]
    # “the agency (AFP)” ends a sentence of its own; a signature stands behind the full stop.
    if match and (not before or before in '.!?…”"»'):
        start = at - (len(text[max(0, at - 5) : at]) - len(text[max(0, at - 5) : at].rstrip()))
        message = f"The signature of the agency {match['agency']} was published with the text."
        yield finding(AGENCY, passage.block, start, match.end(), message, "")
