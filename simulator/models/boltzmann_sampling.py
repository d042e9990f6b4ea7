"""How a Boltzmann machine's time passes while it only samples: sweeps, schedules, what is counted.

The step counts ticks: updates of one unit in every chain. A sweep is N of them.
"""

from typing import Any

import numpy as np

from kernels import boltzmann as kernels
from simulator.core import backends
from simulator.core.model import Model
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_line import HEIGHTS
from simulator.models.boltzmann_machine import Machine
from simulator.models.boltzmann_state import (
    COLDEST,
    MOST_COUNTED,
    BoltzmannParameters,
    BoltzmannState,
)
from simulator.models.boltzmann_torch import Elsewhere

AT_ONCE = 4096  # sweeps of all chains that are run in one call
FROZEN = 1e-9  # what is colder counts as 0: 1/T stays a number
WALK = 40  # proposals a sweep of the walkers on the line


class BoltzmannSampling(Model):
    """Steps at a temperature that may change from sweep to sweep."""

    parameters: BoltzmannParameters
    state: BoltzmannState
    _elsewhere: Elsewhere | None = None
    _free: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def machine(self) -> Machine:
        """What the parameters, the seed and the person made of the units."""
        raise NotImplementedError

    # ---- temperature ----

    def temperature_at(self, age: int) -> float:
        """The temperature `age` sweeps after the schedule began."""
        p, s = self.parameters, self.state
        if p.schedule == "constant":
            return p.temperature if p.temperature >= FROZEN else 0.0
        if p.schedule == "adaptive":
            return s.heat
        heat = schedules.temperature_at(
            p.schedule,
            age,
            p.sweeps,
            p.temperature_start,
            p.temperature_end,
            p.temperature,
            s.drawn,
        )
        return heat if heat >= FROZEN else 0.0

    @property
    def temperature_now(self) -> float:
        return self.temperature_at(self.state.age)

    @property
    def is_annealed(self) -> bool:
        """Whether the schedule has come to its end."""
        p, s = self.parameters, self.state
        if p.schedule == "adaptive":
            return s.heat <= max(p.temperature_end, COLDEST * p.temperature_start)
        return s.age >= p.sweeps

    def ladder(self, coldest: float) -> np.ndarray:
        """Return the temperature (C,) of each chain: one for all, or, where they exchange, rising
        by equal factors to the hottest."""
        p = self.parameters
        if not p.is_exchanging:
            return np.full(p.chains, coldest)
        coldest = max(coldest, COLDEST)
        return np.geomspace(coldest, max(p.temperature_hot, coldest), p.chains)

    def _adapt(self) -> None:
        """After a block at one temperature choose the next from how much the energy varied."""
        p, s = self.parameters, self.state
        end = max(p.temperature_end, COLDEST * p.temperature_start)
        seen = s.course[0, :, : int(s.progress[1])]
        spread = float(np.sqrt(seen.var(axis=1).mean()))
        s.heat = schedules.adapted(s.heat, spread, p.n, p.sweeps, p.temperature_start, end)

    # ---- what is counted ----

    def begin_count(self) -> None:
        """Forget what was counted: weights, temperature or held units have changed."""
        s = self.state
        free = self.free.size
        size = 2**free if free <= MOST_COUNTED and not self.parameters.is_learning else 0
        if s.counts.size == size:
            s.counts.fill(0)
        else:
            s.counts = np.zeros(size, np.int64)
        s.on.fill(0)
        s.moments.fill(0.0)
        s.progress[:3] = 0, 0, 1
        s.since, s.felt = s.sweeps, self.temperature_now

    def begin_schedule(self) -> None:
        """Start the schedule from its first temperature."""
        s = self.state
        s.age, s.heat = 0, self.parameters.temperature_start
        s.progress[3:] = 0, 1

    # ---- steps ----

    @property
    def free(self) -> np.ndarray:
        """The units (F,) int32 that are not held: a cache, found by the array of those that are."""
        held = self.state.held
        if self._free is None or self._free[0] is not held:
            self._free = held, np.flatnonzero(~held).astype(np.int32)
        return self._free[1]

    def sample(self, count: int) -> None:
        """Take `count` ticks."""
        s, p = self.state, self.parameters
        machine, n = self.machine, p.n
        free = self.free
        while count > 0:
            temperature = self.temperature_now
            if temperature != s.felt:
                self.begin_count()
            sweeps = 1
            if not (p.is_annealing or machine.is_grid):
                sweeps = min(-(-(s.position + count) // n), max(1, AT_ONCE // p.chains))
            ticks = min(count, sweeps * n - s.position)
            temperatures = np.repeat(self.ladder(temperature)[:, None], sweeps + 1, axis=1)
            log = np.zeros((3, p.chains, sweeps + 1))
            log[2, :, 0] = s.changed
            machine.run(
                s, ticks, free, temperatures, self._used_sampler, log, s.counts,
                s.on if s.on.size else None, elsewhere=self.elsewhere,
            )  # fmt: skip
            self._heed(self._elsewhere)
            ended = (s.position + ticks) // n
            s.position = (s.position + ticks) % n
            s.step += ticks
            s.spent += ticks * p.chains
            s.changed = log[2, :, ended].copy()
            if ended:
                self._end_sweeps(ended, temperatures, log)
            count -= ticks

    @property
    def elsewhere(self) -> Elsewhere | None:
        """What another back end computes with; None for Numba."""
        if self.backend == "numba":
            return None
        if self._elsewhere is None or self._elsewhere.backend != self.backend:
            backends.check(self.backend, self.name, self.backends)
            self._elsewhere = Elsewhere(self.backend)
        return self._elsewhere

    def _heed(self, elsewhere: Elsewhere | None) -> None:
        """A device that was full has been left."""
        if elsewhere and self.backend == "cuda" and elsewhere.backend != self.backend:
            self.backend, self.notice = elsewhere.backend, elsewhere.notice

    @property
    def _used_sampler(self) -> str:
        """Clusters are for Ising lattices; elsewhere the heat bath stands in."""
        p = self.parameters
        return "gibbs" if p.sampler == "wolff" and not p.uses_clusters else p.sampler

    def _end_sweeps(self, ended: int, temperatures: np.ndarray, log: np.ndarray) -> None:
        s, p = self.state, self.parameters
        kernels.record(
            log, ended, temperatures, 1.0 / p.n, s.moments, s.recent, s.course, s.progress, s.past,
            s.age,
        )  # fmt: skip
        s.acceptance = float(log[2, 0, ended - 1] / p.n)
        cold = np.zeros((1, ended))
        both = np.concatenate([cold, temperatures[:1, :ended]])
        kernels.walk(s.walkers, s.walker_bests, HEIGHTS, both, WALK, s.walker_words)
        s.sweeps += ended
        s.age += ended
        if p.schedule == "adaptive" and s.age % schedules.BLOCK == 0:
            self._adapt()


def fresh_arrays(p: BoltzmannParameters) -> dict[str, Any]:
    """Return the fields of a state in which nothing has been counted, for these parameters."""
    from simulator.models.boltzmann_state import CHAINS_WATCHED, MOST_UNITS, POINTS, RECENT

    n, watched = p.n, min(p.chains, CHAINS_WATCHED)
    return {
        "changed": np.zeros(p.chains),
        "acceptance": 0.0,
        "exchanges": 0,
        "last": np.array([-1.0, 0.0, 0.0, 0.0]),
        "best_energy": np.array([np.inf]),
        "since": 0,
        "progress": np.array([0, 0, 1, 0, 1]),
        "felt": -1.0,
        "on": np.zeros(n if n <= MOST_UNITS else 0, np.int64),
        "counts": np.zeros(0, np.int64),
        "moments": np.zeros((2, 5)),
        "recent": np.zeros((2, RECENT)),
        "course": np.zeros((2, watched, POINTS)),
        "past": np.zeros((2, POINTS)),
    }
