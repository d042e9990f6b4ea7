"""Arrays as text, and back: how a journal carries drawings and how undo carries what was there.

The text is base64 of zlib of one JSON line (names, dtypes, shapes) followed by the raw bytes. An
int8 array of at most four values, as units are, is kept in one or two bits an element; its entry in
the JSON line then ends with these values (its **palette**). Nothing is ever unpickled, and sizes
are bounded before anything is inflated.
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
UNPACKED_LIMIT = 4 * LIMIT  # bytes of all arrays, bits being bytes again
QUICK = 2**20  # bytes: so many are compressed quickly rather than well
_DTYPES = {"int8", "uint8", "int16", "int32", "int64", "uint64", "float32", "float64"}


def pack(arrays: Mapping[str, np.ndarray], words: Mapping[str, object] | None = None) -> str:
    """Return one line of text that holds the arrays and some plain JSON values."""
    heads, bodies = [], []
    for name, array in arrays.items():
        palette = _palette(array)
        more = [palette] if palette else []
        heads.append([name, array.dtype.name, list(array.shape), *more])
        bodies.append(_bits(array, palette) if palette else np.ascontiguousarray(array).tobytes())
    line = json.dumps({"arrays": heads, "words": dict(words or {})}, ensure_ascii=False)
    raw = b"".join([line.encode(), b"\n", *bodies])
    return base64.b64encode(zlib.compress(raw, 6 if len(raw) < QUICK else 1)).decode()


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
        return _split(head["arrays"], memoryview(body)), dict(head["words"])
    except InputError:
        raise
    except (
        binascii.Error, zlib.error, ValueError, KeyError, TypeError, OverflowError, RecursionError
    ) as error:  # fmt: skip
        raise InputError("Packed data is damaged; it can't be read.") from error


def _split(heads: list, body: memoryview) -> dict[str, np.ndarray]:
    arrays, start, unpacked = {}, 0, 0
    for name, dtype, shape, *more in heads:
        if dtype not in _DTYPES or any(not isinstance(n, int) or n < 0 for n in shape):
            raise ValueError(dtype)
        count = math.prod(shape)
        unpacked += np.dtype(dtype).itemsize * count
        if unpacked > UNPACKED_LIMIT:
            raise ValueError("too large")
        palette = _checked_palette(dtype, more)
        size = _planes(palette) * -(-count // 8) if palette else np.dtype(dtype).itemsize * count
        part = body[start : start + size]
        if len(part) < size:
            raise ValueError("too short")
        flat = _from_bits(part, palette, count) if palette else np.frombuffer(part, dtype).copy()
        arrays[str(name)] = flat.reshape(shape)
        start += size
    return arrays


# ---- few values, few bits ----


def _palette(array: np.ndarray) -> list[int]:
    """Return the values (1 to 4) of an int8 array, or [] where there are more, or none."""
    if array.dtype != np.int8 or not array.size:
        return []
    values = np.flatnonzero(np.bincount(array.ravel().view(np.uint8), minlength=256))
    return values.astype(np.uint8).view(np.int8).tolist() if values.size <= 4 else []


def _planes(palette: list[int]) -> int:
    """How many bits an element has."""
    return 2 if len(palette) > 2 else 1


def _bits(array: np.ndarray, palette: list[int]) -> bytes:
    """Return the number of each element in the palette: first all low bits, then all high ones."""
    numbers = np.zeros(256, np.uint8)
    numbers[np.array(palette, np.int8).view(np.uint8)] = np.arange(len(palette))
    places = numbers[array.ravel().view(np.uint8)]
    return b"".join(np.packbits(places >> k & 1).tobytes() for k in range(_planes(palette)))


def _from_bits(part: memoryview, palette: list[int], count: int) -> np.ndarray:
    """Return the elements (count,) int8."""
    planes = np.frombuffer(part, np.uint8).reshape(_planes(palette), -1)
    places = np.zeros(count, np.uint8)
    for k, plane in enumerate(planes):
        places |= np.unpackbits(plane, count=count) << k
    values = np.full(4, palette[0], np.int8)
    values[: len(palette)] = palette
    return values[places]


def _checked_palette(dtype: str, more: list) -> list[int]:
    """Return the palette that ends an array's entry, or []; raises ValueError or TypeError."""
    if not more:
        return []
    (palette,) = more
    if dtype != "int8" or not 1 <= len(palette) <= 4:
        raise ValueError("no palette")
    if any(type(value) is not int or not -128 <= value <= 127 for value in palette):
        raise ValueError("no palette")
    return list(palette)
