"""What comes from a file or a journal: checked whole before anything takes it."""

from dataclasses import fields
from typing import Any

import numpy as np

from kernels.ntm import parameter_count
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.saved import ask
from simulator.models.ntm_hand import KEPT, MOST_BETA, MOST_GAMMA, numbers_of
from simulator.models.ntm_state import (
    ABLATIONS,
    BY_HAND,
    COURSE_EVERY,
    COURSE_MOST,
    MODES,
    MOST_STEPS,
    REMEMBERED,
    NtmParameters,
    NtmState,
    check_steps,
)  # fmt: skip

COUNTS = (
    "step", "updates", "course_every", "sequences", "longest", "stage", "plays", "length",
    "repeats", "asked", "hand_slot",
)  # fmt: skip
WEIGHTS = ("params", "first", "second")
RINGS = ("losses", "wrong", "lengths")
MADE = ("bits", "made_params", "hand_memory", "hand_numbers")
MOST = 2**62
NEAR = 1e-6  # of sums of shares


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
    ask(values["mode"] in MODES, "mode")
    check_steps(p, values["length"], values["repeats"])
    steps = p.form.steps(values["length"], values["repeats"])
    is_by_hand = values["mode"] == "sandbox"
    ask(values["stage"] <= (len(BY_HAND) if is_by_hand else steps * len(p.stages)), "stage")
    _check_hand(values, p, is_by_hand)
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
    if name in ("mode", "ablated"):
        ask(array.shape == () and array.dtype.kind == "U", name)
        return str(array)
    return np.array(array, order="C")


def _check_arrays(values: dict[str, Any], p: NtmParameters) -> None:
    size, bits, made = parameter_count(p.shape), values["bits"], values["made_params"]
    for name in WEIGHTS:
        array = values[name]
        sizes = {size, 2 * size} if name == "second" else {size}
        ask(array.dtype == np.float32 and array.ndim == 1 and array.size in sizes, name)
        ask(np.isfinite(array).all(), name)
    for name in RINGS:
        kind = np.int64 if name == "lengths" else np.float64
        ask(values[name].dtype == kind and values[name].shape == (REMEMBERED,), name)
    course = values["course"]
    ask(course.dtype == np.float64 and course.ndim == 2 and course.shape[1] == 3, "course")
    ask(len(course) < COURSE_MOST and np.isfinite(course).all(), "course")
    ask(values["course_every"] >= COURSE_EVERY, "course_every")
    ask(made.dtype == np.float32 and made.shape in ((0,), (size,)), "made_params")
    ask(np.isfinite(made).all(), "made_params")
    ask(bits.dtype == np.float32 and bits.ndim == 2, "bits")
    ask(bits.shape[1] == p.form.bits(p.width) and len(bits) <= MOST_STEPS, "bits")
    ask(np.isin(bits, (0, 1)).all(), "bits")
    if len(bits):
        p.form.of_bits(bits, values["repeats"])
        ask(values["length"] == len(bits) // p.form.rows, "length")


def _check_hand(values: dict[str, Any], p: NtmParameters, is_open: bool) -> None:
    memory, row, past = (values[f"hand_{name}"] for name in ("memory", "numbers", "past"))
    n, m = p.memory_locations, p.memory_width
    ask(memory.ndim == 2, "hand_memory")
    was_opened = len(memory) > 0
    ask(was_opened or not is_open, "hand_memory")
    ask(memory.dtype == np.float32 and memory.shape == (n if was_opened else 0, m), "hand_memory")
    ask(bool((np.abs(memory) <= 1).all()), "hand_memory")
    size = m + 2 * p.shift_range + 4 if was_opened else 0
    ask(row.dtype == np.float64 and row.shape == (size,), "hand_numbers")
    ask(values["hand_slot"] < n, "hand_slot")
    ask(past.dtype == np.float64 and past.ndim == 2 and past.shape[1] == n, "hand_past")
    ask(is_open <= len(past) <= KEPT, "hand_past")
    ask(bool((past >= 0).all() and (np.abs(past.sum(1) - 1) < NEAR).all()), "hand_past")
    if was_opened:
        head = numbers_of(row, m)
        ask(bool((np.abs(head.key) <= 1).all()), "hand_numbers")
        ask(0 <= head.beta <= MOST_BETA and 0 <= head.gate <= 1, "hand_numbers")
        ask(1 <= head.gamma <= MOST_GAMMA, "hand_numbers")
        ask(bool((head.shift >= 0).all() and abs(head.shift.sum() - 1) < NEAR), "hand_numbers")
