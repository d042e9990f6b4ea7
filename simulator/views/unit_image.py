"""Units as an image of one pixel each, and that image at another size, like a half-tone from afar.

A **code** (0 to 255) says which colour a unit has. Where a pixel of the screen holds several units
it shows their average; choosing one of them would lay a false pattern (moiré) over half-tones.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage

from simulator.controls import theme
from simulator.core.pictures import HALFTONE_SIDE

LEVELS = 101  # shades from paper to ink, of graded units
UNKNOWN_SHARE = 0.28  # of ink in the grey of unknown units, on a print in the dark theme

SMOOTH = Qt.TransformationMode.SmoothTransformation
ANY_SHAPE = Qt.AspectRatioMode.IgnoreAspectRatio


def inks(side: int) -> tuple[str, str, str]:
    """Return the colours of paper, unknown units and ink, of a grid with this side.

    Letters on a dark screen are light. Grids so fine that they show half-toned photographs are
    prints, dark on light in either theme: otherwise all photographs would be negatives.
    """
    now = theme.current_theme()
    if now.is_dark and side >= HALFTONE_SIDE:
        return now.unit_on, now.mix("unit_on", "unit_off", UNKNOWN_SHARE), now.unit_off
    return now.unit_off, now.unknown, now.unit_on


def shades_of(units: np.ndarray) -> np.ndarray:
    """Which of the LEVELS shades graded units have, uint8; −1 is shade 0, and less too."""
    places = np.multiply(units, (LEVELS - 1) / 2, dtype=np.float32)
    places += LEVELS / 2  # rounds: one half more than the shade of 0
    return np.clip(places, 0, LEVELS - 1, out=places).astype(np.uint8)


def table(colors: Sequence[str]) -> list[int]:
    """The colours of the codes, in turn, as `image_of` takes them."""
    return [QColor(color).rgb() for color in colors]


def image_of(codes: np.ndarray, colors: list[int]) -> QImage:
    """Return codes (h, w) uint8 as an image, by a table of their colours."""
    codes = np.ascontiguousarray(codes)
    height, width = codes.shape
    image = QImage(codes.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(colors)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy


def at_size(image: QImage, span: int) -> QImage:
    """Return an image, `span` pixels wide and high: averages where that is smaller, and where it is
    larger crisp pixels with soft edges."""
    size = image.size()
    if span > size.width() and span % size.width() == 0:
        return image.scaled(span, span)
    if span > size.width():
        image = image.scaled(size * (span // size.width() + 1))
    return image.scaled(QSize(span, span), ANY_SHAPE, SMOOTH)
