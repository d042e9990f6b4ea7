"""Nets and their gradients against slow float64 twins and finite differences."""

import os

import numpy as np
import pytest

from kernels import mlp
from kernels.mlp_units import LEAKY, LINEAR, RELU, SIGMOID, TANH
from tests.kernels import naive_mlp as naive

HIDDEN = ((), (5,), (4, 6), (7, 3, 5))
ROWS = (1, 2, 7, 64)
KINDS = (LINEAR, RELU, LEAKY, TANH, SIGMOID)
IS_INNER = "REVERIE_INNER_TESTS" in os.environ
NONE = np.empty(0)

each_hidden = pytest.mark.parametrize("hidden", HIDDEN)
each_rows = pytest.mark.parametrize("rows", ROWS[:3] if IS_INNER else ROWS)
each_kind = pytest.mark.parametrize("kind", KINDS)
each_output = pytest.mark.parametrize("output", KINDS)


class Net:
    """A net with weights and biases by chance, R rows of input, and places for all else."""

    def __init__(self, hidden, rows, kind=TANH, output=LINEAR, ends=(3, 2), dtype=np.float64):
        rng = np.random.default_rng(rows)
        self.shape = mlp.Shape(np.array((ends[0], *hidden, ends[1])), kind, output)
        self.rows = rows
        self.params = rng.standard_normal(mlp.parameter_count(self.shape.sizes)).astype(dtype)
        units = mlp.unit_count(self.shape.sizes)
        self.acts, self.deltas = np.full((2, rows * units), np.nan, dtype)
        self.grads = np.full_like(self.params, np.nan)
        self.x, self.dx = self.block(0), self.block(0, self.deltas)
        self.x[:] = rng.standard_normal(self.x.shape)
        self.pull = rng.standard_normal((rows, ends[1]))  # loss = Σ pull · output

    def block(self, layer, of=None):
        return mlp.block(self.shape.sizes, self.rows, self.acts if of is None else of, layer)

    @property
    def out(self):
        return self.block(len(self.shape.sizes) - 1)

    def forward(self):
        mlp.forward(self.shape, self.params, self.rows, self.acts)
        return self.out

    def loss(self):
        return float((self.pull * self.forward()).sum())

    def backward(self, grads=None, to_input=True):
        self.forward()
        self.block(len(self.shape.sizes) - 1, self.deltas)[:] = self.pull
        grads = self.grads if grads is None else grads
        mlp.backward(self.shape, self.params, self.rows, self.acts, self.deltas, grads, to_input)


# ---- sizes and places ----


@each_hidden
def test_parameters_and_units_are_counted(hidden):
    net = Net(hidden, 2)
    parts = naive.layers(net.shape, net.params)
    assert mlp.parameter_count(net.shape.sizes) == sum(w.size + b.size for w, b in parts)
    assert mlp.unit_count(net.shape.sizes) == 3 + sum(hidden) + 2


@each_hidden
def test_weights_are_views_in_their_order(hidden):
    net = Net(hidden, 2)
    for layer, (weights, biases) in enumerate(naive.layers(net.shape, net.params), start=1):
        w, b = mlp.weights_and_biases(net.shape.sizes, net.params, layer)
        assert (w == weights).all()
        assert (b == biases).all()
        assert np.shares_memory(w, net.params)


def test_larger_places_may_be_given():
    net, wide = Net((4,), 7), Net((4,), 64)
    wide.x[:7] = net.x
    wide.rows = 7
    mlp.block(wide.shape.sizes, 7, wide.acts, 0)[:] = net.x
    wide.params[:] = net.params
    assert (wide.forward() == net.forward()).all()


# ---- what nets answer ----


@each_kind
@each_rows
@each_hidden
def test_all_layers_answer_as_the_twin(hidden, rows, kind):
    net = Net(hidden, rows, kind, kind)
    net.forward()
    assert np.allclose(net.acts, naive.acts(net.shape, net.params, net.x), rtol=1e-12, atol=1e-12)


@each_kind
@each_rows
@each_hidden
def test_float32_answers_as_float64(hidden, rows, kind):
    net, small = Net(hidden, rows, kind, kind), Net(hidden, rows, kind, kind, dtype=np.float32)
    net.params[:], net.x[:] = small.params, small.x
    assert np.allclose(small.forward(), net.forward(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("ends", [(1, 1), (2, 1), (4, 2), (5, 4), (1, 5)])
@each_hidden
def test_few_units_at_the_ends_are_no_exception(hidden, ends):
    net = Net(hidden, 7, TANH, SIGMOID, ends)
    net.forward()
    assert np.allclose(net.acts, naive.acts(net.shape, net.params, net.x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", [TANH, SIGMOID])
def test_units_far_out_are_at_their_limits(kind, dtype):
    net = Net((), 2, output=kind, ends=(1, 1), dtype=dtype)
    net.params[:] = 1, 0
    net.x[:, 0] = -1e30, 1e30
    low = -1 if kind == TANH else 0
    assert net.forward()[:, 0].tolist() == pytest.approx([low, 1], abs=1e-37)


def test_small_numbers_keep_their_digits_in_tanh():
    net = Net((), 64, output=TANH, ends=(1, 1), dtype=np.float32)
    net.params[:] = 1, 0
    net.x[:, 0] = np.logspace(-12, 1, 64) * np.where(np.arange(64) % 2, 1, -1)
    exact = np.tanh(net.x[:, 0].astype(float))
    assert np.allclose(net.forward()[:, 0], exact, rtol=3e-7, atol=0)


def test_what_is_not_a_number_stays_so():
    net = Net((4,), 2, RELU)
    net.params[:] = np.nan
    assert np.isnan(net.forward()).all()


# ---- gradients ----


@each_kind
@each_rows
@each_hidden
def test_gradients_of_parameters_equal_differences(hidden, rows, kind):
    net = Net(hidden, rows, kind)
    net.backward()
    assert np.allclose(net.grads, naive.differences(net.loss, net.params), rtol=1e-7, atol=1e-7)


@each_kind
@each_rows
@each_hidden
def test_gradients_of_the_input_equal_differences(hidden, rows, kind):
    net = Net(hidden, rows, kind)
    net.backward()
    assert np.allclose(net.dx, naive.differences(net.loss, net.x), rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("ends", [(1, 1), (2, 1), (4, 2), (5, 4), (1, 5)])
@each_output
@each_hidden
def test_every_output_has_its_slope(hidden, output, ends):
    net = Net(hidden, 7, LEAKY, output, ends)
    net.backward()
    assert np.allclose(net.grads, naive.differences(net.loss, net.params), rtol=1e-7, atol=1e-7)
    assert np.allclose(net.dx, naive.differences(net.loss, net.x), rtol=1e-7, atol=1e-7)


@each_kind
@each_rows
@each_hidden
def test_float32_gradients_are_those_of_float64(hidden, rows, kind):
    net, small = Net(hidden, rows, kind, kind), Net(hidden, rows, kind, kind, dtype=np.float32)
    net.params[:], net.x[:] = small.params, small.x
    net.backward()
    small.backward()
    assert np.allclose(small.grads, net.grads, rtol=1e-3, atol=1e-3)
    assert np.allclose(small.dx, net.dx, rtol=1e-3, atol=1e-4)


@each_hidden
def test_without_a_place_no_gradient_of_parameters_is_computed(hidden):
    net = Net(hidden, 7)
    net.backward()
    kept = net.dx.copy()
    net.deltas[:] = np.nan
    net.backward(NONE)
    assert (net.dx == kept).all()


@each_hidden
def test_the_gradient_of_the_input_can_be_left_out(hidden):
    net = Net(hidden, 7)
    net.backward()
    kept, net.dx[:] = net.grads.copy(), 7.0
    net.backward(to_input=False)
    assert (net.grads == kept).all()
    assert (net.dx == 7.0).all()


# ---- first weights ----


def first(sizes, kind, output=LINEAR, key=5, gain=1.0, dtype=np.float32):
    shape = mlp.Shape(np.array(sizes), kind, output)
    params = np.full(mlp.parameter_count(shape.sizes), np.nan, dtype)
    mlp.first_params(shape, np.uint64(key), params, gain)
    return naive.layers(shape, params)


@each_kind
def test_first_weights_have_the_variance_of_their_source(kind):
    (weights, biases), (last, _) = first((20, 30, 25), kind)
    leak = {RELU: 0.0, LEAKY: 0.2}.get(kind)
    variance = 2 / (20 + 30) if leak is None else 2 / ((1 + leak**2) * 20)
    z = np.append(weights / np.sqrt(variance), last / np.sqrt(2 / 55)).astype(float)
    assert not biases.any()
    for power, moment, spread in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs((z**power).mean() - moment) < 4 * np.sqrt(spread / z.size), power


def test_first_weights_hang_on_their_key_alone():
    a, b, c = (first((3, 4, 2), RELU, key=key)[1][0] for key in (1, 1, 2))
    assert (a == b).all()
    assert (a != c).all()


def test_first_weights_are_multiplied_by_the_gain():
    for (plain, _), (half, _) in zip(
        first((3, 4), TANH), first((3, 4), TANH, gain=0.5), strict=True
    ):
        assert np.allclose(half, plain / 2)
