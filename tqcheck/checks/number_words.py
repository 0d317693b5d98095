"""Numbers written out, and the words for large ones, in the languages that are compared with each other."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

# From nought to twenty, then the tens to ninety, a hundred and a thousand.
_VALUES = (*range(21), *range(30, 100, 10), 100, 1000)
_CARDINALS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent "
    "mille",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien mil",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete "
    "dezoito dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem mil",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend",
}
_MORE = {
    "en": "first:1 second:2 third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10 eleventh:11 "
    "twelfth:12 once:1 twice:2 a:1 an:1 single:1 double:2 both:2 pair:2 couple:2 triple:3 dozen:12 dozens:12 score:20 "
    "tens:10 ten:10 half:50 half:30 quarter:25 quarter:15 decade:10 decades:10 century:100 hundreds:100 thousands:1000 "
    "midnight:0 midnight:24 noon:12 midday:12 fortnight:15 fortnight:14 twenties:20 thirties:30 forties:40 fifties:50 "
    "sixties:60 seventies:70 eighties:80 nineties:90 all:100 week:7 week:8 one-third:3 everyone:100",
    "fr": "une:1 premier:1 première:1 premiers:1 deuxième:2 second:2 seconde:2 troisième:3 quatrième:4 cinquième:5 "
    "sixième:6 septième:7 huitième:8 neuvième:9 dixième:10 double:2 triple:3 dizaine:10 dizaines:10 douzaine:12 "
    "quinzaine:15 quinzaine:14 vingtaine:20 trentaine:30 quarantaine:40 cinquantaine:50 soixantaine:60 centaine:100 "
    "centaines:100 millier:1000 milliers:1000 cents:100 midi:12 minuit:0 minuit:24 demi:30 demie:30 moitié:50 "
    "quart:25 quart:15 décennie:10 siècle:100 quatre-vingt:80 septante:70 nonante:90 vingts:20",
    "es": "un:1 una:1 primer:1 primero:1 primera:1 segundo:2 segunda:2 tercer:3 tercero:3 tercera:3 cuarto:4 quinto:5 "
    "doble:2 decena:10 decenas:10 docena:12 quincena:15 veintena:20 ciento:100 cientos:100 centenar:100 miles:1000 "
    "mitad:50 mediodía:12 medianoche:0 media:30 siglo:100 década:10",
    "it": "un:1 una:1 primo:1 prima:1 secondo:2 seconda:2 terzo:3 terza:3 quarto:4 quinto:5 doppio:2 decina:10 "
    "dozzina:12 centinaio:100 centinaia:100 migliaia:1000 mila:1000 metà:50 mezzogiorno:12 mezzanotte:0 mezza:30",
    "de": "ein:1 eine:1 einen:1 einer:1 erste:1 ersten:1 zweite:2 zweiten:2 dritte:3 dritten:3 vierte:4 doppelt:2 "
    "dutzend:12 hunderte:100 hunderten:100 tausende:1000 hälfte:50 halb:30 viertel:25 viertel:15 mittag:12 "
    "mitternacht:0 jahrhundert:100 jahrzehnt:10 zwo:2 einmal:1 zweimal:2",
    "pt": "uma:1 duas:2 primeiro:1 primeira:1 segundo:2 segunda:2 terceiro:3 terceira:3 dezena:10 dúzia:12 "
    "centenas:100 milhares:1000 metade:50 meio-dia:12 meia-noite:0 dezesseis:16 dezessete:17 dezenove:19",
    "nl": "één:1 eerste:1 tweede:2 derde:3 vierde:4 dubbel:2 dozijn:12 honderden:100 duizenden:1000 helft:50 half:30 "
    "kwart:25 kwartier:15 middernacht:0 eeuw:100",
}

MAGNITUDES: dict[str, Decimal] = {
    word: Decimal(10) ** power
    for power, words in (
        (3, "thousand mille mil mila tausend duizend tysięcy тысяч тыс"),
        (
            6,
            "million millions millionen mn mln mio millón millones milione milioni milhão milhões miljoen milionów млн",
        ),
        (9, "milliard milliards md mds mrd milliarde milliarden miliardo miliardi miljard miliardów bn млрд"),
    )
    for word in words.split()
}
"""What multiplies a figure before it; billion and trillion depend on the language."""

_LONGEST_COMPOUND = 30
_SHORT_SCALE = {"billion": 9, "billions": 9, "trillion": 12, "trillions": 12, "bilhão": 9, "bilhões": 9}
_LONG_SCALE = {"billion": 12, "billions": 12, "billón": 12, "billones": 12, "billionen": 12, "trillion": 18}


def compound(word: str, language: str) -> int | None:
    """The value of a German or Dutch number in one word: fünfundzwanzig, vijfentwintig."""
    joint = {"de": "und", "nl": "en"}.get(language)
    if joint is None or len(word) > _LONGEST_COMPOUND:
        return None
    words = number_words(language)
    at = word.find(joint)
    while at > 0:
        ones, tens = words.get(word[:at], frozenset()), words.get(word[at + len(joint) :], frozenset())
        if ones and tens and max(ones) < 10 <= max(tens):
            return max(ones) + max(tens)
        at = word.find(joint, at + 1)
    return None


def magnitude(word: str, language: str) -> Decimal | None:
    """What `word` behind a figure multiplies it with in `language`; ``None`` where it does not."""
    low = word.lower()
    if low in MAGNITUDES:
        return MAGNITUDES[low]
    power = (_SHORT_SCALE if language in ("en", "pt") else _LONG_SCALE).get(low)
    return Decimal(10) ** power if power else None


@cache
def number_words(language: str) -> dict[str, frozenset[int]]:
    """The values that a written-out number may have; empty for languages that are not listed."""
    found: dict[str, set[int]] = {}
    for word, value in zip(_CARDINALS.get(language, "").split(), _VALUES, strict=False):
        found.setdefault(word, set()).add(value)
    for item in _MORE.get(language, "").split():
        word, _, value = item.partition(":")
        found.setdefault(word, set()).add(int(value))
    return {word: frozenset(values) for word, values in found.items()}
