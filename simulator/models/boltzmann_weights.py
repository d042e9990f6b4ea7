"""Weights from a file: checked before anything is changed."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from zipfile import is_zipfile

import numpy as np

from simulator.core import document
from simulator.core.errors import InputError, shorten
from simulator.core.reading import read
from simulator.models.boltzmann_state import MOST_UNITS

LARGEST = 100.0
MOST_BYTES = 64 * 2**20
MOST_EMBEDDED = 1000  # units whose weights a journal holds; of larger ones it names the file
REFERENCE = "file:"  # then SHA-256, a colon and the path
SYMMETRIC = 1e-9  # of the largest weight


def checked_number(text: str, name: str) -> float:
    """Return a weight or a bias, or raise InputError."""
    value = read("float", text)
    if value is None or not -LARGEST <= value <= LARGEST:
        raise InputError(
            f"{shorten(text)!r} is no {name}; allowed: a number from −{LARGEST:g} to {LARGEST:g}."
        )
    return float(value)


def read_weights(
    given: Mapping[str, np.ndarray] | None, path: str, units: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (N, N) and biases (N,) float64 of `given` or, where that is None, of an NPZ
    file; raises InputError that says what is wrong."""
    arrays = _load(path) if given is None else dict(given)
    name = Path(path).name if path else "The packed file"
    for key, dimensions in (("weights", 2), ("biases", 1)):
        if key not in arrays:
            held = ", ".join(arrays) or "nothing"
            raise InputError(f"{name} holds {held}; needed: the arrays weights (n, n), biases (n).")
        if arrays[key].dtype.kind not in "iufb" or arrays[key].ndim != dimensions:
            raise InputError(
                f"{key} in {name} is {arrays[key].dtype} of {arrays[key].ndim} dimensions; needed: "
                f"{'a table (n, n)' if dimensions == 2 else 'a row (n)'} of numbers."
            )
    with np.errstate(over="ignore"):  # of wider numbers: then they are infinite, see below
        weights, biases = (arrays[k].astype(np.float64) for k in ("weights", "biases"))
    n = len(biases)
    if weights.shape != (n, n):
        raise InputError(
            f"weights in {name} are {weights.shape[0]} × {weights.shape[1]} and biases {n}; they "
            "must be n × n and n."
        )
    if n != units:
        raise InputError(
            f"{name} is for {n} units and the network has {units}: set visible and hidden so that "
            f"they are {n} together (at most {MOST_UNITS})."
        )
    for key, values in (("weights", weights), ("biases", biases)):
        if not np.isfinite(values).all():
            raise InputError(f"{key} in {name} hold NaN or infinity; give finite numbers.")
        if np.abs(values).max(initial=0.0) > LARGEST:
            raise InputError(
                f"{key} in {name} reach {np.abs(values).max():g}; allowed: −{LARGEST:g} to "
                f"{LARGEST:g}."
            )
    if np.diagonal(weights).any():
        raise InputError(
            f"weights in {name} have numbers on the diagonal; a unit is not connected with itself."
        )
    gap = np.abs(weights - weights.T)
    if gap.max(initial=0.0) > SYMMETRIC * max(1.0, np.abs(weights).max(initial=0.0)):
        i, j = np.unravel_index(int(gap.argmax()), gap.shape)
        raise InputError(
            f"weights in {name} are not symmetric: w[{i},{j}] = {weights[i, j]:g} and w[{j},{i}] = "
            f"{weights[j, i]:g}; take (W + Wᵀ)/2."
        )
    return 0.5 * (weights + weights.T), biases


def reference_to(path: str) -> str:
    """Return the text of a journal that stands for a file of weights too large to be embedded."""
    file = Path(path).expanduser().resolve()
    return f"{REFERENCE}{_digest(file)}:{file}"


def checked_reference(text: str) -> str:
    """Return the path in such a text; raises InputError where the file is gone or another now."""
    digest, _, path = text.removeprefix(REFERENCE).partition(":")
    file = Path(path)
    if not os.path.isfile(file):
        raise InputError(f"The weights in {shorten(path)} are gone; put the file back to go on.")
    if file.stat().st_size > MOST_BYTES or _digest(file) != digest:
        raise InputError(f"{file.name} has other weights than those that were taken from it.")
    return path


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{file.name} can't be read: {error.strerror or error}.") from error


def _load(path: str) -> dict[str, np.ndarray]:
    file = Path(path).expanduser()
    if not os.path.isfile(file):  # False of a name too long, too
        raise InputError(f"There is no file {shorten(path)}; give an NPZ file of weights.")
    if file.stat().st_size > MOST_BYTES:
        raise InputError(f"{file.name} is larger than {MOST_BYTES // 2**20} MB; it was not read.")
    if not is_zipfile(file):
        raise InputError(
            f"{file.name} is no NPZ file; save one with numpy.savez(FILE, weights=W, biases=b)."
        )
    try:
        return document.read_arrays(file.read_bytes(), file.name)
    except OSError as error:
        raise InputError(f"{file.name} can't be read: {error.strerror or error}.") from error
