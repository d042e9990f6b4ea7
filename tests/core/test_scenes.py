"""The ten scenes: they render at every side, always the same, and are clearly different."""

import numpy as np
import pytest

from simulator.core import scenes
from simulator.core.halftone import halftone

NAMES = scenes.names()


def test_there_are_ten_with_names_short_enough_for_a_card():
    assert len(NAMES) == 10
    assert max(map(len, NAMES)) <= 6


@pytest.mark.parametrize("side", [16, 28, 100])
@pytest.mark.parametrize("name", NAMES)
def test_every_scene_renders_with_deep_shadows_and_lights(name, side):
    grey = scenes.grey(name, side)
    assert (grey.shape, grey.dtype) == ((side, side), np.uint8)
    assert np.percentile(grey, 2) < 70
    assert np.percentile(grey, 98) > 170


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_is_always_the_same(name):
    assert np.array_equal(scenes.grey(name, 40), scenes.grey(name, 40))


@pytest.mark.parametrize("name", NAMES)
def test_a_scene_looks_the_same_at_any_side(name):
    fine = scenes.grey(name, 512).reshape(64, 8, 64, 8).mean(axis=(1, 3))
    likeness = np.corrcoef(fine.ravel(), scenes.grey(name, 64).ravel())[0, 1]
    assert likeness > 0.97


def test_half_toned_scenes_have_moderate_overlaps():
    units = np.array([halftone(scenes.grey(name, 128)).ravel() for name in NAMES], float)
    overlaps = units @ units.T / units.shape[1] - np.eye(10)
    assert np.abs(overlaps).max() < 0.25


def test_the_largest_side_works():
    assert scenes.grey("cat", 1024).shape == (1024, 1024)


@pytest.mark.parametrize("side", [15, 1025])
def test_a_side_out_of_range_is_refused_with_the_range(side):
    with pytest.raises(ValueError, match=rf"{side} pixels.*16 to 1024"):
        scenes.grey("cat", side)


def test_an_unknown_scene_is_refused_with_the_names():
    with pytest.raises(ValueError, match=r"'dog'.*peaks, lady"):
        scenes.grey("dog", 64)
