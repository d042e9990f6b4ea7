"""Learning in two phases: the program of a cycle, tick by tick, and what it changes.

    positive phase   each pattern of the cycle in turn holds the visible units; the hidden ones
                     anneal for `sweeps` sweeps and are counted for `collect` more
    negative phase   as often, with every unit free
    update           Δw_ij = ε(p⁺_ij − p⁻_ij)/T, and the same of each bias with p⁺_i − p⁻_i

p_ij is how often units i and j were on together (Ackley, Hinton and Sejnowski 1985). With exact or
mean-field statistics the chains only run for the eye, one sweep a pattern.
"""

from dataclasses import dataclass

import numpy as np

from kernels import words as random_words
from simulator.core.errors import InputError
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_data import DataSet, data_set
from simulator.models.boltzmann_dense import Dense
from simulator.models.boltzmann_exact import Exact, all_energies, numbers_of
from simulator.models.boltzmann_mean_field import mean_field_pairs
from simulator.models.boltzmann_sampling import BoltzmannSampling
from simulator.models.boltzmann_state import MOST_COUNTED, frozen

LARGEST_WEIGHT = 100.0
SHOWN = 13  # number of the stream of chance that picks a cycle's patterns
SCRATCH = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Place:
    """Where a tick stands in a cycle."""

    phase: int  # 0 positive, 1 negative
    pattern: int  # of those of the cycle
    inside: int  # ticks since this pattern was set


class BoltzmannLearning(BoltzmannSampling):
    """Steps that teach the weights."""

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
        while count > 0:
            place = self.place_in_cycle()
            if s.tick == 0:
                self._choose_patterns()
            if place.inside == 0:
                self._set_pattern(place)
            annealing = self.anneal_sweeps * p.n
            is_counting = place.inside >= annealing
            stop = self.pattern_ticks if is_counting else annealing
            ticks = min(count, stop - place.inside)
            self._run_pattern(place, ticks, is_counting)
            count -= ticks
            if s.tick == self.cycle_ticks:
                self._update()

    def _choose_patterns(self) -> None:
        s, data = self.state, self.data_set
        assert data is not None
        self.begin_cycle()
        if len(data.patterns) <= self.parameters.batch:
            s.shown = np.arange(len(data.patterns))
        else:
            rng = np.random.default_rng([self.seed, SHOWN, s.cycles])
            s.shown = np.asarray(data.draw(rng, self.parameters.batch), np.int64)

    def _set_pattern(self, place: Place) -> None:
        """Let every chain begin by chance, in the positive phase around the pattern."""
        s, p, data = self.state, self.parameters, self.data_set
        assert data is not None
        chances = np.empty(s.units.size)
        random_words.uniforms(chances, s.words)
        s.units = (chances.reshape(s.units.shape) < 0.5).astype(np.int8)
        if place.phase == 0:
            s.units[:, : p.visible] = data.patterns[s.shown[place.pattern]]
        self.machine.refresh(s)

    def _run_pattern(self, place: Place, ticks: int, is_counting: bool) -> None:
        s, p = self.state, self.parameters
        n = p.n
        first, s.position = divmod(place.inside, n)
        ended = (s.position + ticks) // n
        ages = np.minimum(first + np.arange(ended + 1), self.anneal_sweeps)
        temperatures = np.tile(self.temperatures_at(ages), (p.chains, 1))
        log = np.zeros((3, p.chains, ended + 1))
        log[2, :, 0] = s.changed
        free = np.arange(p.visible if place.phase == 0 else 0, n, dtype=np.int32)
        pairs = s.pairs[place.phase] if is_counting else None
        sampler = self._flat_sampler
        self.machine.run(s, ticks, free, temperatures, sampler, log, SCRATCH, None, pairs)
        s.changed = log[2, :, ended].copy()
        if ended:
            s.acceptance = float(log[2, 0, ended - 1] / n)
        s.runs[place.phase] += ended * p.chains if is_counting else 0
        s.sweeps += ended
        s.position = (s.position + ticks) % n
        s.age = min((place.inside + ticks) // n, self.anneal_sweeps)
        s.tick += ticks
        s.step += ticks
        s.spent += ticks * p.chains

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
        step = p.learning_rate / self.learning_temperature * (s.positive - s.negative)
        weights = (1.0 - p.weight_decay) * s.weights + np.where(self.may_change, step, 0.0)
        biases = s.biases + np.diagonal(step)
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
            return mean_field_pairs(machine, data, p.visible, self.learning_temperature)
        if p.n > MOST_COUNTED:
            raise InputError(
                f"Exact statistics visit all states of at most {MOST_COUNTED} units, not {p.n}: "
                "choose fewer units, or sampled statistics."
            )
        return exact_pairs(machine, data, p.visible, self.learning_temperature)


def exact_pairs(
    machine: Dense, data: DataSet, visible: int, temperature: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return p⁺ and p⁻, (N, N) each, from all states."""
    free = free_states(machine, temperature)
    joint = free.p.reshape(2**visible, -1)  # p(v, h)
    given = np.exp(free.log_p.reshape(joint.shape))
    given /= given.sum(axis=1, keepdims=True)  # p(h | v)
    clamped = np.zeros(joint.shape)
    rows = numbers_of(data.patterns)
    np.add.at(clamped, rows, data.probabilities[:, None] * given[rows])
    return free.pairs(clamped.ravel()), free.pairs()


def divergence(machine: Dense, data: DataSet, visible: int, temperature: float) -> float:
    """Return G = Σ_v P⁺(v) ln(P⁺(v)/P⁻(v)) in nats, from all states."""
    free = free_states(machine, temperature)
    log_p = free.log_p.reshape(2**visible, -1)
    top = log_p.max(axis=1)
    log_model = top + np.log(np.exp(log_p - top[:, None]).sum(axis=1))
    wanted = np.bincount(numbers_of(data.patterns), data.probabilities, 2**visible)
    seen = wanted > 0
    return max(0.0, float((wanted[seen] * (np.log(wanted[seen]) - log_model[seen])).sum()))


def free_states(machine: Dense, temperature: float) -> Exact:
    """Return all states of a machine in which nothing is held."""
    n = machine.n
    low = np.full(n, machine.low, np.int8)
    every = np.arange(n)
    return Exact(machine, temperature, every, low, all_energies(machine, low, every))


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
