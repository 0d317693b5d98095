"""Sentence ends, case by case in five languages, and the promises that hold for any text."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.document import Block, Document, Kind, Run
from tqcheck.segment import clauses, segment, sentences

# Each case is the sentences of one paragraph; joined by a space they have to be found again.
GOLDEN = {
    "en": [
        # Abbreviations and titles
        ["Mr. Alder met Dr. Finch and Mrs. Rook at noon.", "They left together."],
        ["The ferry leaves at 6 a.m. from pier No. 5.", "Nobody was on it."],
        ["The shop opens at 9 a.m.", "The queue starts earlier."],
        ["They meet at 5 p.m. Tuesday in the town hall.", "All are welcome."],
        ["She works for Larkin Inc. in Leeds.", "He works for Larkin Inc.", "They share a car."],
        ["The U.S. Navy sent two ships.", "It was the first time since 1998."],
        ["He moved to the U.S.", "His brother stayed behind."],
        ["The court sat on Feb. 5 and on Sept. 11.", "See Fig. 3 and Vol. II for the maps."],
        ["Some fruits, e.g. quinces, need frost, i.e. cold nights.", "Others do not."],
        ["Gen. Marlow and Sen. Pike lost in St. Ives.", "Lt. Crane won."],
        ["They sold nails, screws, etc.", "The rest was given away."],
        ["It was Chelsea vs. Arsenal again.", "Nobody cared."],
        ["I waited until May.", "Mr Duncan never wrote to me.", "Turkey was next."],
        ["The run is on Sunday, 21. May.", "It starts at noon."],
        # Initials
        ["J. K. Rowling and J.R.R. Tolkien share a shelf.", "So do P. D. James and R. L. Stine."],
        ["There is no Plan B.", "We go home."],
        ["Nobody was as tired as I.", "Martin slept at once."],
        # Numbers, names with marks, addresses
        ["Prices rose by 2.5% to $3.40.", "Wages rose by 1.1 points."],
        ["Version 2.0.1 is at www.example.org/a.b?c=d.", "Read it there."],
        ["Yahoo! Inc. sold its tower.", "Why?", "Nobody would say!"],
        # Ellipses
        ["He was... well, late.", "She waited… and left."],
        ["He thought about it…", "Then he went home."],
        ["“The mayor […] Said nothing (...) at all,” it read.", "We asked."],
        # Quotations
        ["“I came.", "I saw the harbour.”", "That was all she wrote."],
        ["“I came.", "I saw.” he said."],
        ["“Is it so?” asked Miriam.", "“It is!” her brother cried."],
        ["“Is it so?” Martin asked.", "“Stop!” Ms. Abel shouted."],
        ["“We are ready”, said the captain.", "“We are not,” said his men."],
        ["He called the plan “a joke.”", "Nobody laughed."],
        ['"One is enough."', '"Two would be better," said Ann.'],
        ["‘One is enough.’", "‘Two are not.’"],
        ["The sign “Stop. Look. Listen.” was taken down.", "It had rusted."],
        ["She asked: “Who goes?", "Who stays?”", "Nobody answered."],
        ["“Nobody knows.”", "Then the line went dead."],
        ["It was the “open door policy” that failed.", "It never “really” began."],
        ["The twins' boat and the dogs' bowl were gone.", "It's theirs.", "They'd looked."],
        ["He shouted “Stop!”", "Police arrived an hour later."],
        # Brackets, notes, semicolons, lists
        ["He left early (it was late. Very late.) and slept.", "She did not."],
        ["It was dark.", "(The lamp had gone out.)", "They waited."],
        ["The lake is deep.[1]", "It is cold.[2][3]", "Few swim."],
        ["He ate; she drank; nobody spoke: it was over.", "They paid."],
        ["1. Peel the onions.", "2. Cut them."],
        ["Will it last?!", "No…", "Never!!!", "Not a day."],
        ["It rained all day.", "the match was off."],
        ["— Are you coming? he asked.", "— No!"],
    ],
    "fr": [
        ["M. Dupré et Mme Roche ont signé.", "Me Lenoir plaidera lundi."],
        ["MM. Petit et Grand, le Dr. Moreau et Mgr. Lebrun étaient là.", "Ils ont ri."],
        ["Le temple date de 120 av. J.-C. et du IIe siècle apr. J.-C. environ.", "Il fut rasé."],
        ["En 52 av. J.-C. César gagna.", "On connaît la suite."],
        ["J.-P. Martin et A. de Vries ont perdu.", "B. Simon a gagné."],
        ["« Est-ce possible\u00a0? » demande le maire.", "Personne ne répond."],
        ["« Il part. »", "Elle soupire.", "« Enfin\u00a0! »"],
        ["«\u202fNous partirons demain\u202f», a-t-il dit.", "«\u202fNon\u202f!\u202f», dit-elle."],
        ["« Il fait froid.", "Rentrons. »", "Ils rentrèrent."],
        ["L’eau atteint par endroits 1,60 m.", "« C’était un mur.", "J’ai couru. »"],
        ["Oui…", "Non\u00a0!", "Peut-être\u00a0?"],
        ["L’art. 5 et la p. 12 sont clairs.", "C’est rare."],
        ["Il vend des vis, des clous, etc.", "Sa femme tient la caisse."],
        ["Les prix ont monté de 2,5\u00a0% à 3.000 euros.", "Qu’en dire\u00a0?"],
        ["Il faut, p. ex. demain, partir d’ici.", "L’heure tourne."],
        ["— Viens-tu\u00a0? demanda-t-elle.", "— Jamais\u00a0!"],
        ["Il a dit : « C’est fini. »", "Puis il est sorti."],
    ],
    "de": [
        ["Das gilt z. B. für Hunde, d. h. für alle Tiere usw.", "Er weiß das."],
        ["Am 3. Oktober kam Dr. Vogel, am 4. Prof. Huber.", "Beide blieben."],
        ["Der 2. Weltkrieg endete 1945.", "Die Stadt lag in Trümmern."],
        ["Es kostet ca. 5 Mio. Euro bzw. 6 Mio. Franken.", "Das ist viel."],
        ["„Stimmt das?“, fragte Frau Lang.", "„Ja!“, rief er."],
        ["„Stimmt das?“", "Niemand wusste es."],
        ["»Ja.", "Nein.«", "Er ging."],
        ["„Komm.", "Geh.“", "Sie blieb stehen."],
        ["Die Nr. 7 in der Hauptstr. 12 steht leer.", "Warum?"],
        ["Der Kurs fiel um 1,5 Prozent auf 3.200 Punkte.", "Sog. Experten staunten."],
        ["Er kam zu spät …", "Dann ging er wieder."],
    ],
    "es": [
        ["El Sr. Vidal y la Dra. Soto llegaron.", "¿Quién falta?"],
        ["¿Vienes?", "¡Sí!", "Pues vamos."],
        ["Si llueve, ¿qué haremos?", "Nada."],
        ["Los EE. UU. y la UE firmaron.", "D. Juan no."],
        ["Véase la pág. 5 y el núm. 12.", "Allí está todo."],
        ["Fue en el año 50 a. C. según dicen.", "Nadie lo sabe."],
        ["«Nos vamos», dijo la alcaldesa.", "«¿Adónde?» preguntó él."],
        ["«No hay dinero.", "No hay tiempo».", "Así acabó todo."],
        ["Subió un 2,5 % hasta 3.000 euros.", "Bajó luego…", "Volvió a subir."],
    ],
    "it": [
        ["Il sig. Bruni e la dott.ssa Galli sono qui.", "L’on. Ferri no."],
        ["Vendono chiodi, viti, ecc.", "Poi chiudono."],
        ["Si veda l’art. 5 a pag. 12.", "È chiaro?"],
        ["«È vero?» chiese il sindaco.", "«No!»", "Tutti tacquero."],
        ["Nel 44 a.C. morì.", "Il prezzo è di 3,50 euro."],
        ["G. B. Rossi ha vinto.", "È finita."],
    ],
}
CASES = [(language, case) for language, cases in GOLDEN.items() for case in cases]


def found(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(("language", "case"), CASES, ids=[f"{language}-{case[0][:32]}" for language, case in CASES])
def test_golden_sentences(language: str, case: list[str]) -> None:
    assert found(" ".join(case), language) == case


def test_there_are_enough_golden_cases() -> None:
    assert len(CASES) >= 60


def test_the_rules_hold_where_the_language_is_not_known() -> None:
    assert found("Mr. Alder met Mme. Roche. M. Dupré left at 5 p.m. It rained.", None) == [
        "Mr. Alder met Mme. Roche.",
        "M. Dupré left at 5 p.m.",
        "It rained.",
    ]


@pytest.mark.parametrize(
    ("language", "case"),
    [
        ("zh", ["你好。", "我们走吧！", "去哪里？"]),
        ("ja", ["「行く。」と言った。", "次は明日。"]),
        ("hi", ["बंदरगाह बंद है।", "कोई नहीं आया।"]),
        ("ru", ["Он пришёл.", "Она ушла!", "Почему?"]),
        ("el", ["Ήρθε.", "Έφυγε;"]),
    ],
)
def test_other_scripts(language: str, case: list[str]) -> None:
    joint = "" if language in ("zh", "ja") else " "
    assert found(joint.join(case), language) == case


def test_line_breaks_end_a_sentence_only_where_they_must() -> None:
    text = "A dull day\nThe minister said on Monday that the\ntalks had failed. He blamed\nnobody at all."
    text += "\n- one\n- two\n\nend"
    assert found(text, "en") == [
        "A dull day",
        "The minister said on Monday that the\ntalks had failed.",
        "He blamed\nnobody at all.",
        "- one",
        "- two",
        "end",
    ]


def test_a_heading_is_one_segment() -> None:
    text = "  Will it rain? Yes, says the mayor. "
    document = Document("t", text, (Block.copy(text, 0, Kind.HEADING),))
    assert [part.text for part in segment(document, "en")] == ["Will it rain? Yes, says the mayor."]


def test_segments_say_where_they_stand_in_block_and_document() -> None:
    # As a reader would leave it: “&amp;” is one character of the block.
    raw = "<p>Salt &amp; oil. Then bread.</p>"
    runs = (Run(0, 5, 3, 5), Run(5, 1, 8, 5), Run(6, 17, 13, 17))
    document = Document("t", raw, (Block("Salt & oil. Then bread.", runs, language="en-GB"),), "html")
    first, second = segment(document, "fr")
    assert (first.index, first.block, first.start, first.end, first.text) == (0, 0, 0, 11, "Salt & oil.")
    assert first.span.of(raw) == "Salt &amp; oil."
    assert (second.index, second.text, second.span.of(raw)) == (1, "Then bread.", "Then bread.")
    assert first.language == second.language == "en"


def test_a_paragraph_may_have_another_language_than_its_document() -> None:
    document = Document.plain("He left at 5 p.m. It rained.\n\nM. Dupré dort.\n\nM. Dupré left.")
    first, second, third = document.blocks
    parts = segment(replace(document, blocks=(first, replace(second, language="fr"), third)), "en")
    assert [(part.text, part.language) for part in parts] == [
        ("He left at 5 p.m.", None),
        ("It rained.", None),
        ("M. Dupré dort.", "fr"),
        ("M. Dupré left.", None),
    ]


def test_an_empty_block_has_no_segment() -> None:
    document = Document("t", " \n ", (Block.copy(" \n ", 0), Block.copy("\u00a0", 1, Kind.HEADING)))
    assert segment(document) == ()


MARKS = list(" .!?…\n\t\u00a0\u202f“”«»„\"'’()[]-—–,;:。！？「」¿¡1aAéß\u0301\u200b\u2029\ud800\x00😀")
BITS = ["Mr. ", "U.S. ", " J. ", "a.m. ", "said ", " He ", "\n\n", "\n- ", "[1]", "... "]
AWKWARD = st.lists(st.one_of(st.sampled_from(MARKS), st.sampled_from(BITS), st.characters()), max_size=80).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(AWKWARD, max_size=4),
    st.sampled_from([None, "en", "fr", "de", "ja", "zh", "xx", "en-US"]),
    st.sampled_from(list(Kind)),
)
def test_segments_and_gaps_rebuild_any_text(texts: list[str], language: str | None, kind: Kind) -> None:
    at, blocks = 0, []
    for text in texts:
        blocks.append(Block.copy(text, at, kind))
        at += len(text)
    document = Document("t", "".join(texts), tuple(blocks))
    parts = segment(document, language)
    assert [part.index for part in parts] == list(range(len(parts)))
    for number, block in enumerate(document.blocks):
        end, rebuilt = 0, ""
        for part in (part for part in parts if part.block == number):
            assert end <= part.start < part.end <= len(block.text)
            gap = block.text[end : part.start]
            assert not gap.strip()
            assert part.text == block.text[part.start : part.end] == part.span.of(document.text)
            assert part.text.strip() == part.text != ""
            rebuilt += gap + part.text
            end = part.end
        assert not block.text[end:].strip()
        assert rebuilt + block.text[end:] == block.text


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "a. ",
        "A. ",
        "a",
        ".",
        ". ",
        "? ",
        "“",
        "“Go. ",
        "(",
        "(a. ",
        "「",
        "\n",
        "\nAb",
        " ",
        "好。",
        "— A! ",
        "... A",
        "[1].",
        "’a",
    ],
)
def test_a_megabyte_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()
        sentences(text, "en")
        return time.process_time() - started

    seconds(1000)
    small, large = seconds(10_000), seconds(100_000)
    assert large < 25 * small + 0.1


LONG = (
    "The council, which had met all night, voted for the plan; the mayor, who had not, voted against it, and the "
    "clerk — a careful man — wrote down every word, because nobody else would, although the lamp had long gone out."
)


def test_clauses_are_cut_where_the_sentence_breathes() -> None:
    pieces = [LONG[start:end] for start, end in clauses(LONG, 80, "en")]
    assert pieces == [
        "The council, which had met all night, voted for the plan;",
        "the mayor, who had not, voted against it, and the clerk — a careful man —",
        "wrote down every word, because nobody else would,",
        "although the lamp had long gone out.",
    ]


def test_a_short_text_is_one_clause() -> None:
    assert clauses("  Nothing, to cut. ", 80) == [(2, 18)]
    assert clauses("", 5) == []


def test_a_decimal_comma_is_no_clause() -> None:
    text = "Le prix a augmenté de 2,5 pour cent cette année"
    assert all("2,5" in text[start:end] or "5" not in text[start:end] for start, end in clauses(text, 25, "fr"))


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="0"):
        clauses("text", 0)


@settings(max_examples=200, deadline=None)
@given(AWKWARD, st.integers(1, 40))
def test_clauses_hold_everything_and_keep_the_limit(text: str, limit: int) -> None:
    at = 0
    for start, end in clauses(text, limit):
        assert at <= start < end
        assert end - start <= limit
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", ["word ", "a", ", ", ";", "\u0301", " ", "a. "])
def test_clauses_of_a_megabyte(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    clauses(text, 400)
    assert time.process_time() - started < 3
