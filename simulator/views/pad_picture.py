"""The picture of a pad: its cells, its frame and its rings, for the screen and for export."""

import numpy as np
from PySide6.QtGui import QImage, QPainter

from simulator.views import pad_cells, pad_marks, unit_image
from simulator.views.pad_cells import Inks
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

    def inks(self) -> Inks:
        """The colours of paper, unknown units and ink."""
        return unit_image.inks(self.grid.side)

    def compose(self, previewed: np.ndarray | None, ratio: float) -> None:
        """Make the image of the cells, of `ratio` device pixels a pixel; previewed is (N,) bool."""
        size = self.grid.tile
        if size > 1:
            kinds = self._shown.kinds(previewed)
            self._image = pad_cells.composed(kinds, self._tiles, size, ratio, self.inks())
        else:
            span = max(1, round(self.grid.square.width() * ratio))
            self._image = self._fine(previewed, span)

    def _fine(self, previewed: np.ndarray | None, span: int) -> QImage:
        """The picture of cells too small for lines, `span` device pixels wide."""
        return pad_cells.pixels(self._shown.kinds(previewed), span, self.inks())

    def paint(self, painter: QPainter, is_lit: bool) -> None:
        """Paint the image as it was composed, and what lies over it."""
        if self._image is not None:
            painter.drawImage(self.grid.square, self._image)
        self._paint_over(painter, is_lit)

    def draw(self, painter: QPainter) -> None:
        """Draw the same as true vectors, without previews."""
        painter.save()
        self._draw_cells(painter)
        painter.restore()
        painter.save()
        self._paint_over(painter, is_lit=False)
        painter.restore()

    def _draw_cells(self, painter: QPainter) -> None:
        pad_cells.draw_cells(painter, self.grid, self._shown.kinds(None), self.inks())

    def _paint_over(self, painter: QPainter, is_lit: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad_marks.paint_frame(painter, self.grid, is_lit)
        pad_marks.paint_rings(painter, self.grid, *self._shown.rings)
