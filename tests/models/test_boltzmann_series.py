"""Correlation times, errors, chains that agree, and the verdict on an equilibrium."""

import math

import numpy as np
import pytest

from simulator.models import boltzmann_r_hat as r_hat
from simulator.models import boltzmann_series as series
from simulator.models.boltzmann_series import judge


def ar1(phi, n, chains=1, seed=0):
    """x_t = φ x_{t−1} + noise, in equilibrium: τ = ½ (1 + φ)/(1 − φ)."""
    rng = np.random.default_rng(seed)
    x = np.empty((chains, n))
    x[:, 0] = rng.normal(size=chains) / math.sqrt(1 - phi**2)
    noise = rng.normal(size=(chains, n))
    for t in range(1, n):
        x[:, t] = phi * x[:, t - 1] + noise[:, t]
    return x


def slow_correlations(x):
    centred = x - x.mean()
    n = len(x)
    c = np.array([sum(centred[k] * centred[k + t] for k in range(n - t)) for t in range(n)])
    return c / c[0]


def test_correlations_by_fourier_are_the_sums_written_out():
    x = ar1(0.6, 60)[0]
    assert series._correlations(x[None]) == pytest.approx(slow_correlations(x), abs=1e-12)


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.9, 0.97])
def test_the_correlation_time_of_an_autoregression_is_known(phi):
    tau, error = series.integrated_autocorrelation(ar1(phi, 100_000)[0])
    assert abs(tau - 0.5 * (1 + phi) / (1 - phi)) < 4 * error
    assert error < 0.1 * tau


def test_chains_together_tell_the_correlation_time_of_one():
    tau, error = series.integrated_autocorrelation(ar1(0.8, 5_000, chains=8))
    assert abs(tau - 4.5) < 4 * error


def test_estimates_scatter_by_somewhat_less_than_the_stated_error():
    rows = ar1(0.8, 4000, chains=60)
    tau, error = np.array([series.integrated_autocorrelation(row) for row in rows]).T
    assert 0.5 * error.mean() < tau.std() < error.mean()


@pytest.mark.parametrize("x", [np.ones(100), np.arange(7.0), np.full(20, np.nan), np.zeros(0)])
def test_a_series_that_tells_nothing_has_no_correlation_time(x):
    assert all(map(math.isnan, series.integrated_autocorrelation(x)))


def test_a_drift_is_never_cut_off():
    tau, _ = series.integrated_autocorrelation(np.linspace(0.0, 1.0, 1000))
    assert tau > 50


def test_the_error_of_a_mean_counts_correlated_samples_less():
    x = ar1(0.9, 50_000)[0]
    mean, error = series.mean_and_error(x)
    assert error == pytest.approx(math.sqrt(x.var() * 19 / x.size), rel=0.15)
    assert abs(mean) < 4 * error


def test_the_error_of_a_constant_is_zero_and_of_too_few_samples_unknown():
    assert series.mean_and_error(np.full(50, 2.0)) == (2.0, 0.0)
    assert math.isnan(series.mean_and_error(np.array([1.0, 2.0]))[1])
    assert math.isnan(series.mean_and_error(np.zeros(0))[0])


def test_chains_of_one_distribution_agree():
    assert r_hat.split_r_hat(ar1(0.3, 2000, chains=4)) < 1.01


def test_a_chain_elsewhere_disagrees():
    chains = ar1(0.3, 500, chains=4) + np.array([0, 0, 0, 3.0])[:, None]
    assert r_hat.split_r_hat(chains) > 1.3


def test_a_chain_of_another_spread_disagrees():
    chains = ar1(0.0, 1000, chains=4) * np.array([1, 1, 1, 4.0])[:, None]
    assert r_hat.plain_r_hat(chains) < 1.01 < 1.1 < r_hat.split_r_hat(chains)


def test_a_single_drifting_chain_disagrees_with_itself():
    assert r_hat.split_r_hat(ar1(0.0, 500) + np.linspace(0, 5, 500)) > 1.3


def test_the_plain_figure_is_the_formula_of_gelman_and_rubin():
    x = np.array([[1.0, 2, 3, 4], [3, 5, 5, 7]])
    within = (5 / 3 + 8 / 3) / 2
    between = 4 * 2.5**2 / 2
    expected = math.sqrt((3 / 4 * within + between / 4) / within)
    assert r_hat.plain_r_hat(x) == pytest.approx(expected)


def test_chains_that_stand_still_agree_or_do_not():
    assert r_hat.split_r_hat(np.ones((4, 50))) == 1.0
    assert r_hat.split_r_hat(np.repeat([[1.0], [2.0]], 50, axis=1)) == math.inf
    assert math.isnan(r_hat.split_r_hat(np.ones((4, 7))))


def test_normal_scores_are_those_of_ranks():
    from scipy.stats import norm, rankdata

    x = np.array([3.0, 1.0, 1.0, 8.0, 2.0])
    expected = norm.ppf((rankdata(x) - 0.375) / 5.25)
    assert r_hat._normal_scores(x) == pytest.approx(expected)


# ---- the verdict ----


def test_chains_in_equilibrium_are_said_to_be():
    found = judge(ar1(0.6, 512, 4), ar1(0.5, 512, 4, seed=1), stride=10)
    assert found.is_reached
    assert found.since == 0
    assert found.tau == pytest.approx(20.0, rel=0.3)
    assert found.effective == pytest.approx(4 * 512 / 4, rel=0.3)
    assert found.why.startswith("in equilibrium since sweep 0: R-hat = 1.00")


def test_a_beginning_elsewhere_is_left_out():
    energies = ar1(0.3, 512, 4)
    energies[:, :55] += 30 * np.exp(-np.arange(55) / 15)
    found = judge(energies, ar1(0.3, 512, 4, seed=1), stride=2)
    assert found.is_reached
    assert found.since in (64, 128, 256)


def test_chains_that_disagree_are_not_in_equilibrium():
    energies = ar1(0.3, 512, 4) + np.array([0, 0, 2.0, 2.0])[:, None]
    found = judge(energies, ar1(0.3, 512, 4, seed=1), stride=1)
    assert not found.is_reached
    assert found.since is None
    assert found.why.endswith("over 4 chains: they still disagree")


def test_chains_of_opposite_magnetization_are_not_in_equilibrium():
    signs = np.array([1, 1, -1, -1])[:, None]
    found = judge(ar1(0.3, 512, 4), ar1(0.3, 512, 4, seed=1) + 9 * signs, stride=1)
    assert not found.is_reached


def test_a_drift_is_no_equilibrium():
    found = judge(ar1(0.3, 512) - np.linspace(0, 20, 512), ar1(0.3, 512, seed=1), stride=1)
    assert found.why.endswith("between the chain's halves: it still drifts")


def test_few_samples_are_not_enough():
    found = judge(ar1(0.0, 20, 4), ar1(0.0, 20, 4, seed=3), stride=1)
    assert not found.is_reached
    assert found.effective < 100


def test_a_handful_of_samples_is_too_early():
    assert "too early to say: 5 samples" in judge(np.ones((4, 5)), np.ones((4, 5)), 1).why


def test_frozen_chains_leave_nothing_to_judge():
    assert "nothing has changed in 50 samples" in judge(np.ones((4, 50)), np.ones((4, 50)), 1).why


def test_chains_frozen_in_different_states_are_named():
    still = np.repeat([[1.0], [2.0]], 50, axis=1)
    found = judge(still, np.ones((2, 50)), 1)
    assert not found.is_reached
    assert found.why == "the 2 chains stand still in different states"


def test_a_magnetization_that_never_changes_is_left_out():
    assert judge(ar1(0.3, 512, 4), np.zeros((4, 512)), 1).is_reached
