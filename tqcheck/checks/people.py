"""Who a sentence speaks of: mentions of persons, with their gender where a word tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tqcheck.checks.bodies import CAPITALS, COLLECTIVES, COUNTRIES, NATIONALITIES
from tqcheck.checks.calendar import DAYS, MONTHS
from tqcheck.checks.later import later
from tqcheck.checks.wordlist import word_set

_WORD = later(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_MEN = word_set(
    "he him himself mr sir lord king prince pope father son brother husband man boy gentleman uncle nephew grandfather "
    "boyfriend widower actor waiter businessman chairman spokesman policeman fireman fisherman cameraman salesman "
    "sportsman frenchman englishman irishman dutchman emperor duke count baron monk imam rabbi bishop cardinal dad guy "
    "groom lad bishop herr monsieur señor sheikh sultan"
)
_WOMEN = word_set(
    "she herself mrs ms miss mme madam lady queen princess mother daughter sister wife woman girl aunt niece "
    "grandmother girlfriend widow actress waitress businesswoman chairwoman spokeswoman policewoman sportswoman "
    "frenchwoman englishwoman empress duchess countess baroness nun mum mom bride frau madame señora mademoiselle"
)
_PERSONS = word_set(
    "who whoever someone somebody everyone everybody anyone anybody person child kid baby teenager adult patient "
    "victim president minister premier chancellor senator deputy mayor prefect governor chief head boss director "
    "manager ceo executive representative spokesperson negotiator envoy diplomat ambassador delegate official "
    "secretary clerk judge prosecutor lawyer attorney defendant suspect accused witness prisoner inmate soldier "
    "general colonel captain officer sergeant commander admiral guard cop detective doctor nurse surgeon physician "
    "professor teacher student pupil scholar scientist researcher engineer expert analyst economist historian author "
    "writer poet journalist reporter editor columnist critic artist painter singer musician composer conductor "
    "filmmaker dancer comedian player striker goalkeeper midfielder defender coach trainer referee athlete champion "
    "swimmer runner cyclist rider driver pilot passenger tourist traveller traveler visitor guest host neighbour "
    "neighbor friend colleague partner counterpart predecessor successor rival opponent candidate voter citizen "
    "resident worker employee employer colleague founder owner landlord tenant farmer fisher baker butcher merchant "
    "shopkeeper cook chef lead leader ruler dictator monarch heir hero heroine star god saint priest monk believer "
    "parent sibling cousin spouse fan supporter activist militant rebel refugee migrant immigrant foreigner native "
    "specialist technician mechanic spectator viewer reader listener user customer client buyer seller investor "
    "shareholder speaker interviewee deceased youngster veteran rookie skipper lawmaker politician statesman dog cat "
    "horse animal individual one opponent interlocutor entrepreneur billionaire tycoon designer architect "
    "photographer inventor creator producer biologist physicist chemist psychologist sociologist philosopher "
    "theologian cardiologist postman firefighter"
)
_SUFFIXES = ("ist", "ician", "ologist", "eur", "ographer", "woman", "man")
_NOT_PERSONS = word_set(
    "human roman german list exist twist consist resist mist fist gist assist insist persist artist"
)
_FEMALE_NAMES = word_set(
    "Adele Agathe Agnès Alice Alicia Amélie Amy Ana Andrea Angela Anna Anne Annie Antonia Audrey Barbara Beatrice "
    "Béatrice Bettina Brigitte Camille Carla Carmen Carole Caroline Catherine Cécile Céline Charlotte Chloé Christelle "
    "Christiane Christine Claire Clara Claudia Clémence Colette Corinne Cristina Daniela Deborah Delphine Diana Donna "
    "Dolores Édith Elena Eliane Elisa Elisabeth Elizabeth Élodie Emily Emma Esther Eva Eve Fabienne Fatima Florence "
    "Francesca Françoise Gabriela Geneviève Gisèle Giulia Hannah Heidi Helen Helena Hélène Henriette Ines Inés Inès "
    "Ingrid Irène Isabel Isabelle Jacqueline Jane Janet Jeanne Jennifer Jessica Joanna Josette Judith Julia Julie "
    "Juliette Karen Katarina Katharina Kathleen Laura Laure Laurence Lea Léa Lena Léonie Lisa Louise Lucia Lucie Lucy "
    "Madeleine Manon Margaret Margot Maria Marie Marina Marine Marion Marta Martha Martina Martine Mary Mathilde "
    "Mélanie Michèle Mireille Monica Monique Nadia Nadine Nancy Natalia Natalie Nathalie Nicole Nina Odile Olivia "
    "Pamela Patricia Paula Pauline Pilar Rachel Rebecca Renée Rita Rosa Rose Ruth Sabine Sandra Sarah Silvia Simone "
    "Sofia Solène Sonia Sophie Stéphanie Susan Susanne Suzanne Sylvie Teresa Theresa Ursula Valentina Valérie Vanessa "
    "Véronique Victoria Virginie Wendy Yolande Yvette Yvonne Zoé"
)
_MALE_NAMES = word_set(
    "Adam Alain Alan Albert Alberto Alejandro Alessandro Alexander Alexandre Alfred Ali André Andreas Andrew Antoine "
    "Anton Antonio Arnaud Arthur Barack Ben Benjamin Bernard Bertrand Bill Bob Boris Brian Bruno Carlos Charles "
    "Christian Christoph Christophe Claude Cyril Daniel David Denis Didier Diego Dmitri Dmitry Donald Édouard Edward "
    "Emmanuel Enrico Éric Eric Ernst Étienne Fabien Felix Fernando Florian Franck Francis Francisco François Frank "
    "Franz Fred Frédéric Friedrich Gabriel Georg George Georges Gérard Gilbert Gilles Giorgio Giovanni Giuseppe "
    "Grégoire Guillaume Guy Hans Harry Heinrich Helmut Henri Henry Hugo Igor Ivan Jack Jacques James Jan Javier Jean "
    "Jérôme Jim Joe Johann John Jonathan Jorge José Josef Joseph Juan Jules Julien Jürgen Karim Karl Kevin Klaus "
    "Laurent Léo Louis Luc Lucas Luigi Luis Marc Marcel Marco Marcus Mario Mark Markus Martin Mathieu Matthew Matthias "
    "Maurice Max Maxime Michael Michel Miguel Mohamed Mohammed Nicolas Nikolai Oleg Olivier Oscar Otto Pablo Paolo "
    "Pascal Patrice Patrick Paul Pedro Peter Philip Philippe Pierre Rafael Raphaël Raymond Régis René Ricardo Richard "
    "Robert Roberto Roger Roland Romain Samuel Sébastien Serge Sergei Simon Stefan Stephen Steve Stéphane Sylvain "
    "Théo Thierry Thomas Tim Timothy Tom Tomas Tony Ulrich Vincent Vladimir Walter Werner William Xavier Yann Yves"
)
_CALENDAR = frozenset(DAYS["en"]) | frozenset(MONTHS["en"])
_ORDINARY = word_set(
    "I It We They You The A An This That These Those There Here In On At By For From To Of With Without Under Over "
    "After Before During Since Until While When Where Why How What Which If Unless Because Although Though However "
    "Moreover Furthermore Meanwhile Nevertheless Nonetheless Therefore Thus Hence Then Also And But Or Nor So Yet Not "
    "No Yes All Some Many Most Much Few Several Both Each Every Either Neither Another Other Others One Two Three "
    "Four Five Six Seven Eight Nine Ten His Her Its Our Their My Your According Despite Instead Today Yesterday "
    "Tomorrow Now Still Even Only Just Again Once Twice First Second Third Finally Recently Later Earlier Soon Often "
    "Never Always Sometimes Perhaps Maybe Indeed Among Between Across Around Against About Above Below Behind Beyond "
    "Through Throughout Within As Like Unlike Including Given Faced Asked Based Born Let Do Did Does Is Are Was Were "
    "Has Have Had Can Could Will Would May Might Must Should Shall More Less Such Same Last Next New Old Its Nothing "
    "Everything Something Anything Nobody Nearly Almost About Roughly Some Half"
)


_PLACED = word_set("in near outside across throughout")
"""Words behind which a name is that of a place."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In lower case, without a possessive ending."""
        low = self.text.lower().replace("’", "'")
        return low.removesuffix("'s")


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that stands for a person."""

    index: int
    """Among the words of its sentence."""
    gender: str | None
    """``m``, ``f`` or unknown."""
    named: bool
    """Whether it is a name rather than a noun or pronoun."""


def words(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``."""
    return [Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text, start, end)]


def mentions(sentence: Sequence[Word]) -> list[Mention]:
    """Every word that may stand for one person, in order; a doubtful capital counts as a name."""
    found = []
    # “For her part, Kim Lee said”: whose part it is comes after.
    part = next(
        (w.low for w, n in pairwise(sentence) if w.low in ("his", "her") and n.low == "part"),
        None,
    )
    for at, word in enumerate(sentence):
        low = word.low
        if low in _MEN:
            found.append(Mention(at, "m", False))
        elif low in _WOMEN:
            found.append(Mention(at, "f", False))
        elif low in _PERSONS or (word.text.islower() and low.endswith(_SUFFIXES) and low not in _NOT_PERSONS):
            if not _is_attribute(sentence, at):
                found.append(Mention(at, _of_name_after(sentence, at), False))
        elif word.text[0].isupper() and _is_name(sentence, at):
            found.append(Mention(at, _gender(sentence, at, part), True))
    return found


def _is_attribute(sentence: Sequence[Word], at: int) -> bool:
    """Whether a noun for a person only describes the next: “the general assembly”, “the patient side”."""
    after = sentence[at + 1] if at + 1 < len(sentence) else None
    return after is not None and after.start == sentence[at].end + 1 and after.low in COLLECTIVES


def _is_name(sentence: Sequence[Word], at: int) -> bool:
    word = sentence[at]
    bare = word.text.replace("’", "'").removesuffix("'s")
    if bare in COUNTRIES or bare in CAPITALS or bare in NATIONALITIES or bare in _CALENDAR or bare in _ORDINARY:
        return False
    if bare.isupper() or (word.low in COLLECTIVES):
        return False
    before = sentence[at - 1] if at else None
    if before is not None and before.low in _PLACED:
        return False
    after = sentence[at + 1] if at + 1 < len(sentence) else None
    if (
        after is not None
        and after.start == word.end + 1
        and after.low in COLLECTIVES
        and before
        and before.low in ("the", "a")
    ):
        return False
    # At the start of a sentence: plurals, adverbs and participles are ordinary words.
    return not (
        at == 0
        and bare not in _MALE_NAMES
        and bare.endswith(("ing", "ly", "tion", "ments", "ers", "ors", "ists", "ies", "ees"))
    )


def _gender(sentence: Sequence[Word], at: int, part: str | None) -> str | None:
    name = sentence[at].text.replace("’", "'").removesuffix("'s").split("-")[0]
    if name in _FEMALE_NAMES:
        return "f"
    if name in _MALE_NAMES:
        return "m"
    before = sentence[at - 1] if at else None
    if before is not None and before.end + 2 >= sentence[at].start and before.text[0].isupper():
        low = before.low
        if low in _MEN or before.text.split("-")[0] in _MALE_NAMES:
            return "m"
        if low in _WOMEN or before.text.split("-")[0] in _FEMALE_NAMES:
            return "f"
    if part is not None:
        return "f" if part == "her" else "m"
    return None


def _of_name_after(sentence: Sequence[Word], at: int) -> str | None:
    """The gender of “the minister, Anna Lind”: a name close behind the noun tells it."""
    for near in range(at + 1, min(at + 4, len(sentence))):
        if sentence[near].text in _FEMALE_NAMES:
            return "f"
        if sentence[near].text in _MALE_NAMES:
            return "m"
    return None
