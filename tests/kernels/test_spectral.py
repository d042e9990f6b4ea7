"""Spectral normalization against singular values and finite differences."""

import numpy as np
import pytest

from kernels import mlp, mlp_units, spectral
from tests.kernels import naive_mlp as naive
from tests.kernels.test_mlp import HIDDEN

each_hidden = pytest.mark.parametrize("hidden", HIDDEN)


class Case:
    """Weights by chance of a net, and all that goes with them."""

    def __init__(self, hidden, dtype=np.float64, ends=(3, 2)):
        rng = np.random.default_rng(len(hidden))
        self.sizes = np.array((ends[0], *hidden, ends[1]))
        self.shape = mlp.Shape(self.sizes, mlp_units.TANH, mlp_units.LINEAR)
        self.params = rng.standard_normal(mlp.parameter_count(self.sizes)).astype(dtype)
        self.u = np.empty(self.sizes[1:].sum(), dtype)
        self.v = np.empty(self.sizes[:-1].sum(), dtype)
        self.used, self.sigmas = np.empty_like(self.params), np.empty(len(self.sizes) - 1, dtype)
        spectral.first_directions(self.sizes, np.uint64(4), self.u)

    def normalize(self, times=1):
        for _ in range(times):
            spectral.normalize(self.sizes, self.params, self.u, self.v, self.used, self.sigmas)

    def layers(self, of):
        return naive.layers(self.shape, of)

    def directions(self):
        """u and v of every layer."""
        ends = np.cumsum(self.sizes)
        us = np.split(self.u, ends[1:-1] - ends[0])
        return list(zip(us, np.split(self.v, ends[:-2]), strict=True))


@each_hidden
def test_first_directions_have_length_1(hidden):
    case = Case(hidden)
    for u, _ in case.directions():
        assert np.linalg.norm(u) == pytest.approx(1)


@each_hidden
def test_one_step_equals_the_formulas(hidden):
    case = Case(hidden)
    before = [u.copy() for u, _ in case.directions()]
    case.normalize()
    for old, (u, v), sigma, (w, _) in zip(
        before, case.directions(), case.sigmas, case.layers(case.params), strict=True
    ):
        left = w @ old / np.linalg.norm(w @ old)
        right = left @ w / np.linalg.norm(left @ w)
        assert np.allclose(v, left)
        assert np.allclose(u, right)
        assert sigma == pytest.approx(left @ w @ right)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@each_hidden
def test_after_many_steps_sigma_is_the_largest_singular_value(hidden, dtype):
    case = Case(hidden, dtype)
    case.normalize(500)
    largest = [np.linalg.norm(w, 2) for w, _ in case.layers(case.params)]
    assert np.allclose(case.sigmas, largest, rtol=1e-4)
    for w, _ in case.layers(case.used):
        assert np.linalg.norm(w, 2) == pytest.approx(1, rel=1e-4)


@each_hidden
def test_weights_are_divided_and_biases_are_not(hidden):
    case = Case(hidden)
    case.normalize()
    for (w, b), (old, bias), sigma in zip(
        case.layers(case.used), case.layers(case.params), case.sigmas, strict=True
    ):
        assert np.allclose(w, old / sigma)
        assert (b == bias).all()


@each_hidden
def test_gradients_equal_differences_with_u_and_v_held_fixed(hidden):
    case = Case(hidden)
    case.normalize()
    pull = np.random.default_rng(8).standard_normal(case.params.size)
    fixed = [(u.copy(), v.copy()) for u, v in case.directions()]

    def loss():
        used = [
            np.append(w.ravel() / (v @ w @ u), b)
            for (w, b), (u, v) in zip(case.layers(case.params), fixed, strict=True)
        ]
        return float(np.concatenate(used) @ pull)

    expected = naive.differences(loss, case.params)
    grads = pull.copy()
    spectral.unnormalize(case.sizes, case.used, case.u, case.v, case.sigmas, grads)
    assert np.allclose(grads, expected, rtol=1e-7, atol=1e-7)


@each_hidden
def test_float32_gradients_are_those_of_float64(hidden):
    found = []
    for dtype in (np.float32, np.float64):
        case = Case(hidden, dtype)
        case.normalize(3)
        grads = np.cos(np.arange(case.params.size)).astype(dtype)
        spectral.unnormalize(case.sizes, case.used, case.u, case.v, case.sigmas, grads)
        found.append(grads)
    assert np.allclose(found[0], found[1], rtol=1e-4, atol=1e-4)


def test_weights_that_are_all_0_stay_so():
    case = Case((5,))
    case.params[:] = 0
    u = case.u.copy()
    case.normalize(2)
    assert not case.used.any()
    assert (case.u == u).all()
    case.params[:] = 1
    case.normalize(2)
    assert np.isfinite(case.used).all()
