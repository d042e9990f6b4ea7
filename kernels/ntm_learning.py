"""Training a Neural Turing Machine on many sequences in one call, so that a window beside it is
never held up. What is called is called by its address: see kernels/addresses.py.

    B sequences an update, S in all, one after another, each of up to T steps

A gradient that is longer than `clip` is shortened to it (Pascanu et al. 2013); one that is no
finite number is left out, and the weights stay as they are.
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from kernels import gan, optimizers
from kernels.jit import kernel
from kernels.ntm import LSTM, Shape, parameter_count
from kernels.ntm_backward import backward, wrong_bits
from kernels.ntm_forward import forward
from kernels.ntm_tape import new_tape


class Calls(NamedTuple):
    """The kernels that are called: an Address of each."""

    forward: Any
    backward: Any
    wrong_bits: Any
    length: Any
    update: Any


class Sequences(NamedTuple):
    """What is learned, in the order in which it is."""

    x: np.ndarray  # (S, T, X) float32
    targets: np.ndarray  # (S, T, Y) float32
    mask: np.ndarray  # (S, T) float32: 1 where outputs count
    steps: np.ndarray  # (S,) int64: how many of T each has


class Way(NamedTuple):
    """How weights move: `optimizer` is a kind of kernels/optimizers.py."""

    batch: int
    optimizer: int
    rate: float
    clip: float  # 0: never


class Learned(NamedTuple):
    """Places for what comes of each sequence."""

    losses: np.ndarray  # (S,) float64, nats
    wrong: np.ndarray  # (S,) float64, bits
    norms: np.ndarray  # (S / B,) float64: of each gradient, before it is shortened


@cache
def calls() -> Calls:
    """Return the addresses of what is called."""
    from kernels.addresses import Address  # loads numba

    shape = Shape(1, 1, LSTM, 1, 1, 4, 1, 1, 1, 1)
    row, rows = np.zeros(parameter_count(shape), np.float32), np.zeros((1, 1), np.float32)
    tape, mask = new_tape(shape, 1), np.zeros(1, np.float32)
    return Calls(
        forward=Address(forward, shape, row, rows, tape),
        backward=Address(backward, shape, row, rows, rows, mask, tape, row),
        wrong_bits=Address(wrong_bits, rows, rows, mask),
        length=Address(gan.length, row),
        update=Address(optimizers.update, 0, row, row, row, row, 1, 1.0, 1.0, 1.0),
    )


@kernel
def train(calls, shape, way, sequences, params, first, second, updates, tape, room, learned):
    """Learn all sequences; return how many updates of the weights were made. `updates` is how many
    were before; `room` (2, P) is a place for gradients."""
    count, done = len(sequences.steps), 0
    one, whole = room[0], room[1]
    for begin in range(0, count - way.batch + 1, way.batch):
        whole[:] = 0.0
        share = params.dtype.type(1.0 / way.batch)
        for s in range(begin, begin + way.batch):
            steps = sequences.steps[s]
            x, targets = sequences.x[s, :steps], sequences.targets[s, :steps]
            mask = sequences.mask[s, :steps]
            calls.forward(shape, params, x, tape)
            learned.losses[s] = calls.backward(shape, params, x, targets, mask, tape, one)
            learned.wrong[s] = calls.wrong_bits(tape.logits[:steps], targets, mask)
            for i in range(one.size):
                whole[i] += share * one[i]
        norm = calls.length(whole)
        learned.norms[begin // way.batch] = norm
        if math.isfinite(norm):
            if 0.0 < way.clip < norm:
                factor = params.dtype.type(way.clip / norm)
                for i in range(whole.size):
                    whole[i] *= factor
            done += 1
            calls.update(
                way.optimizer, params, whole, first, second, updates + done, way.rate, 0.9, 0.999
            )
    return done
