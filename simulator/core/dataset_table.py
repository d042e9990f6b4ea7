"""Tables of numbers as data: .csv, .npy and .npz, a row a pattern of s × s numbers.

Labels are whole numbers: in a CSV the first or last column, named `label` in a header row; in an
NPZ an array `labels` beside `images`, `data` or one other array. Images may be (N, s, s).

What the numbers mean: whole numbers up to 255, some above 1, are greys; numbers from 0 to 1 are
shares of ink; all others are what they are, and only Gaussian units can be them.
"""

import math
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from simulator.core import dataset_csv
from simulator.core.dataset import MAX_SIDE, MIN_SIDE, Source, no_labels, numbered
from simulator.core.dataset_memory import check_size, read_into
from simulator.core.errors import InputError, one_of, shorten

SUFFIXES = (".csv", ".npy", ".npz")
IMAGES = ("images", "data")  # names of the array of patterns
CHUNK = 2**22  # numbers looked at together
MAX_HEADER = 10_000
EXACT = 1e-3  # of 255: shares of ink nearer than this to whole greys become those


def read(path: Path) -> Source:
    """Return the patterns of a table; raises InputError."""
    if not path.is_file():
        raise InputError(f"There is no file {shorten(path)}; give a table: {one_of(SUFFIXES)}.")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{path.name} is no table; allowed: {one_of(SUFFIXES)}.")
    hint = "a column named label is needed"
    if suffix == ".csv":
        values, given = dataset_csv.read(path)
    else:
        hint = "an array named labels is needed, in an .npz file"
        values, given = _read_arrays(path, suffix)
    side = _side(path.name, values.shape)
    pixels, is_real = greys(values.reshape(len(values), -1), path.name)
    labels, classes = (no_labels(len(values)), ()) if given is None else _labels(given, path.name)
    if len(labels) != len(pixels):
        raise InputError(
            f"{path.name} has {len(pixels):,} patterns and {len(labels):,} labels; "
            "there must be one for each."
        )
    return Source(
        pixels.reshape(-1, side, side), labels, classes, "patterns", f" from {path.name}", is_real,
        f"There are no labels in {path.name}: {hint}; or set labels=false.",
    )  # fmt: skip


def greys(values: np.ndarray, name: str) -> tuple[np.ndarray, bool]:
    """Return pixels (N, D), uint8 or float32, and whether they are numbers of any size instead of
    greys up to 255; raises InputError for what is no number."""
    low, high, is_whole, is_exact = math.inf, -math.inf, True, True
    for start, some in _chunks(values):
        _check_finite(some, start, name)
        low, high = min(low, float(some.min())), max(high, float(some.max()))
        if low < 0 or high > 255:
            continue
        is_whole = is_whole and (some.dtype.kind != "f" or bool((np.rint(some) == some).all()))
        if high <= 1:
            steps = some * np.float32(255)
            is_exact = is_exact and bool((np.abs(np.rint(steps) - steps) < EXACT).all())
    if low >= 0 and high <= 1:
        scaled = values.astype(np.float32) * np.float32(255)
        return (np.rint(scaled).astype(np.uint8) if is_exact else scaled), False
    if low >= 0 and high <= 255 and is_whole:
        return values.astype(np.uint8), False
    if max(-low, high) > float(np.finfo(np.float32).max):
        raise InputError(f"{name} holds {max(-low, high):.3g}, too large a number; scale it.")
    return values.astype(np.float32), True


def _chunks(values: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    rows = max(1, CHUNK // values.shape[1])
    for start in range(0, len(values), rows):
        yield start, values[start : start + rows]


def _check_finite(values: np.ndarray, first: int, name: str) -> None:
    is_bad = ~np.isfinite(values) if values.dtype.kind == "f" else np.zeros(0, bool)
    if is_bad.any():
        row, column = np.argwhere(is_bad)[0]
        raise InputError(
            f"{name} holds {values[row, column]} in pattern {first + row}, number {column} "
            "(counted from 0); only finite numbers can be learned. Mend it, or leave the row out."
        )


def _side(name: str, shape: tuple[int, ...]) -> int:
    """Return s of patterns of s × s numbers; raises InputError."""
    count = math.prod(shape[1:])
    side = math.isqrt(count)
    if (
        side * side == count
        and MIN_SIDE <= side <= MAX_SIDE
        and shape[1:] in ((count,), (side,) * 2)
    ):
        return side
    size = "×".join(str(n) for n in shape[1:])
    raise InputError(
        f"{name} has {size} numbers in a row; a pattern has s×s of them, s from {MIN_SIDE} to "
        f"{MAX_SIDE}, and a column of labels needs the name label in a header row."
    )


def _labels(given: np.ndarray, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    given = np.asarray(given)
    is_number = given.ndim == 1 and given.dtype.kind in "biuf"
    if not is_number or not np.isfinite(given).all() or (np.rint(given) != given).any():
        raise InputError(f"The labels in {name} must be whole numbers, one for each pattern.")
    return numbered(given.astype(np.int64), name)


# ---- NumPy's files ----


def _read_arrays(path: Path, suffix: str) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the patterns (N, …) and the labels (N,), or None, of a .npy or .npz file."""
    try:
        if suffix == ".npy":
            with path.open("rb") as file:
                return _array(path.name, cast("BinaryIO", file)), None
        with zipfile.ZipFile(path) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist()]
            with archive.open(f"{_chosen(names, path.name)}.npy") as file:
                values = _array(path.name, cast("BinaryIO", file))
            if "labels" not in names:
                return values, None
            with archive.open("labels.npy") as file:
                return values, _array(path.name, cast("BinaryIO", file), least=1)
    except InputError:
        raise
    except MemoryError as error:
        raise InputError(f"{path.name} does not fit into the memory; give a part of it.") from error
    except Exception as error:  # NumPy and zipfile raise many kinds for a damaged file
        raise InputError(f"{path.name} is damaged and can't be read as arrays.") from error


def _chosen(names: list[str], file: str) -> str:
    """Return which array holds the patterns."""
    others = [name for name in names if name != "labels"]
    named = [name for name in IMAGES if name in others]
    if not named and len(others) != 1:
        found = shorten(one_of(names)) or "none"
        raise InputError(
            f"{file} holds the arrays {found}; name the one of the patterns images, and the one "
            "of the labels labels."
        )
    return named[0] if named else others[0]


def _array(name: str, file: BinaryIO, least: int = 2) -> np.ndarray:
    """Return an array of at least so many dimensions, its size checked before it is read."""
    version = np.lib.format.read_magic(file)
    read_header = np.lib.format.read_array_header_1_0
    if version != (1, 0):
        read_header = np.lib.format.read_array_header_2_0
    shape, is_fortran, dtype = read_header(file, max_header_size=MAX_HEADER)
    if dtype.kind not in "biuf" or len(shape) < least or 0 in shape:
        size = "×".join(str(n) for n in shape) or "no"
        raise InputError(
            f"{name} holds {size} values of type {dtype}; patterns are N×D, or N×s×s, numbers."
        )
    row_bytes = math.prod(shape[1:]) * dtype.itemsize
    check_size(name, shape[0], row_bytes)
    numbers = np.empty(math.prod(shape), dtype)
    if read_into(numbers, file) < numbers.nbytes:
        raise InputError(f"{name} ends before its last number; get it again.")
    return numbers.reshape(shape, order="F" if is_fortran else "C")
