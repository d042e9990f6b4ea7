"""Learning in two phases: the program of a cycle, tick by tick, and what it changes.

    positive phase   each pattern of the cycle in turn holds the visible units; the hidden ones
                     anneal for `sweeps` sweeps and are counted for `collect` more
    negative phase   as often, with every unit free
    update           Δw_ij = ε(p⁺_ij − p⁻_ij)/T, and the same of each bias with p⁺_i − p⁻_i;
                     or ε sign(p⁺_ij − p⁻_ij), steps of one size; `momentum` of the step before
                     is added

p_ij is how often units i and j were on together (Ackley, Hinton and Sejnowski 1985). With exact or
mean-field statistics the chains only run for the eye, one sweep a pattern, at the temperature at
which the schedule ends.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kernels import boltzmann_learning as kernels
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_data import DataSet, data_set
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_mean_field import mean_field_pairs
from simulator.models.boltzmann_phases import exact_pairs
from simulator.models.boltzmann_sampling import BoltzmannSampling
from simulator.models.boltzmann_state import COLDEST, MOST_COUNTED

LARGEST_WEIGHT = 100.0
SHOWN = 13  # number of the stream of chance that picks a cycle's patterns


@dataclass(frozen=True)
class Place:
    """Where a tick stands in a cycle."""

    phase: int  # 0 positive, 1 negative
    pattern: int  # of those of the cycle
    inside: int  # ticks since this pattern was set


class BoltzmannLearning(BoltzmannSampling):
    """Steps that teach the weights."""

    _heats: tuple[tuple[Any, ...], np.ndarray] | None = None

    # ---- the program ----

    @property
    def data_set(self) -> DataSet | None:
        """What is learned, or None."""
        p, s = self.parameters, self.state
        if not p.is_learning:
            return None
        if p.data != "patterns":
            return data_set(p.data, p.visible)
        return _drawn_set(s.patterns) if len(s.patterns) else None

    @property
    def patterns_a_cycle(self) -> int:
        data = self.data_set
        return min(len(data.patterns), self.parameters.batch) if data else 0

    @property
    def anneal_sweeps(self) -> int:
        """Sweeps that each pattern anneals."""
        return self.parameters.sweeps if self.parameters.statistics == "sampled" else 0

    @property
    def pattern_ticks(self) -> int:
        """Ticks that each pattern takes."""
        p = self.parameters
        return (self.anneal_sweeps + (p.collect if p.statistics == "sampled" else 1)) * p.n

    @property
    def phase_ticks(self) -> int:
        return self.patterns_a_cycle * self.pattern_ticks

    @property
    def cycle_ticks(self) -> int:
        return 2 * self.phase_ticks

    def place_in_cycle(self) -> Place:
        phase, rest = divmod(self.state.tick, self.phase_ticks)
        return Place(phase, *divmod(rest, self.pattern_ticks))

    def begin_cycle(self) -> None:
        """Forget what was counted in a cycle that has not ended."""
        s = self.state
        s.tick, s.position, s.age = 0, 0, 0
        s.pairs.fill(0)
        s.runs.fill(0)

    def learn(self, count: int) -> None:
        """Take `count` ticks of the program."""
        s, p = self.state, self.parameters
        if self.data_set is None:
            raise InputError(
                "There is no pattern to learn: draw one on the page Data, say pattern=0110, or "
                "choose other data."
            )
        p.check()
        if self.learning_temperature < COLDEST:
            raise InputError(
                "The schedule ends at T = 0, where a weight's change ε(p⁺ − p⁻)/T is not defined: "
                "let it end above 0 to learn."
            )
        while count > 0:
            if s.tick == 0:
                self._choose_patterns()
            ticks = min(count, self.cycle_ticks - s.tick)
            self._run_program(ticks)
            count -= ticks
            if s.tick == self.cycle_ticks:
                self._update()

    def _choose_patterns(self) -> None:
        s, data = self.state, self.data_set
        assert data is not None
        self.begin_cycle()
        is_even = np.ptp(data.probabilities) == 0  # else all at once would be as often
        if is_even and len(data.patterns) <= self.parameters.batch:
            s.shown = np.arange(len(data.patterns))
        else:
            rng = np.random.default_rng([self.seed, SHOWN, s.cycles])
            s.shown = np.asarray(data.draw(rng, self.parameters.batch), np.int64)

    def _run_program(self, ticks: int) -> None:
        """Take ticks that don't go beyond this cycle."""
        s, p, data, machine = self.state, self.parameters, self.data_set, self.machine
        assert data is not None
        assert isinstance(machine, Dense)
        counting = self.pattern_ticks // p.n - self.anneal_sweeps
        ended, acceptance = kernels.teach(
            s.units, s.fields, s.energies, machine.couplings, machine.biases,
            data.patterns[s.shown], p.noise, s.tick, ticks, self.anneal_sweeps, counting,
            self.heats, self._flat_sampler == "metropolis", s.best, s.best_energy, s.changed,
            s.pairs, s.runs, s.last, s.words,
        )  # fmt: skip
        s.tick += ticks
        inside = (s.tick - 1) % self.pattern_ticks + 1
        s.age, s.position = min(inside // p.n, self.anneal_sweeps), s.tick % p.n
        s.acceptance = float(acceptance) if ended else s.acceptance
        s.sweeps += int(ended)
        s.step += ticks
        s.spent += ticks * p.chains

    def temperature_at(self, age: int) -> float:
        """The temperature of a pattern's sweep `age`, or else of the schedule."""
        if not self.parameters.is_learning:
            return super().temperature_at(age)
        return float(self.heats[min(age, self.anneal_sweeps)])

    @property
    def heats(self) -> np.ndarray:
        """The temperatures (S + 1,) of a pattern's annealing and of its counted sweeps: a cache."""
        p, s = self.parameters, self.state
        key = (p.schedule, self.anneal_sweeps, p.temperature_start, p.temperature_end,
               p.temperature, s.drawn)  # fmt: skip
        kept = self._heats
        if kept is None or kept[0][:5] != key[:5] or kept[0][5] is not s.drawn:
            ages = np.arange(self.anneal_sweeps + 1) if self.anneal_sweeps else np.ones(1)
            self._heats = key, self.temperatures_at(ages)
        assert self._heats is not None
        return self._heats[1]

    @property
    def _flat_sampler(self) -> str:
        """Phases are counted at one temperature: chains don't exchange."""
        return "metropolis" if self.parameters.sampler == "metropolis" else "gibbs"

    def temperatures_at(self, ages: np.ndarray) -> np.ndarray:
        """The temperature of sweeps (S,) of a pattern; adaptive falls geometrically here."""
        p, s = self.parameters, self.state
        kind = "geometric" if p.schedule == "adaptive" else p.schedule
        return schedules.temperatures(
            kind, ages, max(1, self.anneal_sweeps), p.temperature_start, p.temperature_end,
            p.temperature, s.drawn,
        )  # fmt: skip

    @property
    def learning_temperature(self) -> float:
        """The temperature at which states are counted; it divides Δw."""
        return max(float(self.temperatures_at(np.array([max(1, self.anneal_sweeps)]))[0]), 1e-6)

    # ---- what a cycle changes ----

    def _update(self) -> None:
        s, p = self.state, self.parameters
        s.positive, s.negative = self.statistics(p.statistics)
        step = s.positive - s.negative
        step = 0.5 * (step + step.T)  # sums of floats differ in their last digits
        step = np.sign(step) if p.update == "sign" else step / self.learning_temperature
        s.velocity = p.momentum * s.velocity + p.learning_rate * step
        moved = np.where(self.may_change, s.velocity, 0.0)
        weights = (1.0 - p.weight_decay) * s.weights + moved
        biases = (1.0 - p.weight_decay) * s.biases + np.diagonal(s.velocity)
        s.weights = frozen(np.clip(weights, -LARGEST_WEIGHT, LARGEST_WEIGHT))
        s.biases = frozen(np.clip(biases, -LARGEST_WEIGHT, LARGEST_WEIGHT))
        s.cycles += 1
        s.tick = s.position = 0
        self.clear_cache()
        self.machine.refresh(s)

    @property
    def may_change(self) -> np.ndarray:
        """Which weights (N, N) bool learning may change."""
        p, data = self.parameters, self.data_set
        mask = ~np.eye(p.n, dtype=bool)
        v = p.visible
        if data is not None:
            mask[:v, :v] &= data.allowed
        if p.connections == "restricted":
            mask[:v, :v] = False
            mask[v:, v:] = False
        return mask

    def statistics(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        """Return p⁺ and p⁻, (N, N) each, exact, as counted in this cycle, or of the mean field;
        raises InputError."""
        data, s, p = self.data_set, self.state, self.parameters
        assert data is not None
        if kind == "sampled":
            runs = np.maximum(s.runs, 1)
            return s.pairs[0] / runs[0], s.pairs[1] / runs[1]
        machine = Dense(s.weights, s.biases, 0)
        if kind == "mean-field":
            return mean_field_pairs(machine, data, p.visible, self.learning_temperature, p.noise)
        if p.n > MOST_COUNTED:
            raise InputError(
                f"Exact statistics visit all states of at most {MOST_COUNTED} units, not {p.n}: "
                "choose fewer units, or sampled statistics."
            )
        return exact_pairs(machine, data, p.visible, self.learning_temperature, p.noise)


def _drawn_set(patterns: np.ndarray) -> DataSet:
    """Return the person's patterns (P, V) as data: each equally often."""
    count, visible = patterns.shape
    return DataSet(
        name="patterns",
        patterns=patterns,
        groups=(("visible", visible),),
        inputs=0,
        allowed=np.ones((visible, visible), bool),
        probabilities=np.full(count, 1.0 / count),
        about="Your patterns.",
    )
