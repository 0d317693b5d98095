"""Marian's binary model files (version 1), float32 or 8-bit as the Bergamot students are."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tqcheck.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_VERSION = 1
_FLOAT32, _INTGEMM8, _CHARACTERS = 0x404, 0x4101, 0x101
_MOST_ITEMS, _MOST_DIMENSIONS = 100_000, 8
_EMBEDDING = "Wemb"
_CONFIGURATION = "special:model.yml"


@dataclass(frozen=True, slots=True)
class Student:
    """What a file holds."""

    tensors: Mapping[str, NDArray[np.float32]]
    """By Marian's names; matrices are (inputs, outputs)."""
    options: Mapping[str, str]
    """The top level of the model's own configuration, as in ``transformer-heads``."""


def read(path: Path) -> Student:
    """The tensors of a file, an 8-bit matrix multiplied out.

    Such a matrix is stored transposed, but for the embeddings, and its multiplier follows the last byte.
    Raises ModelError where the file is missing, damaged, or of another kind.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or 'cannot be read'}") from error
    try:
        return _parsed(content)
    except (struct.error, ValueError, IndexError) as error:
        raise ModelError(f"{path}: not a binary Marian model, or damaged ({error})") from error


def _parsed(content: bytes) -> Student:
    import numpy as np

    version, count = struct.unpack_from("<QQ", content)
    if version != _VERSION or not 0 < count <= _MOST_ITEMS:
        raise ValueError(f"version {version}, {count} items")
    at = 16
    heads = [struct.unpack_from("<QQQQ", content, at + 32 * item) for item in range(count)]
    at += 32 * count
    names: list[str] = []
    for length, *_ in heads:
        names.append(_taken(content, at, length).rstrip(b"\0").decode())
        at += length
    shapes: list[tuple[int, ...]] = []
    for _, _, dimensions, _ in heads:
        if dimensions > _MOST_DIMENSIONS:
            raise ValueError(f"a tensor of {dimensions} dimensions")
        shapes.append(struct.unpack_from(f"<{dimensions}i", content, at))
        at += 4 * dimensions
    at += 8 + struct.unpack_from("<Q", content, at)[0]
    tensors: dict[str, NDArray[np.float32]] = {}
    options: dict[str, str] = {}
    for (_, kind, _, size), name, shape in zip(heads, names, shapes, strict=True):
        data = _taken(content, at, size)
        at += size
        if min(shape, default=0) < 0:
            raise ValueError(f"{name} has the shape {shape}")
        length = math.prod(shape)
        if name == _CONFIGURATION and kind == _CHARACTERS:
            options = _options(data)
        elif kind == _FLOAT32:
            tensors[name] = np.frombuffer(data, np.float32, length).reshape(shape)
        elif kind == _INTGEMM8 and not name.endswith("_QuantMultA"):
            whole = np.frombuffer(data, np.int8, length).astype(np.float32)
            whole /= struct.unpack_from("<f", data, length)[0]
            tensors[name] = whole.reshape(shape) if name == _EMBEDDING else whole.reshape(shape[::-1]).T
    return Student(tensors, options)


def _taken(content: bytes, at: int, size: int) -> bytes:
    if at + size > len(content):
        raise ValueError("it ends too early")
    return content[at : at + size]


def _options(data: bytes) -> dict[str, str]:
    lines = data.rstrip(b"\0").decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith((" ", "-")))
    return {name: value.strip() for name, colon, value in pairs if colon}
