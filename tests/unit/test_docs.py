"""The documentation against the code: commands, options, links."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tqcheck.cli.main import tqcheck

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("corpora/*.md")])
VARIABLES = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*")


def commands(page: Path) -> Iterator[str]:
    """What a reader would type: lines of code blocks and code spans that begin with `tqcheck`."""
    text = page.read_text("utf-8")
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
    lines = [
        line
        for block in re.findall(r"```\w*\n(.*?)```", text, re.S)
        for line in block.replace("\\\n", " ").splitlines()
    ]
    for line in [*spans, *lines]:
        line = VARIABLES.sub("", line.strip())
        if re.match(r"tqcheck [a-z-]", line):
            yield re.split(r" [|>&;#] ?|  #| 2>", line)[0]


# Of what is made out of the code, or speaks of older versions, the code needs no proof.
PROSE = [page for page in PAGES if page.name not in ("commands.md", "CHANGELOG.md")]
CASES = [(page.name, command) for page in PROSE for command in commands(page)]


@pytest.mark.parametrize(("page", "command"), CASES)
def test_a_command_in_the_documentation_exists_with_its_options(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    context, node = click.Context(tqcheck, info_name="tqcheck"), tqcheck
    while words and isinstance(node, click.Group) and not words[0].startswith("-"):
        child = node.get_command(context, words[0])
        assert child is not None, f"{page}: there is no command {words[0]!r} in {command!r}"
        context, node = click.Context(child, parent=context, info_name=words[0]), child  # type: ignore[assignment]
        words = words[1:]
    known = {name for parameter in node.params for name in (*parameter.opts, *parameter.secondary_opts)}
    given = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert given <= known | {"--help", "-h", "--version", "-V"}, f"{page}: {command!r}"


def test_the_documentation_holds_commands() -> None:
    assert len(CASES) > 15


def test_the_page_of_commands_is_up_to_date() -> None:
    # In a process of its own: click keeps the help option of a command as it was first asked for.
    made = subprocess.run([sys.executable, "-m", "tqcheck.cli.document"], capture_output=True, check=True)
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == made.stdout.decode("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_make_targets_in_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"\bmake ([a-z-]+)\b(?=`|\n| FILE| CORPUS)", text))
    assert {"score", "test"} <= named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.M)] == []


def test_no_page_names_a_path_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/(work|farm|root)/|\.\./shared", page.read_text("utf-8")), page
