"""Weights of a restricted Boltzmann machine in files. Checked before anything is changed.

An NPZ holds `weights` (V, H), `visible_biases` (V,), `hidden_biases` (H,) and perhaps `fantasies`
(100, V) uint8, what the machine was dreaming: means times 255.
"""

import os
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import numpy as np

from simulator.core import document, tables
from simulator.core.codec import pack, unpack
from simulator.core.errors import InputError, one_of, shorten
from simulator.core.paths import resource
from simulator.models.rbm_state import FANTASIES as FANTASIES_SHOWN

NAMES = ("weights", "visible_biases", "hidden_biases")
FANTASIES = "fantasies"
LARGEST = 1000.0
MOST_BYTES = 64 * 2**20
CHECKPOINT, DATA = "checkpoint:", "data:"


def read_weights(text: str, visible: int, hidden: int) -> tuple[dict[str, np.ndarray], str]:
    """Return the arrays, float32, and the text by which a journal finds them again; raises
    InputError that says what is wrong."""
    if text.startswith(DATA):
        arrays, _ = unpack(text.removeprefix(DATA))
        name = "The packed file"
    elif text.startswith(CHECKPOINT):
        arrays, name = _shipped(text.removeprefix(CHECKPOINT)), text
    else:
        arrays, name = _from_file(text), Path(text).name
    found = {key: _checked(arrays, key, name) for key in NAMES}
    _check_shapes(found, visible, hidden, name)
    dreams = arrays.get(FANTASIES, np.zeros(0))
    if dreams.dtype == np.uint8 and dreams.shape == (FANTASIES_SHOWN, visible):
        found[FANTASIES] = dreams
    return found, text if text.startswith((DATA, CHECKPOINT)) else DATA + pack(found)


def checkpoints() -> list[str]:
    """The names of the shipped weights."""
    folder = resource("checkpoints", "rbm")
    if not folder.is_dir():
        return []
    return sorted(f.name.removesuffix(".npz") for f in folder.iterdir() if f.name.endswith(".npz"))


def _shipped(name: str) -> dict[str, np.ndarray]:
    known = checkpoints()
    if name not in known:
        raise InputError(f"There is no checkpoint {shorten(name)}; allowed: {one_of(known)}.")
    raw = resource("checkpoints", "rbm", f"{name}.npz").read_bytes()
    return document.read_arrays(raw, f"{name}.npz")


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


def _checked(arrays: dict[str, np.ndarray], key: str, name: str) -> np.ndarray:
    if key not in arrays:
        held = ", ".join(arrays) or "nothing"
        raise InputError(
            f"{name} holds {shorten(held)}; needed: the arrays weights (V, H), visible_biases (V) "
            "and hidden_biases (H)."
        )
    array = arrays[key]
    if array.dtype.kind not in "iufb" or array.ndim != (2 if key == "weights" else 1):
        raise InputError(
            f"{key} in {name} is {array.dtype} of {array.ndim} dimensions; needed: "
            f"{'a table (V, H)' if key == 'weights' else 'a row'} of numbers."
        )
    with np.errstate(over="ignore", invalid="ignore"):
        values = np.ascontiguousarray(array, np.float32)
    if not np.isfinite(values).all():
        raise InputError(f"{key} in {name} hold NaN or infinity; give finite numbers.")
    if np.abs(values).max(initial=0.0) > LARGEST:
        raise InputError(
            f"{key} in {name} reach {np.abs(values).max():g}; allowed: −{LARGEST:g} to {LARGEST:g}."
        )
    return values


def _check_shapes(found: dict[str, np.ndarray], visible: int, hidden: int, name: str) -> None:
    weights, outer, inner = (found[key] for key in NAMES)
    if weights.shape != (outer.size, inner.size):
        raise InputError(
            f"weights in {name} are {weights.shape[0]} × {weights.shape[1]} and there are "
            f"{outer.size} visible and {inner.size} hidden biases; they must fit."
        )
    if weights.shape != (visible, hidden):
        raise InputError(
            f"{name} is for {outer.size} visible and {inner.size} hidden units, and the machine "
            f"has {visible} and {hidden}: set hidden={inner.size}, and side and labels so that "
            "they fit."
        )


def write_weights(path: str, model: Any) -> None:
    """Write the weights of a model to an NPZ file; raises InputError."""
    if not path.endswith(".npz"):
        raise InputError(f"save={shorten(path)}: give a name that ends in .npz.")
    s = model.state
    arrays = {name: getattr(s, name) for name in NAMES}
    if not model.parameters.is_gaussian:
        arrays[FANTASIES] = np.rint(255.0 * s.fantasy_means).astype(np.uint8)
    tables.write_npz(path, arrays, tables.facts(model))
