"""Weights of a restricted Boltzmann machine in files. Checked before anything is changed.

An NPZ holds `weights` (V, H), `visible_biases` (V,), `hidden_biases` (H,) and perhaps `fantasies`
(100, V) uint8, what the machine was dreaming: means times 255.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.core import tables, weights
from simulator.core.codec import pack
from simulator.core.errors import InputError
from simulator.models.rbm_state import FANTASIES as FANTASIES_SHOWN

NAMES = ("weights", "visible_biases", "hidden_biases")
FANTASIES = "fantasies"
NEEDED = "weights (V, H), visible_biases (V) and hidden_biases (H)"


def read_weights(text: str, visible: int, hidden: int) -> tuple[dict[str, np.ndarray], str]:
    """Return the arrays, float32, and the text by which a journal finds them again; raises
    InputError that says what is wrong."""
    arrays, name = weights.read(text, "rbm")
    found = {key: _checked(arrays, key, name) for key in NAMES}
    _check_shapes(found, visible, hidden, name)
    dreams = arrays.get(FANTASIES, np.zeros(0))
    if dreams.dtype == np.uint8 and dreams.shape == (FANTASIES_SHOWN, visible):
        found[FANTASIES] = dreams
    return found, text if weights.has_text(text) else weights.DATA + pack(found)


def _checked(arrays: Mapping[str, np.ndarray], key: str, name: str) -> np.ndarray:
    array = weights.need(arrays, key, name, NEEDED)
    if array.dtype.kind not in "iufb" or array.ndim != (2 if key == "weights" else 1):
        raise InputError(
            f"{key} in {name} is {array.dtype} of {array.ndim} dimensions; needed: "
            f"{'a table (V, H)' if key == 'weights' else 'a row'} of numbers."
        )
    return weights.finite(array, key, name)


def _check_shapes(found: dict[str, np.ndarray], visible: int, hidden: int, name: str) -> None:
    table, outer, inner = (found[key] for key in NAMES)
    if table.shape != (outer.size, inner.size):
        raise InputError(
            f"weights in {name} are {table.shape[0]} × {table.shape[1]} and there are "
            f"{outer.size} visible and {inner.size} hidden biases; they must fit."
        )
    if table.shape != (visible, hidden):
        raise InputError(
            f"{name} is for {outer.size} visible and {inner.size} hidden units, and the machine "
            f"has {visible} and {hidden}: set hidden={inner.size}, and side and labels so that "
            "they fit."
        )


def write_weights(path: str, model: Any) -> None:
    """Write the weights of a model to an NPZ file; raises InputError."""
    weights.check_name(path)
    s = model.state
    arrays = {name: getattr(s, name) for name in NAMES}
    if not model.parameters.is_gaussian:
        arrays[FANTASIES] = np.rint(255.0 * s.fantasy_means).astype(np.uint8)
    tables.write_npz(path, arrays, tables.facts(model))
