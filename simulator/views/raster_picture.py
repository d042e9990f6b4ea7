"""The two pictures of a raster: activities in viridis, and the strip of means as bars."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from simulator.controls import theme
from simulator.views import tiles, unit_image
from simulator.views.heat import is_vector, resampled
from simulator.views.raster_layout import RasterGrid

PARTED = 4  # device pixels: bars so wide have a gap between them


class RasterPicture:
    """Paints activities (R, H) uint8, which are never changed in place."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._image = QImage()

    def paint(self, painter: QPainter, grid: RasterGrid, cells: np.ndarray) -> None:
        """Paint cells (R, H); where they are smaller than pixels a pixel has their mean."""
        ratio = _ratio(painter)
        rows, columns = cells.shape
        wide, high = (max(round(s * ratio), 1) for s in (grid.box.width(), grid.box.height()))
        size = min(rows, high), min(columns, wide)
        if not self._of or self._of[0] is not cells or self._of[1] != size:
            self._of = (cells, size)
            shades = cells if size == cells.shape else (resampled(cells, *size) + 0.5)
            self._image = tiles.image_of(shades.astype(np.uint8), tiles.viridis())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(grid.box, self._image)


def paint_bars(
    painter: QPainter, grid: RasterGrid, use: np.ndarray, saturated: np.ndarray, chosen: int
) -> None:
    """Paint means (H,) 0 … 1 as bars, in the order of the columns; `chosen` is a column."""
    now = theme.current_theme()
    tokens = np.where(saturated, 2, 1).astype(np.uint8)
    if 0 <= chosen < tokens.size:
        tokens[chosen] = 3
    colors = [now.surface, now.mix("ink3", "surface", 0.15), now.warm, now.accent]
    if is_vector(painter):
        _paint_vectors(painter, grid, use, tokens, colors)
        return
    ratio = _ratio(painter)
    wide, high = (max(round(s * ratio), 1) for s in (grid.strip.width(), grid.strip.height()))
    codes = bars(use, tokens, wide, high)
    painter.drawImage(grid.strip, tiles.image_of(codes, unit_image.table(colors)))


def bars(use: np.ndarray, tokens: np.ndarray, wide: int, high: int) -> np.ndarray:
    """Return bars of means (H,) as codes (high, wide) uint8: a bar's token, or 0 where none is."""
    column = (np.arange(wide) * use.size) // wide
    heights = np.rint(np.clip(use, 0.0, 1.0) * high)[column]
    shown = tokens[column]
    if wide >= PARTED * use.size:
        shown[1:][column[1:] != column[:-1]] = 0
    is_on = np.arange(high, 0, -1)[:, None] <= heights
    return is_on * shown


def _paint_vectors(
    painter: QPainter, grid: RasterGrid, use: np.ndarray, tokens: np.ndarray, colors: list[str]
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    gap = 1.0 if grid.width >= PARTED else 0.0
    for k, (share, token) in enumerate(zip(use.tolist(), tokens.tolist(), strict=True)):
        box = grid.box_of((0, k))
        top = QPointF(box.left() + gap, box.bottom() - min(max(share, 0.0), 1.0) * box.height())
        painter.fillRect(QRectF(top, box.bottomRight()), QColor(colors[token]))


def _ratio(painter: QPainter) -> float:
    return painter.device().devicePixelRatioF() * painter.transform().m11()
