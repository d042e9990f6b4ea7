"""Weights of a GAN's players in files. Checked before anything is changed.

An NPZ holds `params_d` (P_d,) and `params_g` (P_g,), laid out as kernels/mlp.py has it: of each
layer W (n_in, n_out) row after row, then b; and, for people, `sizes_d` and `sizes_g`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.core import tables, weights
from simulator.core.codec import pack
from simulator.core.errors import InputError

PLAYERS = {"params_d": "discriminator", "params_g": "generator"}


def read_weights(text: str, size_d: int, size_g: int) -> tuple[dict[str, np.ndarray], str]:
    """Return the arrays, float32, and the text by which a journal finds them again; raises
    InputError that says what is wrong."""
    arrays, name = weights.read(text, "gan")
    sizes = {"params_d": size_d, "params_g": size_g}
    found = {key: _checked(arrays, key, name, size) for key, size in sizes.items()}
    return found, text if weights.has_text(text) else weights.DATA + pack(found)


def _checked(arrays: Mapping[str, np.ndarray], key: str, name: str, size: int) -> np.ndarray:
    array = weights.need(arrays, key, name, "params_d and params_g")
    if array.dtype.kind not in "iuf" or array.ndim != 1:
        raise InputError(
            f"{key} in {name} is {array.dtype} of {array.ndim} dimensions; needed: a row of "
            "numbers."
        )
    if array.size != size:
        raise InputError(
            f"{key} in {name} holds {array.size:,} numbers, and the {PLAYERS[key]} has {size:,}: "
            "set its layers, the world, the noise and D's view of the batch so that they fit."
        )
    return weights.finite(array, key, name)


def write_weights(path: str, model: Any) -> None:
    """Write the weights of a model to an NPZ file, of the generator those that are looked at;
    raises InputError."""
    weights.check_name(path)
    s, p = model.state, model.parameters
    arrays = {
        "params_d": s.params_d, "params_g": model.shown_params_g, "sizes_d": np.array(p.sizes_d),
        "sizes_g": np.array(p.sizes_g),
    }  # fmt: skip
    tables.write_npz(path, arrays, tables.facts(model))
