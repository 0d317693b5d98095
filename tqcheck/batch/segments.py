"""The segments of all documents as a data set: a row a segment, a file a document, as Parquet or JSON Lines."""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tqcheck.batch.files import DOCUMENTS, SEGMENTS, WriteError, placed, stem
from tqcheck.batch.state import State
from tqcheck.errors import UsageError
from tqcheck.render.json import dumps

FORMS = ("parquet", "jsonl")
SCHEMA = "tqcheck.segments/1"

_OURS = re.compile(r"[A-Za-z0-9._-]+-[0-9a-f]{16}\.(?:parquet|jsonl)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FROM_DOCUMENT = ("language", "source_language", "mode")
_FROM_SEGMENT = ("unit", "index", "start", "end", "text", "source", "system", "note")
_JUDGED = ("back_translation", "round_trip", "fidelity", "metrics", "doubts", "omissions", "skipped")
_FINDING = ("rule", "category", "severity", "start", "end", "quote", "message", "suggestion", "source_phrase")
_SEVERITIES = ("error", "warning", "info")


def usable(forms: Sequence[str]) -> None:
    """Raises UsageError where nothing is installed to write one of the `forms` with."""
    # Importing it only to know would cost a run with nothing to do more than all the rest of it.
    if "parquet" in forms and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow, which is not installed: pip install 'tqcheck[formats]'")


def refresh(out: Path, state: State, here: set[str], forms: Sequence[str]) -> int:
    """Bring the folder up to date with the reports of the documents `here`; how many files were written for that.

    A file is made from the report in JSON alone, so that segments can be had of what was judged long ago, and a run
    that is interrupted here goes on with the file that it was at. Raises WriteError.
    """
    folder = out / SEGMENTS
    if not forms and not folder.is_dir():
        return 0
    folder.mkdir(exist_ok=True)
    wanted = {path for path, known in state.known() if known.json and path in here}
    there = _sizes(folder, {f"{stem(path)}.{form}" for path in wanted for form in forms})
    if not forms:
        with suppress(OSError):
            folder.rmdir()
    made = 0
    for form in forms:
        kept = state.segments(form)
        for path in sorted(wanted):
            name = f"{stem(path)}.{form}"
            if path in kept and kept[path] == there.get(name):
                continue
            state.keep_segments(path, form, _write(out, path, folder / name, form))
            made += 1
    return made


def rows(path: str, document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The segments of a document, which is one in a report as JSON; each finding stands at exactly one of them."""
    outer = {**{name: document[name] for name in _FROM_DOCUMENT}, "language": document["language"]["code"]}
    found = _shared(document)
    origin = document["origin"] or {"sentences": []}
    translated = {(one["start"], one["end"]): one["translated"] for one in origin["sentences"]}
    for segment, findings in zip(document["segments"], found, strict=True):
        counts = Counter(one["severity"] for one in findings)
        row = {
            "schema": SCHEMA,
            "document": path,
            **{name: segment[name] for name in _FROM_SEGMENT},
            **outer,
            **{name: segment[name] for name in _JUDGED},
            "translated": translated.get((segment["start"], segment["end"])),
            "severity": next((level for level in _SEVERITIES if counts[level]), None),
            "errors": counts["error"],
            "warnings": counts["warning"],
            "notes": counts["info"],
            "findings": [{name: one[name] for name in _FINDING} for one in findings],
            "document_verdict": document["verdict"],
        }
        yield row


def _shared(document: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The findings of each segment: of that in which they begin, of the one before where they begin between two."""
    starts = [(segment["start"], at) for at, segment in enumerate(document["segments"])]
    starts.sort()
    found: list[list[dict[str, Any]]] = [[] for _ in starts]
    for finding in document["findings"] if starts else ():
        place = max(0, bisect_right(starts, finding["start"], key=lambda one: one[0]) - 1)
        found[starts[place][1]].append(finding)
    return found


def _write(out: Path, path: str, target: Path, form: str) -> int:
    report = out / DOCUMENTS / f"{stem(path)}.json"
    try:
        text = report.read_text("utf-8")
    except OSError as error:
        raise WriteError(f"{report} cannot be read: {error.strerror}; start again to have it made anew") from None
    found = [_sound(row) for one in json.loads(text)["documents"] for row in rows(path, one)]
    with placed(target) as part:
        if form == "jsonl":
            with open(part, "w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{dumps(row)}\n" for row in found)
        else:
            _parquet(found, part)
    return os.stat(target).st_size


def _parquet(found: list[dict[str, Any]], part: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    text, number, whole = pa.string(), pa.float64(), pa.int64()
    finding = {name: whole if name in ("start", "end") else text for name in _FINDING}
    types = {
        **dict.fromkeys(("index", "start", "end", "errors", "warnings", "notes"), whole),
        **dict.fromkeys(("fidelity", "translated"), number),
        "metrics": pa.map_(text, number),
        "findings": pa.list_(pa.struct(finding)),
        "doubts": pa.list_(pa.struct({"start": whole, "end": whole, "severity": text})),
        "omissions": pa.list_(pa.struct({"start": whole, "end": whole, "text": text})),
    }
    schema = pa.schema([(name, types.get(name, text)) for name in COLUMNS], metadata={"schema": SCHEMA})
    for row in found:
        row["metrics"] = list(row["metrics"].items())
    # Part by part the same bytes: no time, no name of a machine goes into the file.
    parquet.write_table(pa.Table.from_pylist(found, schema), part, compression="zstd")


def _sound(value: Any) -> Any:
    """`value` with U+FFFD for half of a surrogate pair, which neither format can hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _sound(one) for key, one in value.items()}
    return [_sound(one) for one in value] if isinstance(value, list) else value


def _sizes(folder: Path, wanted: set[str]) -> dict[str, int]:
    """The files that are `wanted` with their bytes; others of ours are removed."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in wanted:
                found[entry.name] = entry.stat().st_size
            elif _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    os.unlink(entry.path)
    return found


COLUMNS = (
    *("schema", "document", *_FROM_SEGMENT, *_FROM_DOCUMENT, *_JUDGED, "translated", "severity"),
    *("errors", "warnings", "notes", "findings", "document_verdict"),
)
"""The names in a row, in order."""
