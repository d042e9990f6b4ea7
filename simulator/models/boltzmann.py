"""The Boltzmann machine: units that decide by chance, at a temperature, and come to equilibrium.

Numbers in kernels/boltzmann.py, boltzmann_exact.py and ising.py, words in resources/pages/
boltzmann.md; parameters and state in boltzmann_state.py, steps in _sampling and _learning, what a
person does in _actions, what is read off in _readouts. The step counts ticks: one unit of every
chain is updated; a sweep is N ticks.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from kernels import words as random_words
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.model import Deed, Grain, checked_seed
from simulator.models import boltzmann_equations as equations
from simulator.models.boltzmann_actions import KEEP
from simulator.models.boltzmann_jobs import BoltzmannJobs
from simulator.models.boltzmann_line import START
from simulator.models.boltzmann_machine import Machine, machine_of, problem_of
from simulator.models.boltzmann_problems import Problem
from simulator.models.boltzmann_sampling import fresh_arrays
from simulator.models.boltzmann_snapshot import BoltzmannSnapshot
from simulator.models.boltzmann_start import fitted_weights, made_weights, start_of
from simulator.models.boltzmann_state import BoltzmannParameters, BoltzmannState

DRAWN = ((0.0, 3.0), (0.3, 0.8), (0.45, 2.0), (1.0, 0.1))  # before a person draws another one
LEARNERS = ("phase", "cycle")  # grains that only learning has
FELT = ("field", "evidence")  # parameters that change energies
RECOUNTED = (*FELT, "sampler")  # ... what is sampled
RESTARTED = ("data", "sweeps", "collect", "batch", "statistics", "noise")  # ... a learning cycle
SCHEDULED = ("schedule", "sweeps")
MOVING = ("weights", "biases", "units", "cue", "held", "seen")  # put back, they change energies
LARGE = 2**14


class Boltzmann(BoltzmannJobs):
    name = "boltzmann"
    title = "Boltzmann machine"
    summary = "Dreams: units that decide by chance visit each state as often as its energy asks."
    equation = equations.HEAT_BATH
    Parameters = BoltzmannParameters
    State = BoltzmannState
    default_grain = "sweep"
    far_grain = "anneal"
    grains = (
        Grain("unit", "unit", "One unit of every chain decides."),
        Grain("sweep", "sweep", "As many decisions as there are units."),
        Grain("anneal", "anneal", "To the end of the schedule; in learning, of a pattern's."),
        Grain("phase", "phase", "All patterns held in turn, or as often nothing held."),
        Grain("cycle", "cycle", "Both phases, then one change of the weights."),
    )
    made = ("cue", "held", "made_weights", "made_biases", "weights", "biases", "drawing", "seen",
            "patterns", "drawn")  # fmt: skip
    learned = ("data",)
    backends = ("numba", "torch", "cuda")

    _machine: tuple[tuple[Any, ...], Machine] | None = None

    @classmethod
    def equation_under(cls, parameters: Any) -> str:
        return equations.equation_under(parameters)

    @classmethod
    def equations(cls) -> Iterable[str]:
        return equations.ALL

    def __init__(self, seed: int = 0, parameters: Any = None):
        super().__init__(seed, parameters.fitted() if parameters else None)

    # ---- the life of a state ----

    def initial_state(self) -> BoltzmannState:
        p = self.parameters
        weights = np.zeros((p.n, p.n) if p.network == "general" else (0, 0))
        drawing = frozen(np.full(p.n if p.network == "picture" else 0, -1, np.int8))
        return self._begun(
            {
                "made_weights": frozen(weights),
                "made_biases": frozen(np.zeros(len(weights))),
                "cue": frozen(start_of(p, self.seed, drawing)),
                "held": frozen(np.zeros(p.n, bool)),
                "drawing": drawing,
                "seen": drawing,
                "patterns": frozen(np.zeros((0, p.visible), np.int8)),
                "drawn": frozen(np.array(DRAWN)),
                "draws": 0,
            }
        )

    def _begun(self, made: dict[str, Any]) -> BoltzmannState:
        """Return the state of step 0 around what the person made."""
        p, n = self.parameters, self.parameters.n
        words = random_words.seeded(self.seed)
        units = np.empty((p.chains, n), np.int8)
        units[0] = made["cue"]
        if p.chains > 1:  # the others begin anywhere, so that agreement means something
            rng = np.random.default_rng([self.seed, 2])
            units[1:] = rng.choice(np.array([p.low, 1], np.int8), (p.chains - 1, n))
            units[1:, made["held"]] = made["cue"][made["held"]]
        learns = n if p.is_learning else 0
        state = BoltzmannState(
            step=0,
            units=units,
            fields=np.zeros((p.chains, 0)),
            energies=np.zeros(p.chains),
            sums=np.zeros((p.chains, 3), np.int64),
            words=words,
            keys=np.zeros(p.chains, np.uint64),
            waiting=np.zeros(p.chains, np.int64),
            position=0,
            sweeps=0,
            age=0,
            heat=p.temperature_start,
            best=units[0].copy(),
            walkers=np.full(2, START),
            walker_bests=np.full(2, START),
            walker_words=random_words.seeded(self.seed, 3),
            tick=0,
            cycles=0,
            shown=np.zeros(0, np.int64),
            pairs=np.zeros((2, learns, learns), np.int64),
            runs=np.zeros(2, np.int64),
            positive=np.zeros((learns, learns)),
            negative=np.zeros((learns, learns)),
            velocity=np.zeros((learns, learns)),
            spent=0,
            weights=fitted_weights(p, self.seed, made["made_weights"]),
            biases=made["made_biases"],
            **fresh_arrays(p),
            **made,
        )
        self.state = state
        self.clear_cache()
        self.machine.refresh(state)
        self.begin_count()
        k = int(state.energies.argmin())
        state.best[:], state.best_energy[0] = state.units[k], state.energies[k]
        return state

    def _made(self) -> dict[str, Any]:
        """What the person made, as it is now."""
        names = ("made_weights", "made_biases", "cue", "held", "drawing", "seen", "patterns",
                 "drawn", "draws")  # fmt: skip
        return {name: getattr(self.state, name) for name in names}

    def restart(self) -> None:
        self.state = self._begun(self._made())

    def new_seed(self, argument: str) -> str:
        """Start again; a start by chance is drawn anew, too, one that the person made is kept."""
        s, p, seed = self.state, self.parameters, checked_seed(argument)
        if np.array_equal(s.cue[~s.held], start_of(p, self.seed, s.drawing)[~s.held]):
            s.cue = frozen(np.where(s.held, s.cue, start_of(p, seed, s.drawing)).astype(np.int8))
        self.seed = seed
        self.restart()
        return str(seed)

    def rebuild(self, old: BoltzmannParameters) -> None:
        p, s = self.parameters, self.state
        p.check()
        is_same = (p.network, p.n, p.visible) == (old.network, old.n, old.visible)
        before = self._made()
        if is_same:
            if p.data != old.data:  # what was learned stays
                weights = made_weights(old, self.seed, s.weights)
                before |= {"made_weights": weights, "made_biases": s.biases}
            self.state = self._begun(before)
            return
        self.state = self.initial_state()
        made = self._made() | {"drawn": before["drawn"], "draws": before["draws"]}
        if p.visible == old.visible:
            made["patterns"] = before["patterns"]
        self.state = self._begun(made)

    def refresh(self) -> None:
        self.clear_cache()
        self.machine.refresh(self.state)

    def clear_cache(self) -> None:
        self._memo: dict[str, Any] = {}

    def set(self, name: str, given: Any) -> Deed:
        before, old = self.state.copied(), self.parameters
        try:
            deed = self._set(name, given, old)
            self.parameters.check()
        except Exception:
            self.place(self.seed, old, before)
            raise
        if deed.restarts:
            return deed
        if name in FELT:
            self._units_changed()
        if name in RECOUNTED:
            self.begin_count()
        if name in RESTARTED and self.parameters.is_learning:
            self.begin_cycle()
        elif name in SCHEDULED:
            self.begin_schedule()
        return deed

    def _set(self, name: str, given: Any, old: BoltzmannParameters) -> Deed:
        """Change a parameter and those that must go with it."""
        spec = old.spec(name)
        new = old.with_value(name, given).fitted()
        if new == old.with_value(name, given) or not spec.rebuilds:
            return super().set(name, given)
        state, self.parameters = self.state, new
        self.rebuild(old)
        said = f"set {name}={spec.write(spec.read(given))}"
        return Deed(said, self._packed(state, self.made, old), restarts=True)

    @property
    def machine(self) -> Machine:
        """What the parameters, the seed and the person made of the units: a cache."""
        p, s = self.parameters, self.state
        key = (self.seed, p.network, p.couplings, p.problem, p.units, p.side, p.field, p.evidence)
        arrays = (s.weights, s.biases, s.seen)
        kept = self._machine
        if kept is None or kept[0][0] != key or any(
            a is not b for a, b in zip(kept[0][1], arrays, strict=True)
        ):  # fmt: skip
            self._machine = (key, arrays), machine_of(p, self.seed, s)
        assert self._machine is not None
        return self._machine[1]

    @property
    def problem_now(self) -> Problem | None:
        """The problem that is being solved, or None."""
        p = self.parameters
        is_problem = p.network == "problem"
        return problem_of(p.problem, p.units, self.seed) if is_problem else None

    # ---- time ----

    def advance(self, count: int) -> None:
        self.clear_cache()
        if count > 0:
            (self.learn if self.parameters.is_learning else self.sample)(count)

    def _ask_for_data(self, grain: str) -> None:
        if grain in LEARNERS and not self.parameters.is_learning:
            raise InputError(
                f"Nothing is learned, so there is no {grain}: set data to xor, encoder, patterns "
                "or another of its choices first."
            )

    def steps_to(self, grain: str) -> int:
        s, p = self.state, self.parameters
        self._ask_for_data(grain)
        if grain == "unit":
            return 1
        if grain == "sweep":
            return p.n - s.position
        if p.is_learning and self.patterns_a_cycle:
            length = {"anneal": self.pattern_ticks, "phase": self.phase_ticks}
            every = length.get(grain, self.cycle_ticks)
            return every - s.tick % every
        if p.schedule == "adaptive" and not self.is_annealed:
            return p.n - s.position
        whole = p.sweeps * p.n
        return whole - (s.age * p.n + s.position) % whole

    def steps_of(self, grain: str, count: int) -> int | None:
        p = self.parameters
        if count == 0 or grain == "unit":
            return count
        is_open = grain == "anneal" and p.schedule == "adaptive" and not p.is_learning
        if is_open or (p.is_learning and not self.patterns_a_cycle):
            return None
        return self.steps_to(grain) + (count - 1) * int(self.pace(grain))

    def is_over(self, grain: str, start: int) -> bool:
        if grain != "anneal" or self.parameters.is_learning:
            return True
        return self.parameters.schedule != "adaptive" or self.is_annealed

    def pace(self, grain: str) -> float:
        p = self.parameters
        if grain == "unit":
            return 1
        if grain == "sweep" or not (p.is_learning and self.patterns_a_cycle):
            return p.n if grain == "sweep" else p.n * p.sweeps
        length = {"anneal": self.pattern_ticks, "phase": self.phase_ticks}
        return length.get(grain, self.cycle_ticks)

    def step_before(self, grain: str) -> int:
        s, p = self.state, self.parameters
        if grain == "unit":
            return max(0, s.step - 1)
        every = int(self.pace(grain))
        if grain == "sweep":
            return max(0, s.step - (s.position or every))
        done = s.tick if p.is_learning else s.age * p.n + s.position
        return max(0, s.step - (done % every or min(every, s.step)))

    @property
    def is_finished(self) -> bool:
        p = self.parameters
        return p.is_annealing and not p.is_learning and self.is_annealed and not self.state.position

    @property
    def trace_period(self) -> int:
        p = self.parameters
        return max(1, self.cycle_ticks if self.patterns_a_cycle else p.n)

    @property
    def check_period(self) -> int:
        n = self.parameters.n
        return 20 * n if n > LARGE else 100 * n

    # ---- for views and files ----

    def snapshot(self) -> BoltzmannSnapshot:
        return BoltzmannSnapshot.take(self)

    def put_back(self, arrays: dict[str, np.ndarray], words: dict, parameters: Any) -> None:
        from simulator.models.boltzmann_checks import checked_course, checked_made

        parameters.check()
        old, s = self.parameters, self.state
        is_wired = "weights" in arrays
        is_other = parameters != old or any(name in arrays for name in MOVING)
        course = checked_course(arrays, words, s)
        now = {"weights": s.weights, "biases": s.biases, **self._made()}
        units = arrays.pop("units", None)
        made = checked_made({**now, **arrays}, parameters)
        weights, biases = made.pop("weights"), made.pop("biases")
        self.parameters = parameters
        if parameters != old:
            self.state = self._begun(made)
            self.state.weights, self.state.biases = weights, biases
        else:
            for name, value in made.items():
                setattr(s, name, value)
            s.weights, s.biases = weights, biases
            if units is not None and units.shape == s.units.shape:
                kept = (units == KEEP) | ~np.isin(units, (parameters.low, 1))
                s.units = np.where(kept, s.units, units).astype(np.int8)
                s.units[:, s.held] = s.cue[s.held]
            for name, value in course.items():
                setattr(s, name, value)
        self._units_changed() if is_other else self.refresh()
        if is_wired or "held" in arrays or "seen" in arrays or parameters != old:
            self.begin_count()
        if parameters.is_learning:
            self.begin_cycle()

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> BoltzmannState:
        from simulator.models.boltzmann_checks import check_cycle, checked_state

        state = checked_state(arrays, parameters)
        if parameters.is_learning:
            model = cls.__new__(cls)  # to ask where its program is
            model.parameters, model.state = parameters, state
            check_cycle(model)
        return state

    @classmethod
    def warm_up(cls) -> None:
        from simulator.models.boltzmann_warmup import call_every_kernel

        call_every_kernel(cls)
