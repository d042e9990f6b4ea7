"""What the lattice kernels sample: every state of 4 × 4, and Kaufman's energies of larger ones."""

import numpy as np
import pytest

from kernels import ising, ising_cluster, words
from simulator.models.boltzmann_onsager import CRITICAL, kaufman_energy, magnetization
from tests.theory.test_onsager import all_sums

SAMPLERS = ["heat bath", "metropolis", "wolff"]


def sampled(side, sampler, temperature, field, sweeps, chains=1, seed=1):
    """B and M (chains, sweeps) after each sweep; of Wolff's, after each cluster."""
    random = words.seeded(seed)
    stack, out = np.empty(side * side, np.int32), np.empty((chains, sweeps, 2), np.int64)
    limits = ising.limits_of(temperature, field, 0.0, sampler == "metropolis")
    add, factor = ising_cluster.chances(temperature, field)
    keys = np.empty(sweeps, np.uint64)
    for c in range(chains):
        units = np.ones(side * side, np.int8)
        sums = np.array(ising.measure(units, side, None, None))[:2]
        words.fill(keys, random)
        for t in range(sweeps):
            if sampler == "wolff":
                found = ising_cluster.grow_cluster(units, side, add, factor, None, random, stack)
                sums += found[2:]
            else:
                _, tied, balance, _ = ising.update_lattice(
                    units, side, 0, side * side, limits, keys[t], None, None, None,
                    sampler == "metropolis",
                )  # fmt: skip
                sums += (tied, balance)
            out[c, t] = sums
    return out


def exact_shares(temperature, field):
    """Probability of every (B, M) of 4 × 4."""
    tied, balance = all_sums(4, 4)
    weights = np.exp((tied + field * balance - 32 - 16 * abs(field)) / temperature)
    both, which = np.unique(np.stack([tied, balance], 1), axis=0, return_inverse=True)
    return both, np.bincount(which.ravel(), weights) / weights.sum()


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize(("temperature", "field"), [(2.5, 0.0), (3.0, 0.15)])
def test_states_of_4_by_4_come_as_often_as_boltzmann_says(sampler, temperature, field):
    """Of 16 parts of the run: the mean share of every (B, M) is right within its own error."""
    both, exact = exact_shares(temperature, field)
    found = sampled(4, sampler, temperature, field, 400_000)[0].reshape(16, -1, 2)
    keys, wanted = found @ [1000, 1], both @ [1000, 1]
    often = exact > 1e-3
    shares = np.array([[(part == k).mean() for k in wanted[often]] for part in keys])
    errors = shares.std(0, ddof=1) / 4
    assert np.abs((shares.mean(0) - exact[often]) / errors).max() < 6
    assert np.isin(keys, wanted).all()


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("temperature", [1.5, 2.0, CRITICAL, 3.0])
def test_mean_energies_of_32_by_32_are_those_of_kaufman(sampler, temperature):
    found = sampled(32, sampler, temperature, 0.0, 6_000, chains=8, seed=3)
    means = -found[:, 1_000:, 0].mean(1) / 1024
    error = means.std(ddof=1) / np.sqrt(8)
    exact = kaufman_energy(32, 32, temperature)
    assert error < 0.006
    assert abs(means.mean() - exact) < 6 * error


def test_a_cold_lattice_has_the_magnetization_of_yang():
    found = sampled(64, "heat bath", 2.0, 0.0, 3_000)
    means = found[0, 500:, 1].reshape(10, -1).mean(1) / 4096
    error = means.std(ddof=1) / np.sqrt(10)
    assert error < 0.002
    assert abs(means.mean() - magnetization(2.0)) < 6 * error
