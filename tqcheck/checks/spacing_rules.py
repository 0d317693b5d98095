"""What the rules on spaces say of themselves."""

from __future__ import annotations

from tqcheck.checks.base import RuleInfo
from tqcheck.report import Severity

_CATEGORY = "typography/spacing"

BEFORE_MARK = RuleInfo(
    "spacing/before-mark",
    _CATEGORY,
    Severity.WARNING,
    "A space before a comma, full stop, colon, semicolon, question or exclamation mark.",
    "French sets a space before : ; ? and !; in other languages that is a left-over of French. Before a comma "
    "or full stop it is a mere slip, told as information.",
    bad=(
        "The mayor had three aims : jobs, homes and trams.",
        "Who will pay for the bridge ? Nobody knows.",
        "They left early , without a word .",
        "What a night !",
        "(Is that so ?)",
    ),
    good=(
        "The mayor had three aims: jobs, homes and trams.",
        "A map at 1 : 25 000, and a score of 3 : 2.",
        "See you there :) or not ;-) or never :-( as you like.",
        "He waited ... and waited . . . and left.",
        "It runs on .NET, weighs .5 kg and ends in .com or .org.",
        "Put a ? in the margin and a , behind the word.",
        "Born in 1340 (?), he died in 1399.",
        "Press Ctrl + ; or type `git add .` here.",
        "A dialogue? Yes! And … so on…",
    ),
    languages=("en", "de", "es", "it", "pt", "nl", "pl", "ru"),
    fix=True,
)
FRENCH_BEFORE = RuleInfo(
    "spacing/before-comma",
    _CATEGORY,
    Severity.INFO,
    "A space before a comma or full stop in a French text.",
    "French sets a space before high marks only, never before a comma or full stop.",
    bad=("Le maire , très ému, a remercié la foule.", "Les élus ont voté hier soir ."),
    good=(
        "Le maire, très ému, a remercié la foule.",
        "Il attend ... puis s’en va. Le langage .NET a vingt ans.",
        "Combien ? Trop ! Voici : rien ; merci.",
    ),
    languages=("fr",),
    fix=True,
)
AFTER_MARK = RuleInfo(
    "spacing/after-mark",
    _CATEGORY,
    Severity.INFO,
    "No space after a comma, semicolon or the end of a sentence.",
    "Two words have run together, often where two paragraphs or columns were joined. A slip that `--fix` mends.",
    bad=(
        "The bridge,which opened in June, is closed again.",
        "The bridge is closed again.The ferry runs every hour.",
        "They asked for more;nobody listened.",
        "Who pays?The city does.",
    ),
    good=(
        "The bridge, which opened in June, is closed. The ferry runs.",
        "It costs 1,500 euros; N,N-dimethyl is made from a,b-diols.",
        "Booking.com, Node.js, U.S.Army and example.org/a,b are fine.",
        "Yahoo!News and Jeopardy!-style shows.",
        "Tags: red,green,blue,white",
        "She holds a Ph.D. from e.g. Lyon. See file.The.txt or main.The_end().",
    ),
    fix=True,
)
DOUBLED_SPACE = RuleInfo(
    "spacing/double",
    _CATEGORY,
    Severity.INFO,
    "Two spaces between two words.",
    "A trace of a deleted word. Two spaces after every sentence are a habit and left alone.",
    bad=("The mayor  opened the bridge.", "They came from  the north, and stayed."),
    good=(
        "The mayor opened the bridge.",
        "The mayor came.  He opened the bridge.  Then he left.",
        "Name      Age     Town",
    ),
    fix=True,
)
BRACKET = RuleInfo(
    "spacing/bracket",
    _CATEGORY,
    Severity.WARNING,
    "A space inside brackets.",
    "No language sets a space between a bracket and the words that it encloses.",
    bad=("The harbour ( built in 1902 ) is closed.", "Three ships (one of them Greek ) are missing."),
    good=(
        "The harbour (built in 1902) is closed.",
        "What a pity :( we had so hoped to come.",
        "There are two ways: a ) on foot, b ) by tram.",
        "Call f( x ) or [ ] at will; ( 1 + 2 ) is three.",
    ),
    fix=True,
)
HYPHEN = RuleInfo(
    "spacing/hyphen",
    _CATEGORY,
    Severity.INFO,
    "A space behind the hyphen of a compound.",
    "A word that was divided at the end of a line came into the text with its hyphen.",
    bad=("The well- known singer came too.", "A rescue oper- ation was under way."),
    good=(
        "The well-known singer came too.",
        "Two- and three-bedroom flats, pre- or post-war, from six- to ten-year-olds.",
        "First- rather than second-class seats; a mid- but not late-century house.",
        "He came - late, as ever - and left.",
    ),
    languages=("en", "fr", "es", "it", "pt"),
)
APOSTROPHE = RuleInfo(
    "spacing/apostrophe",
    _CATEGORY,
    Severity.WARNING,
    "A space beside an apostrophe that ties two words.",
    "Programs that cut text into words leave such spaces behind.",
    bad=("They do n't know the city 's new plan.", "The mayor ’s office ca n’t say."),
    good=(
        "They don't know the city's new plan.",
        "The ladies' room, the '90s and 'tis the season.",
        "The word 'no' and the boss' car.",
        "‘The boys ’s house’ is no English, ‘s’ is a letter.",
    ),
    languages=("en",),
    fix=True,
)
ELISION = RuleInfo(
    "spacing/elision",
    _CATEGORY,
    Severity.WARNING,
    "A space behind the apostrophe of an elision.",
    "The apostrophe ties the two words: *l’homme*, *dell’uomo*.",
    bad=("Il a vu l' homme qu' elle aime.", "La fin de l’ année approche."),
    good=(
        "Il a vu l'homme qu'elle aime.",
        "Il a dit ’non’ et noté « l’ » en marge.",
        "Vers 5' il faut remuer, puis 10' encore.",
    ),
    languages=("fr", "it"),
    fix=True,
)
FRENCH_SPACE = RuleInfo(
    "spacing/french",
    _CATEGORY,
    Severity.INFO,
    "No space before a high mark or inside guillemets in a French text.",
    "French sets a no-break space there. A warning where the text does so elsewhere; a text that never sets a space "
    "before ; ! and ? follows the Swiss or Canadian custom and is left alone.",
    bad=(
        "Le maire l'a dit: la ville paiera.",
        "Il parle de «grand jour» pour la ville.",
        "Qui ? Moi ! Quand ? Demain ! Comment? À pied.",
    ),
    good=(
        "Le maire l’a dit\u00a0: la ville paiera.",
        "Il parle de «\u00a0grand jour\u00a0» à 20:30, au score de 3:2.",
        "Voir https://example.org/a?b=c:d et le fichier a:b.",
        "Qui? Moi! Et pourtant; voilà :) tout.",
        "L’option « --force » (?) n’existe pas.",
    ),
    languages=("fr",),
    fix=True,
)
NO_BREAK = RuleInfo(
    "spacing/no-break",
    _CATEGORY,
    Severity.INFO,
    "A plain space where French sets a no-break space.",
    "The mark can slip to the start of the next line. A warning where the text sets no-break spaces elsewhere.",
    bad=(
        "Le maire l’a dit : la ville paiera.",
        "Il parle de « grand jour » pour la ville.",
        "La hausse atteint 12 % pour 45 000 habitants.",
    ),
    good=(
        "Le maire l’a dit\u00a0: la ville paiera\u202f!",
        "La hausse atteint 12\u00a0% pour 45\u202f000 habitants.",
        "Une échelle de 1 : 25 et un sourire :) pour tous.",
        "En 2012 300 personnes sont venues.",
    ),
    languages=("fr",),
    fix=True,
)
UNIT = RuleInfo(
    "spacing/unit",
    _CATEGORY,
    Severity.INFO,
    "No space between a number and its sign or unit.",
    "French, German, Spanish and Russian set one before % and €. Told only where the text itself does so elsewhere; in "
    "French everywhere.",
    bad=(
        "La hausse atteint 12% cette année.",
        "Le billet coûte 25€ au guichet, et le trajet fait 12km.",
    ),
    good=(
        "La hausse atteint 12\u00a0% et le billet coûte 25\u202f€.",
        "Un film en 3D, la 4G, le A320 et le modèle 12C.",
        "Une url avec %20 et le code 50%25.",
    ),
    languages=("fr", "de", "es", "ru"),
    fix=True,
)
MARK_RULES = (BEFORE_MARK, FRENCH_BEFORE, AFTER_MARK, DOUBLED_SPACE, BRACKET, HYPHEN, APOSTROPHE, ELISION)
FRENCH_RULES = (FRENCH_SPACE, NO_BREAK, UNIT)
