"""Arrays as text, and back: how a journal carries drawings and how undo carries what was there.

The text is base64 of zlib of one JSON line (names, dtypes, shapes) followed by the raw bytes.
Nothing is ever unpickled, and sizes are bounded before anything is inflated.
"""

import base64
import binascii
import json
import math
import zlib
from collections.abc import Mapping

import numpy as np

from simulator.core.errors import InputError

LIMIT = 64 * 2**20  # bytes after inflating
_DTYPES = {"int8", "int32", "int64", "uint64", "float64"}


def pack(arrays: Mapping[str, np.ndarray], words: Mapping[str, object] | None = None) -> str:
    """Return one line of text that holds the arrays and some plain JSON values."""
    head = {
        "arrays": [[name, a.dtype.name, list(a.shape)] for name, a in arrays.items()],
        "words": dict(words or {}),
    }
    body = b"".join(np.ascontiguousarray(a).tobytes() for a in arrays.values())
    raw = json.dumps(head, ensure_ascii=False).encode() + b"\n" + body
    return base64.b64encode(zlib.compress(raw, 6)).decode()


def unpack(text: str) -> tuple[dict[str, np.ndarray], dict]:
    """Return the arrays and the values of `pack`; raises InputError for anything else."""
    try:
        inflater = zlib.decompressobj()
        raw = inflater.decompress(base64.b64decode(text, validate=True), LIMIT)
        if inflater.unconsumed_tail:
            raise InputError(f"Packed data is larger than {LIMIT // 2**20} MB; nothing was read.")
        if not inflater.eof:
            raise ValueError("cut off")
        line, _, body = raw.partition(b"\n")
        head = json.loads(line)
        return _split(head["arrays"], body), dict(head["words"])
    except InputError:
        raise
    except (
        binascii.Error, zlib.error, ValueError, KeyError, TypeError, OverflowError, RecursionError
    ) as error:  # fmt: skip
        raise InputError("Packed data is damaged; it can't be read.") from error


def _split(heads: list, body: bytes) -> dict[str, np.ndarray]:
    arrays, start = {}, 0
    for name, dtype, shape in heads:
        if dtype not in _DTYPES or any(not isinstance(n, int) or n < 0 for n in shape):
            raise ValueError(dtype)
        stop = start + np.dtype(dtype).itemsize * math.prod(shape)
        if stop > len(body):
            raise ValueError("too short")
        arrays[str(name)] = np.frombuffer(body[start:stop], dtype).reshape(shape).copy()
        start = stop
    return arrays
