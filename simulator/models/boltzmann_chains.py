"""Chains of a machine beside the run: what the jobs advance.

They hold what `Dense.run` and `Grid.run` change, and nothing else of a model's state. A sweep is N
ticks; chains are only ever stopped between two sweeps.
"""

from typing import Any

import numpy as np

from simulator.models.boltzmann_machine import Machine
from simulator.models.boltzmann_state import BoltzmannParameters

NOT_COUNTED = np.zeros(0, np.int64)


class Chains:
    """`units` (C, N) int8 are taken as they are and changed in place; `held` (N,) bool never move.

    `best` (N,) int8 and `best_energy` (1,) are of the lowest state of any chain so far.
    """

    def __init__(
        self, machine: Machine, units: np.ndarray, held: np.ndarray, rng: np.random.Generator
    ) -> None:
        chains, n = units.shape
        self.machine, self.units, self.held = machine, units, held
        self.free = np.flatnonzero(~held).astype(np.int32)
        self.fields = np.zeros((chains, 0))
        self.energies = np.zeros(chains)
        self.sums = np.zeros((chains, 3), np.int64)
        self.words = rng.integers(0, 2**64, 4, np.uint64)
        self.keys = np.zeros(chains, np.uint64)
        self.waiting = np.zeros(chains, np.int64)
        self.last = np.array([-1.0, 0.0, 0.0, 0.0])
        self.position = self.sweeps = self.exchanges = 0
        self.best, self.best_energy = np.empty(n, np.int8), np.array([np.inf])
        self.refresh()

    def refresh(self) -> None:
        """Compute the running sums from nothing: the units were changed from outside."""
        state: Any = self  # a machine asks for these fields of a model's state alone
        self.machine.refresh(state)
        lowest = int(self.energies.argmin())
        if self.energies[lowest] < self.best_energy[0]:
            self.best[:], self.best_energy[0] = self.units[lowest], self.energies[lowest]

    def run(
        self, temperatures: np.ndarray, sampler: str = "gibbs", on: np.ndarray | None = None
    ) -> np.ndarray:
        """Take a sweep at each of the temperatures (C, S), or (S,) of all chains; return the log
        (3, C, S) of kernels/boltzmann.py. `on` (N,) int64 counts how often each unit was on."""
        chains, n = self.units.shape
        heats = np.broadcast_to(temperatures, (chains, np.shape(temperatures)[-1]))
        sweeps = heats.shape[1]
        log = np.zeros((3, chains, sweeps + 1))
        state: Any = self
        self.machine.run(
            state, sweeps * n, self.free, np.column_stack([heats, heats[:, -1]]), sampler, log,
            NOT_COUNTED, on,
        )  # fmt: skip
        self.sweeps += sweeps
        return log[:, :, :sweeps]


def plain_sampler(p: BoltzmannParameters) -> str:
    """Return the sampler of a model that runs one chain alone at one temperature."""
    return "metropolis" if p.sampler == "metropolis" else "gibbs"


def by_chance(
    count: int, held: np.ndarray, values: np.ndarray, low: int, rng: np.random.Generator
) -> np.ndarray:
    """Return units (count, N) int8 by chance, those that are `held` (N,) bool at their `values`."""
    units = rng.choice(np.array([low, 1], np.int8), (count, held.size))
    units[:, held] = values[held]
    return units
