"""What is kept of a training for another day."""

from pathlib import Path

import pytest

from tqcheck.engines.base import Pair
from tqcheck.errors import TrainingError, UsageError
from tqcheck.training.data import Source
from tqcheck.training.recipe import Recipe
from tqcheck.training.schedule import Schedule
from tqcheck.training.trainer import Settings

FR_EN = Pair("fr", "en")
SOURCES = (Source(Path("a.tsv"), weight=0.5), Source(Path("a.fr"), Path("a.en")))


def recipe(**changes: object) -> Recipe:
    return Recipe(FR_EN, (FR_EN, FR_EN.back), SOURCES, "mine", **changes)  # type: ignore[arg-type]


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    schedule = Schedule(rate=1e-3, minutes=5.5)
    whole = recipe(student=Path("s"), lexicon=Path("l"), hold=7, settings=Settings(schedule, dropout=0.1, seed=3))
    whole.save(tmp_path)
    assert Recipe.load(tmp_path) == whole


@pytest.mark.parametrize("content", ["", "[]", "{", '{"languages": ["fr", "en"]}', '{"nonsense": 1}'])
def test_a_damaged_one_says_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "recipe.json").write_text(content)
    with pytest.raises(TrainingError, match="damaged"):
        Recipe.load(tmp_path)


def test_where_nothing_was_begun(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no training was begun there"):
        Recipe.load(tmp_path / "training")


@pytest.mark.parametrize(
    "changes",
    [
        {"init": Path("a"), "student": Path("b")},
        {"init": Path("a"), "vocabulary": Path("b")},
        {"lexicon": Path("a")},
    ],
)
def test_what_excludes_each_other(changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        recipe(**changes)


def test_one_language_is_not_enough() -> None:
    with pytest.raises(UsageError, match="two languages"):
        Recipe(Pair("fr", "fr"), (Pair("fr", "fr"),), SOURCES, "mine")
