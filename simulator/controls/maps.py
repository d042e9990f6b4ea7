"""Maps from numbers to colours. The diverging map is orange below 0, paper at 0, blue above.

Colours are tokens of the theme, the far ends stirred with ink: so the map's middle is the paper of
light and dark alike, and whatever is strong stands out from it. Between its stops the map is
linear, so a gradient of the same stops is the map.
"""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QImage

from simulator.controls import theme
from simulator.controls.theme import Theme

HALF = 128  # shades on either side of 0
TURN, DEEP = 0.62, 0.45  # where the plain colour stands, and how much ink the end holds
STRONG = 0.5  # of the limit: from here on, text on a cell is in the colour of paper

Stop = tuple[float, str]  # place −1 … 1, colour


def rgb_of(color: str) -> tuple[float, float, float]:
    """Return the channels of a colour, 0 … 255."""
    c = QColor(color)
    return float(c.red()), float(c.green()), float(c.blue())


@lru_cache(8)
def diverging_stops(now: Theme) -> tuple[Stop, ...]:
    """Return the map's stops, from −1 to 1."""
    return (
        (-1.0, now.mix("warm", "ink", DEEP)),
        (-TURN, now.warm),
        (0.0, now.unit_off),
        (TURN, now.accent),
        (1.0, now.mix("accent", "ink", DEEP)),
    )


@lru_cache(8)
def diverging_table(now: Theme) -> np.ndarray:
    """Return the map as (2·HALF + 1,) uint32 of 0xffRRGGBB; 0 stands exactly in the middle."""
    places, colors = zip(*diverging_stops(now), strict=True)
    rgb = np.array([rgb_of(color) for color in colors])  # (5, 3)
    at = np.linspace(-1.0, 1.0, 2 * HALF + 1)
    red, green, blue = (np.rint(np.interp(at, places, rgb[:, k])) for k in range(3))
    table = (0xFF000000 + red * 65536 + green * 256 + blue).astype(np.uint32)
    table.setflags(write=False)
    return table


def diverging(values: np.ndarray, limit: float) -> np.ndarray:
    """Return values of any shape, finite, as 0xffRRGGBB (uint32); ±`limit` are the map's ends."""
    index = np.clip(values * (HALF / limit), -HALF, HALF) + (HALF + 0.5)
    return diverging_table(theme.current_theme())[index.astype(np.intp)]


def limit_of(values: np.ndarray) -> float:
    """Return the largest |value|, the limit that shows all of them; 1 where all are 0."""
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    return max(-low, high) or 1.0


def text_token(value: float, limit: float) -> str:
    """Return the token in which text reads well on the colour of a value."""
    return "unit_off" if abs(value) > STRONG * limit else "ink"


def image_of(pixels: np.ndarray) -> QImage:
    """Return pixels (R, C) of 0xffRRGGBB as an image of one pixel each."""
    rows, columns = pixels.shape
    pixels = np.ascontiguousarray(pixels, np.uint32)
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
