"""Checks on what comes from a file or a journal: a wrong index would reach past an array."""

from dataclasses import fields
from typing import Any

import numpy as np

from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.saved import ask
from simulator.models.boltzmann_sampling import fresh_arrays
from simulator.models.boltzmann_schedules import HOTTEST
from simulator.models.boltzmann_state import MOST_COUNTED, BoltzmannParameters, BoltzmannState

MOST_STEPS = 2**62
FINITE = ("fields", "energies", "moments", "recent", "course", "past", "last", "changed",
          "best_energy", "positive", "negative", "velocity")  # fmt: skip
NUMBERS = {
    "step": int, "position": int, "sweeps": int, "age": int, "heat": float, "acceptance": float,
    "exchanges": int, "since": int, "felt": float, "tick": int, "cycles": int, "spent": int,
    "draws": int,
}  # fmt: skip


def checked_made(values: dict[str, Any], p: BoltzmannParameters) -> dict[str, Any]:
    """Return what a person made, of the right shapes and values; raises InputError."""
    made: dict[str, Any] = {}
    w = p.n if p.network == "general" else 0
    picture = p.n if p.network == "picture" else 0
    shapes = {
        "weights": ("float64", (w, w)), "biases": ("float64", (w,)),
        "made_weights": ("float64", (w, w)), "made_biases": ("float64", (w,)),
        "cue": ("int8", (p.n,)), "held": ("bool", (p.n,)),
        "drawing": ("int8", (picture,)), "seen": ("int8", (picture,)),
        "patterns": ("int8", (None, p.visible)), "drawn": ("float64", (None, 2)),
    }  # fmt: skip
    for name, (dtype, shape) in shapes.items():
        array = np.asarray(values.get(name))
        if name == "held" and array.dtype == np.int8:
            array = array.astype(bool)
        if array.dtype != dtype or array.ndim != len(shape) or any(
            want is not None and got != want for got, want in zip(array.shape, shape, strict=True)
        ):  # fmt: skip
            raise InputError(f"The saved {name} is missing or does not fit {p.n} units.")
        made[name] = array if not array.flags.writeable else frozen(array.copy())
    for name in ("weights", "made_weights"):
        ask(np.array_equal(made[name], made[name].T), name)
        ask(not np.diagonal(made[name]).any(), name)
    for name in ("weights", "biases", "made_weights", "made_biases", "drawn"):
        ask(np.isfinite(made[name]).all(), name)
    ask(np.isin(made["cue"], (p.low, 1)).all(), "cue")
    for name in ("drawing", "seen"):
        ask(np.isin(made[name], (-1, 1)).all(), name)
    ask(np.isin(made["patterns"], (0, 1)).all(), "patterns")
    shares = made["drawn"][:, 0]
    ask(len(shares) > 1 and shares[0] == 0 and shares[-1] == 1, "drawn")
    ask((np.diff(shares) > 0).all() and (made["drawn"][:, 1] >= 0).all(), "drawn")
    ask((made["drawn"][:, 1] <= HOTTEST).all(), "drawn")
    made["draws"] = int(values.get("draws", 0))
    return made


def checked_course(
    arrays: dict[str, np.ndarray], words: dict[str, Any], s: BoltzmannState
) -> dict[str, Any]:
    """Return where a schedule is, of what an inverse holds of it; raises InputError."""
    age, heat = int(words.get("age", s.age)), float(words.get("heat", s.heat))
    past, progress = arrays.get("past", s.past), arrays.get("progress", s.progress)
    ask(0 <= age <= MOST_STEPS, "age")
    ask(0 <= heat <= HOTTEST, "heat")
    ask(past.dtype == np.float64 and past.shape == s.past.shape, "past")
    ask(np.isfinite(past).all(), "past")
    ask(progress.dtype == np.int64 and progress.shape == (5,), "progress")
    ask(0 <= progress[3] <= past.shape[1] and progress[4] >= 1, "progress")
    both = np.concatenate([s.progress[:3], progress[3:]])
    return {"age": age, "heat": heat, "past": past.copy(), "progress": both}


def checked_state(arrays: dict[str, np.ndarray], p: BoltzmannParameters) -> BoltzmannState:
    """Return the state that `arrays` describe; raises InputError naming the first fault."""
    p.check()
    c, n = p.chains, p.n
    made = checked_made(arrays, p)
    learns = n if p.is_learning else 0
    free = n - int(made["held"].sum())
    counted = 2**free if free <= MOST_COUNTED and not p.is_learning else 0
    fresh = {k: v for k, v in fresh_arrays(p).items() if isinstance(v, np.ndarray)}
    fresh["counts"] = np.zeros(counted, np.int64)
    wanted = {
        "units": ("int8", (c, n)), "fields": ("float64", (c, 0 if p.is_grid else n)),
        "energies": ("float64", (c,)), "sums": ("int64", (c, 3)), "words": ("uint64", (4,)),
        "keys": ("uint64", (c,)), "waiting": ("int64", (c,)), "best": ("int8", (n,)),
        "walkers": ("int64", (2,)), "walker_bests": ("int64", (2,)),
        "walker_words": ("uint64", (4,)), "pairs": ("int64", (2, learns, learns)),
        "runs": ("int64", (2,)), "positive": ("float64", (learns, learns)),
        "negative": ("float64", (learns, learns)), "velocity": ("float64", (learns, learns)),
        **{k: (v.dtype.name, v.shape) for k, v in fresh.items()},
    }  # fmt: skip
    copies: dict[str, Any] = {}
    for name, (dtype, shape) in wanted.items():
        array = arrays.get(name)
        if array is None or array.dtype != dtype or array.shape != shape:
            raise InputError(f"The saved state's {name} is missing or does not fit {n} units.")
        copies[name] = np.array(array, order="C")
    shown = arrays.get("shown", np.empty(0))
    ask(shown.ndim == 1 and shown.dtype == np.int64 and (shown >= 0).all(), "shown")
    for name in ("units", "best"):
        ask(np.isin(copies[name], (p.low, 1)).all(), name)
    for name in FINITE:
        ask(np.isfinite(copies[name]).all(), name)
    ask(copies["words"].any() and copies["walker_words"].any(), "words")
    from simulator.models.boltzmann_line import PLACES

    for name in ("walkers", "walker_bests"):
        ask(((copies[name] >= 0) & (copies[name] < PLACES)).all(), name)
    ask((copies["waiting"] >= 0).all(), "waiting")
    ask(-1 <= copies["last"][0] < n, "last")
    _check_progress(copies)
    numbers = _numbers(arrays, n)
    known = {f.name for f in fields(BoltzmannState)}
    given = {**copies, **made, **numbers, "shown": np.array(shown)}
    return BoltzmannState(**{name: given[name] for name in known})


def check_cycle(model: Any) -> None:
    """Raise InputError unless learning is at a place that its program has."""
    s, data = model.state, model.data_set
    ask(s.tick == 0 or s.tick < model.cycle_ticks, "tick")
    if s.tick:
        ask(s.shown.size == model.patterns_a_cycle, "shown")
        ask((s.shown < len(data.patterns)).all(), "shown")


def _check_progress(copies: dict[str, np.ndarray]) -> None:
    counted, points, stride, past, past_stride = copies["progress"].tolist()
    ask(counted >= 0 and stride >= 1 and past_stride >= 1, "progress")
    ask(0 <= points <= copies["course"].shape[2] and 0 <= past <= copies["past"].shape[1],
         "progress")  # fmt: skip
    ask((copies["counts"] >= 0).all(), "counts")


def _numbers(arrays: dict[str, np.ndarray], n: int) -> dict[str, Any]:
    numbers: dict[str, Any] = {}
    for name, kind in NUMBERS.items():
        array = np.asarray(arrays.get(name, np.empty(1)))
        ask(array.shape == () and array.dtype.kind in "biuf" and np.isfinite(array), name)
        numbers[name] = kind(array)
    ask(0 <= numbers["position"] < n, "position")
    for name in ("step", "sweeps", "age", "tick", "cycles", "spent", "draws", "since"):
        ask(0 <= numbers[name] <= MOST_STEPS, name)
    ask(0 <= numbers["heat"] <= HOTTEST, "heat")
    return numbers
