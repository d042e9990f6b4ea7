"""Neural Turing Machines: a sequence learned against the twin in PyTorch, and how long it takes to
learn to copy from nothing. One thread, one core."""

import statistics
import sys
import time
from functools import partial

import numpy as np

from kernels import ntm
from kernels.ntm import LSTM, Shape
from kernels.ntm_learning import Learned, Sequences, Way, calls, train
from kernels.ntm_tape import new_tape
from kernels.optimizers import ADAM
from simulator.bench.gan import has_torch
from simulator.bench.rows import Result, Row, against, alone, medians_in_turn
from simulator.core import blas, warmup
from simulator.models.ntm_tasks import TASKS, generator, padded

MACHINE = Shape(9, 8, LSTM, 100, 1, 128, 20, 1, 1, 1)  # that of the paper's copy task
WAY = Way(1, ADAM, 0.001, 1.0)
LENGTH, LONGEST, WIDTH = 10, 20, 8
BLOCK, BLOCKS = 5, 15  # sequences at once, and how often
LEARNED, MOST = 0.05, 60_000  # wrong bits a sequence; sequences
SEEDS = range(10)


class Learner:
    """A machine that learns to copy, from nothing."""

    def __init__(self, seed: int) -> None:
        self.params = np.zeros(ntm.parameter_count(MACHINE), np.float32)
        ntm.first_params(MACHINE, seed, self.params)
        self.first, self.second = np.zeros_like(self.params), np.zeros_like(self.params)
        self.room = np.zeros((2, self.params.size), np.float32)
        self.tape = new_tape(MACHINE, TASKS["copy"].steps(LONGEST, 1))
        self.rng, self.updates = generator(seed), 0

    def learn(self, sequences: Sequences) -> float:
        """Learn these; return how many bits were wrong in one, on an average."""
        learned = places(len(sequences.steps))
        self.updates += train(
            calls(), MACHINE, WAY, sequences, self.params, self.first, self.second, self.updates,
            self.tape, self.room, learned,
        )  # fmt: skip
        return float(learned.wrong.mean())

    def draw(self, count: int) -> Sequences:
        """Return sequences of 1 … 20 rows."""
        draw = TASKS["copy"].draw
        return padded([draw(self.rng, (1, LONGEST), WIDTH) for _ in range(count)])


def places(count: int) -> Learned:
    """Return places for what comes of so many sequences."""
    return Learned(np.zeros(count), np.zeros(count), np.zeros(count))


def sequence() -> list[Result]:
    """One sequence of 10 rows: played, gone back through, learned."""
    if not has_torch("ntm-sequence"):
        return []
    warmup.use()
    blas.one_thread()
    from kernels.torch.ntm import Trainer

    ours, copy = Learner(0), TASKS["copy"]
    drawn = padded([copy.make(ours.rng, LENGTH, WIDTH) for _ in range(BLOCK)])
    twin, params = Trainer(MACHINE), ours.params.copy()
    moments = np.zeros_like(params), np.zeros_like(params)

    def theirs() -> None:
        twin.train(WAY, drawn, params, *moments, 0, places(BLOCK))

    works = (partial(ours.learn, drawn), theirs)
    for work in works:
        work()
    mine, peer = (1e3 * t / BLOCK for t in medians_in_turn(works, BLOCKS))
    return [against("ntm-sequence", "ms", mine, "PyTorch, eager", peer, 25)]


def copying() -> list[Result]:
    """From nothing to less than 0.05 wrong bits a sequence, over the last 1,000: the median."""
    warmup.use()
    blas.one_thread()
    seconds = []
    Learner(0).learn(Learner(0).draw(1))  # compiled
    for seed in SEEDS:
        learner, begun = Learner(seed), time.perf_counter()
        wrong = float("inf")
        while wrong >= LEARNED and learner.updates < MOST:
            wrong = learner.learn(learner.draw(1000))
        seconds.append(time.perf_counter() - begun if wrong < LEARNED else float("inf"))
        said = f"seed {seed}: {learner.updates:>6} sequences, {seconds[-1]:.1f} s"
        print(f"    {said}, {wrong:.3f} wrong bits", file=sys.stderr)
    learned = sum(np.isfinite(seconds))
    return [
        alone("ntm-copy", "s", statistics.median(seconds), 20),
        alone("ntm-copy-failed", "of 10 seeds", float(len(seconds) - learned), 1),
    ]


ROWS: dict[str, Row] = {"ntm-sequence": sequence, "ntm-copy": copying}
