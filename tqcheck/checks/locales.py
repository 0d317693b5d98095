"""How each language writes numbers: separators, the per cent sign, the side of the currency."""

from __future__ import annotations

from dataclasses import dataclass

from tqcheck.checks.wordlist import word_set


@dataclass(frozen=True, slots=True)
class Locale:
    """The number conventions of one language."""

    decimal: str
    group: str
    """Between groups of three digits in suggestions."""
    percent: str = "%"
    """The per cent sign with what stands between it and the number."""
    symbol_first: bool = False
    """Whether the currency symbol always stands before the number."""
    symbol_last: bool = False
    """Whether it always stands behind; where both are false, regions and houses differ."""
    point_too: bool = False
    """Whether a part of the speakers write a decimal point."""


# From the Unicode CLDR number patterns. The groups of Spanish, Polish and Portuguese start at five digits there.
LOCALES: dict[str, Locale] = {
    "en": Locale(".", ",", symbol_first=True),
    "fr": Locale(",", "\u202f", "\u202f%", symbol_last=True),
    "de": Locale(",", ".", "\u00a0%", symbol_last=True),
    "es": Locale(",", ".", "\u00a0%", point_too=True),
    "it": Locale(",", "."),
    "pt": Locale(",", "."),
    "nl": Locale(",", "."),
    "pl": Locale(",", "\u00a0", symbol_last=True),
    "ru": Locale(",", "\u00a0", "\u00a0%", symbol_last=True),
}

PERCENT_WORDS = word_set(
    "percent per-cent percentage pourcent Prozent Prozentpunkte procent procenta procentů proc "
    "процент процента процентов"
)

MEASURES = word_set(
    # Symbols.
    "% ‰ ° °C °F km m cm mm nm µm kg g mg t l L cl ml hl ha kW MW GW kWh MWh GWh TWh Hz kHz MHz GHz V W mph km/h bn mn "
    # English.
    "metre metres meter meters kilometre kilometres kilometer kilometers centimetre centimetres centimeter centimeters "
    "millimetre millimetres millimeter millimeters mile miles inch inches foot feet yard yards acre acres hectare "
    "hectares square cubic kilogram kilograms kilo kilos gram grams tonne tonnes ton tons pound pounds ounce ounces "
    "litre litres liter liters gallon gallons degree degrees second seconds minute minutes hour hours megawatt "
    "megawatts gigawatt gigawatts kilowatt kilowatts volt volts watt watts point points times magnitude magnitudes "
    # French, Spanish, Italian, Portuguese.
    "mètre mètres kilomètre kilomètres centimètre centimètres millimètre millimètres kilogramme kilogrammes gramme "
    "grammes degré degrés seconde secondes heure heures fois "
    "metro metros kilómetro kilómetros centímetro centímetros milímetro milímetros gramo gramos litro litros hectárea "
    "hectáreas tonelada toneladas grado grados segundo segundos hora horas veces punto puntos "
    "metri chilometro chilometri centimetro centimetri millimetri grammi litri ettari tonnellate grado gradi secondi "
    "ore volte punti quilómetro quilómetros quilômetro quilômetros gramas hectares graus pontos vezes "
    # German, Dutch, Polish.
    "Meter Kilometer Zentimeter Millimeter Kilogramm Gramm Liter Hektar Tonne Tonnen Grad Sekunden Minuten Stunden "
    "Punkte kilometer meter centimeter graden uur ton procent punten metrów kilometrów kilogramów godzin stopni "
)
"""What a number with decimals may measure, in the languages above."""

MAGNITUDES: dict[str, str] = {
    # Long scale (10^9) as in most of Europe; the plural is the French one.
    "million": "million",
    "millions": "million",
    "millón": "million",
    "millones": "million",
    "Million": "million",
    "Millionen": "million",
    "milione": "million",
    "milioni": "million",
    "milhão": "million",
    "milhões": "million",
    "miljoen": "million",
    "miliony": "million",
    "milionów": "million",
    "billion": "billion",
    "billions": "billion",
    "milliard": "billion",
    "milliards": "billion",
    "Milliarde": "billion",
    "Milliarden": "billion",
    "miliardo": "billion",
    "miliardi": "billion",
    "miljard": "billion",
    "miliardy": "billion",
    "miliardów": "billion",
    "trillion": "trillion",
    "trillions": "trillion",
    "thousands": "thousand",
}
"""Words for large round numbers and what English calls them after a figure."""

CURRENCIES = word_set(
    "euro euros dollar dollars pound pounds franc francs yen yuan rouble roubles ruble rubles peso pesos livre livres "
    "yens roubles Euro Dollar Franken dólar dólares dollari sterline euro's"
)
