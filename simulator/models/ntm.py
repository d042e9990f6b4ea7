"""The Neural Turing Machine: a controller with a memory that it learns to read and write.

Numbers in kernels/ntm*.py; parameters and state in ntm_state.py, tasks in _tasks, _formats and
_ngrams; what is watched in _probe, how it learns in _training (elsewhere in _torch), the sandbox in
_hand, what a step is in _grains, what is read off in _readouts, what is done in _actions, long
computations in _jobs.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from kernels import ntm
from simulator.core.errors import InputError
from simulator.core.frozen import frozen
from simulator.core.model import Deed, Grain, checked_seed
from simulator.core.saved import check_part
from simulator.models import ntm_equations as equations
from simulator.models.ntm_jobs import NtmJobs
from simulator.models.ntm_probe import key_base
from simulator.models.ntm_snapshot import NtmSnapshot
from simulator.models.ntm_state import COURSE_EVERY, REMEMBERED, NtmParameters, NtmState

WEIGHTS = 4  # number of the stream of chance that first weights are drawn from
TRACED = 20  # steps between two points of a trace
CHECKED_EVERY = 500


class Ntm(NtmJobs):
    name = "ntm"
    title = "Neural Turing Machine"
    summary = "Computes: a network with a memory that it learns to read and write."
    equation = equations.ADDRESSING
    Parameters = NtmParameters
    State = NtmState
    default_grain = "batch"
    far_grain = "batch"
    can_end = False
    grains = (
        Grain("stage", "stage", "Content, gate, shift, sharpen, erase, add or read."),
        Grain("time-step", "time step", "A row of the sequence that is played."),
        Grain("sequence", "sequence", "To the end of the sequence; in the sandbox once round."),
        Grain("batch", "batch", "An update of the weights."),
    )  # fmt: skip
    made = ("bits", "made_params", "asked", "hand_memory", "hand_numbers", "hand_slot")
    backends = ("numba", "torch", "cuda")

    @classmethod
    def equation_under(cls, parameters: Any) -> str:
        return equations.ADDRESSING if parameters.has_memory else equations.LSTM

    @classmethod
    def equations(cls) -> Iterable[str]:
        return equations.ALL

    # ---- the life of a state ----

    def initial_state(self) -> NtmState:
        p = self.parameters
        width = p.form.bits(p.width)
        made = {
            "bits": frozen(np.zeros((0, width), np.float32)),
            "made_params": frozen(np.zeros(0, np.float32)),
            "asked": 0,
        }
        return self._begun(made | self._no_hand())

    def _no_hand(self) -> dict[str, Any]:
        """What a person made in the sandbox, before it is opened."""
        memory = np.zeros((0, self.parameters.memory_width), np.float32)
        return {
            "hand_memory": frozen(memory),
            "hand_numbers": frozen(np.zeros(0)),
            "hand_slot": 0,
        }

    def _begun(self, made: dict[str, Any]) -> NtmState:
        """Return the state of step 0 around what the person made."""
        p = self.parameters
        p.check()
        params = np.zeros(ntm.parameter_count(p.shape), np.float32)
        ntm.first_params(p.shape, key_base(self.seed, WEIGHTS), params)
        self.state = NtmState(
            step=0,
            params=params,
            first=np.zeros_like(params),
            second=np.zeros_like(params),
            updates=0,
            sequences=0,
            losses=np.full(REMEMBERED, np.nan),
            wrong=np.full(REMEMBERED, np.nan),
            lengths=np.zeros(REMEMBERED, np.int64),
            norm=float("nan"),
            longest=p.lengths[0],
            course=np.zeros((0, 3)),
            course_every=COURSE_EVERY,
            mode="train",
            stage=0,
            plays=0,
            length=p.lengths[1],
            repeats=p.repeats[1],
            ablated="",
            hand_past=np.zeros((0, p.memory_locations)),
            **made,
        )
        self._tape = None
        self.clear_cache()
        self.draw_probe()
        if self.state.made_params.size:
            self.take_made()
        return self.state

    def take_made(self) -> None:
        """Go on with the weights that were loaded."""
        s = self.state
        s.params = s.made_params.copy()
        s.first.fill(0.0)
        s.second.fill(0.0)
        s.updates = 0
        self.forget_probe()

    def restart(self) -> None:
        self._begin_again(self._made(), self.state.is_by_hand)

    def _begin_again(self, made: dict[str, Any], was_by_hand: bool) -> None:
        """Begin with what the person made; who was in the sandbox stays there."""
        self._begun(made)
        if was_by_hand and self.parameters.has_memory:
            self.open_sandbox()

    def _made(self) -> dict[str, Any]:
        return {name: getattr(self.state, name) for name in self.made}

    def new_seed(self, argument: str) -> str:
        self.seed = checked_seed(argument)
        self.restart()
        return str(self.seed)

    def rebuild(self, old: NtmParameters) -> None:
        p, before, was_by_hand = self.parameters, self._made(), self.state.is_by_hand
        p.check()
        self.initial_state()
        made = self._made()
        if p.shape == old.shape:
            made["made_params"] = before["made_params"]
        if p.task == old.task and p.width == old.width:
            made |= {"bits": before["bits"], "asked": before["asked"]}
        if _is_as_wide(p, old):
            made |= {name: before[name] for name in made if name.startswith("hand_")}
        self._begin_again(made, was_by_hand)

    def refresh(self) -> None:
        self.clear_cache()

    def clear_cache(self) -> None:
        self._memo: dict[str, Any] = {}

    def set(self, name: str, given: Any) -> Deed:
        before = (self.seed, self.parameters, self.state.copied())
        try:
            deed = super().set(name, given)
            self.parameters.check()
        except InputError:
            self.place(*before)
            raise
        return deed

    def place(self, seed: int, parameters: Any, state: Any) -> None:
        self._tape = None
        super().place(seed, parameters, state)

    # ---- time ----

    @property
    def steps_aside(self) -> bool:  # on torch a step takes Python's lock some thousand times
        return self.backend != "numba"

    @property
    def trace_period(self) -> int:
        return TRACED

    @property
    def check_period(self) -> int:
        return CHECKED_EVERY

    # ---- for views and files ----

    def snapshot(self) -> NtmSnapshot:
        return NtmSnapshot.take(self)

    def put_back(self, arrays: dict[str, np.ndarray], words: dict, parameters: Any) -> None:
        s, old = self.state, self.parameters
        fields = {**arrays, **words}
        check_part(fields, NtmState, None if parameters != old else s)
        if parameters != old:
            self.parameters = parameters
            self.initial_state()
            made = {**self._made(), **{k: v for k, v in fields.items() if k in self.made}}
            self._begun({k: frozen(v) if isinstance(v, np.ndarray) else v for k, v in made.items()})
        else:
            for name, value in fields.items():
                is_made = name in self.made and isinstance(value, np.ndarray)
                setattr(s, name, frozen(value) if is_made else value)
            self.clear_cache()
        self.checked(self.state.arrays(), parameters)  # or what was before is put back by `act`

    @classmethod
    def checked(cls, arrays: dict[str, np.ndarray], parameters: Any) -> NtmState:
        from simulator.models.ntm_checks import checked_state

        return checked_state(arrays, parameters)

    @classmethod
    def warm_up(cls) -> None:
        small = NtmParameters(controller_size=4, memory_locations=5, memory_width=3, length_max=2)
        model = cls(0, small)
        model.advance(2)
        model.readouts(), model.invariants(), model.snapshot().tape


def _is_as_wide(p: NtmParameters, old: NtmParameters) -> bool:
    """Whether a memory and a head of one fit the other."""
    names = ("memory_locations", "memory_width", "shift_range")
    return all(getattr(p, name) == getattr(old, name) for name in names)
