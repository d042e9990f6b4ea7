"""The series that a scan of temperatures looks at: in turn, in exchange, or by clusters."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from kernels import ising_cluster
from kernels.ising_clusters import grow_clusters
from simulator.models.boltzmann_chains import Chains, plain_sampler
from simulator.models.boltzmann_grid import Grid
from simulator.models.boltzmann_machine import Machine
from simulator.models.boltzmann_state import BoltzmannParameters

AT_ONCE = 2**20  # updates between two words about the progress
MOST_SWEEPS = 200


@dataclass(frozen=True)
class Plan:
    """What is to be sampled."""

    p: BoltzmannParameters
    machine: Machine
    start: np.ndarray  # (N,) int8
    held: np.ndarray  # (N,) bool
    temperatures: np.ndarray  # (K,) rising
    equilibrate: int  # sweeps
    measure: int

    @property
    def sweeps(self) -> int:
        return self.equilibrate + self.measure

    @property
    def updates(self) -> float:
        """Updates of a unit, of all temperatures."""
        return float(self.temperatures.size) * self.sweeps * self.p.n

    @property
    def is_rising(self) -> bool:
        """Whether one goes from cold to hot: where all spins up are a good beginning."""
        return self.p.network in ("lattice", "picture")


@dataclass(frozen=True)
class Series:
    """E/N and the mean unit, after each sweep that is measured, (S,) each."""

    energies: np.ndarray
    means: np.ndarray


Sampling = Generator[float, None, list[Series]]


def sampling(plan: Plan, rng: np.random.Generator) -> Sampling:
    """Yield the share done; return the series of each temperature."""
    if plan.p.sampler == "replica-exchange" and plan.temperatures.size > 1:
        return (yield from _together(plan, rng))
    one = _clusters if plan.p.uses_clusters else _sweeps
    chains = Chains(plan.machine, plan.start[None].copy(), plan.held, rng)
    order = np.arange(plan.temperatures.size)
    order = order if plan.is_rising else order[::-1]
    found: dict[int, Series] = {}
    for done, k in enumerate(order.tolist()):
        work = one(plan, chains, float(plan.temperatures[k]))
        try:
            while True:
                yield (done + next(work)) / order.size
        except StopIteration as end:
            found[k] = end.value
    return [found[k] for k in range(order.size)]


def _sweeps(plan: Plan, chains: Chains, temperature: float) -> Generator[float, None, Series]:
    log = yield from _logged(chains, np.full(1, temperature), plan, plain_sampler(plan.p))
    return _series(log, 0, plan.machine.n)


def _together(plan: Plan, rng: np.random.Generator) -> Sampling:
    """Run a chain at each temperature; neighbours exchange their states."""
    start = np.repeat(plan.start[None], plan.temperatures.size, axis=0)
    chains = Chains(plan.machine, start, plan.held, rng)
    log = yield from _logged(chains, plan.temperatures, plan, "replica-exchange")
    return [_series(log, c, plan.machine.n) for c in range(len(start))]


def _logged(
    chains: Chains, temperatures: np.ndarray, plan: Plan, sampler: str
) -> Generator[float, None, np.ndarray]:
    """Return energies and mean units (2, C, S) of the sweeps that are measured."""
    at_once = max(1, min(MOST_SWEEPS, AT_ONCE // chains.units.size))
    kept = []
    for start in range(0, plan.sweeps, at_once):
        count = min(at_once, plan.sweeps - start)
        log = chains.run(np.repeat(temperatures[:, None], count, axis=1), sampler)
        kept.append(log[:2, :, max(0, plan.equilibrate - start) :])
        yield (start + count) / plan.sweeps
    return np.concatenate(kept, axis=2)


def _series(log: np.ndarray, chain: int, units: int) -> Series:
    return Series(log[0, chain] / units, log[1, chain])


def _clusters(plan: Plan, chains: Chains, temperature: float) -> Generator[float, None, Series]:
    """Measure each time after the same number of clusters, about as many as have N spins."""
    machine, n = plan.machine, plan.machine.n
    assert isinstance(machine, Grid)
    add, factor = ising_cluster.chances(temperature, machine.field)
    pinned, members = plan.held if plan.held.any() else None, np.empty(n, np.int32)
    sums = chains.sums[0]

    def grow(count: int) -> int:
        spins, tied, balance = grow_clusters(
            chains.units[0], machine.side, add, factor, pinned, chains.words, members, count
        )
        sums[:2] += tied, balance
        return int(spins)

    spins, clusters = grow(1), 1
    while spins < plan.equilibrate * n:
        count = max(1, round(n * clusters / spins))
        spins, clusters = spins + grow(count), clusters + count
        yield min(1.0, spins / (plan.sweeps * n))
    count, rows = max(1, round(n * clusters / spins)), np.empty((plan.measure, 2))
    for j in range(plan.measure):
        grow(count)
        rows[j] = machine.energy(sums), sums[1]
        if j % MOST_SWEEPS == 0:
            yield (plan.equilibrate + j) / plan.sweeps
    return Series(rows[:, 0] / n, rows[:, 1] / n)
