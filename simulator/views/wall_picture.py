"""All pictures of a wall as one image: made anew where pictures, places or colours differ."""

from typing import Any

import numpy as np
from PySide6.QtGui import QImage, QPainter

from simulator.views import tiles
from simulator.views.wall_layout import WallGrid


class WallPicture:
    """Paints codes (N, pictures, side, side), which are never changed in place."""

    def __init__(self) -> None:
        self._of: tuple[Any, ...] = ()
        self._image = QImage()

    def paint(
        self, painter: QPainter, grid: WallGrid, codes: np.ndarray, colors: list[int]
    ) -> None:
        """Paint onto the grid, hairlines and all between the tiles too."""
        if not self._of or self._of[0] is not codes or self._of[1:] != (grid, colors):
            self._of = (codes, grid, colors)
            self._image = tiles.image_of(mosaic(grid, codes), colors)
            self._image.setDevicePixelRatio(grid.ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(grid.box.topLeft(), self._image)


def mosaic(grid: WallGrid, codes: np.ndarray) -> np.ndarray:
    """Return codes (N, P, side, side) as one picture of all tiles at their places, uint8."""
    n, pictures, side, _ = codes.shape
    span, tile, columns = grid.span, grid.tile, grid.columns
    sized = tiles.resized(codes.reshape(-1, side, side), span, span)
    sized = sized.reshape(n, pictures, span, span)
    wide, high = tile.wide(span), tile.high(span)
    between = tiles.LINE if tile.is_ruled else tiles.SURFACE
    shape = grid.rows, high + tile.foot, columns, wide + tile.gap
    wall = np.full(shape, between, np.uint8)
    wall[:, :high, :, :wide] = tiles.LINE
    full, rest = divmod(n, columns)
    for k in range(pictures):
        left = tile.edge + k * (span + tile.edge)
        area = wall[:, tile.edge : tile.edge + span, :, left : left + span].swapaxes(1, 2)
        area[:full] = sized[: full * columns, k].reshape(full, columns, span, span)
        if rest:
            area[full, :rest] = sized[full * columns :, k]
    if rest:
        wall[full, :, rest:] = tiles.SURFACE
    return wall.reshape(grid.rows * (high + tile.foot), columns * (wide + tile.gap))
