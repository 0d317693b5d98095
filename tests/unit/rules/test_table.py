"""The compiled tables: up to date, and the same rules and findings as the TOML files they are made from."""

import shutil
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from tqcheck.rules import table
from tqcheck.rules.index import Index
from tqcheck.rules.library import Library, shipped
from tqcheck.rules.program import Program
from tqcheck.rules.rule import Candidate
from tqcheck.rules.table import FILE, PACKS, read, shipped_table, stamp
from tqcheck.rules.tabulate import tabulate, targets
from tqcheck.rules.tokens import tokenize

ROOT = Path(__file__).parents[3]
HOUSE = """
target = "en"
name = "house"
[[rule]]
id = "utmost"
patterns = ["utmost"]
message = "We do not write so."
why = "The house style."
alone = true
bad = ["Of utmost weight.", "With utmost care."]
good = ["Of great weight.", "With great care."]
"""


def compiled(target: str) -> table.Table:
    """A table of this moment, whether or not the file is up to date."""
    return table.Table(target, tabulate(target))


def shown(candidate: Candidate) -> tuple[object, ...]:
    return candidate.rule.id, candidate.found, candidate.start, candidate.end


def texts(target: str) -> list[str]:
    own = [path.read_text("utf-8") for path in sorted(ROOT.glob(f"corpora/*/*/*.{target}.txt"))]
    paragraphs = [paragraph for text in own for paragraph in text.split("\n\n")]
    rules = [rule for pack in shipped(target) for rule in pack.rules]
    return paragraphs + [example.text for rule in rules for example in (*rule.bad, *rule.good)]


@pytest.mark.parametrize("target", targets())
def test_the_table_in_the_package_is_up_to_date(target: str) -> None:
    assert read(target) is not None, "run python -m tqcheck.rules.tabulate"
    assert (PACKS / target / "words" / FILE).read_text("ascii") == tabulate(target)


@pytest.mark.parametrize("target", targets())
@pytest.mark.parametrize("origin", [None, "fr", "en"])
def test_the_table_finds_what_the_packs_find(target: str, origin: str | None) -> None:
    made = compiled(target)
    fast = Index((), made, [numbers for _, numbers in made.packs(origin)])
    slow = Index(rule for pack in shipped(target, origin) for rule in pack.rules)
    found = 0
    for text in texts(target):
        tokens = tokenize(text)
        expected = [shown(candidate) for candidate in slow.candidates(tokens)]
        assert [shown(candidate) for candidate in fast.candidates(tokens)] == expected
        found += len(expected)
    assert found or not shipped(target, origin)


@pytest.mark.parametrize("target", targets())
def test_a_rule_of_the_table_is_the_rule_of_the_pack(target: str) -> None:
    def bare(programs: tuple[Program, ...]) -> list[Program]:
        return [replace(program, anchors=()) for program in programs]

    made = compiled(target)
    rules = [rule for pack in shipped(target) for rule in pack.rules]
    assert len(made) == len(rules)
    for number, rule in enumerate(rules):
        other = made.rule(number)
        assert other == replace(rule, bad=(), good=(), source_examples=())
        assert bare(other.exceptions) == bare(rule.exceptions)
        assert bare(other.conditions) == bare(rule.conditions)
    for number, rule in islice(enumerate(rules), 0, None, 7):
        assert made.rule(number).source_programs == rule.source_programs
        if not (rule.alone or rule.strict or rule.silent):
            assert made.rule(number).expected == rule.expected


def test_a_table_is_not_used_beside_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(PACKS / "fr", packs / "fr")
    (packs / "fr" / "words" / FILE).write_text(tabulate("fr"), encoding="ascii")
    assert read("fr", packs) is not None
    edited = next(packs.glob("fr/from-*/*.toml"))
    edited.write_bytes(edited.read_bytes().replace(b"\n", b"\r\n"))
    assert read("fr", packs) is not None
    edited.write_bytes(edited.read_bytes().replace(b"e", b"a", 1))
    assert read("fr", packs) is None
    (packs / "fr" / "words" / FILE).write_bytes(b"\xff\x00")
    assert read("fr", packs) is None
    assert read("fr", tmp_path / "none") is None
    assert stamp("fr", tmp_path / "none") is None


def test_a_table_of_another_format_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamp("fr")
    monkeypatch.setattr(table, "FORMAT", table.FORMAT + 1)
    assert stamp("fr") != before


@pytest.mark.parametrize("name", ["../en", "", "xx", "en/words"])
def test_a_language_without_rules_has_no_table(name: str) -> None:
    assert shipped_table(name) is None


def test_packs_of_the_user_go_with_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "house.toml"
    path.write_text(HOUSE, encoding="utf-8")
    made = compiled("en")
    monkeypatch.setattr("tqcheck.rules.library.shipped_table", lambda target: made if target == "en" else None)
    library = Library([path], plugins=False)
    assert library.names("en") == tuple(str(pack) for pack in library.packs("en"))
    assert library.names("en", "fr") == tuple(str(pack) for pack in library.packs("en", "fr"))
    rules = [rule for pack in library.packs("en", "fr") for rule in pack.rules]
    index = library.index("en", "fr")
    tokens = tokenize("He assisted to the meeting with the utmost of utmost care.")
    found = [shown(candidate) for candidate in index.candidates(tokens)]
    assert found == [shown(candidate) for candidate in Index(rules).candidates(tokens)]
    assert [name for name, *_ in found if name == "house/utmost"] == ["house/utmost"] * 2


def test_rules_added_to_a_pack_of_ours_go_without_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "more.toml"
    path.write_text(HOUSE.replace('"house"', '"from-fr"\norigin = "fr"'), encoding="utf-8")
    monkeypatch.setattr("tqcheck.rules.library.shipped_table", lambda target: compiled(target))
    library = Library([path], plugins=False)
    assert library._table("en") is None
    assert library._table("fr") is not None
    assert "from-fr/utmost" in [candidate.rule.id for candidate in library.index("en").candidates(tokenize("Utmost."))]
