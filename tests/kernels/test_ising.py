"""Lattice kernels against slow twins, in every option and however a sweep is cut."""

import os

import numpy as np
import pytest

from kernels import counted, ising, ising_cluster, words
from tests.kernels import naive, naive_ising
from tests.kernels.naive_ising import Lattice, places, random_bits

OPTIONS = [
    "plain", "metropolis", "evidence", "bonds", "pinned", "metropolis evidence",
    "pinned bonds evidence", "metropolis pinned bonds evidence",
]  # fmt: skip
SIDES = (4, 6, 8)
KEY = 0x9E3779B97F4A7C15
MANY = 2**12 if "REVERIE_INNER_TESTS" in os.environ else 2**18

each_option = pytest.mark.parametrize("options", OPTIONS)
each_side = pytest.mark.parametrize("side", SIDES)


def limits_for(t: Lattice) -> np.ndarray:
    return ising.limits_of(t.temperature, t.field, t.weight, t.is_metropolis)


def update(t: Lattice, units, start, count, key=KEY):
    return ising.update_lattice(
        units, t.side, start, count, limits_for(t), np.uint64(key), *t.options()
    )


# ---- order ----


@each_side
def test_spins_stand_in_the_order_of_a_chessboard(side):
    assert [ising.place_of(unit, side) for unit in range(side**2)] == places(side)
    assert [ising.unit_of(*place, side) for place in places(side)] == list(range(side**2))
    assert ising.order(side).tolist() == [i * side + j for i, j in places(side)]


@each_side
def test_splitting_and_joining_are_inverse(side):
    grids = np.arange(2 * side**2).reshape(2, side, side)
    units = ising.split(grids)
    assert units[1].tolist() == [grids[1][place] for place in places(side)]
    assert (ising.joined(units) == grids).all()


# ---- random numbers ----


def test_random_bits_equal_the_twin_in_python_integers():
    out = np.empty(100, np.int32)
    for start, key in ((0, KEY), (2**24 - 100, 2**64 - 1), (7, 0)):
        counted.fill_bits(start, np.uint64(key), out)
        assert out.tolist() == [random_bits(start + k, key) for k in range(100)]


def bits_of(key: int) -> np.ndarray:
    out = np.empty(MANY, np.int32)
    counted.fill_bits(0, np.uint64(key), out)
    return out


def surprise(counts: np.ndarray) -> float:
    """By how many standard deviations χ² of equal cells exceeds its mean."""
    expected = counts.sum() / counts.size
    degrees = counts.size - 1
    return (((counts - expected) ** 2).sum() / expected - degrees) / np.sqrt(2 * degrees)


@pytest.mark.parametrize("shift", [0, 8, 16, 23])
@pytest.mark.parametrize("key", [KEY, 0, 1, 2**32])
def test_every_eight_bits_are_uniform(shift, key):
    assert abs(surprise(np.bincount(bits_of(key) >> shift & 255, minlength=256))) < 5


@pytest.mark.parametrize("distance", [1, 2, 32, 256, 1024])
def test_spins_that_are_neighbours_have_independent_numbers(distance):
    high = bits_of(KEY) >> 27
    pairs = 16 * high[:-distance] + high[distance:]
    assert abs(surprise(np.bincount(pairs, minlength=256))) < 5


@pytest.mark.parametrize("other", [KEY + 1, KEY ^ 2**32, KEY + 2**63, 0, 1])
def test_sweeps_have_independent_numbers(other):
    pairs = 16 * (bits_of(KEY) >> 27) + (bits_of(other % 2**64) >> 27)
    assert abs(surprise(np.bincount(pairs, minlength=256))) < 5


def test_the_mixture_of_a_key_begins_with_the_published_numbers():
    assert naive_ising.mixed(1234567) == 6457827717110365317
    assert naive_ising.mixed(1234567 + 0x9E3779B97F4A7C15) == 3203168211198807973


# ---- limits ----


def test_the_limits_of_the_heat_bath_at_temperature_0_are_signs():
    limits = ising.limits_of(0.0)
    assert limits.tolist() == [[0, 0, 2**30, 2**31, 2**31]] * 4


def test_metropolis_at_temperature_0_flips_what_costs_nothing():
    down, _, up, _ = ising.limits_of(0.0, is_metropolis=True).tolist()
    assert down == [0, 0, 2**31, 2**31, 2**31]
    assert up == [0, 0, 0, 2**31, 2**31]


@pytest.mark.parametrize("is_metropolis", [False, True])
@pytest.mark.parametrize("temperature", [1e-300, 1e-3, 0.5, 2.27, 1e6])
def test_limits_rise_with_the_field(temperature, is_metropolis):
    limits = ising.limits_of(temperature, -0.7, 0.2, is_metropolis)
    assert (np.diff(limits, axis=1) >= 0).all()
    assert limits.min() >= 0
    assert limits.max() <= 2**31


# ---- sweeps ----


@each_side
@each_option
def test_sweeps_equal_the_twin(side, options):
    t = Lattice(side, options)
    units = t.units
    for key in range(KEY - 3, KEY):
        flips, *_ = update(t, units, 0, t.n, key)
        assert flips == t.sweep(0, t.n, key)
        assert units.tolist() == t.units.tolist()


@pytest.mark.parametrize("options", ["plain", OPTIONS[-1]])
def test_a_sweep_of_64_squared_spins_equals_the_twin(options):
    t = Lattice(64, options)
    units = t.units
    update(t, units, 0, t.n)
    t.sweep(0, t.n, KEY)
    assert (units == t.units).all()


@each_option
def test_a_sweep_cut_anywhere_is_the_same_sweep(options):
    t = Lattice(8, options)
    whole, cut, total = t.units, t.units, np.zeros(4, int)
    once = update(t, whole, 0, 64)
    for start, stop in ((0, 1), (1, 4), (4, 17), (17, 29), (29, 35), (35, 63), (63, 64)):
        total += update(t, cut, start, stop - start)
    assert (cut == whole).all()
    assert total.tolist() == list(once)


def test_a_sweep_of_many_blocks_is_the_same_cut_into_pieces():
    t = Lattice(128, "metropolis evidence")
    whole, cut = t.units, t.units
    update(t, whole, 0, t.n)
    for start in range(0, t.n, 5000):
        update(t, cut, start, min(5000, t.n - start))
    assert (cut == whole).all()


@each_option
def test_the_changes_are_those_of_the_sums(options):
    t = Lattice(8, options)
    units = t.units
    _, *changes = update(t, units, 5, 51)
    before = t.sums()
    t.sweep(5, 51, KEY)
    assert changes == (t.sums() - before).tolist()


@each_side
@each_option
def test_sums_and_fields_are_those_of_the_grid(side, options):
    t = Lattice(side, options)
    _, bonds, evidence, _ = t.options()
    assert list(ising.measure(t.units, side, bonds, evidence)) == t.sums().tolist()
    for unit, place in enumerate(t.places):
        felt = sum(int(J) * int(t.grid[i, j]) for i, j, J in t.neighbours(*place))
        assert ising.field_at(t.units, side, unit, bonds) == felt


def test_at_temperature_0_no_update_raises_the_energy():
    t = Lattice(8, "plain")
    units = t.units
    for unit in range(64):
        limits = ising.limits_of(0.0)
        _, tied, *_ = ising.update_lattice(
            units, 8, unit, 1, limits, np.uint64(KEY), None, None, None, False
        )
        assert tied >= 0


@pytest.mark.parametrize(("field", "value"), [(50.0, 1), (-50.0, -1)])
def test_a_strong_field_turns_every_spin(field, value):
    units = Lattice(8, "plain").units
    ising.update_lattice(
        units, 8, 0, 64, ising.limits_of(1.0, field), np.uint64(KEY), None, None, None, False
    )
    assert (units == value).all()


# ---- clusters ----


def naive_cluster(grid, add, factor, pinned, chance):
    """Grow one on a grid; returns (places of it, whether it may flip)."""
    side = len(grid)
    order = places(side)
    first = order[(chance.word() >> 32) * side**2 >> 32]
    cluster = [first]
    for i, j in cluster:
        near = ((i - 1) % side, j), ((i + 1) % side, j)
        beside, across = (j + 1, j - 1) if j % 2 == 0 else (j - 1, j + 1)
        for place in (*near, (i, beside % side), (i, across % side)):
            if grid[place] == grid[first] and place not in cluster and chance.uniform() < add:
                cluster.append(place)
    if any(pinned[place] for place in cluster):
        return cluster, False
    rise = factor * int(grid[first]) * len(cluster)
    return cluster, factor == 0 or chance.uniform() < np.exp(-rise)


@each_side
@pytest.mark.parametrize("options", ["plain", "pinned"])
@pytest.mark.parametrize("field", [0.0, 0.02])
def test_clusters_equal_the_twin(side, options, field):
    t = Lattice(side, options)
    add, factor = ising_cluster.chances(2.3, field)
    units, pinned, stack = t.units, t.options()[0], np.empty(t.n, np.int32)
    random, chance = words.seeded(1), naive.Words(words.seeded(1))
    for _ in range(20):
        before = t.sums()
        found = ising_cluster.grow_cluster(units, side, add, factor, pinned, random, stack)
        cluster, may_flip = naive_cluster(t.grid, add, factor, t.is_pinned, chance)
        for place in cluster if may_flip else ():
            t.grid[place] *= -1
        assert found == (len(cluster), may_flip, *(t.sums() - before)[:2])
        assert [places(side)[k] for k in stack[: found[0]]] == cluster
        assert (units == t.units).all()


def test_at_temperature_0_a_cluster_is_all_equal_spins_that_hang_together():
    units, stack = np.ones(64, np.int8), np.empty(64, np.int32)
    add, factor = ising_cluster.chances(0.0)
    found = ising_cluster.grow_cluster(units, 8, add, factor, None, words.seeded(0), stack)
    assert found == (64, True, 0, -128)
    assert (units == -1).all()


def test_at_temperature_0_no_cluster_flips_against_the_field():
    units, stack = np.ones(64, np.int8), np.empty(64, np.int32)
    add, factor = ising_cluster.chances(0.0, 0.1)
    found = ising_cluster.grow_cluster(units, 8, add, factor, None, words.seeded(0), stack)
    assert found == (64, False, 0, 0)
    assert (units == 1).all()
