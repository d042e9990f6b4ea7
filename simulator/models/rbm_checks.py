"""What comes from a file or a journal: checked whole before anything takes it."""

from dataclasses import fields
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.saved import ask
from simulator.models.rbm_measures import NAMES
from simulator.models.rbm_state import COMPLETIONS, FANTASIES, RbmParameters, RbmState

KINDS = ("complete", "denoise", "reconstruct")
MOST_CLASSES = 1000
NUMBERS = ("step", "updates", "epoch", "position", "phase", "rows", "exchanges", "drawn_keys",
           "probe_keys", "draws")  # fmt: skip
SIGNED = ("dream_label", "measured")  # −1: none
FLAGS = ("is_begun", "is_settled", "given_is_real")
MOST = 2**62
FREE = ("measures",)  # may hold NaN


def checked_state(arrays: dict[str, np.ndarray], p: RbmParameters) -> RbmState:
    """Return the state that `arrays` describe; raises InputError naming the first fault."""
    missing = [f.name for f in fields(RbmState) if f.name not in arrays]
    if missing:
        raise InputError(f"The saved state's {missing[0]} is missing; it is damaged.")
    values: dict[str, Any] = {}
    for f in fields(RbmState):
        array = np.asarray(arrays[f.name])
        values[f.name] = _value(f.name, array)
    visible = values["visible_biases"].size
    ask(p.pixels <= visible <= p.pixels + (MOST_CLASSES if p.labels else 0), "visible_biases")
    ask(bool(p.labels) == (visible > p.pixels), "visible_biases")
    _check_arrays(values, p, visible)
    _check_numbers(values, visible - p.pixels)
    for name in MADE_ARRAYS:
        values[name] = frozen(values[name])
    return RbmState(**values)


MADE_ARRAYS = (
    "query", "shown", "examples", "example_labels", "made_weights", "made_visible_biases",
    "made_hidden_biases", "made_fantasies", "data_digest", "given", "given_labels", "given_classes",
)  # fmt: skip


def _value(name: str, array: np.ndarray) -> Any:
    """Return an array of its own, or the plain value that a field of no dimensions holds."""
    if name in (*NUMBERS, *SIGNED):
        ask(array.shape == () and array.dtype.kind in "iu", name)
        return int(array)
    if name in FLAGS:
        ask(array.shape == () and array.dtype.kind == "b", name)
        return bool(array)
    if name == "completion_kind":
        ask(array.shape == () and array.dtype.kind == "U" and str(array) in KINDS, name)
        return str(array)
    return np.array(array, order="C")


def _check_arrays(values: dict[str, Any], p: RbmParameters, v: int) -> None:
    h, d = p.hidden, p.pixels
    rows = len(values["visible"])
    owned = len(values["model_visible"])
    levels, chains = values["particles"].shape[:2] if values["particles"].ndim == 3 else (0, 0)
    has_made = values["made_weights"].size > 0
    wanted = {
        "weights": ("float32", (v, h)), "visible_biases": ("float32", (v,)),
        "hidden_biases": ("float32", (h,)), "velocity": ("float32", (v, h)),
        "visible_velocity": ("float32", (v,)), "hidden_velocity": ("float32", (h,)),
        "visible": ("float32", (rows, v)), "hidden": ("float32", (rows, h)),
        "model_visible": ("float32", (owned, v)), "model_hidden": ("float32", (owned, h)),
        "particles": ("float32", (levels, chains, v)), "use": ("float32", (h,)),
        "spread": ("float32", (h,)), "fantasies": ("float32", (FANTASIES, v)),
        "fantasy_means": ("float32", (FANTASIES, v)), "query": ("int8", (d,)),
        "shown": ("int8", (d,)), "completions": ("float32", (COMPLETIONS, v)),
        "completion_means": ("float32", (COMPLETIONS, v)), "measures": ("float64", (len(NAMES),)),
        "made_weights": ("float32", (v, h) if has_made else (0, 0)),
        "made_visible_biases": ("float32", (v,) if has_made else (0,)),
        "made_hidden_biases": ("float32", (h,) if has_made else (0,)),
        "examples": ("uint8", (len(values["examples"]), d)),
        "example_labels": ("int16", (len(values["examples"]),)),
    }  # fmt: skip
    for name, (dtype, shape) in wanted.items():
        array = values[name]
        if array.dtype != dtype or array.shape != shape:
            raise InputError(
                f"The saved state's {name} does not fit {v} visible and {h} hidden units."
            )
        if name not in FREE and array.dtype.kind == "f":
            ask(np.isfinite(array).all(), name)
    ask(values["expected"].dtype == np.float64, "expected")
    ask(values["expected"].shape in ((0, 0), (v + 1, h + 1)), "expected")
    ask(np.isfinite(values["expected"]).all(), "expected")
    dreams = values["made_fantasies"]
    ask(dreams.dtype == np.uint8 and dreams.shape in ((0, 0), (FANTASIES, v)), "made_fantasies")
    given, names = values["given"], values["given_classes"]
    ask(given.dtype in (np.uint8, np.float32), "given")
    ask(given.shape == (0, 0) or (given.ndim == 2 and given.shape[1] == d), "given")
    ask(given.dtype == np.uint8 or np.isfinite(given).all(), "given")
    labels = values["given_labels"]
    ask(labels.dtype == np.int16 and labels.shape == (len(given),), "given_labels")
    ask(names.dtype.kind == "U" and names.ndim == 1, "given_classes")
    ask(not labels.size or (labels.min() >= -1 and labels.max() < max(len(names), 1)),
         "given_labels")  # fmt: skip
    digest = values["data_digest"]
    ask(digest.dtype == np.uint8 and digest.shape in ((0,), (32,)), "data_digest")
    for name in ("query", "shown"):
        ask(np.isin(values[name], (-1, 0, 1)).all(), name)


def _check_numbers(values: dict[str, Any], classes: int) -> None:
    for name in NUMBERS:
        ask(0 <= values[name] <= MOST, name)
    ask(values["phase"] == values["step"] % 3, "phase")
    ask(values["rows"] == len(values["visible"]), "rows")
    ask(values["phase"] == 0 or len(values["visible"]) > 0, "visible")
    ask(values["phase"] != 2 or len(values["model_visible"]) + values["expected"].size > 0,
         "model_visible")  # fmt: skip
    ask(-1 <= values["dream_label"] < max(classes, 0) or values["dream_label"] == -1,
         "dream_label")  # fmt: skip
    ask(-1 <= values["measured"] <= MOST, "measured")
