import re
from pathlib import Path

from tqcheck.rules.document import pages, write
from tqcheck.rules.examples import failures
from tqcheck.rules.library import shipped
from tqcheck.rules.pack import read_file, shared_classes
from tqcheck.rules.pattern import BUILTINS

DOCS = Path(__file__).parents[3] / "docs"


def test_the_pages_are_what_the_rules_say():
    made = pages()
    there = {path.relative_to(DOCS).as_posix() for path in [DOCS / "rules.md", *(DOCS / "rules").iterdir()]}
    assert there == made.keys(), "run: python -m tqcheck.rules.document docs"
    for path, text in made.items():
        assert (DOCS / path).read_text("utf-8") == text, "run: python -m tqcheck.rules.document docs"


def test_every_phrase_rule_is_on_a_page_that_is_not_too_long():
    made = pages()
    page = "\n".join(made.values())
    for pack in shipped():
        for rule in pack.rules:
            assert f"#### `{rule.id}`\n" in page
    assert max(map(len, made.values())) < 400_000
    assert all(f"({path})" in made["rules.md"] for path in made if path != "rules.md")


def test_pages_of_rules_that_are_gone_go(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "xx-from-yy.md").write_text("old", encoding="utf-8")
    write(tmp_path)
    assert not (tmp_path / "rules" / "xx-from-yy.md").exists()
    assert (tmp_path / "rules.md").exists()


def test_the_example_of_the_guide_is_a_pack_that_passes(tmp_path):
    guide = (DOCS / "rules-writing.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.S)
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    assert list(failures(read_file(path))) == []


def test_the_word_lists_of_the_guide_exist():
    guide = (DOCS / "rules-writing.md").read_text("utf-8")
    lists = guide[guide.index("Word lists that ship") :].split("\n\n")[0]
    english, french = lists.split("With French")
    for language, part in (("en", english), ("fr", french)):
        named = set(re.findall(r"@([\w-]+)", part))
        assert named == set(shared_classes(language).names())
    assert set(BUILTINS) <= set(re.findall(r"@([\w-]+)", guide))
