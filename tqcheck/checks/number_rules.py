"""What the rules on numbers say of themselves."""

from __future__ import annotations

from tqcheck.checks.base import RuleInfo
from tqcheck.report import Severity

_CATEGORY = "locale/number"
_COMMA_LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "pl", "ru")

DECIMAL = RuleInfo(
    "numbers/decimal",
    _CATEGORY,
    Severity.WARNING,
    "A decimal comma in an English text.",
    "Readers of English take the comma for the mark of thousands, so that 2,5 looks like a slip for 2,500.",
    bad=(
        "Exports grew by 7,3 percent in April.",
        "The dam holds 12,5 million cubic metres.",
        "A kilo costs €3,80 at the market.",
        "The snake was 1,90 m long, and the risk is 0,4 at most.",
    ),
    good=(
        "Exports grew by 7.3 percent, to 1,250 tonnes, in April.",
        "See pages 12,14 and 18 for 1,2,3 and the point (0,5).",
        "She won 6-4, 7,5 and 6-0,6-1 in Rome.",
        "In 2015,12 new schools opened.",
        "Mark 1,2 and 3 hold; it costs $1,500.50 in all.",
    ),
    languages=("en",),
)

DECIMAL_POINT = RuleInfo(
    "numbers/decimal-point",
    _CATEGORY,
    Severity.WARNING,
    "A decimal point where the language writes a comma.",
    "The point comes from English; beside native numbers it can be read as the mark of thousands.",
    bad=(
        "La hausse est de 3.5 % sur un an.",
        "Le groupe a perdu 2.4 millions d'euros.",
    ),
    good=(
        "La hausse est de 3,5 % sur un an, avec la version 2.4 du logiciel.",
        "Rendez-vous le 12.05 à 20.30, chapitre 3.2.",
        "L'adresse est 10.0.0.1 et la distance de 12 km.",
    ),
    languages=_COMMA_LANGUAGES,
)

GROUPING = RuleInfo(
    "numbers/grouping",
    _CATEGORY,
    Severity.WARNING,
    "Thousands set off as another language does it.",
    "The reader has to guess whether 3.000 is three or three thousand; a space can break across two lines.",
    bad=(
        "About 14 000 people live on the island.",
        "The plant has 2.300 workers and made 1.250.000 cars.",
        "The hall seats 1 850 spectators.",
        "The house was sold for 1.250.000,50 euros.",
    ),
    good=(
        "About 14,000 people live on the island, which is 2.375 km long.",
        "Call 020 7946 000 or +33 1 234 567 or 555 123 4567.",
        "He ran it in 9.580 seconds, with version 2.100 users online.",
        "Petrol sells at 1.899 euros per litre.",
        "The server is 192.168.100.200. In 2012 300 people came.",
        "Apollo 11 100 years later; ISBN 978 000 111 222 3.",
        "His average was 3.750 points, and the lens costs $1.999 a gram.",
    ),
    languages=("en",),
)

GROUPING_COMMA = RuleInfo(
    "numbers/grouping-comma",
    _CATEGORY,
    Severity.WARNING,
    "Thousands set off by commas as in English.",
    "Where the comma marks decimals, 1,500 reads as one and a half.",
    bad=(
        "Le stade compte 45,000 places et 1,200 salariés.",
        "La ville a 1,250,000 habitants.",
        "Le prix est de 1,250.50 euros.",
    ),
    good=(
        "Le stade compte 45 000 places, pour 2,375 km de pistes.",
        "La précision est de 0,125 seconde.",
        "Il pèse 1,250 kg et coûte 1,899 euro le litre.",
    ),
    languages=_COMMA_LANGUAGES,
)

PERCENT = RuleInfo(
    "numbers/percent",
    _CATEGORY,
    Severity.WARNING,
    "A space before the per cent sign in an English text.",
    "English sets the sign close to the number.",
    bad=("Only 12 % of voters came.", "Turnout fell to 41.5\u00a0%."),
    good=("Only 12% of voters came.", "Compute 17 % 5 first; 40 percent or 40 per cent is fine.", "% of votes: 12"),
    languages=("en",),
    fix=True,
)

CURRENCY = RuleInfo(
    "numbers/currency",
    _CATEGORY,
    Severity.WARNING,
    "A currency symbol behind the number in an English text.",
    "English sets the symbol before the number, without a space.",
    bad=("A ticket costs 25 €.", "They raised 3 million € last year.", "It sold for 1,200$ at auction."),
    good=(
        "A ticket costs €25, or $30.",
        "They raised €3 million, US$4 million and 3 million euros.",
        "The rates: 2 $ signs, 1€ = $1.10.",
    ),
    languages=("en",),
)

SYMBOL_FIRST = RuleInfo(
    "numbers/symbol-first",
    _CATEGORY,
    Severity.WARNING,
    "A currency symbol before the number where the language sets it behind.",
    "The order comes from English.",
    bad=("Le billet coûte €25.", "Le fonds a levé $3 millions."),
    good=("Le billet coûte 25 €.", "Le fonds a levé 3 millions de dollars.", "La variable $1 vaut 3."),
    languages=("fr", "de", "pl", "ru"),
)
