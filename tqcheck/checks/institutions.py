"""Institutions, courts and offices under the name that the language of the original has for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tqcheck.checks.base import Context, RuleInfo, finding
from tqcheck.checks.passages import Passage, passages
from tqcheck.report import Finding, Severity

INSTITUTION = RuleInfo(
    "untranslated/institution",
    "untranslated",
    Severity.WARNING,
    "An institution under its foreign name, though English has one for it.",
    "The engine took it for a name; readers do not know it.",
    bad=(
        "The Assemblée nationale votes on Tuesday.",
        "He was placed in garde à vue on Monday.",
        "The Naciones Unidas sent two observers.",
        "The Staatsanwaltschaft has closed the case.",
    ),
    good=(
        "The National Assembly votes on Tuesday, and the Red Cross is there.",
        "The lower house, the Assemblée nationale (National Assembly), votes on Tuesday.",
        "The National Assembly (Assemblée nationale) votes; “garde à vue” means custody.",
        "He reads the magazine Sénat Hebdo, and lives in Rue de la Croix-Rouge.",
    ),
    languages=("en",),
)

_TABLE = {
    "fr": """
        Agence spatiale européenne|European Space Agency
        Assemblée nationale|National Assembly
        Banque centrale européenne|European Central Bank
        Banque mondiale|World Bank
        chef de l’État|head of state
        Commission européenne|European Commission
        Conseil constitutionnel|Constitutional Council
        Conseil de sécurité|Security Council
        conseil départemental|departmental council
        conseil municipal|city council
        conseil régional|regional council
        Conseil d’État|Council of State
        cour d’appel|court of appeal
        cour d’assises|assize court
        Cour de cassation|Court of Cassation
        Cour des comptes|Court of Auditors
        Cour pénale internationale|International Criminal Court
        Croix-Rouge|Red Cross
        Fonds monétaire international|International Monetary Fund
        Front national|National Front
        garde à vue|police custody
        Gendarmerie nationale|National Gendarmerie
        juge d’instruction|investigating magistrate
        juges d’instruction|investigating magistrates
        Maison-Blanche|White House
        Maison Blanche|White House
        ministère de la Défense|Defence Ministry
        ministère de la Justice|Justice Ministry
        ministère de la Santé|Health Ministry
        ministère de l’Agriculture|Agriculture Ministry
        ministère de l’Économie|Economy Ministry
        ministère de l’Intérieur|Interior Ministry
        ministère des Affaires étrangères|Foreign Ministry
        mise en examen|placed under formal investigation
        Nations unies|United Nations
        Organisation mondiale de la santé|World Health Organization
        palais de justice|courthouse
        Parlement européen|European Parliament
        Parti communiste|Communist Party
        Parti socialiste|Socialist Party
        Police nationale|National Police
        procureur de la République|public prosecutor
        Rassemblement national|National Rally
        Sécurité sociale|social security
        Sénat|Senate
        tribunal administratif|administrative court
        tribunal correctionnel|criminal court
        Union européenne|European Union
    """,
    "es": """
        Audiencia Nacional|National Court
        Banco Central Europeo|European Central Bank
        Casa Blanca|White House
        Comisión Europea|European Commission
        Congreso de los Diputados|Congress of Deputies
        Cruz Roja|Red Cross
        Fondo Monetario Internacional|International Monetary Fund
        Ministerio del Interior|Interior Ministry
        Ministerio de Sanidad|Health Ministry
        Naciones Unidas|United Nations
        Parlamento Europeo|European Parliament
        Tribunal Constitucional|Constitutional Court
        Tribunal Supremo|Supreme Court
        Unión Europea|European Union
    """,
    "de": """
        Amtsgericht|district court
        Auswärtiges Amt|Foreign Ministry
        Bundesgerichtshof|Federal Court of Justice
        Bundesregierung|federal government
        Bundesverfassungsgericht|Federal Constitutional Court
        Europäische Kommission|European Commission
        Europäische Union|European Union
        Europäische Zentralbank|European Central Bank
        Innenministerium|Interior Ministry
        Landgericht|regional court
        Staatsanwaltschaft|public prosecutor’s office
        Vereinte Nationen|United Nations
        Weißes Haus|White House
    """,
    "it": """
        Camera dei Deputati|Chamber of Deputies
        Casa Bianca|White House
        Commissione europea|European Commission
        Corte costituzionale|Constitutional Court
        Corte di cassazione|Court of Cassation
        Croce Rossa|Red Cross
        Ministero dell’Interno|Interior Ministry
        Nazioni Unite|United Nations
        Unione europea|European Union
    """,
}
_AROUND = "\"“”«»„‘’'(-–/&_@#*"


@cache
def _names(origin: str | None) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the names in `origin`, or in any language, and the English name of each in small letters."""
    tables = [_TABLE[origin]] if origin else list(_TABLE.values())
    rows = [line.strip().split("|") for table in tables for line in table.strip().splitlines()]
    known = {name.lower(): better for name, better in rows}
    spelled = sorted(map(re.escape, known), key=len, reverse=True)
    any_sign = "|".join(spelled).replace("’", "['’]").replace("\\ ", "[ \u00a0]").replace("é", "[éÉ]")
    return re.compile(rf"\b(?:{any_sign})\b", re.IGNORECASE), known


class Institutions:
    """Looks for the names in English text; a name that is quoted, bracketed or explained in brackets is meant."""

    rules: tuple[RuleInfo, ...] = (INSTITUTION,)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """One finding a name."""
        origin = (context.origin or "").partition("-")[0]
        if origin and origin not in _TABLE:
            return
        for passage in passages(context):
            if passage.language == "en":
                yield from _institutions(passage, origin or None)


def _institutions(passage: Passage, origin: str | None) -> Iterator[Finding]:
    text = passage.text
    pattern, known = _names(origin)
    for match in pattern.finditer(text):
        start, end = match.span()
        if passage.shields.touch(start, end) or text[start - 1 : start] in tuple(_AROUND):
            continue
        after = text[end : end + 12]
        if after[:1] in tuple(_AROUND) or after.lstrip()[:1] == "(" or after[1:2].isupper():
            continue
        before = text[max(0, start - 14) : start].split()
        if before and before[-1].lower() in (
            "rue",
            "place",
            "avenue",
            "calle",
            "plaza",
            "via",
            "de",
            "la",
            "du",
            "des",
        ):
            continue
        better = known.get(match.group().lower().replace("'", "’").replace("\u00a0", " "))
        if better is None:  # a letter that only case folding takes for another, as the long s
            continue
        message = f"“{match.group()}” is “{better}” in English."
        yield finding(INSTITUTION, passage.block, start, end, message, better)
