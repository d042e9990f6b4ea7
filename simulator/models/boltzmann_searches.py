"""The job `searches`: which way of searching finds a low energy soonest?

Every method has the same number of unit updates, S sweeps of N:

    hill-climbing   only downhill (T = 0); begins anew by chance once three sweeps in a row have
                    not lowered the energy
    annealing       one chain, cooled from the model's first temperature to its last by each
                    schedule (boltzmann_schedules.py)
    exchange        some chains at temperatures between these two, S sweeps shared among them

`best` is the lowest energy so far, averaged over the trials; `found` the share of them that had
come to the optimum, where it is known. A trial's couplings are the model's; only chance differs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_chains import Chains, by_chance, plain_sampler
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_state import COLDEST, MOST_COUNTED

POINTS = 16  # at which the best energy so far is noted
PATIENCE = 3  # sweeps that did not lower the energy
AT_ONCE = 256  # sweeps in one call
SAME = 1e-9  # of an energy's size
SCHEDULES = ("linear", "geometric", "logarithmic", "adaptive")


@dataclass(frozen=True)
class SearchOptions(Parameters):
    """How long, and how often, each method searches."""

    trials: int = parameter(20, 1, 1000, scale="log", unit="runs", help="Runs of each method.")
    sweeps: int = parameter(
        0, 0, 1_000_000, unit="sweeps", help="Sweeps of each run; 0: the schedule's length."
    )
    replicas: int = parameter(
        8, 2, 64, unit="chains", help="Chains that exchange their states, and share the sweeps."
    )


@dataclass(frozen=True)
class Search:
    """What all methods are given."""

    model: Any
    sweeps: int
    replicas: int
    start: float  # temperatures
    end: float

    def begun(self, count: int, rng: np.random.Generator) -> Chains:
        """Return chains that begin by chance; held units stay."""
        machine, s = self.model.machine, self.model.state
        return Chains(machine, by_chance(count, s.held, s.cue, machine.low, rng), s.held, rng)


Steps = Iterator[tuple[int, Chains]]  # unit updates so far, and the chains: as often as they like


def searched(model: Any, rng: np.random.Generator, options: SearchOptions) -> Work:
    """Yield the share done; return for each method a row at each of some numbers of updates,
    columns method, updates, best, error, optimum, found."""
    p = model.parameters
    end = max(p.temperature_end, COLDEST * p.temperature_start)
    search = Search(
        model, options.sweeps or p.sweeps, options.replicas, max(p.temperature_start, end), end
    )
    budget = search.sweeps * p.n
    marks = np.unique(np.ceil(search.sweeps * (np.arange(1, POINTS + 1) / POINTS) ** 2)) * p.n
    optimum, done = optimum_of(model), 0
    columns: dict[str, list[Any]] = {
        name: [] for name in ("method", "updates", "best", "error", "optimum", "found")
    }
    for method, steps in METHODS.items():
        best, found = np.empty((2, options.trials, marks.size))
        for trial in range(options.trials):
            noted = 0
            for updates, chains in steps(search, rng):
                reached = noted + int((marks[noted:] <= updates).sum())
                best[trial, noted:reached] = chains.best_energy[0]
                found[trial, noted:reached] = is_found(model, chains, optimum)
                noted = reached
                yield (done + min(1.0, updates / budget)) / (options.trials * len(METHODS))
            best[trial, noted:] = chains.best_energy[0]
            found[trial, noted:] = is_found(model, chains, optimum)
            done += 1
        error = best.std(axis=0) / np.sqrt(options.trials)
        for k, mark in enumerate(marks):
            share = None if optimum is None else float(found[:, k].mean())
            row = method, int(mark), float(best[:, k].mean()), float(error[k]), optimum, share
            for name, value in zip(columns, row, strict=True):
                columns[name].append(value)
    return Table(columns)


def optimum_of(model: Any) -> float | None:
    """Return the lowest energy there is, where it is known."""
    p, s = model.parameters, model.state
    if model.problem_now is not None and not s.held.any():
        return float(model.problem_now.energy_of_optimum)
    if p.n - int(s.held.sum()) > MOST_COUNTED or p.n > 4 * MOST_COUNTED:
        return None
    return float(Exact.of(model.dense, s.cue, s.held, 1.0).lowest) + 0.0


def is_found(model: Any, chains: Chains, optimum: float | None) -> bool:
    """Whether the best state so far is an optimum; a problem's is a whole number."""
    if optimum is None:
        return False
    if model.problem_now is not None and not model.state.held.any():
        return bool(model.problem_now.is_solved(model.problem_now.cost(chains.best)))
    return bool(chains.best_energy[0] <= optimum + SAME * max(1.0, abs(optimum)))


# ---- the methods ----


def _climb(search: Search, rng: np.random.Generator) -> Steps:
    chains, cold = search.begun(1, rng), np.zeros(1)
    lowest, waited = np.inf, 0
    for sweep in range(search.sweeps):
        chains.run(cold)
        waited = 0 if chains.energies[0] < lowest - SAME else waited + 1
        lowest = min(lowest, float(chains.energies[0]))
        yield (sweep + 1) * chains.machine.n, chains
        if waited == PATIENCE:
            chains.units[:] = search.begun(1, rng).units
            chains.refresh()
            lowest, waited = np.inf, 0


def _cooled(kind: str) -> Callable[[Search, np.random.Generator], Steps]:
    def steps(search: Search, rng: np.random.Generator) -> Steps:
        chains, sampler = search.begun(1, rng), plain_sampler(search.model.parameters)
        heats = schedules.temperatures(
            kind, np.arange(search.sweeps), search.sweeps, search.start, search.end, 0.0,
            np.zeros((0, 2)),
        )  # fmt: skip
        yield from _run(chains, heats[None], sampler)

    return steps


def _adaptive(search: Search, rng: np.random.Generator) -> Steps:
    """Cool after every block by how much the energy varied in it, as the model does."""
    chains, sampler = search.begun(1, rng), plain_sampler(search.model.parameters)
    heat, n = search.start, chains.machine.n
    for start in range(0, search.sweeps, schedules.BLOCK):
        count = min(schedules.BLOCK, search.sweeps - start)
        log = chains.run(np.full(count, heat), sampler)
        spread = float(log[0, 0].std())
        heat = schedules.adapted(heat, spread, n, search.sweeps, search.start, search.end)
        yield (start + count) * n, chains


def _exchange(search: Search, rng: np.random.Generator) -> Steps:
    count = min(search.replicas, search.sweeps)
    chains = search.begun(count, rng)
    ladder, sweeps = np.geomspace(search.end, search.start, count), search.sweeps // count
    yield from _run(chains, np.repeat(ladder[:, None], sweeps, 1), "replica-exchange")


def _run(chains: Chains, heats: np.ndarray, sampler: str) -> Steps:
    """Take sweeps at heats (C, S), noting the best often enough for the marks."""
    sweeps = heats.shape[1]
    at_once = max(1, min(AT_ONCE, sweeps // POINTS**2))
    for start in range(0, sweeps, at_once):
        stop = min(sweeps, start + at_once)
        chains.run(heats[:, start:stop], sampler)
        yield stop * chains.units.size, chains


METHODS: dict[str, Callable[[Search, np.random.Generator], Steps]] = {
    "hill-climbing": _climb,
    **{kind: _cooled(kind) for kind in SCHEDULES[:-1]},
    "adaptive": _adaptive,
    "exchange": _exchange,
}
