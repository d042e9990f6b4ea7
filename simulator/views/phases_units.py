"""Hidden units as a compact grid of greys: the first unit at the top left, in rows."""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from simulator.controls import theme
from simulator.views import tiles
from simulator.views.cell_grid import CellGrid, fitted

RULED = 5  # device pixels: cells so large have lines between them


def units_grid(box: QRectF, count: int, ratio: float) -> CellGrid:
    """Lay so many units into the middle of a square, as nearly square as they can be."""
    columns = math.ceil(math.sqrt(count))
    grid = fitted(box, math.ceil(count / columns), columns, ratio)
    spare = (box.width() - grid.box.width()) / 2, (box.height() - grid.box.height()) / 2
    return replace(grid, box=grid.box.translated(*(round(s * ratio) / ratio for s in spare)))


def unit_at(grid: CellGrid, count: int, place: tuple[int, int] | None) -> int:
    """The unit in a cell, or −1 where none is."""
    unit = place[0] * grid.columns + place[1] if place else count
    return unit if unit < count else -1


def paint_units(
    painter: QPainter, grid: CellGrid, codes: np.ndarray, colors: list[int], ratio: float
) -> None:
    """Paint codes (H,) uint8 onto a grid, `ratio` device pixels a pixel."""
    cells = np.full(grid.rows * grid.columns, tiles.SURFACE, np.uint8)
    cells[: codes.size] = codes
    image = tiles.image_of(cells.reshape(grid.rows, grid.columns), colors)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(grid.box, image)
    if grid.size * ratio >= RULED:
        _paint_lines(painter, grid, 1.0 / ratio)
    if rest := cells.size - codes.size:
        first = grid.box_of((grid.rows - 1, grid.columns - rest))
        free = QRectF(first.topLeft(), grid.box.bottomRight())
        painter.fillRect(free, QColor(theme.current_theme().surface))


def _paint_lines(painter: QPainter, grid: CellGrid, wide: float) -> None:
    color, box = QColor(theme.current_theme().line), grid.box
    for column in range(1, grid.columns):
        x = box.left() + column * grid.width
        painter.fillRect(QRectF(x - wide, box.top(), wide, box.height()), color)
    for row in range(1, grid.rows):
        y = box.top() + row * grid.height
        painter.fillRect(QRectF(box.left(), y - wide, box.width(), wide), color)
