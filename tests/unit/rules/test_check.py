import time
from dataclasses import replace

import pytest

from tqcheck.checks.base import Context
from tqcheck.document import Document, Segment
from tqcheck.engines.base import Pair
from tqcheck.report import Judged, Severity
from tqcheck.rules.check import PhraseCheck
from tqcheck.rules.library import Library
from tqcheck.rules.pack import read_file
from tqcheck.rules.plausibility import Variant

PACK = """
target = "en"
origin = "fr"

[[rule]]
id = "hammer"
patterns = ['" [,] he {v:<hammer:s,ed>}']
source = ["<marteler>"]
source_examples = ["a-t-il martelé"]
message = "Say it."
why = "Because."
suggestions = ["{v>insist}", "{v>repeat}"]
bad = ["“No”, he hammered.", "“No”, he hammers."]
good = ["He hammered a nail.", "Hammers."]

[[rule]]
id = "informations"
patterns = ["informations"]
message = "No plural."
why = "Because."
suggestions = ["information"]
alone = true
severity = "error"
bad = ["Informations are.", "The informations."]
good = ["Information.", "It informs."]

[[rule]]
id = "two-camps"
patterns = ["the two camps"]
source = ["les deux camps"]
source_examples = ["les deux camps"]
message = "Sides."
why = "Because."
strict = true
suggestions = ["the two sides"]
bad = ["The two camps met.", "Of the two camps."]
good = ["Two camps.", "The two sides."]
"""


@pytest.fixture
def check(tmp_path):
    path = tmp_path / "pack.toml"
    path.write_text(PACK, encoding="utf-8")
    return PhraseCheck([read_file(path)])


def context(text, source=None, judged=None, hypotheses=(), language="en", origin="fr"):
    document = Document.plain(text)
    block = document.blocks[0]
    segment = Segment(0, 0, 0, len(block.text), block.span(0, len(block.text)), block.text, source_text=source)
    known = {0: Judged(segment, judged, hypotheses=hypotheses)} if judged is not None else {}
    return Context(document, language, (segment,), origin, known)


HAMMERED = "“We will not”, he hammered."


def test_without_a_translation_a_rule_that_needs_evidence_informs(check):
    (one,) = check(context(HAMMERED))
    assert (one.rule, one.severity, one.quote) == ("from-fr/hammer", Severity.INFO, "hammered")
    assert one.span.of(HAMMERED) == "hammered"
    assert one.suggestion == "insisted"
    assert "“repeated”" in one.message
    assert one.evidence is None
    assert one.source_phrase is None


def test_where_the_origin_is_assumed_other_languages_may_flag_what_is_wrong_alone(check):
    assert list(check(replace(context("Informations.", origin="de"), assumed=False))) == []
    (one,) = check(replace(context("Informations.", origin="de"), assumed=True))
    assert (one.rule, one.severity) == ("from-fr/informations", Severity.ERROR)


def test_of_two_languages_that_claim_the_same_words_the_likelier_one_speaks(tmp_path):
    packs = []
    for origin in ("de", "fr"):
        path = tmp_path / f"{origin}.toml"
        path.write_text(PACK.replace('origin = "fr"', f'origin = "{origin}"'), encoding="utf-8")
        packs.append(read_file(path))
    check = PhraseCheck(packs)
    for origin, said in (
        (None, "from-fr/informations"),
        ("fr", "from-fr/informations"),
        ("de", "from-de/informations"),
    ):
        (one,) = check(replace(context("Informations.", origin=origin), assumed=True))
        assert one.rule == said


def test_rules_that_need_evidence_stay_with_the_language_assumed(check):
    german = context(HAMMERED, judged="« Non », a-t-il martelé.", origin="de")
    assert list(check(replace(german, back="fr", assumed=True))) == []


def test_a_back_translation_into_another_language_is_no_evidence(check):
    heard = context(HAMMERED, judged="Er hämmerte: nein.")
    assert list(check(heard)) == []
    (one,) = check(replace(heard, back="de"))
    assert (one.rule, one.severity, one.evidence) == ("from-fr/hammer", Severity.INFO, None)


def test_a_source_speaks_the_language_of_origin_whatever_the_back_translation(check):
    both = context(HAMMERED, source="« Non », a-t-il martelé.", judged="Er hämmerte: nein.")
    (one,) = check(replace(both, back="de"))
    assert (one.severity, one.source_phrase) == (Severity.WARNING, "martelé")


def test_a_source_that_holds_the_phrase_is_evidence(check):
    source = "« Nous ne voulons pas », a-t-il martelé."
    (one,) = check(context(HAMMERED, source=source))
    assert (one.severity, one.source_phrase, one.evidence) == (Severity.WARNING, "martelé", source)


def test_a_source_without_the_phrase_clears_the_words(check):
    assert list(check(context(HAMMERED, source="« Nous ne voulons pas », dit-il.", judged="a-t-il martelé"))) == []


def test_any_hypothesis_of_the_back_translation_is_evidence(check):
    (one,) = check(context(HAMMERED, judged="dit-il", hypotheses=("insiste-t-il", "a-t-il martelé")))
    assert (one.severity, one.evidence) == (Severity.WARNING, "a-t-il martelé")
    assert list(check(context(HAMMERED, judged="dit-il", hypotheses=("insiste-t-il",)))) == []


def test_where_no_source_sentence_fits_the_words_only_inform(check):
    (one,) = check(context(HAMMERED, source=""))
    assert one.severity is Severity.INFO


def test_a_strict_rule_believes_a_source_only(check):
    text = "The two camps met."
    (told,) = check(context(text, judged="Les deux camps se sont vus."))
    (sure,) = check(context(text, source="Les deux camps se sont vus."))
    assert (told.severity, sure.severity) == (Severity.INFO, Severity.WARNING)


def test_a_back_translation_that_echoes_an_english_word_is_no_evidence_of_a_false_friend():
    check = PhraseCheck(Library(plugins=False))
    text = "They might eventually sell the house."
    echo = "Ils pourraient éventuellement vendre la maison."
    assert [f.rule for f in check(context(text, judged=echo))] == []
    assert [f.rule for f in check(context(text, source=echo))] == ["from-fr/eventually-perhaps"]


def test_a_rule_that_is_safe_alone_fires_against_all_evidence(check):
    (one,) = check(context("Informations came.", source="Des renseignements sont venus."))
    assert (one.severity, one.suggestion) == (Severity.ERROR, "Information")


def test_the_model_can_vouch_for_a_phrase(tmp_path, check):
    asked = []

    def plausible(claims, pair):
        asked.append((claims, pair))
        return [Variant("martelé", "martelé-il")]

    check = PhraseCheck(check.packs(), plausible)
    (one,) = check(context(HAMMERED, judged="dit-il"))
    assert (one.severity, one.source_phrase, one.evidence) == (Severity.WARNING, "martelé", "martelé-il")
    (((claim,), pair),) = asked
    assert (claim.back_translation, claim.phrases, pair) == ("dit-il", ("martelé",), Pair("en", "fr"))
    assert "hammer" in claim.text[claim.start : claim.end]


@pytest.mark.parametrize("known", [{"judged": "a-t-il martelé"}, {"source": "dit-il"}, {}])
def test_the_model_is_asked_only_where_the_back_translation_is_all_there_is(check, known):
    def plausible(claims, pair):
        raise AssertionError("asked")

    list(PhraseCheck(check.packs(), plausible)(context(HAMMERED, **known)))


@pytest.mark.parametrize(("language", "origin"), [("de", "fr"), (None, "fr"), ("en", "de")])
def test_packs_for_another_language_or_origin_stay_silent(check, language, origin):
    assert list(check(context("Informations.", language=language, origin=origin))) == []


def test_regional_codes_and_an_unknown_origin_use_the_pack(check):
    assert len(list(check(context("Informations.", language="en-GB", origin=None)))) == 1


def test_spans_point_into_the_document_behind_a_later_segment(check):
    text = "So be it. The informations came."
    document = Document.plain(text)
    block = document.blocks[0]
    segment = Segment(0, 0, 10, len(text), block.span(10, len(text)), text[10:])
    (one,) = check(Context(document, "en", (segment,)))
    assert one.span.of(text) == one.quote == "informations"


def test_rules_tell_of_themselves(check):
    assert [rule.id for rule in check.rules] == ["from-fr/hammer", "from-fr/informations", "from-fr/two-camps"]
    assert check.rules[1].languages == ("en",)


@pytest.mark.parametrize(
    "unit", ["so ", '"', "“No”, he hammered ", "informations ", "never ever ", "the two camps and "]
)
def test_time_is_linear_on_one_endless_sentence_with_the_shipped_packs(unit):
    shipped = PhraseCheck()

    def cost(count):
        known = context(unit * count, origin=None, judged="les deux camps " * count)
        start = time.process_time()
        list(shipped(known))
        return time.process_time() - start

    cost(10)
    small = min(cost(200) for _ in range(3))
    assert cost(2_000) < 25 * small + 0.1


def test_a_second_look_at_a_text_goes_by_its_new_origin(check):
    known = replace(context("Informations. " + HAMMERED, origin=None), assumed=True)
    assert len(list(check(known))) == 2
    assert [one.rule for one in check(replace(known, origin="de"))] == ["from-fr/informations"]
    assert list(check(replace(known, origin="de", assumed=False))) == []
    assert len(list(check(replace(known, origin="fr")))) == 2
