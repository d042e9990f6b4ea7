"""Capacities of the learning rules: published numbers, and small networks that obey them."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import nnls

from simulator.models.hopfield_capacities import (
    PSEUDO_INVERSE_LOADING,
    dense_error_free,
    exponential_error_free,
    hebb_error_free,
    modern_base,
    modern_capacity,
    perceptron_capacity,
    perceptron_margin,
    storkey_error_free,
)


def patterns(count: float, units: int) -> np.ndarray:
    return np.random.default_rng(int(count)).choice([-1.0, 1.0], (int(count), units))


def without_own(weights: np.ndarray) -> np.ndarray:
    return weights - np.diag(np.diag(weights))


def share_stable(weights: np.ndarray, xi: np.ndarray) -> float:
    """The share of memories xi (K, N) that are fixed points."""
    return float((xi * (xi @ weights.T) > 0).all(axis=1).mean())


def share_stable_dense(xi: np.ndarray, energy) -> float:
    """The same for energy −Σ energy(overlap): a flip of any unit must not lower it."""
    overlaps = xi @ xi.T  # of each memory with each state
    kept = energy(overlaps).sum(axis=0)
    flipped = [energy(overlaps - 2 * np.outer(column, column)).sum(axis=0) for column in xi.T]
    return float((np.array(flipped) < kept).all(axis=0).mean())


def largest_margin(xi: np.ndarray) -> float:
    """κ of the weights that maximise it, by non-negative least squares (Lawson and Hanson)."""
    count, units = xi.shape
    table = np.vstack([xi.T, np.ones(count)])
    goal = np.append(np.zeros(units), 1.0)
    rest = table @ nnls(table, goal, maxiter=10 * count)[0] - goal
    weights = -rest[:-1] / rest[-1]
    return float((xi @ weights).min() / np.linalg.norm(weights))


# ---- perceptron ----


@pytest.mark.parametrize("margin", [0.0, 0.3, 1.0, 2.5])
def test_gardners_integral_in_closed_form(margin):
    def integrand(t: float) -> float:
        return math.exp(-0.5 * t * t) / math.sqrt(2 * math.pi) * (t + margin) ** 2

    assert 1 / perceptron_capacity(margin) == pytest.approx(quad(integrand, -margin, 12)[0])


def test_a_perceptron_keeps_two_patterns_for_each_unit():
    """Cover (1965), Gardner (1988)."""
    assert perceptron_capacity(0.0) == pytest.approx(2.0, abs=1e-12)


def test_covers_count_is_one_half_at_two_patterns_for_each_unit():
    for units in (1, 5, 50):
        separable = sum(math.comb(2 * units - 1, k) for k in range(units))
        assert 2 * separable == 2 ** (2 * units - 1)


@pytest.mark.parametrize("loading", [1e-4, 0.1, 1.0, 1.9])
def test_the_margin_is_the_inverse_of_the_capacity(loading):
    assert perceptron_capacity(perceptron_margin(loading)) == pytest.approx(loading)


def test_beyond_two_patterns_for_each_unit_no_margin_is_left():
    assert [perceptron_margin(a) for a in (2.0, 3.0)] == [0.0, 0.0]


def test_one_pattern_for_each_unit_leaves_a_margin_of_0_47():
    assert perceptron_margin(1.0) == pytest.approx(0.4707, abs=1e-4)


@pytest.mark.parametrize("loading", [0.5, 1.0])
def test_the_largest_margin_of_two_hundred_units_is_near_gardners(loading):
    found = np.mean([largest_margin(patterns(200 * loading + k, 200)) for k in range(5)])
    assert found == pytest.approx(perceptron_margin(loading), abs=0.06)


# ---- rules ----


def test_hebb_keeps_most_memories_at_its_capacity_and_few_at_twice():
    units = 500
    shares = []
    for factor in (1, 2):
        xi = patterns(factor * hebb_error_free(units, has_all=False), units)
        shares.append(share_stable(without_own(xi.T @ xi), xi))
    assert shares[0] > 0.75
    assert shares[1] < 0.2


@pytest.mark.parametrize("wrong", [0.0, 0.1])
def test_hebb_keeps_all_memories_at_half_of_that(wrong):
    """Even with a share of the units wrong: one update of all mends them."""
    units = 1000
    xi = patterns(hebb_error_free(units, wrong=wrong), units)
    cues = xi.copy()
    rng = np.random.default_rng(2)
    for cue in cues:
        cue[rng.choice(units, round(wrong * units), replace=False)] *= -1
    assert (xi * (cues @ without_own(xi.T @ xi)) > 0).mean() == 1.0


def test_the_pseudo_inverse_keeps_all_memories_up_to_one_for_each_unit():
    xi = patterns(PSEUDO_INVERSE_LOADING * 60 - 1, 60)
    assert share_stable(without_own(np.linalg.pinv(xi) @ xi), xi) == 1.0


@pytest.mark.parametrize(("loading", "is_mended"), [(0.25, True), (0.75, False)])
def test_with_own_connections_one_wrong_unit_is_mended_below_half(loading, is_mended):
    xi = patterns(loading * 100, 100)
    weights = np.linalg.pinv(xi) @ xi
    cue = xi[0].copy()
    cue[7] *= -1
    assert (weights[7] @ cue * xi[0, 7] > 0) == is_mended


def test_storkeys_rule_keeps_most_memories_where_hebb_keeps_none():
    units = 200
    xi = patterns(storkey_error_free(units), units)
    weights = np.zeros((units, units))
    for x in xi:
        fields = (weights @ x)[:, None] - np.diag(weights)[:, None] * x[:, None] - weights * x
        np.fill_diagonal(fields, 0.0)  # h_ij = Σ over k ≠ i, j of w_ik x_k
        fields += np.diag(without_own(weights) @ x)
        weights = weights + (np.outer(x, x) - x[:, None] * fields.T - fields * x) / units
    assert share_stable(without_own(weights), xi) > 0.75
    assert share_stable(without_own(xi.T @ xi), xi) < 0.1


def test_dense_networks_of_degree_two_are_hebbs():
    assert dense_error_free(100, 2) == pytest.approx(hebb_error_free(100, has_all=False))


def test_the_published_constants_of_dense_networks():
    """(2n − 3)!! = 1, 3, 15, 105."""
    ratios = [100 ** (n - 1) / dense_error_free(100, n) / math.log(100) / 2 for n in (2, 3, 4, 5)]
    assert ratios == pytest.approx([1, 3, 15, 105])


def test_a_dense_network_keeps_most_memories_at_its_capacity_and_few_beyond():
    units = 40
    shares = [
        share_stable_dense(patterns(f * dense_error_free(units, 3), units), lambda x: x**3)
        for f in (1, 4)
    ]
    assert shares[0] > 0.75
    assert shares[1] < 0.3


def test_an_exponential_network_keeps_two_to_the_half_of_its_units():
    assert exponential_error_free(20) == pytest.approx(1024)
    xi = patterns(exponential_error_free(18), 18)
    assert share_stable_dense(xi, np.exp) > 0.95  # 4 % have another memory one unit away


def test_mending_wrong_units_costs_an_exponential_network_memories():
    half, none = exponential_error_free(100, wrong=0.499999), exponential_error_free(100)
    assert half == pytest.approx(1.0, abs=1e-6)
    assert none > exponential_error_free(100, wrong=0.1) > half


def test_numbers_beyond_a_double_are_infinite():
    assert exponential_error_free(1_000_000) == math.inf


def test_the_published_bases_of_modern_networks():
    """Ramsauer et al. (2021), theorem 3: 3.1546 and 1.3718."""
    assert modern_base(20, beta=1, radius=3) == pytest.approx(3.1546, abs=5e-5)
    assert modern_base(75, beta=1, radius=1) == pytest.approx(1.3718, abs=1e-4)


def test_modern_networks_hold_exponentially_many_or_the_theorem_is_silent():
    expected = math.sqrt(0.001) * 3.1546108 ** (19 / 4)
    assert modern_capacity(20, beta=1, radius=3) == pytest.approx(expected, rel=1e-5)
    assert modern_capacity(20, beta=0.01) is None
