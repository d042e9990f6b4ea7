"""How a Neural Turing Machine learns, and how its probe is followed: what a step does.

While a person only trains, a step is a **batch**: its sequences are drawn, played and learned.
After `play` a step is a **stage** of the probe, and after the last one of its last time step comes
a batch: weights go on learning, and who follows stages sees a machine that stands still meanwhile.
"""

import numpy as np

from kernels.ntm_learning import Learned, Way, calls, train
from kernels.ntm_tape import Tape, new_tape
from simulator.models.ntm_probe import NtmProbe, key_base
from simulator.models.ntm_state import OPTIMIZERS, REMEMBERED
from simulator.models.ntm_tasks import generator, padded

TRAINING = 1  # number of the stream of chance of what is learned
AT_ONCE = 64  # sequences that are drawn before they are learned
LATELY = 200  # sequences by which a curriculum goes on
MASTERED = 0.02  # of the bits of a sequence wrong, at most, and it goes on


class NtmTraining(NtmProbe):
    """The steps of `Ntm`."""

    _tape: Tape | None = None
    _room: np.ndarray

    def take_steps(self, count: int) -> None:
        """Take so many steps."""
        s, p = self.state, self.parameters
        while count > 0:
            if not s.is_playing:
                some = min(count, max(1, AT_ONCE // p.batch_size))
                self.learn(some)
            elif s.stage < self.stages_of_probe:
                some = min(count, self.stages_of_probe - s.stage)
                s.stage += some
            else:
                some = 1
                self.learn(1)
                self.draw_probe()
            s.step += some
            count -= some

    def learn(self, batches: int) -> None:
        """Learn so many batches."""
        s, p = self.state, self.parameters
        count, shape = batches * p.batch_size, p.shape
        base = key_base(self.seed, TRAINING)
        lengths = (p.lengths[0], self.longest_now)
        drawn = [
            p.form.draw(generator((base + s.sequences + k) % 2**64), lengths, p.width, p.repeats)
            for k in range(count)
        ]
        packed = padded(drawn)
        learned = Learned(np.zeros(count), np.zeros(count), np.zeros(batches))
        way = Way(
            p.batch_size, OPTIMIZERS.index(p.optimizer), float(p.learning_rate), float(p.clip)
        )
        with np.errstate(all="ignore"):
            s.updates += int(
                train(
                    calls(), shape, way, packed, s.params, s.first, s.second, s.updates,
                    self._tape_of(packed.x.shape[1]), self._room, learned,
                )
            )  # fmt: skip
        places = (s.sequences + np.arange(count)) % REMEMBERED
        s.losses[places], s.wrong[places] = learned.losses, learned.wrong
        s.lengths[places] = [len(one.content.bits) // p.form.rows for one in drawn]
        s.sequences += count
        s.norm = float(learned.norms[-1])
        self._climb(int(np.mean([one.targets[one.mask > 0].size for one in drawn])))
        self.forget_probe_tape()

    def forget_probe_tape(self) -> None:
        """Weights are others."""
        self._memo.pop("tape", None)

    @property
    def longest_now(self) -> int:
        """The longest sequence that is drawn."""
        low, high = self.parameters.lengths
        if not self.parameters.curriculum:
            return high
        return min(max(self.state.longest, low), high)

    def lately(self, values: np.ndarray, count: int = REMEMBERED) -> float:
        """Return the mean of a ring's last values; NaN where there are none."""
        s = self.state
        known = min(count, s.sequences, REMEMBERED)
        if not known:
            return float("nan")
        return float(values[(s.sequences - 1 - np.arange(known)) % REMEMBERED].mean())

    def _climb(self, bits: int) -> None:
        """Let the curriculum go on, if what there is has been learned."""
        s = self.state
        is_known = s.sequences >= LATELY and self.lately(s.wrong, LATELY) < MASTERED * bits
        if self.parameters.curriculum and is_known and s.longest < self.parameters.lengths[1]:
            s.longest = self.longest_now + 1

    def _tape_of(self, steps: int) -> Tape:
        """Return a tape to learn on, and make room for gradients."""
        if self._tape is None or len(self._tape.logits) < steps:
            self._tape = new_tape(self.parameters.shape, steps)
            self._room = np.zeros((2, self.state.params.size), np.float32)
        return self._tape
