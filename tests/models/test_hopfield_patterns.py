"""Sets of patterns for fine grids."""

import numpy as np
import pytest

from simulator.core import scenes
from simulator.core.errors import InputError
from simulator.core.halftone import halftone
from simulator.models import hopfield_patterns as patterns

RNG = np.random.default_rng(0)


def test_photos_are_the_half_toned_scenes():
    photos = patterns.pattern_set("photos", 64, RNG)
    assert tuple(name for name, _ in photos) == scenes.names()
    assert np.array_equal(photos[4][1], halftone(scenes.grey("cat", 64)).ravel())


def test_photos_are_rendered_once_and_cannot_be_written():
    once, again = (patterns.pattern_set("photos", 16, RNG) for _ in range(2))
    assert all(a[1] is b[1] for a, b in zip(once, again, strict=True))
    assert not any(units.flags.writeable for _, units in once)


def test_photos_on_a_tiny_grid_are_refused_in_words():
    with pytest.raises(InputError, match="side of 16 or more, not 15: set side=16"):
        patterns.pattern_set("photos", 15, RNG)


@pytest.mark.parametrize("side", [4, 128, 1024])
def test_orthogonal_patterns_are_orthogonal(side):
    units = np.array([u for _, u in patterns.pattern_set("orthogonal", side, RNG)], np.float32)
    assert np.array_equal(units @ units.T, np.eye(8) * side**2)


def test_orthogonal_patterns_at_another_side_are_refused_in_words():
    with pytest.raises(InputError, match=r"side of 4, 8, 16, … 1024, a power of 2, not 1000"):
        patterns.pattern_set("orthogonal", 1000, RNG)


def test_a_million_units_come_back_from_their_text():
    units = np.where(np.random.default_rng(0).random(10**6) < 0.5, 1, -1).astype(np.int8)
    text = patterns.written(units, 1000, "noise")
    read, name = patterns.read(text, 1000, "cue")
    assert np.array_equal(read, units)
    assert name == "noise"
    assert len(text) < 180_000
