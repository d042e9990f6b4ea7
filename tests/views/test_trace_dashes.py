"""Dashes of a curve are pieces of its points, so that even jagged ones are quick to draw."""

import numpy as np

from simulator.views.trace_scale import dashed


def test_a_straight_line_is_cut_into_pieces_and_gaps():
    x, y = dashed(np.array([0.0, 24.0]), np.array([5.0, 5.0]), 7.0, 5.0)
    assert x[np.isfinite(y)].tolist() == [0.0, 7.0, 12.0, 19.0, 24.0]
    assert np.isnan(y).sum() == 2


def test_dashes_lie_on_the_curve():
    old_x, old_y = np.linspace(0, 100, 40), np.sin(np.linspace(0, 9, 40)) * 30
    x, y = dashed(old_x, old_y, 7.0, 5.0)
    known = np.isfinite(y)
    assert np.allclose(np.interp(x[known], old_x, old_y), y[known])


def test_a_jagged_curve_is_cut_by_its_x_and_stays_small():
    x = np.linspace(0, 200, 400)
    y = 100.0 * (np.arange(400) % 2)
    assert dashed(x, y, 7.0, 5.0)[0].size < 500


def test_holes_stay_holes():
    y = np.array([1.0, 1.0, np.nan, 1.0, 1.0])
    new_x, new_y = dashed(np.array([0.0, 3.0, 4.0, 5.0, 8.0]), y, 7.0, 5.0)
    assert np.isnan(new_y[(new_x > 3.0) & (new_x < 5.0)]).all()


def test_what_is_too_short_is_left_as_it_is():
    x, y = dashed(np.array([1.0]), np.array([2.0]), 7.0, 5.0)
    assert (x.tolist(), y.tolist()) == ([1.0], [2.0])
