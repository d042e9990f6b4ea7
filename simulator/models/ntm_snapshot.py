"""What the views of the Neural Turing Machine draw: a frozen copy of a state.

The probe is played when it is looked at, by weights that were copied.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kernels.jit import NotReadyError
from kernels.ntm_tape import Tape
from simulator.core.verdict import Verdict
from simulator.models.ntm_addressing import Numbers
from simulator.models.ntm_formats import Sequence
from simulator.models.ntm_hand import Hand
from simulator.models.ntm_state import BY_HAND, NtmParameters
from simulator.models.ntm_verdict import verdict_of

if TYPE_CHECKING:
    from simulator.models.ntm import Ntm


@dataclass(frozen=True)
class NtmSnapshot:
    """Frozen; arrays are copies or are never written to again."""

    parameters: NtmParameters
    sequences: int
    updates: int
    course: np.ndarray  # (K, 3) as in NtmState
    mode: str
    stage: int  # stages of the probe that have been played
    time: int  # the time step of the last one
    probe: Sequence
    is_painted: bool
    asked: int  # the length that a person asked for, or 0
    ablated: str
    hand: Hand | None  # of the sandbox, while it is open
    looked: Any  # a machine of its own, of copied weights

    @property
    def running(self) -> str:
        """The stage that was played last, or ""."""
        if self.mode == "train" or self.stage == 0:
            return ""
        stages = self.parameters.stages if self.hand is None else BY_HAND
        return stages[(self.stage - 1) % len(stages)]

    @cached_property
    def tape(self) -> Tape | None:
        """All that the weights do with the probe; None while kernels are not there yet."""
        try:
            return self.looked.tape
        except NotReadyError:
            return None

    @cached_property
    def outputs(self) -> np.ndarray:
        """(T, Y) what is told, 0 … 1; (0, Y) while kernels are not there yet."""
        if self.tape is None:
            return self.probe.targets[:0]
        return 1.0 / (1.0 + np.exp(-self.tape.logits.astype(float).clip(-60.0, 60.0)))

    @property
    def is_learned(self) -> bool:
        """Whether there is more than random weights."""
        return bool(self.sequences or self.looked.state.made_params.size)

    @cached_property
    def verdict(self) -> Verdict:
        """What has come of it."""
        try:
            return verdict_of(self.looked)
        except NotReadyError:
            return Verdict("calm", "Compiling", "The kernels are being compiled.")

    def numbers(self, t: int, head: int) -> Numbers:
        """Return what moves a head at a time step; there must be a tape."""
        assert self.tape is not None
        tape = self.tape
        return Numbers(
            tape.keys[t, head], float(tape.beta[t, head]), float(tape.gate[t, head]),
            tape.shift[t, head].astype(float), float(tape.gamma[t, head]),
        )  # fmt: skip

    @classmethod
    def take(cls, m: "Ntm") -> "NtmSnapshot":
        s = m.state
        looked = object.__new__(type(m))
        looked.seed, looked.parameters, looked.backend = m.seed, m.parameters, m.backend
        looked.state = s.copied()
        # a tape, once played, is never written to again
        looked._memo = {"probe": m.probe} | {k: v for k, v in m._memo.items() if k == "tape"}
        return cls(
            parameters=m.parameters,
            sequences=s.sequences,
            updates=s.updates,
            course=s.course,
            mode=s.mode,
            stage=s.stage,
            time=m.time,
            probe=m.probe,
            is_painted=bool(len(s.bits)),
            asked=s.asked,
            ablated=s.ablated,
            hand=m.hand if s.is_by_hand else None,
            looked=looked,
        )
