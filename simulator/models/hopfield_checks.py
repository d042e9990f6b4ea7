"""Checks on a Hopfield state that comes from a file: a wrong index would reach past an array."""

from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.models.hopfield_factors import Factors


def checked_state(state_class: Any, arrays: dict[str, np.ndarray], parameters: Any) -> Any:
    """Return the state, or raise InputError naming the first thing that is wrong."""
    n = parameters.side**2
    k = len(arrays["memories"]) if arrays.get("memories", np.empty(0)).ndim == 2 else -1
    wanted = {
        "units": ("int8", (n,)), "pending": ("int8", (n,)), "previous": ("int8", (n,)),
        "order": ("int32", (n,)), "words": ("uint64", (4,)), "overlaps": ("float64", (k,)),
        "memories": ("int8", (k, n)), "cue": ("int8", (n,)),
    }  # fmt: skip
    for name, (dtype, shape) in wanted.items():
        array = arrays.get(name)
        if array is None or array.dtype != dtype or array.shape != shape:
            raise InputError(f"The saved state's {name} is missing or does not fit {n} units.")
    for name in ("units", "pending", "previous", "cue"):
        _ask(((arrays[name] >= -1) & (arrays[name] <= 1)).all(), name)
    Factors.check_size(k, n)
    _ask((np.abs(arrays["memories"]) == 1).all(), "memories")
    _ask((np.sort(arrays["order"]) == np.arange(n)).all(), "order")
    _ask(arrays["words"].any(), "words")
    exact = arrays["memories"].astype(np.float64) @ arrays["units"].astype(np.float64)
    _ask((arrays["overlaps"] == exact).all(), "overlaps")
    numbers = _numbers(arrays, n, k)
    names = arrays.get("names", np.empty(0, "U1"))
    _ask(names.shape == (k,) and (not k or names.dtype.kind == "U"), "names")
    memories = arrays["memories"]
    memories.flags.writeable = False
    copies = {name: np.ascontiguousarray(arrays[name]) for name in wanted if name != "memories"}
    return state_class(
        **copies, memories=memories, names=tuple(str(x)[:24] for x in names), **numbers
    )


def _numbers(arrays: dict[str, np.ndarray], n: int, k: int) -> dict[str, Any]:
    """Return the plain numbers of a state of n units and k memories."""
    kinds = {
        "energy": float, "largest_rise": float, "position": int, "step": int, "sweeps": int,
        "flips": int, "is_cycle": bool, "probed": int, "draws": int,
    }  # fmt: skip
    numbers: dict[str, Any] = {}
    for name, kind in kinds.items():
        array = arrays.get(name, np.empty(1))
        _ask(array.shape == () and array.dtype.kind in "biuf" and np.isfinite(array), name)
        numbers[name] = kind(array)
    _ask(0 <= numbers["position"] < n, "position")
    for name in ("step", "sweeps", "flips", "draws"):
        _ask(0 <= numbers[name] <= 2**62, name)
    _ask(-1 <= numbers["probed"] < k, "probed")
    return numbers


def _ask(is_true: Any, name: str) -> None:
    if not bool(is_true):
        raise InputError(f"The saved state's {name} holds impossible values; it is damaged.")
