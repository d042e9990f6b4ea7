"""Problems whose best solution is known, and is the state of lowest energy."""

from itertools import product

import numpy as np
import pytest

from simulator.core.errors import InputError
from simulator.models.boltzmann_planting import largest_cut, planted_graph, small_graph
from simulator.models.boltzmann_problems import best_division, max_cut, partition

MAKERS = {"max-cut": max_cut, "partition": partition}
EVERY = [(name, n) for name in MAKERS for n in (2, 3, 4, 7, 16, 24, 25, 60, 2000)]


def problem(name, units, seed=0):
    return MAKERS[name](units, np.random.default_rng([seed, units]))


def energy(p, units):
    return -0.5 * units @ p.couplings @ units


def all_solutions(n):
    return np.array([(*rest, 1) for rest in product((-1, 1), repeat=n - 1)], np.int8)


@pytest.mark.parametrize(("name", "units"), EVERY)
def test_couplings_are_symmetric_without_a_diagonal(name, units):
    w = problem(name, units).couplings
    assert w.shape == (units, units)
    assert w.dtype == np.float64
    assert np.array_equal(w, w.T)
    assert not np.diagonal(w).any()


@pytest.mark.parametrize(("name", "units"), EVERY)
def test_the_known_solution_has_the_optimum(name, units):
    p = problem(name, units)
    assert p.cost(p.best) == p.optimum
    assert energy(p, p.best.astype(float)) == pytest.approx(p.energy_of_optimum, rel=1e-9)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("units", [5, 20, 40])
def test_cost_and_energy_say_the_same(name, units):
    p = problem(name, units)
    for state in np.random.default_rng(1).choice([-1.0, 1.0], (20, units)):
        assert p.energy_of(p.cost(state)) == pytest.approx(energy(p, state), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("units", [3, 8, 11, 14])
def test_no_solution_beats_the_optimum(name, units):
    p = problem(name, units, seed=3)
    costs = [p.cost(s) for s in all_solutions(units)]
    assert p.optimum == (max(costs) if name == "max-cut" else min(costs))


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("units", [8, 14])
def test_the_optimum_has_the_lowest_energy(name, units):
    p = problem(name, units)
    energies = [energy(p, s.astype(float)) for s in all_solutions(units)]
    assert min(energies) == pytest.approx(p.energy_of_optimum, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("nodes", [8, 16, 20, 24])
@pytest.mark.parametrize("seed", range(3))
def test_a_planted_cut_is_the_largest_one(nodes, seed):
    graph = planted_graph(nodes, np.random.default_rng(seed))
    assert largest_cut(nodes, graph.edges, graph.weights)[0] == graph.largest_cut


def test_all_cuts_of_a_small_graph_are_tried():
    graph = small_graph(9, np.random.default_rng(0))
    cuts = [(s[graph.edges[:, 0]] != s[graph.edges[:, 1]]).sum() for s in all_solutions(9)]
    assert graph.largest_cut == max(cuts)


@pytest.mark.parametrize("units", [4, 20, 25, 300])
def test_a_graph_has_every_edge_once_and_reaches_every_node(units):
    p = problem("max-cut", units)
    assert (p.edges[:, 0] < p.edges[:, 1]).all()
    assert len(np.unique(p.edges, axis=0)) == len(p.edges)
    assert np.array_equal(np.unique(p.edges), np.arange(units))
    assert (p.weights > 0).all()


@pytest.mark.parametrize("units", [20, 21])
def test_a_small_graph_is_a_ring_with_chords(units):
    degrees = np.bincount(problem("max-cut", units).edges.ravel())
    assert sorted(degrees)[1:] == [3] * (units - 1)


@pytest.mark.parametrize(("name", "units"), EVERY)
def test_nodes_have_places_in_the_unit_square(name, units):
    places = problem(name, units).positions
    assert places.shape == (units, 2)
    assert places.min() >= 0
    assert places.max() <= 1


@pytest.mark.parametrize("units", [25, 100, 2000])
def test_many_numbers_can_be_divided_equally(units):
    p = problem("partition", units)
    assert p.optimum == p.numbers.sum() % 2
    assert p.numbers.min() >= 1
    assert p.numbers.max() <= 10_000


def test_numbers_that_cannot_be_divided_equally_leave_the_least_difference():
    difference, sides = best_division(np.array([9, 2, 3]))
    assert difference == 4
    assert abs(np.array([9, 2, 3]) @ sides) == 4


@pytest.mark.parametrize("name", MAKERS)
def test_energies_of_one_flip_are_about_one(name):
    p = problem(name, 100)
    strongest = np.abs(p.couplings).max(axis=1)
    assert 0.3 < np.median(strongest) < 5


@pytest.mark.parametrize("name", MAKERS)
def test_a_seed_makes_one_problem(name):
    assert np.array_equal(problem(name, 50).couplings, problem(name, 50).couplings)
    assert not np.array_equal(problem(name, 50).couplings, problem(name, 50, 1).couplings)


def test_a_cut_is_said_beside_the_best_one():
    p = problem("max-cut", 20)
    total = int(p.weights.sum())
    assert p.said(3) == f"cut 3 of {total}, the best possible is {p.optimum}"
    assert p.said(p.optimum) == f"cut {p.optimum} of {total}, the best possible"


def test_a_difference_is_said_beside_the_best_one():
    p = problem("partition", 30)
    assert p.said(1234) == f"difference 1,234, the best possible is {p.optimum}"
    assert p.said(p.optimum) == f"difference {p.optimum}, the best possible"


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("units", [1, 2001])
def test_a_size_out_of_range_is_refused_in_words(name, units):
    with pytest.raises(InputError, match=f"of {units} .* allowed: 2 to 2000"):
        problem(name, units)


@pytest.mark.parametrize("name", MAKERS)
def test_a_problem_cannot_be_written(name):
    with pytest.raises(ValueError, match="read-only"):
        problem(name, 30).couplings[0, 1] = 1.0
