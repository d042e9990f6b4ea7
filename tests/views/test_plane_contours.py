"""Contours lie where a field has their height; a sheet is dense where it is pressed together."""

import numpy as np
import pytest

from simulator.views.plane_contours import segments
from simulator.views.plane_dots import Look
from simulator.views.plane_generator import CELLS, arrow_lines, sheet_density
from simulator.views.plane_keys import beside


def cone(n):
    at = np.arange(n) - (n - 1) / 2
    return np.hypot(at[:, None], at)


def test_a_cone_s_contour_is_a_circle_of_its_radius():
    lines = segments(cone(41), 12.0)
    radii = np.hypot(lines[:, ::2] - 20, lines[:, 1::2] - 20)
    assert radii == pytest.approx(12.0, abs=0.02)


def test_a_contour_is_closed():
    lines = segments(cone(41), 12.3).round(9)
    ends = [tuple(end) for line in lines for end in (line[:2], line[2:])]
    assert all(ends.count(end) == 2 for end in set(ends))


def test_its_length_is_that_of_the_circle():
    lines = segments(cone(201), 60.0)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 60, rel=1e-3)


def test_every_piece_lies_where_the_field_crosses_on_an_edge():
    field = np.random.default_rng(0).random((9, 12))
    for x, y in segments(field, 0.5).reshape(-1, 2).tolist():
        i, j, up, right = int(y), int(x), y % 1, x % 1
        assert up == 0 or right == 0
        other = field[min(i + (up > 0), 8), min(j + (right > 0), 11)]
        assert field[i, j] + (other - field[i, j]) * (up + right) == pytest.approx(0.5)


@pytest.mark.parametrize(("most", "is_joined"), [(2.0, True), (0.8, False)])
def test_at_a_saddle_the_mean_says_which_corners_are_joined(most, is_joined):
    field = np.array([[most, 0.0], [0.0, most]])  # mean 1 or 0.4, the line is at 0.5
    lines = segments(field, 0.5)
    middles = (lines[:, :2] + lines[:, 2:]) / 2
    off = np.abs(middles[:, 0] - middles[:, 1])  # from the diagonal through what is above
    assert len(lines) == 2
    assert (off > 0.1).all() == is_joined


def test_a_flat_field_has_no_contour():
    assert segments(np.ones((5, 5)), 1.0).shape == (0, 4)
    assert segments(np.ones((5, 5)), 0.5).shape == (0, 4)


# ---- the sheet ----


def lattice(low, high, k=9):
    return np.stack(np.meshgrid(np.linspace(low, high, k), np.linspace(low, high, k)), -1)


def test_an_even_sheet_over_the_whole_plane_has_density_one():
    inner = sheet_density(lattice(-1, 1), -1.0, 1.0)[2:-2, 2:-2]
    assert 0.7 < inner.min() <= inner.max() < 1.6
    assert inner.mean() == pytest.approx(1.0, abs=0.01)


def test_a_sheet_of_half_the_width_is_four_times_as_dense():
    density = sheet_density(lattice(-0.5, 0.5), -1.0, 1.0)
    quarter = CELLS // 4
    assert density[quarter + 2 : -quarter - 2, quarter + 2 : -quarter - 2].mean() == pytest.approx(
        4.0, abs=0.1
    )
    assert density[:10].max() == 0


def test_a_sheet_lies_as_it_is_and_not_turned():
    flat = lattice(-1, 1) * (1.0, 0.2) + (0.0, 0.7)  # x₂ is high
    density = sheet_density(flat, -1.0, 1.0)
    assert density[-20:].sum() > 0.7 * density.sum()


def test_a_sheet_outside_is_not_seen():
    assert sheet_density(lattice(5, 7), -1.0, 1.0).max() == 0


# ---- arrows, stamps, steps ----


def test_an_arrow_ends_where_it_should_and_has_two_barbs():
    points = arrow_lines(np.array([[10.0, 10.0]]), np.array([[30.0, 0.0]]), np.array([30.0]))
    shaft, one, two = points.reshape(3, 2, 2)
    assert shaft.tolist() == [[10, 10], [40, 10]]
    assert one[0].tolist() == two[0].tolist() == [40, 10]
    assert one[1][1] == 20 - two[1][1] != 10


def test_no_dots_are_no_trouble():
    Look("disc", "accent", 3.0).draw(None, np.empty((0, 2)))


def test_a_step_goes_to_the_nearest_ahead_and_stays_at_the_end():
    places = np.array([[0, 0], [10, 1], [20, 0], [0, 30]])
    assert beside(places, 0, 1, 0) == 1
    assert beside(places, 1, 1, 0) == 2
    assert beside(places, 2, 1, 0) == 2
    assert beside(places, 0, 0, 1) == 3
