"""Checks on a Hopfield state that comes from a file: a wrong index would reach past an array."""

from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.saved import ask
from simulator.models.hopfield_costs import check_size
from simulator.models.hopfield_rules import columns_of


def checked_state(state_class: Any, arrays: dict[str, np.ndarray], parameters: Any) -> Any:
    """Return the state, or raise InputError naming the first thing that is wrong."""
    n = parameters.side**2
    k = len(arrays["memories"]) if arrays.get("memories", np.empty(0)).ndim == 2 else -1
    _from_0_1(arrays)
    value = "float64" if parameters.is_continuous else "int8"
    columns, back = columns_of(parameters, k)
    wanted = {
        "units": (value, (n,)), "pending": (value, (n,)), "previous": (value, (n,)),
        "words": ("uint64", (4,)), "sweep_words": ("uint64", (4,)),
        "sums": ("float64", (columns,)),
        "back": ("float64", (back,)), "memories": ("int8", (k, n)), "cue": (value, (n,)),
    }  # fmt: skip
    for name, (dtype, shape) in wanted.items():
        array = arrays.get(name)
        if array is None or array.dtype != dtype or array.shape != shape:
            raise InputError(f"The saved state's {name} is missing or does not fit {n} units.")
    for name in ("units", "pending", "previous", "cue"):
        ask(((arrays[name] >= -1) & (arrays[name] <= 1)).all(), name)
    check_size(parameters, k, n)
    ask((np.abs(arrays["memories"]) == 1).all(), "memories")
    ask(arrays["words"].any() and arrays["sweep_words"].any(), "words")
    ask(np.isfinite(arrays["back"]).all() and np.isfinite(arrays["sums"]).all(), "sums")
    overlaps = np.array([float(m.astype(np.float64) @ arrays["units"]) for m in arrays["memories"]])
    ask(np.abs(arrays["sums"][:k] - overlaps).max(initial=0.0) <= 1e-6 * n, "sums")
    numbers = _numbers(arrays, n, k)
    names = arrays.get("names", np.empty(0, "U1"))
    ask(names.shape == (k,) and (not k or names.dtype.kind == "U"), "names")
    memories = arrays["memories"]
    memories.flags.writeable = False
    copies = {name: np.ascontiguousarray(arrays[name]) for name in wanted if name != "memories"}
    for name in ("previous", "cue"):
        copies[name].flags.writeable = False
    return state_class(
        **copies, memories=memories, names=tuple(str(x)[:24] for x in names), **numbers
    )


def _numbers(arrays: dict[str, np.ndarray], n: int, k: int) -> dict[str, Any]:
    """Return the plain numbers of a state of n units and k memories."""
    kinds = {
        "energy": float, "largest_rise": float, "position": int, "step": int, "sweeps": int,
        "age": int, "flips": int, "is_cycle": bool, "probed": int, "draws": int,
    }  # fmt: skip
    numbers: dict[str, Any] = {}
    for name, kind in kinds.items():
        array = arrays.get(name, np.empty(1))
        ask(array.shape == () and array.dtype.kind in "biuf" and np.isfinite(array), name)
        numbers[name] = kind(array)
    ask(0 <= numbers["position"] < n, "position")
    for name in ("step", "sweeps", "age", "flips", "draws"):
        ask(0 <= numbers[name] <= 2**62, name)
    ask(-1 <= numbers["probed"] < k, "probed")
    return numbers


def _from_0_1(arrays: dict[str, np.ndarray]) -> None:
    """Bring the fields of a state that version 0.1 saved to their present names.

    It kept a sweep's order, from which no generator can be found: such a sweep begins again.
    """
    if "overlaps" in arrays and "sums" not in arrays:
        arrays["sums"], arrays["back"] = arrays.pop("overlaps"), np.empty(0)
        arrays["age"] = arrays.get("sweeps", np.asarray(0))
        arrays["sweep_words"] = arrays.get("words", np.empty(0))
        arrays["position"] = np.asarray(0)
