"""Weights in files: NPZ files that a model wrote, shipped checkpoints, arrays in a journal.

What a model loads has one **text**: `checkpoint:NAME`, or `data:…`, the arrays packed, so that a
journal needs no file. All is checked before anything is changed.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from zipfile import is_zipfile

import numpy as np

from simulator.core import document
from simulator.core.codec import unpack
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.paths import resource

LARGEST = 1000.0
MOST_BYTES = 64 * 2**20
CHECKPOINT, DATA = "checkpoint:", "data:"
SUFFIX = ".npz"


def read(text: str, model: str) -> tuple[dict[str, np.ndarray], str]:
    """Return the arrays of a text, or of a file's path, and what to call where they come from;
    raises InputError that says what is wrong."""
    if text.startswith(DATA):
        return unpack(text.removeprefix(DATA))[0], "The packed file"
    if text.startswith(CHECKPOINT):
        return _shipped(text.removeprefix(CHECKPOINT), model), text
    return _from_file(text), Path(text).name


def has_text(text: str) -> bool:
    """Whether a text needs no file: it goes into a journal as it is."""
    return text.startswith((DATA, CHECKPOINT))


def checkpoints(model: str) -> list[str]:
    """The names of the weights that are shipped for a model."""
    folder = resource("checkpoints", model)
    if not folder.is_dir():
        return []
    return sorted(f.name.removesuffix(SUFFIX) for f in folder.iterdir() if f.name.endswith(SUFFIX))


def finite(array: np.ndarray, key: str, name: str) -> np.ndarray:
    """Return an array of `name` as float32 in C order; raises InputError unless all its numbers are
    finite and of a sensible size."""
    with np.errstate(over="ignore", invalid="ignore"):
        values = np.ascontiguousarray(array, np.float32)
    if not np.isfinite(values).all():
        raise InputError(f"{key} in {name} hold NaN or infinity; give finite numbers.")
    if np.abs(values).max(initial=0.0) > LARGEST:
        raise InputError(
            f"{key} in {name} reach {np.abs(values).max():g}; allowed: −{LARGEST:g} to {LARGEST:g}."
        )
    return values


def need(arrays: Mapping[str, np.ndarray], key: str, name: str, needed: str) -> np.ndarray:
    """Return an array by its name; raises InputError that says what is `needed`."""
    if key not in arrays:
        held = ", ".join(arrays) or "nothing"
        raise InputError(f"{name} holds {shorten(held)}; needed: the arrays {needed}.")
    return arrays[key]


def check_name(path: str) -> None:
    """Raise InputError unless weights may be written to a file of this name."""
    if not path.endswith(SUFFIX):
        raise InputError(f"save={shorten(path)}: give a name that ends in {SUFFIX}.")


def _shipped(name: str, model: str) -> dict[str, np.ndarray]:
    known = checkpoints(model)
    if name not in known:
        raise InputError(f"There is no checkpoint {shorten(name)}; allowed: {one_of(known)}.")
    raw = resource("checkpoints", model, f"{name}{SUFFIX}").read_bytes()
    return document.read_arrays(raw, f"{name}{SUFFIX}")


def _from_file(path: str) -> dict[str, np.ndarray]:
    file = Path(path).expanduser()
    if not os.path.isfile(file):
        raise InputError(f"There is no file {shorten(path)}; give an NPZ file of weights.")
    if file.stat().st_size > MOST_BYTES:
        raise InputError(f"{file.name} is larger than {MOST_BYTES // 2**20} MB; it was not read.")
    if not is_zipfile(file):
        raise InputError(f"{file.name} is no NPZ file; save one here first, or with numpy.savez.")
    try:
        return document.read_arrays(file.read_bytes(), file.name)
    except OSError as error:
        raise InputError(f"{file.name} can't be read: {error.strerror or error}.") from error
