"""Asking the checker, in this process or by a service, for no longer than the site has patience."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TimeUp
from threading import Event, Lock
from typing import Any

from django.db import models

from tqcheck.assembly import assemble
from tqcheck.config import Config
from tqcheck.errors import TqcheckError
from tqcheck.report import Verdict
from tqcheck.service.answer import answer
from tqcheck.service.client import Client
from tqcheck.service.patience import PatientEngine
from tqcheck.service.request import parse
from tqcheck.service.worker import BusyError, Crash, Worker
from tqcheck.wagtail.judgement import NOTHING, Judgement, combined, failed, judgement
from tqcheck.wagtail.scope import language, source
from tqcheck.wagtail.settings import Settings, read
from tqcheck.wagtail.text import Text, UnreadableError, texts

_FIELDS = 200
"""Texts in one request."""
_LONGEST = 2_000_000
"""Bytes of a request, as the service takes them."""
_NO_PROSE = "no field holds any text"
_KEPT = 256
_FRESH = {"local": 3600.0, "service": 60.0, "undecided": 5.0}
"""Seconds that a judgement is used again: a service may get other settings, what failed may work again."""


class NotJudgedError(TqcheckError):
    """The check failed; the message says why."""


class Local:
    """A checker in this process, made when it is first needed, with one thread that works for all."""

    def __init__(self, config: Config, patience: float):
        """`patience`: seconds after which the model leaves the rest of a text unjudged."""
        self._config = config
        self._patience = patience
        self._worker = Worker("tqcheck-wagtail", 64, 64_000_000)
        self._check: Callable[[bytes], bytes] | None = None
        self._worker.start()

    def ask(self, body: bytes, timeout: float) -> bytes:
        """The answer to a request. Raises TqcheckError where there is none in time."""
        abandoned = Event()
        try:
            future = self._worker.submit("", lambda: self._work(body, abandoned), len(body))
            found = future.result(timeout)
        except BusyError:
            raise NotJudgedError("too many texts are waiting") from None
        except TimeUp:
            abandoned.set()
            raise NotJudgedError(f"it took longer than {timeout:.3g} seconds") from None
        if isinstance(found, Crash):
            raise NotJudgedError(f"the checker failed ({found.kind})")
        if isinstance(found, TqcheckError):
            raise found
        return found

    def _work(self, body: bytes, abandoned: Event) -> bytes | TqcheckError:
        try:
            if abandoned.is_set():
                raise NotJudgedError("nobody waits for it")
            return self._made()(body)
        except TqcheckError as error:
            return error

    def _made(self) -> Callable[[bytes], bytes]:
        if self._check is None:
            checker = assemble(self._config)
            patient = PatientEngine(checker.engine, self._patience) if checker.engine else None
            checker.engine = patient

            def check(body: bytes) -> bytes:
                request = parse(body)
                config = request.under(self._config)
                if patient is not None:
                    patient.begin()
                reports = list(checker.under(config).check(request.documents()))
                return answer(reports, config).json(request.id, request.revision)

            self._check = check
        return self._check


_memory: OrderedDict[str, tuple[float, Judgement]] = OrderedDict()
_locals: dict[tuple[int, str, float], Local] = {}
_lock = Lock()


def judge(instance: models.Model, timeout: float | None = None) -> Judgement:
    """The judgement on `instance` as it stands in memory, within `timeout` seconds or those of the settings.

    Never raises for a checker that fails: the judgement is then ``undecided``. Equal texts are judged once.
    """
    settings = read()
    try:
        found = texts(instance)
        bodies = _requests(instance, found)
    except UnreadableError as error:
        return failed(str(error))
    if not found:
        return NOTHING
    key = _key(bodies, settings)
    kept = _kept(key)
    if kept is not None:
        return kept
    end = time.monotonic() + min(settings.timeout, timeout if timeout is not None else settings.timeout)
    try:
        parts = [_part(body, part, settings, end) for body, part in bodies]
        made = combined([part for part in parts if part is not None] or [NOTHING])
    except TqcheckError as error:
        made = failed(str(error))
    except (KeyError, ValueError, IndexError, StopIteration):
        made = failed("the service gave an answer that this version does not understand")
    _keep(key, made, settings)
    return made


def forget() -> None:
    """Forget every judgement and every checker, as after a change of settings."""
    with _lock:
        _memory.clear()
        _locals.clear()


def _part(body: bytes, part: Sequence[Text], settings: Settings, end: float) -> Judgement | None:
    left = end - time.monotonic()
    if left <= 0:
        raise NotJudgedError(f"it took longer than {settings.timeout:g} seconds")
    checker = settings.checker
    if len(body) > _LONGEST:
        raise NotJudgedError(f"it has more than {_LONGEST / 1e6:g} MB")
    try:
        if isinstance(checker, Client):
            content = Client(checker.url, checker.token, left).check(body)
        else:
            content = _local(checker, settings.timeout).ask(body, left)
    except TqcheckError as error:
        # Markup, numbers, a picture. Whatever else could not be read has not been judged.
        if _NO_PROSE in str(error):
            return None
        raise
    return judgement(json.loads(content), part)


def _local(config: Config, timeout: float) -> Local:
    # A thread does not survive a fork; a rest of the time is left for the rules to be heard.
    key = (os.getpid(), repr(config), timeout)
    with _lock:
        if key not in _locals:
            _locals[key] = Local(config, 0.7 * timeout)
        return _locals[key]


def _requests(instance: models.Model, found: Sequence[Text]) -> list[tuple[bytes, Sequence[Text]]]:
    original = source(instance)
    originals = texts(original) if original is not None else []
    by_path = {text.path: text.text for text in originals}
    # Numbers of blocks pair only what has as many of them: texts beside the wrong source would look wrong.
    by_name = {text.name: text.text for text in originals} if len(originals) == len(found) else {}
    head: dict[str, Any] = {"id": instance._meta.label_lower}
    if told := language(instance):
        head["language"] = told
    if original is not None and (code := language(original)):
        head["source_language"] = code
    bodies = []
    for at in range(0, len(found), _FIELDS):
        part = found[at : at + _FIELDS]
        # A NUL would have the whole page refused as binary.
        fields = {text.name: text.text.replace("\x00", "\ufffd") for text in part}
        sources = {text.name: by_path.get(text.path, by_name.get(text.name, "")) for text in part}
        sources = {name: text.replace("\x00", "\ufffd") for name, text in sources.items() if text}
        request = {**head, "fields": fields, **({"source": sources} if sources else {})}
        bodies.append((json.dumps(request).encode(), part))
    return bodies


def _key(bodies: Sequence[tuple[bytes, Sequence[Text]]], settings: Settings) -> str:
    told = hashlib.sha256(repr(settings).encode())
    for body, _ in bodies:
        told.update(body)
    return told.hexdigest()


def _kept(key: str) -> Judgement | None:
    with _lock:
        until, found = _memory.get(key, (0.0, None))
        return found if time.monotonic() < until else None


def _keep(key: str, made: Judgement, settings: Settings) -> None:
    how = "service" if isinstance(settings.checker, Client) else "local"
    fresh = _FRESH["undecided" if made.verdict is Verdict.UNDECIDED else how]
    with _lock:
        _memory[key] = (time.monotonic() + fresh, made)
        _memory.move_to_end(key)
        while len(_memory) > _KEPT:
            _memory.popitem(last=False)
