"""What comes from a file or a journal: checked whole before anything takes it."""

from dataclasses import fields
from typing import Any

import numpy as np

from kernels.ntm import parameter_count
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.saved import ask
from simulator.models.ntm_state import (
    ABLATIONS,
    MOST_STEPS,
    REMEMBERED,
    NtmParameters,
    NtmState,
    check_steps,
)  # fmt: skip

COUNTS = ("step", "updates", "sequences", "longest", "stage", "plays", "length", "repeats", "asked")
WEIGHTS = ("params", "first", "second")
RINGS = ("losses", "wrong", "lengths")
MADE = ("bits", "made_params")
MOST = 2**62


def checked_state(arrays: dict[str, np.ndarray], p: NtmParameters) -> NtmState:
    """Return the state that `arrays` describe; raises InputError naming the first fault."""
    missing = [f.name for f in fields(NtmState) if f.name not in arrays]
    if missing:
        raise InputError(f"The saved state's {missing[0]} is missing; it is damaged.")
    p.check()
    values = {f.name: _value(f.name, np.asarray(arrays[f.name])) for f in fields(NtmState)}
    _check_arrays(values, p)
    ask(p.form.fewest <= values["length"] <= MOST_STEPS, "length")
    ask(1 <= values["repeats"] <= 20, "repeats")
    ask(values["asked"] <= MOST_STEPS, "asked")
    ask(values["ablated"] in ("", *ABLATIONS), "ablated")
    check_steps(p, values["length"], values["repeats"])
    steps = p.form.steps(values["length"], values["repeats"])
    ask(values["stage"] <= steps * len(p.stages), "stage")
    for name in MADE:
        values[name] = frozen(values[name])
    return NtmState(**values)


def _value(name: str, array: np.ndarray) -> Any:
    """Return an array of its own, or the plain value that a field of no dimensions holds."""
    if name in COUNTS:
        ask(array.shape == () and array.dtype.kind in "iu", name)
        ask(0 <= int(array) <= MOST, name)
        return int(array)
    if name == "norm":
        ask(array.shape == () and array.dtype.kind == "f", name)
        return float(array)
    if name == "is_playing":
        ask(array.shape == () and array.dtype.kind == "b", name)
        return bool(array)
    if name == "ablated":
        ask(array.shape == () and array.dtype.kind == "U", name)
        return str(array)
    return np.array(array, order="C")


def _check_arrays(values: dict[str, Any], p: NtmParameters) -> None:
    size, bits, made = parameter_count(p.shape), values["bits"], values["made_params"]
    for name in WEIGHTS:
        array = values[name]
        ask(array.dtype == np.float32 and array.shape == (size,), name)
        ask(np.isfinite(array).all(), name)
    for name in RINGS:
        kind = np.int64 if name == "lengths" else np.float64
        ask(values[name].dtype == kind and values[name].shape == (REMEMBERED,), name)
    ask(made.dtype == np.float32 and made.shape in ((0,), (size,)), "made_params")
    ask(np.isfinite(made).all(), "made_params")
    ask(bits.dtype == np.float32 and bits.ndim == 2, "bits")
    ask(bits.shape[1] == p.form.bits(p.width) and len(bits) <= MOST_STEPS, "bits")
    ask(np.isin(bits, (0, 1)).all(), "bits")
    if len(bits):
        p.form.of_bits(bits, values["repeats"])
        ask(values["length"] == len(bits) // p.form.rows, "length")
