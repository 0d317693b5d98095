"""Translations compared over the passages in which they correspond, with an engine that swaps words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from tqcheck.checker import Checker
from tqcheck.checks.base import Context, RuleInfo
from tqcheck.config import Config
from tqcheck.document import Document, Span
from tqcheck.engines.fake import FakeEngine
from tqcheck.errors import ReadError, UsageError
from tqcheck.evaluation.bootstrap import Bootstrap
from tqcheck.evaluation.comparison import Comparison, _difference, _holm, compare, most_different
from tqcheck.evaluation.comparison_table import as_json, sentences, text
from tqcheck.evaluation.lined import by_lines
from tqcheck.evaluation.passages import FIDELITY
from tqcheck.report import Finding, Severity

SOURCE = [
    f"Le chat dort dans la maison avec un chien {number} et la nuit est nouvelle." for number in range(2001, 2021)
]
GOOD = [f"The cat sleeps in al house with a dog {number} and al night is new." for number in range(2001, 2021)]
POOR = [line.replace("house", "bridge").replace("dog", "law") for line in GOOD]
CONFIG = Config(origin="fr", to="en", engine="fake")


def document(lines: list[str], name: str) -> Document:
    return Document.plain("\n\n".join(lines), name)


def compared(*texts: list[str], source: list[str] | None = SOURCE, config: Config = CONFIG) -> Comparison:
    documents = [document(lines, f"{name}.txt") for name, lines in zip("abcdef", texts, strict=False)]
    original = document(source, "source.txt") if source is not None else None
    return compare(documents, original, Checker(config, FakeEngine(), ()))


def test_the_better_one_is_named_with_its_lead() -> None:
    found = compared(POOR, GOOD)
    (difference,) = found.of(FIDELITY)
    assert difference.trusted
    assert difference.p < 0.01
    assert difference.difference.low > 0
    a, b = (one.figures[FIDELITY].value for one in found.texts)
    assert difference.difference.value == pytest.approx(b - a)
    (said,) = sentences(found)
    assert said.startswith(f"B is better than A by {b - a:.1f} points of fidelity (")
    assert "more than chance (p = 0.001)" in said
    (said,) = sentences(compared(GOOD, POOR))
    assert said.startswith("A is better than B by")


def test_more_fidelity_with_more_flaws_is_no_victory() -> None:
    document_of = {name: document(lines, f"{name}.txt") for name, lines in (("a", GOOD), ("b", POOR))}
    rule = RuleInfo("test/house", "style", Severity.WARNING, "Say home.", "", (), ())

    class Houses:
        rules = (rule,)

        def __call__(self, context: Context) -> Iterator[Finding]:
            for found in re.finditer("house", context.document.text):
                yield Finding(rule.id, "style", Severity.WARNING, Span(*found.span()), "house", "Say home.")

    checker = Checker(CONFIG, FakeEngine(), (Houses(),))
    found = compare([document_of["a"], document_of["b"]], document(SOURCE, "s"), checker)
    (said,) = sentences(found)
    assert said.startswith("A has ")
    assert "but more flaws too: 67 against 0 a 1,000 words (p = 0.001)" in said
    assert not found.worse()
    found = compare([document_of["a"], document_of["a"]], document(SOURCE, "s"), checker)
    assert "flaws" not in sentences(found)[0]
    assert compared(GOOD, POOR).worse()
    assert not compared(POOR, GOOD).worse()


def test_equals_are_called_equal() -> None:
    found = compared(GOOD, GOOD)
    assert [one.p for one in found.differences] == [1.0] * len(found.differences)
    assert sentences(found) == ["A and B: no difference in fidelity."]
    assert most_different(found, 5) == []
    mixed = [poor if at % 2 else good for at, (good, poor) in enumerate(zip(GOOD, POOR, strict=True))]
    other = [good if at % 2 else poor for at, (good, poor) in enumerate(zip(GOOD, POOR, strict=True))]
    (difference,) = compared(mixed, other).of(FIDELITY)
    assert not difference.trusted
    assert "no difference that one could trust" in sentences(compared(mixed, [*GOOD[:1], *other[1:]]))[0]


def test_a_few_sentences_prove_nothing() -> None:
    found = compared(POOR[:4], GOOD[:4], source=SOURCE[:4])
    assert not any(one.trusted for one in found.differences)
    assert "4 passages are too few" in sentences(found)[0]


def test_sentences_that_one_leaves_out_or_merges_do_not_shift_the_rest() -> None:
    short = [line for at, line in enumerate(POOR) if at not in (3, 4)]
    merged = [*GOOD[:7], f"{GOOD[7][:-1]}, {GOOD[8]}", *GOOD[9:]]
    found = compared(short, merged)
    assert (found.texts[0].omitted, found.texts[1].omitted) == (2, 0)
    for passage in found.passages:
        first, second = passage.versions
        numbers = [word for word in (passage.source or "").split() if word.isdigit()]
        assert [word for word in first.text.split() if word.isdigit()] == numbers
        assert [word for word in second.text.split() if word.isdigit()] == numbers
    assert len(found.passages) == 17


def test_without_a_source_the_texts_are_aligned_with_each_other() -> None:
    found = compared(GOOD, [line for at, line in enumerate(POOR) if at != 5], source=None)
    assert not found.has_source
    assert len(found.passages) == 19
    assert found.texts[1].omitted == 1
    assert all(passage.source is None for passage in found.passages)
    assert "A round trip favours" in " ".join(text(found, 80, 0).split())


def test_three_texts_are_compared_two_by_two_and_p_is_raised_for_it() -> None:
    found = compared(POOR, GOOD, POOR)
    assert [(one.first, one.second, one.trusted) for one in found.of(FIDELITY)] == [
        (0, 1, True),
        (0, 2, False),
        (1, 2, True),
    ]
    assert found.of(FIDELITY)[0].p > compared(POOR, GOOD).of(FIDELITY)[0].p
    assert sentences(found)[0].startswith("B is better than A")


def test_what_cannot_be_lined_up_is_refused() -> None:
    other = [f"{chr(97 + n) * 4} went home early on that long evening, and nobody saw it again." for n in range(3)]
    with pytest.raises(ReadError, match=r"a\.txt and b\.txt have too little in common"):
        compared(GOOD, other * 7, source=None)
    with pytest.raises(ReadError, match=r"only \d+% of a\.txt could be aligned with the other texts"):
        compared(GOOD, GOOD[:3], source=None)


def test_other_languages_and_no_engine_are_refused() -> None:
    with pytest.raises(UsageError, match="needs an engine"):
        compare([document(GOOD, "a"), document(POOR, "b")], None, Checker(Config(), None, ()))
    french = [line.replace("chat", "chien") for line in SOURCE]
    with pytest.raises(UsageError, match="cannot be compared"):
        compared(GOOD, french, source=None, config=Config(origin="fr"))


def test_lost_sentences_are_told() -> None:
    engine = FakeEngine(refusals={"2004": "the model is on strike"})
    documents = [document(GOOD, "a.txt"), document(POOR, "b.txt")]
    found = compare(documents, document(SOURCE, "s"), Checker(CONFIG, engine, ()))
    assert found.texts[0].lost == ("the model is on strike",)
    assert len(found.passages) == 19
    shown = " ".join(text(found, 80, 2).split())
    assert "1 sentence that could not be judged: the model is on strike" in shown
    assert "Means over 19 of 20 passages (the rest was not judged in each)" in shown


def test_lines_go_with_lines() -> None:
    a, s = Document.plain("One line. And more.\n\nThe  third\n", "a"), Document.plain("Une.\nDeux.\nTrois.\n", "s")
    (lined,), source = by_lines([a], s)
    assert source is not None
    assert [(block.name, block.text) for block in lined.blocks] == [("1", "One line. And more."), ("3", "The  third")]
    assert [block.span(0, 3).of(a.text) for block in lined.blocks] == ["One", "The"]
    assert [block.name for block in source.blocks] == ["1", "2", "3"]
    with pytest.raises(ReadError, match=r"different numbers of lines \(a: 1, s: 3\)"):
        by_lines([Document.plain("One line.", "a")], s)


def test_p_is_that_of_the_normal_distribution() -> None:
    # Differences of 400 passages with mean 0.1 and deviation 1: z is 2, the two-sided p 0.0455.
    values = np.random.default_rng(2).normal(size=400)
    values = (values - values.mean()) / values.std() + 0.1
    _, p = _difference(values, np.ones(400), Bootstrap(range(400), 20_000))
    assert p == pytest.approx(0.0455, abs=0.008)


def test_holm_raises_the_least_most() -> None:
    assert _holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])
    assert _holm([0.6, 0.7]) == [1.0, 1.0]


def test_the_output_fits_and_json_says_the_same() -> None:
    found = compared(POOR, GOOD, SOURCE[:0] or GOOD)
    for width in (50, 80):
        shown = text(found, width, 3).splitlines()
        assert (
            max(len(line) for line in shown if not line.startswith(("fidelity", "flaws", "chrF", "BLEU", "TER"))) <= 80
        )
    made = as_json(found)
    assert made["schema"] == "tqcheck.comparison/1"
    assert made["summary"] == sentences(found)
    assert len(made["passages"]) == 20
    first = made["passages"][0]["versions"][0]
    ((start, end),) = first["spans"]
    assert "\n\n".join(POOR)[start:end] == first["text"]
