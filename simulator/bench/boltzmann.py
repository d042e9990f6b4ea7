"""Boltzmann machines against NumPy: a dense spin glass, all states of a small machine; with the
rows of lattices."""

import sys

import numpy as np

from kernels import boltzmann as kernels
from kernels import boltzmann_exact, words
from simulator.bench import boltzmann_lattice
from simulator.bench.rows import Result, Row, against, alone, median_seconds
from simulator.core import warmup

SPINS = 1000
COLD = 0.1
UNITS = 20  # of the machine whose 2^20 states are listed
WARM_SWEEPS = 50  # from a random start: cold is what has become still


class Glass:
    """Sherrington and Kirkpatrick's spin glass, cold, one chain."""

    def __init__(self, spins: int = SPINS) -> None:
        rng = np.random.default_rng(0)
        upper = np.triu(rng.normal(0.0, spins**-0.5, (spins, spins)), 1)
        self.n, self.couplings = spins, upper + upper.T
        self.units = rng.choice(np.array([-1, 1], np.int8), (1, spins))
        self.fields = self.units @ self.couplings
        self.energies = -0.5 * (self.units * self.fields).sum(axis=1)
        self.free = np.arange(spins, dtype=np.int32)
        self.words, self.rng = words.seeded(0), rng
        self.sweep(WARM_SWEEPS)

    def sweep(self, sweeps: int = 1) -> None:
        """Ours: fields are kept up to date at every flip."""
        temperatures, log = np.full((1, sweeps), COLD), np.zeros((3, 1, sweeps))
        kernels.sample(
            self.units, self.fields, self.energies, self.couplings, self.free, -1, temperatures, 0,
            sweeps * self.n, False, -1, self.units[0].copy(), np.zeros(1), log, 1, None,
            np.zeros(0, np.int64), None, np.zeros(4), self.words,
        )  # fmt: skip

    def numpy_sweep(self) -> None:
        """The plain loop in NumPy: a site, a field `J[i] @ s`, an `exp` and a random number."""
        s, j, rng = self.units[0].astype(float), self.couplings, self.rng
        for _ in range(self.n):
            i = rng.integers(self.n)
            s[i] = 1.0 if rng.random() < 1.0 / (1.0 + np.exp(-2.0 * (j[i] @ s) / COLD)) else -1.0


def dense() -> list[Result]:
    """1000 spins, every two coupled, at T = 0.1."""
    warmup.use()
    work = Glass()
    ours = median_seconds(lambda: work.sweep(100), 9) / 100
    theirs = median_seconds(work.numpy_sweep, 9)
    peer = "NumPy loop, J[i] @ s"
    return [against("boltzmann-dense", "µs/sweep", 1e6 * ours, peer, 1e6 * theirs, 200)]


def growth() -> list[Result]:
    """Time of a cold sweep against N: the power with which it grows."""
    warmup.use()
    sizes, times = (20, 63, 200, 632, 2000), []
    for n in sizes:
        work = Glass(n)
        times.append(median_seconds(lambda w=work: w.sweep(20), 20) / 20)  # type: ignore[misc]
        print(f"    N = {n:>5}: {1e6 * times[-1]:9.1f} µs a sweep", file=sys.stderr)
    power = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    return [alone("boltzmann-growth", "power of N", float(power), 2.0)]


class States:
    """All states of a machine of units 0 and 1 with weights by chance."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        upper = np.triu(rng.normal(0.0, 1.0, (UNITS, UNITS)), 1)
        self.weights, self.biases = upper + upper.T, rng.normal(0.0, 1.0, UNITS)
        self.energies = np.empty(2**UNITS)

    def ours(self) -> np.ndarray:
        """A Gray code, then the probabilities."""
        fields = self.biases.copy()
        boltzmann_exact.all_energies(self.weights, fields, 1.0, 0.0, self.energies)
        p = np.exp(self.energies.min() - self.energies)
        return p / p.sum()

    def numpy(self) -> np.ndarray:
        """The same in NumPy, all states at once."""
        shifts = np.arange(UNITS - 1, -1, -1)
        s = ((np.arange(2**UNITS)[:, None] >> shifts) & 1).astype(float)
        energies = -0.5 * np.einsum("ki,ij,kj->k", s, self.weights, s, optimize=True)
        energies -= s @ self.biases
        p = np.exp(energies.min() - energies)
        return p / p.sum()


def states() -> list[Result]:
    """2^20 states, exactly: against NumPy, and in seconds."""
    warmup.use()
    work = States()
    assert np.allclose(work.ours(), work.numpy(), atol=1e-12)
    ours = median_seconds(work.ours, 15)
    theirs = median_seconds(work.numpy, 5)
    return [
        against("boltzmann-states", "ms", 1e3 * ours, "NumPy, all at once", 1e3 * theirs, 10),
        alone("boltzmann-states-seconds", "s", ours, 0.3),
    ]


ROWS: dict[str, Row] = {
    **boltzmann_lattice.ROWS,
    "boltzmann-dense": dense,
    "boltzmann-growth": growth,
    "boltzmann-states": states,
}
