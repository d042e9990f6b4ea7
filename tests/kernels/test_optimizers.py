"""Updates against the formulas, number by number; tests/kernels/torch/test_mlp.py asks torch."""

import math

import numpy as np
import pytest

from kernels.optimizers import ADAM, GRAVES, MOMENTUM, RMSPROP, SGD, update

KINDS = (SGD, MOMENTUM, RMSPROP, ADAM, GRAVES)
RATE, BETA1, BETA2 = 0.01, 0.5, 0.99


def naive(kind, gradients, rate=RATE, beta1=BETA1, beta2=BETA2):
    """Where one parameter comes to from 0."""
    theta = m = v = mean_g = 0.0
    for t, g in enumerate(gradients, start=1):
        if kind == SGD:
            theta -= rate * g
        elif kind == MOMENTUM:
            m = 0.9 * m + g
            theta -= rate * m
        elif kind == RMSPROP:
            v = 0.99 * v + 0.01 * g**2
            theta -= rate * g / (math.sqrt(v) + 1e-8)
        elif kind == GRAVES:
            v, mean_g = 0.95 * v + 0.05 * g**2, 0.95 * mean_g + 0.05 * g
            m = 0.9 * m - rate * g / math.sqrt(v - mean_g**2 + 1e-4)
            theta += m
        else:
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
            mean, square = m / (1 - beta1**t), v / (1 - beta2**t)
            theta -= rate * mean / (math.sqrt(square) + 1e-8)
    return theta


def updated(kind, gradients, rate=RATE, beta1=BETA1, beta2=BETA2):
    """Where the kernel brings parameters from 0; gradients (T, P)."""
    params, first = np.zeros((2, gradients.shape[1]), gradients.dtype)
    second = np.zeros((1 + (kind == GRAVES)) * gradients.shape[1], gradients.dtype)
    for t, grads in enumerate(gradients, start=1):
        update(kind, params, grads, first, second, t, rate, beta1, beta2)
    return params


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("n", [1, 2, 7, 64])
@pytest.mark.parametrize("kind", KINDS)
def test_updates_equal_the_twin(kind, n, dtype):
    gradients = np.random.default_rng(n).standard_normal((20, n)).astype(dtype)
    expected = [naive(kind, column) for column in gradients.astype(float).T]
    rtol = 1e-12 if dtype == np.float64 else 1e-4
    assert np.allclose(updated(kind, gradients), expected, rtol=rtol, atol=rtol / 10)


def test_the_first_step_of_adam_is_the_rate_whatever_the_gradient():
    gradients = np.array([[1e-3, -5.0, 40.0]])
    assert np.allclose(updated(ADAM, gradients), [-RATE, RATE, -RATE], rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_slope_nothing_moves(kind):
    assert not updated(kind, np.zeros((5, 7))).any()


@pytest.mark.parametrize("kind", KINDS)
def test_a_parabola_is_descended(kind):
    theta, first, second = np.full((3, 3), 2.0), np.zeros(3), np.zeros(3 * (1 + (kind == GRAVES)))
    theta = theta[0]
    for t in range(1, 1001):
        update(kind, theta, 2 * theta, first, second, t, 0.01, 0.9, 0.999)
    assert np.abs(theta).max() < 0.02


def test_without_its_first_moment_adam_is_rmsprop_that_forgets_how_it_began():
    gradients = np.random.default_rng(0).standard_normal((1, 7))
    params, first, second = np.zeros((3, 7))
    update(ADAM, params, gradients[0], first, second, 10**6, RATE, 0.0, 0.99)
    assert np.allclose(params, updated(RMSPROP, gradients), rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_a_number_stays_so(kind):
    assert np.isnan(updated(kind, np.full((1, 2), np.nan))).all()
