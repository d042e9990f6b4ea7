"""Mixtures of Gaussians: random numbers, samples, densities and masses, against slow twins."""

import os

import numpy as np
import pytest

from kernels import mixture as kernels
from kernels.mixture import Mixture, mixture
from tests.kernels import naive_mixture as naive

SIZES = (1, 2, 7, 64)
KEY = 0x0123456789ABCDEF
IS_INNER = "REVERIE_INNER_TESTS" in os.environ
MANY = 2_000 if IS_INNER else 1_000_000  # uncompiled kernels are slow

each_size = pytest.mark.parametrize("n", SIZES)
each_dimension = pytest.mark.parametrize("d", [1, 2])


def normals(count: int, start: int = 0, key: int = KEY) -> np.ndarray:
    out = np.full(count, np.nan, np.float32)
    kernels.normals(np.uint64(key), start, out)
    return out


def uniforms(count: int, start: int = 0) -> np.ndarray:
    out = np.full(count, np.nan, np.float32)
    kernels.uniforms(np.uint64(KEY), start, out)
    return out


def sampled(given: Mixture, rows: int, key: int = KEY) -> tuple[np.ndarray, np.ndarray]:
    out = np.full((rows, given.centres.shape[1]), np.nan, np.float32)
    which = np.full(rows, -1)
    kernels.sample(given, np.uint64(key), out, which)
    return out, which


def some_mixture(count: int, d: int, sigma: float = 0.3) -> Mixture:
    rng = np.random.default_rng(count)
    return mixture(rng.uniform(-1, 1, (count, d)), sigma, rng.uniform(0.1, 1, count))


def middles(edges: np.ndarray, k: int) -> np.ndarray:
    """The middles (50,) of the pieces of an interval."""
    return edges[k] + (np.arange(50) + 0.5) / 50 * (edges[k + 1] - edges[k])


def mean_density(given: Mixture, *axes: np.ndarray) -> float:
    """The mean of p over all points of the axes, of which there is one for each dimension."""
    points = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, len(axes))
    found = np.empty(len(points))
    kernels.density(given, points, found)
    return found.mean()


def assert_fair(counts: np.ndarray, expected: np.ndarray) -> None:
    """No count is farther from what is expected than five of its standard deviations."""
    assert (np.abs(counts - expected) < 5 * np.sqrt(expected + 1)).all()


# ---- numbers ----


@each_size
def test_normals_equal_the_twin(n):
    expected = [naive.normal(k, KEY) for k in range(n)]
    np.testing.assert_allclose(normals(n), expected, rtol=2e-6, atol=5e-7)


def test_normals_are_the_same_however_they_are_cut_into_calls():
    assert np.array_equal(normals(64)[50:], normals(14, start=50))


def test_another_key_gives_other_normals():
    assert (normals(64) != normals(64, key=KEY + 1)).all()


def test_the_smallest_uniform_gives_a_logarithm_that_is_right():
    u = np.float32(2.0) ** -np.arange(33, dtype=np.float32)
    found = [kernels.logarithm(x) for x in u]
    np.testing.assert_allclose(found, np.log(u.astype(float)), rtol=2e-7)


def test_the_moments_of_normals_are_those_of_the_bell_curve():
    z = normals(MANY).astype(float)
    moments = [(z**power).mean() for power in (1, 2, 3, 4)]
    errors = np.sqrt([1, 2, 15, 96]) / np.sqrt(MANY)
    assert (np.abs(np.array(moments) - [0, 1, 0, 3]) < 4 * errors).all()


def test_normals_are_as_often_far_out_as_they_should_be():
    from scipy.stats import norm

    edges = np.array([-4, -3, -2, -1, 0, 1, 2, 3, 4.0])
    counts = np.histogram(normals(MANY), np.concatenate([[-9], edges, [9]]))[0]
    assert_fair(counts, MANY * np.diff(norm.cdf(edges), prepend=0, append=1))


@pytest.mark.parametrize("lag", [1, 2, 3])
def test_neighbouring_normals_know_nothing_of_each_other(lag):
    z = normals(MANY).astype(float)
    for values in (z, z**2 - 1):
        product = values[lag:] * values[:-lag]
        assert abs(product.mean()) < 4 * product.std() / np.sqrt(MANY)


@each_size
def test_uniforms_equal_the_twin(n):
    expected = [naive.uniform(k, KEY) for k in range(n)]
    assert np.array_equal(uniforms(n), np.array(expected, np.float32))


def test_uniforms_fill_their_interval_evenly():
    found = uniforms(MANY)
    assert -1 < found.min() < -0.99 < 0.99 < found.max() < 1
    assert_fair(np.histogram(found, 16, (-1, 1))[0], np.full(16, MANY / 16))


# ---- samples ----


@each_dimension
@each_size
def test_a_sample_equals_the_twin(n, d):
    given = some_mixture(n, d)
    points, which = sampled(given, 7)
    for r in range(7):
        k = naive.component(r, KEY, given.below)
        chance = [naive.normal(d * r + i, KEY) for i in range(d)]
        assert which[r] == k
        np.testing.assert_allclose(points[r], given.centres[k] + 0.3 * np.array(chance), rtol=1e-5)


def test_rows_of_a_sample_are_the_same_whatever_comes_after_them():
    given = some_mixture(7, 2)
    assert np.array_equal(sampled(given, 64)[0][:5], sampled(given, 5)[0])


@pytest.mark.parametrize("n", [2, 7, 64])
def test_components_are_chosen_as_often_as_their_weights_say(n):
    given = some_mixture(n, 1)
    _, which = sampled(given, MANY // 4)
    weights = np.diff(given.below, prepend=0)
    assert_fair(np.bincount(which, minlength=n), MANY // 4 * weights)


def test_a_component_without_weight_is_never_chosen():
    given = mixture(np.zeros((4, 1)), 1.0, np.array([0.0, 1.0, 0.0, 1.0]))
    assert set(sampled(given, 1000)[1]) == {1, 3}


@each_dimension
def test_a_component_has_the_centre_and_the_width_it_should_have(d):
    given = some_mixture(2, d)
    points, which = sampled(given, MANY // 4)
    mine = points[which == 1].astype(float)
    assert mine.mean(axis=0) == pytest.approx(given.centres[1], abs=4 * 0.3 / np.sqrt(len(mine)))
    assert mine.std(axis=0) == pytest.approx(np.full(d, 0.3), rel=4 / np.sqrt(2 * len(mine)))


# ---- what is known exactly ----


@each_dimension
@each_size
def test_a_density_equals_the_twin(n, d):
    given, points = some_mixture(n, d), np.random.default_rng(0).uniform(-2, 2, (9, d))
    found = np.empty(9)
    kernels.density(given, points, found)
    np.testing.assert_allclose(found, [naive.density(given, x) for x in points], 1e-12, 1e-15)


def test_a_density_on_the_line_adds_up_to_one():
    x = np.linspace(-4, 4, 801)[:, None]
    found = np.empty(801)
    kernels.density(some_mixture(7, 1), x, found)
    assert found.sum() * 0.01 == pytest.approx(1, abs=1e-9)


def test_a_density_in_the_plane_adds_up_to_one():
    axis = np.linspace(-3, 3, 61)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    found = np.empty(len(points))
    kernels.density(some_mixture(2, 2), points, found)
    assert found.sum() * 0.01 == pytest.approx(1, abs=1e-6)


def test_a_density_far_from_everything_is_0():
    found = np.full(2, np.nan)
    kernels.density(some_mixture(7, 2), np.array([[1e6, 0], [9.0, -9]]), found)
    assert found.tolist() == [0, 0]


@each_size
def test_masses_on_the_line_are_what_the_density_adds_up_to(n):
    given, edges = some_mixture(n, 1), np.array([-2.0, -0.5, 0.1, 0.2, 3.0])
    masses = np.empty(4)
    kernels.interval_masses(given, edges, masses)
    expected = [mean_density(given, middles(edges, k)) * np.diff(edges)[k] for k in range(4)]
    np.testing.assert_allclose(masses, expected, atol=5e-4)


@each_size
def test_masses_in_the_plane_are_what_the_density_adds_up_to(n):
    given, masses = some_mixture(n, 2), np.empty((3, 2))
    x, y = np.array([-1.5, -0.2, 0.4]), np.array([-1.0, 0.3, 0.5, 2.0])
    kernels.cell_masses(given, x, y, masses)
    for (row, column), mass in np.ndenumerate(masses):
        found = mean_density(given, middles(x, column), middles(y, row))
        area = np.diff(x)[column] * np.diff(y)[row]
        assert found * area == pytest.approx(mass, abs=2e-4)


def test_masses_in_the_plane_are_the_shares_of_samples():
    given, edges, masses = some_mixture(7, 2), np.linspace(-2, 2, 5), np.empty((4, 4))
    kernels.cell_masses(given, edges, edges, masses)
    points, _ = sampled(given, MANY // 4)
    counts = np.histogram2d(points[:, 1], points[:, 0], (edges, edges))[0]
    assert_fair(counts, MANY // 4 * masses)


def test_masses_of_everything_add_up_to_one():
    given, edges, masses = some_mixture(64, 2), np.linspace(-9, 9, 8), np.empty((7, 7))
    kernels.cell_masses(given, edges, edges, masses)
    assert masses.sum() == pytest.approx(1, abs=1e-12)


@each_dimension
@each_size
def test_the_nearest_centre_equals_the_twin(n, d):
    centres, points = some_mixture(n, d).centres, np.random.default_rng(1).normal(0, 1, (7, d))
    index, distance = np.empty(7, np.int64), np.empty(7)
    kernels.nearest(centres, points, index, distance)
    found = [naive.nearest(centres, x) for x in points]
    assert index.tolist() == [k for k, _ in found]
    np.testing.assert_allclose(distance, [far for _, far in found])


def test_weights_end_in_exactly_one():
    assert mixture(np.zeros((7, 1)), 1.0).below[-1] == 1
    assert mixture(np.zeros((3, 1)), 1.0, np.array([0.1, 0.2, 0.3])).below[-1] == 1
