"""How a Neural Turing Machine learns: sequences are drawn, played and learned, batch by batch."""

import numpy as np

from kernels.ntm_learning import Learned, Sequences, Way, calls, train
from kernels.ntm_tape import Tape, new_tape
from kernels.optimizers import GRAVES
from simulator.core import backends
from simulator.models.ntm_probe import NtmProbe, key_base
from simulator.models.ntm_state import COURSE_MOST, OPTIMIZERS, REMEMBERED
from simulator.models.ntm_tasks import generator, padded
from simulator.models.ntm_torch import Elsewhere

TRAINING = 1  # number of the stream of chance of what is learned
AT_ONCE = 64  # sequences that are drawn before they are learned
MEAN_OF = 800  # sequences, at most, that a point of the course is the mean of: what the rings still
# have when a batch or AT_ONCE sequences have been learned after its end
LATELY = 200  # sequences by which a curriculum goes on
MASTERED = 0.02  # of the bits of a sequence wrong, at most, and it goes on


class NtmTraining(NtmProbe):
    """What `Ntm` learns."""

    _tape: Tape | None = None
    _room: np.ndarray
    _elsewhere: Elsewhere | None = None

    def learn(self, batches: int) -> None:
        """Learn so many batches."""
        s, p = self.state, self.parameters
        count = batches * p.batch_size
        base = key_base(self.seed, TRAINING)
        lengths = (p.lengths[0], self.longest_now)
        drawn = [
            p.form.draw(generator((base + s.sequences + k) % 2**64), lengths, p.width, p.repeats)
            for k in range(count)
        ]
        learned = Learned(np.zeros(count), np.zeros(count), np.zeros(batches))
        with np.errstate(all="ignore"):
            s.updates += self._move_weights(padded(drawn), learned)
        places = (s.sequences + np.arange(count)) % REMEMBERED
        s.losses[places], s.wrong[places] = learned.losses, learned.wrong
        s.lengths[places] = [len(one.content.bits) // p.form.rows for one in drawn]
        s.sequences += count
        s.norm = float(learned.norms[-1])
        self._note_course(s.sequences - count)
        self._climb(int(np.mean([one.bits_counted for one in drawn])))
        self.forget_probe_tape()

    def _move_weights(self, sequences: Sequences, learned: Learned) -> int:
        """Move the weights and what the optimiser remembers, by the back end; return how many
        updates were made."""
        s, p = self.state, self.parameters
        kind = OPTIMIZERS[p.optimizer]
        self._make_room_for_moments((1 + (kind == GRAVES)) * s.params.size)
        way = Way(p.batch_size, kind, float(p.learning_rate), float(p.clip))
        given = p.shape, way, sequences, s.params, s.first, s.second, s.updates
        if elsewhere := self.elsewhere:
            done = elsewhere.train(*given, learned)
            if elsewhere.backend != self.backend:  # the device was full
                self.backend, self.notice = elsewhere.backend, elsewhere.notice
            return done
        tape = self._tape_of(sequences.x.shape[1])
        return int(train(calls(), *given, tape, self._room, learned))

    def _make_room_for_moments(self, size: int) -> None:
        """Begin with nothing remembered where the optimiser remembers so many other numbers."""
        s = self.state
        if s.second.size != size:
            s.first, s.second = np.zeros_like(s.params), np.zeros(size, np.float32)

    @property
    def elsewhere(self) -> Elsewhere | None:
        """What another back end learns with; None for Numba."""
        if self.backend == "numba":
            return None
        if self._elsewhere is None or self._elsewhere.backend != self.backend:
            backends.check(self.backend, self.name, self.backends)
            self._elsewhere = Elsewhere(self.backend)
        return self._elsewhere

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

    def _note_course(self, before: int) -> None:
        """Put the means of all whole stretches that have ended since `before` into the course."""
        s, every = self.state, self.state.course_every
        for end in range((before // every + 1) * every, s.sequences + 1, every):
            if end % s.course_every:
                continue  # points were merged meanwhile
            at = (end - 1 - np.arange(min(s.course_every, MEAN_OF))) % REMEMBERED
            s.course = np.vstack([s.course, (end, s.losses[at].mean(), s.wrong[at].mean())])
            if len(s.course) == COURSE_MOST:
                pairs = s.course.reshape(-1, 2, 3)
                s.course = np.hstack([pairs[:, 1, :1], pairs[:, :, 1:].mean(1)])
                s.course_every *= 2

    def lately_bits(self) -> float:
        """Return how many bits count in the sequences that `lately` is of, on an average."""
        s, p = self.state, self.parameters
        known = min(s.sequences, REMEMBERED)
        if not known:
            return 0.0
        lengths = s.lengths[(s.sequences - 1 - np.arange(known)) % REMEMBERED]
        each, counts = np.unique(lengths, return_counts=True)
        bits = [self.bits_of(int(length), p.repeats) for length in each]
        return float(np.dot(bits, counts) / known)

    def bits_of(self, length: int, repeats: tuple[int, int]) -> float:
        """Return how many bits count in sequences of a length, on an average."""
        form, width = self.parameters.form, self.parameters.width
        outputs, often = form.outputs(width), sum(repeats) / 2
        counted = {
            "repeat-copy": length * often + 1, "associative-recall": form.rows,
            "n-grams": length - form.fewest, "priority-sort": -(-4 * length // 5),
        }  # fmt: skip
        return max(outputs * counted.get(self.parameters.task, length), 1.0)

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
