"""The three settings of the app, read and checked in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tqcheck.config import Config, find, load
from tqcheck.errors import TqcheckError
from tqcheck.service.client import Client

TIMEOUT = 20.0
"""Seconds that a check may take unless TQCHECK_TIMEOUT says otherwise."""


class Fail(StrEnum):
    """What becomes of a text that could not be judged."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site has decided."""

    fail: Fail
    timeout: float
    checker: Client | Config
    """The service to ask, or the settings of a checker in this process."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A setting that is missing or wrong."""

    id: str
    message: str
    hint: str


def read() -> Settings:
    """The settings as they are. Raises ImproperlyConfigured where one is missing or wrong."""
    found = problems()
    if found:
        raise ImproperlyConfigured(f"{found[0].message} {found[0].hint}")
    timeout = _timeout()
    return Settings(Fail(settings.TQCHECK_FAIL), timeout, _checker(timeout))


def problems() -> list[Problem]:
    """What is wrong with the settings; an empty list where nothing is."""
    found = []
    fail = getattr(settings, "TQCHECK_FAIL", None)
    if fail not in list(Fail):
        what = "TQCHECK_FAIL is not set." if fail is None else f"TQCHECK_FAIL is {fail!r}."
        hint = (
            'Decide what happens to a text that could not be judged: "open" publishes it with a remark, "closed" holds '
            "it until it was judged."
        )
        found.append(Problem("tqcheck.E001", what, hint))
    try:
        _timeout()
    except (TypeError, ValueError):
        hint = f"Give the seconds that a check may take before it counts as failed, as in {TIMEOUT:g}."
        found.append(Problem("tqcheck.E002", "TQCHECK_TIMEOUT is no number of seconds above 0.", hint))
    try:
        _checker(TIMEOUT)
    except (TqcheckError, TypeError) as error:
        hint = "Give the address of a service, the path of a tqcheck.toml, or a dictionary of its settings."
        found.append(Problem("tqcheck.E003", f"TQCHECK_CHECKER is of no use: {error}", hint))
    return found


def _timeout() -> float:
    timeout = float(getattr(settings, "TQCHECK_TIMEOUT", TIMEOUT))
    if not 0 < timeout < float("inf"):
        raise ValueError
    return timeout


def _checker(timeout: float) -> Client | Config:
    value: Any = getattr(settings, "TQCHECK_CHECKER", None)
    if isinstance(value, str) and "://" in value:
        return Client(value, os.environ.get("TQCHECK_TOKEN"), timeout)
    if isinstance(value, Mapping):
        values: dict[str, Any] = {key.replace("-", "_"): _frozen(item) for key, item in value.items()}
        return Config(**values)
    if value is not None:
        return load(Path(value))
    return load(find(Path(getattr(settings, "BASE_DIR", "."))))


def _frozen(item: Any) -> Any:
    """Lists and tables as Config holds them."""
    if isinstance(item, Mapping):
        return tuple((key, _frozen(value)) for key, value in item.items())
    return tuple(item) if isinstance(item, list) else item
