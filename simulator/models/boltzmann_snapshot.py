"""What the Boltzmann views draw: a frozen copy of a state, and why a unit is what it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kernels import counted, ising
from simulator.models import boltzmann_schedules as schedules
from simulator.models.boltzmann_exact import Exact
from simulator.models.boltzmann_series import Equilibrium
from simulator.models.boltzmann_square import in_square
from simulator.models.boltzmann_state import BoltzmannParameters

if TYPE_CHECKING:
    from simulator.models.boltzmann import Boltzmann

DRAWN_POINTS = 200  # of a schedule's curve


@dataclass(frozen=True)
class Decision:
    """A unit's decision: what it gained by being on, how likely on was, and what chance said."""

    unit: int
    gap: float  # ΔE = E(off) − E(on)
    temperature: float
    probability: float  # Gibbs: of on; Metropolis: of the flip, of grids uphill
    random: float  # NaN: not kept
    is_on: bool
    is_metropolis: bool


@dataclass(frozen=True)
class Learning:
    """Where learning is, and what its last cycle counted."""

    names: tuple[tuple[str, int], ...]  # groups of visible units
    patterns: np.ndarray  # (P, V)
    probabilities: np.ndarray  # (P,)
    inputs: int
    phase: int  # 0 positive, 1 negative
    pattern: int  # of the data, or −1
    pattern_of: tuple[int, int]  # which of how many in this phase
    sweep_of: tuple[int, int]
    unit_of: tuple[int, int]
    is_counting: bool
    cycles: int
    cycle_updates: int  # unit updates in a cycle
    positive: np.ndarray  # (N, N)
    negative: np.ndarray


@dataclass(frozen=True)
class BoltzmannSnapshot:
    """Frozen; arrays are copies or not writeable."""

    parameters: BoltzmannParameters
    step: int
    sweeps: int
    position: int
    age: float  # sweeps since the schedule began, with a fraction
    temperature: float
    units: np.ndarray  # (N,) int8 of the first chain; grids in rows and columns
    held: np.ndarray  # (N,) bool, in the same order; (0,) of a grid in which nothing is held
    updated: int  # the unit that decided last, or −1
    decision: Decision | None
    energies: np.ndarray  # (C,)
    energy: float
    best: np.ndarray  # (N,) int8; (0,) of grids
    best_energy: float
    machine: Any
    weights: np.ndarray  # (N, N) of a general network
    biases: np.ndarray
    seen: np.ndarray  # (N,) of a picture, in rows and columns
    drawing: np.ndarray
    patterns: np.ndarray
    exact: Exact | None
    counts: np.ndarray  # (2^F,)
    counted: int  # states in them
    counted_sweeps: int
    since: int
    means: np.ndarray | None  # (N,) share of the counted sweeps in which a unit was on
    course: np.ndarray  # (2, C', P)
    stride: int
    equilibrium: Equilibrium | None
    tau: tuple[float, float] | None
    curve: np.ndarray  # (2, P) sweeps and temperatures of the schedule
    past: np.ndarray  # (3, Q) sweeps, temperature, acceptance
    drawn: np.ndarray
    walkers: tuple[int, int]
    walker_bests: tuple[int, int]
    problem: Any
    learning: Learning | None
    spent: int

    @classmethod
    def take(cls, m: "Boltzmann") -> "BoltzmannSnapshot":
        s, p = m.state, m.parameters
        is_grid = p.is_grid
        points = int(s.progress[1])
        counted = int(s.progress[0])
        chains = 1 if p.is_exchanging else p.chains
        decision = decision_of(m)
        updated = -1 if decision is None else decision.unit
        if is_grid and updated >= 0:
            row, column = ising.place_of(updated, p.side)
            updated = row * p.side + column
        has_means = s.on.size and counted and not p.is_learning
        held = _shown_held(m)
        is_still = p.is_learning and not m.anneal_sweeps  # at the schedule's end
        return cls(
            parameters=p,
            step=s.step,
            sweeps=s.sweeps,
            position=s.position,
            age=float(p.sweeps) if is_still else s.age + s.position / p.n,
            temperature=m.temperature_now,
            units=in_rows(s.units[0], is_grid),
            held=in_rows(held, is_grid) if not is_grid or held.any() else held[:0],
            updated=updated,
            decision=decision,
            energies=s.energies.copy(),
            energy=float(s.energies[0]),
            best=s.best[:0] if is_grid else s.best.copy(),
            best_energy=float(s.best_energy[0]),
            machine=m.machine,
            weights=s.weights,
            biases=s.biases,
            seen=in_rows(s.seen, True) if s.seen.size else s.seen,
            drawing=in_rows(s.drawing, True) if s.drawing.size else s.drawing,
            patterns=s.patterns,
            exact=m.exact,
            counts=s.counts.copy(),
            counted=counted * chains,
            counted_sweeps=counted,
            since=s.since,
            means=s.on / (counted * chains) if has_means else None,
            course=s.course[:, :, :points].copy(),
            stride=int(s.progress[2]),
            equilibrium=m.equilibrium_now(),
            tau=m.autocorrelation(),
            curve=curve_of(m),
            past=past_of(m),
            drawn=s.drawn,
            walkers=(int(s.walkers[0]), int(s.walkers[1])),
            walker_bests=(int(s.walker_bests[0]), int(s.walker_bests[1])),
            problem=m.problem_now,
            learning=learning_of(m),
            spent=s.spent,
        )

    def in_square(self, values: np.ndarray) -> np.ndarray:
        """Return values (N,) of units as this snapshot has them, as squares (S, S) in rows."""
        p = self.parameters
        return values.reshape(p.side, p.side) if p.is_grid else in_square(values, p)

    @property
    def names(self) -> tuple[str, ...]:
        """What units are called: v1 …, h1 …; numbers elsewhere."""
        p = self.parameters
        if p.network != "general":
            return tuple(str(k) for k in range(p.n)) if p.n <= 2000 else ()
        visible = tuple(f"v{k + 1}" for k in range(p.visible))
        return visible + tuple(f"h{k + 1}" for k in range(p.hidden))

    @property
    def total(self) -> float:
        """Sweeps that the schedule's picture spans."""
        return float(max(self.parameters.sweeps, self.age))


def in_rows(values: np.ndarray, is_grid: bool) -> np.ndarray:
    """Return values (N,) of units in rows and columns, or as they are; a copy."""
    return ising.joined(values).ravel() if is_grid else values.copy()


def _shown_held(m: "Boltzmann") -> np.ndarray:
    """Which units (N,) can't move now: those the person holds; in learning the pattern's."""
    if not m.parameters.is_learning:
        return m.state.held
    held = np.zeros(m.parameters.n, bool)
    is_positive = m.patterns_a_cycle and m.state.tick and m.place_in_cycle().phase == 0
    held[: m.parameters.visible] = bool(is_positive)
    return held


def decision_of(m: "Boltzmann") -> Decision | None:
    """Return what the last update of the first chain was decided by; None for clusters, and where
    the spin whose turn it was is pinned."""
    s, p = m.state, m.parameters
    if s.step == 0 or p.uses_clusters:
        return None
    is_metropolis = m._used_sampler == "metropolis"
    is_past = s.position == 0 and s.age > 0  # the sweep has ended: its temperature was another
    age = (s.tick - 1) % m.pattern_ticks // p.n if p.is_learning else s.age - is_past
    heat = m.temperature_at(age)
    if not p.is_grid:
        unit = int(s.last[0])
        if unit < 0:
            return None
        _, gap, probability, random = (float(x) for x in s.last)
        is_on = bool(s.units[0, unit] == 1)
        return Decision(unit, gap, heat, probability, random, is_on, is_metropolis)
    unit = (s.position - 1) % p.n
    if s.held[unit]:
        return None
    is_on = bool(s.units[0, unit] == 1)
    gap = 2.0 * m.machine.field_of(s.units[0], unit)
    if is_metropolis:  # whether it flipped is not kept: only how likely it was to go uphill
        uphill = float(np.exp(-abs(gap) / heat)) if heat > 0 else float(gap == 0)
        return Decision(unit, gap, heat, uphill, np.nan, is_on, True)
    bits = np.empty(1, np.int32)
    counted.fill_bits(unit, s.keys[0], bits)
    limits = ising.limits_of(heat, gap / 2.0, 0.0, False)
    probability = float(limits[0, 2]) / 2**31  # the field stands for all that is felt
    return Decision(unit, gap, heat, probability, (float(bits[0]) + 0.5) / 2**31, is_on, False)


def curve_of(m: "Boltzmann") -> np.ndarray:
    """Return the schedule (2, P): sweeps and temperatures; of an adaptive one what is planned."""
    s, p = m.state, m.parameters
    sweeps = np.linspace(0.0, p.sweeps, DRAWN_POINTS)
    if p.schedule == "constant":
        return np.array([[0.0, float(p.sweeps)], [p.temperature, p.temperature]])
    if p.schedule == "adaptive":
        return np.array([[s.age, float(max(p.sweeps, s.age))], [s.heat, s.heat]])
    temperatures = schedules.temperatures(
        p.schedule, sweeps, p.sweeps, p.temperature_start, p.temperature_end, p.temperature, s.drawn
    )
    return np.stack([sweeps, temperatures])


def past_of(m: "Boltzmann") -> np.ndarray:
    """Return (3, Q): sweeps since the schedule began, the temperature then, the acceptance."""
    s = m.state
    points, stride = int(s.progress[3]), int(s.progress[4])
    past = np.concatenate([np.arange(points)[None] * float(stride), s.past[:, :points]])
    if not points:
        return past
    now = [s.age + s.position / m.parameters.n, m.temperature_now, s.acceptance]
    return np.concatenate([past, np.array(now)[:, None]], axis=1)


def learning_of(m: "Boltzmann") -> Learning | None:
    """Return where learning is; None where nothing is learned."""
    data, s, p = m.data_set, m.state, m.parameters
    if data is None:
        return None
    place = m.place_in_cycle()
    has_begun = place.pattern < s.shown.size and s.shown[place.pattern] < len(data.patterns)
    sweep, unit = divmod(place.inside, p.n)
    pattern = int(s.shown[place.pattern]) if has_begun and place.phase == 0 else -1
    return Learning(
        names=data.groups,
        patterns=data.patterns,
        probabilities=data.probabilities,
        inputs=data.inputs,
        phase=place.phase,
        pattern=pattern,
        pattern_of=(place.pattern, m.patterns_a_cycle),
        sweep_of=(sweep, m.pattern_ticks // p.n),
        unit_of=(unit, p.n),
        is_counting=place.inside >= m.anneal_sweeps * p.n,
        cycles=s.cycles,
        cycle_updates=m.cycle_ticks * p.chains,
        positive=s.positive,
        negative=s.negative,
    )
