"""The job `barrier`: how readily a small machine goes from one valley to another, and back.

B is the deeper of two states, A the other. Of a long run only the visits to A and B are looked at,
sweep by sweep: p(A→B) is how often the next visit after one to A is one to B. By detailed balance

    p(A→B)/p(B→A) = exp(−(E_B − E_A)/T)

at any temperature. The mean time from A to B has no such law: it grows with the barrier between.
So a hot machine crosses soon but hardly prefers B, and a cold one prefers B but hardly ever
crosses: the case for annealing (Ackley, Hinton and Sejnowski 1985).

Units decide at random sites by the heat bath, whatever the model's sampler, so that the exact
chain of boltzmann_barrier.py is the same process. A sweep is N of its steps.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.core.job import Table, Work
from simulator.core.parameter import Parameters, parameter
from simulator.models import boltzmann_barrier as theory
from simulator.models.boltzmann_chains import Chains
from simulator.models.boltzmann_exact import Exact, numbers_of
from simulator.models.boltzmann_valleys import Valleys, valleys_of

CHAINS = 256
AT_ONCE = 200  # sweeps between two words about the progress


@dataclass(frozen=True)
class BarrierOptions(Parameters):
    """What is measured, and how long."""

    temperature_from: float = parameter(
        0.25, 0.01, 10.0, label="Lowest temperature", scale="log", help="The coldest run."
    )
    temperature_to: float = parameter(
        4.0, 0.01, 100.0, label="Highest temperature", scale="log", help="The hottest run."
    )
    points: int = parameter(
        9, 1, 101, help="How many temperatures are tried, rising by equal factors."
    )
    sweeps: int = parameter(
        1_000_000, 1000, 100_000_000, scale="log", unit="sweeps", label="Sweeps a temperature",
        help=f"Shared by {CHAINS} chains.",
    )  # fmt: skip
    a: tuple[int, ...] = parameter(
        (0,), 0, 1, label="State A",
        help="The free units, say 0,0,1,1; a single 0: the next deepest valley.",
    )  # fmt: skip
    b: tuple[int, ...] = parameter(
        (0,), 0, 1, label="State B",
        help="The free units, say 1,1,0,0; a single 0: the deepest valley.",
    )  # fmt: skip

    def temperatures(self) -> np.ndarray:
        """Return the temperatures that are tried, rising."""
        low, high = sorted((self.temperature_from, self.temperature_to))
        return np.unique(np.geomspace(low, high, self.points))


@dataclass
class Crossings:
    """What was seen: entry 0 is of A, 1 of B."""

    next: np.ndarray  # (2, 2) int64: visits to one of them, by where the next one was
    waited: np.ndarray  # (2,) int64: sweeps since one was entered, until the other was

    @property
    def ratio(self) -> tuple[float, float] | tuple[None, None]:
        """p(A→B)/p(B→A) and its standard error; None where one of them was never seen.

        Each visit is a trial of its own, as the chain has no memory.
        """
        if not (self.next[0, 1] and self.next[1, 0]):
            return None, None
        p = self.next[[0, 1], [1, 0]] / self.next.sum(axis=1)
        spread = (1.0 - p) / self.next[[0, 1], [1, 0]]
        ratio = float(p[0] / p[1])
        return ratio, ratio * math.sqrt(float(spread.sum()))

    @property
    def time_to_b(self) -> tuple[float, float] | tuple[None, None]:
        """The mean sweeps from A to B and their error; None where none was seen."""
        crossed = int(self.next[0, 1])
        if not crossed:
            return None, None
        mean = float(self.waited[0]) / crossed
        return mean, mean / math.sqrt(crossed)


COLUMNS = (
    "temperature", "ratio", "error", "ratio_exact", "sweeps_to_b", "sweeps_error",
    "sweeps_to_b_exact", "crossings", "a", "b", "energy_a", "energy_b", "barrier",
)  # fmt: skip


def crossing(model: Any, rng: np.random.Generator, options: BarrierOptions) -> Work:
    """Yield the share done; return a row for each temperature, columns `COLUMNS`: `barrier` is the
    height of the lowest pass above A. Exact times need at most 10 free units. Raises InputError
    for a machine that is too large or has no two valleys."""
    valleys = valleys_of(model, options.a, options.b)
    exact, temperatures = valleys.exact, options.temperatures()
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for k, temperature in enumerate(temperatures.tolist()):
        chains = _begun(valleys, rng)
        seen = Crossings(np.zeros((2, 2), np.int64), np.zeros(2, np.int64))
        last = np.arange(CHAINS) % 2  # where each chain was last: half of them begin in A
        for start in range(0, options.sweeps // CHAINS or 1, AT_ONCE):
            count = min(AT_ONCE, max(1, options.sweeps // CHAINS) - start)
            last = _watch(chains, valleys, temperature, count, last, seen)
            yield (k + (start + count) * CHAINS / max(options.sweeps, CHAINS)) / temperatures.size
        row = (
            temperature, *seen.ratio,
            theory.transition_ratio(valleys.energy_a, valleys.energy_b, temperature),
            *seen.time_to_b, exact_sweeps(exact, valleys, temperature), int(seen.next[0, 1]),
            *valleys.words, valleys.energy_a, valleys.energy_b, valleys.barrier,
        )  # fmt: skip
        for name, value in zip(COLUMNS, row, strict=True):
            columns[name].append(value)
    return Table(columns)


def exact_sweeps(exact: Exact, valleys: Valleys, temperature: float) -> float | None:
    """Return the mean sweeps from A until B is first seen at the end of one; None of too many
    units, or where it is longer than can be told from for ever."""
    if exact.free.size > theory.MOST_UNITS:
        return None
    step = theory.transition_matrix(exact.energies, temperature)
    sweep = theory.after(step, exact.values.size)
    sweeps = float(theory.mean_steps(sweep, valleys.b)[valleys.a])
    return sweeps if math.isfinite(sweeps) else None


def _begun(valleys: Valleys, rng: np.random.Generator) -> Chains:
    """Return chains that begin in A and B in turn."""
    exact = valleys.exact
    held = np.ones(exact.values.size, bool)
    held[exact.free] = False
    pair = np.stack([valleys.units_of(valleys.a), valleys.units_of(valleys.b)])
    return Chains(exact.machine, np.tile(pair, (CHAINS // 2, 1)), held, rng)


def _watch(
    chains: Chains, valleys: Valleys, temperature: float, sweeps: int, last: np.ndarray,
    seen: Crossings,
) -> np.ndarray:  # fmt: skip
    """Run some sweeps and count in place; return where each chain was last, (C,) of 0 and 1."""
    heat = np.full(1, temperature)
    for _ in range(sweeps):
        chains.run(heat)
        numbers = numbers_of(chains.units[:, chains.free] == 1)
        is_b = numbers == valleys.b
        is_seen = is_b | (numbers == valleys.a)
        before = np.bincount(last, minlength=2)
        seen.waited += before
        seen.next += np.bincount(2 * last[is_seen] + is_b[is_seen], minlength=4).reshape(2, 2)
        last = np.where(is_seen, is_b, last)
    return last
