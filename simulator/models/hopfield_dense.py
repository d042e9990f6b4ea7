"""Dense and modern associative memories: an energy of the overlaps, and no pairwise weights.

Equations, sources and shapes: kernels/hopfield_dense.py.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kernels import hopfield_dense as kernels
from simulator.models.hopfield_factors import leak, leak_at_the_ends
from simulator.models.hopfield_network import Network

POLYNOMIAL, EXPONENTIAL, MODERN = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Dense(Network):
    """A network whose energy is −G(x) of its overlaps x."""

    @property
    def shape(self) -> int:
        """Which G, as the kernels number them."""
        if self.parameters.rule == "modern":
            return MODERN
        return POLYNOMIAL if self.parameters.interaction == "polynomial" else EXPONENTIAL

    @property
    def beta(self) -> float:
        """The factor in the exponent."""
        return self.parameters.beta if self.shape == MODERN else 1.0

    @property
    def is_convex(self) -> bool:
        """Whether G is convex, so that no update of any units raises the energy."""
        return self.shape != POLYNOMIAL or self.parameters.degree % 2 == 0

    @property
    def is_downhill(self) -> bool:
        return self.is_convex or not self.parameters.is_continuous

    # ---- sums and energy ----

    def sums(self, units: np.ndarray) -> np.ndarray:
        return self.along(self.memories, units)

    def potential(self, x: np.ndarray) -> np.ndarray:
        """Return G of overlaps x (K,) or (K, M)."""
        p = self.parameters
        if self.shape == POLYNOMIAL:
            return ((x / self.units) ** p.degree).sum(axis=0) * self.units / p.degree
        top = (self.beta * x).max(axis=0, initial=-np.inf)
        return (top + np.log(np.exp(self.beta * x - top).sum(axis=0))) / self.beta

    def shares(self, x: np.ndarray) -> np.ndarray:
        """Return softmax(β x) (K,): how much each memory has to say."""
        weights = np.exp(self.beta * (x - x.max()))
        return weights / weights.sum()

    def energy(self, units: np.ndarray, sums: np.ndarray, back: np.ndarray) -> float:
        if not self.stored:
            return 0.0
        return float(-self.potential(sums)) + self._paid(units.astype(np.float64))

    def energy_by_definition(self, units: np.ndarray) -> float:
        return self.energy(units, self.sums(units), np.empty(0))

    def _paid(self, v: np.ndarray) -> float:
        """Return what thresholds, graded and continuous units add."""
        p = self.parameters
        pull = 0.5 * float(v @ v) if self.shape == MODERN else 0.0
        return pull + p.threshold * float(v.sum()) + leak(v, p.felt_gain)

    @property
    def measures(self) -> np.ndarray:
        return self.memories

    def energy_of(self, sums: np.ndarray, total: np.ndarray) -> np.ndarray:
        p = self.parameters
        pull = 0.5 * self.units if self.shape == MODERN else leak_at_the_ends(self.units, p)
        return -self.potential(sums) + pull + p.threshold * total

    # ---- fields ----

    def fields(self, states: np.ndarray) -> np.ndarray:
        v = states.astype(np.float64)
        if v.ndim == 2:
            return np.stack([self.fields(column) for column in v.T], axis=1)
        x, h = self.sums(v), np.empty(v.size)
        for rows in self.blocks():
            h[rows] = self.terms(self.memories[rows], v[rows], x).sum(axis=1)
        return h

    def terms(self, xi: np.ndarray, values: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Return what each memory says to units of rows ξ (n, K) and `values` (n,): (n, K).

        They sum to h; for the exponential, whose h is a logarithm, each has its share of it.
        """
        p, n = self.parameters, self.units
        xi = xi.astype(np.float64)
        if not self.stored:
            return xi
        if p.is_continuous:
            if self.shape == POLYNOMIAL:
                return xi * (x / n) ** (p.degree - 1)
            return xi * self.shares(x)
        rest = x - xi * values[:, None]
        if self.shape == POLYNOMIAL:
            step = ((rest + xi) / n) ** p.degree - ((rest - xi) / n) ** p.degree
            return 0.5 * step * n / p.degree
        weights = np.exp(rest - rest.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        on = (weights * (xi > 0)).sum(axis=1, keepdims=True)
        e = np.e
        h = 0.5 * np.log((on * e + (1 - on) / e) / (on / e + (1 - on) * e))
        said = xi * weights
        whole = said.sum(axis=1, keepdims=True)
        return said * np.divide(h, whole, out=np.ones_like(h), where=np.abs(whole) > 1e-12)

    def felt_by(self, some: np.ndarray, units: np.ndarray, sums: np.ndarray) -> np.ndarray:
        return self.terms(self.memories[some], units[some].astype(np.float64), sums).sum(axis=1)

    def memory_fields(self, rows: slice) -> np.ndarray:
        """In memory ν only whether ξ_i^μ = ξ_i^ν matters, so that sums over μ are products."""
        p, n = self.parameters, self.units
        xi = self.memories[rows].astype(np.float64)
        gram = self.correlation * n
        if p.is_continuous:
            if self.shape == POLYNOMIAL:
                return xi @ self.correlation ** (p.degree - 1)
            weights = np.exp(self.beta * (gram - n))  # the memory itself has the largest overlap
            return xi @ (weights / weights.sum(axis=0))
        if self.shape == POLYNOMIAL:
            alike, other = (
                ((gram - c + 1) / n) ** p.degree - ((gram - c - 1) / n) ** p.degree for c in (1, -1)
            )
            h = xi @ (alike + other) + xi * (alike - other).sum(axis=0)
            return 0.25 * h * n / p.degree
        weights, e = np.exp(gram - n), np.e
        on, off = (xi > 0) @ weights, (xi < 0) @ weights
        on, off = on * np.exp(-xi), off * np.exp(xi)
        return 0.5 * np.log((on * e + off / e) / (on / e + off * e))

    # ---- time ----

    @cached_property
    def _scratch(self) -> np.ndarray:
        return np.empty(self.stored)

    def update(
        self, s: Any, order: np.ndarray, count: int, temperature: float
    ) -> tuple[int, float]:
        p = self.parameters
        flips, rise = kernels.dense_in_turn(
            s.units, order, s.position, count, self.memories, self.shape, p.degree, self.beta,
            p.threshold, temperature, p.felt_gain, s.sums, self._scratch, s.words,
        )  # fmt: skip
        s.energy = self.energy(s.units, s.sums, s.back)
        return flips, rise

    def decide(
        self, s: Any, pending: np.ndarray, order: np.ndarray, start: int, count: int,
        temperature: float, probability: float,
    ) -> None:  # fmt: skip
        p = self.parameters
        if not self.stored:  # nothing pulls at the units, and softmax of nothing is no number
            turns = order[start : start + count]
            pending[turns] = s.units[turns]
            return
        kernels.dense_together(
            s.units, pending, order, start, count, self.memories, self.shape, p.degree, self.beta,
            p.threshold, temperature, p.felt_gain, probability, s.sums, np.empty(self.stored),
            s.words,
        )  # fmt: skip
