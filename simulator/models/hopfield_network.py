"""What a rule has made of the memories: the base of `Factors` (weights) and `Dense` (none).

A network is a cache: it follows from memories, parameters and seed, bit for bit, and is never
saved. It knows the energy of a state and how units are updated, and holds no state itself.

    units   (N,) int8 −1, 0, +1 or float64 −1 … 1
    sums    (R,) float64, measured along the columns of the rule; the first K are the overlaps
    back    (R,) float64, along the other factor where weights are not symmetric; else (0,)
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from kernels import hopfield as kernels
from simulator.models.hopfield_state import HopfieldParameters

FELT = (  # the parameters a learned network still hangs on
    "rule", "threshold", "own_connections", "units", "gain", "beta", "degree", "interaction",
)  # fmt: skip
ORDER = ("dynamics", "update_probability")  # what it says of recall changes nothing learned
BLOCK = 65536  # units taken at once, where a float64 copy of all would be too large
LARGE = 2**18  # numbers in the memories
LARGEST_MATRIX = 1024  # units whose N × N weights are still shown


@dataclass(frozen=True, eq=False)
class Network:
    """Shapes: memories (N, K) int8, a row a unit."""

    memories: np.ndarray
    parameters: HopfieldParameters

    has_weights = False

    def bound(self, parameters: HopfieldParameters) -> Self:
        """Return the network under other parameters that it need not be learned again for."""
        old = self.parameters
        is_felt_alike = all(getattr(parameters, name) == getattr(old, name) for name in FELT)
        if is_felt_alike and all(getattr(parameters, n) == getattr(old, n) for n in ORDER):
            return self
        network = replace(self, parameters=parameters)
        for name, value in list(vars(self).items()):  # what is cached
            if is_felt_alike or name == "correlation":  # which hangs on the memories alone
                vars(network).setdefault(name, value)
        return network

    @property
    def is_exact(self) -> bool:
        """Whether the sums of two-valued units are sums of whole numbers."""
        return True

    @property
    def is_convex(self) -> bool:
        """Whether −E is a convex function of the sums: then an unknown unit's first value, too,
        lowers the energy."""
        return True

    @property
    def is_downhill(self) -> bool:
        """Whether no update of a single unit at T = 0 can raise the energy."""
        return True

    @property
    def units(self) -> int:
        """N."""
        return len(self.memories)

    @property
    def is_large(self) -> bool:
        """Whether a compiled kernel is worth it where NumPy can do the same: the first kernel costs
        0.3 s, and while kernels are being compiled a window has none."""
        return self.memories.size > LARGE

    @property
    def stored(self) -> int:
        """K."""
        return self.memories.shape[1]

    # ---- what a subclass gives ----

    def sums(self, units: np.ndarray) -> np.ndarray:
        """Return the sums (R,) of units (N,), or (R, M) of M states (N, M)."""
        raise NotImplementedError

    def back(self, units: np.ndarray) -> np.ndarray:
        """Return the sums along the other factor, (R,) or (0,)."""
        return np.empty(0)

    def energy(self, units: np.ndarray, sums: np.ndarray, back: np.ndarray) -> float:
        """Return E of units whose sums are known."""
        raise NotImplementedError

    def energy_by_definition(self, units: np.ndarray) -> float:
        """Return E by another road than the running sums."""
        raise NotImplementedError

    def fields(self, states: np.ndarray) -> np.ndarray:
        """Return h of every unit, own connections left out, of states (N,) or (N, M)."""
        raise NotImplementedError

    def memory_fields(self, rows: slice) -> np.ndarray:
        """Return the fields (n, K) that some units feel in each of the memories."""
        raise NotImplementedError

    @property
    def measures(self) -> np.ndarray:
        """The columns (N, C) whose sums decide the energy of a two-valued state."""
        raise NotImplementedError

    def energy_of(self, sums: np.ndarray, total: np.ndarray) -> np.ndarray:
        """Return E (M,) of M two-valued states: sums (C, M) = measuresᵀ s, total (M,) = Σ s_i."""
        raise NotImplementedError

    def update(
        self, s: Any, order: np.ndarray, count: int, temperature: float
    ) -> tuple[int, float]:
        """Update the next `count` units of a sweep in turn; returns (flips, largest rise of E)."""
        raise NotImplementedError

    def decide(
        self, s: Any, pending: np.ndarray, order: np.ndarray, start: int, count: int,
        temperature: float, probability: float,
    ) -> None:  # fmt: skip
        """Write what units order[start : start + count] would become to `pending`."""
        raise NotImplementedError

    # ---- what follows ----

    def along(self, columns: np.ndarray, units: np.ndarray) -> np.ndarray:
        """Return columnsᵀ units, (R,) or (R, M): whole numbers exactly."""
        total = np.zeros((columns.shape[1], *units.shape[1:]))
        if units.ndim == 1 and self.is_large:
            kernels.sum_along(columns, units, total)
            return total
        for rows in self.blocks():
            part = columns[rows].astype(np.float64, copy=False)
            total += part.T @ units[rows].astype(np.float64, copy=False)
        return total

    def felt(self, states: np.ndarray) -> np.ndarray:
        """Return the fields with own connections as the units feel them."""
        return self.fields(states)

    def felt_by(self, some: np.ndarray, units: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """Return the fields (n,) that some units feel in a state (N,) whose sums are known."""
        raise NotImplementedError

    def wanted(self, s: Any) -> np.ndarray:
        """Return what each unit (N,) of a state would become at T = 0."""
        if not self.is_large:
            drive = self.felt(s.units) - self.parameters.threshold
            return self.answers(drive).astype(s.units.dtype)
        pending = np.empty_like(s.units)
        self.decide(s, pending, _in_turn(len(s.units)), 0, len(s.units), 0.0, 1.0)
        return pending

    @cached_property
    def correlation(self) -> np.ndarray:
        """Overlaps of every two memories, (K, K)."""
        total = np.zeros((self.stored, self.stored))
        for rows in self.blocks():
            xi = self.memories[rows].astype(np.float64)
            total += xi.T @ xi
        return total / self.units

    def answers(self, drive: np.ndarray) -> np.ndarray:
        """Return what units answer to drives h − θ at T = 0, any shape."""
        p = self.parameters
        if p.rule == "modern":
            return np.clip(drive, -1.0, 1.0)
        if p.felt_gain is not None:
            return np.tanh(p.felt_gain * drive)
        return np.where(drive >= -kernels.TIE, 1.0, -1.0)

    def aligned(self, k: int) -> np.ndarray:
        """Return the stability ξ_i h_i (N,) of each unit of memory k; below θ ξ_i it would flip."""
        xi = self.memories[:, k].astype(np.float64)
        return xi * self.felt(xi)

    @cached_property
    def memory_energies(self) -> np.ndarray:
        """E of each memory, (K,)."""
        sums = np.zeros((self.measures.shape[1], self.stored))
        for rows in self.blocks():
            sums += self.measures[rows].astype(np.float64).T @ self.memories[rows]
        return self.energy_of(sums, self.memories.sum(axis=0, dtype=np.float64))

    @cached_property
    def memory_unstable(self) -> np.ndarray:
        """How many units (K,) of each memory an update at T = 0 would change."""
        wrong = np.zeros(self.stored, int)
        for rows in self.blocks():
            on = self.memory_fields(rows) - self.parameters.threshold >= -1e-12
            wrong += (on != (self.memories[rows] > 0)).sum(axis=0)
        return wrong

    def look_at_memories(self) -> None:
        """Compute now what views ask of the memories: they must not wait for it."""
        _ = self.correlation, self.memory_energies, self.memory_unstable

    def blocks(self) -> Iterator[slice]:
        """Yield slices of rows, small enough for a copy in float64."""
        for start in range(0, self.units, BLOCK):
            yield slice(start, start + BLOCK)


_orders: dict[int, np.ndarray] = {}


def _in_turn(n: int) -> np.ndarray:
    """0 … n−1; the last one asked for is kept."""
    if n not in _orders:
        _orders.clear()
        _orders[n] = np.arange(n, dtype=np.int32)
    return _orders[n]
