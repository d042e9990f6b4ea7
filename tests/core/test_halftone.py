"""Half-tones: as much ink as the grey asks for, and the same as the slow way, pixel by pixel."""

import zlib

import numpy as np
import pytest

from simulator.core import halftone as module
from simulator.core.halftone import halftone


def naive(grey):
    """Row by row; each pixel takes its neighbours' errors in the order in which they were made."""
    height, width = grey.shape
    rng = np.random.Generator(np.random.PCG64(zlib.crc32(grey)))
    noise = rng.random((width + 2 * (height - 1), height), np.float32) - 0.5
    threshold = 127.5 + module.ROUGH * noise
    error, units = np.zeros(grey.shape, np.float32), np.empty(grey.shape, np.int8)
    for y in range(height):
        for x in range(width):
            tone = np.float32(grey[y, x])
            for dy, dx, share in ((1, 1, 1), (1, 0, 5), (0, 1, 7), (1, -1, 3)):
                if y >= dy and 0 <= x - dx < width:
                    tone += share * error[y - dy, x - dx]
            is_paper = tone > threshold[x + 2 * y, y]
            units[y, x] = -1 if is_paper else 1
            error[y, x] = (tone - np.float32(255 * is_paper)) / np.float32(16)
    return units


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 2), (5, 9), (16, 16), (40, 23)])
def test_it_is_what_the_slow_way_gives(shape):
    grey = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    assert np.array_equal(halftone(grey), naive(grey))


def test_units_are_ink_or_paper():
    units = halftone(np.arange(256, dtype=np.uint8).reshape(16, 16))
    assert units.dtype == np.int8
    assert set(np.unique(units)) == {-1, 1}


@pytest.mark.parametrize("tone", [10, 64, 128, 200, 250])
def test_there_is_as_much_ink_as_the_grey_asks_for(tone):
    units = halftone(np.full((200, 200), tone, np.uint8))
    assert (units > 0).mean() == pytest.approx(1 - tone / 255, abs=0.01)


def test_from_afar_it_looks_like_the_grey():
    grey = np.add.outer(np.arange(128), np.arange(128)).astype(np.uint8)
    seen = np.where(halftone(grey) > 0, 0, 255).reshape(8, 16, 8, 16).mean(axis=(1, 3))
    assert np.abs(seen - grey.reshape(8, 16, 8, 16).mean(axis=(1, 3))).max() < 12


def test_black_and_white_stay_solid():
    assert (halftone(np.zeros((30, 30), np.uint8)) == 1).all()
    assert (halftone(np.full((30, 30), 255, np.uint8)) == -1).all()


def test_two_pictures_are_hardly_more_alike_than_their_greys():
    a, b = (halftone(np.full((200, 200), tone, np.uint8)) for tone in (60, 80))
    alike = (1 - 2 * 60 / 255) * (1 - 2 * 80 / 255)
    assert (a * b.astype(float)).mean() == pytest.approx(alike, abs=0.02)
