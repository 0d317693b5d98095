"""The names of days and months, by language."""

from __future__ import annotations


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


DAYS: dict[str, tuple[str, ...]] = {
    "en": _names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "fr": _names("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    "es": _names("lunes martes miércoles jueves viernes sábado domingo"),
    "it": _names("lunedì martedì mercoledì giovedì venerdì sabato domenica"),
    "pt": _names("segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"),
    "nl": _names("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
    "pl": _names("poniedziałek wtorek środa czwartek piątek sobota niedziela"),
    "de": _names("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"),
}
"""Monday first, in the case that the language writes inside a sentence."""

MONTHS: dict[str, tuple[str, ...]] = {
    "en": _names("January February March April May June July August September October November December"),
    "fr": _names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": _names("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    "it": _names("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    "pt": _names("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
    "nl": _names("januari februari maart april mei juni juli augustus september oktober november december"),
    "pl": _names("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
    "de": _names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
}
"""January first; in Polish the genitive that dates take."""
