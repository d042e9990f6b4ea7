"""The picture of a pad: its cells, its frame and its rings, for the screen and for export."""

import numpy as np
from PySide6.QtGui import QImage, QPainter

from simulator.views import pad_cells, pad_marks
from simulator.views.pad_grid import Grid
from simulator.views.pad_state import Shown


class Picture:
    """Paints what is shown on a grid; the image of the cells is kept until it is forgotten."""

    def __init__(self, shown: Shown) -> None:
        self.grid = Grid(shown.side)
        self._shown = shown
        self._tiles: dict[int, np.ndarray] = {}  # by kind of cell
        self._image: QImage | None = None

    def place(self, grid: Grid) -> None:
        """Paint on this grid from now on."""
        if (grid.tile, grid.side) != (self.grid.tile, self.grid.side):
            self._tiles = {}
        self.grid, self._image = grid, None

    def forget(self) -> None:
        """Some cells are other ones."""
        self._image = None

    def forget_colors(self) -> None:
        self._tiles, self._image = {}, None

    def is_composed(self) -> bool:
        return self._image is not None

    def compose(self, previewed: np.ndarray | None, ratio: float) -> None:
        """Make the image of the cells, of `ratio` device pixels a pixel; previewed is (N,) bool."""
        kinds, size = self._shown.kinds(previewed), self.grid.tile
        if size > 1:
            self._image = pad_cells.composed(kinds, self._tiles, size, ratio)
        else:
            self._image = pad_cells.pixels(kinds, max(1, round(self.grid.square.width() * ratio)))

    def paint(self, painter: QPainter, is_lit: bool) -> None:
        """Paint the image as it was composed, and what lies over it."""
        if self._image is not None:
            painter.drawImage(self.grid.square, self._image)
        self._paint_over(painter, is_lit)

    def draw(self, painter: QPainter) -> None:
        """Draw the same as true vectors, without previews."""
        painter.save()
        pad_cells.draw_cells(painter, self.grid, self._shown.kinds(None))
        painter.restore()
        painter.save()
        self._paint_over(painter, is_lit=False)
        painter.restore()

    def _paint_over(self, painter: QPainter, is_lit: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad_marks.paint_frame(painter, self.grid, is_lit)
        pad_marks.paint_rings(painter, self.grid, *self._shown.rings)
