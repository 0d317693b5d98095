"""From settings to a ready Checker: the one place that knows every engine and every check."""

from __future__ import annotations

from tqcheck.checker import Checker
from tqcheck.checks import CHECKS
from tqcheck.config import Config
from tqcheck.engines.base import Engine


def assemble(config: Config) -> Checker:
    """A Checker with the engine, checks and packs that `config` asks for; models load on first use.

    Raises ConfigError for a broken pack, UsageError for unknown rules, ModelError for a wrong `model` folder.
    """
    return Checker(config, _engine(config), CHECKS)


def _engine(config: Config) -> Engine | None:
    raise NotImplementedError
