import re
from pathlib import Path

from tqcheck.rules.document import document
from tqcheck.rules.examples import failures
from tqcheck.rules.library import shipped
from tqcheck.rules.pack import read_file, shared_classes
from tqcheck.rules.pattern import BUILTINS

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_is_what_the_rules_say():
    assert (DOCS / "rules.md").read_text("utf-8") == document(), "run: python -m tqcheck.rules.document > docs/rules.md"


def test_every_phrase_rule_is_on_the_page():
    page = document()
    for pack in shipped():
        for rule in pack.rules:
            assert f"#### `{rule.id}`\n" in page


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
