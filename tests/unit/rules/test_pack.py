import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tqcheck.errors import ConfigError
from tqcheck.report import Severity
from tqcheck.rules.examples import failures
from tqcheck.rules.library import Library, folder, shipped, shipped_files
from tqcheck.rules.pack import read_file

HEAD = 'target = "en"\norigin = "fr"\n'
RULE = """
[[rule]]
id = "informations"
patterns = ["{n:informations}"]
source = ["informations"]
source_examples = ["les informations"]
message = "No plural."
why = "Because."
suggestions = ["information"]
bad = ["The informations.", "Informations."]
good = ["Information.", "It informs."]
"""


@pytest.fixture
def write(tmp_path):
    def write(text, name="pack.toml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_pack_is_read(write):
    pack = read_file(write(HEAD + RULE))
    (rule,) = pack.rules
    assert (str(pack), pack.origin, rule.id) == ("en/from-fr", "fr", "from-fr/informations")
    assert (rule.severity, rule.category, rule.alone) == (Severity.WARNING, "calque", False)
    assert list(failures(pack)) == []


def test_examples_that_fail_are_named(write):
    text = RULE.replace('"It informs."', '"These informations."').replace('"Informations."', '"Facts."')
    lines = list(failures(read_file(write(HEAD + text.replace("les informations", "les faits")))))
    assert [line.split(": ")[-1] for line in lines] == ["Facts.", "These informations.", "les faits"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('id = "informations"\n', "", 4, "“id” is missing"),
        ('id = "informations"', 'id = "In formations"', 4, "lower-case words"),
        ('message = "No plural."\n', "", 4, "“message” is missing"),
        ('"{n:informations}"', '"(informations"', 4, "“)” is missing"),
        ('"{n:informations}"', '"@word @number"', 4, "always there"),
        ('"{n:informations}"', '"<go:gone>"', 4, "none of base"),
        ('["{n:informations}"]', "[]", 4, "“patterns” is empty"),
        ('["{n:informations}"]', "[3]", 4, "list of texts"),
        ('["information"]', '["{v>inform}"]', 4, "captures “v:”"),
        ('["information"]', '["{n>}"]', 4, "only English words"),
        ('["information"]', '["{n>was told}"]', 4, "inflected already"),
        ('["information"]', '["{"]', 4, "brace"),
        ('why = "Because."', 'why = "Because."\nsevrity = "error"', 4, "unknown key “sevrity”"),
        ('why = "Because."', 'why = "Because."\nseverity = "fatal"', 4, "none of info, warning, error"),
        ('why = "Because."', 'why = "Because."\ncategory = "Bad Style"', 4, "category"),
        ('why = "Because."', 'why = "Because."\nalone = "yes"', 4, "true or false"),
        (', "Informations."', "", 4, "two examples"),
        ('source = ["informations"]\n', "", 4, "nothing can be its evidence"),
        ('source_examples = ["les informations"]\n', "", 4, "source_examples"),
        ('why = "Because."', 'why = "Because.', 10, "Illegal character"),
    ],
)
def test_a_broken_rule_is_an_error_with_file_and_line(write, old, new, line, what):
    assert old in RULE
    path = write(HEAD + RULE.replace(old, new))
    with pytest.raises(ConfigError, match="^" + re.escape(f"{path}:{line}: ")) as caught:
        read_file(path)
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "“target” is missing"),
        ('target = "English"', "no language code"),
        ('target = "en"', "no [[rule]]"),
        ('target = "en"\nrules = []', "unknown key"),
        ('target = "en"\n[classes]\nx = 3\n', "list of words"),
        ('target = "en"\nrule = 3', "[[rule]]"),
        (b"\xff\xfe", "not UTF-8"),
        (b"\x00\x01", ":1:"),
        ("x = " + "[" * 100_000, "nested"),
        (HEAD + RULE + RULE, "stands above already"),
    ],
)
def test_a_broken_file_is_an_error_that_names_it(write, text, what):
    path = write(text)
    with pytest.raises(ConfigError) as caught:
        read_file(path)
    assert str(path) in str(caught.value)
    assert what in str(caught.value)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_pack_or_a_config_error(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError):
        read_file(path)


def test_a_folder_is_read_and_an_id_in_two_files_is_an_error(write, tmp_path):
    write(HEAD + RULE, "one/a.toml")
    assert len(folder(tmp_path)[0].rules) == 1
    write(HEAD + RULE.replace('"informations"\n', '"other"\n', 1), "b.toml")
    assert len(folder(tmp_path)[0].rules) == 2
    write(HEAD + RULE, "c.toml")
    with pytest.raises(ConfigError, match="stands in"):
        folder(tmp_path)


def test_a_missing_or_empty_folder_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match=r"no \.toml"):
        folder(tmp_path)
    with pytest.raises(ConfigError, match="no such"):
        folder(tmp_path / "none")


def test_a_company_pack_joins_the_shipped_ones(write):
    path = write(
        'target = "en"\nname = "acme"\n' + RULE.replace("source", "#source").replace("why", "alone = true\nwhy")
    )
    names = [pack.name for pack in Library([path], plugins=False).packs("en", "fr")]
    assert "acme" in names
    assert "from-fr" in names
    assert "acme" not in [pack.name for pack in Library([path], plugins=False).packs("fr")]


def test_an_installed_package_offers_packs(write, monkeypatch, tmp_path):
    write("", "site/acme_pack/__init__.py")
    write(HEAD.replace("en", "pt") + RULE, "site/acme_pack/rules.toml")
    write("Name: acme-pack\nVersion: 1\n", "site/acme_pack-1.dist-info/METADATA")
    assert Library().packs("pt") == ()
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert Library().packs("pt") == ()
    write("[tqcheck.packs]\np = acme_pack\n", "site/acme_pack-1.dist-info/entry_points.txt")
    assert [str(pack) for pack in Library().packs("pt")] == ["pt/from-fr"]
    assert Library(plugins=False).packs("pt") == ()
    write("[tqcheck.packs]\np = no_such_module\n", "site/acme_pack-1.dist-info/entry_points.txt")
    with pytest.raises(ConfigError, match="the rule pack p"):
        Library()


@pytest.mark.parametrize("odd", ["archive", "egg", "finder"])
def test_where_packages_are_elsewhere_importlib_is_asked(write, monkeypatch, tmp_path, odd):
    from tqcheck.rules.library import _announced

    assert not _announced()
    if odd == "finder":

        class Finder:
            def find_distributions(self, context):
                return []

        monkeypatch.setattr("sys.meta_path", [*sys.meta_path, Finder()])
    elif odd == "egg":
        monkeypatch.syspath_prepend(write("", "site/acme-1-py3.11.egg").parent)
    else:
        monkeypatch.syspath_prepend(write("", "site.zip"))
    assert _announced()


SHIPPED = [pytest.param(file, id=f"{target}/{name}/{file.name}") for target, name, file in shipped_files()]


@pytest.mark.parametrize("file", SHIPPED)
def test_every_shipped_rule_does_what_its_examples_say(file):
    pack = read_file(file)
    assert list(failures(pack)) == []
    for rule in pack.rules:
        assert rule.message.endswith((".", "?")), rule.id
        assert rule.why.endswith("."), rule.id
        texts = [example.text for example in (*rule.bad, *rule.good)]
        assert len(set(texts)) == len(texts), rule.id


@pytest.mark.parametrize("file", SHIPPED)
def test_shipped_rules_need_no_dictionary_at_run_time(file):
    from tqcheck.rules.lemmas import _kept

    pack = read_file(file)
    for rule in pack.rules:
        for language in {pack.target, pack.origin} - {None, "en"}:
            assert rule.lemmas(language) <= set(_kept(language)), f"run: python -m tqcheck.rules.lemmas {language}"


def test_only_the_packs_for_the_language_are_read():
    assert {pack.target for pack in shipped("en", "fr")} == {"en"}
    assert {pack.origin for pack in shipped("en", "fr")} <= {None, "fr"}
