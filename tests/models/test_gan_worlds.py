"""The worlds of the GAN: every one is valid, its grid holds all of it, a drawing becomes one."""

import numpy as np
import pytest

from kernels import mixture as kernels
from simulator.core.errors import InputError
from simulator.models import gan_canvas
from simulator.models.gan_worlds import NAMES, WORLDS, World, world

CURVES = ("line", "moons", "spiral")
BLOB = np.zeros((40, 40), bool)
BLOB[5:9, 30:36] = True

each_world = pytest.mark.parametrize("name", NAMES)
each_made = pytest.mark.parametrize("name", WORLDS)


def made(name: str) -> World:
    return world(name, BLOB)


def sampled(given: World, rows: int) -> np.ndarray:
    out, which = np.empty((rows, given.dimension), np.float32), np.empty(rows, np.int64)
    kernels.sample(given.mixture, np.uint64(5), out, which)
    return out


@each_world
def test_a_world_says_what_it_is(name):
    w = made(name)
    assert (w.name, w.dimension) == (name, w.mixture.centres.shape[1])
    assert w.title
    assert w.about.endswith((".", "?"))
    assert w.weights.sum() == pytest.approx(1)
    assert (w.weights > 0).all()


@each_world
def test_a_world_is_the_same_one_whenever_it_is_asked_for(name):
    assert made(name) is world(name, BLOB.astype(np.int8))


@each_made
def test_centres_are_within_reach_and_not_too_many(name):
    w = made(name)
    assert len(w.mixture.centres) <= 200
    assert np.abs(w.mixture.centres).max() <= 1.3


@each_world
def test_nothing_of_a_world_can_be_written(name):
    w = made(name)
    for array in (*w.mixture[:2], w.masses, w.middles, w.weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@each_world
def test_the_grid_holds_all_but_a_ten_thousandth(name):
    w = made(name)
    assert w.masses.size == w.cells**w.dimension + 1
    assert w.masses.sum() == pytest.approx(1, abs=1e-12)
    assert 0 <= w.masses[-1] < 1e-4


@each_world
def test_masses_are_the_density_at_the_middles_where_it_changes_little(name):
    w = made(name)
    area = ((w.high - w.low) / w.cells) ** w.dimension
    fine = w.mean_density(4 * w.cells).ravel()
    assert fine.sum() * area / 4**w.dimension == pytest.approx(1, abs=1e-4)
    assert w.density(w.middles).sum() * area == pytest.approx(1, abs=0.02)


@each_world
def test_samples_have_the_mean_and_the_spread_of_the_world(name):
    w, rows = made(name), 20_000
    points, (centres, _, sigma) = sampled(w, rows).astype(float), w.mixture
    mean = w.weights @ centres
    spread = np.sqrt(w.weights @ (centres - mean) ** 2 + sigma**2)
    assert (np.abs(points.mean(axis=0) - mean) < 4 * spread / np.sqrt(rows)).all()
    assert points.std(axis=0) == pytest.approx(spread, rel=0.03)


@each_made
def test_modes_are_farther_apart_than_their_reaches(name):
    w = made(name)
    if w.modes and len(w.mixture.centres) > 1:
        gaps = np.linalg.norm(w.mixture.centres[:, None] - w.mixture.centres, axis=-1)
        assert gaps[gaps > 0].min() > 6 * w.mixture.sigma


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_is_as_dense_everywhere_but_at_its_ends(name):
    w = made(name)
    assert not w.modes
    steps = np.linalg.norm(np.diff(w.mixture.centres, axis=0), axis=1)
    assert (steps < w.mixture.sigma).sum() >= len(steps) - 1  # one jump between two moons
    middle = w.mixture.centres[5:-5]
    inner = middle[np.linalg.norm(middle, axis=1) > 0.3]  # a spiral bends close there
    found = w.density(inner)
    assert np.median(np.abs(found / np.median(found) - 1)) < 0.02


def test_a_straight_line_is_even():
    found = world("line").density(np.linspace([-0.5, -0.25], [0.5, 0.25], 999))
    assert np.ptp(found) / found.mean() < 1e-9


# ---- drawn ----


@pytest.mark.parametrize("count", [1, 2, 64, 1600])
def test_every_cell_that_is_on_is_a_component(count):
    canvas = np.zeros(1600, bool)
    canvas[np.random.default_rng(count).permutation(1600)[:count]] = True
    w = world("drawn", canvas.reshape(40, 40))
    assert len(w.mixture.centres) == count
    assert w.masses[-1] < 1e-3


def test_what_is_drawn_at_the_top_right_lies_there_in_the_plane():
    canvas = np.zeros((40, 40), bool)
    canvas[0, 39] = True
    points = sampled(world("drawn", canvas), 100)
    assert np.abs(points - [1.2675, 1.2675]).max() < 5 * gan_canvas.SIGMA


def test_a_wide_drawing_is_even_within():
    w = world("drawn", np.ones((40, 40)))
    points = np.random.default_rng(0).uniform(-1, 1, (200, 2))
    assert w.density(points) == pytest.approx(np.full(200, 1 / 2.6**2), rel=0.005)


@pytest.mark.parametrize("canvas", [None, np.zeros((40, 40)), -np.ones((40, 40))])
def test_nothing_drawn_is_refused_in_words(canvas):
    with pytest.raises(InputError, match="draw at least one dot, or choose another world"):
        world("drawn", canvas)


def test_a_canvas_of_another_shape_is_refused():
    with pytest.raises(InputError, match="The canvas is 7×8; it must be 40×40"):
        world("drawn", np.ones((7, 8)))


def test_a_world_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InputError, match=r"no world mars; allowed: gaussian, .*ring.*, drawn"):
        world("mars")
