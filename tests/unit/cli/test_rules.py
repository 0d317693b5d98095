import pytest
from click.testing import CliRunner

from tqcheck.checks.base import RuleInfo
from tqcheck.cli.main import tqcheck
from tqcheck.errors import ConfigError, UsageError
from tqcheck.report import Severity


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(tqcheck, [str(part) for part in arguments])


def test_list_has_one_line_a_rule_and_filters(run):
    all_rules = run("rules", "list").stdout.splitlines()
    assert any(line.startswith("from-fr/assure-that ") and "en/from-fr" in line for line in all_rules)
    assert not any(line.startswith("from-fr/") for line in run("rules", "list", "--origin", "de").stdout.splitlines())


@pytest.mark.parametrize("command", [("explain",), ("rules", "show")])
@pytest.mark.parametrize("name", ["from-fr/assure-that", "assure-that"])
def test_explain_says_what_why_and_shows_both_kinds_of_example(run, command, name):
    text = run(*command, name).stdout
    for part in ("warning, calque", "Write: ", "Flagged:", "Not flagged:", "Fires "):
        assert part in text


def test_explain_knows_the_rules_of_checks_too(run, monkeypatch):
    info = RuleInfo("quotes/odd", "typography", Severity.ERROR, "Odd.", "It is.", ("a",), ("b",))
    monkeypatch.setattr("tqcheck.checks.RULES", {info.id: info}, raising=False)
    assert "Odd." in run("explain", "quotes/odd").stdout
    assert "quotes/odd" in run("rules", "list").stdout


def test_explain_of_an_unknown_rule_is_wrong_use(run):
    assert isinstance(run("explain", "no-such").exception, UsageError)


def test_a_new_rule_is_a_pack_that_can_be_read_and_tested(run, tmp_path):
    path = tmp_path / "own.toml"
    assert run("rules", "new", "one", "--file", path).exit_code == 0
    assert run("rules", "new", "two", "--file", path).exit_code == 0
    result = run("rules", "test", path)
    assert result.exit_code == 1
    assert "2 rules" in result.stderr
    assert path.read_text().startswith(run("rules", "new", "one").stdout)


def test_shipped_packs_pass_their_own_test(run):
    assert run("rules", "test").exit_code == 0


def test_new_needs_a_name_that_packs_take(run, tmp_path):
    assert isinstance(run("rules", "new", "Not A Name").exception, UsageError)


def test_a_broken_pack_is_named_and_a_folder_that_cannot_be_written(run, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("target = ", encoding="utf-8")
    error = run("rules", "list", "--packs", path).exception
    assert isinstance(error, ConfigError)
    assert f"{path}:1" in str(error)
    assert isinstance(run("rules", "new", "one", "--file", tmp_path).exception, ConfigError)
