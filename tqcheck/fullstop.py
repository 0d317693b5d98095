"""Whether a full stop, question mark or ellipsis ends a sentence, by the words on both its sides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

REACH = 60
"""How many characters to the left and right are looked at."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations that never end a sentence: titles, and words that announce what follows.
_BEFORE = {
    "en": "mr mrs ms mx messrs dr prof gen col sgt capt lt cmdr adm maj cpl pvt rev hon gov sen sens rep reps pres "
    "supt st ste mt e.g i.e eg ie vs cf viz approx ca",
    "fr": "m mm mme mmes mlle mlles mgr me dr drs pr prof st ste cf env ex p.ex c.-à-d",
    "de": "dr prof hr hrn fr frl dipl ing st sog bzw ca vgl ggf evtl inkl exkl geb gest z.b d.h "
    "u.a bspw insb einschl zzgl",
    "es": "sr sra srta sres sras dr dra dres d dª dña prof profa lic ing arq gral cnel cap mons ud uds aprox p.ej",
    "it": "sig sigg sig.ra sig.na dott dott.ssa dr prof prof.ssa avv ing on sen arch rag geom mons spett gent egr "
    "cfr es p.es ca",
    "pt": "sr sra srs dr dra prof profa eng gen",
    "nl": "dhr mevr mw dr drs prof ir ing mr bijv ca",
}
# Abbreviations that a number follows.
_NUMBERED = {
    "en": "no nos vol vols art arts fig figs p pp ch sec para jan feb mar apr jun jul aug sep sept oct nov dec",
    "fr": "no nos art vol chap fig p pp t",
    "de": "nr nrn art abs bd kap abb s st ziff tel jh max min mind",
    "es": "núm núms art arts vol cap fig pág págs p pp tel",
    "it": "n nn nr art artt vol cap fig pag pagg p pp tel",
    "pt": "n núm art vol cap fig pág p pp",
    "nl": "nr art blz p hfst afb tel",
}
# Abbreviations that may stand at either place; what comes next decides.
_EITHER = {
    "en": "inc co corp ltd llc bros jr sr esq dept univ assn ave blvd rd etc al ed eds est tues thurs ft "
    "calif conn fla kan ky minn neb okla tenn tex wis",
    "fr": "av apr bd etc éd coll hab env dép réf tél gal col lt cap",
    "de": "usw etc mio mrd tsd str jr sen abt hrsg ev kath",
    "es": "etc ee uu ss mm aa avda cía hnos dept depto tel",
    "it": "ecc etc soc tel dep min",
    "pt": "etc ltda cia av",
    "nl": "enz etc str",
}
# Words that begin sentences and, written with a capital, seldom stand for anything else.
_STARTERS = {
    "en": "the a an he she it they we i you this that these those there here but and or so in on at by for from as "
    "if when while after before since his her its their our my your what who why how where now then yet still "
    "today yesterday however meanwhile according no not one some many most all both even only also once "
    "although with mr mrs ms me us him them may nobody none everyone everybody someone",
    "fr": "le la les l un une des il elle ils elles on nous vous je j tu ce c cet cette ces mais et ou or donc car "
    "dans en à au aux pour par sur avec sans selon après avant depuis quand lorsque si comme son sa ses leur "
    "leurs notre qui que pourtant m mme cependant ainsi aujourd hier puis alors",
    "de": "der die das den dem des ein eine einen einem einer er sie es wir ich ihr und aber oder doch denn dann da "
    "in im am an auf aus bei beim mit nach seit von vom vor zu zum zur als wenn weil auch nun so dies diese "
    "dieser dieses sein seine ihre unser was wer wie wo warum heute gestern jetzt hier dort damit dabei nur "
    "noch schon für ob",
    "es": "el la los las un una unos unas él ella ellos ellas yo nosotros usted pero y o e en de del al con por "
    "para según desde cuando si como este esta estos estas ese esa su sus se no lo le que quien ahora hoy "
    "ayer luego después entonces también además sin",
    "it": "il lo la i gli le l un una uno lui lei loro io noi voi ma e o in nel nella nei con per secondo dopo "
    "prima quando se come questo questa questi queste quello suo sua del della di da a al alla non si ora "
    "oggi ieri poi allora anche",
    "pt": "o a os as um uma ele ela eles elas eu nós mas e ou em no na nos nas de do da com por para segundo desde "
    "quando se como este esta isso seu sua não hoje ontem depois",
    "nl": "de het een hij zij ze wij we ik je u er en maar of in op aan bij met na sinds van voor te als toen dit "
    "dat deze die zijn haar hun wat wie hoe waar nu vandaag gisteren toch ook",
}
_TIME_FOLLOWS = _words(
    "monday tuesday wednesday thursday friday saturday sunday et est edt ct cst cdt pt pst pdt gmt bst cet utc eastern "
    "pacific local"
)
# A translation out of German may leave the full stop: “on 21. May”.
_MONTHS = _words("january february march april may june july august september october november december")
# Languages that write ordinal numbers with a full stop, as in “3. Mai”.
_ORDINALS = {"de", "da", "no", "fi", "et", "hu", "cs", "sk", "hr", "sl", "lt", "lv", "tr"}
_SAYING = re.compile(
    r"(?:[^\W\d_a-z][\w’'-]*\.? +){1,4}(?:said|says|asked|asks|added|adds|replied|explained|shouted|cried|"
    r"answered|insisted|noted|warned|recalled|declared|argued|admitted|whispered|joked|continued|concluded|"
    r"stressed|hammered|exclaimed|wondered|complained)\b"
)
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-z]|[IVX]{1,5})\.")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]+\b")
_WORD = re.compile(r"[^\W_][\w-]*")


def _table(table: dict[str, str], language: str | None) -> frozenset[str]:
    """The words of the language; of all languages where it is not known; none where there is no table for it."""
    return _words(table.get(language, "") if language else " ".join(table.values()))


@dataclass(frozen=True, slots=True)
class FullStop:
    """The rules of one language."""

    language: str | None
    before: frozenset[str]
    numbered: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]

    @classmethod
    @cache
    def of(cls, language: str | None) -> FullStop:
        """The rules of `language`; those of all languages together where it is ``None``."""
        return cls(language, *(_table(table, language) for table in (_BEFORE, _NUMBERED, _EITHER, _STARTERS)))

    def ends(self, left: str, right: str, *, proposed: bool, quoted: bool, whole_quotation: bool) -> bool:
        """Whether a sentence ends after `left`, whose last character is the mark, and the next starts with `right`.

        Both hold at most `REACH` characters of the text, with quotation marks and brackets blanked out and ``ʼ`` for
        an apostrophe inside a word; `left` does not reach beyond the start of the sentence. `proposed` is whether the
        library sees an end here, `quoted` whether a closing mark stands between the two, `whole_quotation` whether
        that quotation began its sentence.
        """
        mark = left[-1]
        start = right.lstrip("¿¡—–-•* ")
        if not start or right[0] in ",;:&%/" or (right[0] == "-" and right[1:2].isalnum()):
            return proposed and not start
        word = _WORD.match(start)
        following = word.group().split("ʼ")[0] if word else ""
        # A brand such as iPhone may begin a sentence.
        lower = following[:1].islower() and not following[1:2].isupper()
        if _ENUMERATOR.fullmatch(left.strip()):
            return False
        if mark not in ".!?…":
            return proposed
        pronoun = following.lower() in self.starters - self.before - {"i"}
        if whole_quotation and not pronoun and _SAYING.match(start):
            return False
        if mark == "." and not left.endswith(".."):
            return self._period(left.rsplit(" ", 1)[-1][:-1], left, following, start, lower, proposed, quoted)
        if lower:
            return False
        if mark in "!?":
            # The library knows names with such a mark, as in “Yahoo! Inc.”.
            return proposed or right[0] in "¿¡—–"
        return proposed or following[:1].isupper() or right[0] in "¿¡—–"

    def _period(
        self, token: str, left: str, following: str, start: str, lower: bool, proposed: bool, quoted: bool
    ) -> bool:
        """The same for a single full stop after `token`."""
        elided = token.rpartition("ʼ")[2]
        if len(elided) > 1:
            token = elided
        known = token.lower()
        initial = len(following) == 1 and start[1:2] in (".", "-")
        starts = following.lower() in self.starters and following[:1].isupper() and not initial
        digit = start[0].isdigit()
        if known in self.before and (len(token) > 1 or token.isupper()):
            return False
        if lower:
            short = len(token) <= 2 or bool(_ACRONYM.fullmatch(token)) or token.isdigit()
            return proposed and not quoted and not short and known not in self.numbered | self.either
        if known in self.numbered and (digit or _ROMAN.match(start)):
            return False
        if known in ("a.m", "p.m"):
            return following.lower() not in _TIME_FOLLOWS and not digit
        if known in ("etc", "ecc") and self.language != "de":
            return following[:1].isupper()
        if _ACRONYM.fullmatch(token) or known in self.either:
            return starts
        if len(token) == 1 and token.isalpha():
            unit = token.islower() and not initial and left[:-2].rstrip()[-1:].isdigit()
            # As in “1.60 m.”.
            return unit or self._initial(token, left, starts, digit)
        if token.isdigit() and len(token) <= 2 and following.lower() in _MONTHS:
            return False
        if token.isdigit() and len(token) <= 2 and self.language in _ORDINALS:
            return starts
        # The library takes words for abbreviations that are none at the end of a sentence: “he told me.”, “in May.”.
        return proposed or starts or known in self.starters

    def _initial(self, token: str, left: str, starts: bool, digit: bool) -> bool:
        """The same after a single letter, as in “J. K. Rowling”, “z. B.” or “Plan B.”."""
        before = left[:-2].rstrip().rsplit(" ", 1)[-1]
        if token.islower() or (before.endswith(".") and len(before) == 2 and before[0].islower()):
            return starts and token.isupper() and self.language != "de"
        if token == "I" and self.language == "en" and before.isalpha() and before.islower():
            return True
        return starts or digit
