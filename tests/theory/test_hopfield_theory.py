"""The theory of Amit, Gutfreund and Sompolinsky: published numbers, plain twins, simulations."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import erf

from simulator.models.hopfield_theory import (
    critical_loading,
    critical_temperature,
    retrieval_overlap,
    share_recalled,
)


def iterated(loading: float, temperature: float) -> float:
    """m by iterating the three equations from m = 1, Gauss–Hermite quadrature: the slow twin."""
    z, weights = np.polynomial.hermite_e.hermegauss(199)
    weights = weights / weights.sum()
    m = r = 1.0
    for _ in range(2000):
        t = np.tanh((np.sqrt(loading * r) * z + m) / temperature)
        m, q = float(weights @ t), float(weights @ t**2)
        r = q / (1 - (1 - q) / temperature) ** 2
    return m


def iterated_cold(loading: float) -> float:
    """m by iterating m, C and r at T = 0 from m = 1."""
    m = r = 1.0
    for _ in range(2000):
        spread = 2 * loading * r
        c = np.sqrt(4 / (np.pi * spread)) * np.exp(-(m**2) / spread)
        m, r = float(erf(m / np.sqrt(spread))), 1 / (1 - c) ** 2
    return m


def after_sweeps(units: int, memories: int, temperature: float, sweeps: int) -> float:
    """The mean overlap with ten memories, each recalled from itself, in the last sweeps."""
    rng = np.random.default_rng(1)
    xi = rng.choice([-1.0, 1.0], (memories, units))
    weights = xi.T @ xi / units
    np.fill_diagonal(weights, 0.0)
    s, last = xi[:10].T.copy(), []
    for sweep in range(sweeps):
        for i in rng.permutation(units):
            u = rng.uniform(1e-12, 1, 10)
            s[i] = np.where(weights[i] @ s >= 0.5 * temperature * np.log(u / (1 - u)), 1.0, -1.0)
        if sweep >= sweeps // 2:
            last.append((xi[:10].T * s).mean())
    return float(np.mean(last))


# ---- T = 0 ----


def test_the_critical_loading_is_0_138():
    """Amit et al. (1987): 0.138; Steffan and Kühn (1994): 0.137905; Stojnic (2024): 0.137906."""
    assert critical_loading() == pytest.approx(0.1379056, abs=1e-6)


def test_at_the_critical_loading_one_unit_in_sixty_is_wrong():
    """Amit et al. (1987): m = 0.967, 1.6 per cent wrong."""
    m = float(retrieval_overlap(np.array(critical_loading())))
    assert m == pytest.approx(0.967, abs=5e-4)
    assert (1 - m) / 2 == pytest.approx(0.016, abs=5e-4)


def test_beyond_the_critical_loading_nothing_is_recalled():
    above = critical_loading() * np.array([1.000001, 1.1, 10.0])
    assert retrieval_overlap(above).tolist() == [0.0] * 3


def test_few_memories_are_recalled_without_errors():
    assert retrieval_overlap(np.array([0.0, 1e-6, 0.001])) == pytest.approx(1.0, abs=1e-9)


def test_overlaps_solve_the_equation_in_one_variable():
    loading = np.linspace(0.02, 0.1378, 50)
    m = retrieval_overlap(loading)

    def excess(y: float, a: float) -> float:
        return y * (np.sqrt(2 * a) + 2 / np.sqrt(np.pi) * np.exp(-y * y)) - erf(y)

    roots = [brentq(excess, 1.512, 20, args=(a,)) for a in loading]  # the largest ones
    assert m == pytest.approx(erf(roots), abs=1e-6)


@pytest.mark.parametrize("loading", [0.03, 0.1, 0.13])
def test_cold_overlaps_are_those_of_iterated_equations(loading):
    assert float(retrieval_overlap(np.array(loading))) == pytest.approx(
        iterated_cold(loading), abs=1e-6
    )


def test_the_share_recalled_is_a_step_at_the_critical_loading():
    around = critical_loading() + np.array([-0.1, -1e-6, 1e-6, 0.1])
    assert share_recalled(around).tolist() == [1, 1, 0, 0]


def test_warm_memories_with_many_wrong_units_do_not_count_as_recalled():
    assert share_recalled(np.array([0.04, 0.055]), temperature=0.5).tolist() == [1, 0]
    assert share_recalled(np.array([0.055]), temperature=0.5, overlap=0.8).tolist() == [1]


def test_a_network_of_a_thousand_units_has_the_overlap_foretold():
    foretold = float(retrieval_overlap(np.array(0.1)))
    assert after_sweeps(1000, 100, 0.0, 4) == pytest.approx(foretold, abs=0.006)


# ---- T > 0 ----


@pytest.mark.parametrize(
    ("loading", "temperature"), [(0.05, 0.3), (0.1, 0.2), (0.01, 0.7), (0.05, 0.45), (0.001, 0.9)]
)
def test_warm_overlaps_are_those_of_iterated_equations(loading, temperature):
    found = float(retrieval_overlap(np.array(loading), temperature))
    assert found == pytest.approx(iterated(loading, temperature), abs=1e-6)


@pytest.mark.parametrize("temperature", [0.2, 0.6, 0.99, 0.99999])
def test_without_other_memories_it_is_a_ferromagnet(temperature):
    m = float(retrieval_overlap(np.array(0.0), temperature))
    assert m == pytest.approx(np.tanh(m / temperature), abs=1e-9)
    assert m > 0


@pytest.mark.parametrize("temperature", [1.0, 1.5])
def test_from_temperature_one_on_nothing_is_recalled(temperature):
    assert critical_loading(temperature) == 0
    assert retrieval_overlap(np.array([0.0, 0.01]), temperature).tolist() == [0, 0]


def test_cold_is_the_limit_of_warm():
    loading = np.linspace(0, 0.13, 9)
    assert retrieval_overlap(loading, 1e-4) == pytest.approx(retrieval_overlap(loading), abs=1e-5)
    assert critical_loading(1e-5) == pytest.approx(critical_loading(), abs=1e-6)


def test_the_hottest_recall_falls_from_one_as_the_root_of_the_loading():
    """Amit et al. (1987): T_M = 1 − 1.95 √α."""
    assert critical_temperature(0.0) == 1.0
    for loading in (1e-6, 1e-4):
        assert (1 - critical_temperature(loading)) / np.sqrt(loading) == pytest.approx(1.95, 0.005)


@pytest.mark.parametrize("temperature", [0.1, 0.5, 0.9])
def test_critical_temperature_and_critical_loading_are_inverse(temperature):
    assert critical_temperature(critical_loading(temperature)) == pytest.approx(temperature, 1e-5)


def test_no_temperature_helps_above_every_critical_loading():
    assert critical_temperature(0.139) == 0.0


def test_the_replica_symmetric_line_bends_back_a_little():
    """Steffan and Kühn (1994) speak of the re-entrant phase: it holds 0.13818."""
    assert critical_loading(0.02) == pytest.approx(0.13818, abs=5e-6)


def test_a_warm_network_of_a_thousand_units_has_the_overlap_foretold():
    foretold = float(retrieval_overlap(np.array(0.05), 0.4))
    assert after_sweeps(1000, 50, 0.4, 10) == pytest.approx(foretold, abs=0.01)


def test_the_shape_of_the_loadings_is_kept():
    assert retrieval_overlap(np.full((2, 3), 0.05), 0.1).shape == (2, 3)
    assert float(retrieval_overlap(np.array(-0.1))) == 0
