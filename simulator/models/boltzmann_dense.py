"""A machine whose couplings are a table: what advances its chains, and their energies."""

from dataclasses import dataclass

import numpy as np

from kernels import boltzmann as kernels
from simulator.models.boltzmann_state import BoltzmannState
from simulator.models.boltzmann_torch import MANY, Elsewhere


@dataclass(frozen=True, eq=False)
class Dense:
    """Couplings (N, N) float64, symmetric with diagonal 0, and biases (N,) float64."""

    couplings: np.ndarray
    biases: np.ndarray
    low: int

    is_grid = False

    @property
    def n(self) -> int:
        return self.biases.size

    def fields(self, units: np.ndarray) -> np.ndarray:
        """Return h (C, N) of units (C, N)."""
        return units.astype(np.float64) @ self.couplings + self.biases

    def energies(self, units: np.ndarray, fields: np.ndarray) -> np.ndarray:
        """Return E (C,)."""
        return -0.5 * (units * (fields + self.biases)).sum(axis=1)

    def refresh(self, state: BoltzmannState) -> None:
        """Compute the running sums of a state from nothing."""
        state.fields = self.fields(state.units)
        state.energies = self.energies(state.units, state.fields)

    def energy_of(self, units: np.ndarray) -> float:
        """Return E of one chain's units (N,), from the definition."""
        one = units[None]
        return float(self.energies(one, self.fields(one))[0])

    def field_of(self, units: np.ndarray, unit: int) -> float:
        """Return h of a unit of one chain's units (N,), from the definition."""
        return float(self.couplings[unit] @ units + self.biases[unit])

    def run(
        self, s: BoltzmannState, count: int, free: np.ndarray, temperatures: np.ndarray,
        sampler: str, log: np.ndarray, counts: np.ndarray, on: np.ndarray | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:  # fmt: skip
        """Take `count` ticks; see `kernels.boltzmann.sample` for the arrays. Of many chains the
        ticks may be computed elsewhere."""
        if elsewhere and len(s.units) >= MANY and free.size:
            self._run_elsewhere(s, count, free, temperatures, sampler, log, counts, on, elsewhere)
            return
        swaps_from = s.sweeps % 2 if sampler == "replica-exchange" and len(s.units) > 1 else -1
        exchanged, _ = kernels.sample(
            s.units, s.fields, s.energies, self.couplings, free, self.low, temperatures,
            s.position, count, sampler == "metropolis", swaps_from, s.best, s.best_energy, log,
            1 if swaps_from >= 0 else len(s.units), on, counts, None, s.last, s.words,
        )  # fmt: skip
        s.exchanges += int(exchanged)

    def _run_elsewhere(
        self, s: BoltzmannState, count: int, free: np.ndarray, temperatures: np.ndarray,
        sampler: str, log: np.ndarray, counts: np.ndarray, on: np.ndarray | None,
        elsewhere: Elsewhere,
    ) -> None:  # fmt: skip
        position, sweep, chains = s.position, 0, len(s.units)
        is_exchanging = sampler == "replica-exchange"
        is_metropolis = sampler == "metropolis"
        while count > 0:
            ticks = min(count, self.n - position)
            picks, uniforms = np.empty((ticks, chains), np.int64), np.empty((ticks, chains))
            kernels.draw_updates(ticks, chains, free.size, picks, uniforms, s.words)
            units = free[picks].astype(np.int64)
            log[2, :, sweep] += elsewhere.tick(
                s, self.couplings, self.low, temperatures[:, sweep].copy(), units, uniforms,
                is_metropolis,
            )  # fmt: skip
            self._note_last(s, int(units[-1, 0]), temperatures[0, sweep], uniforms[-1, 0],
                            is_metropolis)  # fmt: skip
            position = (position + ticks) % self.n
            count -= ticks
            if position:
                continue
            if is_exchanging:
                first = (s.sweeps + sweep) % 2
                s.exchanges += kernels.exchange(
                    s.units, s.fields, s.energies, temperatures, sweep, first, s.words
                )
            log[0, :, sweep], log[1, :, sweep] = s.energies, s.units.mean(axis=1)
            kernels.tally(s.units[: 1 if is_exchanging else chains], free, on, counts, None)
            sweep += 1

    def _note_last(
        self, s: BoltzmannState, unit: int, temperature: float, uniform: float, is_metropolis: bool
    ) -> None:
        """Note the last decision of the first chain; its field does not hang on itself."""
        gap = (1 - self.low) * float(s.fields[0, unit])
        p = kernels.chance(gap, temperature)
        if is_metropolis:  # of the flip: before it the unit was the other where it took place
            rise = gap if s.units[0, unit] == 1 else -gap
            p = kernels.acceptance(rise, temperature)
            if uniform < kernels.acceptance(-rise, temperature):
                p = kernels.acceptance(-rise, temperature)
        s.last[:] = unit, gap, p, uniform
