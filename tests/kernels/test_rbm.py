"""The element by element kernels of restricted Boltzmann machines against slow float64 twins."""

import os

import numpy as np
import pytest

from kernels import rbm as kernels
from kernels.rbm import NO_BINARIZATION, STOCHASTIC, THRESHOLD
from tests.kernels import naive_rbm as naive

SIZES = (1, 2, 7, 64)
KEY = 0x0123456789ABCDEF
ONE = np.float32(1.0)
IS_INNER = "REVERIE_INNER_TESTS" in os.environ
MANY = 200 if IS_INNER else 20_000  # rows of what is counted; uncompiled kernels are slow
NEAR = {"rtol": 1e-6, "atol": 1e-7}

each_size = pytest.mark.parametrize("n", SIZES)
each_scale = pytest.mark.parametrize("scale", [0.0, 0.3, 1.0])


class Case:
    """Fields (5, n), biases (n,) and places for what comes out."""

    def __init__(self, n: int, scale: float = 1.0, spread: float = 3.0, rows: int = 5):
        rng = np.random.default_rng(n)
        self.fields = (spread * rng.standard_normal((rows, n))).astype(np.float32)
        self.biases = rng.standard_normal(n).astype(np.float32)
        self.scale = np.float32(scale)
        self.x = naive.inputs(self.fields, self.scale, self.biases)
        self.means, self.states = np.full((2, rows, n), np.nan, np.float32)

    def given(self) -> tuple:
        return self.fields, self.scale, self.biases, np.uint64(KEY), self.means, self.states


def sigmoids(x: np.ndarray) -> np.ndarray:
    """The kernel's σ of x (n,) float32."""
    out = np.empty((1, x.size), np.float32)
    kernels.answer(x[None], ONE, np.zeros(x.size, np.float32), out)
    return out[0]


# ---- functions of one number ----


def test_a_sigmoid_is_right_to_three_units_of_the_last_digit():
    x = np.linspace(-87, 87, 4_001, dtype=np.float32)
    exact = naive.answers(x.astype(float))
    assert (np.abs(sigmoids(x) / exact - 1) < 3 * 2.0**-23).all()


def test_a_sigmoid_rises_everywhere():
    found = sigmoids(np.linspace(-90, 90, 20_001, dtype=np.float32))
    assert (np.diff(found) >= 0).all()
    assert found[0] < 1e-37
    assert found[-1] == 1


@pytest.mark.parametrize("x", [-3e38, -1e6, -90.0, 90.0, 1e6, 3e38, np.inf, -np.inf])
def test_a_sigmoid_far_out_is_0_or_1_and_finite(x):
    found = sigmoids(np.array([x], np.float32))[0]
    assert found == (1 if x > 0 else pytest.approx(0, abs=1e-37))
    assert 0 < found <= 1


def test_a_sigmoid_of_0_is_a_half():
    assert sigmoids(np.zeros(1, np.float32))[0] == 0.5


# ---- answers and states ----


@each_scale
@each_size
def test_answers_equal_the_twin(n, scale):
    c = Case(n, scale)
    kernels.answer(c.fields, c.scale, c.biases, c.means)
    assert np.allclose(c.means, naive.answers(c.x), **NEAR)


@each_size
def test_answers_may_be_written_over_the_fields(n):
    c = Case(n)
    kernels.answer(c.fields, c.scale, c.biases, c.means)
    kernels.answer(c.fields, c.scale, c.biases, c.fields)
    assert (c.fields == c.means).all()


@each_scale
@each_size
def test_a_unit_is_on_where_its_hashed_uniform_is_below_its_answer(n, scale):
    c = Case(n, scale)
    kernels.turn_on(*c.given())
    assert np.allclose(c.means, naive.answers(c.x), **NEAR)
    assert (c.states == (naive.uniforms(c.means.shape, KEY) < c.means)).all()


@pytest.mark.parametrize("key", [0, 1, 2**32, 2**64 - 1])
def test_every_key_has_its_own_uniforms(key):
    p = np.full((4, 33), 0.5, np.float32)
    on = np.empty_like(p)
    kernels.take_rows(p, np.arange(4), ONE, STOCHASTIC, np.uint64(key), on)
    assert (on == (naive.uniforms(p.shape, key) < 0.5)).all()


def test_units_are_on_as_often_as_their_probability_says():
    p = np.linspace(0.02, 0.98, 13)
    fields = np.tile(np.log(p / (1 - p)).astype(np.float32), (MANY, 1))
    means, states = np.empty((2, *fields.shape), np.float32)
    kernels.turn_on(fields, ONE, np.zeros(13, np.float32), np.uint64(7), means, states)
    z = (states.mean(axis=0, dtype=float) - p) / np.sqrt(p * (1 - p) / len(fields))
    assert np.abs(z).max() < 4


def test_what_is_certain_is_on_for_every_uniform():
    side = 64 if IS_INNER else 4096  # as many as there are uniforms: some are the largest
    ones = np.ones((side, side), np.float32)
    on = np.empty_like(ones)
    kernels.take_rows(ones, np.arange(side), ONE, STOCHASTIC, np.uint64(3), on)
    assert on.all()
    kernels.take_rows(0 * ones, np.arange(side), ONE, STOCHASTIC, np.uint64(3), on)
    assert not on.any()


# ---- a softmax group ----


@each_scale
@each_size
def test_the_softmax_equals_the_twin(n, scale):
    c = Case(n, scale)
    kernels.turn_one_on(*c.given())
    assert np.allclose(c.means, naive.softmax(c.x), **NEAR)


@each_size
def test_the_unit_that_is_on_is_where_the_sum_passes_the_uniform(n):
    c = Case(n, rows=200)
    kernels.turn_one_on(*c.given())
    sums = np.cumsum(naive.softmax(c.x), axis=1)
    for r, upto in enumerate(sums):
        u = naive.uniform(r, KEY)
        if np.abs(upto - u).min() > 1e-6:
            assert c.states[r].argmax() == min(int((upto <= u).sum()), n - 1)
    assert (c.states.sum(axis=1) == 1).all()
    assert np.isin(c.states, (0, 1)).all()


def test_units_of_a_group_are_on_as_often_as_the_softmax_says():
    x = np.array([-2.0, 0.0, 1.5, 0.5, -1.0], np.float32)
    fields = np.tile(x, (MANY, 1))
    means, states = np.empty((2, *fields.shape), np.float32)
    kernels.turn_one_on(fields, ONE, 0 * x, np.uint64(5), means, states)
    expected = MANY * naive.softmax(x[None].astype(float))[0]
    assert ((states.sum(axis=0) - expected) ** 2 / expected).sum() < 20  # χ² of 4: p = 0.0005


def test_a_group_far_out_has_one_unit_on():
    fields = np.array([[1e30, -1e30, 0], [-3e38, -3e38, -3e38], [500, 499, -500]], np.float32)
    means, states = np.empty((2, 3, 3), np.float32)
    kernels.turn_one_on(fields, ONE, np.zeros(3, np.float32), np.uint64(1), means, states)
    assert states.sum(axis=1).tolist() == [1, 1, 1]
    assert states[0].tolist() == [1, 0, 0]
    assert np.allclose(means.sum(axis=1), 1)
    assert means[2, 0] == pytest.approx(1 / (1 + np.exp(-1)))


# ---- Gaussian units ----


@each_scale
@each_size
def test_gaussian_units_equal_the_twin(n, scale):
    c = Case(n, scale)
    kernels.spread(*c.given())
    near, turn = (naive.uniforms(c.means.shape, KEY, is_turned) for is_turned in (False, True))
    away = np.sqrt(-2 * np.log(near)) * np.cos(2 * np.pi * turn)
    assert np.allclose(c.means, c.x, rtol=1e-6, atol=1e-6)
    assert np.allclose(c.states, c.x + away, rtol=1e-6, atol=1e-5)


def normals(n: int = 50, key: int = 11) -> np.ndarray:
    rows = MANY // 5
    fields = np.zeros((rows, n), np.float32)
    means, states = np.empty((2, rows, n), np.float32)
    kernels.spread(fields, ONE, np.zeros(n, np.float32), np.uint64(key), means, states)
    return states.astype(float)


def test_gaussian_units_have_the_moments_of_a_normal_distribution():
    x = normals().ravel()
    for power, moment, variance in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs((x**power).mean() - moment) < 4 * np.sqrt(variance / x.size), power


def test_gaussian_units_fill_every_twentieth_of_a_normal_distribution_alike():
    edges = [-1.6449, -1.2816, -1.0364, -0.8416, -0.6745, -0.5244, -0.3853, -0.2533, -0.1257]
    edges = [*edges, 0.0, *(-e for e in reversed(edges))]
    counts = np.bincount(np.searchsorted(edges, normals().ravel()), minlength=20)
    expected = counts.sum() / 20
    assert ((counts - expected) ** 2 / expected).sum() < 45  # χ² of 19: p = 0.0007


def test_gaussian_units_beside_and_below_each_other_hang_on_nothing():
    x = normals()
    other = normals(key=12)
    for a, b in ((x[:, :-1], x[:, 1:]), (x[:-1], x[1:]), (x, other)):
        assert abs((a * b).mean()) < 4 / np.sqrt(a.size)


# ---- free energies ----


@each_scale
@pytest.mark.parametrize("n", [*SIZES, 511, 512, 513, 1024])
def test_soft_sums_equal_the_twin(n, scale):
    c = Case(n, scale)
    sums = np.empty(5)
    kernels.soft_sums(c.fields, c.scale, c.biases, sums)
    assert np.allclose(sums, naive.soft_sum(c.x), rtol=2e-7, atol=1e-7 * n)


@pytest.mark.parametrize("size", [0.0, 80.0, 1e4, 1e30])
def test_soft_sums_far_out_are_finite(size):
    fields = np.full((2, 1024), size, np.float32)
    fields[1] *= -1
    sums = np.empty(2)
    kernels.soft_sums(fields, ONE, np.zeros(1024, np.float32), sums)
    assert sums == pytest.approx(naive.soft_sum(fields.astype(float)), rel=1e-6, abs=1e-30)


# ---- rows of data ----


def pixels_of(n: int, is_real: bool) -> tuple[np.ndarray, np.float32]:
    rng = np.random.default_rng(n)
    if is_real:
        return rng.random((6, n)).astype(np.float32), ONE
    grey = rng.integers(0, 256, (6, n)).astype(np.uint8)
    grey[0], grey[1] = 0, 255
    return grey, np.float32(1 / 255)


@pytest.mark.parametrize("is_real", [False, True])
@pytest.mark.parametrize("how", [NO_BINARIZATION, THRESHOLD, STOCHASTIC])
@each_size
def test_rows_of_data_equal_the_twin(n, how, is_real):
    pixels, factor = pixels_of(n, is_real)
    rows = np.array([4, 0, 1, 4, 5])
    taken = np.full((5, n + 3), 7, np.float32)  # label units may follow
    kernels.take_rows(pixels, rows, factor, how, np.uint64(KEY), taken)
    grey = factor * pixels[rows].astype(np.float32)
    wanted = {
        NO_BINARIZATION: grey, THRESHOLD: grey > 0.5,
        STOCHASTIC: naive.uniforms((5, n), KEY) < grey,
    }[how]  # fmt: skip
    assert (taken[:, :n] == wanted).all()
    assert (taken[:, n:] == 7).all()


def test_a_grey_of_128_is_on_and_one_of_127_is_off():
    pixels = np.array([[127, 128]], np.uint8)
    taken = np.empty((1, 2), np.float32)
    kernels.take_rows(pixels, np.array([0]), np.float32(1 / 255), THRESHOLD, np.uint64(0), taken)
    assert taken.tolist() == [[0, 1]]


# ---- the step ----


@pytest.mark.parametrize(("momentum", "decay"), [(0.0, 0.0), (0.5, 0.0), (0.9, 0.01)])
@each_size
def test_a_step_of_the_weights_equals_the_twin(n, momentum, decay):
    rng = np.random.default_rng(n)
    weights, velocity, gradient = rng.standard_normal((3, 5, n)).astype(np.float32)
    v = momentum * velocity.astype(float) + 0.1 * (gradient - decay * weights.astype(float))
    w = weights + v
    kernels.step(weights, velocity, gradient, *(np.float32(x) for x in (0.1, momentum, decay)))
    assert np.allclose(velocity, v, **NEAR)
    assert np.allclose(weights, w, **NEAR)
