"""The inflected forms of a lemma, in the languages that rule packs are written in.

English is generated. Other languages take what simplemma's dictionary files under the lemma, widened by the regular
endings: a dictionary that gives each form one lemma files *martelé* and *lance* elsewhere. The lemmas of the packs
that tqcheck ships are kept in ``packs/<language>/words/forms.toml``, so that simplemma is loaded only for
the packs of users. ``python -m tqcheck.rules.lemmas fr`` prints that table anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tqcheck import inflection
from tqcheck.errors import ConfigError

# Endings by infinitive, in the order: participles, present, imperfect or past, future, other moods.
_ENDINGS: dict[str, dict[str, str]] = {
    "fr": {
        "er": "é ée és ées ant e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez"
        " eront erais erait erions eriez eraient",
        "ir": "i ie is ies issant it issons issez issent issais issait issions issiez issaient îmes îtes irent irai"
        " iras ira irons irez iront irais irait irions iriez iraient isse isses",
        "re": "u ue us ues ant s ons ez ent ais ait ions iez aient is it îmes irent rai ras ra rons rez ront rais rait"
        " rions riez raient e es",
    },
    "es": {
        "ar": "ado ada ados adas ando o as a amos áis an é aste ó asteis aron aba abas ábamos aban aré ará aremos arán"
        " aría arían e es emos en ara aran ase asen",
        "er": "ido ida idos idas iendo o es e emos éis en í iste ió imos ieron ía ías íamos ían eré erá eremos erán"
        " ería erían a as amos an iera ieran iese iesen",
        "ir": "ido ida idos idas iendo o es e imos ís en í iste ió ieron ía ías íamos ían iré irá iremos irán iría"
        " irían a as amos an iera ieran iese iesen",
    },
    "it": {
        "are": "ato ata ati ate ando o i a iamo ano avo ava avamo avano ai asti ò ammo arono erò erà eremo eranno"
        " erebbe erebbero ino asse assero ante anti",
        "ere": "uto uta uti ute endo o i e iamo ono evo eva evamo evano ei é ette erono ettero erò erà eremo eranno"
        " erebbe erebbero a ano esse essero",
        "ire": "ito ita iti ite endo o i e iamo ono isco isce iscono ivo iva ivamo ivano ii ì irono irò irà iremo"
        " iranno irebbe irebbero isca iscano isse issero",
    },
    "de": {"en": "e st t et te test ten tet end ende enden"},
}
# What the irregular French verbs have instead of the regular participle and present; the longest ending counts.
_FRENCH = """
mettre mis met mettent|prendre pris prend prennent|faire fait fait font|dire dit dit disent|crire crit crit crivent
voir vu voit voient|cevoir çu çoit çoivent|tenir tenu tient tiennent|venir venu vient viennent|vrir vert vre vrent
frir fert fre frent|naître nu naît naissent|raître ru raît raissent|indre int int ignent|uire uit uit uisent
vivre vécu vit vivent|suivre suivi suit suivent|courir couru court courent|quérir quis quiert quièrent
clure clu clut cluent|soudre solu sout solvent|plaire plu plaît plaisent|lire lu lit lisent|savoir su sait savent
vouloir voulu veut veulent|pouvoir pu peut peuvent|devoir dû doit doivent|mourir mort meurt meurent|seoir sis sied sient
"""
_NOUN = {"fr": ("s", "e", "es"), "es": ("s", "es"), "de": ("s", "es", "n", "en", "e", "er", "em"), "it": ()}


@lru_cache(maxsize=4096)
def forms(language: str, lemma: str, tags: tuple[str, ...] = ()) -> frozenset[str]:
    """Every form of `lemma`, lower case; `tags` (English only) picks among `inflection.TAGS`.

    Raises ConfigError where `tags` are asked of another language, or simplemma does not know the language.
    """
    word = lemma.lower()
    if language == "en":
        return inflection.forms(word, tags or inflection.TAGS)
    if tags:
        raise ConfigError(f"<{lemma}:{','.join(tags)}>: forms can be chosen in English only")
    kept = _kept(language).get(word)
    return kept if kept is not None else computed(language, [word])[word]


@lru_cache(maxsize=8)
def _kept(language: str) -> Mapping[str, frozenset[str]]:
    import tomllib
    from importlib.resources import files

    table = files("tqcheck.rules").joinpath("packs", language, "words", "forms.toml")
    if not table.is_file():
        return {}
    return {lemma: frozenset(text.split()) for lemma, text in tomllib.loads(table.read_text("utf-8")).items()}


def computed(language: str, lemmas: Iterable[str]) -> dict[str, frozenset[str]]:
    """The forms of each of `lemmas` from simplemma's dictionary and the regular endings, in one pass over it.

    Raises ConfigError where simplemma has no dictionary for `language`.
    """
    found = {lemma: {lemma} | regular(language, lemma) for lemma in lemmas}
    for written, lemma in _dictionary(language).items():
        if lemma in found:
            found[lemma].add(written)
    return {lemma: frozenset(words) for lemma, words in found.items()}


@lru_cache(maxsize=2)
def _dictionary(language: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    try:
        # A factory of our own, so that the process-wide cache of simplemma does not hold on to it as well.
        rows = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
    except ValueError:
        raise ConfigError(f"no inflected forms are known for the language “{language}”: write the words out") from None
    return {written.lower(): lemma.lower() for written, lemma in rows.items()}


def regular(language: str, lemma: str) -> frozenset[str]:
    """The forms that a regular verb, noun or adjective spelt like `lemma` has; some of them exist for no real word."""
    irregular = _irregular_french(lemma) if language == "fr" else frozenset()
    if irregular:
        return irregular
    verbs = _ENDINGS.get(language, {})
    for infinitive, endings in verbs.items():
        stem = lemma.removesuffix(infinitive)
        if stem != lemma and len(stem) > 1:
            return frozenset(_spelt(language, stem, ending) for ending in endings.split()) | {lemma}
    return frozenset(lemma + ending for ending in _NOUN.get(language, ()))


def _irregular_french(lemma: str) -> frozenset[str]:
    rows = [row.split() for row in _FRENCH.replace("\n", "|").split("|") if row]
    fitting = [row for row in rows if lemma.endswith(row[0])]
    if not fitting:
        return frozenset()
    ending, participle, *present = max(fitting, key=lambda row: len(row[0]))
    stem = lemma.removesuffix(ending)
    agreed = {stem + participle + agreement for agreement in ("", "e", "s", "es")}
    return frozenset({lemma, *agreed, *(stem + form for form in present)})


def _spelt(language: str, stem: str, ending: str) -> str:
    # French keeps the sound of c and g before a and o: lançait, mangeons.
    if language == "fr" and ending[0] in "aoâu":
        if stem.endswith("c"):
            stem = stem[:-1] + "ç"
        elif stem.endswith("g"):
            stem += "e"
    return stem + ending


def table(language: str, lemmas: Iterable[str]) -> str:
    """The TOML of ``forms.toml`` for `lemmas`."""
    rows = sorted(computed(language, sorted(set(lemmas))).items())
    lines = [f'"{lemma}" = "{" ".join(sorted(words))}"' for lemma, words in rows]
    return "# Made by `python -m tqcheck.rules.lemmas`; do not edit.\n" + "\n".join(lines) + "\n"


def _wanted(language: str) -> set[str]:
    """The lemmas of `language` in the packs that tqcheck ships."""
    from tqcheck.rules.library import shipped

    return {lemma for pack in shipped() for rule in pack.rules for lemma in rule.lemmas(language)}


if __name__ == "__main__":
    import sys

    sys.stdout.write(table(sys.argv[1], _wanted(sys.argv[1])))
