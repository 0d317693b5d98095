"""Writes docs/rules.md and docs/rules/: every rule with why, what to write instead, and examples.

Run as ``python -m tqcheck.rules.document docs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tqcheck.checks.base import RuleInfo
from tqcheck.rules.library import shipped
from tqcheck.rules.pack import Pack
from tqcheck.rules.rule import Rule

INDEX = "rules.md"
FOLDER = "rules"
_HEAD = """# Rules

Made by `python -m tqcheck.rules.document docs`; do not edit. `tqcheck rules list` prints the ids, `tqcheck explain
RULE` one rule. How to write rules of your own: [rules-writing.md](rules-writing.md).
"""
_MOST = 250
"""Rules of a page: what a browser and a code host still show."""


def pages() -> dict[str, str]:
    """The pages, Markdown, by their path in the folder of the documentation."""
    from tqcheck.checks import RULES

    parts = {f"{FOLDER}/{name}.md": rules for pack in shipped() for name, rules in _parts(pack)}
    lines = [_HEAD, "- [Checks](#checks)"]
    lines += [f"- [Phrases: {Path(path).stem}]({path}) ({len(rules)} rules)" for path, rules in parts.items()]
    lines += ["", "## Checks", ""]
    lines += ["These look at form: quotation marks, numbers, dates, names. They need no evidence.", ""]
    for family, infos in _families(RULES.values()):
        lines += [f"### {family}", ""]
        for info in infos:
            lines += _entry(info, None)
    return {INDEX: _joined(lines), **{path: _page(Path(path).stem, rules) for path, rules in parts.items()}}


def _parts(pack: Pack) -> Iterator[tuple[str, Sequence[Rule]]]:
    """The rules of a pack with the name of their page; those of a large pack by their first letter."""
    name = str(pack).replace("/", "-")
    rules = sorted(pack.rules, key=lambda rule: rule.id)
    if len(rules) <= _MOST:
        yield name, rules
        return
    for letter, some in groupby(rules, key=lambda rule: rule.id.partition("/")[2][0]):
        yield f"{name}-{letter}", tuple(some)


def _page(title: str, rules: Sequence[Rule]) -> str:
    origin = f", for text that comes from `{rules[0].origin}`" if rules[0].origin else ""
    about = f"Phrase rules for text in `{rules[0].target}`{origin}. All rules: [{INDEX}](../{INDEX})."
    lines = [f"# Phrases: {title}", "", about, ""]
    for rule in rules:
        lines += _entry(rule.info, rule)
    return _joined(lines)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _families(infos: Iterable[RuleInfo]) -> list[tuple[str, list[RuleInfo]]]:
    families: dict[str, list[RuleInfo]] = {}
    for info in sorted(infos, key=lambda info: info.id):
        families.setdefault(info.id.partition("/")[0], []).append(info)
    return sorted(families.items())


def _entry(info: RuleInfo, rule: Rule | None) -> Iterator[str]:
    yield f"#### `{info.id}`"
    yield ""
    yield f"{_plain(info.summary)} *{info.severity.label}, {info.category}{_where(rule)}*"
    yield ""
    yield _plain(info.why)
    if rule is not None and rule.suggestions:
        yield ""
        yield "Write: " + ", ".join(
            f"“{_plain(one.readable)}”" if one.template else "nothing" for one in rule.suggestions
        )
    yield ""
    yield from (f"- ✗ {_plain(text)}" for text in info.bad)
    yield from (f"- ✓ {_plain(text)}" for text in info.good)
    yield ""


def _where(rule: Rule | None) -> str:
    if rule is None or rule.alone:
        return ""
    return ", with a source that holds the phrase" if rule.strict else ", with evidence"


def _plain(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    for mark in "\\`*_<>[]#|":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def write(docs: Path) -> None:
    """Bring the pages in the folder `docs` up to date; pages of rules that are gone go too."""
    made = pages()
    (docs / FOLDER).mkdir(parents=True, exist_ok=True)
    for old in (docs / FOLDER).glob("*.md"):
        if f"{FOLDER}/{old.name}" not in made:
            old.unlink()
    for path, text in made.items():
        (docs / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    import sys

    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
