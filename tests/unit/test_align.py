"""Sentences find their sources through merges, splits, omissions and additions."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tqcheck.align import Alignment, attach
from tqcheck.document import Block, Document, Kind, Span
from tqcheck.segment import segment

FRENCH = [
    "La mairie de Port-Alban a fermé la plage mardi matin.",
    "Des méduses pélagiques y avaient été signalées par plusieurs touristes.",
    "« Nous ne prenons aucun risque », a expliqué l’adjointe Claire Vasseur.",
    "Sept personnes ont été soignées sur place, dont deux enfants.",
    "La baignade restera interdite jusqu’au 14 août, soit douze jours.",
    "Les restaurateurs du boulevard maritime craignent pour leur chiffre d’affaires.",
    "En 2019, une fermeture semblable leur avait coûté 40 000 euros.",
    "Qui paiera cette fois-ci\u00a0?",
]
ENGLISH = [
    "The town hall of Port-Alban closed the beach on Tuesday morning.",
    "Pelagic jellyfish had been reported there by several tourists.",
    "“We are not taking any risks,” explained the deputy mayor, Claire Vasseur.",
    "Seven people were treated on the spot, including two children.",
    "Swimming will remain forbidden until 14 August, that is twelve days.",
    "The restaurant owners on the maritime boulevard fear for their turnover.",
    "In 2019, a similar closure had cost them 40,000 euros.",
    "Who will pay this time?",
]


def align(source: list[list[str]], target: list[list[str]], headings: bool = False) -> Alignment:
    """The alignment of two texts, given as paragraphs of sentences."""

    def document(paragraphs: list[list[str]]) -> Document:
        made = Document.plain("\n\n".join(" ".join(sentences) for sentences in paragraphs))
        if headings:
            made = replace(made, blocks=(replace(made.blocks[0], kind=Kind.HEADING), *made.blocks[1:]))
        return made

    ours, theirs = document(source), document(target)
    parts, origins = segment(theirs, "en"), segment(ours, "fr")
    assert len(origins) == sum(map(len, source)), "the test's own sentences"
    assert len(parts) == sum(map(len, target)), "the test's own sentences"
    return attach(theirs, parts, ours, origins)


def kinds(alignment: Alignment) -> list[str]:
    return [bead.kind for bead in alignment.beads]


def test_a_faithful_translation_is_aligned_one_to_one() -> None:
    found = align([FRENCH[:4], FRENCH[4:]], [ENGLISH[:4], ENGLISH[4:]])
    assert kinds(found) == ["1-1"] * 8
    assert [part.source_text for part in found.segments] == FRENCH
    assert found.unmatched_source == ()


def test_the_spans_are_those_of_the_source_document() -> None:
    source = Document.plain("\n\n".join(FRENCH))
    target = Document.plain("\n\n".join(ENGLISH))
    found = attach(target, segment(target, "en"), source, segment(source, "fr"))
    for part, original in zip(found.segments, FRENCH, strict=True):
        assert [span.of(source.text) for span in part.source_spans] == [original]


@pytest.mark.parametrize("at", range(8))
def test_an_omitted_sentence_is_named(at: int) -> None:
    found = align([FRENCH], [ENGLISH[:at] + ENGLISH[at + 1 :]])
    assert [part.text for part in found.unmatched_source] == [FRENCH[at]]
    assert [part.source_text for part in found.segments] == FRENCH[:at] + FRENCH[at + 1 :]


@pytest.mark.parametrize("at", range(9))
def test_an_added_sentence_has_no_source(at: int) -> None:
    addition = "Our reporter was given a cup of coffee and a slice of lemon cake by the lifeguards."
    found = align([FRENCH], [[*ENGLISH[:at], addition, *ENGLISH[at:]]])
    assert found.segments[at].source_text == ""
    assert found.segments[at].source_spans == ()
    assert [part.source_text for part in found.segments if part.source_text] == FRENCH


def test_a_split_sentence_gives_each_part_the_whole_source() -> None:
    target = [*ENGLISH[:3], "Seven people were treated on the spot.", "Two of them were children.", *ENGLISH[4:]]
    found = align([FRENCH], [target])
    assert kinds(found) == ["1-1"] * 3 + ["1-2"] + ["1-1"] * 4
    assert found.segments[3].source_text == found.segments[4].source_text == FRENCH[3]


def test_a_merged_sentence_has_two_sources() -> None:
    merged = (
        "The beach of Port-Alban was closed on Tuesday morning, after several tourists had reported pelagic jellyfish."
    )
    found = align([FRENCH], [[merged, *ENGLISH[2:]]])
    assert kinds(found) == ["2-1"] + ["1-1"] * 6
    assert found.segments[0].source_text == f"{FRENCH[0]} {FRENCH[1]}"
    assert len(found.segments[0].source_spans) == 2


def test_two_sentences_recast_as_two_others() -> None:
    source = [
        "Le 3 mars, Alma Terrier a quitté Genève avec 12 malles, son frère Paul et un perroquet nommé Victor.",
        "Elle riait.",
    ]
    target = [
        "On 3 March Alma Terrier left Geneva.",
        "She was laughing, with 12 trunks, her brother Paul and a parrot, Victor.",
    ]
    found = align([source, FRENCH], [target, ENGLISH])
    assert kinds(found)[:1] == ["2-2"]
    assert found.segments[1].source_text == " ".join(source)


@pytest.mark.parametrize("gone", range(4))
def test_a_paragraph_that_was_left_out(gone: int) -> None:
    source = [FRENCH[at : at + 2] for at in range(0, 8, 2)]
    target = [ENGLISH[at : at + 2] for at in range(0, 8, 2) if at != 2 * gone]
    found = align(source, target)
    assert [part.text for part in found.unmatched_source] == source[gone]
    assert set(kinds(found)) == {"1-1", "1-0"}


def test_as_many_paragraphs_but_one_added_and_one_left_out() -> None:
    source = [[text] for text in FRENCH]
    target = [[text] for text in ENGLISH[1:]] + [["Read also: our guide to the coast"]]
    found = align(source, target)
    assert [part.text for part in found.unmatched_source] == FRENCH[:1]
    assert [part.source_text for part in found.segments] == [*FRENCH[1:], ""]


def test_paragraphs_may_be_cut_elsewhere() -> None:
    found = align([FRENCH], [[text] for text in ENGLISH])
    assert kinds(found) == ["1-1"] * 8
    found = align([FRENCH[:3], FRENCH[3:]], [ENGLISH[:5], ENGLISH[5:]])
    assert kinds(found) == ["1-1"] * 8


def test_a_heading_stands_for_a_heading() -> None:
    source = [["Méduses : la plage est fermée"], FRENCH[:4]]
    target = [["Jellyfish close beach"], ENGLISH[:4]]
    found = align(source, target, headings=True)
    assert kinds(found) == ["1-1"] * 5


def test_what_a_scorer_knows_decides_where_nothing_else_does() -> None:
    source = Document.plain("Oui. Non. Bon.")
    target = Document.plain("No. Well.")
    parts, origins = segment(target, "en"), segment(source, "fr")
    words = {("Non.", "No."), ("Bon.", "Well.")}
    found = attach(target, parts, source, origins, lambda one, two: float((one, two) in words))
    assert [part.source_text for part in found.segments] == ["Non.", "Bon."]


def test_other_scripts_are_aligned_by_length_and_number() -> None:
    source = Document.plain("港口于2019年关闭。引航员看不清浮标，所以所有船只都等了12天。没有人受伤。")
    target = Document.plain(
        "The port was closed in 2019. The pilots could not see the buoys, so all the ships waited for 12 days. "
        "Nobody was hurt."
    )
    found = attach(target, segment(target, "en"), source, segment(source, "zh"))
    assert kinds(found) == ["1-1"] * 3


def test_one_side_may_be_empty() -> None:
    nothing, text = Document.plain(""), Document.plain("One. Two.")
    parts = segment(text, "en")
    assert kinds(attach(nothing, (), text, parts)) == ["1-0", "1-0"]
    found = attach(text, parts, nothing, ())
    assert kinds(found) == ["0-1", "0-1"]
    assert {part.source_text for part in found.segments} == {""}
    assert attach(nothing, (), nothing, ()) == Alignment((), (), ())


def check(found: Alignment, targets: int, sources: int) -> None:
    """Each segment of either side is in exactly one bead, in order, and beads are of the known kinds."""
    assert [at for bead in found.beads for at in bead.source] == list(range(sources))
    assert [at for bead in found.beads for at in bead.target] == list(range(targets))
    assert {bead.kind for bead in found.beads} <= {"1-1", "1-0", "0-1", "1-2", "2-1", "2-2"}
    assert len(found.segments) == targets
    assert len(found.unmatched_source) == sum(bead.kind == "1-0" for bead in found.beads)


SENTENCES = st.text(alphabet="ab Z19.?!«»\n\ud800é好", max_size=30).map(lambda text: text + ".")
PARAGRAPHS = st.lists(st.lists(SENTENCES, max_size=4).map(" ".join), max_size=5).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_any_two_texts_are_aligned_in_order(one: str, two: str) -> None:
    source, target = Document.plain(one), Document.plain(two)
    parts, origins = segment(target, "en"), segment(source, "fr")
    found = attach(target, parts, source, origins)
    check(found, len(parts), len(origins))
    for part, before in zip(found.segments, parts, strict=True):
        assert replace(part, source_spans=(), source_text=None) == before


def book(count: int, seed: int, skip: range = range(0)) -> tuple[Document, Document]:
    """Two long texts of made-up words, sentence by sentence alike in length, with a shared name here and there."""
    chance = random.Random(seed)
    ours, theirs = [], []
    for number in range(count):
        length = chance.randint(4, 20)
        name = f" Name{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number}" if number % 3 == 0 else ""
        ours.append("Le " + "mots " * length + f"ici{name}.")
        if number not in skip:
            theirs.append("The " + "word " * length + f"here{name}.")
    return tuple(
        Document.plain("\n\n".join(" ".join(t[at : at + 5]) for at in range(0, len(t), 5))) for t in (ours, theirs)
    )  # type: ignore[return-value]


def test_thousands_of_sentences_take_seconds() -> None:
    source, target = book(4_000, 1, skip=range(2000, 2300))
    parts, origins = segment(target, "en"), segment(source, "fr")
    started = time.process_time()
    found = attach(target, parts, source, origins)
    assert time.process_time() - started < 10
    check(found, len(parts), len(origins))
    right = sum(bead.kind == "1-1" and bead.source[0] - bead.target[0] in (0, 300) for bead in found.beads)
    assert right > 0.97 * len(parts)


@pytest.mark.parametrize(("ours", "theirs"), [(2000, 150), (150, 2000), (1000, 1000), (1, 5000), (5000, 1)])
def test_long_texts_of_no_kin_are_aligned_too(ours: int, theirs: int) -> None:
    source = Document("s", "ab. " * ours, tuple(Block.copy("ab.", 4 * at) for at in range(ours)))
    target = Document("t", "Yz yz. " * theirs, (Block.copy("Yz yz. " * theirs, 0),))
    parts, origins = segment(target, "en"), segment(source, "fr")
    started = time.process_time()
    found = attach(target, parts, source, origins)
    assert time.process_time() - started < 15
    check(found, len(parts), len(origins))


NUMBER = re.compile(r"(?<![\d.,])\d\d+(?![.,]?\d)")
CORPORA = Path(__file__).parents[2] / "corpora"


@pytest.mark.parametrize("folder", sorted(CORPORA.glob("*-en/*")), ids=lambda folder: folder.name)
def test_raw_translations_in_the_corpora_follow_their_sources(folder: Path) -> None:
    [path] = folder.glob("source.*.txt")
    source = Document.plain(path.read_text("utf-8"))
    target = Document.plain((folder / "raw.en.txt").read_text("utf-8"))
    parts = segment(target, "en")
    found = attach(target, parts, source, segment(source, path.suffixes[0][1:]))
    assert sum(bead.kind == "1-1" for bead in found.beads) >= 0.9 * len(parts)
    # Numbers of two digits and more show whether the right sentences were paired.
    for part in found.segments:
        for number in NUMBER.findall(part.text):
            if part.source_text and NUMBER.findall(source.text).count(number) == 1:
                assert number in part.source_text


def test_a_bead_says_its_kind() -> None:
    found = align([FRENCH], [ENGLISH])
    assert found.beads[0].kind == "1-1"
    assert found.segments[0].source_spans == (Span(0, len(FRENCH[0])),)


def units(texts: dict[str, str]) -> Document:
    """A document of named blocks, as a bilingual format gives them."""
    text = "\n".join(texts.values())
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    blocks = (Block.copy(value, at, name=name) for at, (name, value) in zip(starts, texts.items(), strict=True))
    return Document("units", text, tuple(blocks), paired=True)


def test_paired_blocks_are_aligned_by_name_whatever_their_order_and_words() -> None:
    ours = units({"b": FRENCH[1], "a": FRENCH[0], "gone": FRENCH[5], "d": f"{FRENCH[2]} {FRENCH[3]}"})
    theirs = units({"a": "Open", "b": "Close. Really.", "new": "Nothing of that kind.", "d": ENGLISH[3]})
    parts, origins = segment(theirs, "en"), segment(ours, "fr")
    alignment = attach(theirs, parts, ours, origins)
    found = {one.text: one.source_text for one in alignment.segments}
    assert found["Open"] == FRENCH[0]
    assert found["Nothing of that kind."] == ""
    assert FRENCH[1] in (found["Close."], found["Really."])
    assert found[ENGLISH[3]] == FRENCH[3]
    assert {one.text for one in alignment.unmatched_source} == {FRENCH[2], FRENCH[5]}
    assert sorted(at for bead in alignment.beads for at in bead.target) == list(range(len(parts)))
    assert sorted(at for bead in alignment.beads for at in bead.source) == list(range(len(origins)))


def test_names_mean_nothing_where_a_document_is_not_paired() -> None:
    ours, theirs = units({"0": FRENCH[0], "1": FRENCH[2]}), units({"1": ENGLISH[0], "0": ENGLISH[2]})
    parts, origins = segment(theirs, "en"), segment(ours, "fr")
    alignment = attach(replace(theirs, paired=False), parts, ours, origins)
    assert [one.source_text for one in alignment.segments] == [FRENCH[0], FRENCH[2]]
