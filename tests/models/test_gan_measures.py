"""What is measured of fakes: good ones, bad ones, none, and what the docstring promises of them."""

import numpy as np
import pytest

from kernels import mixture as kernels
from simulator.models import gan_measures as measures
from simulator.models.gan_worlds import NAMES, World, world
from tests.kernels import naive_mixture as naive

BLOB = np.zeros((40, 40), bool)
BLOB[10:30, 10:30] = True
BEST_JS = {  # of 10,000 points of the world itself, as the docstring says
    "gaussian": 0.002, "two-gaussians-1d": 0.002, "line": 0.002, "ring": 0.002, "disjoint": 0.001,
    "two-gaussians": 0.004, "moons": 0.004, "spiral": 0.006, "grid": 0.006, "drawn": 0.004,
}  # fmt: skip

each_world = pytest.mark.parametrize("name", NAMES)
each_2d = pytest.mark.parametrize("name", ["ring", "grid", "spiral", "drawn"])


def sampled(w: World, rows: int = 10_000) -> np.ndarray:
    out, which = np.empty((rows, w.dimension), np.float32), np.empty(rows, np.int64)
    kernels.sample(w.mixture, np.uint64(1), out, which)
    return out


def at(*places: tuple[float, ...], rows: int = 100) -> np.ndarray:
    """Fakes at some places, equally many on each."""
    return np.repeat(np.array(places, np.float32), rows, axis=0)


# ---- the world itself, and nothing of it ----


@each_world
def test_points_of_the_world_itself_are_nearly_perfect(name):
    w = world(name, BLOB)
    found = measures.measured(sampled(w), w)
    assert found.js == pytest.approx(BEST_JS[name], abs=0.001)
    assert 0 < found.kl < 0.04
    assert found.precision > 0.985
    assert found.coverage == 1
    assert found.modes == (len(w.weights) if w.modes else None)


@each_world
def test_fakes_far_from_everything_have_the_largest_divergence(name):
    w = world(name, BLOB)
    found = measures.measured(np.full((100, w.dimension), 50, np.float32), w)
    assert found.js == pytest.approx(np.log(2), abs=1e-3)
    assert (found.modes or 0, found.precision, found.coverage) == (0, 0, 0)
    assert found.kl > 1


@each_world
def test_divergence_falls_as_fakes_of_the_world_become_more(name):
    w = world(name, BLOB)
    few, many = (measures.measured(sampled(w, n), w).js for n in (500, 10_000))
    assert 0 < many < few / 2


@pytest.mark.parametrize("value", [np.nan, np.inf, -3e38])
@each_world
def test_fakes_that_are_no_places_count_as_outside(name, value):
    w = world(name, BLOB)
    fakes = np.full((10, w.dimension), value, np.float32)
    assert measures.cell_shares(fakes, w)[-1] == 1
    assert measures.measured(fakes, w).precision == 0


@each_world
def test_no_fakes_at_all_are_measured_without_complaint(name):
    w = world(name, BLOB)
    found = measures.measured(np.zeros((0, w.dimension), np.float32), w)
    assert np.isfinite([found.js, found.kl, found.precision, found.coverage]).all()


# ---- one by one ----


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_a_mode_is_covered_by_a_hundredth_of_the_fakes(count):
    w = world("ring")
    fakes = at(*w.mixture.centres[:count])
    assert measures.measured(fakes, w).modes == count
    some = np.concatenate(
        [at(*w.mixture.centres[:1], rows=9_901), at(*w.mixture.centres[1:2], rows=99)]
    )
    assert measures.measured(some, w).modes == 1


def test_precision_counts_what_is_within_three_widths():
    w = world("ring")
    fakes = at((1.14, 0.0), (1.16, 0.0), (0.0, 0.0), (0.0, -0.86))
    assert measures.measured(fakes, w).precision == 0.5


def test_coverage_is_the_weight_of_what_gets_a_quarter_of_its_share():
    w = world("two-gaussians")
    left, right = w.mixture.centres
    fair, poor = (np.concatenate([at(left, rows=n), at(right, rows=1000 - n)]) for n in (130, 120))
    assert measures.measured(fair, w).coverage == 1
    assert measures.measured(poor, w).coverage == 0.5


def test_a_lost_half_costs_what_the_formulas_say():
    p, q = np.array([0.5, 0.5, 0.0]), np.array([1.0, 0.0, 0.0])
    js = 0.5 * (np.log(0.5 / 0.75) * 0.5 + np.log(2) * 0.5) + 0.5 * np.log(1 / 0.75)
    assert measures.js_divergence(p, q) == pytest.approx(js)
    floor = 0.1 / 1000
    kl = 0.5 * np.log(0.5) + 0.5 * np.log(0.5 / floor) + np.log(1 + 2 * floor)
    assert measures.kl_divergence(p, q, 1000) == pytest.approx(kl)


def test_divergences_of_what_is_the_same_are_0():
    p = np.random.default_rng(0).dirichlet(np.ones(30))
    assert measures.js_divergence(p, p) == pytest.approx(0, abs=1e-12)
    assert measures.kl_divergence(p, p, 10**9) == pytest.approx(0, abs=1e-6)


def test_divergence_is_the_same_both_ways_round():
    p, q = np.random.default_rng(0).dirichlet(np.ones(30), 2)
    assert measures.js_divergence(p, q) == pytest.approx(measures.js_divergence(q, p))


@each_2d
def test_the_nearest_centres_equal_the_twin(name):
    w = world(name, BLOB)
    fakes = sampled(w, 100)
    index, distance = measures.nearest(fakes, w)
    for r, x in enumerate(fakes):
        k, far = naive.nearest(w.mixture.centres, x)
        assert index[r] == (k if far <= 3 * w.mixture.sigma else -1)
        assert index[r] < 0 or distance[r] == pytest.approx(far)


@each_2d
def test_shares_are_the_cells_that_middles_lie_in(name):
    w = world(name, BLOB)
    shares = measures.cell_shares(w.middles, w)
    assert shares[:-1] == pytest.approx(np.full(1600, 1 / 1600))
    assert shares[-1] == 0


# ---- the best discriminator ----


def test_the_best_discriminator_knows_who_is_alone_and_guesses_where_both_are_or_nobody():
    p, q = np.array([0.5, 0.0, 0.2, 0.0]), np.array([0.0, 0.5, 0.2, 0.0])
    assert measures.optimal_discriminator(p, q).tolist() == [1, 0, 0.5, 0.5]


def test_the_best_discriminator_is_at_no_distance_from_itself():
    w = world("ring")
    q = measures.cell_shares(at((1.0, 0.0), (0.3, 0.3)), w)
    best = measures.optimal_discriminator(w.masses, q)[:-1]
    assert measures.distance_to_optimal(best, w.masses, q) == 0
    assert measures.distance_to_optimal(1 - best, w.masses, q) == pytest.approx(1, abs=0.2)


def test_a_discriminator_that_guesses_is_half_away_where_all_could_be_told():
    w = world("disjoint")
    q = measures.cell_shares(at((0.0, 0.0)), w)
    assert measures.distance_to_optimal(np.full(1600, 0.5), w.masses, q) == pytest.approx(0.5)


def test_what_is_outside_the_grid_is_no_part_of_the_distance():
    w = world("gaussian")
    q = measures.cell_shares(at((40.0,)), w)
    assert measures.distance_to_optimal(np.ones(200), w.masses, q) == 0
