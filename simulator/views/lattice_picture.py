"""The picture of a lattice: large cells are a pad's, small ones shades, with tints laid over.

Where a pixel holds several spins it shows their average. As many whole spins as a pixel holds are
averaged in NumPy first and Qt does the rest.
"""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from simulator.controls import theme
from simulator.controls.theme import Theme
from simulator.views import unit_image
from simulator.views.heat import is_vector
from simulator.views.lattice_state import LatticeShown
from simulator.views.pad_cells import Inks
from simulator.views.pad_picture import Picture

LEVELS = 256
PIN_SHARE = 0.7  # how much the warm tint covers
NEARLY = 1.4  # times the size wanted: from here on neighbours are too few for an average
MOST = 64  # spins on a side that are averaged in NumPy: their sums fit into a byte


class LatticePicture(Picture):
    """Paints spins in ink on paper, in either theme."""

    _shown: LatticeShown

    def __init__(self, shown: LatticeShown) -> None:
        super().__init__(shown)
        self._pins_of: tuple = ()
        self._pins = QImage()

    def inks(self) -> Inks:
        now = theme.current_theme()
        return now.unit_off, now.unknown, now.unit_on

    def _fine(self, previewed: np.ndarray | None, span: int) -> QImage:
        image, pins = self._spins(span), self._shown.pins()
        if pins is None and previewed is None:
            return image
        painter = QPainter(image)
        if pins is not None:
            painter.drawImage(QPointF(), self._pin_tint(pins, span))
        if previewed is not None:
            color = theme.current_theme().mix("accent", "surface", 0.25)
            painter.drawImage(QPointF(), _tint(self._grid_of(previewed), span, color, 1.0))
        painter.end()
        return image

    def _spins(self, span: int) -> QImage:
        shades = averaged(self._grid_of(self._shown.units()), span, -1)
        return sized(unit_image.image_of(shades, _greys(theme.current_theme())), span)

    def _pin_tint(self, pins: np.ndarray, span: int) -> QImage:
        """The tint over pinned spins, kept while they are the same."""
        now = theme.current_theme()
        of = (now.name, span)
        if not self._pins_of or self._pins_of[0] is not pins or self._pins_of[1:] != of:
            self._pins_of = (pins, *of)
            self._pins = _tint(self._grid_of(pins), span, now.warm, PIN_SHARE)
        return self._pins

    def _grid_of(self, values: np.ndarray) -> np.ndarray:
        return values.view(np.int8).reshape(self.grid.side, self.grid.side)

    def _draw_cells(self, painter: QPainter) -> None:
        """Large cells as vectors; an SVG has no more pixels than twice what the screen shows."""
        if self.grid.tile > 1:
            super()._draw_cells(painter)
            return
        scale = 2.0 if is_vector(painter) else painter.transform().m11()
        image = self._fine(None, max(1, round(self.grid.square.width() * scale)))
        painter.drawImage(self.grid.square, image)


@lru_cache(2)
def _greys(now: Theme) -> list[int]:
    """The colours of the shades, from paper to ink, in the current theme."""
    shares = (level / (LEVELS - 1) for level in range(LEVELS))
    return unit_image.table([now.mix("unit_off", "unit_on", share) for share in shares])


def _tint(chosen: np.ndarray, span: int, color: str, share: float) -> QImage:
    """A colour over chosen cells, (S, S) int8 of 0 and 1, as opaque as they are many, `share` at
    most."""
    shades = np.ascontiguousarray(averaged(chosen, span, 0))
    side = len(shades)
    image = QImage(shades.data, side, side, side, QImage.Format.Format_Indexed8)
    tints = [QColor(color) for _ in range(LEVELS)]
    for level, tint in enumerate(tints):
        tint.setAlphaF(share * level / (LEVELS - 1))
    image.setColorTable([tint.rgba() for tint in tints])
    return sized(image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), span)


def sized(image: QImage, span: int) -> QImage:
    """An image, `span` pixels wide and high: what `unit_image.at_size` gives, but where it is
    nearly that large, or is enlarged, between neighbours only, which takes a third of the time."""
    side = image.width()
    if side >= NEARLY * span or span % side == 0:
        return unit_image.at_size(image, span)
    if side < span:
        image = image.scaled(image.size() * (span // side + 1))
    result = QImage(span, span, image.format())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(result.rect(), image)
    painter.end()
    return result


def averaged(values: np.ndarray, span: int, low: int) -> np.ndarray:
    """Return shades (s, s) uint8 of values (S, S) int8 from `low` (shade 0) to 1 (shade 255), each
    the average of k × k values, k = S // span at most; fewer at the last edges."""
    k = min(max(1, len(values) // span), MOST)
    if k == 1:
        return (values > low).view(np.uint8) * np.uint8(LEVELS - 1)
    rows = values[::k].copy()  # (s, S)
    for first in range(1, k):
        more = values[first::k]
        rows[: len(more)] += more
    sums = rows[:, ::k].astype(np.int16)  # (s, s)
    for first in range(1, k):
        more = rows[:, first::k]
        sums[:, : more.shape[1]] += more
    heights = np.minimum(k, len(values) - k * np.arange(len(sums))).astype(np.float32)
    scale = np.float32((LEVELS - 1) / (1 - low))
    shares = sums * (scale / heights) * (1 / heights)[:, None]
    shares += np.float32(0.5 - low * scale)
    return shares.astype(np.uint8)
