"""A machine whose units are spins on a square grid: what advances its chains, and their energies.

    E = −B − field · M − λ · Y,  B = Σ_<ij> J_ij s_i s_j,  M = Σ s_i,  Y = Σ y_i s_i

B, M and Y are whole numbers and kept up to date, so energies never drift. Spins are in the order
of kernels/ising.py.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kernels import boltzmann as kernels
from kernels import ising, ising_cluster
from kernels import words as random_words
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_onsager import CRITICAL, magnetization
from simulator.models.boltzmann_state import BoltzmannState
from simulator.models.boltzmann_torch import Elsewhere


@dataclass(frozen=True, eq=False)
class Grid:
    """`bonds` (4, N) int8 or None (J = 1), `evidence` (N,) int8 ±1 or None."""

    side: int
    bonds: np.ndarray | None
    evidence: np.ndarray | None
    field: float
    weight: float  # λ

    is_grid = True
    low = -1

    @property
    def n(self) -> int:
        return self.side**2

    @cached_property
    def _members(self) -> np.ndarray:
        return np.empty(self.n, np.int32)

    def sums(self, units: np.ndarray) -> np.ndarray:
        """Return B, M, Y (3,) int64 of one chain's units (N,), from the definition."""
        grid = ising.joined(units)  # int8, and so are products of −1 and +1
        down, right = grid * np.roll(grid, -1, 0), grid * np.roll(grid, -1, 1)
        if self.bonds is not None:
            # a bond to the spin below stands at the upper one
            below = ising.joined(self.bonds[1])
            beyond = ising.joined(rightward(self.bonds, self.side))
            down, right = down * below, right * beyond
        agreed = 0 if self.evidence is None else _sum(units * self.evidence)
        return np.array([_sum(down) + _sum(right), _sum(grid), agreed])

    def energy(self, sums: np.ndarray) -> np.ndarray:
        """Return E (…) of sums (…, 3)."""
        return -sums[..., 0] - self.field * sums[..., 1] - self.weight * sums[..., 2]

    def refresh(self, state: BoltzmannState) -> None:
        """Compute the running sums of a state from nothing."""
        state.sums = np.array([self.sums(units) for units in state.units])
        state.energies = self.energy(state.sums).astype(np.float64)

    def energy_of(self, units: np.ndarray) -> float:
        """Return E of one chain's units (N,), from the definition."""
        return float(self.energy(self.sums(units)))

    def field_of(self, units: np.ndarray, unit: int) -> float:
        """Return h of a unit of one chain's units (N,), from the definition."""
        row, column = ising.place_of(unit, self.side)
        total = 0.0
        for k, other in enumerate(neighbours_of(row, column, self.side)):
            bond = 1 if self.bonds is None else int(self.bonds[k, unit])
            total += bond * int(units[other])
        seen = 0.0 if self.evidence is None else self.weight * int(self.evidence[unit])
        return total + self.field + seen

    def as_dense(self) -> Dense:
        """Return the same machine with its couplings as a table: for small grids."""
        couplings = np.zeros((self.n, self.n))
        for unit in range(self.n):
            row, column = ising.place_of(unit, self.side)
            for k, other in enumerate(neighbours_of(row, column, self.side)):
                couplings[unit, other] += 1 if self.bonds is None else self.bonds[k, unit]
        biases = np.full(self.n, self.field)
        if self.evidence is not None:
            biases += self.weight * self.evidence
        return Dense(couplings, biases, -1)

    # ---- steps ----

    def run(
        self, s: BoltzmannState, count: int, free: np.ndarray, temperatures: np.ndarray,
        sampler: str, log: np.ndarray, counts: np.ndarray, on: np.ndarray | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:  # fmt: skip
        """Take `count` ticks; the arrays are those of `kernels.boltzmann.sample`. Whole sweeps may
        be computed elsewhere: they come out the same."""
        pinned = s.held if free.size < self.n else None
        position, sweep = s.position, 0
        while count > 0:
            ticks = min(count, self.n - position)
            if position == 0:
                random_words.fill(s.keys, s.words)
            if elsewhere and ticks == self.n and sampler != "wolff":
                log[2, :, sweep] += self._sweep_elsewhere(
                    s, temperatures[:, sweep], sampler, pinned, elsewhere
                )
            elif sampler == "wolff":
                self._grow(s, ticks, temperatures[:, sweep], pinned, log[2, :, sweep])
            else:
                for c, temperature in enumerate(temperatures[:, sweep].tolist()):
                    flips = self._sweep(s, c, position, ticks, temperature, sampler, pinned)
                    log[2, c, sweep] += flips
            position = (position + ticks) % self.n
            count -= ticks
            s.energies = self.energy(s.sums).astype(np.float64)
            if position == 0:
                if sampler == "replica-exchange":
                    self._exchange(s, temperatures[:, sweep], (s.sweeps + sweep) % 2)
                log[2, :, sweep] = np.minimum(log[2, :, sweep], self.n)  # clusters may overlap
                self._note(s, log, sweep)
                counted = 1 if sampler == "replica-exchange" else len(s.units)
                if on is not None or counts.size:
                    kernels.tally(s.units[:counted], free, on, counts, None)
                sweep += 1

    def _sweep_elsewhere(
        self, s: BoltzmannState, temperatures: np.ndarray, sampler: str,
        pinned: np.ndarray | None, elsewhere: Elsewhere,
    ) -> np.ndarray:  # fmt: skip
        """Take a whole sweep on another device; returns the flips (C,)."""
        is_metropolis = sampler == "metropolis"
        limits = np.stack(
            [
                ising.limits_of(float(t), self.field, self.weight, is_metropolis)
                for t in temperatures
            ]
        )
        changes = elsewhere.sweep(
            s.units, self.side, limits, s.keys, pinned, self.bonds,
            self.evidence if self.weight else None, is_metropolis,
        )  # fmt: skip
        s.sums += changes[:, 1:]
        if self.evidence is not None and not self.weight:
            s.sums[:, 2] = s.units.astype(np.int64) @ self.evidence
        return changes[:, 0]

    def _sweep(
        self, s: BoltzmannState, c: int, position: int, ticks: int, temperature: float,
        sampler: str, pinned: np.ndarray | None,
    ) -> int:  # fmt: skip
        is_metropolis = sampler == "metropolis"
        limits = ising.limits_of(temperature, self.field, self.weight, is_metropolis)
        flips, *changes = ising.update_lattice(
            s.units[c], self.side, position, ticks, limits, s.keys[c], pinned, self.bonds,
            self.evidence if self.weight else None, is_metropolis,
        )  # fmt: skip
        s.sums[c] += changes
        if self.evidence is not None and not self.weight:
            s.sums[c, 2] = int(s.units[c].astype(np.int64) @ self.evidence)
        return int(flips)

    def _grow(
        self, s: BoltzmannState, ticks: int, temperatures: np.ndarray, pinned: np.ndarray | None,
        flips: np.ndarray,
    ) -> None:  # fmt: skip
        """Grow clusters, each at the first of its ticks; see `ticks_of_cluster`.

        The chains share their random words, so clusters grow in the order of their ticks. Spins
        that flip are added to `flips` (C,).
        """
        chances = [ising_cluster.chances(t, self.field) for t in temperatures.tolist()]
        takes = [ticks_of_cluster(t, self.side) for t in temperatures.tolist()]
        while s.waiting[c := int(s.waiting.argmin())] < ticks:
            size, is_flipped, tied, change = ising_cluster.grow_cluster(
                s.units[c], self.side, *chances[c], pinned, s.words, self._members
            )
            s.waiting[c] += takes[c]
            s.sums[c, :2] += tied, change
            flips[c] += size if is_flipped else 0
        s.waiting -= ticks

    def _exchange(self, s: BoltzmannState, temperatures: np.ndarray, first: int) -> None:
        """Offer every second pair of neighbouring chains an exchange of their states."""
        for a in range(first, len(temperatures) - 1, 2):
            b = a + 1
            gain = (1 / temperatures[a] - 1 / temperatures[b]) * (s.energies[a] - s.energies[b])
            chance = np.empty(1)
            random_words.uniforms(chance, s.words)
            if gain >= 0 or chance[0] < np.exp(gain):
                for array in (s.units, s.sums, s.energies):
                    array[[a, b]] = array[[b, a]]
                s.exchanges += 1

    def _note(self, s: BoltzmannState, log: np.ndarray, sweep: int) -> None:
        log[0, :, sweep] = s.energies
        log[1, :, sweep] = s.sums[:, 1] / self.n
        lowest = int(s.energies.argmin())
        if s.energies[lowest] < s.best_energy[0]:
            s.best_energy[0] = s.energies[lowest]
            s.best[:] = s.units[lowest]


def _sum(values: np.ndarray) -> int:
    """Return the sum of int8 values."""
    return int(values.sum(dtype=np.int64))


def ticks_of_cluster(temperature: float, side: int) -> int:
    """Return how many ticks a cluster takes: about as many as it has spins on average.

    By theory, so that it hangs on the temperature alone. If each took as many as it has, states
    after large clusters would last longer, and be seen too often.
    """
    n, edge = side * side, min(1.0, 1.09 * side**-0.25)  # the share of a cluster at T_C
    if temperature <= CRITICAL:
        return round(n * max(float(magnetization(np.array(temperature))) ** 2, edge))
    size = 0.9626 * (1.0 - CRITICAL / temperature) ** -1.75  # of the infinite lattice, near T_C
    return max(1, round(min(n * edge, size)))


def neighbours_of(row: int, column: int, side: int) -> tuple[int, int, int, int]:
    """Return the numbers of the spins up, down, beside and across of a place."""
    before, after = (column - 1) % side, (column + 1) % side
    k = column // 2
    beside, across = (before, after) if before // 2 == k else (after, before)
    return (
        ising.unit_of((row - 1) % side, column, side),
        ising.unit_of((row + 1) % side, column, side),
        ising.unit_of(row, beside, side),
        ising.unit_of(row, across, side),
    )


def rightward(bonds: np.ndarray, side: int) -> np.ndarray:
    """Return J (N,) to the right neighbour of every spin, from bonds (4, N)."""
    column = ising.order(side) % side
    return np.where(column % 2 == 0, bonds[2], bonds[3])  # an even column has its pair at the right


def bonds_of(right: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Return bonds (4, N) int8 in the order of kernels/ising.py, from J (L, L) to the right and
    down of each place."""
    up, left = np.roll(down, 1, 0), np.roll(right, 1, 1)
    column = np.arange(right.shape[0])
    beside = np.where(column % 2 == 0, right, left)
    across = np.where(column % 2 == 0, left, right)
    return np.stack([ising.split(x) for x in (up, down, beside, across)]).astype(np.int8)
