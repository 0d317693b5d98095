"""From settings to a ready Checker: the one place that knows every engine and every check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck.baseline import load
from tqcheck.checker import Checker
from tqcheck.checks import CHECKS
from tqcheck.config import Config
from tqcheck.engines.base import Engine
from tqcheck.rules.check import PhraseCheck, Plausible
from tqcheck.rules.library import Library

if TYPE_CHECKING:
    from tqcheck.engines.store import Begin, Received
    from tqcheck.guess import Detector


def _silent(_name: str, _size: int) -> Received:
    return lambda _received: None


def assemble(config: Config, begin: Begin = _silent) -> Checker:
    """A Checker with the engine, checks and packs that `config` asks for; models load on first use.

    `begin` is told of downloads. Raises ConfigError for a broken pack, UsageError for unknown rules, ModelError
    for a wrong `model` folder.
    """
    engine = _engine(config, begin)
    phrases = PhraseCheck(
        Library([Path(folder) for folder in config.packs]),
        _plausibility(engine) if engine and config.likelihood else None,
    )
    return Checker(
        config,
        engine,
        (*CHECKS, phrases),
        load(Path(config.baseline)) if config.baseline else None,
        lambda language, origin: phrases.names(language, origin) if language else (),
        _detector(config),
    )


def _plausibility(engine: Engine) -> Plausible:
    from tqcheck.rules.plausibility import Plausibility

    return Plausibility(engine)


def _detector(config: Config) -> Detector | None:
    if not config.detect_origin or (config.engine == "none" and not config.detect_surface):
        return None
    from tqcheck.origin.detector import Detector

    return Detector()


def _engine(config: Config, begin: Begin) -> Engine | None:
    if config.engine == "none":
        return None
    if config.engine == "fake":
        from tqcheck.engines.fake import FakeEngine

        return FakeEngine()
    from tqcheck.cache import cache_path
    from tqcheck.engines.cached import CachedEngine
    from tqcheck.engines.catalogue import Catalogue

    catalogue = Catalogue(
        config.model, offline=config.offline or None, allow_download=config.allow_download, begin=begin
    )
    engine: Engine
    if config.engine == "marian":
        from tqcheck.engines.marian import MarianEngine

        engine = MarianEngine(catalogue, config.beam)
    else:
        from tqcheck.engines.ctranslate import CTranslateEngine

        engine = CTranslateEngine(catalogue, config.beam, config.threads or None)
    if not config.cache:
        return engine
    return CachedEngine(engine, Path(config.cache_path) if config.cache_path else cache_path())
