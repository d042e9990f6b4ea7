"""The Neural Turing Machine's kernels against the paper's equations, and differences."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels import ntm
from kernels.ntm import FEED_FORWARD, LSTM, LSTM_ONLY, Shape
from kernels.ntm_backward import backward, lose, wrong_bits
from kernels.ntm_forward import FLOOR, forward
from kernels.ntm_learning import Learned, Sequences, Way, calls, train
from kernels.ntm_tape import new_tape
from tests.kernels.naive_ntm import Machine

SHAPES = {
    "one head each": Shape(4, 3, LSTM, 7, 1, 8, 5, 1, 1, 1),
    "feed-forward": Shape(4, 3, FEED_FORWARD, 7, 2, 8, 5, 2, 2, 2),
    "many heads": Shape(4, 3, LSTM, 6, 3, 9, 4, 2, 3, 3),
    "LSTM alone": Shape(4, 3, LSTM_ONLY, 7, 2, 0, 0, 0, 0, 0),
    "only one of all": Shape(1, 1, LSTM, 1, 1, 4, 1, 1, 1, 1),
}
each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
with_memory = pytest.mark.parametrize(
    "shape", [s for s in SHAPES.values() if s.locations], ids=[k for k, s in SHAPES.items() if s[5]]
)


def params_of(shape, seed=5, spread=0.3, dtype=np.float64):
    """First weights, and noise on them so that no gate stands in its middle."""
    params = np.zeros(ntm.parameter_count(shape), dtype)
    ntm.first_params(shape, seed, params)
    params += (spread * np.random.default_rng(seed).standard_normal(params.size)).astype(dtype)
    return params


def task_of(shape, steps=6, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 2, (steps, shape.inputs)).astype(dtype)
    targets = rng.integers(0, 2, (steps, shape.outputs)).astype(dtype)
    return x, targets, (np.arange(steps) > 0).astype(dtype)


def played(shape, params, x):
    tape = new_tape(shape, len(x), params.dtype.type)
    forward(shape, params, x, tape)
    return tape


# ---- forward ----


@each_shape
@pytest.mark.parametrize(("dtype", "near"), [(np.float64, 1e-10), (np.float32, 1e-5)])
def test_outputs_are_those_of_the_equations(shape, dtype, near):
    params, (x, _, _) = params_of(shape, dtype=dtype), task_of(shape, 12, dtype)
    wanted = Machine(shape, params).play(x)
    np.testing.assert_allclose(played(shape, params, x).logits, wanted, rtol=near, atol=near)


@with_memory
@pytest.mark.parametrize(("dtype", "near"), [(np.float64, 1e-10), (np.float32, 1e-5)])
def test_every_stage_is_that_of_the_equations(shape, dtype, near):
    params, (x, _, _) = params_of(shape, dtype=dtype), task_of(shape, 9, dtype)
    tape, machine = played(shape, params, x), Machine(shape, params)
    for t, row in enumerate(x):
        machine.step(row)
        moves, stages = machine.stages[t]
        for h, (move, found) in enumerate(zip(moves, stages, strict=True)):
            ours = (tape.keys, tape.beta, tape.gate, tape.shift, tape.gamma)
            for array, value in zip(ours, move, strict=False):
                np.testing.assert_allclose(array[t, h], value, rtol=near, atol=near)
            ours = tape.content[t], tape.gated[t], tape.shifted[t], tape.w[t + 1]
            for array, value in zip(ours, found, strict=True):
                np.testing.assert_allclose(array[h], value, rtol=near, atol=near)
            if h >= shape.reads:
                for array, value in zip((tape.erase, tape.add), move[5:], strict=True):
                    np.testing.assert_allclose(array[t, h - shape.reads], value, atol=near)
        np.testing.assert_allclose(tape.memory[t + 1], machine.memory, rtol=near, atol=near)
        np.testing.assert_allclose(tape.reads[t + 1], machine.reads, rtol=near, atol=near)


@given(scale=st.floats(0.0, 300.0), seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_no_weights_make_a_number_that_is_not_finite(scale, seed):
    shape = SHAPES["one head each"]
    params = params_of(shape, seed, scale, np.float32)
    x, targets, mask = task_of(shape, 15, np.float32, seed)
    tape, grads = played(shape, params, x), np.full_like(params, np.nan)
    with np.errstate(all="ignore"):
        loss = backward(shape, params, x, targets, mask, tape, grads)
    assert np.isfinite(loss)
    for name, array in tape._asdict().items():
        assert np.isfinite(array).all(), name
    assert (tape.w >= 0.0).all()
    np.testing.assert_allclose(tape.w.sum(axis=2), 1.0, atol=1e-5)
    assert (tape.shifted >= FLOOR * 0.99).all()


def test_a_shift_of_one_moves_a_weighting_one_slot_on_and_round_the_end():
    shape = Shape(1, 1, LSTM, 1, 1, 4, 1, 1, 1, 1)
    params = np.zeros(ntm.parameter_count(shape))
    found = ntm.parts(shape, params)
    found["weightings"][:, 3] = 50.0
    head = ntm.head_size(shape)
    for first in (0, head):
        found["heads_bias"][first + 2] = -50.0  # g = 0
        found["heads_bias"][first + 5] = 50.0  # s = (0, 0, 1)
    tape = played(shape, params, np.zeros((3, 1)))
    assert tape.w[1:, 0].argmax(axis=1).tolist() == [0, 1, 2]


# ---- backward ----


@each_shape
def test_gradients_are_those_of_differences(shape):
    params, (x, targets, mask) = params_of(shape), task_of(shape)
    tape, grads = played(shape, params, x), np.full(params.size, np.nan)
    backward(shape, params, x, targets, mask, tape, grads)

    def loss_at(place, step):
        moved = params.copy()
        moved[place] += step
        logits = played(shape, moved, x).logits
        return lose(logits, targets, mask, np.zeros_like(logits))

    rng, step = np.random.default_rng(1), 1e-5
    for name, part in ntm.parts(shape, np.arange(params.size)).items():
        for place in rng.permutation(part.reshape(-1))[:10]:
            wanted = (loss_at(place, step) - loss_at(place, -step)) / (2 * step)
            assert grads[place] == pytest.approx(wanted, rel=1e-4, abs=1e-8), name


@each_shape
def test_float32_has_the_gradients_of_float64(shape):
    exact, (x, targets, mask) = params_of(shape), task_of(shape)
    wanted, found = np.zeros(exact.size), np.zeros(exact.size, np.float32)
    backward(shape, exact, x, targets, mask, played(shape, exact, x), wanted)
    params, small = exact.astype(np.float32), [a.astype(np.float32) for a in (x, targets, mask)]
    backward(shape, params, *small, played(shape, params, small[0]), found)
    assert np.abs(found - wanted).max() < 2e-4 * max(1.0, np.abs(wanted).max())


def test_the_loss_is_the_cross_entropy_of_the_steps_that_count():
    logits, targets = np.array([[3.0], [-2.0], [0.5]]), np.array([[1.0], [1.0], [0.0]])
    mask, p = np.array([0.0, 1.0, 1.0]), 1 / (1 + np.exp(-logits[:, 0]))
    deltas = np.empty((3, 1))
    wanted = -np.log(p[1]) - np.log(1 - p[2])
    assert lose(logits, targets, mask, deltas) == pytest.approx(wanted, abs=1e-12)
    np.testing.assert_allclose(deltas[:, 0], [0.0, p[1] - 1.0, p[2]], atol=1e-12)
    assert wrong_bits(logits, targets, mask) == 2


# ---- learning ----

compiled = pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT", "0") != "0", reason="what is not compiled has no address"
)


def sequences(shape, rng, count, longest, width):
    """Copy tasks of `width` bits, packed."""
    steps = 2 * longest + 1
    found = Sequences(
        np.zeros((count, steps, width + 1), np.float32),
        np.zeros((count, steps, width), np.float32),
        np.zeros((count, steps), np.float32), np.zeros(count, np.int64),
    )  # fmt: skip
    for s in range(count):
        n = int(rng.integers(1, longest + 1))
        bits = rng.integers(0, 2, (n, width))
        found.x[s, :n, :width], found.x[s, n, width] = bits, 1.0
        found.targets[s, n + 1 : 2 * n + 1], found.mask[s, n + 1 : 2 * n + 1] = bits, 1.0
        found.steps[s] = 2 * n + 1
    return found


class Learner:
    """A machine that learns to copy."""

    def __init__(self, shape, way, longest=3, seed=1):
        self.shape, self.way, self.rng = shape, way, np.random.default_rng(seed)
        self.params = np.zeros(ntm.parameter_count(shape), np.float32)
        ntm.first_params(shape, seed, self.params)
        self.first, self.second = np.zeros_like(self.params), np.zeros_like(self.params)
        self.room = np.zeros((2, self.params.size), np.float32)
        self.longest, self.tape, self.updates = longest, new_tape(shape, 2 * longest + 1), 0

    def learn(self, count):
        learned = Learned(*(np.zeros(count) for _ in range(3)))
        batch = sequences(self.shape, self.rng, count, self.longest, self.shape.outputs)
        self.updates += train(
            calls(), self.shape, self.way, batch, self.params, self.first, self.second,
            self.updates, self.tape, self.room, learned,
        )  # fmt: skip
        return learned


@compiled
def test_copying_is_learned_from_nothing():
    shape = Shape(4, 3, FEED_FORWARD, 32, 1, 16, 8, 1, 1, 1)
    learner = Learner(shape, Way(1, 3, 0.001, 1.0))
    assert learner.learn(200).wrong.mean() > 1.0
    assert any(learner.learn(1000).wrong.mean() < 0.05 for _ in range(20))


@compiled
def test_updates_are_those_of_the_mean_gradient_made_short():
    shape, way = SHAPES["one head each"], Way(2, 0, 0.5, 0.01)  # SGD
    learner = Learner(shape, way)
    before, tape = learner.params.copy(), learner.tape
    batch = sequences(shape, np.random.default_rng(1), 2, 3, 3)
    grads = np.zeros((2, before.size), np.float32)
    for s in range(2):
        n = batch.steps[s]
        x, targets, mask = batch.x[s, :n], batch.targets[s, :n], batch.mask[s, :n]
        forward(shape, before, x, tape)
        backward(shape, before, x, targets, mask, tape, grads[s])
    mean = grads.mean(axis=0)
    norm = np.linalg.norm(mean.astype(np.float64))
    learned = learner.learn(2)
    assert learned.norms[0] == pytest.approx(norm, rel=1e-5)
    np.testing.assert_allclose(learner.params, before - 0.5 * 0.01 / norm * mean, atol=1e-7)
    assert learner.updates == 1


@compiled
def test_a_gradient_that_is_not_finite_changes_nothing():
    learner = Learner(SHAPES["one head each"], Way(1, 3, 0.001, 1.0))
    learner.params[0] = np.nan
    before = learner.params.copy()
    with np.errstate(all="ignore"):
        learner.learn(3)
    assert learner.updates == 0
    assert np.array_equal(learner.params, before, equal_nan=True)
