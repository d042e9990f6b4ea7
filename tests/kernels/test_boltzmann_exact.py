"""All states by a Gray code, against each state by itself."""

import numpy as np
import pytest

from kernels import boltzmann_exact as kernels
from tests.kernels import naive_boltzmann as naive
from tests.kernels.test_boltzmann import machine

SIZES = [1, 2, 7, 10]


def gray(n, low):
    """Energies (2^n,) of a machine of n free units."""
    W, b = machine(n, n)
    units = np.full(n, low)
    energies = np.full(2**n, np.nan)
    first = naive.energy(W, b, units)
    kernels.all_energies(W, W @ units + b, float(1 - low), first, energies)
    return energies


@pytest.mark.parametrize("low", [0, -1])
@pytest.mark.parametrize("n", SIZES)
def test_the_gray_code_visits_every_state_with_its_energy(n, low):
    W, b = machine(n, n)
    wanted = [naive.energy(W, b, units) for units in naive.states(n, low)]
    assert gray(n, low).tolist() == wanted  # eighths: exact


def test_no_free_unit_leaves_one_state():
    energies = np.empty(1)
    kernels.all_energies(np.zeros((0, 0)), np.zeros(0), 1.0, -0.5, energies)
    assert energies.tolist() == [-0.5]


@pytest.mark.parametrize("n", SIZES)
def test_pair_sums_are_sums_over_the_states_in_which_both_are_on(n):
    p = np.random.default_rng(n).dirichlet(np.ones(2**n))
    pairs = np.zeros((n, n))
    kernels.pair_sums(p, pairs)
    states = np.array(naive.states(n, 0))
    for i, j in np.ndindex(n, n):
        assert pairs[i, j] == pytest.approx(p[(states[:, i] == 1) & (states[:, j] == 1)].sum())


def test_pair_sums_are_added_to_what_is_there():
    pairs = np.ones((1, 1))
    kernels.pair_sums(np.array([0.75, 0.25]), pairs)
    assert pairs.tolist() == [[1.25]]
