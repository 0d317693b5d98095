"""Small closed word classes of English, for checks that look at the words beside a mark."""

from __future__ import annotations

from tqcheck.checks.wordlist import word_set

PRONOUNS = word_set("i you he she it we they who")

DETERMINERS = word_set("the a an this that these those my your his her its our their every each no some")

CUT_OFF = word_set("the a an my your our their its every")
"""Determiners that no phrase ends with."""

FINITE = word_set(
    "is are was were am has have had do does did will would can could may might must shall should "
    "said made came went took led fell rose became began brought got gave kept lost meant met ran saw sent "
    "stood told won left held grew knew thought felt found paid drew built hit cost remains seems means"
)
"""Verbs that carry a clause: auxiliaries, modals, and common past tenses that do not end in -ed."""

AUXILIARIES = word_set("is are was were has have had does did will would can could may might must shall should cannot")

CLAUSE_BREAKS = word_set(
    "that which who whom whose because although though while whereas if when unless until since after before as "
    "and but or despite"
)

SPEECH = word_set(
    "say says said add adds added ask asks asked tell tells told explain explains explained state states stated "
    "note notes noted write writes wrote reply replies replied answer answers answered argue argues argued claim "
    "claims claimed insist insists insisted declare declares declared announce announces announced comment comments "
    "commented conclude concludes concluded continue continues continued confirm confirms confirmed warn warns "
    "warned admit admits admitted recall recalls recalled report reports reported joke jokes joked shout shouts "
    "shouted cry cries cried whisper whispers whispered exclaim exclaims exclaimed remark remarks remarked observe "
    "observes observed suggest suggests suggested stress stresses stressed emphasise emphasises emphasised emphasize "
    "emphasizes emphasized underline underlines underlined affirm affirms affirmed assure assures assured believe "
    "believes believed think thinks thought complain complains complained plead pleads pleaded quip quips quipped "
    "recount recounts recounted retort retorts retorted reveal reveals revealed sigh sighs sighed specify specifies "
    "specified summarise summarises summarised summarize summarizes summarized testify testifies testified tweet "
    "tweets tweeted urge urges urged vow vows vowed lament laments lamented estimate estimates estimated indicate "
    "indicates indicated highlight highlights highlighted judge judges judged elaborate elaborates elaborated "
    "confide confides confided denounce denounces denounced deplore deplores deplored protest protests protested "
    "respond responds responded predict predicts predicted promise promises promised acknowledge acknowledges "
    "acknowledged mutter mutters muttered concede concedes conceded reiterate reiterates reiterated enthuse enthuses "
    "enthused hammer hammers hammered launch launches launched precise precises precised"
)
"""Verbs that report speech, those that translations use for it among them."""

METONYMS = word_set(
    "Russia Ukraine France Germany Italy Spain Portugal Britain England Scotland Ireland Belgium Switzerland Austria "
    "Poland Hungary Romania Bulgaria Greece Turkey Serbia Croatia Sweden Norway Denmark Finland Europe Africa Asia "
    "America China Japan India Pakistan Iran Iraq Israel Syria Lebanon Egypt Algeria Morocco Tunisia Libya Mali Niger "
    "Chad Sudan Ethiopia Kenya Nigeria Senegal Cameroon Mexico Brazil Argentina Chile Peru Colombia Venezuela Cuba "
    "Canada Australia Moscow Kiev Kyiv Paris Berlin London Rome Madrid Lisbon Brussels Washington Beijing Tokyo Seoul "
    "Delhi Tehran Baghdad Jerusalem Damascus Beirut Cairo Algiers Rabat Tunis Tripoli Ankara Athens Warsaw Budapest "
    "Vienna Bern Dublin Stockholm Oslo Copenhagen Helsinki Minsk Riga Vilnius Tallinn Ottawa Canberra Bamako Dakar"
)
"""Countries and capitals that stand for their governments; acronyms come on top."""

INFINITIVE_LEADS = word_set(
    "called calls call urged urges urge asked asks ask told tells wants want wanted promised promises vowed vows need "
    "needs needed plans planned decided ordered orders invited invites encouraged encourages had has have able going "
    "refused refuses tried tries hopes hoped pledged pledges swore agreed intends intended"
)
"""Words before “to” that make it an infinitive’s, not a preposition."""

OPENERS = word_set(
    "the a an this that these those we you he she it they my your his her its our their there here in on at by for "
    "from with without not no if when while because since although as but and or so what who how why where all some "
    "many most every each nothing nobody everyone everything"
)
"""Words that are lower-case inside a sentence whatever they mean."""

TITLE_SMALL = word_set("a an the of and or in on at to for from by with de la le du des von")
"""Words that titles leave in lower case."""

_ADJECTIVE_ENDINGS = tuple(word_set("ous ful ive able ible less ic ical ary ory ant ent ish some inal onal"))
_ADJECTIVES = word_set(
    "huge major great big small new old severe strong weak heavy deep strange rare vast tough harsh grave large high "
    "low fair real false true free firm clear total brutal fatal global local social legal moral vital crucial special "
    "historical unacceptable unprecedented limited targeted unexpected growing alarming worrying lasting"
)
_NOUNS = word_set(
    "government president moment agreement statement event document element movement percent client student parent "
    "agent accident incident continent patient public music topic traffic republic critic logic fabric panic plant "
    "want restaurant assistant merchant giant native executive objective initiative motive narrative archive table "
    "variable cable history factory victory category territory story memory theory secretary library salary summary "
    "january february anniversary diary boundary business princess"
)


def words(text: str) -> list[str]:
    """The words of a short stretch, without the punctuation at their edges."""
    return [word for part in text.split() if (word := part.strip(".,;:!?…()[]\"“”„«»‘’'–—-"))]


def is_adjective(word: str) -> bool:
    """Whether `word` looks like an adjective: by its ending, or because it is a common one."""
    return word in _ADJECTIVES or (word.endswith(_ADJECTIVE_ENDINGS) and word not in _NOUNS)


def is_sentence(quoted: str) -> bool:
    """Whether `quoted` reads as a sentence of its own: it starts with a capital and is no title or name."""
    first, *rest = words(quoted[:200]) or [""]
    if not first[:1].isupper():
        return False
    if not rest:
        return first in ("Yes", "No", "Never", "Absolutely", "Maybe", "Sure")
    return any(word[0].islower() and word not in TITLE_SMALL for word in rest)
