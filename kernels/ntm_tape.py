"""All of a sequence that a Neural Turing Machine has played, step after step (kernels/ntm.py)."""

from typing import NamedTuple

import numpy as np

from kernels.ntm import FEED_FORWARD, LSTM_ONLY, Shape, emitted


class Tape(NamedTuple):
    """Arrays of T steps; those of T + 1 begin with what was there before the first."""

    memory: np.ndarray  # (T + 1, N, M)
    w: np.ndarray  # (T + 1, H, N)
    content: np.ndarray  # (T, H, N)
    gated: np.ndarray  # (T, H, N)
    shifted: np.ndarray  # (T, H, N) never below FLOOR
    similarity: np.ndarray  # (T, H, N) K
    norms: np.ndarray  # (T, N) |M_(t−1)(i)|
    emitted: np.ndarray  # (T, K) what the controller emits, before it is bent
    keys: np.ndarray  # (T, H, M)
    beta: np.ndarray  # (T, H)
    gate: np.ndarray  # (T, H)
    shift: np.ndarray  # (T, H, 2S + 1)
    gamma: np.ndarray  # (T, H)
    erase: np.ndarray  # (T, W, M)
    add: np.ndarray  # (T, W, M)
    reads: np.ndarray  # (T + 1, R, M)
    inputs: np.ndarray  # (T·Σ n,) of each layer (T, n): its input, and of an LSTM its own h
    hidden: np.ndarray  # (T + 1, L, C)
    cell: np.ndarray  # (T + 1, L, C) of an LSTM
    gates: np.ndarray  # (T, L, 4C) i, f, o and the candidate, bent
    told: np.ndarray  # (T, C + R·M) what the outputs are made of
    logits: np.ndarray  # (T, Y)


def rows_of(shape: Shape) -> list[int]:
    """Return how many numbers go into each layer of the controller."""
    own = 0 if shape.controller == FEED_FORWARD else shape.size
    first = shape.inputs + shape.reads * shape.width + own
    return [first] + [shape.size + own] * (shape.layers - 1)


def new_tape(shape: Shape, steps: int, dtype: type = np.float32) -> Tape:
    """Return a tape with room for `steps` steps."""
    heads, n, m = shape.reads + shape.writes, shape.locations, shape.width
    c, read = shape.size, shape.reads * m
    is_lstm = shape.controller != FEED_FORWARD
    turns = 2 * shape.shifts + 1 if shape.controller != LSTM_ONLY else 0

    def zeros(*form: int) -> np.ndarray:
        return np.zeros(form, dtype)

    return Tape(
        memory=zeros(steps + 1, n, m),
        w=zeros(steps + 1, heads, n),
        content=zeros(steps, heads, n),
        gated=zeros(steps, heads, n),
        shifted=zeros(steps, heads, n),
        similarity=zeros(steps, heads, n),
        norms=zeros(steps, n),
        emitted=zeros(steps, emitted(shape)),
        keys=zeros(steps, heads, m),
        beta=zeros(steps, heads),
        gate=zeros(steps, heads),
        shift=zeros(steps, heads, turns),
        gamma=zeros(steps, heads),
        erase=zeros(steps, shape.writes, m),
        add=zeros(steps, shape.writes, m),
        reads=zeros(steps + 1, shape.reads, m),
        inputs=zeros(steps * sum(rows_of(shape))),
        hidden=zeros(steps + 1, shape.layers, c),
        cell=zeros(steps + 1, shape.layers, c if is_lstm else 0),
        gates=zeros(steps, shape.layers, 4 * c if is_lstm else 0),
        told=zeros(steps, c + read),
        logits=zeros(steps, shape.outputs),
    )
