"""The canvas of the scenes: soft covers, the same picture at any number of pixels."""

import numpy as np
import pytest

from simulator.core.canvas import Canvas, box, curve


def painted(side, *shapes):
    canvas = Canvas(side)
    for points, tone in shapes:
        canvas.fill(points, tone)
    return canvas.tone


def test_a_box_on_the_pixels_edges_has_no_soft_edge():
    tone = painted(4, (box(0.25, 0.5, 0.75, 1.0), 1.0))
    assert tone.tolist() == [[0] * 4] * 2 + [[0, 1, 1, 0]] * 2


@pytest.mark.parametrize("points", [box(0.1, 0.2, 0.33, 0.7), box(0.1, 0.2, 0.33, 0.7)[::-1]])
def test_a_shape_covers_its_area_whichever_way_round_it_is_drawn(points):
    assert painted(100, (points, 1.0)).mean() == pytest.approx(0.115, abs=0.001)


def test_a_disc_covers_its_area():
    turn = np.linspace(0, 2 * np.pi, 100, endpoint=False)
    disc = np.stack([0.5 + 0.3 * np.cos(turn), 0.5 + 0.3 * np.sin(turn)], axis=1)
    assert painted(200, (disc, 1.0)).mean() == pytest.approx(np.pi * 0.09, rel=0.005)
    canvas = Canvas(200)
    assert canvas.ellipse(0.5, 0.5, 0.3, 0.3).mean() == pytest.approx(np.pi * 0.09, rel=0.005)


def test_what_lies_outside_is_left_out():
    assert painted(8, (box(-1, -1, 0.5, 2), 1.0)).tolist() == [[1] * 4 + [0] * 4] * 8
    assert not painted(8, (box(1.2, 0, 1.5, 1), 1.0)).any()


def test_later_shapes_lie_over_earlier_ones():
    tone = painted(4, (box(0, 0, 1, 1), 1.0), (box(0, 0, 0.5, 1), 0.25))
    assert tone.tolist() == [[0.25, 0.25, 1, 1]] * 4


def test_a_stroke_is_as_wide_as_was_asked():
    canvas = Canvas(100)
    canvas.stroke([(0.1, 0.5), (0.9, 0.5)], 0.1, 1.0)
    assert canvas.tone[:, 50].sum() == pytest.approx(10, abs=0.01)


def test_what_is_painted_on_a_part_is_painted_here():
    whole, cut = Canvas(64), Canvas(64)
    shape = curve([(0.2, 0.3), (0.7, 0.25), (0.6, 0.8)], is_closed=True)
    whole.fill(shape, whole.noise(3, 3, 1))
    part = cut.part(0.1, 0.1, 0.9, 0.9)
    part.fill(shape, part.noise(3, 3, 1))
    assert np.allclose(whole.tone, cut.tone, atol=1e-5)


def test_noise_is_the_same_at_any_number_of_pixels():
    coarse, fine = (Canvas(side).noise(2, 3, 5, octaves=2) for side in (50, 150))
    assert np.allclose(coarse, fine[1::3, 1::3], atol=1e-5)


def test_a_curve_goes_through_its_points():
    points = np.array([(0.1, 0.2), (0.5, 0.9), (0.8, 0.3)])
    for is_closed in (False, True):
        line = curve(points, is_closed)
        assert all(np.abs(line - p).sum(axis=1).min() < 1e-12 for p in points)
