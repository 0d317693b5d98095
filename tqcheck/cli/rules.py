"""The commands ``rules`` and ``explain``: what tqcheck looks for, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tqcheck.checks.base import RuleInfo
from tqcheck.errors import ConfigError, UsageError
from tqcheck.rules.library import Library, folder
from tqcheck.rules.pack import ID, Pack
from tqcheck.rules.rule import Rule

_PACKS = click.option(
    "--packs",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A further folder or file of rule packs; can be given more than once.",
)

_SKELETON = """{head}[[rule]]
id = "{id}"
# Words, <lemma> for any form, (this | that), [optional], ...3 for up to three words, {{the part that is flagged}}.
patterns = ["write {{v:<the> phrase}}"]
# Native uses of the same words.
unless = []
# The phrase behind it, in the language of origin; or leave both lines out and write: alone = true
source = ["<phrase>"]
source_examples = ["Une phrase."]
message = "What is wrong, in one sentence."
why = "Why a reader stumbles."
suggestions = ["a better wording"]
severity = "warning"
category = "calque"
bad = ["A text that is flagged.", "Another."]
good = ["A native use of the same words.", "Another."]
"""


@click.group()
def rules() -> None:
    """List, show, test and write rules."""


@rules.command("list")
@click.option("--target", help="Only rules for text in this language, as in “en”.")
@click.option("--origin", help="Only phrase rules for text that comes from this language, as in “fr”.")
@_PACKS
def list_rules(target: str | None, origin: str | None, folders: tuple[Path, ...]) -> None:
    """Print one line a rule: id, severity, category and what it flags."""
    for info, pack in _all(folders, target, origin):
        where = str(pack) if pack else ",".join(info.languages) or "any"
        click.echo(f"{info.id:<36} {info.severity.label:<8} {info.category:<24} {where:<12} {info.summary}")


@rules.command("show")
@click.argument("rule")
@_PACKS
def show_rule(rule: str, folders: tuple[Path, ...]) -> None:
    """Print everything about RULE, such as from-fr/assure-that."""
    _explain(rule, folders)


@click.command()
@click.argument("rule")
@_PACKS
def explain(rule: str, folders: tuple[Path, ...]) -> None:
    """Say what RULE flags, why, and what to write instead."""
    _explain(rule, folders)


@rules.command("test")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def test_rules(paths: tuple[Path, ...]) -> None:
    """Run the examples of the packs in PATHS, or of all packs in use, and end with 1 where one fails."""
    from tqcheck.rules.examples import failures

    packs = [pack for path in paths for pack in folder(path)] if paths else Library().packs()
    failed = 0
    for pack in packs:
        for line in failures(pack):
            failed += 1
            click.echo(line)
    count = sum(len(pack.rules) for pack in packs)
    click.echo(f"{count} rules, {failed} examples that fail", err=True)
    if failed:
        raise click.exceptions.Exit(1)


@rules.command("new")
@click.argument("name")
@click.option("--target", default="en", show_default=True, help="The language of the text.")
@click.option("--origin", default="fr", show_default=True, help="The language that the phrase comes from.")
@click.option("--file", "path", type=click.Path(path_type=Path), help="Append to this file instead of printing.")
def new_rule(name: str, target: str, origin: str, path: Path | None) -> None:
    """Write the skeleton of a rule called NAME."""
    if not ID.fullmatch(name):
        raise UsageError(f"“{name}”: a rule's name is lower-case words joined by hyphens")
    head = f'target = "{target}"\norigin = "{origin}"\n\n'
    if path is None:
        click.echo(_SKELETON.format(head=head, id=name), nl=False)
        return
    try:
        fresh = not path.exists() or path.stat().st_size == 0
        with path.open("a", encoding="utf-8") as stream:
            stream.write(_SKELETON.format(head=head if fresh else "\n", id=name))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from None
    click.echo(f"{path}: rule “{name}” added; fill it in, then run: tqcheck rules test {path}", err=True)


def _explain(rule: str, folders: tuple[Path, ...]) -> None:
    import tqcheck.checks as checks

    found = [(info, one) for info, one in _phrases(folders) if info.id == rule or info.id.endswith(f"/{rule}")]
    check: RuleInfo | None = getattr(checks, "RULES", {}).get(rule)
    if check is None and not found:
        raise UsageError(f"no rule is called “{rule}”; `tqcheck rules list` prints them all")
    if check is not None:
        click.echo(_text(check, None), nl=False)
    for number, (info, one) in enumerate(found):
        click.echo(("\n" if number or check else "") + _text(info, one), nl=False)


def _text(info: RuleInfo, rule: Rule | None) -> str:
    lines = [info.id, f"  {info.severity.label}, {info.category}", "", f"  {info.summary}", "", f"  {info.why}", ""]
    if rule is not None:
        if rule.suggestions:
            lines += [
                "  Write: " + ", ".join(f"“{one.readable}”" if one.template else "nothing" for one in rule.suggestions),
                "",
            ]
        lines += [f"  {_evidence(rule)}", ""]
    lines += [
        "  Flagged:",
        *(f"    {text}" for text in info.bad),
        "",
        "  Not flagged:",
        *(f"    {text}" for text in info.good),
    ]
    return "\n".join(lines) + "\n"


def _evidence(rule: Rule) -> str:
    if rule.alone:
        return "Fires on the words alone."
    if rule.silent:
        return "Fires where the source text or the back-translation holds the phrase, and says nothing elsewhere."
    if rule.strict:
        return "Fires where the source text holds the phrase; elsewhere it only informs."
    return "Fires where the source text or the back-translation holds the phrase; in `lint` it only informs."


def _phrases(
    folders: tuple[Path, ...], target: str | None = None, origin: str | None = None
) -> Iterator[tuple[RuleInfo, Rule]]:
    for pack in Library(folders).packs(target, origin):
        for rule in pack.rules:
            yield rule.info, rule


def _all(folders: tuple[Path, ...], target: str | None, origin: str | None) -> Iterator[tuple[RuleInfo, Pack | None]]:
    import tqcheck.checks as checks

    known: dict[str, RuleInfo] = getattr(checks, "RULES", {})
    for info in known.values():
        if target is None or not info.languages or target in info.languages:
            yield info, None
    for pack in Library(folders).packs(target, origin):
        for rule in pack.rules:
            yield rule.info, pack
