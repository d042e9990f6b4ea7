"""What a judge sees of a whole batch, against loops and finite differences."""

import os

import numpy as np
import pytest

from kernels import batch_features as kernels
from kernels.batch_features import KERNELS, NUMBERS
from tests.kernels import naive_mlp as naive

ROWS = (1, 2, 7) if "REVERIE_INNER_TESTS" in os.environ else (1, 2, 7, 64)
each_rows = pytest.mark.parametrize("rows", ROWS)
each_d = pytest.mark.parametrize("d", [1, 2, 7])
each_type = pytest.mark.parametrize("dtype", [np.float64, np.float32])


class Batch:
    """Rows x (R, d) with room for features, T, and what pulls at all columns."""

    def __init__(self, rows, d, features, dtype=np.float64):
        rng = np.random.default_rng(rows)
        self.d = d
        self.inputs = np.full((rows, d + features), np.nan, dtype)
        self.x, self.features = self.inputs[:, :d], self.inputs[:, d:]
        self.x[:] = rng.standard_normal((rows, d))
        self.T = rng.standard_normal((d, KERNELS * NUMBERS)).astype(dtype)
        self.pull = rng.standard_normal((rows, d + features)).astype(dtype)
        self.grads = np.full_like(self.T, np.nan)


def deviation(x):
    """The mean deviation, column by column."""
    x = x.astype(float)
    return np.mean([np.sqrt(((c - c.mean()) ** 2).mean() + 1e-8) for c in x.T])


def discrimination(x, T):
    """o (R, B), pair by pair."""
    m = (x.astype(float) @ T.astype(float)).reshape(len(x), KERNELS, NUMBERS)
    out = np.zeros((len(x), KERNELS))
    for i in range(len(x)):
        for j in range(len(x)):
            if i != j:
                out[i] += np.exp(-np.abs(m[i] - m[j]).sum(axis=1)) / (len(x) - 1)
    return out


@each_type
@each_d
@each_rows
def test_the_deviation_equals_the_twin(rows, d, dtype):
    b = Batch(rows, d, 1, dtype)
    kernels.add_deviation(b.inputs, d)
    assert np.allclose(b.features, deviation(b.x), rtol=1e-5)


@each_type
@each_d
@each_rows
def test_discrimination_equals_the_twin(rows, d, dtype):
    b = Batch(rows, d, KERNELS, dtype)
    kernels.add_discrimination(b.inputs, d, b.T, NUMBERS)
    assert np.allclose(b.features, discrimination(b.x, b.T), rtol=1e-4, atol=1e-6)


@each_d
@each_rows
def test_the_gradient_through_the_deviation_equals_differences(rows, d):
    b = Batch(rows, d, 1)

    def loss():
        kernels.add_deviation(b.inputs, d)
        return float((b.pull * b.inputs).sum())

    expected = naive.differences(loss, b.x)
    deltas = b.pull.copy()
    kernels.return_deviation(b.inputs, d, deltas)
    assert np.allclose(deltas[:, :d], expected, rtol=1e-6, atol=1e-7)
    assert (deltas[:, d:] == b.pull[:, d:]).all()


@each_d
@each_rows
def test_gradients_through_discrimination_equal_differences(rows, d):
    b = Batch(rows, d, KERNELS)

    def loss():
        kernels.add_discrimination(b.inputs, d, b.T, NUMBERS)
        return float((b.pull * b.inputs).sum())

    of_x, of_T = naive.differences(loss, b.x), naive.differences(loss, b.T)
    deltas = b.pull.copy()
    kernels.return_discrimination(b.inputs, d, b.T, NUMBERS, deltas, b.grads)
    assert np.allclose(deltas[:, :d], of_x, rtol=1e-6, atol=1e-7)
    assert np.allclose(b.grads, of_T, rtol=1e-6, atol=1e-7)
    assert (deltas[:, d:] == b.pull[:, d:]).all()


@each_d
@each_rows
def test_float32_gradients_are_those_of_float64(rows, d):
    found = []
    for dtype in (np.float32, np.float64):
        b = Batch(rows, d, KERNELS, np.float32)
        inputs, T, deltas, grads = (a.astype(dtype) for a in (b.inputs, b.T, b.pull, b.grads))
        kernels.return_discrimination(inputs, d, T, NUMBERS, deltas, grads)
        kernels.return_deviation(inputs, d, deltas)
        found.append((deltas, grads))
    for small, large in zip(*found, strict=True):
        assert np.allclose(small, large, rtol=1e-3, atol=1e-4)


def test_rows_that_are_all_alike_are_as_near_as_can_be():
    b = Batch(7, 2, KERNELS)
    b.x[:] = 0.3
    kernels.add_discrimination(b.inputs, 2, b.T, NUMBERS)
    assert (b.features == 1).all()
    b.pull[:] = 1
    deltas = b.pull.copy()
    kernels.return_discrimination(b.inputs, 2, b.T, NUMBERS, deltas, b.grads)
    assert (deltas == 1).all()
    assert not b.grads.any()


def test_the_deviation_of_rows_that_are_all_alike_is_almost_0_and_pulls_nowhere():
    b = Batch(7, 2, 1)
    b.x[:] = 0.5
    kernels.add_deviation(b.inputs, 2)
    assert np.allclose(b.features, 1e-4)
    deltas = b.pull.copy()
    kernels.return_deviation(b.inputs, 2, deltas)
    assert (deltas == b.pull).all()


def test_rows_far_apart_are_not_near():
    b = Batch(7, 2, KERNELS, np.float32)
    b.x[:] *= 1e6
    kernels.add_discrimination(b.inputs, 2, b.T, NUMBERS)
    assert (b.features < 1e-30).all()


@pytest.mark.parametrize("kinds", [1, 3])
def test_there_may_be_other_numbers_of_kernels(kinds):
    b = Batch(7, 2, kinds)
    T = b.T[:, : kinds * NUMBERS].copy()
    kernels.add_discrimination(b.inputs, 2, T, NUMBERS)
    assert np.allclose(b.features, discrimination(b.x, b.T)[:, :kinds])
