"""Parzen windows against the sum as written."""

import numpy as np
import pytest

from kernels import parzen as kernels
from tests.kernels import naive_mixture as naive

WIDTHS = np.array([0.1, 0.5, 2.0])


def log_sums(points: np.ndarray, samples: np.ndarray, widths: np.ndarray = WIDTHS) -> np.ndarray:
    logs = np.full((len(widths), len(points)), np.nan)
    squares = [(x**2).sum(axis=1) for x in (points, samples)]
    kernels.log_sums(points @ samples.T, *squares, widths, logs)
    return logs


@pytest.mark.parametrize("d", [1, 3, 64])
@pytest.mark.parametrize("n", [1, 2, 7, 64])
def test_logs_equal_the_twin(n, d):
    rng = np.random.default_rng(n)
    points, samples = rng.random((5, d), np.float32), rng.random((n, d), np.float32)
    found = log_sums(points, samples) - d / 2 * np.log(2 * np.pi * WIDTHS**2)[:, None]
    expected = [[naive.log_density(samples, x, w) for x in points] for w in WIDTHS]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=2e-3)


def test_a_point_on_the_only_sample_has_the_greatest_density():
    x = np.full((1, 7), 0.3, np.float32)
    assert log_sums(x, x) == pytest.approx(np.zeros((3, 1)), abs=1e-4)


def test_a_point_far_from_all_samples_has_a_finite_logarithm():
    logs = log_sums(np.full((1, 1), 1e3, np.float32), np.zeros((2, 1), np.float32))
    np.testing.assert_allclose(logs[:, 0], -1e6 / (2 * WIDTHS**2))
