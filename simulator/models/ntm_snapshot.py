"""What the views of the Neural Turing Machine draw: a frozen copy of a state.

The probe is played when it is looked at, by weights that were copied.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kernels.jit import NotReadyError
from kernels.ntm_tape import Tape
from simulator.models.ntm_formats import Sequence
from simulator.models.ntm_state import NtmParameters

if TYPE_CHECKING:
    from simulator.models.ntm import Ntm


@dataclass(frozen=True)
class NtmSnapshot:
    """Frozen; arrays are copies or are never written to again."""

    parameters: NtmParameters
    sequences: int
    updates: int
    is_playing: bool
    stage: int  # stages of the probe that have been played
    time: int  # the time step of the last one
    probe: Sequence
    is_painted: bool
    ablated: str
    looked: Any  # a machine of its own, of copied weights

    @property
    def running(self) -> str:
        """The stage that was played last, or ""."""
        if not self.is_playing or self.stage == 0:
            return ""
        stages = self.parameters.stages
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

    @classmethod
    def take(cls, m: "Ntm") -> "NtmSnapshot":
        s = m.state
        looked = object.__new__(type(m))
        looked.seed, looked.parameters, looked.backend = m.seed, m.parameters, m.backend
        looked.state = s.copied()
        looked._memo = {"probe": m.probe}
        return cls(
            parameters=m.parameters,
            sequences=s.sequences,
            updates=s.updates,
            is_playing=s.is_playing,
            stage=s.stage,
            time=m.time,
            probe=m.probe,
            is_painted=bool(len(s.bits)),
            ablated=s.ablated,
            looked=looked,
        )
