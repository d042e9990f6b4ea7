"""Many phases of a game in one call: Algorithm 1 of Goodfellow et al. (2014), compiled whole.

Phase by phase the game is played by simulator/models/gan_game.py, which gives and takes Python's
lock some 25 times in an iteration: beside a window that paints it waits for it most of the time,
and so does the window. Here the same kernels are called in the same order, by their addresses
(kernels/addresses.py), so that all comes out the same to the bit.

Played are games of one or two dimensions without what makes a turn longer: old fakes, a D that
looks ahead, blur, spectral normalization, features of a batch, slopes between real rows and fakes.

    R rows of d columns, noise of n; arrays as in kernels/mlp.py, float32
"""

from typing import Any, NamedTuple

import numpy as np

from kernels.jit import kernel

# what is counted
STEP, PHASE, TURN, ITERATIONS, KEYS, SEEN_KEY, UPDATES_D, UPDATES_G = range(8)
# the numbers of a game, each of the last time it was known
VALUE, D_REAL, D_FAKE, ACCURACY, LOSS_D, LOSS_G, NORM_D, NORM_G = range(8)
NUMBERS = 8
(D_NOISE, D_DATA, D_FORWARD, D_LOSS, D_GRADIENT, D_UPDATE,
 G_NOISE, G_FAKE, G_FORWARD, G_GRADIENT, G_UPDATE) = range(11)  # fmt: skip
FARTHEST = 1e18  # of a gradient's length, so that float32 holds the optimisers' squares


class Calls(NamedTuple):
    """The kernels that are called: an Address of each."""

    noise: Any  # mixture.normals or mixture.uniforms
    sample: Any  # mixture.sample
    forward: Any  # mlp
    backward: Any
    fill_slopes: Any  # mlp_slopes
    add_slope_gradient: Any
    tell: Any  # gan
    lose_real: Any
    lose_fake: Any
    fool: Any
    add_penalty: Any
    length: Any
    clip: Any
    follow: Any
    update: Any  # optimizers


class Side(NamedTuple):
    """A player: its net and how that moves, with places to compute in."""

    shape: Any  # mlp.Shape
    units: int  # of all its layers
    params: np.ndarray
    first: np.ndarray
    second: np.ndarray
    grads: np.ndarray
    acts: np.ndarray
    deltas: np.ndarray
    tangents: np.ndarray
    curves: np.ndarray
    optimizer: int
    rate: float
    turns: int  # in an iteration


class Table(NamedTuple):
    """What lies between the players."""

    noise: np.ndarray  # (R, n)
    real: np.ndarray  # (R, d)
    fake: np.ndarray  # (R, d)
    said: np.ndarray  # (2R,) of real rows, then of fakes
    pulls: np.ndarray  # (2R,)
    pulled: np.ndarray  # (R, d) where each fake is drawn
    which: np.ndarray  # (R,) int64
    average: np.ndarray  # of G's weights; of size 0 where there is none
    numbers: np.ndarray  # (8,) float64


class Rules(NamedTuple):
    """What is played for."""

    world: Any  # mixture.Mixture
    key_base: np.uint64
    loss: int
    target: float  # what a real row should be called
    r1: float
    weight_clip: float  # 0: none
    beta_1: float
    beta_2: float
    averaging: float


@kernel
def next_key(rules, counts):
    """Count one key more, and return it."""
    counts[KEYS] += 1
    return rules.key_base + np.uint64(counts[KEYS])


@kernel
def make_fakes(calls, maker, table):
    """Let G answer to the noise."""
    rows, d = table.fake.shape
    maker.acts[: table.noise.size] = table.noise.reshape(-1)
    calls.forward(maker.shape, maker.params, rows, maker.acts)
    end = rows * maker.units
    table.fake.reshape(-1)[:] = maker.acts[end - rows * d : end]


@kernel
def judge_rows(calls, judge, table, is_both):
    """Let D answer to real rows and fakes, or to the fakes alone."""
    rows, size = len(table.fake), table.fake.size
    count = 2 * rows if is_both else rows
    if is_both:
        judge.acts[:size] = table.real.reshape(-1)
    judge.acts[(count - rows) * table.fake.shape[1] :][:size] = table.fake.reshape(-1)
    calls.forward(judge.shape, judge.params, count, judge.acts)
    end = count * judge.units
    table.said[2 * rows - count :] = judge.acts[end - count : end]


@kernel
def lose(calls, rules, table):
    """Return what D loses, and fill `pulls`."""
    rows = len(table.fake)
    said, pulls = table.said, table.pulls
    total = calls.lose_real(rules.loss, rules.target, said[:rows], pulls[:rows])
    return total + calls.lose_fake(rules.loss, said[rows:], pulls[rows:])


@kernel
def go_back(calls, side, rows, pulls, grads, to_input):
    """Go back through a net from what pulls at its outputs."""
    end = rows * side.units
    side.deltas[end - pulls.size : end] = pulls
    calls.backward(
        side.shape, side.params, rows, side.acts, side.deltas, grads, to_input
    )  # fmt: skip


@kernel
def penalize(calls, rules, judge, table):
    """Add R1 to D's gradient."""
    rows, d = table.real.shape
    judge.acts[: table.real.size] = table.real.reshape(-1)
    calls.forward(judge.shape, judge.params, rows, judge.acts)
    calls.fill_slopes(judge.shape, judge.params, rows, judge.acts, judge.deltas)
    slopes = judge.deltas[: rows * d].reshape(rows, d)
    tangents = judge.tangents[: rows * d].reshape(rows, d)
    calls.add_penalty(-1.0, 0.5 * rules.r1, slopes, tangents)
    calls.add_slope_gradient(
        judge.shape, judge.params, rows, judge.acts, judge.deltas, judge.tangents, judge.curves,
        judge.grads,
    )  # fmt: skip


@kernel
def learn_to_judge(calls, rules, judge, table):
    """Fill D's gradient; return its length."""
    lose(calls, rules, table)
    go_back(calls, judge, 2 * len(table.fake), table.pulls, judge.grads, False)
    if rules.r1:
        penalize(calls, rules, judge, table)
    return calls.length(judge.grads)


@kernel
def learn_to_make(calls, rules, judge, maker, table):
    """Fill G's gradient; return G's loss and its gradient's length."""
    rows, size = len(table.fake), table.fake.size
    total = calls.fool(rules.loss, table.said[rows:], table.pulls[:rows])
    go_back(calls, judge, rows, table.pulls[:rows], judge.grads[:0], True)
    go_back(calls, maker, rows, judge.deltas[:size], maker.grads, False)
    return total, calls.length(maker.grads)


@kernel
def note_pulls(judge, table):
    """Note where each fake is drawn."""
    rows, pulled = len(table.fake), table.pulled.reshape(-1)
    for i in range(pulled.size):
        pulled[i] = judge.deltas[i] * np.float32(-rows)


@kernel
def move(calls, rules, side, count):
    """Move a player's weights along its gradient."""
    calls.update(
        side.optimizer, side.params, side.grads, side.first, side.second, count, side.rate,
        rules.beta_1, rules.beta_2,
    )  # fmt: skip


@kernel
def play(calls, rules, judge, maker, table, counts, phases):
    """Take up to so many phases; return how many. Fewer are taken where a gradient is no finite
    number: nothing has moved then since the phase before it."""
    numbers = table.numbers
    for taken in range(phases):
        phase = counts[PHASE]
        if phase == D_NOISE:
            calls.noise(next_key(rules, counts), 0, table.noise.reshape(-1))
            make_fakes(calls, maker, table)
            next_key(rules, counts)  # that of old fakes
        elif phase == D_DATA:
            calls.sample(rules.world, next_key(rules, counts), table.real, table.which)
        elif phase in (D_FORWARD, G_FORWARD):
            next_key(rules, counts)  # that of the blur
            counts[SEEN_KEY] = counts[KEYS]
            judge_rows(calls, judge, table, phase == D_FORWARD)
        elif phase == D_LOSS:
            calls.tell(rules.loss, table.said, numbers)
            numbers[LOSS_D] = lose(calls, rules, table)
        elif phase == D_GRADIENT:
            norm = learn_to_judge(calls, rules, judge, table)
            if not norm < FARTHEST:
                return taken
            numbers[NORM_D] = norm
        elif phase == D_UPDATE:
            counts[UPDATES_D] += 1
            move(calls, rules, judge, counts[UPDATES_D])
            if rules.weight_clip:
                calls.clip(judge.params, np.float32(rules.weight_clip))
        elif phase == G_NOISE:
            calls.noise(next_key(rules, counts), 0, table.noise.reshape(-1))
        elif phase == G_FAKE:
            make_fakes(calls, maker, table)
        elif phase == G_GRADIENT:
            total, norm = learn_to_make(calls, rules, judge, maker, table)
            if not norm < FARTHEST:
                return taken
            numbers[LOSS_G], numbers[NORM_G] = total, norm
            note_pulls(judge, table)
        else:
            counts[UPDATES_G] += 1
            count = counts[UPDATES_G]
            move(calls, rules, maker, count)
            if table.average.size:
                calls.follow(
                    table.average, maker.params, min(rules.averaging, (1 + count) / (10 + count))
                )
        pass_on(judge.turns, maker.turns, counts)
    return phases


@kernel
def pass_on(turns_d, turns_g, counts):
    """Count a phase, and pass the move to who is to make it."""
    counts[STEP] += 1
    phase = counts[PHASE]
    if phase not in (D_UPDATE, G_UPDATE):
        counts[PHASE] += 1
        return
    counts[PHASE] = D_NOISE if phase == D_UPDATE else G_NOISE
    counts[TURN] += 1
    for _ in range(3):
        if counts[PHASE] == D_NOISE and counts[TURN] >= turns_d:
            counts[PHASE], counts[TURN] = G_NOISE, 0
        elif counts[PHASE] == G_NOISE and counts[TURN] >= turns_g:
            counts[PHASE], counts[TURN] = D_NOISE, 0
            counts[ITERATIONS] += 1
