"""The restricted Boltzmann machine: two layers of units, trained live, that dream and complete.

Numbers in kernels/rbm*.py, words in resources/pages/rbm.md; parameters and state in rbm_state.py,
data in _data, steps in _learning and _probes, what is measured in _measures, what a person does in
_actions, long computations in _jobs. The step counts phases: three of them are a batch.
"""

import contextlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from simulator.core import backends
from simulator.core.datasets import Dataset
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.model import Deed, Grain, checked_seed
from simulator.core.saved import check_part
from simulator.models import rbm_equations as equations
from simulator.models.rbm_data import DIGITS, kept_of, load
from simulator.models.rbm_jobs import RbmJobs
from simulator.models.rbm_measures import NAMES
from simulator.models.rbm_snapshot import RbmSnapshot
from simulator.models.rbm_state import (
    COMPLETIONS,
    FANTASIES,
    FILES,
    RbmParameters,
    RbmState,
)
from simulator.models.rbm_torch import Elsewhere

WEIGHTS = 4  # number of the stream of chance that first weights are drawn from
PHASES = 3  # a batch
CHECKED_EVERY = 300  # phases
SHAPED = ("weights", "visible_biases", "hidden_biases", "fantasies", "query")  # put back as large
GIVEN = ("data_digest", "given", "given_labels", "given_classes", "given_is_real")


class Rbm(RbmJobs):
    name = "rbm"
    title = "Restricted Boltzmann machine"
    summary = "Dreams: learns what patterns look like, invents new ones, finishes what you draw."
    equation = equations.MACHINE
    Parameters = RbmParameters
    State = RbmState
    default_grain = "batch"
    far_grain = "epoch"
    grains = (
        Grain("phase", "phase", "Wake, sleep, or the update between."),
        Grain("batch", "batch", "All three phases: one change of the weights."),
        Grain("epoch", "epoch", "Once through all patterns."),
    )
    made = ("query", "shown", "completion_kind", "examples", "example_labels", "made_weights",
            "made_visible_biases", "made_hidden_biases", "made_fantasies", "dream_label",
            "draws")  # fmt: skip
    backends = ("numba", "torch", "cuda")

    _elsewhere: Elsewhere | None = None

    @classmethod
    def equation_under(cls, parameters: Any) -> str:
        return equations.equation_under(parameters)

    @classmethod
    def equations(cls) -> Iterable[str]:
        return equations.ALL

    # ---- the life of a state ----

    def initial_state(self) -> RbmState:
        p = self.parameters
        found = _file_data(p)
        labels = 0
        if p.labels:
            labels = len(found.classes) if found else len(DIGITS)
        nothing = frozen(np.zeros(p.pixels, np.int8))
        no_weights = frozen(np.zeros((0, 0), np.float32))
        return self._begun(
            p.pixels + labels,
            {
                "query": nothing,
                "shown": nothing,
                "completion_kind": "complete",
                "examples": frozen(np.zeros((0, p.pixels), np.uint8)),
                "example_labels": frozen(np.zeros(0, np.int16)),
                "made_weights": no_weights,
                "made_visible_biases": no_weights[0:0].ravel(),
                "made_hidden_biases": no_weights[0:0].ravel(),
                "made_fantasies": frozen(np.zeros((0, 0), np.uint8)),
                "dream_label": -1,
                "draws": 0,
                **kept_of(found),
            },
        )

    def _begun(self, visible: int, made: dict[str, Any]) -> RbmState:
        """Return the state of step 0, of so many visible units, around what the person made."""
        p, h = self.parameters, self.parameters.hidden
        rng = np.random.default_rng([self.seed, WEIGHTS])
        weights = (p.initial_weights * rng.standard_normal((visible, h))).astype(np.float32)

        def zeros(*shape: int) -> np.ndarray:
            return np.zeros(shape, np.float32)

        self.state = RbmState(
            step=0,
            weights=weights,
            visible_biases=zeros(visible),
            hidden_biases=zeros(h),
            velocity=zeros(visible, h),
            visible_velocity=zeros(visible),
            hidden_velocity=zeros(h),
            updates=0,
            epoch=0,
            position=0,
            phase=0,
            rows=0,
            is_begun=False,
            visible=zeros(0, visible),
            hidden=zeros(0, h),
            model_visible=zeros(0, visible),
            model_hidden=zeros(0, h),
            expected=np.zeros((0, 0)),
            particles=zeros(0, 0, visible),
            exchanges=0,
            use=zeros(h),
            spread=zeros(h),
            drawn_keys=0,
            fantasies=zeros(FANTASIES, visible),
            fantasy_means=zeros(FANTASIES, visible),
            completions=zeros(COMPLETIONS, visible),
            completion_means=zeros(COMPLETIONS, visible),
            is_settled=False,
            probe_keys=0,
            measures=np.full(len(NAMES), np.nan),
            measured=-1,
            **made,
        )
        self.clear_cache()
        self.take_made() if self.state.made_weights.size else self.seed_fantasies(is_asked=False)
        if self.state.query.any():
            self.begin_completion(is_asked=False)
        return self.state

    def take_made(self) -> None:
        """Begin with the weights that were loaded."""
        s = self.state
        s.weights = s.made_weights.copy()
        s.visible_biases = s.made_visible_biases.copy()
        s.hidden_biases = s.made_hidden_biases.copy()
        for velocity in (s.velocity, s.visible_velocity, s.hidden_velocity):
            velocity.fill(0.0)
        s.is_begun, s.measured = True, -1
        s.measures = np.full(len(NAMES), np.nan)
        self.seed_particles()
        self.seed_fantasies(is_asked=False)
        if s.made_fantasies.size and s.dream_label < 0:
            s.fantasy_means = s.made_fantasies.astype(np.float32) / np.float32(255.0)
            s.fantasies = (s.fantasy_means > 0.5).astype(np.float32)
            if s.visible_biases.size > self.parameters.pixels:
                self._one_label_each(s.fantasies, s.fantasy_means)
        self.clear_cache()

    def _one_label_each(self, states: np.ndarray, means: np.ndarray) -> None:
        d = self.parameters.pixels
        states[:, d:] = np.arange(states.shape[1] - d) == means[:, d:].argmax(axis=1)[:, None]

    def restart(self) -> None:
        self.state = self._begun(self.state.visible_biases.size, self._made())

    def _made(self) -> dict[str, Any]:
        """What the person made, and the data as they were read."""
        return {name: getattr(self.state, name) for name in (*self.made, *GIVEN)}

    def new_seed(self, argument: str) -> str:
        self.seed = checked_seed(argument)
        self.restart()
        return str(self.seed)

    def rebuild(self, old: RbmParameters) -> None:
        p, before = self.parameters, self._made()
        if p.data in FILES and p.data_path:
            load(p, _none(p))  # refused here, before anything is another
        self._kept = None
        self.state = fresh = self.initial_state()
        if p.pixels == old.pixels:
            kept = ("query", "shown", "completion_kind", "examples", "example_labels")
            made = {**self._made(), **{name: before[name] for name in kept}}
            self.state = self._begun(fresh.visible_biases.size, made)

    def refresh(self) -> None:
        self.clear_cache()

    def clear_cache(self) -> None:
        self._memo: dict[str, Any] = {}

    def set(self, name: str, given: Any) -> Deed:
        before = (self.seed, self.parameters, self.state)
        deed = super().set(name, given)
        try:
            self.parameters.check(self.state.visible_biases.size)
        except InputError:
            self.place(*before)
            raise
        return deed

    # ---- time ----

    def advance(self, count: int) -> None:
        if count > 0:
            self.settle()
        is_safe = not self.parameters.is_gaussian  # whose numbers are looked at in each phase
        with contextlib.nullcontext() if is_safe else np.errstate(over="ignore", invalid="ignore"):
            for _ in range(count):
                self.take_phase()
        self.clear_cache()

    def steps_to(self, grain: str) -> int:
        s = self.state
        if grain == "phase":
            return 1
        rest = PHASES - s.phase
        if grain == "batch":
            return rest
        return rest + PHASES * self._batches_after(s.position + self._rows_now)

    @property
    def _rows_now(self) -> int:
        """Patterns of the present batch, or of the one that is to begin."""
        s, p = self.state, self.parameters
        return s.rows if s.phase else min(p.batch_size, max(self.trained_on - s.position, 0))

    def _batches_after(self, position: int) -> int:
        return -(-max(self.trained_on - position, 0) // self.parameters.batch_size)

    def steps_of(self, grain: str, count: int) -> int | None:
        if count == 0 or grain == "phase":
            return count
        return self.steps_to(grain) + (count - 1) * int(self.pace(grain))

    def is_over(self, grain: str, start: int) -> bool:
        return True

    def pace(self, grain: str) -> float:
        if grain == "phase":
            return 1
        if grain == "batch":
            return PHASES
        try:
            return PHASES * max(1, self._batches_after(0))
        except InputError:  # there are no data
            return PHASES

    def step_before(self, grain: str) -> int:
        s = self.state
        if grain == "phase":
            return max(0, s.step - 1)
        if grain == "batch":
            return max(0, s.step - (s.phase or PHASES))
        done = PHASES * -(-s.position // self.parameters.batch_size) + s.phase
        return max(0, s.step - (done or int(self.pace("epoch"))))

    @property
    def is_finished(self) -> bool:
        p, s = self.parameters, self.state
        if s.phase or not p.learns:
            return False
        is_stuck = p.when_saturated == "stop" and self.is_all_saturated
        return is_stuck or (p.rate_schedule == "linear" and self.learning_rate_now() == 0.0)

    @property
    def trace_period(self) -> int:
        return PHASES

    @property
    def check_period(self) -> int:
        return CHECKED_EVERY

    # ---- where it is computed ----

    @property
    def layers(self) -> Any:
        if self.backend == "numba":
            return super().layers
        if self._elsewhere is None or self._elsewhere.asked != self.backend:
            self._elsewhere = Elsewhere(self.backend)
        return self._elsewhere

    def use_backend(self, name: str) -> None:
        backends.check(name, self.name, self.backends)
        super().use_backend(name)

    def taken_notice(self) -> str:
        if self._elsewhere and self._elsewhere.notice:
            self.notice, self._elsewhere.notice = self._elsewhere.notice, ""
        return super().taken_notice()

    # ---- for views and files ----

    def snapshot(self) -> RbmSnapshot:
        self.settle_if_ready()  # while kernels were compiled it could not
        return RbmSnapshot.take(self)

    def put_back(self, arrays: dict[str, np.ndarray], words: dict, parameters: Any) -> None:
        s, old = self.state, self.parameters
        fields = {**arrays, **words}
        if parameters != old:
            self.parameters, self._kept = parameters, None
            check_part(fields, RbmState, None)
            self.state = self.initial_state()
            made = {**self._made(), **{k: v for k, v in fields.items() if k in self.made}}
            visible = self.state.visible_biases.size
            self.state = self._begun(visible, _as_made(made))
        else:
            check_part(fields, RbmState, s, SHAPED)
            for name, value in fields.items():
                setattr(s, name, frozen(value) if name in self.made and _is_array(value) else value)
            self.clear_cache()
        self.checked(self.state.arrays(), parameters)  # or what was before is put back by `act`

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> RbmState:
        from simulator.models.rbm_checks import checked_state

        return checked_state(arrays, parameters)

    @classmethod
    def warm_up(cls) -> None:
        from simulator.models.rbm_warmup import call_every_kernel

        call_every_kernel(cls)


def _file_data(p: RbmParameters) -> Dataset | None:
    """Return the data of a file; None where there is none, or it is gone: a document that holds
    what was learned opens all the same."""
    if p.data not in FILES or not p.data_path:
        return None
    try:
        return load(p, _none(p))
    except InputError:
        return None


def _none(p: RbmParameters) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((0, p.pixels), np.uint8), np.zeros(0, np.int16)


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _as_made(made: dict[str, Any]) -> dict[str, Any]:
    return {name: frozen(v) if _is_array(v) else v for name, v in made.items()}
