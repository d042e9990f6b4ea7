"""Parzen windows: on what is known, they find the entropy; they can be watched and stopped."""

import numpy as np
import pytest

from simulator.models import gan_parzen as parzen
from simulator.models.gan_parzen import Windows, estimated
from tests.kernels import naive_mixture as naive


def bells(rng: np.random.Generator, rows: int, d: int) -> np.ndarray:
    return rng.standard_normal((rows, d)).astype(np.float32)


def run(work) -> tuple[list[float], object]:
    """All that a generator yields, and what it returns."""
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return shares, end.value


def estimate(samples, validation, test, **given) -> parzen.ParzenEstimate:
    return run(estimated(samples, validation, test, **given))[1]


@pytest.mark.parametrize(("d", "bias"), [(1, 0.02), (2, 0.02), (4, 0.1)])
def test_a_bell_curve_has_its_entropy(d, bias):
    rng = np.random.default_rng(d)
    found = estimate(*(bells(rng, n, d) for n in (10_000, 1_000, 4_000)))
    entropy = d / 2 * (1 + np.log(2 * np.pi))
    assert found.log_likelihood == pytest.approx(-entropy, abs=bias + 4 * found.error)


def test_the_error_is_the_spread_over_the_root_of_the_number():
    rng = np.random.default_rng(0)
    found = estimate(*(bells(rng, n, 2) for n in (10_000, 100, 5_000)))
    assert found.error == pytest.approx(1 / np.sqrt(5_000), rel=0.1)  # ½ χ² of 2 has variance 1


def test_more_samples_never_make_it_much_worse():
    rng = np.random.default_rng(1)
    validation, test = bells(rng, 300, 2), bells(rng, 1_000, 2)
    few, many = (estimate(bells(rng, n, 2), validation, test) for n in (30, 3_000))
    assert many.log_likelihood > few.log_likelihood + 0.01


def test_the_width_is_the_best_for_the_validation_data():
    rng = np.random.default_rng(2)
    found = estimate(*(bells(rng, n, 3) for n in (500, 200, 100)))
    assert found.width == parzen.WIDTHS[int(np.argmax(found.validation))]
    assert not found.is_at_edge


@pytest.mark.parametrize(("spread", "edge"), [(0.01, 0), (100.0, -1)])
def test_a_width_at_the_end_of_those_tried_is_told(spread, edge):
    rng = np.random.default_rng(3)
    found = estimate(*(spread * bells(rng, n, 1) for n in (500, 100, 10)))
    assert found.width == parzen.WIDTHS[edge]
    assert found.is_at_edge


def test_the_widths_are_those_of_the_code_of_2014():
    np.testing.assert_allclose(parzen.WIDTHS, 10 ** np.linspace(-1, 0, 10))


@pytest.mark.parametrize("n", [1, 2, 7, 64])
def test_log_densities_equal_the_twin(n):
    rng = np.random.default_rng(n)
    samples, points = rng.random((n, 16), np.float32), rng.random((5, 16), np.float32)
    found = run(Windows(samples).log_densities(points, np.array([0.1, 0.4]), 0.0, 1.0))[1]
    expected = [[naive.log_density(samples, x, w) for x in points] for w in (0.1, 0.4)]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-3)


def test_it_is_the_same_however_many_points_are_looked_at_together(monkeypatch):
    rng = np.random.default_rng(5)
    given = [rng.random((n, 8), np.float32) for n in (50, 20, 30)]
    whole = estimate(*given)
    monkeypatch.setattr(parzen, "AT_ONCE", 350)
    shares, found = run(estimated(*given))
    assert len(shares) == 3 + 5
    assert found.log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-4)


def test_the_share_that_is_done_rises_from_0_to_below_1(monkeypatch):
    monkeypatch.setattr(parzen, "AT_ONCE", 50)
    rng = np.random.default_rng(6)
    shares, _ = run(estimated(*(bells(rng, n, 1) for n in (50, 20, 30))))
    assert shares == pytest.approx(np.arange(50) / 50)


def test_what_is_given_stays_as_it_was():
    rng = np.random.default_rng(7)
    given = [rng.random((n, 4), np.float32) for n in (20, 10, 10)]
    before = [x.copy() for x in given]
    estimate(*given)
    assert all(np.array_equal(a, b) for a, b in zip(given, before, strict=True))
