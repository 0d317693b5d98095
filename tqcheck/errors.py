"""The errors that tqcheck raises; each message is one line, for the person at the keyboard."""

from __future__ import annotations


class TqcheckError(Exception):
    """Anything that tqcheck itself reports; the command line ends with `exit_code`."""

    exit_code = 3


class UsageError(TqcheckError):
    """The request makes no sense: an unknown option value, language or key."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file or rule pack is wrong; the message names file and line."""


class ReadError(TqcheckError):
    """A document could not be read: missing, wrong encoding, empty, too large, malformed."""


class NoProseError(ReadError):
    """A document could be read, but nothing in it is text to be judged."""


class EngineError(TqcheckError):
    """A translation engine could not be loaded or failed."""


class ModelError(EngineError):
    """A model is missing, damaged, or does not fit the language pair."""


class TrainingError(TqcheckError):
    """A model could not be trained, or a training not taken up again."""
