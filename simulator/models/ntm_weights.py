"""Weights of a Neural Turing Machine in files. Checked before anything is changed.

An NPZ holds `params` (P,), laid out as kernels/ntm.py has it, and `shape` (10,): the numbers of its
Shape, so that a file of another machine is refused by what differs. `course` (K, 3), if there, is
how it learned: sequences, nats and wrong bits; it is shown, and not taken.
"""

from typing import Any

import numpy as np

from kernels.ntm import Shape, parameter_count
from simulator.core import tables, weights
from simulator.core.codec import pack
from simulator.core.errors import InputError

NEEDED = "params and shape"
WORDS = {
    "inputs": "inputs", "outputs": "outputs", "controller": "kind of controller (0 LSTM, 1 "
    "feed-forward, 2 LSTM alone)", "size": "controller units", "layers": "controller layers",
    "locations": "memory locations", "width": "numbers in a location", "reads": "read heads",
    "writes": "write heads", "shifts": "shift range",
}  # fmt: skip


def read_weights(text: str, shape: Shape) -> tuple[np.ndarray, str]:
    """Return params (P,) float32, and the text by which a journal finds them again; raises
    InputError that says what is wrong."""
    arrays, name = weights.read(text, "ntm")
    found = weights.need(arrays, "shape", name, NEEDED)
    if found.shape != (len(shape),) or found.dtype.kind not in "iu":
        raise InputError(f"shape in {name} is no row of {len(shape)} whole numbers.")
    for key, theirs, ours in zip(Shape._fields, found.tolist(), shape, strict=True):
        if theirs != ours:
            raise InputError(
                f"{name} is of a machine with {theirs} as its {WORDS[key]}, and this one has "
                f"{ours}: set the task, its width and the machine's size so that they fit."
            )
    params = weights.need(arrays, "params", name, NEEDED)
    if params.shape != (parameter_count(shape),) or params.dtype.kind not in "iuf":
        raise InputError(
            f"params in {name} is {params.dtype} of shape {params.shape}; needed: "
            f"{parameter_count(shape):,} numbers in a row."
        )
    values = weights.finite(params, "params", name)
    kept = {"params": values, "shape": np.array(shape)}
    return values, text if weights.has_text(text) else weights.DATA + pack(kept)


def write_weights(path: str, model: Any) -> None:
    """Write the weights of a model to an NPZ file; raises InputError."""
    weights.check_name(path)
    s = model.state
    arrays = {"params": s.params, "shape": np.array(model.parameters.shape), "course": s.course}
    tables.write_npz(path, arrays, tables.facts(model))
