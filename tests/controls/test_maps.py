"""The diverging map: paper at 0, symmetric in strength, and readable under text."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from simulator.controls import maps, theme


@pytest.fixture(params=["light", "dark"])
def now(request, qapp):
    """Each theme in turn."""
    theme.apply_theme(qapp, request.param)
    yield theme.current_theme()
    theme.apply_theme(qapp, "light")


def color(value):
    return QColor.fromRgb(int(maps.diverging(np.array([value]), 2.0)[0]))


def test_nothing_has_the_colour_of_paper(now):
    assert color(0.0).name() == now.unit_off


def test_positive_is_blue_and_negative_orange(now):
    assert color(1.0).blue() > color(1.0).red()
    assert color(-1.0).red() > color(-1.0).blue()


def test_what_is_beyond_the_limit_has_the_colour_of_the_end(now):
    assert color(-9.0) == color(-2.0) != color(-1.0)


def test_the_stronger_a_value_the_farther_it_is_from_paper(now):
    def distance(value):
        one, paper = color(value), QColor(now.unit_off)
        return abs(one.lightnessF() - paper.lightnessF()) + abs(one.red() - paper.red()) / 255

    for sign in (-1, 1):
        assert distance(sign * 0.2) < distance(sign * 0.8)


def test_the_limit_is_the_largest_size_and_1_where_all_is_0():
    assert maps.limit_of(np.array([0.5, -3.0])) == 3.0
    assert maps.limit_of(np.zeros(4)) == 1.0


def test_text_stands_out_from_every_colour(now):
    for value in np.linspace(-2, 2, 21):
        text = QColor(now.color(maps.text_token(value, 2.0)))
        assert abs(text.lightnessF() - color(value).lightnessF()) > 0.25


def test_an_image_has_the_pixels_it_was_made_of():
    pixels = np.array([[0xFF112233, 0xFF445566, 0xFF778899]], np.uint32)
    image = maps.image_of(pixels)
    assert [image.pixel(x, 0) for x in range(3)] == pixels[0].tolist()
