"""What a diagram of a network shows: units with values, weights between them, biases; and words.

Of N units the first `visible` are visible and the others hidden. A unit is *on* where its value is
1 and *off* where it is `low` (0, or −1 for spins); it is *held* where it is clamped to its value.
"""

import math
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from simulator.views.heat import is_same

MOST_UNITS = 24
ARRAYS = ("values", "weights", "biases", "held", "means")


class Target(NamedTuple):
    """Something in a diagram that can be pointed at: a "unit", its "bias", or an "edge" (i < j)."""

    kind: str
    i: int
    j: int = -1


def edge(i: int, j: int) -> Target:
    """The edge between two units."""
    return Target("edge", min(i, j), max(i, j))


@dataclass(frozen=True, eq=False)
class Network:
    """Values (N,) int8, weights (N, N), biases (N,), held (N,) bool, means (N,) 0 … 1 or None."""

    values: np.ndarray
    weights: np.ndarray
    biases: np.ndarray
    visible: int
    held: np.ndarray
    names: tuple[str, ...]
    low: int = 0
    updated: int = -1
    ringed: int = -1
    means: np.ndarray | None = None
    groups: tuple[tuple[str, int], ...] = ()
    can_edit: bool = True
    spots: tuple[tuple[float, float], ...] = ()  # where units stand, if that was chosen

    def __post_init__(self) -> None:
        n = self.size
        wanted = {"weights": (n, n), "biases": (n,), "held": (n,), "means": (n,)}
        for name, shape in wanted.items():
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise ValueError(f"{name} of shape {array.shape} do not fit {n} units")
        if not 0 < n <= MOST_UNITS or len(self.names) != n or not 0 <= self.visible <= n:
            raise ValueError(
                f"{n} units, {self.visible} visible, {len(self.names)} names: a diagram has up to "
                f"{MOST_UNITS} units, each with a name"
            )
        if sum(size for _, size in self.groups) > self.visible:
            raise ValueError(f"the groups {self.groups} hold more than {self.visible} units")

    @property
    def size(self) -> int:
        return self.values.size

    def is_on(self, unit: int) -> bool:
        return bool(self.values[unit] == 1)

    def strong(self) -> np.ndarray:
        """Which edges (N, N) bool lower the energy by their sign or bear on it just now.

        Of values 0 and 1 those whose units are both on; of spins those that are satisfied,
        w s_i s_j > 0.
        """
        if self.low:
            signs = self.values.astype(np.float64)
            return self.weights * np.outer(signs, signs) > 0
        on = self.values == 1
        return np.outer(on, on)

    def limit(self) -> float:
        """The weight of the widest line: 1, 2 or 5 times a power of ten, at least 1."""
        largest = float(np.abs(self.weights).max())
        if largest <= 1:
            return 1.0
        power = 10.0 ** math.floor(math.log10(largest))
        return next(k * power for k in (1, 2, 5, 10) if k * power >= largest * (1 - 1e-9))

    def is_like(self, other: "Network | None") -> bool:
        """Whether nothing at all differs."""
        if other is None or not is_shaped_like(self, other):
            return False
        rest = (f.name for f in fields(self) if f.name not in ARRAYS)
        return all(getattr(self, name) == getattr(other, name) for name in rest) and all(
            is_same(getattr(self, name), getattr(other, name)) for name in ARRAYS
        )

    def value_of(self, target: Target) -> float:
        """The weight of an edge, or the bias of a unit."""
        if target.kind == "edge":
            return float(self.weights[target.i, target.j])
        return float(self.biases[target.i])

    # ---- words ----

    def name_of(self, target: Target) -> str:
        """How a number is called: w(v1, h1), or b(v1)."""
        if target.kind == "edge":
            return f"w({self.names[target.i]}, {self.names[target.j]})"
        return f"b({self.names[target.i]})"

    def words_of(self, target: Target, value: float | None = None) -> str:
        """What is to be said of a target; `value` stands for a number that is being changed."""
        number = self.value_of(target) if value is None else value
        if target.kind != "unit":
            none = " · no edge" if target.kind == "edge" and number == 0 else ""
            return f"{self.name_of(target)} = {signed(number)}{none}"
        i = target.i
        held = "clamped" if self.held[i] else "free"
        mean = "" if self.means is None else f", mean {self.means[i]:.2f}".replace("-", "−")
        return f"{self.names[i]}: {self._state(i)}, bias {signed(number)}, {held}{mean}"

    def description(self) -> str:
        """All units in words: "2 units, v1 on clamped, h1 off"."""
        units = [
            f"{name} {self._state(i)}{' clamped' if self.held[i] else ''}"
            for i, name in enumerate(self.names)
        ]
        return ", ".join([f"{self.size} unit{'s' if self.size > 1 else ''}", *units])

    def _state(self, unit: int) -> str:
        return ("−1", "+1")[self.is_on(unit)] if self.low else ("off", "on")[self.is_on(unit)]


def is_shaped_like(one: Network, other: Network) -> bool:
    """Whether two networks have their units at the same places."""
    names = "size", "visible", "groups", "spots"
    return all(getattr(one, name) == getattr(other, name) for name in names)


def signed(value: float) -> str:
    """A number with its sign and two decimals, or more where they would all be 0: +2.00."""
    if value == 0:
        return "0.00"
    text = f"{value:+.2f}" if abs(value) >= 0.005 else f"{value:+.1g}"
    return text.replace("-", "−")


def short(value: float) -> str:
    """The same without zeros at the end: +2, −0.5."""
    text = signed(value)
    return text.rstrip("0").rstrip(".") if "e" not in text and "." in text else text
