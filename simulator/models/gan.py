"""The generative adversarial network: a generator of fakes and a discriminator, trained live.

Numbers in kernels/gan*.py and kernels/mlp*.py, words in resources/pages/gan.md; parameters and
state in gan_state.py, the game in gan_game.py and _rounds, what is looked at in _looking, measured
in _measuring and read off in _readouts; what a person does in _actions, long computations in _jobs.
The step counts phases.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from kernels import mlp, spectral
from kernels.gan_play import D_NOISE, G_NOISE, NUMBERS
from kernels.gan_players import Judge, Maker
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.model import Deed, Grain, checked_seed
from simulator.core.saved import check_part
from simulator.models import gan_equations as equations
from simulator.models.gan_canvas import SIDE
from simulator.models.gan_data import load
from simulator.models.gan_game import key_base, shape_of
from simulator.models.gan_jobs import GanJobs
from simulator.models.gan_measuring import EVERY, NAMES
from simulator.models.gan_snapshot import GanSnapshot
from simulator.models.gan_state import IDX, OLD_FAKES, GanParameters, GanState
from simulator.models.gan_surgery import fitted

WEIGHTS = 4  # number of the stream of chance that first weights are drawn from
TRACED = 110  # phases between two points of a trace: ten iterations of one update each
CHECKED_EVERY = 2750  # phases
HUNDRED = 100
# parameters under which what lies on the table would have been judged otherwise
TURNED = ("loss", "label_smoothing", "spectral_norm", "unrolled")


class Gan(GanJobs):
    name = "gan"
    title = "Generative adversarial network"
    summary = "Competes: one net makes fakes, another tells them from data; both learn."
    equation = equations.VALUE
    Parameters = GanParameters
    State = GanState
    default_grain = "iteration"
    far_grain = "hundred"
    can_end = False
    grains = (
        Grain("phase", "phase", "One of the eleven parts of an iteration."),
        Grain("d-step", "D's turn", "To the end of the discriminator's next update."),
        Grain("g-step", "G's turn", "To the end of the generator's next update."),
        Grain("iteration", "iteration", "All updates of both players."),
        Grain("hundred", "100 iterations", "To the next full hundred."),
    )
    made = ("canvas", "made_params_d", "made_params_g", "tour")
    backends = ("numba", "torch", "cuda")

    _elsewhere: Any = None

    @classmethod
    def equation_under(cls, parameters: Any) -> str:
        return equations.equation_under(parameters)

    @classmethod
    def equations(cls) -> Iterable[str]:
        return equations.ALL

    # ---- the life of a state ----

    def initial_state(self) -> GanState:
        p = self.parameters
        nothing = frozen(np.zeros(0, np.float32))
        digest = frozen(np.zeros(0, np.uint8))
        if p.world == IDX and p.data_path:
            digest = frozen(np.frombuffer(load(p).digest, np.uint8).copy())
        return self._begun(
            {
                "canvas": frozen(np.zeros((SIDE, SIDE), np.int8)),
                "made_params_d": nothing,
                "made_params_g": nothing,
                "tour": frozen(np.zeros((0, p.noise_dimensions), np.float32)),
                "data_digest": digest,
            }
        )

    def _begun(self, made: dict[str, Any]) -> GanState:
        """Return the state of step 0 around what the person made."""
        p = self.parameters
        p.check()
        params_d, params_g = self._first_params(True), self._first_params(False)

        def zeros(*shape: int) -> np.ndarray:
            return np.zeros(shape, np.float32)

        rows, d = p.batch_size, p.dimensions
        self.state = GanState(
            step=0,
            params_d=params_d,
            first_d=np.zeros_like(params_d),
            second_d=np.zeros_like(params_d),
            params_g=params_g,
            first_g=np.zeros_like(params_g),
            second_g=np.zeros_like(params_g),
            average=zeros(0),
            directions=zeros(0),
            phase=D_NOISE,
            turn=0,
            iterations=0,
            updates_d=0,
            updates_g=0,
            keys=0,
            seen_key=0,
            noise=zeros(rows, p.noise_dimensions),
            real=zeros(rows, d),
            fake=zeros(rows, d),
            said=zeros(2 * rows),
            pulled=zeros(rows, d),
            old=zeros(0, d),
            stored=0,
            numbers=np.full(NUMBERS, np.nan),
            measures=np.full(len(NAMES), np.nan),
            measured=-1,
            **made,
        )
        self._players = None
        self.clear_cache()
        if self.state.made_params_d.size:
            self.take_made()
        self._fit_remedies()
        self._begin_turns()
        return self.state

    def _begin_turns(self) -> None:
        """Whose turn is first: G's, where D has none."""
        if self.parameters.k_d == 0:
            self.state.phase = G_NOISE

    def _first_params(self, is_judge: bool) -> np.ndarray:
        """Return first weights by chance, and the table of the batch discrimination."""
        p = self.parameters
        shape = shape_of(p, is_judge)
        size = mlp.parameter_count(shape.sizes)
        params = np.zeros(size + (p.table_size if is_judge else 0), np.float32)
        mlp.first_params(shape, key_base(self.seed, WEIGHTS, int(is_judge)), params[:size], 1.0)
        if params.size > size:
            rng = np.random.default_rng([self.seed, WEIGHTS, 2])
            scale = 1.0 / np.sqrt(p.dimensions)
            params[size:] = scale * rng.standard_normal(params.size - size)
        return params

    def take_made(self) -> None:
        """Begin with the weights that were loaded."""
        s = self.state
        s.params_d, s.params_g = s.made_params_d.copy(), s.made_params_g.copy()
        for moments in (s.first_d, s.second_d, s.first_g, s.second_g):
            moments.fill(0.0)
        s.updates_d = s.updates_g = 0
        s.average = s.params_g.copy() if self.parameters.averaging else np.zeros(0, np.float32)
        s.measures, s.measured = np.full(len(NAMES), np.nan), -1
        self.clear_cache()

    def _fit_remedies(self) -> None:
        """Give the state what the remedies that are switched on need, and take away the rest: the
        players go on as they are."""
        s, p = self.state, self.parameters
        if bool(s.average.size) != bool(p.averaging):
            s.average = s.params_g.copy() if p.averaging else np.zeros(0, np.float32)
        if bool(len(s.old)) != bool(p.replay):
            s.old = np.zeros((OLD_FAKES if p.replay else 0, p.dimensions), np.float32)
            s.stored = 0
        if bool(s.directions.size) != p.spectral_norm:
            sizes = shape_of(p, True).sizes
            s.directions = np.zeros(int(sizes[1:].sum()) * p.spectral_norm, np.float32)
            if p.spectral_norm:
                key = np.uint64(key_base(self.seed, WEIGHTS, 3))
                spectral.first_directions(sizes, key, s.directions)

    def restart(self) -> None:
        self._begun(self._made())

    def _made(self) -> dict[str, Any]:
        """What the person made, and which data were read."""
        return {name: getattr(self.state, name) for name in (*self.made, "data_digest")}

    def new_seed(self, argument: str) -> str:
        self.seed = checked_seed(argument)
        self.restart()
        return str(self.seed)

    def rebuild(self, old: GanParameters) -> None:
        p, before = self.parameters, self._made()
        p.check()
        if p.world == IDX and p.data_path:
            load(p)  # refused here, before anything is another
        self.initial_state()
        made = {**self._made(), "canvas": before["canvas"]}
        if p.sizes_d == old.sizes_d and p.sizes_g == old.sizes_g:
            made |= {k: before[k] for k in ("made_params_d", "made_params_g")}
        if p.noise_dimensions == old.noise_dimensions:
            made["tour"] = before["tour"]
        self._begun(made)

    def refresh(self) -> None:
        self.clear_cache()

    def clear_cache(self) -> None:
        self._memo: dict[str, Any] = {}
        self._known_at = -1

    def set(self, name: str, given: Any) -> Deed:
        before = (self.seed, self.parameters, self.state.copied())
        try:
            deed = super().set(name, given)
            self.parameters.check()
            if not self.Parameters.spec(name).rebuilds:
                self._go_on_under(before[1])
        except InputError:
            self.place(*before)
            raise
        return deed

    def _go_on_under(self, old: GanParameters) -> None:
        """Fit the state to parameters that are live: nothing that was learned is lost."""
        s, p = self.state, self.parameters
        if p.beside != old.beside or p.table_size != old.table_size:
            fresh = self._first_params(True)
            s.params_d, s.first_d, s.second_d = (
                fitted(values, old, p, fresh if values is s.params_d else None)
                for values in (s.params_d, s.first_d, s.second_d)
            )
            if s.made_params_d.size:
                s.made_params_d = frozen(fitted(s.made_params_d, old, p, fresh))
            self._begin_turn_again()
        self._fit_remedies()
        if any(getattr(p, name) != getattr(old, name) for name in TURNED):
            self._begin_turn_again()
        self.pass_turn()

    def _begin_turn_again(self) -> None:
        """What lies on the table was judged under other rules: the turn begins anew."""
        s = self.state
        s.phase = D_NOISE if s.phase < G_NOISE else G_NOISE

    def place(self, seed: int, parameters: Any, state: Any) -> None:
        self._players = None
        super().place(seed, parameters, state)

    # ---- time ----

    def advance(self, count: int) -> None:
        s = self.state
        self._taken = count
        with np.errstate(all="ignore"):
            while count > 0:
                begun, some = s.iterations, min(count, self._steps_to_measures())
                self.take_phases(some)
                if s.iterations != begun:
                    self.measure_if_due()
                count -= some
        self._memo = {}

    @property
    def steps_aside(self) -> bool:  # phase by phase an iteration takes Python's lock 25 times
        return not self.is_plain

    def steps_to(self, grain: str) -> int:
        if grain == "phase":
            return 1
        if grain == "hundred":
            left = HUNDRED - self.state.iterations % HUNDRED
            return self._rest_of_iteration() + (left - 1) * self.parameters.iteration
        if grain == "iteration":
            return self._rest_of_iteration()
        return self._rest_of_turn(is_judge=grain == "d-step")

    def _steps_to_measures(self) -> int:
        """Phases to the end of the next iteration after which it is measured."""
        left = EVERY - self.state.iterations % EVERY
        return self._rest_of_iteration() + (left - 1) * self.parameters.iteration

    def _rest_of_iteration(self) -> int:
        s, p = self.state, self.parameters  # a turn that has begun ends, whatever k is by now
        if s.phase < G_NOISE:
            turns = max(p.k_d, s.turn + (s.phase > 0))
            return 6 * (turns - s.turn) - s.phase + 5 * p.k_g
        within = s.phase - G_NOISE
        return 5 * (max(p.k_g, s.turn + (within > 0)) - s.turn) - within

    def _rest_of_turn(self, is_judge: bool) -> int:
        """Phases to the end of the next update of D, or G; of the iteration, where it has none."""
        s, p = self.state, self.parameters
        if (s.phase < G_NOISE) == is_judge:
            return 6 - s.phase if is_judge else 11 - s.phase
        if (p.k_d if is_judge else p.k_g) == 0:
            return self._rest_of_iteration()
        return self._rest_of_iteration() + (6 if is_judge else 5 - 5 * p.k_g)

    def steps_of(self, grain: str, count: int) -> int | None:
        if count == 0 or grain == "phase":
            return count
        if grain in ("iteration", "hundred"):
            return self.steps_to(grain) + (count - 1) * int(self.pace(grain))
        return None

    def is_over(self, grain: str, start: int) -> bool:
        return True

    def pace(self, grain: str) -> float:
        p = self.parameters
        every = {
            "phase": 1, "iteration": p.iteration, "hundred": HUNDRED * p.iteration,
            "d-step": p.iteration / max(p.k_d, 1), "g-step": p.iteration / max(p.k_g, 1),
        }  # fmt: skip
        return every[grain]

    def step_before(self, grain: str) -> int:
        s, p = self.state, self.parameters
        if grain == "phase":
            return max(0, s.step - 1)
        done = p.iteration - self._rest_of_iteration()
        if grain == "hundred":
            whole = s.iterations % HUNDRED or (HUNDRED if not done else 0)
            return max(0, s.step - done - whole * p.iteration)
        if grain == "iteration":
            return max(0, s.step - (done or p.iteration))
        is_judge = s.phase < G_NOISE
        within = s.phase if is_judge else s.phase - G_NOISE
        if not within:
            was_judge = is_judge if s.turn else (p.k_g == 0 if is_judge else p.k_d > 0)
            within = 6 if was_judge else 5
        return max(0, s.step - within)

    @property
    def trace_period(self) -> int:
        return TRACED

    @property
    def check_period(self) -> int:
        return CHECKED_EVERY

    # ---- where it is computed ----

    def use_backend(self, name: str) -> None:
        super().use_backend(name)
        self._players = None

    def taken_notice(self) -> str:
        if self._elsewhere and self._elsewhere.notice:
            self.notice, self._elsewhere.notice = self._elsewhere.notice, ""
        return super().taken_notice()

    @property
    def player_classes(self) -> tuple[type[Judge], type[Maker]]:
        if self.backend == "numba":
            return Judge, Maker
        if self._elsewhere is None or self._elsewhere.asked != self.backend:
            from simulator.models.gan_torch import Elsewhere

            self._elsewhere = Elsewhere(self.backend)
        return self._elsewhere.players

    # ---- for views and files ----

    def snapshot(self) -> GanSnapshot:
        return GanSnapshot.take(self)

    def put_back(self, arrays: dict[str, np.ndarray], words: dict, parameters: Any) -> None:
        s, old = self.state, self.parameters
        fields = {**arrays, **words}
        check_part(fields, GanState, None if parameters != old else s)
        if parameters != old:
            self.parameters, self._kept = parameters, None
            self.initial_state()
            made = {**self._made(), **{k: v for k, v in fields.items() if k in self.made}}
            self._begun({name: frozen(v) for name, v in made.items()})
        else:
            for name, value in fields.items():
                setattr(s, name, frozen(value) if name in self.made else value)
            self._players = None
            self.clear_cache()
        self.checked(self.state.arrays(), parameters)  # or what was before is put back by `act`

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> GanState:
        from simulator.models.gan_checks import checked_state

        return checked_state(arrays, parameters)

    @classmethod
    def warm_up(cls) -> None:
        from simulator.models.gan_warmup import call_every_kernel

        call_every_kernel(cls)
