"""Prints docs/rules.md: every rule with why, what to write instead, and examples.

Run as ``python -m tqcheck.rules.document > docs/rules.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tqcheck.checks.base import RuleInfo
from tqcheck.rules.library import shipped
from tqcheck.rules.rule import Rule

_HEAD = """# Rules

Made by `python -m tqcheck.rules.document`; do not edit. `tqcheck rules list` prints the ids, `tqcheck explain RULE` one
rule. How to write rules of your own: [rules-writing.md](rules-writing.md).
"""


def document() -> str:
    """The page, Markdown."""
    from tqcheck.checks import RULES

    lines = [_HEAD, *_contents()]
    lines += ["## Checks", "", "These look at form: quotation marks, numbers, dates, names. They need no evidence.", ""]
    for family, infos in _families(RULES.values()):
        lines += [f"### {family}", ""]
        for info in infos:
            lines += _entry(info, None)
    for pack in shipped():
        origin = f", for text that comes from `{pack.origin}`" if pack.origin else ""
        lines += [f"## Phrases: {pack}", "", f"Phrase rules for text in `{pack.target}`{origin}.", ""]
        for rule in sorted(pack.rules, key=lambda rule: rule.id):
            lines += _entry(rule.info, rule)
    return "\n".join(lines).rstrip() + "\n"


def _contents() -> Iterator[str]:
    yield "- [Checks](#checks)"
    for pack in shipped():
        yield f"- [Phrases: {pack}](#phrases-{str(pack).replace('/', '')}) ({len(pack.rules)} rules)"
    yield ""


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


if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(document())
