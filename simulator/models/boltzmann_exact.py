"""The exact distribution of a small Boltzmann machine: all states of its free units.

A state's number has the bits of the free units, the first one's the most significant. Energies
include what the held units give.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kernels import boltzmann_exact as kernels
from simulator.models.boltzmann_dense import Dense

SMALL = 1e-300
OFTEN = 5.0  # times that a state has to be expected, to be compared with how often it was met
FEW = 10  # free units whose states NumPy lists as fast, so that no kernel is waited for


@dataclass(frozen=True)
class Exact:
    """All 2^F states at a temperature; at T = 0 the lowest states alone, equally often."""

    machine: Dense
    temperature: float
    free: np.ndarray  # (F,) the units that are not held
    values: np.ndarray  # (N,) int8: of the held units; the others are off
    energies: np.ndarray  # (2^F,) float64

    @classmethod
    def of(cls, machine: Dense, units: np.ndarray, held: np.ndarray, temperature: float) -> "Exact":
        """Visit all states in which the units that are `held` (N,) bool are as in `units` (N,)."""
        free = np.flatnonzero(~held)
        values = np.where(held, units, machine.low).astype(np.int8)
        return cls(machine, temperature, free, values, all_energies(machine, values, free))

    def at(self, temperature: float) -> "Exact":
        """Return the same states at another temperature."""
        return Exact(self.machine, temperature, self.free, self.values, self.energies)

    # ---- the distribution ----

    @cached_property
    def lowest(self) -> float:
        return float(self.energies.min())

    @cached_property
    def _weights(self) -> np.ndarray:
        """exp(−(E − lowest)/T), (2^F,)."""
        above = self.energies - self.lowest
        if self.temperature == 0:
            return (above < 1e-9).astype(np.float64)
        return np.exp(np.maximum(-above / self.temperature, -700.0))

    @cached_property
    def log_z(self) -> float | None:
        """ln Z, Z = Σ exp(−E/T); None at T = 0."""
        if self.temperature == 0:
            return None
        return float(np.log(self._weights.sum()) - self.lowest / self.temperature)

    @property
    def z(self) -> float | None:
        """Z, where it is a number a computer can write."""
        log_z = self.log_z
        return None if log_z is None or abs(log_z) > 700 else float(np.exp(log_z))

    @cached_property
    def p(self) -> np.ndarray:
        """Probabilities (2^F,), by number."""
        return self._weights / self._weights.sum()

    @cached_property
    def log_p(self) -> np.ndarray:
        """Their logarithms (2^F,), finite where a state is as good as impossible too."""
        if self.temperature == 0:
            return np.log(np.maximum(self.p, SMALL))
        above = self.energies - self.lowest
        return -above / self.temperature - np.log(self._weights.sum())

    @cached_property
    def entropy(self) -> float:
        """−Σ p ln p, in nats."""
        return float(-(self.p * self.log_p).sum()) + 0.0

    @property
    def mean_energy(self) -> float:
        return float(self.p @ self.energies)

    @property
    def free_energy(self) -> float:
        """⟨E⟩ − T S = −T ln Z."""
        return self.mean_energy - self.temperature * self.entropy

    # ---- sums over it ----

    def marginal(self, first: int) -> np.ndarray:
        """Return p (2^k,) of the states of the k free units among the first `first` units."""
        k = int((self.free < first).sum())
        return self.p.reshape(2**k, -1).sum(axis=1)

    def means(self) -> np.ndarray:
        """Return the probability (N,) that each unit is on."""
        return np.diagonal(self.pairs()).copy()

    def pairs(self, p: np.ndarray | None = None) -> np.ndarray:
        """Return the probability (N, N) that two units are on together, under p (2^F,) or the
        machine's own."""
        n, f = self.values.size, self.free.size
        among = pair_sums(self.p if p is None else p, f)
        on = np.flatnonzero(self.values == 1)
        on = on[~np.isin(on, self.free)]
        both = np.zeros((n, n))
        both[np.ix_(self.free, self.free)] = among
        alone = np.diagonal(among)
        both[np.ix_(self.free, on)] = alone[:, None]
        both[np.ix_(on, self.free)] = alone[None, :]
        both[np.ix_(on, on)] = 1.0
        return both

    # ---- samples against it ----

    def compared(self, counts: np.ndarray) -> tuple[float, float] | None:
        """Return KL(sampled ‖ exact) in nats and the total variation ½ Σ |q − p| of counts (2^F,);
        None where nothing was counted. Only states that were met are looked at."""
        seen = np.flatnonzero(counts)
        if not seen.size:
            return None
        q, p = counts[seen] / counts[seen].sum(), self.p[seen]
        divergence = float((q * (np.log(q) - self.log_p[seen])).sum())
        unmet = max(0.0, 1.0 - float(p.sum()))
        return max(0.0, divergence), 0.5 * (float(np.abs(q - p).sum()) + unmet)

    def variation_of_frequent(self, counts: np.ndarray, samples: float) -> tuple[float, float]:
        """Return ½ Σ |q − p| over the states that are expected to be met at least `OFTEN` times in
        so many independent samples, and about what chance alone makes of it (half the mean
        deviation of a binomial, √(2p/(πn)), summed)."""
        often = np.flatnonzero(self.p * samples >= OFTEN)
        p, q = self.p[often], counts[often] / max(1, counts.sum())
        chance = np.sqrt(p / (2 * np.pi * samples)).sum()
        return 0.5 * float(np.abs(q - p).sum()), float(chance)


def all_energies(machine: Dense, values: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Return the energies (2^F,) of all states of the free units, the others being `values`."""
    low = values[None].copy()
    low[0, free] = machine.low
    fields = machine.fields(low)
    first = float(machine.energies(low, fields)[0])
    among = np.ascontiguousarray(machine.couplings[np.ix_(free, free)])
    if free.size <= FEW:
        on = (1 - machine.low) * bits_of(np.arange(2**free.size), free.size).astype(np.float64)
        return first - on @ fields[0, free] - 0.5 * ((on @ among) * on).sum(axis=1)
    energies = np.empty(2**free.size)
    kernels.all_energies(among, fields[0, free].copy(), float(1 - machine.low), first, energies)
    return energies


def pair_sums(p: np.ndarray, units: int) -> np.ndarray:
    """Return how probable it is, under p (2^F,), that two of F units are on together, (F, F)."""
    if units <= FEW:
        bits = bits_of(np.arange(p.size), units).astype(np.float64)
        return (bits * p[:, None]).T @ bits
    among = np.zeros((units, units))
    kernels.pair_sums(p, among)
    return among


def bits_of(numbers: np.ndarray, units: int) -> np.ndarray:
    """Return the bits (K, units) int8 of state numbers (K,)."""
    shifts = np.arange(units - 1, -1, -1)
    return ((np.asarray(numbers)[:, None] >> shifts) & 1).astype(np.int8)


def numbers_of(bits: np.ndarray) -> np.ndarray:
    """Return the numbers (K,) int64 of states (K, units) of 0 and 1."""
    return bits.astype(np.int64) @ (1 << np.arange(bits.shape[1] - 1, -1, -1, dtype=np.int64))
