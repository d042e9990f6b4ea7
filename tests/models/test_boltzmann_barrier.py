"""The exact chain of a small machine: balance, times, and the way across a barrier."""

import math
from itertools import pairwise

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.models import boltzmann_barrier as barrier


def energies(units, low=0, seed=0):
    rng = np.random.default_rng(seed)
    w = np.triu(rng.normal(size=(units, units)), 1)
    return barrier.energies_of(w + w.T, rng.normal(size=units), low)


@pytest.mark.parametrize("low", [0, -1])
def test_energies_are_those_of_the_formula(low):
    rng = np.random.default_rng(0)
    w = np.triu(rng.normal(size=(4, 4)), 1)
    b = rng.normal(size=4)
    s = np.array([1.0, low, 1.0, low])  # number 10 = 0b1010
    pairs = sum(w[i, j] * s[i] * s[j] for i in range(4) for j in range(i + 1, 4))
    assert barrier.energies_of(w + w.T, b, low)[10] == pytest.approx(-pairs - b @ s)


@pytest.mark.parametrize("units", [1, 2, 7, 10])
@pytest.mark.parametrize("temperature", [0.0, 0.3, 5.0])
def test_rows_sum_to_one(units, temperature):
    p = barrier.transition_matrix(energies(units), temperature)
    assert (p >= 0).all()
    assert p.sum(axis=1) == pytest.approx(np.ones(2**units), abs=1e-12)


@pytest.mark.parametrize("low", [0, -1])
def test_a_step_is_the_heat_bath_at_a_random_unit(low):
    e = energies(3, low)
    p = barrier.transition_matrix(e, 0.7)
    turned_on = 1 / (1 + math.exp(-(e[0b001] - e[0b101]) / 0.7))  # the first unit of 001
    assert p[0b001, 0b101] == pytest.approx(turned_on / 3)
    assert p[0b001, 0b110] == 0


@pytest.mark.parametrize("temperature", [0.2, 1.0, 10.0])
def test_a_step_leaves_the_boltzmann_distribution(temperature):
    e = energies(8, -1)
    pi = barrier.boltzmann(e, temperature)
    assert pi @ barrier.transition_matrix(e, temperature) == pytest.approx(pi, abs=1e-14)


def test_any_start_comes_to_the_boltzmann_distribution():
    e = energies(5)
    far = barrier.after(barrier.transition_matrix(e, 1.0), 2000)
    assert far == pytest.approx(np.tile(barrier.boltzmann(e, 1.0), (32, 1)), abs=1e-10)


@pytest.mark.parametrize("steps", [1, 6, 60])
def test_nothing_flows_in_circles(steps):
    e = energies(6)
    flow = barrier.boltzmann(e, 0.5)[:, None] * barrier.after(
        barrier.transition_matrix(e, 0.5), steps
    )
    assert flow == pytest.approx(flow.T, abs=1e-14)


def test_the_ratio_of_two_ways_depends_on_the_energies_only():
    e = energies(4)
    there = barrier.after(barrier.transition_matrix(e, 0.8), 9)
    ratio = barrier.transition_ratio(e[3], e[12], 0.8)
    assert there[3, 12] / there[12, 3] == pytest.approx(ratio)


def test_the_ratio_at_temperature_zero_is_none_all_or_even():
    assert barrier.transition_ratio(0.0, 1.0, 0.0) == 0.0
    assert barrier.transition_ratio(1.0, 0.0, 0.0) == math.inf
    assert barrier.transition_ratio(1.0, 1.0, 0.0) == 1.0
    assert barrier.transition_ratio(1000.0, 0.0, 0.1) == math.inf


def test_the_mean_time_of_one_unit_is_one_over_its_probability():
    p = barrier.transition_matrix(np.array([0.0, 1.0]), 0.5)
    assert barrier.mean_steps(p, 1) == pytest.approx(np.array([1 + math.exp(2.0), 0.0]))


def test_the_mean_time_is_that_of_walks():
    p = barrier.transition_matrix(energies(3), 1.0)
    rng = np.random.default_rng(0)
    walks = np.zeros(20_000, int)
    taken = np.zeros(walks.size)
    reach = p.cumsum(axis=1)
    while (walks != 7).any():
        moving = np.flatnonzero(walks != 7)
        draws = rng.random(moving.size)[:, None]
        walks[moving] = np.minimum((draws >= reach[walks[moving]]).sum(axis=1), 7)
        taken[moving] += 1
    assert barrier.mean_steps(p, 7)[0] == pytest.approx(taken.mean(), rel=0.04)


def test_a_state_that_is_never_reached_takes_for_ever():
    p = barrier.transition_matrix(np.array([0.0, 1.0, 1.0, 0.0]), 0.0)
    assert barrier.mean_steps(p, 3)[0] == math.inf
    assert barrier.mean_steps(p, 3)[3] == 0.0


def test_a_time_too_long_to_tell_is_infinite():
    p = barrier.transition_matrix(np.array([0.0, 1.0, 1.0, 0.0]), 0.01)
    assert barrier.mean_steps(p, 3)[0] == math.inf


def test_time_grows_with_the_barrier_over_the_temperature():
    e = np.array([0.0, 1.0, 1.0, 0.0])
    times = [barrier.mean_steps(barrier.transition_matrix(e, t), 3)[0] for t in (0.1, 0.05)]
    assert math.log(times[1] / times[0]) == pytest.approx(10.0, rel=0.02)


def test_the_lowest_way_goes_over_the_lowest_pass():
    e = np.array([0.0, 5.0, 2.0, 0.0])
    assert barrier.lowest_pass(e, 0, 3) == (2.0, [0, 2, 3])
    assert barrier.lowest_pass(e, 3, 3) == (0.0, [3])


def test_no_way_is_lower_than_the_lowest():
    e = energies(6, -1, seed=4)
    height, way = barrier.lowest_pass(e, 5, 58)
    below = {s for s in range(64) if e[s] < height}
    reached, queue = {5} & below, [5]
    while queue and reached:
        near = {queue[0] ^ (1 << u) for u in range(6)} & below - reached
        reached |= near
        queue = queue[1:] + sorted(near)
    assert max(e[way]) == height
    assert all((a ^ b).bit_count() == 1 for a, b in pairwise(way))
    assert 58 not in reached


def test_too_many_units_are_refused_in_words():
    with pytest.raises(InputError, match="of 11 units was asked for; allowed: 1 to 10"):
        barrier.states_of(11, 0)
