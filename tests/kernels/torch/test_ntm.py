"""The torch twin of the Neural Turing Machine: against the paper's equations in plain NumPy,
against differences, and against Numba's training."""

import os

import numpy as np
import pytest

if "REVERIE_INNER_TESTS" in os.environ:
    pytest.skip("the twins hang on no way of compiling", allow_module_level=True)
torch = pytest.importorskip("torch")

from kernels import ntm  # noqa: E402
from kernels.ntm import FEED_FORWARD, LSTM, LSTM_ONLY, Shape  # noqa: E402
from kernels.ntm_learning import Learned, Sequences, Way, calls, train  # noqa: E402
from kernels.ntm_tape import new_tape  # noqa: E402
from kernels.optimizers import ADAM, MOMENTUM, RMSPROP, SGD  # noqa: E402
from kernels.torch import array, has_cuda, tensor  # noqa: E402
from kernels.torch import ntm as twins  # noqa: E402
from tests.kernels.naive_ntm import Machine  # noqa: E402

DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not has_cuda(), reason="no GPU"))]
SHAPES = {
    "one head each": Shape(4, 3, LSTM, 7, 1, 8, 5, 1, 1, 1),
    "feed-forward": Shape(4, 3, FEED_FORWARD, 7, 2, 8, 5, 2, 2, 2),
    "many heads": Shape(4, 3, LSTM, 6, 3, 9, 4, 2, 3, 3),
    "LSTM alone": Shape(4, 3, LSTM_ONLY, 7, 2, 0, 0, 0, 0, 0),
    "only one of all": Shape(1, 1, LSTM, 1, 1, 4, 1, 1, 1, 1),
}
COUNT, STEPS = 3, 8
each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
with_memory = pytest.mark.parametrize(
    "shape", [s for s in SHAPES.values() if s.locations], ids=[k for k, s in SHAPES.items() if s[5]]
)
each_type = pytest.mark.parametrize(
    ("dtype", "near"), [(np.float64, 1e-9), (np.float32, 2e-4)], ids=["float64", "float32"]
)


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


def params_of(shape, spread=0.5, dtype=np.float64):
    """First weights, and noise on them so that no gate stands in its middle."""
    params = np.zeros(ntm.parameter_count(shape))
    ntm.first_params(shape, 5, params)
    noise = np.random.default_rng(5).standard_normal(params.size)
    return (params + spread * noise).astype(dtype)


def task_of(shape, dtype=np.float64):
    """Inputs, targets and mask of COUNT sequences."""
    rng = np.random.default_rng(0)
    x = rng.integers(0, 2, (COUNT, STEPS, shape.inputs))
    targets = rng.integers(0, 2, (COUNT, STEPS, shape.outputs))
    mask = rng.integers(0, 2, (COUNT, STEPS))
    return [values.astype(dtype) for values in (x, targets, mask)]


def played(shape, params, x, device):
    return twins.forward(shape, tensor(params, device), tensor(x, device))


# ---- forward ----


@each_type
@each_shape
def test_outputs_are_those_of_the_equations(shape, dtype, near, device):
    params, (x, _, _) = params_of(shape, dtype=dtype), task_of(shape, dtype)
    found = array(played(shape, params, x, device).logits)
    wanted = np.array([Machine(shape, params).play(row) for row in x])
    np.testing.assert_allclose(found, wanted, rtol=near, atol=near)


@each_type
@with_memory
def test_weightings_are_those_of_the_equations(shape, dtype, near, device):
    params, (x, _, _) = params_of(shape, dtype=dtype), task_of(shape, dtype)
    found = played(shape, params, x, device)
    ours = [array(a) for a in (found.content, found.gated, found.shifted, found.w[:, 1:])]
    for k, rows in enumerate(x):
        machine = Machine(shape, params)
        machine.play(rows)
        for stage, values in enumerate(ours):
            wanted = [[head[stage] for head in heads] for _, heads in machine.stages]
            np.testing.assert_allclose(values[k], wanted, rtol=near, atol=near)


@with_memory
def test_the_first_weighting_is_that_before_the_first_step(shape, device):
    params, (x, _, _) = params_of(shape), task_of(shape)
    found = array(played(shape, params, x, device).w[:, 0])
    np.testing.assert_allclose(found, [Machine(shape, params).w] * COUNT, rtol=1e-12)


@each_shape
def test_what_comes_after_the_end_changes_nothing_before_it(shape, device):
    params, (x, _, _) = params_of(shape), task_of(shape)
    short = array(played(shape, params, x[:, :5], device).logits)
    assert np.allclose(array(played(shape, params, x, device).logits)[:, :5], short, atol=1e-12)


@with_memory
@pytest.mark.parametrize("spread", [30.0, 1e4])
def test_no_weights_make_a_number_that_is_not_finite(shape, spread, device):
    params = params_of(shape, spread, np.float32)
    x, targets, mask = task_of(shape, np.float32)
    found = played(shape, params, x, device)
    assert all(torch.isfinite(values).all() for values in found)
    lost = twins.losses(found.logits, tensor(targets, device), tensor(mask, device))
    assert torch.isfinite(lost).all()


# ---- gradients ----


def naive_loss(shape, params, x, targets, mask):
    """The mean loss of the sequences, by the equations."""
    logits = np.array([Machine(shape, params).play(rows) for rows in x])
    each = np.logaddexp(0.0, logits) - targets * logits
    return (each.sum(axis=2) * mask).sum() / len(x)


@each_shape
def test_losses_are_the_cross_entropy_of_the_steps_that_count(shape, device):
    params, given = params_of(shape), task_of(shape)
    x, targets, mask = (tensor(a, device) for a in given)
    logits = twins.forward(shape, tensor(params, device), x).logits
    found = float(twins.losses(logits, targets, mask).mean())
    assert found == pytest.approx(naive_loss(shape, params, *given), rel=1e-9)


@each_shape
def test_gradients_are_those_of_differences(shape, device):
    params, given = params_of(shape), task_of(shape)
    x, targets, mask = (tensor(a, device) for a in given)
    leaf = tensor(params, device).requires_grad_()
    loss = twins.losses(twins.forward(shape, leaf, x).logits, targets, mask).mean()
    found = array(torch.autograd.grad(loss, leaf)[0])
    rng, step = np.random.default_rng(1), 1e-5
    for name, part in ntm.parts(shape, np.arange(params.size)).items():
        for place in rng.permutation(part.reshape(-1))[:3]:
            moved = step * (np.arange(params.size) == place)
            up, down = (naive_loss(shape, params + s * moved, *given) for s in (1, -1))
            wanted = (up - down) / (2 * step)
            assert found[place] == pytest.approx(wanted, rel=1e-4, abs=1e-7), name


# ---- learning ----


class Learner:
    """Weights, sequences of several lengths, and places for what comes of them."""

    def __init__(self, shape, count=8, dtype=np.float32):
        rng = np.random.default_rng(2)
        self.shape = shape
        self.params = params_of(shape, 0.1, dtype)
        self.first, self.second = np.zeros_like(self.params), np.zeros_like(self.params)
        forms = (count, STEPS, shape.inputs), (count, STEPS, shape.outputs), (count, STEPS)
        numbers = (rng.integers(0, 2, form).astype(np.float32) for form in forms)
        self.sequences = Sequences(*numbers, 1 + np.arange(count) % STEPS)
        for k, steps in enumerate(self.sequences.steps):
            self.sequences.mask[k, steps:] = 0.0
        self.learned = Learned(*(np.zeros(count) for _ in range(3)))

    def by_numba(self, way):
        room = np.zeros((2, self.params.size), np.float32)
        return train(
            calls(), self.shape, way, self.sequences, self.params, self.first, self.second,
            3, new_tape(self.shape, STEPS), room, self.learned,
        )  # fmt: skip

    def by_torch(self, way, device):
        return twins.Trainer(self.shape, device).train(
            way, self.sequences, self.params, self.first, self.second, 3, self.learned
        )


# the last two divide gradients by their own size, so that of small ones the rounding is seen too
@pytest.mark.parametrize(
    ("kind", "near"), [(SGD, 1e-6), (MOMENTUM, 1e-6), (RMSPROP, 2e-4), (ADAM, 2e-4)]
)
@pytest.mark.parametrize("batch", [1, 3])
def test_training_is_that_of_numba(kind, near, batch, device):
    shape, way = SHAPES["one head each"], Way(batch, kind, 0.001, 1.0)
    one, two = Learner(shape), Learner(shape)
    assert one.by_numba(way) == two.by_torch(way, device) == 8 // batch
    for mine, other in zip(one.learned, two.learned, strict=True):
        np.testing.assert_allclose(other, mine, rtol=2e-4, atol=1e-5)
    np.testing.assert_allclose(two.params, one.params, atol=near)


@each_shape
def test_every_machine_learns_as_by_numba(shape, device):
    way = Way(2, SGD, 0.1, 1.0)
    one, two = Learner(shape), Learner(shape)
    one.by_numba(way)
    two.by_torch(way, device)
    np.testing.assert_allclose(two.params, one.params, atol=2e-5)


def test_a_gradient_that_is_not_finite_changes_nothing(device):
    learner = Learner(SHAPES["one head each"])
    learner.params[0] = np.nan
    before = learner.params.copy()
    assert learner.by_torch(Way(1, ADAM, 0.001, 1.0), device) == 0
    assert np.array_equal(learner.params, before, equal_nan=True)


def test_copying_is_learned_from_nothing(device):
    shape = Shape(4, 3, LSTM, 32, 1, 8, 6, 1, 1, 1)
    learner = Learner(shape, 8)
    ntm.first_params(shape, 1, learner.params)
    bits = np.array([[int(b) for b in f"{k:03b}"] for k in range(8)], np.float32)
    x, targets, mask, steps = learner.sequences
    x[:], targets[:], mask[:], steps[:] = 0.0, 0.0, 0.0, 3
    x[:, 0, :3], x[:, 1, 3], targets[:, 2], mask[:, 2] = bits, 1.0, bits, 1.0
    for _ in range(150):
        learner.by_torch(Way(8, ADAM, 0.01, 1.0), device)
    assert learner.learned.wrong.sum() == 0
