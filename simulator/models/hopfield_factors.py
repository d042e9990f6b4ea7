"""The weights of a Hopfield network as two thin factors, never formed: w = (1/N) L Rᵀ.

Equations and shapes: kernels/hopfield.py. How each rule makes its factors: hopfield_learning.py.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kernels import hopfield as kernels
from simulator.models.hopfield_network import LARGEST_MATRIX, Network
from simulator.models.hopfield_state import HopfieldParameters


@dataclass(frozen=True, eq=False)
class Factors(Network):
    """Shapes: right, left (N, R) int8 or float64; diagonal (N,); mixing (R, R) or None.

    Symmetric weights are w = (1/N) R A Rᵀ with A = `mixing` (None: the identity), so that L = R A.
    `stability` (N,) is the least one of each unit, where the rule aims at a margin.
    """

    right: np.ndarray
    left: np.ndarray
    diagonal: np.ndarray  # d; the own connection is w_ii = d_i / N
    mixing: np.ndarray | None = None
    is_symmetric: bool = True
    stability: np.ndarray | None = None

    has_weights = True

    @property
    def is_exact(self) -> bool:
        return self.right.dtype == np.int8 and self.is_symmetric

    @property
    def is_downhill(self) -> bool:
        """An own connection holds a two-valued unit back if it is positive; a graded one never."""
        p = self.parameters
        if not p.own_connections:
            return self.is_symmetric
        is_stubborn = not p.is_continuous and bool((self.diagonal >= 0).all())
        return self.is_symmetric and is_stubborn

    # ---- sums and energy ----

    def sums(self, units: np.ndarray) -> np.ndarray:
        return self.along(self.right, units)

    def back(self, units: np.ndarray) -> np.ndarray:
        return np.empty(0) if self.is_symmetric else self.along(self.left, units)

    def energy(self, units: np.ndarray, sums: np.ndarray, back: np.ndarray) -> float:
        p, v = self.parameters, units.astype(np.float64)
        pair = float(self._other(sums, back) @ sums) - float(self.diagonal @ (v * v))
        return -0.5 * pair / v.size + p.threshold * float(v.sum()) + leak(v, p.felt_gain)

    def energy_by_definition(self, units: np.ndarray) -> float:
        p, v = self.parameters, units.astype(np.float64)
        pair = float(v @ self.fields(v))
        return -0.5 * pair + p.threshold * float(v.sum()) + leak(v, p.felt_gain)

    @cached_property
    def measures(self) -> np.ndarray:
        return self.right if self.is_symmetric else np.hstack([self.right, self.left])

    def energy_of(self, sums: np.ndarray, total: np.ndarray) -> np.ndarray:
        columns = self.right.shape[1]
        sums, back = sums[:columns], sums[columns:]
        p = self.parameters
        pair = (self._other(sums, back) * sums).sum(axis=0) - self.diagonal.sum()
        return -0.5 * pair / self.units + p.threshold * total + leak_at_the_ends(self.units, p)

    def fields(self, states: np.ndarray) -> np.ndarray:
        sums, h = self.sums(states), np.empty(states.shape)
        if states.ndim == 1 and self.is_large:
            kernels.all_fields(states, self.left, self.diagonal, sums, h)
            return h
        for rows in self.blocks():
            h[rows] = self.left[rows].astype(np.float64, copy=False) @ sums
        diagonal = self.diagonal if h.ndim == 1 else self.diagonal[:, None]
        return (h - diagonal * states) / self.units

    def felt(self, states: np.ndarray) -> np.ndarray:
        h = self.fields(states)
        if self.parameters.own_connections:
            diagonal = self.diagonal if h.ndim == 1 else self.diagonal[:, None]
            h += diagonal * states / self.units
        return h

    def felt_by(self, some: np.ndarray, units: np.ndarray, sums: np.ndarray) -> np.ndarray:
        own = 0.0 if self.parameters.own_connections else self.diagonal[some] * units[some]
        return (self.left[some].astype(np.float64) @ sums - own) / self.units

    def memory_fields(self, rows: slice) -> np.ndarray:
        xi = self.memories[rows].astype(np.float64)
        h = self.left[rows].astype(np.float64, copy=False) @ self._memory_sums
        if not self.parameters.own_connections:
            h -= self.diagonal[rows, None] * xi
        return h / self.units

    @cached_property
    def _memory_sums(self) -> np.ndarray:
        """The sums (R, K) of every memory."""
        if self.right.shape == self.memories.shape:
            return self.correlation * self.units
        return self.along(self.right, self.memories)

    def _other(self, sums: np.ndarray, back: np.ndarray) -> np.ndarray:
        """Return Lᵀs, from Rᵀs where weights are symmetric."""
        if not self.is_symmetric:
            return back
        return sums if self.mixing is None else self.mixing @ sums

    # ---- weights, for those who look ----

    def weights_row(self, i: int) -> np.ndarray:
        """Return w_ij for one unit i and all j (N,), own connection included."""
        left = self.left[i].astype(np.float64)
        if not self.is_large:
            return self.right.astype(np.float64, copy=False) @ left / self.units
        row, nothing = np.empty(self.units), np.zeros(self.units)
        kernels.all_fields(nothing, self.right, nothing, left, row)
        return row

    def weights(self) -> np.ndarray:
        """Return w (N, N) of at most 1,024 units, own connections as the units feel them."""
        if self.units > LARGEST_MATRIX:
            raise ValueError(f"{self.units} units: the matrix of weights is too large")
        w = self.left.astype(np.float64) @ self.right.T.astype(np.float64) / self.units
        if not self.parameters.own_connections:
            np.fill_diagonal(w, 0.0)
        return w

    def has_equal_weights(self, tolerance: float) -> bool:
        """Whether w_ij = w_ji for pairs of up to 64 units spread over the network."""
        some = np.unique(np.linspace(0, self.units - 1, min(self.units, 64)).astype(int))
        left, right = self.left[some].astype(np.float64), self.right[some].astype(np.float64)
        block = left @ right.T / self.units
        return bool(np.abs(block - block.T).max(initial=0.0) <= tolerance)

    # ---- time ----

    def update(
        self, s: Any, order: np.ndarray, count: int, temperature: float
    ) -> tuple[int, float]:
        p = self.parameters
        flips, s.energy, rise = kernels.update_in_turn(
            s.units, order, s.position, count, self.right, self.left, self.diagonal,
            float(p.own_connections), p.threshold, temperature, p.felt_gain, s.sums,
            s.back if s.back.size else None, s.words, s.energy,
        )  # fmt: skip
        return flips, rise

    def decide(
        self, s: Any, pending: np.ndarray, order: np.ndarray, start: int, count: int,
        temperature: float, probability: float,
    ) -> None:  # fmt: skip
        p = self.parameters
        kernels.decide_together(
            s.units, pending, order, start, count, self.left, self.diagonal,
            float(p.own_connections), p.threshold, temperature, p.felt_gain, probability, s.sums,
            s.words,
        )  # fmt: skip


def leak(values: np.ndarray, gain: float | None) -> float:
    """Return (1/g) Σ ∫₀^s artanh, the energy of graded units (N,) away from 0; 0 for others."""
    if gain is None:
        return 0.0
    on, off = 1.0 + values, 1.0 - values
    on, off = np.maximum(on, 1e-300), np.maximum(off, 1e-300)
    return float((on * np.log(on) + off * np.log(off)).sum()) / (2.0 * gain)


def leak_at_the_ends(units: int, p: HopfieldParameters) -> float:
    """Return what N graded units pay at ±1: (N/g) ln 2."""
    return 0.0 if p.felt_gain is None else units * float(np.log(2.0)) / p.felt_gain
