"""Units as images: averages of several units a pixel, shades of graded ones, prints in the dark."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from simulator.controls import theme
from simulator.views import unit_image
from simulator.views.thumbnail import Thumbnails, thumbnail

GREYS = unit_image.table(["#000000", "#ffffff"])


@pytest.fixture
def dark(qapp):
    theme.apply_theme(qapp, "dark")
    yield theme.current_theme()
    theme.apply_theme(qapp, "light")


def greys(image):
    return np.array(
        [
            [image.pixelColor(x, y).red() for x in range(image.width())]
            for y in range(image.height())
        ]
    )


def test_each_unit_is_a_pixel_of_its_colour(qapp):
    codes = np.array([[0, 1, 1], [1, 0, 1]], np.uint8)
    assert (greys(unit_image.image_of(codes, GREYS)) == 255 * codes).all()


def test_a_smaller_image_shows_averages(qapp):
    codes = np.random.default_rng(0).integers(0, 2, (60, 60)).astype(np.uint8)
    small = greys(unit_image.at_size(unit_image.image_of(codes, GREYS), 20))
    averages = 255 * codes.reshape(20, 3, 20, 3).mean(axis=(1, 3))
    assert np.abs(small - averages).max() <= 3


def test_a_fine_checkerboard_becomes_an_even_grey(qapp):
    codes = (np.indices((1000, 1000)).sum(axis=0) % 2).astype(np.uint8)
    image = unit_image.at_size(unit_image.image_of(codes, GREYS), 437)
    middle = greys(image.copy(100, 100, 50, 50))
    assert middle.min() > 90
    assert middle.max() < 165


def test_a_larger_image_keeps_crisp_pixels(qapp):
    codes = np.array([[0, 1], [1, 0]], np.uint8)
    assert (
        greys(unit_image.at_size(unit_image.image_of(codes, GREYS), 6))[:, 0] == [0] * 3 + [255] * 3
    ).all()
    large = unit_image.at_size(unit_image.image_of(codes, GREYS), 45)
    assert (large.width(), set(greys(large)[5, [2, 40]])) == (45, {0, 255})


@pytest.mark.parametrize(
    ("value", "shade"), [(-1, 0), (0, 50), (1, 100), (-3, 0), (7, 100), (0.5, 75)]
)
def test_shades_go_from_paper_to_ink(value, shade):
    assert unit_image.shades_of(np.array([value], np.float64)).tolist() == [shade]


def test_fine_grids_are_prints_dark_on_light_in_the_dark_theme(dark):
    assert unit_image.inks(28) == (dark.unit_off, dark.unknown, dark.unit_on)
    paper, unknown, ink = (QColor(c).lightnessF() for c in unit_image.inks(1000))
    assert paper > unknown > ink


def test_a_thumbnail_of_a_million_units_shows_averages(qapp):
    units = np.ones((1000, 1000), np.int8)
    units[::2] = -1
    color = thumbnail(1000, units.ravel(), 80).toImage().pixelColor(40, 40)
    now = theme.current_theme()
    assert abs(color.red() - QColor(now.mix("unit_off", "unit_on", 0.5)).red()) < 12


def test_thumbnails_are_made_once_for_an_array_of_memories(qapp):
    memories, kept = np.ones((2, 100), np.int8), Thumbnails()
    first = kept.of(10, memories, 1, 60)
    assert kept.of(10, memories, 1, 60) is first
    assert kept.of(10, memories.copy(), 1, 60) is not first
