"""docs/training.md against the command."""

from pathlib import Path

import pytest

from tqcheck.cli.train import train
from tqcheck.training.architecture import SIZES

DOCS = (Path(__file__).parents[3] / "docs" / "training.md").read_text(encoding="utf-8")
OPTIONS = [name for option in train.params for name in option.opts]


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_in_the_docs(option: str) -> None:
    assert f"`{option}`" in DOCS or f"`{option} " in DOCS


def test_every_size_is_in_the_docs_and_in_the_command() -> None:
    choice = next(option for option in train.params if option.name == "size").type
    assert tuple(SIZES) == tuple(choice.choices)  # type: ignore[attr-defined]
    assert all(f"`{size}`" in DOCS for size in SIZES)
