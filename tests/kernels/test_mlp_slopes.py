"""Gradients of slopes against finite differences, float64."""

import os

import numpy as np
import pytest

from kernels import mlp, mlp_slopes
from kernels.mlp_units import LEAKY, LINEAR, RELU, SIGMOID, TANH
from tests.kernels import naive_mlp as naive
from tests.kernels.test_mlp import HIDDEN, KINDS, Net

ROWS = (1, 2, 7) if "REVERIE_INNER_TESTS" in os.environ else (1, 2, 7, 64)
each_hidden = pytest.mark.parametrize("hidden", HIDDEN)
each_rows = pytest.mark.parametrize("rows", ROWS)
each_kind = pytest.mark.parametrize("kind", KINDS)
NEAR = {"rtol": 1e-6, "atol": 1e-6}


class Judge(Net):
    """A net of one output, a direction v (R, n_0), and places for slopes along it."""

    def __init__(self, hidden, rows, kind, output=LINEAR, inputs=3, dtype=np.float64):
        super().__init__(hidden, rows, kind, output, (inputs, 1), dtype)
        self.v = np.random.default_rng(9).standard_normal((rows, inputs))
        self.tangents, self.curves = np.full((2, self.acts.size), np.nan, dtype)

    def slopes(self):
        """∇_x D(x) of every row."""
        self.forward()
        mlp_slopes.fill_slopes(self.shape, self.params, self.rows, self.acts, self.deltas)
        return self.dx

    def add_gradient(self, v, curves=None):
        """`grads`, to which the gradient along v is added."""
        self.block(0, self.tangents)[:] = v
        curves = self.curves if curves is None else curves
        mlp_slopes.add_slope_gradient(
            self.shape, self.params, self.rows, self.acts, self.deltas, self.tangents, curves,
            self.grads,
        )  # fmt: skip
        return self.grads


@each_kind
@each_rows
@each_hidden
def test_slopes_equal_differences(hidden, rows, kind):
    net = Judge(hidden, rows, kind)
    found = net.slopes().copy()
    assert np.allclose(found, naive.differences(lambda: net.forward().sum(), net.x), **NEAR)


def test_slopes_are_those_of_the_logit():
    net, logit = Judge((5,), 7, TANH, SIGMOID), Judge((5,), 7, TANH)
    assert (net.slopes() == logit.slopes()).all()


@each_kind
@each_rows
@each_hidden
def test_the_gradient_along_a_direction_equals_differences(hidden, rows, kind):
    net = Judge(hidden, rows, kind)
    net.slopes()
    net.grads[:] = 0
    found = net.add_gradient(net.v).copy()
    expected = naive.differences(lambda: (net.v * net.slopes()).sum(), net.params)
    assert np.allclose(found, expected, **NEAR)


def penalty(slopes):
    """The gradient penalty of Gulrajani et al., and its derivative by the slopes."""
    lengths = np.sqrt((slopes**2).sum(axis=1, keepdims=True))
    n = len(slopes)
    return ((lengths - 1) ** 2).sum() / n, 2 * (1 - 1 / np.maximum(lengths, 1e-12)) * slopes / n


@each_kind
@pytest.mark.parametrize("inputs", [1, 2, 5])
@each_hidden
def test_the_gradient_of_a_penalty_equals_differences(hidden, inputs, kind):
    net = Judge(hidden, 7, kind, inputs=inputs)
    v = penalty(net.slopes())[1]
    net.grads[:] = 0
    found = net.add_gradient(v).copy()
    assert np.allclose(
        found, naive.differences(lambda: penalty(net.slopes())[0], net.params), **NEAR
    )


@each_kind
def test_it_is_added_to_the_gradient_that_is_there(kind):
    net = Judge((4, 6), 7, kind)
    net.slopes()
    net.grads[:] = 0
    alone = net.add_gradient(net.v).copy()
    net.grads[:] = 3
    assert np.allclose(net.add_gradient(net.v), alone + 3, rtol=1e-12)


@pytest.mark.parametrize("kind", [LINEAR, RELU, LEAKY])
def test_where_nothing_bends_curves_need_no_place(kind):
    net = Judge((4, 6), 7, kind)
    net.slopes()
    net.grads[:] = 0
    alone = net.add_gradient(net.v).copy()
    net.grads[:] = 0
    assert (net.add_gradient(net.v, np.empty(0)) == alone).all()


@each_kind
def test_acts_and_deltas_are_left_as_they_are(kind):
    net = Judge((4, 6), 7, kind)
    net.slopes()
    acts, deltas = net.acts.copy(), net.deltas.copy()
    net.add_gradient(net.v)
    assert (net.acts == acts).all()
    assert (net.deltas == deltas).all()


@each_kind
@each_rows
def test_float32_is_near_float64(rows, kind):
    net, small = Judge((7, 3, 5), rows, kind), Judge((7, 3, 5), rows, kind, dtype=np.float32)
    net.params[:], net.x[:] = small.params, small.x
    for each in (net, small):
        each.slopes()
        each.grads[:] = 0
        each.add_gradient(net.v)
    size = np.abs(net.grads).max()
    assert np.allclose(small.grads, net.grads, rtol=1e-3, atol=1e-4 * size)


def test_a_linear_judge_has_its_weights_as_slopes():
    net = Judge((), 7, TANH)
    weights, _ = mlp.weights_and_biases(net.shape.sizes, net.params, 1)
    assert (net.slopes() == weights[:, 0]).all()
