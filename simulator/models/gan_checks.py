"""What comes from a file or a journal: checked whole before anything takes it."""

from dataclasses import fields
from typing import Any

import numpy as np

from kernels import mlp
from kernels.gan_play import NUMBERS
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.saved import ask
from simulator.models.gan_canvas import SIDE
from simulator.models.gan_measuring import NAMES
from simulator.models.gan_state import OLD_FAKES, GanParameters, GanState

COUNTS = ("step", "phase", "turn", "iterations", "updates_d", "updates_g", "keys", "seen_key",
          "stored")  # fmt: skip
SIGNED = ("measured",)  # −1: never
FREE = ("numbers", "measures")  # may hold NaN
STOPPED = ("fake", "said", "old")  # may be infinite in a game that has run away, and stopped
MADE = ("canvas", "made_params_d", "made_params_g", "tour", "data_digest")
MOST, MOST_ROWS, MOST_STOPS = 2**62, 1000, 25


def checked_state(arrays: dict[str, np.ndarray], p: GanParameters) -> GanState:
    """Return the state that `arrays` describe; raises InputError naming the first fault."""
    missing = [f.name for f in fields(GanState) if f.name not in arrays]
    if missing:
        raise InputError(f"The saved state's {missing[0]} is missing; it is damaged.")
    p.check()
    values = {f.name: _value(f.name, np.asarray(arrays[f.name])) for f in fields(GanState)}
    _check_arrays(values, p)
    for name in ("phase", "turn"):
        ask(values[name] <= 10, name)
    for name in MADE:
        values[name] = frozen(values[name])
    return GanState(**values)


def _value(name: str, array: np.ndarray) -> Any:
    """Return an array of its own, or the plain number that a field of no dimensions holds."""
    if name not in (*COUNTS, *SIGNED):
        return np.array(array, order="C")
    ask(array.shape == () and array.dtype.kind in "iu", name)
    ask((-1 if name in SIGNED else 0) <= int(array) <= MOST, name)
    return int(array)


def _check_arrays(values: dict[str, Any], p: GanParameters) -> None:
    for name in ("noise", "tour"):
        ask(values[name].ndim == 2, name)
    d, n, rows = p.dimensions, p.noise_dimensions, len(values["noise"])
    ask(1 <= rows <= MOST_ROWS, "noise")
    sizes = np.array(p.sizes_d)
    judge = mlp.parameter_count(sizes) + p.table_size
    maker = mlp.parameter_count(np.array(p.sizes_g))
    loaded = values["made_params_d"].size > 0
    wanted = {
        **dict.fromkeys(("params_d", "first_d", "second_d"), (judge,)),
        **dict.fromkeys(("params_g", "first_g", "second_g"), (maker,)),
        "average": (maker if p.averaging else 0,),
        "directions": (int(sizes[1:].sum()) if p.spectral_norm else 0,),
        "noise": (rows, n), "real": (rows, d), "fake": (rows, d), "pulled": (rows, d),
        "said": (2 * rows,), "old": (OLD_FAKES if p.replay else 0, d),
        "made_params_d": (judge if loaded else 0,), "made_params_g": (maker if loaded else 0,),
        "tour": (min(len(values["tour"]), MOST_STOPS), n),
    }  # fmt: skip
    for name, shape in wanted.items():
        array = values[name]
        if array.dtype != np.float32 or array.shape != shape:
            raise InputError(
                f"The saved state's {name} does not fit layers {p.sizes_d} of D and {p.sizes_g} "
                "of G."
            )
        ask(name in STOPPED or np.isfinite(array).all(), name)
    for name, count in (("numbers", NUMBERS), ("measures", len(NAMES))):
        ask(values[name].dtype == np.float64 and values[name].shape == (count,), name)
    canvas, digest = values["canvas"], values["data_digest"]
    ask(canvas.dtype == np.int8 and canvas.shape == (SIDE, SIDE), "canvas")
    ask(np.isin(canvas, (0, 1)).all(), "canvas")
    ask(digest.dtype == np.uint8 and digest.shape in ((0,), (32,)), "data_digest")
