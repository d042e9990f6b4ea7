"""The probe of a Neural Turing Machine: a sequence that its present weights play, to be watched.

It is a pure function of weights and input: nothing of it is State but how far it has been followed.
Ablated heads are those of other weights, in which what moves them is held: without **content** the
gate is 0; without **location** it is 1 and nothing shifts; without **sharpening** γ is 1.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from kernels import ntm
from kernels.ntm import Shape
from kernels.ntm_backward import lose, wrong_bits
from kernels.ntm_forward import forward
from kernels.ntm_tape import Tape, new_tape
from simulator.core.model import Model
from simulator.models.ntm_formats import Sequence
from simulator.models.ntm_state import NtmParameters, NtmState, check_steps
from simulator.models.ntm_tasks import generator

PROBES = 2  # number of the stream of chance of what is watched
HELD = 60.0  # a logit beside which others are nothing


@lru_cache(64)
def key_base(*entropy: int) -> int:
    """Return the number after which a stream's keys are counted."""
    return int(np.random.SeedSequence(entropy).generate_state(1, np.uint64)[0])


def ablated(shape: Shape, params: np.ndarray, what: str) -> np.ndarray:
    """Return the parameters (P,) of a machine whose heads do without something."""
    found = params.copy()
    parts = ntm.parts(shape, found)
    weights, biases, m = parts["heads"], parts["heads_bias"], shape.width
    place = 0
    for head in range(shape.reads + shape.writes):
        gate, shift = place + m + 1, place + m + 2
        gamma = shift + 2 * shape.shifts + 1
        held: dict[int, float] = {}
        if what == "content":
            held = {gate: -HELD}
        elif what == "location":
            held = {gate: HELD, **dict.fromkeys(range(shift, gamma), 0.0)}
            held[shift + shape.shifts] = HELD
        elif what == "sharpening":
            held = {gamma: -HELD}
        for column, value in held.items():
            weights[:, column], biases[column] = 0.0, value
        place = gamma + 1 + (2 * m if head >= shape.reads else 0)
    return found


class NtmProbe(Model):
    """What is watched of `Ntm`."""

    parameters: NtmParameters
    state: NtmState
    _memo: dict[str, Any]

    @property
    def probe(self) -> Sequence:
        """The sequence that is watched."""
        if "probe" not in self._memo:
            self._memo["probe"] = self._drawn_probe()
        return self._memo["probe"]

    def _drawn_probe(self) -> Sequence:
        s, p = self.state, self.parameters
        if len(s.bits):
            return p.form.of_bits(s.bits, s.repeats)
        key = (key_base(self.seed, PROBES) + s.plays) % 2**64
        return p.form.make(generator(key), s.length, p.width, s.repeats)

    def draw_probe(self) -> None:
        """Take another sequence to watch, from its beginning."""
        s, p = self.state, self.parameters
        s.plays += 1
        s.stage = 0
        rng = generator((key_base(self.seed, PROBES + 1) + s.plays) % 2**64)
        low, high = p.lengths
        s.length = s.asked or int(rng.integers(low, high, endpoint=True))
        s.repeats = int(rng.integers(*p.repeats, endpoint=True))
        if len(s.bits):
            s.length = len(s.bits) // p.form.rows
        check_steps(p, s.length, s.repeats)
        self.forget_probe()

    def forget_probe(self) -> None:
        """The probe, or what plays it, is another."""
        self._memo.pop("probe", None)
        self._memo.pop("tape", None)

    @property
    def tape(self) -> Tape:
        """All that the present weights do with the probe."""
        if "tape" not in self._memo:
            shape, x = self.parameters.shape, self.probe.x
            tape = new_tape(shape, len(x))
            with np.errstate(all="ignore"):
                forward(shape, self.played_params, np.ascontiguousarray(x), tape)
            self._memo["tape"] = tape
        return self._memo["tape"]

    @property
    def played_params(self) -> np.ndarray:
        """The weights that play the probe."""
        s = self.state
        return ablated(self.parameters.shape, s.params, s.ablated) if s.ablated else s.params

    @property
    def stages_of_probe(self) -> int:
        """Into how many stages it is cut."""
        return len(self.probe.x) * len(self.parameters.stages)

    @property
    def time(self) -> int:
        """The time step of the stage that was played last, or 0."""
        return max(self.state.stage - 1, 0) // len(self.parameters.stages)

    def probe_wrong(self) -> int:
        """Wrong bits of the whole probe."""
        sequence = self.probe
        return int(wrong_bits(self.tape.logits, sequence.targets, sequence.mask))

    def probe_loss(self) -> float:
        """Loss of the whole probe, nats."""
        sequence, logits = self.probe, self.tape.logits
        return float(lose(logits, sequence.targets, sequence.mask, np.empty_like(logits)))
