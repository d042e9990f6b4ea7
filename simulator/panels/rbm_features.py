"""What a hidden unit of the RBM panel looks for: fields, their order, which answer, and why.

Pure functions of a snapshot, and the order of the fields, which stays for a while so that nothing
jumps about while a machine learns.
"""

import time
from typing import Any

import numpy as np

from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.views.wall_marks import DEAD, LIT, SATURATED
from simulator.views.why_picture import Picture

MOST_FIELDS, LEAST_FIELDS = 144, 60
MOST_LIT = 8  # fields that are ringed
CAPTIONED = 40  # fields, at most, that have their use below them
PATIENCE = 5.0  # seconds for which the order of the fields stays while a machine learns
STRONGEST = 10  # pixels that are listed
SURE = 0.5


class Order:
    """Hidden units, the most used first."""

    def __init__(self) -> None:
        self._order = np.zeros(0, np.intp)
        self._made, self._updates = 0.0, -1

    def of(self, s: RbmSnapshot, is_playing: bool) -> np.ndarray:
        """Return the units (H,) in their order; while a run goes on it is an older one."""
        age = time.monotonic() - self._made
        is_other = len(s.use) != len(self._order) or s.updates < self._updates
        if is_other or age > PATIENCE or (not is_playing and s.updates != self._updates):
            self._order = np.argsort(-s.use, kind="stable")
            self._made, self._updates = time.monotonic(), s.updates
        return self._order


def count_of(width: int, height: int, side: int) -> int:
    """Return how many fields there is room for, of whole pixels if that are not too few."""
    tile = max(side, 20) + 6
    return min(max((width // tile) * (height // tile), LEAST_FIELDS), MOST_FIELDS)


def fields(s: RbmSnapshot, units: np.ndarray) -> np.ndarray:
    """Return the receptive fields (n, D) float32 of hidden units."""
    return np.ascontiguousarray(s.weights[: s.parameters.pixels, units].T)


def marks(s: RbmSnapshot, units: np.ndarray) -> list[str]:
    """Return a mark for each unit: dead, stuck, or among the most active for what is shown."""
    drive = drives(s)
    lit = set(np.argsort(-drive, kind="stable")[:MOST_LIT].tolist()) if drive.any() else set()
    found = []
    for unit in units.tolist():
        is_lit = unit in lit and drive[unit] > 0
        mark = DEAD if s.dead[unit] else SATURATED if s.saturated[unit] else LIT if is_lit else ""
        found.append(mark)
    return found


def percent(share: float) -> str:
    return f"{100 * share:.0f}\u202f%"


# ---- the pattern that is looked at ----


def looked_at(s: RbmSnapshot) -> np.ndarray:
    """Return the visible states (V,) float32 that are asked about: the drawing as it is completed,
    or else the first pattern of the batch; zeros where there is neither."""
    v, d = s.weights.shape[0], s.parameters.pixels
    states = np.zeros(v, np.float32)
    if s.query.any():
        states[:d] = _values(s, s.completion)
        states[d:] = s.completion_labels
    elif len(s.batch):
        states[:d] = _values(s, s.batch[0])
        if v > d and s.batch_labels[0] >= 0:
            states[d + s.batch_labels[0]] = 1.0
    return states


def _values(s: RbmSnapshot, picture: np.ndarray) -> np.ndarray:
    """The numbers behind a picture (D,) uint8."""
    numbers = picture.astype(np.float32)
    if s.parameters.is_gaussian:
        return (numbers - np.float32(127.5)) / np.float32(63.75)
    return numbers / np.float32(255.0)


def drives(s: RbmSnapshot) -> np.ndarray:
    """Return c_j + Σ_i v_i w_ij (H,) float32 of all hidden units, for the pattern looked at."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.nan_to_num(s.hidden_biases + looked_at(s) @ s.weights)


def said_of(s: RbmSnapshot, unit: int) -> str:
    """A unit in words, for the status bar."""
    text = f"hidden unit {unit}: on for {100 * float(s.use[unit]):.0f} % of patterns"
    text += ", dead" * bool(s.dead[unit]) + ", stuck" * bool(s.saturated[unit] and not s.dead[unit])
    return f"{text}, bias {float(s.hidden_biases[unit]):+.2f}".replace("-", "−")


def best_rows(s: RbmSnapshot, unit: int, count: int) -> np.ndarray:
    """Return the rows of the batch that a unit answers most."""
    if unit >= s.hidden_data.shape[1]:
        return np.zeros(0, np.intp)
    return np.argsort(-s.hidden_data[:, unit].astype(np.int16), kind="stable")[:count]


# ---- why ----


def why(s: RbmSnapshot, unit: int) -> dict[str, Any]:
    """Return what the why view shows: c_j + Σ_i v_i w_ij with its numbers, and the chance."""
    states, weights = looked_at(s), s.weights[:, unit]
    parts = np.nan_to_num(states * weights)
    bias = float(np.nan_to_num(s.hidden_biases[unit]))
    total = float(parts.sum(dtype=np.float64)) + bias
    top = np.argsort(-np.abs(parts), kind="stable")[:STRONGEST]
    top = top[parts[top] != 0]
    terms = [(_name(s, i), float(weights[i]), _factor(states[i])) for i in top.tolist()]
    rest = int(np.count_nonzero(parts)) - len(top)
    others = float(parts.sum(dtype=np.float64) - parts[top].sum(dtype=np.float64))
    chance = float(1.0 / (1.0 + np.exp(-np.clip(total, -700, 700))))
    what = "the drawing" if s.query.any() else "the first pattern"
    state = "on" if chance >= SURE else "off"
    return {
        "title": f"Hidden unit {unit}: {state} for {what}",
        "symbol": "x",
        "terms": terms,
        "extra": [("bias c", bias)],
        "total": total,
        "comparison": 0.0,
        "conclusion": f"p(on) = 1/(1 + exp(−x)) = {chance:.3f}",
        "notes": [("p(on)", chance)],
        "more": (rest, others) if rest > 0 else (0, 0.0),
        "has_factors": True,
        "picture": Picture(s.side, parts[: s.parameters.pixels], "what each pixel adds, v·w"),
    }


def why_pixel(s: RbmSnapshot, pixel: int) -> dict[str, Any]:
    """Return why a pixel is ink or paper: b_i + Σ_j w_ij h_j, with h as the pattern has it."""
    drive = np.clip(drives(s), -700, 700)
    hidden = (1.0 / (1.0 + np.exp(-drive))).astype(np.float32)
    weights = s.weights[pixel]
    parts = np.nan_to_num(hidden * weights)
    bias = float(np.nan_to_num(s.visible_biases[pixel]))
    total = float(parts.sum(dtype=np.float64)) + bias
    top = np.argsort(-np.abs(parts), kind="stable")[:STRONGEST]
    terms = [(f"h{j}", float(weights[j]), _factor(hidden[j])) for j in top.tolist()]
    rest = max(int(np.count_nonzero(parts)) - len(top), 0)
    others = float(parts.sum(dtype=np.float64) - parts[top].sum(dtype=np.float64))
    held = {1: "held on", -1: "held off", 0: "free"}[int(s.query[pixel])]
    chance = float(1.0 / (1.0 + np.exp(-np.clip(total, -700, 700))))
    is_number = s.parameters.is_gaussian
    rule = "the mean of this pixel" if is_number else f"p(on) = 1/(1 + exp(−x)) = {chance:.3f}"
    return {
        "title": f"Pixel at (column, row) = {_name(s, pixel)}: {held}",
        "symbol": "x",
        "terms": terms,
        "extra": [("bias b", bias)],
        "total": total,
        "comparison": 0.0,
        "conclusion": rule,
        "notes": [] if is_number else [("p(on)", chance)],
        "more": (rest, others) if rest else (0, 0.0),
        "has_factors": True,
    }


def _name(s: RbmSnapshot, i: int) -> str:
    d = s.parameters.pixels
    if i >= d:
        return f"label {s.classes[i - d]}" if i - d < len(s.classes) else f"label {i - d}"
    row, column = divmod(i, s.side)
    return f"({column}, {row})"


def _factor(value: Any) -> float | int:
    """A unit that is on or off as a whole number, which is written without decimals."""
    number = round(float(value), 2)
    return int(number) if number.is_integer() else number
